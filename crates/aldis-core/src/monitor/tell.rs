//! From a fresh assessment to what follows from it: transitions, incidents, notices.

use std::time::Duration;

use super::Monitor;
use super::assess::{Around, assess};
use super::pages::Official;
use super::watched::{SurfaceState, Watched};
use crate::catalogue::ServiceId;
use crate::event::{Effect, MuteUntil, Record, Transition};
use crate::health::Health;
use crate::incident::{IncidentId, Standing, Turn};
use crate::present::notice::{self, Notice, NoticeKind};
use crate::snapshot::{PageSays, Tally};
use crate::time::Timestamp;

/// A good look older than this many intervals is no evidence any more.
const FRESH_FOR_INTERVALS: u32 = 3;
/// Room for a slow look and its confirmation before the last good one counts as old.
const FRESH_GRACE: Duration = Duration::from_secs(30);

impl Monitor {
    /// Assesses every service anew and returns what follows.
    pub(super) fn reassess(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        self.end_mutes(now);
        self.ledger.forget(now);
        for index in 0..self.watched.len() {
            self.reassess_one(index, now, effects);
        }
    }

    fn reassess_one(&mut self, index: usize, now: Timestamp, effects: &mut Vec<Effect>) {
        let watched = &self.watched[index];
        let official = self.pages.official(&watched.service, now);
        let assessment = assess(watched, self.around(&official, now));
        let standing = standing(watched, &assessment, &official);
        let from = watched.health;

        let watched = &mut self.watched[index];
        watched.health = assessment.health;
        watched.confidence = assessment.confidence;
        watched.reason = assessment.reason;
        watched.mark(now);
        let service = watched.service.id.clone();

        let turn = self.ledger.take(&service, &standing, now);
        self.watched[index].since = self.ledger.open(&service).map(|it| it.began).or_else(|| {
            let suspected = assessment.health.is_trouble();
            standing.failing_since.filter(|_| suspected)
        });
        if from != assessment.health {
            let transition = self.transition(index, from, now);
            effects.push(Effect::Record(Record::Transition(transition.clone())));
            effects.push(Effect::Announce(transition));
        }
        if let Some(turn) = turn {
            self.follow(index, &turn, official.says, now, effects);
        }
    }

