//! What to use instead: healthy, able, independent of what broke, ranked. The sentence that says
//! why is made in [`crate::present::words`].

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use crate::catalogue::{Capability, Service, ServiceId};
use crate::health::Health;
use crate::snapshot::{Alternative, Span};
use crate::time::Timestamp;

/// Older evidence recommends nobody.
pub const FRESH: Duration = Duration::from_secs(120);

/// How many are shown at most.
pub const SHOWN: usize = 3;

/// A service that might do, with what we know of it.
#[derive(Clone, Copy, Debug)]
pub struct Candidate<'a> {
    /// Its catalogue entry.
    pub service: &'a Service,
    /// How it is.
    pub health: Health,
    /// When it was last seen working.
    pub good_at: Option<Timestamp>,
    /// [`reliability`] of the last 30 days, or of as much as is known.
    pub reliability: Option<u16>,
}

/// What is wanted in place of what broke.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// The service that is out.
    pub failing: &'a Service,
    /// Ids of upstreams that fail: see [`shared_upstreams`].
    pub failing_upstreams: &'a BTreeSet<String>,
    /// The user's own order.
    pub prefer: &'a [ServiceId],
    /// Capabilities that are broken or asked for; empty: what the failing one is mainly for.
    pub need: &'a [Capability],
    /// The present moment.
    pub now: Timestamp,
}

/// The best of `candidates`, best first; empty if none qualifies.
///
/// Qualifies: not retired, working by evidence younger than [`FRESH`], of another vendor and model
/// family, not standing on a failing upstream, and able to do what is needed. Rank: the user's own
/// order, then how much of what the failing one can do, then no sign-in, then reliability.
pub fn alternatives(wanted: Wanted<'_>, candidates: &[Candidate<'_>]) -> Vec<Alternative> {
    let need = needed(wanted);
    let mut able = candidates
        .iter()
        .filter_map(|candidate| Some((candidate, qualified(candidate, wanted, &need)?)))
        .collect::<Vec<_>>();
    able.sort_by_key(|(candidate, _)| rank(candidate, wanted));
    able.into_iter()
        .take(SHOWN)
        .map(|(candidate, good_at)| shown(candidate.service, good_at, wanted, &need))
        .collect()
}

/// Services worth a look because one that the user watches is out: the best few of the others that
/// might do, whether they work or not.
pub fn stand_ins(wanted: Wanted<'_>, others: &[&Service]) -> Vec<ServiceId> {
    let need = needed(wanted);
    let mut able: Vec<Candidate<'_>> = others
        .iter()
        .map(|service| Candidate {
            service,
            health: Health::Operational,
            good_at: Some(wanted.now),
            reliability: None,
        })
        .filter(|it| !it.service.probes.is_empty() && qualified(it, wanted, &need).is_some())
        .collect();
    able.sort_by_key(|candidate| rank(candidate, wanted));
    let best = able.into_iter().take(SHOWN);
    best.map(|it| it.service.id.clone()).collect()
}

/// Thousandths of the observed time in which a service worked; `None` where nothing was observed.
/// A degraded service counts as half working, announced maintenance and gaps not at all.
pub fn reliability<'a>(spans: impl IntoIterator<Item = &'a Span>) -> Option<u16> {
    let (mut good, mut all) = (0_u128, 0_u128);
    for span in spans {
        let millis = span.to.since(span.from).as_millis();
        let halves = match span.health {
            Health::Operational => 2,
            Health::Degraded => 1,
            Health::PartialOutage | Health::MajorOutage => 0,
            Health::Maintenance | Health::Unknown => continue,
        };
        good += millis * halves;
        all += millis * 2;
    }
    u16::try_from((good * 1_000).checked_div(all)?).ok()
}

/// Upstreams that failing services of at least two vendors share: the likely common cause.
pub fn shared_upstreams(failing: &[&Service]) -> BTreeSet<String> {
    let mut vendors = BTreeMap::<&str, BTreeSet<&str>>::new();
    for service in failing {
        for upstream in &service.upstreams {
            let of = vendors.entry(upstream.as_str()).or_default();
            of.insert(service.vendor.as_str());
        }
    }
    vendors
        .into_iter()
        .filter(|(_, vendors)| vendors.len() >= 2)
        .map(|(upstream, _)| upstream.to_owned())
        .collect()
}

fn needed(wanted: Wanted<'_>) -> Vec<Capability> {
    if !wanted.need.is_empty() {
        return wanted.need.to_vec();
    }
    [Capability::Chat, Capability::Api, Capability::Code]
        .into_iter()
        .find(|main| wanted.failing.capabilities.contains(main))
        .into_iter()
        .collect()
}

