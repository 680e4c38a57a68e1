//! The life of an incident: opened, updated, reopened, ended. Every decision about it is here; what
//! is told of it is not.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::time::Duration;

use super::{Entry, Happening, Incident, IncidentId, Source, Told};
use crate::catalogue::{ServiceId, Surface};
use crate::correlation::Cause;
use crate::drift::Speed;
use crate::evidence::Outcome;
use crate::health::{Confidence, Health};
use crate::page::{IncidentPhase, PageIncident};
use crate::snapshot::Tally;
use crate::time::Timestamp;

/// An incident that ended less than this ago and comes back is the same one (DETECTOR.md §A2).
const REOPEN_WITHIN: Duration = Duration::from_secs(30 * 60);
/// A vendor's incident that began at most this long before our first failing look is the same one.
const SAME_START_WITHIN: Duration = Duration::from_secs(3 * 3_600);
/// A start further back than this is not believed.
const START_AT_MOST_AGO: Duration = Duration::from_secs(90 * 24 * 3_600);
/// No incident keeps more of the vendor's posts than this.
const POSTS_AT_MOST: usize = 50;
/// How long an ended incident stays in mind for showing.
const KEEP_ENDED: Duration = Duration::from_secs(24 * 3_600);
/// A timeline grows no further than this; the oldest lines after the first go.
const TIMELINE_AT_MOST: usize = 200;

/// How a service stands, as far as its incident is concerned.
#[derive(Clone, Debug)]
pub struct Standing<'o> {
    /// Its health.
    pub health: Health,
    /// How sure we are.
    pub confidence: Option<Confidence>,
    /// First failing look of ours, if our own looks call it out.
    pub failing_since: Option<Timestamp>,
    /// When that had last worked, where nobody looked from then until it was seen to fail.
    pub worked_before: Option<Timestamp>,
    /// The first failing look of each surface that our own looks call out, and how it failed.
    pub failures: Vec<(Timestamp, Surface, Outcome)>,
    /// Good and all test requests since the first failure.
    pub requests: Tally,
    /// Where it became slow, and how much, if that is what is wrong.
    pub slowed: Option<(Surface, Speed)>,
    /// Since when our own looks find it working again, once they are sure.
    pub working_since: Option<Timestamp>,
    /// Open incidents on the vendor's page that concern it.
    pub official: &'o [PageIncident],
    /// All incidents of that reading, to learn how those we know ended; `None` without a reading.
    pub told_by_page: Option<&'o [PageIncident]>,
    /// Whether the vendor's page, as last read, calls it troubled.
    pub official_trouble: bool,
    /// What it has in common with others that fail.
    pub cause: Option<Cause>,
}

/// What became of a service's incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Turn {
    /// A new one.
    Opened(IncidentId),
    /// The one that ended a short while ago.
    Reopened(IncidentId),
    /// There is more to tell: its health, what the vendor says, how sure we are.
    Changed(IncidentId),
    /// Nothing new about it.
    Same(IncidentId),
    /// Over.
    Ended(IncidentId),
}

impl Turn {
    /// The incident it is about.
    pub const fn id(&self) -> &IncidentId {
        match self {
            Self::Opened(id)
            | Self::Reopened(id)
            | Self::Changed(id)
            | Self::Same(id)
            | Self::Ended(id) => id,
        }
    }
}

/// Every incident that is open or ended lately.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    /// Those of each service, newest first.
    incidents: BTreeMap<ServiceId, Vec<Incident>>,
}

impl Ledger {
    /// The incidents read back from history.
    pub fn from_past(mut incidents: Vec<Incident>) -> Self {
        incidents.sort_by_key(|incident| Reverse(incident.opened));
        let mut ledger = Self::default();
        for mut incident in incidents {
            if incident.out_since.is_none() && incident.health.is_out() {
                incident.out_since = Some(incident.began);
            }
            let of = ledger.incidents.entry(incident.service.clone());
            of.or_default().push(incident);
        }
        ledger
    }

    /// All of them, newest first.
    pub fn all(&self) -> Vec<&Incident> {
        let mut all: Vec<&Incident> = self.incidents.values().flatten().collect();
        all.sort_by_key(|incident| Reverse(incident.opened));
        all
    }

