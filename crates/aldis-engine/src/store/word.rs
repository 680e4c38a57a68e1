//! Core's values as words and numbers in columns, and back. A word we do not know reads as `None`,
//! never as something else.

use std::time::Duration;

use aldis_core::catalogue::Surface;
use aldis_core::evidence::{Outcome, Phase, TlsFault};
use aldis_core::page::{Impact, IncidentPhase};
use aldis_core::snapshot::Reason;

/// An outcome, spread over columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct OutcomeColumns {
    pub(super) word: String,
    pub(super) status: Option<u16>,
    pub(super) phase: Option<&'static str>,
    pub(super) detail: Option<String>,
    pub(super) retry_after_ms: Option<i64>,
}

impl From<&Outcome> for OutcomeColumns {
    fn from(outcome: &Outcome) -> Self {
        let (detail, retry_after) = match outcome {
            Outcome::TlsBroken { fault, why } => (Some(format!("{}: {why}", fault.word())), None),
            Outcome::RedirectedAway { to } => (Some(to.clone()), None),
            Outcome::TooLarge { limit } => (Some(limit.to_string()), None),
            Outcome::FailedInStream { why } => (Some(why.clone()), None),
            Outcome::RateLimited { retry_after, .. } | Outcome::OverQuota { retry_after, .. } => {
                (None, *retry_after)
            }
            Outcome::Answered { .. }
            | Outcome::Refused
            | Outcome::Reset { .. }
            | Outcome::TimedOut { .. }
            | Outcome::NameUnknown
            | Outcome::Challenged { .. }
            | Outcome::WrongBody { .. }
            | Outcome::ProxyFailed
            | Outcome::WeAreOffline
            | Outcome::Overloaded { .. }
            | Outcome::KeyRefused { .. }
            | Outcome::NotHere { .. }
            | Outcome::NoKey
            | Outcome::NoKeyStore => (None, None),
        };
        Self {
            word: outcome.word().to_owned(),
            status: outcome.status(),
            phase: outcome.failed_in().map(Phase::word),
            detail,
            retry_after_ms: retry_after.map(millis),
        }
    }
}

/// The columns of an outcome as they were read.
pub(super) fn outcome(
    word: &str,
    status: Option<u16>,
    phase_word: Option<&str>,
    detail: Option<String>,
    retry_after_ms: Option<i64>,
) -> Option<Outcome> {
    let in_phase = || phase_word.and_then(phase);
    let retry_after = || {
        let millis = u64::try_from(retry_after_ms?).ok()?;
        Some(Duration::from_millis(millis))
    };
    Some(match word {
        "answered" => Outcome::Answered { status: status? },
        "refused" => Outcome::Refused,
        "reset" => Outcome::Reset { phase: in_phase()? },
        "timed_out" => Outcome::TimedOut { phase: in_phase()? },
        "name_unknown" => Outcome::NameUnknown,
        "tls_broken" => tls_broken(detail?),
        "challenged" => Outcome::Challenged { status: status? },
        "rate_limited" => Outcome::RateLimited {
            status: status?,
            retry_after: retry_after(),
        },
        "redirected_away" => Outcome::RedirectedAway { to: detail? },
        "wrong_body" => Outcome::WrongBody { status: status? },
        "too_large" => Outcome::TooLarge {
            limit: detail?.parse().ok()?,
        },
        "proxy_failed" => Outcome::ProxyFailed,
        "we_are_offline" => Outcome::WeAreOffline,
        "failed_in_stream" => Outcome::FailedInStream { why: detail? },
        "overloaded" => Outcome::Overloaded { status: status? },
        "over_quota" => Outcome::OverQuota {
            status: status?,
            retry_after: retry_after(),
        },
        "key_refused" => Outcome::KeyRefused { status: status? },
        "not_here" => Outcome::NotHere { status: status? },
        "no_key" => Outcome::NoKey,
        "no_key_store" => Outcome::NoKeyStore,
        _ => return None,
    })
}

/// `wrong_name: what the TLS library said`; older rows lack the word.
fn tls_broken(detail: String) -> Outcome {
    let known = detail
        .split_once(": ")
        .and_then(|(word, why)| Some((TlsFault::from_word(word)?, why.to_owned())));
    let (fault, why) = known.unwrap_or((TlsFault::Other, detail));
    Outcome::TlsBroken { fault, why }
}

