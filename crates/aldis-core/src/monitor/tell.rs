//! From a fresh assessment to what follows from it: transitions, incidents, notices.

use std::sync::Arc;
use std::time::Duration;

use super::Monitor;
use super::assess::{Around, Assessment, assess, is_older, works};
use super::pages::Official;
use super::watched::{SurfaceState, Watched};
use crate::belief::{self, Beside, Look, Opinion};
use crate::catalogue::{ServiceId, Surface};
use crate::correlation::Cause;
use crate::drift::Trend;
use crate::event::{Effect, Record, Transition};
use crate::health::Health;
use crate::incident::{Incident, IncidentId, Standing, Turn};
use crate::likelihood::PageSign;
use crate::pace::Tempo;
use crate::page::{IncidentPhase, PageIncident};
use crate::snapshot::{PageSays, Tally};
use crate::time::Timestamp;

/// A good look older than this many intervals is no evidence any more.
const FRESH_FOR_INTERVALS: u32 = 3;
/// Room for a slow look and its confirmation before the last good one counts as old.
const FRESH_GRACE: Duration = Duration::from_secs(30);
/// How long several vendors that share nothing must fail before any of them is blamed.
const PATIENCE: Duration = Duration::from_secs(300);
/// A longer silence than this is time nobody watched.
const UNWATCHED: Duration = Duration::from_secs(600);

impl Monitor {
    /// Assesses every service that this turn concerns anew and returns what follows.
    pub(super) fn reassess(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        self.end_mutes(now);
        let turn = self.take_turn(now);
        if turn.whole {
            self.ledger.forget(now);
        }
        self.correlate(&turn, now);
        self.note_drifts(&turn);
        for &index in &turn.places {
            self.reassess_one(index, now, effects);
            self.note_rest(index, now);
        }
        if turn.whole {
            self.upstreams_failing = self.failing_upstreams(&turn);
        }
    }

    fn reassess_one(&mut self, index: usize, now: Timestamp, effects: &mut Vec<Effect>) {
        let official = self.official(index, now);
        self.weigh(index, &official, now);
        self.watched[index].heed_maintenance(now);
        let watched = &self.watched[index];
        let incident = self.ledger.open(&watched.service.id);
        let works_again_at =
            incident.and_then(|it| works_again_at(watched, &official, it, self.tempo));
        let around = Around {
            official: &official,
            vantage: self.vantage(),
            culprit: self.gate.culprit(now),
            controls: self.gate.tally(),
            online_since: self.gate.online_since(),
            incident,
            works_again_at,
            late: self.posts.usual(&watched.service.id),
            now,
            tempo: self.tempo,
        };
        let assessment = assess(watched, around);
        let standing = standing(watched, &assessment, &official, incident, self.tempo);
        let from = watched.health;

        let watched = &mut self.watched[index];
        watched.health = assessment.health;
        watched.confidence = assessment.confidence;
        watched.reason = assessment.reason;
        watched.mark(now);
        if watched.stands_in {
            return;
        }
        let service = watched.service.id.clone();

        if !from.is_out() && from != Health::Unknown && assessment.health.is_out() {
            self.watched[index].flap.fell(now, self.tempo);
        }
        let posted = self.ledger.last(&service).and_then(|it| it.posted);
        let turn = self.ledger.take(&service, &standing, now);
        self.learn_lateness(index, posted, now);
        self.watched[index].since = self.ledger.open(&service).map_or_else(
            || {
                standing
                    .failing_since
                    .filter(|_| assessment.health.is_trouble())
            },
            |incident| Some(incident.out_since.unwrap_or(incident.began)),
        );
        if from != assessment.health {
            let incident = turn.as_ref().map(|turn| turn.id().clone());
            let transition = self.transition(index, from, incident, now);
            effects.push(Effect::Record(Record::Transition(transition.clone())));
            effects.push(Effect::Announce(transition));
        }
        let told = self.offer(index, &official, now, effects);
        let changed = turn.filter(|turn| told || !matches!(turn, Turn::Same(_)));
        if let Some(incident) = changed.and_then(|_| self.ledger.last(&service)) {
            effects.push(Effect::Record(Record::Incident(incident.clone())));
        }
    }

