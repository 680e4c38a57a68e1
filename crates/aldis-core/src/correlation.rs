//! Several vendors that begin to fail at once: what have they in common? By chance it never happens:
//! of 229 OpenAI incidents in 18 months none began within five minutes of one of Anthropic's 179
//! (DETECTOR.md §0).

use std::time::Duration;

use crate::catalogue::Service;
use crate::time::Timestamp;

/// Failures that begin within this of each other have one cause.
const AT_ONCE: Duration = Duration::from_secs(300);

/// A service that fails, sure or not.
#[derive(Clone, Copy, Debug)]
pub struct Failing<'a> {
    /// Which.
    pub service: &'a Service,
    /// Its first failing look.
    pub since: Timestamp,
}

/// What vendors that fail at once have in common.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// They all stand on this cloud or CDN (its id in the catalogue).
    Upstream(String),
    /// Nothing but the way from here to them: a VPN, a filter, a proxy, a national path.
    Way,
}

impl Cause {
    /// The word used in history: `way`, or `upstream:` and its id.
    pub fn word(&self) -> String {
        match self {
            Self::Upstream(id) => format!("upstream:{id}"),
            Self::Way => "way".to_owned(),
        }
    }

    /// The reverse of [`Cause::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        match word.split_once(':') {
            Some(("upstream", id)) => Some(Self::Upstream(id.to_owned())),
            Some(_) => None,
            None => (word == "way").then_some(Self::Way),
        }
    }
}

/// What `one` has in common with those of other vendors that began to fail when it did; `None` if
/// it fails alone.
pub fn common_cause(one: Failing<'_>, failing: &[Failing<'_>]) -> Option<Cause> {
    let mut others = failing.iter().filter(|other| {
        let apart = one
            .since
            .since(other.since)
            .max(other.since.since(one.since));
        other.service.vendor != one.service.vendor && apart <= AT_ONCE
    });
    let first = others.next()?;
    let mut shared: Vec<&String> = one
        .service
        .upstreams
        .iter()
        .filter(|upstream| first.service.upstreams.contains(upstream))
        .collect();
    for other in others {
        shared.retain(|upstream| other.service.upstreams.contains(upstream));
    }
    let upstream = shared.first().map(|upstream| (*upstream).clone());
    Some(upstream.map_or(Cause::Way, Cause::Upstream))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{Catalogue, ServiceId};

    fn cause(of: &str, failing: &[(&str, u64)]) -> Option<Cause> {
        let catalogue = Catalogue::embedded();
        let known: Vec<Failing<'_>> = failing
            .iter()
            .filter_map(|(id, minute)| {
                Some(Failing {
                    service: catalogue.service(&ServiceId::new(*id))?,
                    since: Timestamp::from_millis(0) + Duration::from_secs(60 * minute),
                })
            })
            .collect();
        assert_eq!(known.len(), failing.len());
        let one = known.iter().find(|it| it.service.id.as_str() == of)?;
        common_cause(*one, &known)
    }

    fn cloudflare() -> Option<Cause> {
        Some(Cause::Upstream("cloudflare".to_owned()))
    }

    #[test]
    fn who_fails_alone_has_nothing_in_common() {
        assert_eq!(cause("chatgpt", &[("chatgpt", 0)]), None);
        assert_eq!(cause("chatgpt", &[("chatgpt", 0), ("openai-api", 1)]), None);
        assert_eq!(cause("chatgpt", &[("chatgpt", 0), ("claude", 30)]), None);
    }

    #[test]
    fn those_that_stand_on_one_thing_share_it() {
        let both = [("chatgpt", 0), ("claude", 3)];
        assert_eq!(cause("chatgpt", &both), cloudflare());
        assert_eq!(cause("claude", &both), cloudflare());
    }

    #[test]
    fn those_that_share_nothing_share_the_way_to_them() {
        let all = [("chatgpt", 0), ("claude", 1), ("gemini", 2)];
        assert_eq!(cause("gemini", &all), Some(Cause::Way));
        assert_eq!(cause("chatgpt", &all), Some(Cause::Way));
    }
}