    /// The open one of `service`.
    pub fn open(&self, service: &ServiceId) -> Option<&Incident> {
        let mut of = self.incidents.get(service)?.iter();
        of.find(|incident| incident.ended.is_none())
    }

    /// The last one of `service`, open or not.
    pub fn last(&self, service: &ServiceId) -> Option<&Incident> {
        self.open(service)
            .or_else(|| self.incidents.get(service)?.first())
    }

    fn last_mut(&mut self, service: &ServiceId) -> Option<&mut Incident> {
        let of = self.incidents.get_mut(service)?;
        let open = of.iter().position(|it| it.ended.is_none());
        of.get_mut(open.unwrap_or(0))
    }

    /// Closes, unannounced, what is open about services nobody watches any more.
    pub fn close_unwatched(
        &mut self,
        watched: impl Fn(&ServiceId) -> bool,
        now: Timestamp,
    ) -> Vec<Incident> {
        let mut closed = Vec::new();
        for incident in self.incidents.values_mut().flatten() {
            if incident.ended.is_none() && !watched(&incident.service) {
                incident.ended = Some(now.max(incident.began));
                incident.told = Told::Nothing;
                incident.awaited = false;
                incident.tell(now, Happening::Ended);
                closed.push(incident.clone());
            }
        }
        closed
    }

    /// The clock was set back to `now`: nothing we noted lies in the future.
    pub fn step_back(&mut self, now: Timestamp) {
        for incident in self.incidents.values_mut().flatten() {
            incident.began = incident.began.min(now);
            incident.opened = incident.opened.min(now);
            incident.out_since = incident.out_since.map(|at| at.min(now));
            incident.seen_here = incident.seen_here.map(|at| at.min(now));
            incident.posted = incident.posted.map(|at| at.min(now));
            incident.ended = incident.ended.map(|at| at.min(now));
            for entry in &mut incident.timeline {
                entry.at = entry.at.min(now);
            }
        }
    }

    /// The user was told this much of the last one of `service`; nothing once word of its end was
    /// given.
    pub fn set_told(&mut self, service: &ServiceId, told: Told) {
        if let Some(incident) = self.last_mut(service) {
            incident.told = told;
            incident.awaited &= told != Told::Nothing;
        }
    }

    /// The user asks to be told when the service is back, or no longer; the incident that is about.
    pub fn await_end(&mut self, service: &ServiceId, on: bool) -> Option<&Incident> {
        let open = self.last_mut(service).filter(|it| it.ended.is_none())?;
        open.awaited = on;
        Some(open)
    }

    /// Forgets what ended long ago.
    pub fn forget(&mut self, now: Timestamp) {
        let lately = |it: &Incident| it.ended.is_none_or(|ended| now.since(ended) < KEEP_ENDED);
        self.incidents.retain(|_, of| {
            of.retain(lately);
            !of.is_empty()
        });
    }

    /// Carries a service's standing into its incident. `None`: nothing to carry.
    pub fn take(
        &mut self,
        service: &ServiceId,
        standing: &Standing<'_>,
        now: Timestamp,
    ) -> Option<Turn> {
        let sure = standing
            .confidence
            .is_some_and(|it| it > Confidence::Possible);
        let open = self.last_mut(service).filter(|it| it.ended.is_none());
        match open {
            Some(open) if standing.health.is_trouble() && sure => Some(update(open, standing, now)),
            Some(open) if matches!(standing.health, Health::Operational | Health::Maintenance) => {
                Some(end(open, standing, now))
            }
            Some(_) => None,
            None if standing.health.is_trouble() && sure => {
                Some(self.open_one(service, standing, now))
            }
            None => None,
        }
    }

    fn open_one(&mut self, service: &ServiceId, standing: &Standing<'_>, now: Timestamp) -> Turn {
        let of = self.incidents.entry(service.clone()).or_default();
        let lately = of.iter_mut().find(|incident| {
            incident
                .ended
                .is_some_and(|ended| now.since(ended) < REOPEN_WITHIN)
        });
        if let Some(incident) = lately {
            incident.ended = None;
            incident.reopen(now);
            update(incident, standing, now);
            return Turn::Reopened(incident.id.clone());
        }
        let incident = Incident::opened(service, standing, now);
        let id = incident.id.clone();
        of.insert(0, incident);
        Turn::Opened(id)
    }
}

