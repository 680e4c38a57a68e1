//! Vendors' status pages: what each last said, shared by every service that stands on it.

use std::collections::BTreeMap;
use std::time::Duration;

use url::Url;

use crate::catalogue::{Service, StatusSource};
use crate::event::Target;
use crate::evidence::PageSight;
use crate::health::Health;
use crate::page::{self, PageReport, Verdict};
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
}

/// What a service's pages say about it.
#[derive(Clone, Debug)]
pub(super) struct Official {
    pub(super) status: OfficialStatus,
    pub(super) says: PageSays,
    /// The verdict of a fresh reading.
    pub(super) verdict: Option<Verdict>,
}

impl Pages {
    /// Keeps exactly the pages of these sources.
    pub(super) fn fit<'s>(&mut self, sources: impl Iterator<Item = &'s StatusSource>) {
        let mut old = std::mem::take(&mut self.pages);
        for source in sources {
            let mut state = old.remove(&source.url).unwrap_or(PageState {
                every: source.every,
                report: None,
                read_at: None,
                trouble: None,
                refusals: 0,
                asked: false,
            });
            state.every = source.every;
            if let Some(twin) = self.pages.get(&source.url) {
                state = PageState {
                    every: twin.every.min(source.every),
                    ..twin.clone()
                };
            }
            self.pages.insert(source.url.clone(), state);
        }
    }

    pub(super) fn targets(&self) -> impl Iterator<Item = Target> + '_ {
        self.pages
            .keys()
            .map(|url| Target::Page { url: url.clone() })
    }

    /// Takes what a fetch brought; returns when to ask again if nothing else is decided.
    pub(super) fn saw(&mut self, target: &Target, sight: PageSight, now: Timestamp) -> Timestamp {
        let Some(page) = url_of(target).and_then(|url| self.pages.get_mut(url)) else {
            return now;
        };
        page.asked = true;
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
        now + page.every
    }

    /// How often the page of `target` is to be fetched, and how often in a row it refused.
    pub(super) fn pace(&self, target: &Target) -> Option<(Duration, u32)> {
        let page = self.pages.get(url_of(target)?)?;
        Some((page.every, page.refusals))
    }

    pub(super) fn is_readable(&self, url: &Url) -> bool {
        self.pages
            .get(url)
            .is_some_and(|page| page.report.is_some() && page.trouble.is_none())
    }

    pub(super) fn never_asked(&self, url: &Url) -> bool {
        self.pages.get(url).is_some_and(|page| !page.asked)
    }

    /// What the service's pages say: the first with a fresh reading counts.
    pub(super) fn official(&self, service: &Service, now: Timestamp) -> Official {
        let sources = || {
            service
                .status
                .iter()
                .filter_map(|source| Some((source, self.pages.get(&source.url)?)))
        };
        let fresh = sources().find_map(|(source, page)| Some((source, page, page.fresh(now)?)));
        let trouble = sources().find_map(|(_, page)| page.trouble.clone());
        match fresh {
            Some((source, page, report)) => {
                let verdict = page::verdict(report, source);
                let says = match verdict.health {
                    Health::Operational | Health::Maintenance => PageSays::Fine,
                    Health::Unknown => PageSays::Unreadable,
                    Health::Degraded | Health::PartialOutage | Health::MajorOutage => {
                        PageSays::Trouble
                    }
                };
                let status = OfficialStatus {
                    health: verdict.health,
                    read_at: page.read_at,
                    trouble: page.trouble.clone(),
                    incidents: verdict.incidents.clone(),
                    url: report.page.url.clone().or_else(|| root_of(&source.url)),
                };
                Official {
                    status,
                    says,
                    verdict: Some(verdict),
                }
            }
            None => Official {
                status: OfficialStatus {
                    health: Health::Unknown,
                    read_at: sources().filter_map(|(_, page)| page.read_at).max(),
                    trouble: trouble.clone(),
                    incidents: Vec::new(),
                    url: service
                        .status
                        .first()
                        .and_then(|source| root_of(&source.url)),
                },
                says: if trouble.is_some() {
                    PageSays::Unreadable
                } else {
                    PageSays::NotAsked
                },
                verdict: None,
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
    fn settled(&mut self, now: Timestamp) {
        self.read_at = Some(now);
        self.trouble = None;
        self.refusals = 0;
    }

    fn refused(&mut self, trouble: PageTrouble) {
        self.trouble = Some(trouble);
        self.refusals += 1;
    }

    fn fresh(&self, now: Timestamp) -> Option<&PageReport> {
        let good_for = (self.every * STALE_AFTER_INTERVALS).max(FRESH_FOR);
        let read_at = self.read_at?;
        self.report
            .as_ref()
            .filter(|_| now.since(read_at) <= good_for)
    }
}

fn url_of(target: &Target) -> Option<&Url> {
    match target {
        Target::Page { url } => Some(url),
        Target::Probe { .. } | Target::Control { .. } => None,
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
