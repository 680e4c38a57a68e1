//! Vendors' status pages: what each last said, shared by every service that stands on it.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use url::Url;

use crate::catalogue::{Service, StatusSource};
use crate::event::Target;
use crate::evidence::PageSight;
use crate::health::Health;
use crate::page::{self, PageIncident, PageReport, Verdict};
use crate::settings::is_loopback;
use crate::snapshot::{OfficialStatus, PageSays, PageTrouble};
use crate::time::Timestamp;

/// A reading older than this many intervals says nothing any more.
const STALE_AFTER_INTERVALS: u32 = 3;
/// A reading younger than this always counts.
const FRESH_FOR: Duration = Duration::from_secs(15 * 60);

/// All of them, by address.
#[derive(Clone, Debug, Default)]
pub(super) struct Pages {
    pages: BTreeMap<Url, PageState>,
}

#[derive(Clone, Debug)]
struct PageState {
    every: Duration,
    report: Option<PageReport>,
    read_at: Option<Timestamp>,
    trouble: Option<PageTrouble>,
    refusals: u32,
    asked: bool,
    /// Counts what changed about it.
    edition: u64,
}

/// What a service's pages say about it.
#[derive(Clone, Debug)]
pub(super) struct Official {
    pub(super) status: OfficialStatus,
    pub(super) says: PageSays,
    /// The verdict of the reading that counts.
    pub(super) verdict: Option<Verdict>,
    /// All incidents of that reading, also those that are over or concern others.
    pub(super) told: Vec<PageIncident>,
    edition: u64,
    /// From then on some reading that counted is too old.
    good_until: Option<Timestamp>,
}

impl Official {
    /// Before any page was asked.
    pub(super) const fn unread() -> Self {
        Self {
            status: OfficialStatus {
                health: Health::Unknown,
                read_at: None,
                trouble: None,
                incidents: Vec::new(),
                url: None,
            },
            says: PageSays::NotAsked,
            verdict: None,
            told: Vec::new(),
            edition: 0,
            good_until: None,
        }
    }
}