impl Standing<'_> {
    /// What our own looks were sure of.
    fn found(&self) -> Happening {
        match self.slowed {
            Some((surface, speed)) => Happening::Slowed { surface, speed },
            None => Happening::Confirmed {
                failed: self.requests.bad(),
                tried: self.requests.all,
            },
        }
    }
}

impl Incident {
    fn opened(service: &ServiceId, standing: &Standing<'_>, now: Timestamp) -> Self {
        let began = start_of(standing, now);
        let mut incident = Self {
            id: IncidentId::of(service, now),
            service: service.clone(),
            worst: standing.health,
            health: standing.health,
            confidence: standing.confidence.unwrap_or(Confidence::Likely),
            source: Source::Official,
            began,
            opened: now,
            seen_here: None,
            posted: None,
            ended: None,
            reopened: 0,
            out_since: None,
            told: Told::Nothing,
            awaited: false,
            cause: None,
            official: Vec::new(),
            timeline: Vec::new(),
        };
        let ours = standing.failing_since == Some(began);
        let unseen_from = standing.worked_before.filter(|at| ours && *at < began);
        if let Some(at) = unseen_from {
            incident.tell(at, Happening::LastWorked);
        }
        incident.absorb(standing, now);
        incident
    }

    /// When it last worked, where nobody looked from then until it was seen to fail: then how long it
    /// lasted, and who saw it first, is not known.
    pub fn worked_before(&self) -> Option<Timestamp> {
        let mut told = self.timeline.iter();
        told.find(|it| it.what == Happening::LastWorked)
            .map(|it| it.at)
    }

    /// When it worked again as seen from here, if it did and still does.
    pub fn works_again_at(&self) -> Option<Timestamp> {
        self.timeline
            .iter()
            .rev()
            .find_map(|entry| match entry.what {
                Happening::WorksAgain => Some(Some(entry.at)),
                Happening::Reopened => Some(None),
                Happening::LastWorked
                | Happening::FirstFailure { .. }
                | Happening::Confirmed { .. }
                | Happening::Slowed { .. }
                | Happening::Became(_)
                | Happening::Posted { .. }
                | Happening::Ended => None,
            })
            .flatten()
    }

    fn reopen(&mut self, now: Timestamp) {
        self.reopened += 1;
        self.out_since = None;
        self.tell(now, Happening::Reopened);
    }

    fn absorb(&mut self, standing: &Standing<'_>, now: Timestamp) {
        if standing.failing_since.is_some() {
            if self.works_again_at().is_some() {
                self.reopen(now);
            }
            for (at, surface, outcome) in &standing.failures {
                self.tell_first_failure(*at, *surface, outcome);
            }
            if self.seen_here.is_none() {
                self.seen_here = Some(now);
                self.tell(now, standing.found());
            }
        } else if let Some(since) = standing.working_since
            && self.works_again_at().is_none()
        {
            self.tell(since.max(self.began), Happening::WorksAgain);
        }
        let only_theirs = self.seen_here.is_none() && self.works_again_at().is_some();
        if only_theirs && standing.official_trouble && standing.working_since.is_none() {
            self.reopen(now);
        }
        if standing.official_trouble && self.posted.is_none() {
            self.posted = Some(now);
            let title = standing.official.first().map(|it| it.title.clone());
            self.tell(
                now,
                Happening::Posted {
                    title: title.unwrap_or_default(),
                },
            );
        }
        self.source = match (self.seen_here, self.posted) {
            (Some(_), Some(_)) => Source::Both,
            (Some(_), None) => Source::Local,
            (None, _) => Source::Official,
        };
        if self.health.is_out() && self.out_since.is_none() {
            let since = standing.failing_since.unwrap_or(self.began);
            self.out_since = Some(since.max(self.began).min(now));
        }
        if self.cause.is_none() {
            self.cause.clone_from(&standing.cause);
        }
        self.learn_posts(standing);
    }