    /// Learns how late a post is that has just come, if the incident was watched since it began:
    /// of one that began in our sleep nobody knows when it was posted.
    fn learn_lateness(&mut self, index: usize, before: Option<Timestamp>, now: Timestamp) {
        let watched = &self.watched[index];
        let service = &watched.service.id;
        let Some(incident) = self.ledger.open(service) else {
            return;
        };
        let has_just_come = incident.posted == Some(now) && before != incident.posted;
        if has_just_come && watched.was_seen_since(incident.began) {
            self.posts.learn(service, now.since(incident.began));
        }
    }

    /// What the service's pages say, made anew only where something about them changed.
    pub(super) fn official(&mut self, index: usize, now: Timestamp) -> Arc<Official> {
        let watched = &mut self.watched[index];
        let choices = &watched.service.status;
        if !self.without.page && !self.pages.is_current(&watched.official, choices, now) {
            watched.official = Arc::new(self.pages.official(choices, now));
        }
        Arc::clone(&watched.official)
    }

    /// Lets time work on what is believed: what was seen too long ago stops to speak.
    fn weigh(&mut self, index: usize, official: &Official, now: Timestamp) {
        let page_speaks = self.page_speaks(official, now);
        let open = self.ledger.open(&self.watched[index].service.id);
        let was_posted = open.is_some_and(|it| it.posted.is_some());
        for nth in 0..self.watched[index].surfaces.len() {
            let surface = self.watched[index].surfaces[nth].probe.surface;
            let beside = self.beside(index, surface, official, now);
            let tempo = self.tempo;
            let state = &mut self.watched[index].surfaces[nth];
            let lately = |at: Timestamp| now.since(at) <= tempo.of(UNWATCHED);
            let silent = !state.belief.counted_at().is_some_and(lately);
            // Nobody is forgiven because we stopped asking, as when a day's budget is spent: but then the
            // vendor's word that what they posted is over is all there is.
            let asked = state.last.as_ref().is_some_and(|it| lately(it.at));
            let is_known = |at: Timestamp| at >= beside.fresh_from;
            let unknown = !state.belief.counted_at().is_some_and(is_known);
            let is_over = silent && asked || unknown && was_posted;
            if is_over && page_speaks && state.belief.in_alarm() {
                state.belief.forgive();
            }
            state.opinion = state.belief.weigh(beside, now, tempo);
            state.answered_lately = state.worked_at.is_some_and(|at| at >= beside.fresh_from);
        }
    }

    /// Whether we have been online for long and the vendor's page says that all is well: then a
    /// surface that no longer speaks is not held against it for ever.
    fn page_speaks(&self, official: &Official, now: Timestamp) -> bool {
        let online_long = self
            .gate
            .online_since()
            .is_some_and(|at| now.since(at) > self.tempo.of(UNWATCHED));
        online_long && official.says == PageSays::Fine
    }

    /// What else bears on one surface of a service.
    pub(super) fn beside(
        &self,
        index: usize,
        surface: Surface,
        official: &Official,
        now: Timestamp,
    ) -> Beside {
        let watched = &self.watched[index];
        let mut siblings = watched
            .surfaces
            .iter()
            .filter(|it| it.probe.surface != surface);
        Beside {
            page: self.page_sign(watched, official),
            said_broken: self.broken_said_at(watched, now).is_some(),
            sibling_answers: siblings.any(works),
            upstream_out: watched
                .service
                .upstreams
                .iter()
                .any(|id| self.upstreams_out.contains(id)),
            loss: self.gate.loss(now),
            fresh_from: self.fresh_from(watched, surface, now),
            without: self.without,
            patience: match watched.cause {
                Some(Cause::Way) => PATIENCE,
                Some(Cause::Upstream(_)) | None => Duration::ZERO,
            },
        }
    }

