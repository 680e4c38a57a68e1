//! Several vendors that begin to fail at once: what have they in common? By chance it never happens:
//! of 229 OpenAI incidents in 18 months none began within five minutes of one of Anthropic's 179
//! (DETECTOR.md §0).

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use crate::catalogue::Service;
use crate::time::Timestamp;

/// Failures that begin within this of each other have one cause.
const AT_ONCE: Duration = Duration::from_secs(300);

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

/// When services began to be in trouble, by vendor and by what they stand on: so that what one has in
/// common with the others is found without going through them.
#[derive(Clone, Debug, Default)]
pub struct Onsets {
    all: Starts,
    of_vendor: BTreeMap<String, Starts>,
}

/// When they began, in order; of all of them, and of those on each upstream.
#[derive(Clone, Debug, Default)]
struct Starts {
    all: Vec<Timestamp>,
    on: BTreeMap<String, Vec<Timestamp>>,
}

impl Onsets {
    /// Of these services, each with the moment it began.
    pub fn of<'a>(troubled: impl IntoIterator<Item = (&'a Service, Timestamp)>) -> Self {
        let mut troubled: Vec<_> = troubled.into_iter().collect();
        troubled.sort_by_key(|(_, since)| *since);
        let mut onsets = Self::default();
        for (service, since) in troubled {
            onsets.all.add(service, since);
            let of_vendor = onsets.of_vendor.entry(service.vendor.clone());
            of_vendor.or_default().add(service, since);
        }
        onsets
    }

    /// Whether any of them stands on this.
    pub fn any_on(&self, upstream: &str) -> bool {
        self.all.on.contains_key(upstream)
    }

    /// How many of other vendors began within this of `since`.
    pub fn others(&self, vendor: &str, since: Timestamp, within: Duration) -> usize {
        self.count(vendor, |starts| count(&starts.all, since, within))
    }

    fn others_on(&self, upstream: &str, vendor: &str, since: Timestamp, within: Duration) -> usize {
        self.count(vendor, |starts| {
            let on = starts.on.get(upstream);
            on.map_or(0, |it| count(it, since, within))
        })
    }

    fn count(&self, but: &str, count: impl Fn(&Starts) -> usize) -> usize {
        count(&self.all) - self.of_vendor.get(but).map_or(0, &count)
    }
}

impl Starts {
    fn add(&mut self, service: &Service, since: Timestamp) {
        self.all.push(since);
        let on: BTreeSet<&String> = service.upstreams.iter().collect();
        for upstream in on {
            self.on.entry(upstream.clone()).or_default().push(since);
        }
    }
}

fn count(starts: &[Timestamp], since: Timestamp, within: Duration) -> usize {
    let before = starts.partition_point(|it| *it < since - within);
    starts.partition_point(|it| *it <= since + within) - before
}

/// What `one` has in common with those of other vendors that began to fail when it did; `None` if
/// it fails alone.
pub fn common_cause(one: &Service, since: Timestamp, failing: &Onsets) -> Option<Cause> {
    let others = failing.others(&one.vendor, since, AT_ONCE);
    if others == 0 {
        return None;
    }
    let mut stands_on = one.upstreams.iter();
    let shared = stands_on.find(|it| failing.others_on(it, &one.vendor, since, AT_ONCE) == others);
    Some(shared.map_or(Cause::Way, |it| Cause::Upstream(it.clone())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{Catalogue, ServiceId};

    fn cause(of: &str, failing: &[(&str, u64)]) -> Option<Cause> {
        let catalogue = Catalogue::embedded();
        let known: Vec<(&Service, Timestamp)> = failing
            .iter()
            .filter_map(|(id, minute)| {
                let since = Timestamp::from_millis(0) + Duration::from_secs(60 * minute);
                Some((catalogue.service(&ServiceId::new(*id))?, since))
            })
            .collect();
        assert_eq!(known.len(), failing.len());
        let (one, since) = known.iter().find(|(it, _)| it.id.as_str() == of)?;
        common_cause(one, *since, &Onsets::of(known.iter().copied()))
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