    /// The surfaces our own looks called out in it.
    pub fn failed_surfaces(&self) -> impl Iterator<Item = Surface> + '_ {
        self.timeline.iter().filter_map(|entry| match entry.what {
            Happening::FirstFailure { surface, .. } => Some(surface),
            Happening::LastWorked
            | Happening::Confirmed { .. }
            | Happening::Slowed { .. }
            | Happening::Became(_)
            | Happening::Posted { .. }
            | Happening::WorksAgain
            | Happening::Reopened
            | Happening::Ended => None,
        })
    }

    fn tell_first_failure(&mut self, at: Timestamp, surface: Surface, outcome: &Outcome) {
        let is_told = self.failed_surfaces().any(|told| told == surface);
        if !is_told {
            let outcome = outcome.clone();
            self.tell(at, Happening::FirstFailure { surface, outcome });
        }
    }

    /// Takes over what the page says of its incidents; a post it no longer has open is over.
    fn learn_posts(&mut self, standing: &Standing<'_>) {
        for theirs in standing.official.iter().take(POSTS_AT_MOST) {
            match self.official.iter_mut().find(|known| known.id == theirs.id) {
                Some(known) => known.clone_from(theirs),
                None => self.official.push(theirs.clone()),
            }
        }
        if let Some(told) = &standing.told_by_page {
            for known in &mut self.official {
                if standing.official.iter().any(|open| open.id == known.id) {
                    continue;
                }
                match told.iter().find(|it| it.id == known.id) {
                    Some(theirs) => known.clone_from(theirs),
                    None => known.phase = known.phase.max(IncidentPhase::Resolved),
                }
            }
        }
        self.official.sort_by_key(|it| Reverse(it.started_at));
        self.official.truncate(POSTS_AT_MOST);
    }

    fn tell(&mut self, at: Timestamp, what: Happening) {
        if self.timeline.len() >= TIMELINE_AT_MOST {
            self.timeline.remove(1);
        }
        let place = self.timeline.partition_point(|entry| entry.at <= at);
        self.timeline.insert(place, Entry { at, what });
    }
}

/// Our first failing look; the vendor's own start where that is part of the same, or where only
/// they say so.
fn start_of(standing: &Standing<'_>, now: Timestamp) -> Timestamp {
    let believable = |at: &Timestamp| *at <= now && now.since(*at) <= START_AT_MOST_AGO;
    let theirs = standing
        .official
        .iter()
        .filter_map(|it| it.started_at)
        .filter(believable);
    match standing.failing_since {
        Some(ours) => theirs
            .filter(|at| ours.since(*at) <= SAME_START_WITHIN)
            .chain([ours])
            .min()
            .unwrap_or(ours),
        None => theirs.max().unwrap_or(now),
    }
}

fn update(incident: &mut Incident, standing: &Standing<'_>, now: Timestamp) -> Turn {
    let before = incident.clone();
    incident.health = standing.health;
    incident.worst = incident.worst.max(standing.health);
    incident.confidence = standing.confidence.unwrap_or(incident.confidence);
    incident.absorb(standing, now);
    if before.health != standing.health {
        incident.tell(now, Happening::Became(standing.health));
    }
    if *incident == before {
        Turn::Same(incident.id.clone())
    } else {
        Turn::Changed(incident.id.clone())
    }
}

fn end(incident: &mut Incident, standing: &Standing<'_>, now: Timestamp) -> Turn {
    incident.health = standing.health;
    incident.absorb(standing, now);
    let only_here = incident.posted.is_none();
    let seen = incident.works_again_at().filter(|_| only_here);
    let ended = seen.unwrap_or(now).max(incident.began).min(now);
    incident.ended = Some(ended);
    // Steps on the way back that were noted after it was, as is known by now, over already.
    let on_the_way = |entry: &Entry| entry.at > ended && matches!(entry.what, Happening::Became(_));
    incident.timeline.retain(|entry| !on_the_way(entry));
    incident.tell(ended, Happening::Ended);
    Turn::Ended(incident.id.clone())
}