    /// What the vendor's page is a sign of. A post from before it worked again is none of what fails now.
    pub(super) fn page_sign(&self, watched: &Watched, official: &Official) -> PageSign {
        let sign = page_sign(official);
        let incident = self.ledger.open(&watched.service.id);
        let over_at = incident.and_then(Incident::works_again_at);
        let posts = official.verdict.as_ref().map(|it| &it.incidents);
        let outdated = posts
            .zip(over_at)
            .is_some_and(|(posts, at)| is_older(posts, at));
        if sign.is_trouble() && outdated {
            PageSign::Nothing
        } else {
            sign
        }
    }

    /// Where in the list of watched services this one is.
    pub(super) fn index_of(&self, service: &ServiceId) -> Option<usize> {
        self.places.of_service(service)
    }

    /// A look at this surface that ended before this is no evidence any more. What was found stands until the
    /// next look is overdue where a spent budget keeps that off.
    pub(super) fn fresh_from(
        &self,
        watched: &Watched,
        surface: Surface,
        now: Timestamp,
    ) -> Timestamp {
        let interval = self
            .rhythm(watched, surface, self.thrift_lately(now), now)
            .every;
        let in_alarm = watched.surface(surface);
        let spares = match in_alarm.filter(|it| it.belief.in_alarm()) {
            Some(_) => self.spares(watched, surface, now) * 11 / 10,
            None => Duration::ZERO,
        };
        now - ((interval * FRESH_FOR_INTERVALS).max(spares) + self.tempo.of(FRESH_GRACE))
    }

    fn transition(
        &self,
        index: usize,
        from: Health,
        incident: Option<IncidentId>,
        now: Timestamp,
    ) -> Transition {
        let watched = &self.watched[index];
        let open = || {
            self.ledger
                .open(&watched.service.id)
                .map(|it| it.id.clone())
        };
        Transition {
            at: now,
            service: watched.service.id.clone(),
            from,
            to: watched.health,
            confidence: watched.confidence,
            reason: watched.reason.clone(),
            incident: incident.or_else(open),
        }
    }
}

/// What the vendor's page is a sign of, taken by itself.
fn page_sign(official: &Official) -> PageSign {
    let worst = official
        .verdict
        .as_ref()
        .map_or(Health::Unknown, |verdict| verdict.health);
    match official.says {
        PageSays::NotAsked
        | PageSays::Held
        | PageSays::Unconfirmed
        | PageSays::Unreadable
        | PageSays::Maintenance
        | PageSays::Overrun => PageSign::Nothing,
        PageSays::Fine | PageSays::Resolved => PageSign::Silent,
        PageSays::Trouble if worst.is_out() => PageSign::Critical,
        PageSays::Trouble => PageSign::Incident,
    }
}

fn standing<'o>(
    watched: &Watched,
    assessment: &Assessment,
    official: &'o Official,
    incident: Option<&Incident>,
    tempo: Tempo,
) -> Standing<'o> {
    let called = || watched.surfaces.iter().filter(|it| is_called_out(it));
    let failures: Vec<_> = called()
        .filter_map(|it| {
            let episode = it.belief.episode()?;
            Some((episode.since, it.probe.surface, episode.first.clone()?))
        })
        .collect();
    let since = called()
        .filter_map(|it| Some(it.belief.episode()?.since))
        .min();
    let mut first = called().filter(|it| {
        it.belief
            .episode()
            .is_some_and(|it| Some(it.since) == since)
    });
    let worked_before = first.find_map(|it| it.worked_before);
    let drifting = watched.drifting.filter(|_| assessment.health.is_trouble());
    let fresh = official.status.trouble.is_none() && official.verdict.is_some();
    Standing {
        health: assessment.health,
        confidence: assessment.confidence,
        failing_since: since.or(drifting.map(|(at, ..)| at)),
        worked_before,
        failures,
        requests: match drifting {
            Some((_, _, Trend::Failing(requests))) if since.is_none() => requests,
            _ => requests_of(called()),
        },
        slowed: match drifting {
            Some((_, surface, Trend::Slow(speed))) if since.is_none() => Some((surface, speed)),
            _ => None,
        },
        working_since: incident.and_then(|it| works_again_at(watched, official, it, tempo)),
        official: &official.status.incidents,
        told_by_page: fresh.then_some(official.told.as_slice()),
        official_trouble: official.says == PageSays::Trouble,
        cause: watched.cause.clone(),
    }
}

