//! From a fresh assessment to what follows from it: transitions, incidents, notices.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use super::Monitor;
use super::assess::{Around, Assessment, assess, works};
use super::pages::Official;
use super::watched::{SurfaceState, Watched};
use crate::belief::{Beside, Opinion};
use crate::catalogue::{ServiceId, Surface};
use crate::correlation::{Cause, Failing, common_cause};
use crate::event::{Effect, MuteUntil, Record, Transition};
use crate::health::{Confidence, Health};
use crate::incident::{Incident, IncidentId, Standing, Turn};
use crate::likelihood::PageSign;
use crate::page::IncidentPhase;
use crate::present::notice::{self, Gist, Notice, NoticeKind};
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
/// How long word of an end that was held back is still worth giving.
const OWED_FOR: Duration = Duration::from_secs(24 * 3_600);

impl Monitor {
    /// Assesses every service anew and returns what follows.
    pub(super) fn reassess(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        self.end_mutes(now);
        self.ledger.forget(now);
        self.correlate(now);
        for index in 0..self.watched.len() {
            self.reassess_one(index, now, effects);
        }
    }

    /// Finds what services that fail have in common, or what they stand on that reports trouble.
    fn correlate(&mut self, now: Timestamp) {
        let failing: Vec<Failing<'_>> = self
            .watched
            .iter()
            .filter_map(|it| {
                Some(Failing {
                    service: &it.service,
                    since: it.failing_since()?,
                })
            })
            .collect();
        let out = self.upstreams_out(&failing, now);
        let causes: Vec<Option<Cause>> = self
            .watched
            .iter()
            .map(|it| {
                let one = failing
                    .iter()
                    .find(|failing| std::ptr::eq(failing.service, &it.service))?;
                let reported = || it.service.upstreams.iter().find(|id| out.contains(*id));
                common_cause(*one, &failing).or_else(|| Some(Cause::Upstream(reported()?.clone())))
            })
            .collect();
        for (watched, cause) in self.watched.iter_mut().zip(causes) {
            watched.cause = cause;
        }
        self.upstreams_out = out;
    }