/// When it was last seen working, if it may be suggested at all.
fn qualified(
    candidate: &Candidate<'_>,
    wanted: Wanted<'_>,
    need: &[Capability],
) -> Option<Timestamp> {
    let Candidate {
        service, health, ..
    } = *candidate;
    let good_at = candidate.good_at?;
    let works = match health {
        Health::Operational => wanted.now.since(good_at) < FRESH,
        Health::Maintenance
        | Health::Unknown
        | Health::Degraded
        | Health::PartialOutage
        | Health::MajorOutage => false,
    };
    let independent = service.id != wanted.failing.id
        && service.vendor != wanted.failing.vendor
        && !service.may_speak_as(&wanted.failing.family)
        && !service
            .upstreams
            .iter()
            .any(|upstream| wanted.failing_upstreams.contains(upstream));
    let able = need.iter().all(|need| service.capabilities.contains(need));
    (works && independent && able && !service.retired).then_some(good_at)
}

/// Smaller is better.
fn rank(
    candidate: &Candidate<'_>,
    wanted: Wanted<'_>,
) -> (usize, Reverse<usize>, bool, Reverse<Option<u16>>) {
    let service = candidate.service;
    let preferred = wanted
        .prefer
        .iter()
        .position(|id| *id == service.id || service.was.contains(id))
        .unwrap_or(usize::MAX);
    let matching = service
        .capabilities
        .iter()
        .filter(|able| wanted.failing.capabilities.contains(able))
        .count();
    (
        preferred,
        Reverse(matching),
        service.sign_in,
        Reverse(candidate.reliability),
    )
}

