//! Who is assessed at a turn: whom it touched, who is not at rest, and now and then everybody. So one
//! look costs the same however many are watched.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use url::Url;

use super::Monitor;
use super::watched::{SurfaceState, Watched};
use crate::belief::Opinion;
use crate::catalogue::ServiceId;
use crate::health::Health;
use crate::time::Timestamp;
use crate::vantage::{Culprit, Vantage};

/// Time works on everybody, too. Who is at rest is assessed, as long as anything happens, after so long
/// for each of them, so that a service costs the same however many there are …
const EVERYBODY_AFTER: Duration = Duration::from_millis(1);
/// … and at the latest after this.
const AT_THE_LATEST: Duration = Duration::from_secs(10);
/// So many that are not at rest are assessed at every turn; more of them after the same millisecond for
/// each, so that a service costs the same however many fail at once.
const FEW: usize = 64;

/// Whom a turn concerns, as places in the list of watched services.
#[derive(Clone, Debug, Default)]
pub(super) struct Turn {
    pub(super) places: BTreeSet<usize>,
    /// Whether all are among them of whom more can be said than that nothing is wrong.
    pub(super) whole: bool,
}

/// What decides whom the next turn concerns.
#[derive(Clone, Debug, Default)]
pub(super) struct Attention {
    touched: BTreeSet<usize>,
    restless: BTreeSet<usize>,
    /// Those of them with an outage that is not over, whatever can be seen just now.
    out: BTreeSet<usize>,
    /// When those who are not at rest were last assessed.
    restless_at: Option<Timestamp>,
    /// When a service that failed last brought the looks at all others forward.
    hurried_at: Option<Timestamp>,
    /// When everybody was assessed, and in which light; `None` where it has to be done now.
    everybody: Option<(Timestamp, Light)>,
}

/// What everybody's health depends on.
type Light = (Vantage, Option<Culprit>);

/// How long what concerns so many waits for its next time.
fn pause(many: usize) -> Duration {
    let many = u32::try_from(many).unwrap_or(u32::MAX);
    EVERYBODY_AFTER.saturating_mul(many).min(AT_THE_LATEST)
}

/// The same, where few do not wait at all.
fn pause_beyond_few(many: usize) -> Duration {
    pause(many.saturating_sub(FEW))
}

impl Attention {
    /// Nobody was assessed yet; these are out.
    pub(super) fn anew(out: BTreeSet<usize>) -> Self {
        Self {
            out,
            ..Self::default()
        }
    }

    /// The first with an outage that is not over.
    pub(super) fn first_out(&self) -> Option<usize> {
        self.out.first().copied()
    }

    /// Something happened to this one.
    pub(super) fn touch(&mut self, index: usize) {
        self.touched.insert(index);
    }

    /// Something happened that may concern everybody.
    pub(super) fn touch_everybody(&mut self) {
        self.everybody = None;
    }
}

/// Where in the list of watched services each is, and those that stand on each page.
#[derive(Clone, Debug, Default)]
pub(super) struct Places {
    services: BTreeMap<ServiceId, usize>,
    on_page: BTreeMap<Url, BTreeSet<usize>>,
}

impl Places {
    /// The places in this list.
    pub(super) fn of(watched: &[Watched]) -> Self {
        let mut places = Self::default();
        for (index, watched) in watched.iter().enumerate() {
            places.services.insert(watched.service.id.clone(), index);
            for source in &watched.service.status {
                let on_it = places.on_page.entry(source.url.clone()).or_default();
                on_it.insert(index);
            }
        }
        places
    }

    /// Where this service is.
    pub(super) fn of_service(&self, service: &ServiceId) -> Option<usize> {
        self.services.get(service).copied()
    }

    /// Where those are that stand on this page.
    pub(super) fn on_page(&self, url: &Url) -> impl Iterator<Item = usize> + '_ {
        self.on_page.get(url).into_iter().flatten().copied()
    }
}

impl Monitor {
    /// Those that this turn concerns; the next one begins anew.
    pub(super) fn take_turn(&mut self, now: Timestamp) -> Turn {
        let light = (self.vantage(), self.gate.culprit(now));
        let after = self.tempo.of(pause(self.watched.len()));
        let attention = &mut self.attention;
        let holds = |it: &(Timestamp, Light)| it.1 == light && now.since(it.0) < after;
        attention.everybody = attention.everybody.filter(holds);
        let rests = self.tempo.of(pause_beyond_few(attention.restless.len()));
        let rests = |at: Timestamp| now.since(at) < rests;
        let (places, whole) = match attention.everybody {
            None => ((0..self.watched.len()).collect(), true),
            Some(_) if attention.restless_at.is_some_and(rests) => {
                (attention.touched.clone(), false)
            }
            Some(_) => (&attention.restless | &attention.touched, true),
        };
        attention.everybody.get_or_insert((now, light));
        attention.touched.clear();
        if whole {
            attention.restless_at = Some(now);
        }
        Turn { places, whole }
    }

    /// Whether what concerns every watched service is worth doing again, and that it is done now.
    pub(super) fn may_hurry_all(&mut self, now: Timestamp) -> bool {
        let rests = self.tempo.of(pause_beyond_few(self.watched.len()));
        let hurried_at = &mut self.attention.hurried_at;
        let may = hurried_at.is_none_or(|at| now < at || now.since(at) >= rests);
        if may {
            *hurried_at = Some(now);
        }
        may
    }

    /// Notes whether this one is to be assessed at every turn.
    pub(super) fn note_rest(&mut self, index: usize, now: Timestamp) {
        if self.is_at_rest(&self.watched[index], now) {
            self.attention.restless.remove(&index);
        } else {
            self.attention.restless.insert(index);
        }
        if self.has_outage(&self.watched[index].service.id) {
            self.attention.out.insert(index);
        } else {
            self.attention.out.remove(&index);
        }
    }

    /// Whether it has an outage that is not over.
    pub(super) fn has_outage(&self, service: &ServiceId) -> bool {
        let open = self.ledger.open(service);
        open.is_some_and(|it| it.health.is_out())
    }

    /// Whether nothing about it is wrong, was wrong lately or waits for a moment.
    fn is_at_rest(&self, watched: &Watched, now: Timestamp) -> bool {
        let verdict = watched.official.verdict.as_ref();
        matches!(watched.health, Health::Operational | Health::Unknown)
            && watched.cause.is_none()
            && watched.drifting.is_none()
            && verdict.is_none_or(|it| it.maintenance.is_none())
            && self.broken_said_at(watched, now).is_none()
            && watched.surfaces.iter().all(is_quiet)
            && self.ledger.last(&watched.service.id).is_none()
    }
}

/// Whether nothing but a look of its own can change what it is taken for, other than by its age.
fn is_quiet(surface: &SurfaceState) -> bool {
    matches!(surface.opinion, Opinion::Blank | Opinion::Works)
        && surface.belief.episode().is_none()
        && !surface.belief.in_alarm()
        && surface.drift.leans_since().is_none()
        && surface.drift.trend().is_none()
}