fn requests_of<'s>(called: impl Iterator<Item = &'s SurfaceState>) -> Tally {
    let episodes = called.filter_map(|it| it.belief.episode());
    episodes.fold(Tally::default(), |sum, it| sum.and(it.requests))
}

fn is_called_out(surface: &SurfaceState) -> bool {
    match surface.opinion {
        Opinion::Out | Opinion::Unreliable | Opinion::Recovering => true,
        Opinion::Blank | Opinion::Works | Opinion::Suspect => false,
    }
}

/// Since when it works again as far as we can tell: as our own looks found, or, where they never saw
/// it fail, as the vendor says and they bear out.
fn works_again_at(
    watched: &Watched,
    official: &Official,
    incident: &Incident,
    tempo: Tempo,
) -> Option<Timestamp> {
    if incident.seen_here.is_some() {
        let known = incident.works_again_at();
        return known.or_else(|| working_since(watched, incident));
    }
    let fixed_at = fixed_at(official)?;
    let known = incident.works_again_at();
    known.or_else(|| borne_out(watched, fixed_at, incident, tempo).then_some(fixed_at))
}

/// When the vendor called all that its page has open fixed; nothing while it still works on any of
/// it.
fn fixed_at(official: &Official) -> Option<Timestamp> {
    let open = &official.verdict.as_ref()?.incidents;
    let watches = |it: &PageIncident| it.phase == IncidentPhase::Monitoring;
    if open.is_empty() || !open.iter().all(watches) {
        return None;
    }
    let said = open.iter().map(|it| {
        let mut updates = it.updates.iter();
        let newest = updates.find(|it| it.phase == Some(IncidentPhase::Monitoring))?;
        newest.at
    });
    said.collect::<Option<Vec<_>>>()?.into_iter().max()
}

/// Whether completions worked, and nothing else failed, for the hold after the vendor called it
/// fixed. A front door that answers tells nothing of what it could not show.
fn borne_out(watched: &Watched, fixed_at: Timestamp, incident: &Incident, tempo: Tempo) -> bool {
    let hold = belief::hold(fixed_at.since(incident.began), tempo);
    let mut surfaces = watched.surfaces.iter();
    let quiet = surfaces.all(|it| matches!(it.opinion, Opinion::Works | Opinion::Blank));
    let asked = watched.surface(Surface::Completion);
    let Some(asked) = asked.filter(|it| quiet && works(it)) else {
        return false;
    };
    let looks: Vec<_> = asked
        .belief
        .looks()
        .filter(|it| it.at >= fixed_at)
        .collect();
    let held = |last: &Look| last.at.since(fixed_at) >= hold;
    looks.len() >= 2
        && looks.iter().all(|look| look.sign.is_good())
        && looks.last().is_some_and(|last| held(last))
}

/// Since when every surface that failed in this incident works again. Where nobody looked for long
/// before it was seen working, it ended, as far as anybody knows, with the last failure.
fn working_since(watched: &Watched, incident: &Incident) -> Option<Timestamp> {
    if watched.surfaces.iter().any(|it| it.belief.in_alarm()) {
        return None;
    }
    let failed = watched.surfaces.iter().filter_map(|it| {
        let failed_at = it.belief.failed_at().filter(|at| *at >= incident.began)?;
        Some((it, failed_at))
    });
    let mut latest = None;
    for (surface, failed_at) in failed {
        if surface.opinion != Opinion::Works {
            continue;
        }
        let good_since = surface.belief.good_since()?;
        let unwatched = good_since.since(failed_at) > UNWATCHED;
        latest = latest.max(Some(if unwatched { failed_at } else { good_since }));
    }
    latest
}