fn shown(
    service: &Service,
    checked_at: Timestamp,
    wanted: Wanted<'_>,
    need: &[Capability],
) -> Alternative {
    let mut capabilities = service.capabilities.clone();
    // What is needed comes first, then what the failing one did: people read only the first few.
    capabilities.sort_by_key(|able| {
        (
            !need.contains(able),
            !wanted.failing.capabilities.contains(able),
        )
    });
    Alternative {
        id: service.id.clone(),
        name: service.name.clone(),
        open: service.open.clone(),
        prompt: service.prompt.clone(),
        checked_at,
        capabilities,
        sign_in: service.sign_in,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Unconfirmed;
    use Capability::{Api, Chat, Code, Images, Voice};

    const NOW: Timestamp = Timestamp::from_millis(1_795_356_310_000);

    fn service(id: &str, vendor: &str, capabilities: &[Capability]) -> Service {
        Service {
            id: ServiceId::new(id),
            name: id.to_uppercase(),
            vendor: vendor.into(),
            family: vendor.into(),
            resells: Vec::new(),
            open: format!("https://{id}.example/").parse().unwrap(),
            prompt: None,
            capabilities: capabilities.to_vec(),
            sign_in: true,
            upstreams: vec!["cdn".into()],
            retired: false,
            was: Vec::new(),
            status: Vec::new(),
            probes: Vec::new(),
            unconfirmed: Unconfirmed::default(),
        }
    }

    fn working(service: &Service) -> Candidate<'_> {
        Candidate {
            service,
            health: Health::Operational,
            good_at: Some(NOW - Duration::from_secs(8)),
            reliability: None,
        }
    }

    fn chosen(failing: &Service, need: &[Capability], candidates: &[Candidate<'_>]) -> Vec<String> {
        let wanted = Wanted {
            failing,
            failing_upstreams: &BTreeSet::new(),
            prefer: &[],
            need,
            now: NOW,
        };
        ids(alternatives(wanted, candidates))
    }

    fn ids(alternatives: Vec<Alternative>) -> Vec<String> {
        alternatives
            .into_iter()
            .map(|one| one.id.as_str().to_owned())
            .collect()
    }

    #[test]
    fn only_what_was_just_seen_working_is_suggested() {
        let (failing, good) = (service("a", "a", &[Chat]), service("b", "b", &[Chat]));
        assert_eq!(chosen(&failing, &[], &[working(&good)]), ["b"]);
        for health in [
            Health::Maintenance,
            Health::Unknown,
            Health::Degraded,
            Health::PartialOutage,
            Health::MajorOutage,
        ] {
            let candidate = Candidate {
                health,
                ..working(&good)
            };
            assert!(chosen(&failing, &[], &[candidate]).is_empty(), "{health:?}");
        }
        for good_at in [None, Some(NOW - FRESH)] {
            let candidate = Candidate {
                good_at,
                ..working(&good)
            };
            assert!(
                chosen(&failing, &[], &[candidate]).is_empty(),
                "{good_at:?}"
            );
        }
    }

    #[test]
    fn nothing_that_shares_the_cause_is_suggested() {
        let failing = service("a", "openai", &[Chat]);
        let same_vendor = service("b", "openai", &[Chat]);
        let mut same_family = service("c", "microsoft", &[Chat]);
        same_family.family = "openai".into();
        let mut retired = service("d", "d", &[Chat]);
        retired.retired = true;
        let all = [
            working(&failing),
            working(&same_vendor),
            working(&same_family),
            working(&retired),
        ];
        assert!(chosen(&failing, &[], &all).is_empty());
    }

    #[test]
    fn a_shared_upstream_matters_only_while_it_fails() {
        let (failing, on_cdn) = (service("a", "a", &[Chat]), service("b", "b", &[Chat]));
        let mut elsewhere = service("c", "c", &[Chat]);
        elsewhere.upstreams = vec!["other".into()];
        let candidates = [working(&on_cdn), working(&elsewhere)];
        assert_eq!(chosen(&failing, &[], &candidates), ["b", "c"]);

        let also_out = service("z", "z", &[Chat]);
        let failing_upstreams = shared_upstreams(&[&failing, &also_out]);
        let wanted = Wanted {
            failing: &failing,
            failing_upstreams: &failing_upstreams,
            prefer: &[],
            need: &[],
            now: NOW,
        };
        assert_eq!(ids(alternatives(wanted, &candidates)), ["c"]);
    }

    #[test]
    fn two_services_of_one_vendor_do_not_accuse_their_upstream() {
        let (a, b) = (service("a", "v", &[Chat]), service("b", "v", &[Api]));
        assert!(shared_upstreams(&[&a, &b]).is_empty());
        let c = service("c", "w", &[Chat]);
        assert!(shared_upstreams(&[&a, &b, &c]).contains("cdn"));
    }

    #[test]
    fn what_is_needed_must_be_there_and_the_main_use_is_needed_unasked() {
        let chat = service("chat", "v", &[Chat, Images]);
        let api = service("api", "v", &[Api]);
        let coder = service("coder", "v", &[Code]);
        let (talks, draws) = (
            service("talks", "t", &[Chat, Voice]),
            service("draws", "d", &[Chat, Images]),
        );
        let (serves, writes) = (
            service("serves", "s", &[Api]),
            service("writes", "w", &[Code]),
        );
        let all = [&talks, &draws, &serves, &writes].map(working);
        assert_eq!(chosen(&chat, &[], &all), ["draws", "talks"]);
        assert_eq!(chosen(&chat, &[Images], &all), ["draws"]);
        assert_eq!(chosen(&chat, &[Images, Voice], &all), [""; 0]);
        assert_eq!(chosen(&api, &[], &all), ["serves"]);
        assert_eq!(chosen(&coder, &[], &all), ["writes"]);
    }

    #[test]
    fn ranks_by_own_order_then_match_then_no_sign_in_then_reliability() {
        let failing = service("a", "a", &[Chat, Images]);
        let (plain, able) = (
            service("p", "p", &[Chat]),
            service("q", "q", &[Chat, Images]),
        );
        let mut free = service("f", "f", &[Chat]);
        free.sign_in = false;
        let steady = service("s", "s", &[Chat]);
        let candidates = [
            working(&plain),
            Candidate {
                reliability: Some(990),
                ..working(&steady)
            },
            working(&free),
            working(&able),
        ];
        assert_eq!(chosen(&failing, &[], &candidates), ["q", "f", "s"]);

        let mut renamed = plain.clone();
        renamed.was = vec![ServiceId::new("old")];
        let wanted = Wanted {
            failing: &failing,
            failing_upstreams: &BTreeSet::new(),
            prefer: &[ServiceId::new("s"), ServiceId::new("old")],
            need: &[],
            now: NOW,
        };
        let candidates = [&renamed, &steady, &free, &able].map(working);
        assert_eq!(ids(alternatives(wanted, &candidates)), ["s", "p", "q"]);
    }

    #[test]
    fn needed_capabilities_are_named_first() {
        let failing = service("a", "a", &[Chat, Images, Voice]);
        let other = service("b", "b", &[Code, Chat, Voice, Images]);
        let wanted = Wanted {
            failing: &failing,
            failing_upstreams: &BTreeSet::new(),
            prefer: &[],
            need: &[Images],
            now: NOW,
        };
        let found = alternatives(wanted, &[working(&other)]);
        assert_eq!(found[0].capabilities, [Images, Chat, Voice, Code]);
        assert_eq!(found[0].checked_at, NOW - Duration::from_secs(8));
    }

    #[test]
    fn reliability_counts_only_observed_time() {
        let span = |from: i64, to: i64, health| Span {
            from: Timestamp::from_millis(from),
            to: Timestamp::from_millis(to),
            health,
        };
        assert_eq!(reliability(&[]), None);
        assert_eq!(reliability(&[span(0, 9, Health::Unknown)]), None);
        let spans = [
            span(0, 700, Health::Operational),
            span(700, 5_000, Health::Unknown),
            span(5_000, 5_200, Health::Degraded),
            span(5_200, 5_300, Health::MajorOutage),
            span(5_300, 9_000, Health::Maintenance),
        ];
        assert_eq!(reliability(&spans), Some(800));
    }
}
