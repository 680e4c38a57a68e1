//! Whether the entries of the catalogue still hold: what looks at their pages and probes say of the
//! entries, not of the vendors. A vendor that is down says nothing against its entry.

use crate::catalogue::{ProbeTarget, StatusSource};
use crate::evidence::{Evidence, Outcome, PageSight, Sight};
use crate::page::{Component, PageError, PageReport};

/// What a look says of the entry that it was made by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// It is as the entry says.
    Holds,
    /// It is not as the entry says: somebody has to look at the entry.
    Broken(Break),
    /// This look cannot tell: who was asked is down, busy or out of reach from here.
    CannotTell(Obstacle),
}

/// What is not as the entry says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Break {
    /// The page is not written in the format named, or damaged.
    Unreadable(PageError),
    /// The page no longer lists these components or groups.
    Missing(Vec<String>),
    /// Something else answers there: another status, another host, a wall that was not expected.
    Answers(Outcome),
}

/// Why a look cannot tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// The page was empty, as any page is now and then.
    EmptyPage,
    /// Nobody answered, or an answer that comes and goes.
    Outcome(Outcome),
}

/// What a look at a status page says of its entry.
pub fn page(source: &StatusSource, evidence: &Evidence) -> Finding {
    match evidence {
        Evidence::Page(PageSight::Read(report) | PageSight::ReadCopy { report, .. }) => {
            components(source, report)
        }
        Evidence::Page(PageSight::Unreadable(PageError::Empty)) => {
            Finding::CannotTell(Obstacle::EmptyPage)
        }
        Evidence::Page(PageSight::Unreadable(error)) => {
            Finding::Broken(Break::Unreadable(error.clone()))
        }
        Evidence::Page(PageSight::Unreachable(outcome)) => answer(outcome, &[200], false),
        Evidence::Page(PageSight::Unchanged)
        | Evidence::Probe(_)
        | Evidence::Control(_)
        | Evidence::Resolved(_) => Finding::Holds,
    }
}

/// What a look at a service's front door says of its entry.
pub fn probe(target: &ProbeTarget, sight: &Sight) -> Finding {
    answer(&sight.outcome, &target.alive, target.challenge)
}

/// Components that the document should list. One that lists only what is wrong lists none of them.
fn components(source: &StatusSource, report: &PageReport) -> Finding {
    let Some(listed) = &report.components else {
        return Finding::Holds;
    };
    if report.silence_is_fine {
        return Finding::Holds;
    }
    let components = source.components.values().flatten();
    let components = components.filter(|id| !listed.iter().any(|it| it.id == **id));
    let is_in = |it: &Component, group: &str| {
        [&it.group_id, &it.group]
            .iter()
            .any(|known| known.as_deref() == Some(group))
    };
    let groups = source.groups.values().flatten();
    let groups = groups.filter(|group| !listed.iter().any(|it| is_in(it, group)));
    let missing: Vec<String> = components.chain(groups).cloned().collect();
    if missing.is_empty() {
        Finding::Holds
    } else {
        Finding::Broken(Break::Missing(missing))
    }
}

fn answer(outcome: &Outcome, alive: &[u16], challenge: bool) -> Finding {
    let usual = matches!(outcome, Outcome::Answered { status } if alive.contains(status));
    let wall = challenge && matches!(outcome, Outcome::Challenged { .. });
    if usual || wall {
        Finding::Holds
    } else if is_lasting(outcome) {
        Finding::Broken(Break::Answers(outcome.clone()))
    } else {
        Finding::CannotTell(Obstacle::Outcome(outcome.clone()))
    }
}

