//! Vendors' status pages: what each last said, shared by every service that stands on it. How the
//! hosts they stand on behave is in `monitor/hosts.rs`.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use url::Url;

use super::hosts::{Hosts, speaks_of_its_host};

use crate::catalogue::{Service, StatusSource};
use crate::event::Target;
use crate::evidence::{Outcome, PageSight};
use crate::health::Health;
use crate::page::{self, Because, Format, PageIncident, PageReport, Verdict};
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
    hosts: Hosts,
}

#[derive(Clone, Debug)]
struct PageState {
    every: Duration,
    format: Format,
    gentle: bool,
    report: Option<PageReport>,
    /// The reading before that.
    previous: Option<PageReport>,
    read_at: Option<Timestamp>,
    trouble: Option<PageTrouble>,
    refusals: u32,
    retry_after: Option<Duration>,
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
    /// Whether trouble on it waits for another reading.
    pub(super) held: bool,
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
            held: false,
            edition: 0,
            good_until: None,
        }
    }
}

/// How a page is to be fetched next.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    pub(super) every: Duration,
    /// Whether `every` holds whatever happens.
    pub(super) gentle: bool,
    /// How often in a row it, or its host, refused.
    pub(super) refusals: u32,
    /// What its host asked for.
    pub(super) retry_after: Option<Duration>,
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
                .unwrap_or_else(|| PageState::unread(source));
            page.edition += 1;
            page.every = every;
            page.gentle = source.gentle;
            self.pages.insert(source.url.clone(), page);
        }
    }

    pub(super) fn targets(&self) -> impl Iterator<Item = Target> + '_ {
        self.pages
            .keys()
            .map(|url| Target::Page { url: url.clone() })
    }

    /// Takes what a fetch brought. Whether that may mean something for other pages, too: for whether
    /// they are needed, or for what they are worth.
    pub(super) fn saw(&mut self, target: &Target, sight: PageSight, now: Timestamp) -> bool {
        let Target::Page { url } = target else {
            return false;
        };
        let Some(page) = self.pages.get_mut(url) else {
            return false;
        };
        let before = (page.is_refused(), self.hosts.refusals(url));
        let failed = page.blames_host();
        page.asked = true;
        page.edition += 1;
        page.retry_after = None;
        self.hosts.saw(url, &sight);
        match sight {
            PageSight::Read(report) => page.read(*report, now),
            PageSight::ReadCopy { report, age } => page.read(*report, now - age),
            PageSight::Unchanged if page.report.is_some() => {
                page.previous.clone_from(&page.report);
                page.settled(now);
            }
            // Unchanged since a reading we no longer have: nothing is known.
            PageSight::Unchanged => page.refusals += 1,
            PageSight::Unreadable(error) => page.refused(PageTrouble::Unreadable(error)),
            PageSight::Unreachable(outcome) => {
                if let Outcome::RateLimited { retry_after, .. } = outcome {
                    page.retry_after = retry_after;
                }
                page.refused(PageTrouble::Unreachable(outcome));
            }
        }
        let after = (page.is_refused(), self.hosts.refusals(url));
        let bears_on_platform = failed || page.blames_host() || self.hosts.any_down();
        let platform = bears_on_platform && self.notice_platforms();
        before != after || platform
    }

    /// How this page is to be fetched next.
    pub(super) fn pace(&self, url: &Url) -> Option<Pace> {
        let page = self.pages.get(url)?;
        Some(Pace {
            every: page.every,
            gentle: page.gentle,
            refusals: page.refusals.max(self.hosts.refusals(url)),
            retry_after: page.retry_after,
        })
    }

    /// The other pages of the host of `url`, where that host has turned us away: they wait as well.
    pub(super) fn beside(&self, url: &Url) -> Vec<Target> {
        if self.hosts.refusals(url) == 0 {
            return Vec::new();
        }
        let others = self
            .pages
            .keys()
            .filter(|it| *it != url && Hosts::is_one(it, url));
        others
            .map(|url| Target::Page { url: url.clone() })
            .collect()
    }

    /// Marks the platforms most of whose pages cannot be read: then it is the platform. Whether that
    /// has changed of any.
    fn notice_platforms(&mut self) -> bool {
        let asked = self.pages.iter().filter(|(_, page)| page.asked);
        let sights = asked.filter_map(|(url, page)| {
            let platform = page.format.platform()?;
            Some((platform, url, page.blames_host()))
        });
        let changed = self.hosts.judge_platforms(sights);
        for platform in &changed {
            let on_it = self.pages.values_mut();
            let on_it = on_it.filter(|it| it.format.platform() == Some(*platform));
            on_it.for_each(|page| page.edition += 1);
        }
        !changed.is_empty()
    }

    /// Why a page says nothing at present to whoever stands on it.
    fn trouble_of(&self, source: &StatusSource, page: &PageState) -> Option<PageTrouble> {
        let trouble = page.trouble.clone().or_else(|| page.frozen(source))?;
        let down = page.format.platform().filter(|it| self.hosts.is_down(it));
        Some(match down {
            Some(name) if speaks_of_its_host(&trouble) => PageTrouble::Platform { name },
            Some(_) | None => trouble,
        })
    }

    /// The pages worth fetching: of each list of choices the first that can be read, and those before
    /// it. Of a host that turns us away no second one: it would be turned away as well.
    pub(super) fn needed<'s>(
        &self,
        choices: impl Iterator<Item = &'s [StatusSource]>,
    ) -> BTreeSet<Url> {
        let mut needed = BTreeSet::new();
        for sources in choices {
            let mut tried: Vec<&Url> = Vec::new();
            for source in sources {
                let is_beside = tried.iter().any(|it| Hosts::is_one(it, &source.url));
                if is_beside && self.hosts.refusals(&source.url) > 0 {
                    continue;
                }
                tried.push(&source.url);
                needed.insert(source.url.clone());
                let page = self.pages.get(&source.url);
                if !page.is_some_and(PageState::is_refused) {
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
                Some((source, page, report, page.verdict(report, source, now)))
            })
        };
        let reading = readings()
            .find(|(source, page, _, _)| self.trouble_of(source, page).is_none())
            .or_else(|| readings().find(|(_, _, _, (verdict, _))| verdict.health.is_trouble()));
        let trouble = sources().find_map(|(source, page)| self.trouble_of(source, page));
        let edition = self.edition(choices);
        let fresh_until = sources().filter_map(|(_, page)| page.fresh_until());
        let good_until = fresh_until.filter(|until| now <= *until).min();
        match reading {
            Some((source, page, report, (verdict, held))) => Official {
                status: OfficialStatus {
                    health: verdict.health,
                    read_at: page.read_at,
                    trouble: self.trouble_of(source, page),
                    incidents: verdict.incidents.clone(),
                    url: report.page.url.clone().or_else(|| root_of(&source.url)),
                },
                says: match verdict.health {
                    _ if held => PageSays::Held,
                    _ if verdict.because == Because::Unconfirmed => PageSays::Unconfirmed,
                    Health::Operational => PageSays::Fine,
                    Health::Maintenance => PageSays::Maintenance,
                    Health::Unknown => PageSays::Unreadable,
                    Health::Degraded | Health::PartialOutage | Health::MajorOutage => {
                        PageSays::Trouble
                    }
                },
                told: report.incidents.clone().unwrap_or_default(),
                verdict: Some(verdict),
                held,
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
                held: false,
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
    fn unread(source: &StatusSource) -> Self {
        Self {
            every: source.every,
            format: source.format,
            gentle: source.gentle,
            report: None,
            previous: None,
            read_at: None,
            trouble: None,
            refusals: 0,
            retry_after: None,
            asked: false,
            edition: 0,
        }
    }

    fn read(&mut self, report: PageReport, at: Timestamp) {
        self.previous = self.report.replace(report);
        self.settled(at);
    }

    /// What `report` means, and whether its trouble waits for another reading: then what it meant
    /// before still does.
    fn verdict(
        &self,
        report: &PageReport,
        source: &StatusSource,
        now: Timestamp,
    ) -> (Verdict, bool) {
        let verdict = page::verdict_at(report, source, now);
        let before = self.previous.as_ref().filter(|_| source.hold);
        let before = before.map(|it| page::verdict_at(it, source, now));
        match before.filter(|it| verdict.health.is_trouble() && !it.health.is_trouble()) {
            Some(before) => (before, true),
            None => (verdict, false),
        }
    }

    /// Whether its own clock, which should move, stood still when it was read.
    fn frozen(&self, source: &StatusSource) -> Option<PageTrouble> {
        let (most, read_at) = (source.frozen_after?, self.read_at?);
        let since = self.report.as_ref()?.page.updated_at?;
        (read_at.since(since) > most).then_some(PageTrouble::Frozen { since })
    }

    const fn is_readable(&self) -> bool {
        self.report.is_some() && self.trouble.is_none()
    }

    /// Whether it was asked and cannot be read.
    const fn is_refused(&self) -> bool {
        self.asked && !self.is_readable()
    }

    /// Whether its trouble is its host's.
    fn blames_host(&self) -> bool {
        self.trouble.as_ref().is_some_and(speaks_of_its_host)
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
