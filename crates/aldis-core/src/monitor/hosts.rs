//! The hosts that status pages stand on: which turn us away, and which of those who run pages for many
//! vendors have trouble of their own.

use std::collections::{BTreeMap, BTreeSet};

use url::Url;

use crate::evidence::{Outcome, PageSight};
use crate::page::PageError;
use crate::snapshot::PageTrouble;

/// With fewer hosts on it nobody can tell a platform from its vendors.
const ENOUGH_HOSTS: usize = 3;
/// Of ten hosts so many: then it is the platform.
const MOST_OF_TEN: usize = 7;

/// A name and a port.
type Host = (String, u16);

/// What is known of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Hosts {
    /// How often in a row each turned us away.
    refusals: BTreeMap<Host, u32>,
    /// Platforms that have trouble of their own.
    down: BTreeSet<&'static str>,
}

impl Hosts {
    /// Whether two pages stand on one host.
    pub(super) fn is_one(one: &Url, other: &Url) -> bool {
        host(one) == host(other)
    }

    /// Takes what a fetch says about the host.
    pub(super) fn saw(&mut self, url: &Url, sight: &PageSight) {
        let turned_away = match sight {
            PageSight::Unreachable(outcome) => is_refusal(outcome),
            PageSight::Read(_)
            | PageSight::ReadCopy { .. }
            | PageSight::Unchanged
            | PageSight::Unreadable(_) => false,
        };
        if turned_away {
            *self.refusals.entry(host(url)).or_default() += 1;
        } else {
            self.refusals.remove(&host(url));
        }
    }

    /// How often in a row the host of `url` turned us away.
    pub(super) fn refusals(&self, url: &Url) -> u32 {
        self.refusals.get(&host(url)).copied().unwrap_or(0)
    }

    /// Whether any platform has trouble of its own.
    pub(super) fn any_down(&self) -> bool {
        !self.down.is_empty()
    }

    /// Whether this platform has trouble of its own.
    pub(super) fn is_down(&self, platform: &str) -> bool {
        self.down.contains(platform)
    }

    /// Finds the platforms most of whose hosts fail at once: of each page its platform, its address
    /// and whether its host fails. Returns those about which that has changed.
    pub(super) fn judge_platforms<'u>(
        &mut self,
        pages: impl Iterator<Item = (&'static str, &'u Url, bool)>,
    ) -> Vec<&'static str> {
        let mut hosts: BTreeMap<&'static str, BTreeMap<Host, bool>> = BTreeMap::new();
        for (platform, url, fails) in pages {
            let known = hosts.entry(platform).or_default();
            // A host of which one page can be read does not fail.
            let known = known.entry(host(url)).or_insert(true);
            *known = *known && fails;
        }
        let is_down = |hosts: &BTreeMap<Host, bool>| {
            let failing = hosts.values().filter(|fails| **fails).count();
            hosts.len() >= ENOUGH_HOSTS && failing * 10 >= hosts.len() * MOST_OF_TEN
        };
        let down = hosts.iter().filter(|(_, hosts)| is_down(hosts));
        let down: BTreeSet<&'static str> = down.map(|(platform, _)| *platform).collect();
        let changed = self.down.symmetric_difference(&down).copied().collect();
        self.down = down;
        changed
    }
}

/// Whether the trouble of a page is its host's, and not that of one address there.
pub(super) fn speaks_of_its_host(trouble: &PageTrouble) -> bool {
    match trouble {
        PageTrouble::Unreachable(outcome) => {
            is_refusal(outcome) || matches!(outcome, Outcome::Answered { status: 500.. })
        }
        PageTrouble::Unreadable(error) => {
            matches!(error, PageError::Empty | PageError::Html { .. })
        }
        PageTrouble::Frozen { .. } | PageTrouble::Platform { .. } => false,
    }
}

/// Whether the host lets us in nowhere: it would turn us away from its other pages as well.
fn is_refusal(outcome: &Outcome) -> bool {
    match outcome {
        Outcome::Answered { status } => matches!(status, 403 | 405 | 429 | 503),
        Outcome::Challenged { .. }
        | Outcome::RateLimited { .. }
        | Outcome::Overloaded { .. }
        | Outcome::Refused
        | Outcome::Reset { .. }
        | Outcome::TimedOut { .. }
        | Outcome::NameUnknown
        | Outcome::TlsBroken { .. } => true,
        Outcome::RedirectedAway { .. }
        | Outcome::WrongBody { .. }
        | Outcome::TooLarge { .. }
        | Outcome::ProxyFailed
        | Outcome::WeAreOffline
        | Outcome::FailedInStream { .. }
        | Outcome::OverQuota { .. }
        | Outcome::KeyRefused { .. }
        | Outcome::NotHere { .. }
        | Outcome::NoKey
        | Outcome::NoKeyStore => false,
    }
}

fn host(url: &Url) -> Host {
    let name = url.host_str().unwrap_or_default().to_owned();
    (name, url.port_or_known_default().unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(host: &str) -> Url {
        format!("https://{host}.example/summary").parse().unwrap()
    }

    #[test]
    fn a_platform_is_down_when_most_of_its_hosts_fail_and_there_are_enough_to_tell() {
        let judge = |fails: &[bool]| {
            let urls: Vec<Url> = (0..fails.len())
                .map(|it| url(&format!("host{it}")))
                .collect();
            let mut hosts = Hosts::default();
            let pages = urls
                .iter()
                .zip(fails)
                .map(|(url, fails)| ("Harbor pages", url, *fails));
            let changed = hosts.judge_platforms(pages);
            assert_eq!(changed.is_empty(), !hosts.is_down("Harbor pages"));
            hosts.is_down("Harbor pages")
        };
        assert!(!judge(&[true, true]));
        assert!(!judge(&[true, true, false]));
        assert!(judge(&[true, true, true]));
        assert!(judge(&[true, true, true, false]));
        assert!(!judge(&[true, true, false, false]));
    }

    #[test]
    fn two_pages_of_one_host_count_once_and_one_that_can_be_read_speaks_for_it() {
        let urls = [url("a"), url("a"), url("b"), url("c")];
        let mut hosts = Hosts::default();
        let pages = |fails: [bool; 4]| {
            let of = urls.iter().zip(fails);
            of.map(|(url, fails)| ("Harbor pages", url, fails))
                .collect::<Vec<_>>()
        };
        hosts.judge_platforms(pages([true, false, true, true]).into_iter());
        assert!(!hosts.is_down("Harbor pages"));
        let changed = hosts.judge_platforms(pages([true; 4]).into_iter());
        assert_eq!(changed, ["Harbor pages"]);
        assert!(
            hosts
                .judge_platforms(pages([true; 4]).into_iter())
                .is_empty()
        );
    }

    #[test]
    fn a_host_turns_us_away_by_its_wall_and_not_by_an_address_it_does_not_have() {
        let mut hosts = Hosts::default();
        let place = url("a");
        let cases = [
            (Outcome::Answered { status: 405 }, 1),
            (Outcome::Challenged { status: 403 }, 2),
            (Outcome::Answered { status: 404 }, 0),
            (Outcome::Refused, 1),
        ];
        for (outcome, expected) in cases {
            hosts.saw(&place, &PageSight::Unreachable(outcome.clone()));
            assert_eq!(hosts.refusals(&place), expected, "{outcome:?}");
        }
        hosts.saw(&place, &PageSight::Unchanged);
        assert_eq!(hosts.refusals(&place), 0);
    }
}