/// Whether an answer that was not expected stays until somebody changes something: a server that
/// fails, a limiter and a lost packet do not.
const fn is_lasting(outcome: &Outcome) -> bool {
    match outcome {
        Outcome::Answered { status } => *status < 500,
        Outcome::Challenged { .. }
        | Outcome::NameUnknown
        | Outcome::RedirectedAway { .. }
        | Outcome::WrongBody { .. }
        | Outcome::TooLarge { .. } => true,
        Outcome::TlsBroken { fault, .. } => !fault.is_of_time(),
        Outcome::Refused
        | Outcome::Reset { .. }
        | Outcome::TimedOut { .. }
        | Outcome::RateLimited { .. }
        | Outcome::ProxyFailed
        | Outcome::WeAreOffline
        | Outcome::FailedInStream { .. }
        | Outcome::Overloaded { .. }
        | Outcome::OverQuota { .. }
        | Outcome::KeyRefused { .. }
        | Outcome::NotHere { .. }
        | Outcome::NoKey
        | Outcome::NoKeyStore => false,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::catalogue::{Part, Surface};
    use crate::evidence::{Phase, TlsFault};
    use crate::page::{self, Format};

    const SUMMARY: &str = r#"{"page":{"id":"harborpage00"},"status":{"indicator":"major"},
        "incidents":[],"components":[{"id":"chat","name":"Chat","status":"major_outage"}]}"#;

    fn source(ids: &[&str]) -> StatusSource {
        let ids = ids.iter().map(|id| (*id).to_owned()).collect();
        StatusSource {
            components: BTreeMap::from([(Part::Main, ids)]),
            ..StatusSource::new(
                Format::Statuspage,
                "https://status.harbor.example/".parse().unwrap(),
            )
        }
    }

    fn judged(sight: PageSight) -> Finding {
        super::page(&source(&["chat"]), &Evidence::Page(sight))
    }

    #[test]
    fn a_page_that_reads_and_lists_what_it_should_holds_however_bad_its_news() {
        let report = page::parse(Format::Statuspage, SUMMARY.as_bytes()).unwrap();
        let read = Evidence::Page(PageSight::Read(Box::new(report)));
        assert_eq!(super::page(&source(&["chat"]), &read), Finding::Holds);
        let gone = super::page(&source(&["chat", "voice"]), &read);
        let missing = Break::Missing(vec!["voice".to_owned()]);
        assert_eq!(gone, Finding::Broken(missing));
    }

    #[test]
    fn another_format_is_a_break_and_an_empty_body_is_none() {
        let html = PageError::Html { expected: "it" };
        let broken = Finding::Broken(Break::Unreadable(html.clone()));
        assert_eq!(judged(PageSight::Unreadable(html)), broken);
        let empty = judged(PageSight::Unreadable(PageError::Empty));
        assert_eq!(empty, Finding::CannotTell(Obstacle::EmptyPage));
    }

    #[test]
    fn only_what_stays_until_somebody_acts_speaks_against_an_entry() {
        let phase = Phase::Connect;
        let (to, why) = ("elsewhere.example".to_owned(), String::new());
        let fault = TlsFault::WrongName;
        let expired = TlsFault::Expired;
        let lasting = [
            Outcome::Answered { status: 404 },
            Outcome::Answered { status: 401 },
            Outcome::RedirectedAway { to },
            Outcome::NameUnknown,
            Outcome::Challenged { status: 403 },
            Outcome::TlsBroken {
                fault,
                why: why.clone(),
            },
        ];
        for outcome in lasting {
            let expected = Finding::Broken(Break::Answers(outcome.clone()));
            assert_eq!(judged(PageSight::Unreachable(outcome)), expected);
        }
        let passing = [
            Outcome::Answered { status: 503 },
            Outcome::TimedOut { phase },
            Outcome::TlsBroken {
                fault: expired,
                why,
            },
            Outcome::RateLimited {
                status: 429,
                retry_after: None,
            },
        ];
        for outcome in passing {
            let expected = Finding::CannotTell(Obstacle::Outcome(outcome.clone()));
            assert_eq!(judged(PageSight::Unreachable(outcome)), expected);
        }
    }

    #[test]
    fn a_wall_where_one_is_expected_is_as_the_entry_says() {
        let target = |challenge| ProbeTarget {
            surface: Surface::Web,
            url: "https://chat.harbor.example/".parse().unwrap(),
            alive: vec![401],
            challenge,
            completion: None,
            unconfirmed: false,
        };
        let sight = |outcome| Sight {
            outcome,
            timing: crate::evidence::Timing::default(),
        };
        let wall = sight(Outcome::Challenged { status: 403 });
        assert_eq!(probe(&target(true), &wall), Finding::Holds);
        assert!(matches!(probe(&target(false), &wall), Finding::Broken(_)));
        let alive = sight(Outcome::Answered { status: 401 });
        assert_eq!(probe(&target(false), &alive), Finding::Holds);
    }
}