pub(super) fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

fn phase(word: &str) -> Option<Phase> {
    [
        Phase::Dns,
        Phase::Connect,
        Phase::Tls,
        Phase::Send,
        Phase::FirstByte,
        Phase::Body,
    ]
    .into_iter()
    .find(|phase| phase.word() == word)
}

pub(super) fn surface(word: &str) -> Option<Surface> {
    [Surface::Web, Surface::Api, Surface::Completion]
        .into_iter()
        .find(|surface| surface.word() == word)
}

pub(super) fn incident_phase(word: &str) -> Option<IncidentPhase> {
    [
        IncidentPhase::Investigating,
        IncidentPhase::Identified,
        IncidentPhase::Monitoring,
        IncidentPhase::Resolved,
        IncidentPhase::Postmortem,
    ]
    .into_iter()
    .find(|phase| phase.word() == word)
}

pub(super) fn impact(word: &str) -> Option<Impact> {
    [
        Impact::None,
        Impact::Maintenance,
        Impact::Minor,
        Impact::Major,
        Impact::Critical,
    ]
    .into_iter()
    .find(|impact| impact.word() == word)
}

/// The kind of a reason; its facts are in the samples of the same time.
pub(super) const fn reason(reason: &Reason) -> &'static str {
    match reason {
        Reason::NotLookedYet => "not_looked_yet",
        Reason::Vantage(..) => "vantage",
        Reason::Stale => "stale",
        Reason::NothingSpeaks => "nothing_speaks",
        Reason::Answers { .. } => "answers",
        Reason::Fails { .. } => "fails",
        Reason::Confirming { .. } => "confirming",
        Reason::Recovering { .. } => "recovering",
        Reason::Slow { .. } => "slow",
        Reason::FailsAtTimes { .. } => "fails_at_times",
        Reason::VendorReports { .. } => "vendor_reports",
        Reason::Maintenance { .. } => "maintenance",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_outcome_comes_back_as_it_went() {
        let phases = [
            Phase::Dns,
            Phase::Connect,
            Phase::Tls,
            Phase::Send,
            Phase::FirstByte,
            Phase::Body,
        ];
        let mut outcomes = vec![
            Outcome::Answered { status: 200 },
            Outcome::Refused,
            Outcome::NameUnknown,
            Outcome::ProxyFailed,
            Outcome::Challenged { status: 403 },
            Outcome::RateLimited {
                status: 429,
                retry_after: Some(Duration::from_secs(30)),
            },
            Outcome::RateLimited {
                status: 503,
                retry_after: None,
            },
            Outcome::RedirectedAway {
                to: "portal.example".to_owned(),
            },
            Outcome::WrongBody { status: 200 },
            Outcome::TooLarge { limit: 8 },
            Outcome::WeAreOffline,
            Outcome::FailedInStream {
                why: "overloaded_error".to_owned(),
            },
            Outcome::Overloaded { status: 529 },
            Outcome::OverQuota {
                status: 402,
                retry_after: None,
            },
            Outcome::OverQuota {
                status: 429,
                retry_after: Some(Duration::from_millis(1_500)),
            },
            Outcome::KeyRefused { status: 401 },
            Outcome::NotHere { status: 403 },
            Outcome::NoKey,
            Outcome::NoKeyStore,
        ];
        outcomes.extend(TlsFault::ALL.map(|fault| Outcome::TlsBroken {
            fault,
            why: "not valid: for name".to_owned(),
        }));
        outcomes.extend(phases.map(|phase| Outcome::Reset { phase }));
        outcomes.extend(phases.map(|phase| Outcome::TimedOut { phase }));
        for expected in outcomes {
            let columns = OutcomeColumns::from(&expected);
            let read = outcome(
                &columns.word,
                columns.status,
                columns.phase,
                columns.detail,
                columns.retry_after_ms,
            );
            assert_eq!(read, Some(expected));
        }
        assert_eq!(outcome("fine", Some(200), None, None, None), None);
    }
}