    pub(super) fn around<'a>(&self, official: &'a Official, now: Timestamp) -> Around<'a> {
        let fresh_for =
            self.settings.intervals.edge * FRESH_FOR_INTERVALS + self.tempo.of(FRESH_GRACE);
        Around {
            official,
            vantage: self.gate.state(),
            controls: self.gate.tally(),
            fresh_from: now - fresh_for,
        }
    }

    /// Whether the vendor's page, as far as it can be read, reports trouble.
    pub(super) fn reported(&self, service: &ServiceId, now: Timestamp) -> bool {
        self.watched
            .iter()
            .find(|it| it.service.id == *service)
            .is_some_and(|it| self.pages.official(&it.service, now).says == PageSays::Trouble)
    }

    fn transition(&self, index: usize, from: Health, now: Timestamp) -> Transition {
        let watched = &self.watched[index];
        Transition {
            at: now,
            service: watched.service.id.clone(),
            from,
            to: watched.health,
            confidence: watched.confidence,
            reason: watched.reason.clone(),
            incident: self
                .ledger
                .open(&watched.service.id)
                .map(|it| it.id.clone()),
        }
    }

    fn follow(
        &mut self,
        index: usize,
        turn: &Turn,
        page: PageSays,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let (id, kind) = match turn {
            Turn::Opened(id) | Turn::Reopened(id) | Turn::Changed(id) | Turn::Same(id) => {
                (id, self.trouble_kind(index, id))
            }
            Turn::Ended(id) => (id, self.recovery_kind(id, page)),
        };
        let told = kind.is_some_and(|kind| self.notify(index, id, kind, now, effects));
        let recorded = told || !matches!(turn, Turn::Same(_));
        if let Some(incident) = self.ledger.get(id).filter(|_| recorded) {
            effects.push(Effect::Record(Record::Incident(incident.clone())));
        }
    }

    /// Tells the user, if the user wants to be told and was not told yet: what quiet hours or a
    /// mute held back is told after them, if it is still true.
    fn notify(
        &mut self,
        index: usize,
        id: &IncidentId,
        kind: NoticeKind,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) -> bool {
        let watched = &self.watched[index];
        let Some(incident) = self.ledger.get(id) else {
            return false;
        };
        let muted = match kind {
            NoticeKind::Recovery { .. } => self.is_muted_beyond_return(&watched.service.id),
            NoticeKind::Outage { .. } | NoticeKind::Degraded { .. } => {
                self.is_muted(&watched.service.id)
            }
        };
        let relapse = incident.reopened > 0 && incident.ended.is_none();
        let candidate = Notice {
            id: id.clone(),
            at: now,
            services: vec![(watched.service.id.clone(), watched.service.name.clone())],
            replaces: self.shown.contains(id).then(|| id.clone()),
            silent: relapse,
            instead: None,
            kind,
        };
        let told = incident.told;
        let minute = self.local_minute(now);
        let permitted = notice::permitted(candidate, told, &self.settings.notify, muted, minute);
        let Some(mut notice) = permitted else {
            return false;
        };
        let best = self.alternatives(watched, now).into_iter().next();
        notice.instead = best.map(|best| (best.name, best.open));
        self.ledger.set_told(id, notice::told_by(&notice.kind));
        self.shown.insert(id.clone());
        effects.push(Effect::Notify(notice));
        true
    }

    pub(super) fn is_muted(&self, service: &ServiceId) -> bool {
        self.mutes.contains_key(&None) || self.mutes.contains_key(&Some(service.clone()))
    }

    /// "Until it is back" is a wish to hear that it is back.
    fn is_muted_beyond_return(&self, service: &ServiceId) -> bool {
        let until = [None, Some(service.clone())]
            .into_iter()
            .filter_map(|key| self.mutes.get(&key).copied());
        until.into_iter().any(|until| until != MuteUntil::Back)
    }

    fn end_mutes(&mut self, now: Timestamp) {
        let watched = &self.watched;
        self.mutes.retain(|service, until| match until {
            MuteUntil::At(at) => now < *at,
            MuteUntil::Back => watched
                .iter()
                .filter(|it| service.as_ref().is_none_or(|id| *id == it.service.id))
                .any(|it| it.health != Health::Operational),
        });
    }

    /// Minutes after local midnight.
    fn local_minute(&self, now: Timestamp) -> u16 {
        let local = now.in_zone(&self.zone);
        local.map_or(0, |it| {
            u16::try_from(i32::from(it.hour()) * 60 + i32::from(it.minute())).unwrap_or(0)
        })
    }

    fn trouble_kind(&self, index: usize, id: &IncidentId) -> Option<NoticeKind> {
        let since = self.ledger.get(id)?.began;
        let watched = &self.watched[index];
        let (health, reason) = (watched.health, watched.reason.clone());
        Some(if health.is_out() {
            NoticeKind::Outage {
                health,
                since,
                reason,
            }
        } else {
            NoticeKind::Degraded { since, reason }
        })
    }

    fn recovery_kind(&self, id: &IncidentId, page: PageSays) -> Option<NoticeKind> {
        let incident = self.ledger.get(id)?;
        Some(NoticeKind::Recovery {
            out_for: incident.ended?.since(incident.began),
            worst: incident.worst,
            page,
            stage: incident
                .official
                .iter()
                .map(|theirs| theirs.phase)
                .find(|phase| phase.is_open()),
        })
    }
}

fn standing(
    watched: &Watched,
    assessment: &super::assess::Assessment,
    official: &Official,
) -> Standing {
    let alarmed = || watched.surfaces.iter().filter(|it| it.belief.in_alarm());
    let suspects = || {
        watched
            .surfaces
            .iter()
            .filter(|it| it.last_failure.is_some())
    };
    let first = |surface: &SurfaceState| {
        surface
            .first_failure
            .clone()
            .map(|(at, how)| (at, surface.probe.surface, how))
    };
    let first_failure = alarmed().filter_map(first).min_by_key(|(at, _, _)| *at);
    Standing {
        health: assessment.health,
        confidence: assessment.confidence,
        failing_since: first_failure.as_ref().map(|(at, _, _)| *at),
        first_failure: first_failure.map(|(_, surface, how)| (surface, how)),
        requests: alarmed()
            .map(|it| it.belief.tally())
            .fold(Tally::default(), |sum, it| Tally {
                good: sum.good + it.good,
                all: sum.all + it.all,
            }),
        good_since: suspects().filter_map(|it| it.good_since).max(),
        official: official.status.incidents.clone(),
        official_trouble: official.says == PageSays::Trouble,
    }
}