impl Pages {
    /// Keeps exactly the pages of these sources. The user may ask for pages less often than the
    /// catalogue does, never more often; on loop-back the catalogue alone counts.
    pub(super) fn fit<'s>(
        &mut self,
        sources: impl Iterator<Item = &'s StatusSource>,
        at_most_every: Duration,
    ) {
        let mut old = std::mem::take(&mut self.pages);
        for source in sources {
            let every = if is_loopback(&source.url) {
                source.every
            } else {
                source.every.max(at_most_every)
            };
            let twin = self.pages.remove(&source.url);
            let mut page = twin
                .or_else(|| old.remove(&source.url))
                .unwrap_or(PageState {
                    every,
                    report: None,
                    read_at: None,
                    trouble: None,
                    refusals: 0,
                    asked: false,
                    edition: 0,
                });
            page.edition += 1;
            page.every = every;
            self.pages.insert(source.url.clone(), page);
        }
    }

    pub(super) fn targets(&self) -> impl Iterator<Item = Target> + '_ {
        self.pages
            .keys()
            .map(|url| Target::Page { url: url.clone() })
    }

    /// Takes what a fetch brought.
    pub(super) fn saw(&mut self, target: &Target, sight: PageSight, now: Timestamp) {
        let Target::Page { url } = target else { return };
        let Some(page) = self.pages.get_mut(url) else {
            return;
        };
        page.asked = true;
        page.edition += 1;
        match sight {
            PageSight::Read(report) => {
                page.report = Some(*report);
                page.settled(now);
            }
            PageSight::Unchanged if page.report.is_some() => page.settled(now),
            // Unchanged since a reading we no longer have: nothing is known.
            PageSight::Unchanged => page.refusals += 1,
            PageSight::Unreadable(error) => page.refused(PageTrouble::Unreadable(error)),
            PageSight::Unreachable(outcome) => page.refused(PageTrouble::Unreachable(outcome)),
        }
    }

    /// How often this page is to be fetched, and how often in a row it refused.
    pub(super) fn pace(&self, url: &Url) -> Option<(Duration, u32)> {
        let page = self.pages.get(url)?;
        Some((page.every, page.refusals))
    }

    /// The pages worth fetching: of each list of choices the first that can be read, and those before it.
    pub(super) fn needed<'s>(
        &self,
        choices: impl Iterator<Item = &'s [StatusSource]>,
    ) -> BTreeSet<Url> {
        let mut needed = BTreeSet::new();
        for sources in choices {
            for source in sources {
                needed.insert(source.url.clone());
                let page = self.pages.get(&source.url);
                let refused = page.is_some_and(|page| page.asked && !page.is_readable());
                if !refused {
                    break;
                }
            }
        }
        needed
    }

    /// The clock was set back to `now`.
    pub(super) fn step_back(&mut self, now: Timestamp) {
        for page in self.pages.values_mut() {
            page.read_at = page.read_at.map(|at| at.min(now));
            page.edition += 1;
        }
    }

    /// Whether `official` is still what these pages say.
    pub(super) fn is_current(
        &self,
        official: &Official,
        choices: &[StatusSource],
        now: Timestamp,
    ) -> bool {
        official.edition == self.edition(choices)
            && official.good_until.is_none_or(|until| now <= until)
    }

    fn edition(&self, choices: &[StatusSource]) -> u64 {
        let pages = choices.iter().filter_map(|it| self.pages.get(&it.url));
        pages.map(|page| page.edition).sum()
    }

    /// What these pages say. The first that can be read counts; where none can, an earlier
    /// reading that was bad news still does for a while, and one that was good news does not.
    pub(super) fn official(&self, choices: &[StatusSource], now: Timestamp) -> Official {
        let sources = || {
            let known = choices.iter();
            known.filter_map(|source| Some((source, self.pages.get(&source.url)?)))
        };
        let readings = || {
            sources().filter_map(|(source, page)| {
                let report = page.fresh(now)?;
                Some((source, page, report, page::verdict_at(report, source, now)))
            })
        };
        let reading = readings()
            .find(|(_, page, _, _)| page.trouble.is_none())
            .or_else(|| readings().find(|(_, _, _, verdict)| verdict.health.is_trouble()));
        let trouble = sources().find_map(|(_, page)| page.trouble.clone());
        let edition = self.edition(choices);
        let fresh_until = sources().filter_map(|(_, page)| page.fresh_until());
        let good_until = fresh_until.filter(|until| now <= *until).min();
        match reading {
            Some((source, page, report, verdict)) => Official {
                status: OfficialStatus {
                    health: verdict.health,
                    read_at: page.read_at,
                    trouble: page.trouble.clone(),
                    incidents: verdict.incidents.clone(),
                    url: report.page.url.clone().or_else(|| root_of(&source.url)),
                },
                says: match verdict.health {
                    Health::Operational => PageSays::Fine,
                    Health::Maintenance => PageSays::Maintenance,
                    Health::Unknown => PageSays::Unreadable,
                    Health::Degraded | Health::PartialOutage | Health::MajorOutage => {
                        PageSays::Trouble
                    }
                },
                told: report.incidents.clone().unwrap_or_default(),
                verdict: Some(verdict),
                edition,
                good_until,
            },
            None => Official {
                status: OfficialStatus {
                    health: Health::Unknown,
                    read_at: sources().filter_map(|(_, page)| page.read_at).max(),
                    trouble: trouble.clone(),
                    incidents: Vec::new(),
                    url: choices.first().and_then(|it| root_of(&it.url)),
                },
                says: match trouble {
                    Some(_) => PageSays::Unreadable,
                    None => PageSays::NotAsked,
                },
                told: Vec::new(),
                verdict: None,
                edition,
                good_until,
            },
        }
    }

    /// Whether every first choice, or a fallback of it, has been asked at least once.
    pub(super) fn asked(&self, service: &Service) -> bool {
        let mut pages = service
            .status
            .iter()
            .filter_map(|source| self.pages.get(&source.url));
        service.status.is_empty()
            || pages.clone().any(|page| page.report.is_some())
            || pages.all(|page| page.asked)
    }
}

impl PageState {
    const fn is_readable(&self) -> bool {
        self.report.is_some() && self.trouble.is_none()
    }

    fn settled(&mut self, now: Timestamp) {
        self.read_at = Some(now);
        self.trouble = None;
        self.refusals = 0;
    }

    fn refused(&mut self, trouble: PageTrouble) {
        self.trouble = Some(trouble);
        self.refusals += 1;
    }

    fn fresh_until(&self) -> Option<Timestamp> {
        let good_for = (self.every * STALE_AFTER_INTERVALS).max(FRESH_FOR);
        Some(self.read_at? + good_for)
    }

    fn fresh(&self, now: Timestamp) -> Option<&PageReport> {
        let until = self.fresh_until()?;
        self.report.as_ref().filter(|_| now <= until)
    }
}

/// Where a person reads the page that this document belongs to.
fn root_of(url: &Url) -> Option<String> {
    let mut root = url.clone();
    root.set_path("/");
    root.set_query(None);
    root.set_fragment(None);
    Some(root.into())
}