    /// The clouds and CDNs under what fails whose own page reports an outage.
    fn upstreams_out(&self, failing: &[Failing<'_>], now: Timestamp) -> BTreeSet<String> {
        let upstreams = self.catalogue.upstreams.iter();
        let out = upstreams.filter(|upstream| {
            let mut on_it = failing.iter().map(|it| &it.service.upstreams);
            on_it.any(|ids| ids.contains(&upstream.id)) && {
                let official = self.pages.official(&upstream.status, now);
                official.verdict.is_some_and(|it| it.health.is_out())
            }
        });
        out.map(|upstream| upstream.id.clone()).collect()
    }

    fn reassess_one(&mut self, index: usize, now: Timestamp, effects: &mut Vec<Effect>) {
        let official = self.official(index, now);
        self.weigh(index, &official, now);
        self.watched[index].heed_maintenance(now);
        let watched = &self.watched[index];
        let incident = self.ledger.open(&watched.service.id);
        let works_again_at = incident
            .filter(|it| it.seen_here.is_some())
            .and_then(|incident| {
                incident
                    .works_again_at()
                    .or_else(|| working_since(watched, incident))
            });
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
        };
        let assessment = assess(watched, around);
        let standing = standing(watched, &assessment, &official, incident);
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
        if let Some(incident) = changed.and_then(|turn| self.ledger.get(turn.id())) {
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
        for nth in 0..self.watched[index].surfaces.len() {
            let surface = self.watched[index].surfaces[nth].probe.surface;
            let beside = self.beside(index, surface, official, now);
            let tempo = self.tempo;
            let state = &mut self.watched[index].surfaces[nth];
            let silent = state
                .belief
                .counted_at()
                .is_none_or(|at| now.since(at) > tempo.of(UNWATCHED));
            if silent && page_speaks && state.belief.in_alarm() {
                state.belief.forgive();
            }
            state.opinion = state.belief.weigh(beside, now, tempo);
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
            page: page_sign(official),
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

    /// Where in the list of watched services this one is.
    pub(super) fn index_of(&self, service: &ServiceId) -> Option<usize> {
        self.watched.iter().position(|it| it.service.id == *service)
    }

    /// A look at this surface that ended before this is no evidence any more.
    pub(super) fn fresh_from(
        &self,
        watched: &Watched,
        surface: Surface,
        now: Timestamp,
    ) -> Timestamp {
        let interval = self.interval(watched, surface);
        now - (interval * FRESH_FOR_INTERVALS + self.tempo.of(FRESH_GRACE))
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

    /// Offers the user what there is to tell of the service's incident: its trouble, or its end
    /// where trouble was told. Asked at every turn; who was told is not told again.
    fn offer(
        &mut self,
        index: usize,
        official: &Official,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) -> bool {
        let watched = &self.watched[index];
        let Some(incident) = self.ledger.last(&watched.service.id) else {
            return false;
        };
        let stale = incident
            .ended
            .is_some_and(|ended| now.since(ended) > OWED_FOR);
        let sure = watched
            .confidence
            .is_some_and(|it| it > Confidence::Possible);
        if stale || !sure {
            return false;
        }
        let works_again = incident
            .works_again_at()
            .filter(|_| !watched.health.is_out());
        let kind = match incident.ended.or(works_again) {
            Some(until) => recovery_of(incident, until, official),
            None if watched.health.is_trouble() => trouble_of(watched, incident, official),
            None => return false,
        };
        let id = incident.id.clone();
        self.notify(index, &id, kind, now, effects)
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
        let relapse = incident.reopened > 0;
        let candidate = Notice {
            id: id.clone(),
            at: now,
            services: vec![(watched.service.id.clone(), watched.service.name.clone())],
            replaces: self.shown.contains_key(id).then(|| id.clone()),
            silent: relapse,
            update: false,
            instead: None,
            kind,
        };
        let told = incident.told;
        let minute = self.local_minute(now);
        let settings = &self.settings.notify;
        let permitted = notice::permitted(candidate.clone(), told, settings, muted, minute)
            .or_else(|| {
                let update = self.update(candidate)?;
                notice::update_permitted(update, told, settings, muted, minute)
            });
        let Some(mut notice) = permitted else {
            return false;
        };
        let best = self.alternatives(watched, now).into_iter().next();
        notice.instead = best.map(|best| (best.name, best.open));
        if !notice.update {
            self.ledger.set_told(id, notice::told_by(&notice.kind));
        }
        let before = self.shown.get(id).copied().flatten();
        self.shown
            .insert(id.clone(), Gist::of(&notice.kind, before));
        let told = !notice.update;
        effects.push(Effect::Notify(notice));
        told
    }

    /// The notice as an update of the one that was shown, where what that one says is true no more.
    fn update(&self, notice: Notice) -> Option<Notice> {
        let before = *self.shown.get(&notice.id)?;
        let gist = Gist::of(&notice.kind, before)?;
        (Some(gist) != before).then_some(Notice {
            silent: true,
            update: true,
            ..notice
        })
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
        let before = self.mutes.len();
        self.mutes.retain(|service, until| match until {
            MuteUntil::At(at) => now < *at,
            MuteUntil::Back => watched
                .iter()
                .filter(|it| service.as_ref().is_none_or(|id| *id == it.service.id))
                .any(|it| it.health != Health::Operational),
        });
        if self.mutes.len() != before {
            self.record_mutes();
        }
    }

    /// Unmuting one service under a mute of all leaves the others muted.
    pub(super) fn unmute(&mut self, service: Option<ServiceId>) {
        match service {
            None => self.mutes.clear(),
            Some(service) => {
                if let Some(until) = self.mutes.remove(&None) {
                    for other in &self.watched {
                        let own = self.mutes.entry(Some(other.service.id.clone()));
                        own.or_insert(until);
                    }
                }
                self.mutes.remove(&Some(service));
            }
        }
        self.record_mutes();
    }

    pub(super) fn record_mutes(&mut self) {
        let mutes = self.mutes.clone().into_iter().collect();
        self.records.push(Record::Mutes(mutes));
    }

    /// Minutes after local midnight.
    fn local_minute(&self, now: Timestamp) -> u16 {
        let local = now.in_zone(&self.zone);
        local.map_or(0, |it| {
            u16::try_from(i32::from(it.hour()) * 60 + i32::from(it.minute())).unwrap_or(0)
        })
    }
}

/// What the vendor's page is a sign of.
pub(super) fn page_sign(official: &Official) -> PageSign {
    let worst = official
        .verdict
        .as_ref()
        .map_or(Health::Unknown, |verdict| verdict.health);
    match official.says {
        PageSays::NotAsked | PageSays::Unreadable | PageSays::Maintenance | PageSays::Overrun => {
            PageSign::Nothing
        }
        PageSays::Fine | PageSays::Resolved => PageSign::Silent,
        PageSays::Trouble if worst.is_out() => PageSign::Critical,
        PageSays::Trouble => PageSign::Incident,
    }
}

fn trouble_of(watched: &Watched, incident: &Incident, official: &Official) -> NoticeKind {
    let since = incident.out_since.unwrap_or(incident.began);
    let (health, reason) = (watched.health, watched.reason.clone());
    let stage = stage_of(official);
    if health.is_out() {
        NoticeKind::Outage {
            health,
            since,
            reason,
            stage,
        }
    } else {
        NoticeKind::Degraded {
            since,
            reason,
            stage,
        }
    }
}

/// Where their own incident stands.
fn stage_of(official: &Official) -> Option<IncidentPhase> {
    official.status.incidents.first().map(|theirs| theirs.phase)
}

fn recovery_of(incident: &Incident, until: Timestamp, official: &Official) -> NoticeKind {
    let since = incident.out_since.unwrap_or(incident.began);
    NoticeKind::Recovery {
        out_for: until.since(since),
        worst: incident.worst,
        page: official.says,
        stage: stage_of(official),
    }
}

fn standing<'o>(
    watched: &Watched,
    assessment: &Assessment,
    official: &'o Official,
    incident: Option<&Incident>,
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
    let fresh = official.status.trouble.is_none() && official.verdict.is_some();
    Standing {
        health: assessment.health,
        confidence: assessment.confidence,
        failing_since: since,
        failures,
        requests: called()
            .filter_map(|it| it.belief.episode())
            .map(|episode| episode.requests)
            .fold(Tally::default(), |sum, it| Tally {
                good: sum.good + it.good,
                all: sum.all + it.all,
            }),
        working_since: incident.and_then(|incident| working_since(watched, incident)),
        official: &official.status.incidents,
        told_by_page: fresh.then_some(official.told.as_slice()),
        official_trouble: official.says == PageSays::Trouble,
        cause: watched.cause.clone(),
    }
}

fn is_called_out(surface: &SurfaceState) -> bool {
    match surface.opinion {
        Opinion::Out | Opinion::Unreliable | Opinion::Recovering => true,
        Opinion::Blank | Opinion::Works | Opinion::Suspect => false,
    }
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
