//! What a look that ended does to the state.

use std::collections::BTreeSet;
use std::time::Duration;

use url::Url;

use super::attention::Turn;
use super::watched::Watched;
use super::{Monitor, Pending};
use crate::belief::{Beside, Opinion};
use crate::budget::{Budget, Spent};
use crate::catalogue::{StatusSource, Surface, Upstream};
use crate::event::{Effect, Order, Record, Target};
use crate::evidence::{Evidence, Outcome, Sight};
use crate::likelihood::Sign;
use crate::pace::{self, EdgePace, Next, PagePace, Rhythm, Why};
use crate::settings::is_loopback;
use crate::snapshot::{Ignored, Says};
use crate::thrift::Thrift;
use crate::time::Timestamp;
use crate::vantage::Culprit;

/// How long a look at a surface may take.
const EDGE_DEADLINE: Duration = Duration::from_secs(10);
/// How long a model may take for its one word.
const COMPLETION_DEADLINE: Duration = Duration::from_secs(20);
/// How long fetching a page may take.
const PAGE_DEADLINE: Duration = Duration::from_secs(15);
/// However often somebody asks, nobody is looked at again sooner than this.
const BREATH: Duration = Duration::from_secs(2);
/// How long a control may take.
const CONTROL_DEADLINE: Duration = Duration::from_secs(5);

impl Monitor {
    /// Orders every look that is due.
    pub(super) fn order(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        for index in self.gate.begin_if_due(self.catalogue.controls.len(), now) {
            let deadline = self.tempo.deadline(CONTROL_DEADLINE);
            effects.push(Effect::Look(Order {
                target: Target::Control { index },
                deadline,
            }));
        }
        self.ration(now);
        for target in self.schedule.take_due(self.vantage(), now) {
            match target {
                Target::Probe {
                    surface: Surface::Completion,
                    ..
                } => drop(self.to_spend.insert(target)),
                Target::Page { .. } => self.look_at(target, PAGE_DEADLINE, effects),
                Target::Probe { .. } | Target::Control { .. } | Target::Resolver { .. } => {
                    self.look_at(target, EDGE_DEADLINE, effects);
                }
            }
        }
    }

    fn look_at(&self, target: Target, deadline: Duration, effects: &mut Vec<Effect>) {
        effects.push(Effect::Look(Order {
            target,
            deadline: self.tempo.deadline(deadline),
        }));
    }

    /// The account was read: orders the completions that waited for it, as far as they are still
    /// wanted and the budget goes.
    pub(super) fn spend(
        &mut self,
        spent: Option<Vec<Spent>>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        if let Some(spent) = spent {
            self.budget = self.budget.is_some().then(|| Budget::remembering(spent));
        }
        self.reads_account = false;
        for target in std::mem::take(&mut self.to_spend) {
            if !self.schedule.in_flight(&target) {
                continue;
            }
            if self.is_to_rest(&target, now) {
                self.awaited.remove(&target);
                self.schedule.ended(&target, now, now);
            } else {
                self.count(&target, now);
                self.look_at(target, COMPLETION_DEADLINE, effects);
            }
        }
    }

    pub(super) fn looked(
        &mut self,
        target: Target,
        started: Timestamp,
        evidence: Evidence,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let void = started < self.epoch || started > now || self.schedule.is_void(&target);
        match (target, evidence) {
            (Target::Control { index }, Evidence::Control(sight)) => {
                if !void {
                    self.control_answered((index, started), &sight, now, effects);
                }
            }
            (Target::Resolver { index, name }, Evidence::Resolved(resolution)) => {
                if !void {
                    self.resolved((index, name), resolution, now, effects);
                }
            }
            (target @ Target::Page { .. }, Evidence::Page(sight)) => {
                if self.look_ended(&target, void, now) && !void {
                    let moved = self.pages.saw(&target, sight, now);
                    self.page_seen(&target, moved, now);
                }
            }
            (target @ Target::Probe { .. }, Evidence::Probe(sight)) => {
                self.account(&target, &sight.outcome, started);
                let watched = self.look_ended(&target, void, now);
                if watched && void {
                    self.note_before_gap(&target, now, &sight.outcome);
                } else if watched {
                    self.probed(target, sight, now, effects);
                }
            }
            // Evidence of another kind than was asked for proves nothing; the target is asked again.
            (
                target,
                Evidence::Control(_)
                | Evidence::Page(_)
                | Evidence::Probe(_)
                | Evidence::Resolved(_),
            ) => {
                self.look_ended(&target, false, now);
            }
        }
    }

    /// Books the end of a look; the next one is due at the usual time unless something else is
    /// decided, or at once where this one is void. `false` if nobody watches the target any more.
    fn look_ended(&mut self, target: &Target, void: bool, now: Timestamp) -> bool {
        self.awaited.remove(target);
        let due = if void {
            now
        } else {
            now + self.usual_wait(target, now)
        };
        let watched = self
            .schedule
            .ended(target, now + self.tempo.of(BREATH), due);
        if watched && !void {
            self.checked_at = Some(now);
        }
        watched
    }

    fn control_answered(
        &mut self,
        look: (usize, Timestamp),
        sight: &Sight,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let held = self.settings.intervals.held_to_minimum(self.is_all_ours());
        let quiet_from = now - held.edge * 2;
        let witness_from = self
            .pending
            .iter()
            .map(|it| it.ended)
            .min()
            .unwrap_or(quiet_from);
        let controls = &self.catalogue.controls;
        let ended = self.gate.answered(look, sight, controls, witness_from, now);
        let Some(round) = ended else { return };
        if let Some(control) = round.nameless {
            self.doubt_control(control, now, effects);
        }
        let (judged, later): (Vec<Pending>, Vec<Pending>) = std::mem::take(&mut self.pending)
            .into_iter()
            .partition(|it| it.ended <= round.began);
        for look in judged {
            self.judge_failure(look, now, effects);
        }
        self.pending = later;
        if !self.pending.is_empty() {
            self.gate.hurry(now);
        }
        self.note_vantage(now);
        if !round.to.may_judge() {
            self.awaited
                .retain(|target| self.schedule.in_flight(target));
        }
    }

    /// Lets a failing look count if the round that has just ended leaves only them to blame.
    fn judge_failure(&mut self, look: Pending, now: Timestamp, effects: &mut Vec<Effect>) {
        let may_judge = self.gate.state().may_judge();
        let undated = matches!(look.sight.outcome, Outcome::TlsBroken { .. });
        let seen = (&look.target, &look.sight, look.ended);
        if !may_judge {
            self.judge(seen, Err(Ignored::OurNetwork(None)), now, effects);
        } else if undated && !self.gate.is_secure() {
            let clock = Err(Ignored::OurNetwork(Some(Culprit::Clock)));
            self.judge(seen, clock, now, effects);
        } else if look.sight.outcome.is_nameless() {
            self.doubt(look, now, effects);
        } else {
            self.judge(seen, Ok(look.sign), now, effects);
        }
    }

    fn probed(&mut self, target: Target, sight: Sight, now: Timestamp, effects: &mut Vec<Effect>) {
        let Target::Probe { service, surface } = &target else {
            return;
        };
        let Some(index) = self.index_of(service) else {
            return;
        };
        let watched = &mut self.watched[index];
        let vendor = watched.service.vendor.clone();
        let Some(state) = watched.surface_mut(*surface) else {
            return;
        };
        match state.sign(&sight.outcome, now) {
            Ok(sign) if !sign.is_good() && !self.without.gate => {
                self.gate.hurry(now);
                self.pending.push(Pending {
                    target,
                    ended: now,
                    sight,
                    sign,
                });
            }
            Ok(sign) => {
                if sign.is_good() {
                    self.gate.witnessed(&vendor, now);
                }
                if !self.gate.state().may_judge() {
                    self.gate.hurry(now);
                }
                self.judge((&target, &sight, now), Ok(sign), now, effects);
            }
            Err(why) => {
                self.judge((&target, &sight, now), Err(why), now, effects);
                if matches!(why, Ignored::OurNetwork(Some(_))) {
                    self.gate.hurry(now);
                }
            }
        }
    }

    /// Lets a look that ended at `ended` count for what it is a sign of, or for nothing, records it
    /// and decides when the next one is due.
    pub(super) fn judge(
        &mut self,
        (target, sight, ended): (&Target, &Sight, Timestamp),
        sign: Result<Sign, Ignored>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let Target::Probe { service, surface } = target else {
            return;
        };
        let Some(index) = self.index_of(service) else {
            return;
        };
        self.attention.touch(index);
        effects.push(Effect::Record(Record::Sample {
            at: ended,
            service: service.clone(),
            surface: *surface,
            sight: sight.clone(),
            vantage: self.gate.state(),
        }));
        let official = self.official(index, now);
        let beside = self.beside(index, *surface, &official, now);
        let (tempo, line) = (self.tempo, self.gate.line(now));
        let before_start = self.watched[index].worked_before_start;
        let Some(state) = self.watched[index].surface_mut(*surface) else {
            return;
        };
        let failures = state.belief.failures();
        match sign {
            Ok(sign) => {
                if state.belief.episode().is_none() {
                    let worked_at = state.worked_at.or(before_start);
                    state.worked_before = worked_at.filter(|at| *at < beside.fresh_from);
                }
                state.belief.saw(ended, sign, &sight.outcome, beside, tempo);
                state.note_counted(ended, &sight.outcome);
                state.drifts(ended, sign, sight, line, beside, tempo);
            }
            Err(why) => {
                state.belief.neutral();
                state.note_ignored(ended, &sight.outcome, why);
            }
        }
        state.remember(sight, says(sign), ended);
        let refused = matches!(sign, Ok(Sign::Limited | Sign::Forbidden));
        state.refused = refused && *surface == Surface::Completion;
        state.ours = match sign {
            Err(Ignored::OurNetwork(culprit)) => culprit,
            Ok(_) | Err(_) => None,
        };
        state.opinion = state.belief.weigh(beside, now, tempo);
        state.answered_lately = state.worked_at.is_some_and(|at| at >= beside.fresh_from);
        let failed_again = (failures, state.belief.failures());
        let next = self.next_look(index, *surface, beside, now);
        self.book(target, next);
        match failed_again {
            (0, 1) => {
                self.hurry_siblings(index, *surface, now);
                let stands_on = self.watched[index].service.upstreams.iter();
                self.upstreams_failing.extend(stands_on.cloned());
                self.rest_upstreams(now);
            }
            (1, 2) if self.may_hurry_all(now) => self.hurry_others(index, now),
            _ => {}
        }
    }

    /// When a surface is looked at next, and why then.
    fn next_look(&self, index: usize, surface: Surface, beside: Beside, now: Timestamp) -> Next {
        let watched = &self.watched[index];
        let target = watched.target(surface);
        let looks = self.schedule.looks(&target);
        let rhythm = self.rhythm(watched, surface, self.thrift, now);
        let dice = pace::dice(
            self.seed,
            &format!("{}/{}", watched.service.id, surface.word()),
            looks,
        );
        let quiet = EdgePace::quiet(now, rhythm, dice);
        let Some(state) = watched.surface(surface) else {
            return pace::next_edge(quiet, self.tempo);
        };
        let episode = state.belief.episode();
        let pace = EdgePace {
            episode: episode.map(|it| (it.since, it.looks)),
            doubted_at: self.broken_said_at(watched, now),
            doubtful: state.belief.is_doubtful(beside, now, self.tempo),
            alarm_since: watched.called_since(surface),
            alarm_interval: match surface {
                Surface::Web | Surface::Api => pace::ALARM,
                Surface::Completion => pace::ALARM_COMPLETION,
            },
            recovering: state.opinion == Opinion::Recovering,
            blind: !self.vantage().may_judge(),
            turned_away: state.turned_away,
            refused: state.refused,
            retry_after: state.retry_after,
            own_limit: state.own_limit,
            ..quiet
        };
        pace::next_edge(pace, self.tempo)
    }

    /// How often a surface is looked at when nothing is wrong. The front doors of one service take
    /// turns: the interval is the service's, and one failure brings all of them forward.
    pub(super) fn rhythm(
        &self,
        watched: &Watched,
        surface: Surface,
        thrift: Thrift,
        now: Timestamp,
    ) -> Rhythm {
        let probe = watched.surface(surface).map(|it| &it.probe.url);
        let is_ours = probe.is_some_and(is_loopback);
        let intervals = self.settings.intervals.held_to_minimum(is_ours);
        match surface {
            Surface::Completion => Rhythm::steady(match self.allowance(&watched.service, now) {
                Some(today) => pace::by_hour(intervals.completion, today, now),
                None => intervals.completion,
            }),
            Surface::Web | Surface::Api => {
                let edges = watched.surfaces.iter();
                let edges = edges.filter(|it| it.probe.surface != Surface::Completion);
                let rhythm = Rhythm::sparing(intervals.edge, thrift, self.tempo);
                rhythm.in_turns(if edges.count() > 1 { 2 } else { 1 })
            }
        }
    }

    /// Until the next look, where nothing else decides about it.
    fn usual_wait(&self, target: &Target, now: Timestamp) -> Duration {
        let probe = match target {
            Target::Probe { service, surface } => Some((service, *surface)),
            Target::Page { .. } | Target::Control { .. } | Target::Resolver { .. } => None,
        };
        let watched = probe.and_then(|(service, surface)| {
            let watched = &self.watched[self.index_of(service)?];
            let rhythm = self.rhythm(watched, surface, self.thrift, now);
            Some(rhythm.every)
        });
        watched.unwrap_or(self.settings.intervals.held_to_minimum(false).edge)
    }

    /// One surface began to fail: what do the others say?
    fn hurry_siblings(&mut self, index: usize, failing: Surface, now: Timestamp) {
        let siblings: Vec<Target> = self.watched[index]
            .surfaces
            .iter()
            .filter(|it| it.probe.surface != failing && it.belief.episode().is_none())
            .map(|it| self.watched[index].target(it.probe.surface))
            .collect();
        for target in siblings {
            self.schedule.bring_forward(&target, now);
        }
    }

    /// One service failed twice: is it alone?
    fn hurry_others(&mut self, failing: usize, now: Timestamp) {
        let vendor = &self.watched[failing].service.vendor;
        let others = self.watched.iter().filter(|it| {
            let fails = it.surfaces.iter().any(|it| it.belief.episode().is_some());
            it.service.vendor != *vendor && !fails
        });
        let fronts = others.filter_map(|it| Some(it.target(it.surfaces.first()?.probe.surface)));
        for target in fronts.collect::<Vec<_>>() {
            self.schedule.bring_forward(&target, now);
        }
    }

    /// What a page that was asked means for others; `moved` where it may mean something for other pages.
    fn page_seen(&mut self, target: &Target, moved: bool, now: Timestamp) {
        let Target::Page { url } = target else { return };
        for index in self.places.on_page(url) {
            self.attention.touch(index);
        }
        if moved {
            self.attention.touch_everybody();
        }
        self.pace_page(target, url, now);
        if moved {
            self.rest_pages(now);
        }
        self.rest_upstreams(now);
    }

    fn pace_page(&mut self, target: &Target, url: &Url, now: Timestamp) {
        if let Some(known) = self.pages.pace(url) {
            let trouble = self.places.on_page(url).any(|index| {
                let watched = &self.watched[index];
                let mut on_it = watched.service.status.iter().filter(|it| it.url == *url);
                let waits = |source: &StatusSource| {
                    source.hold && self.pages.official(&watched.service.status, now).held
                };
                on_it.any(|source| watched.health.is_trouble() || waits(source))
            });
            let pace = PagePace {
                now,
                every: known.every,
                refusals: known.refusals,
                trouble: trouble && !known.gentle,
                retry_after: known.retry_after,
                dice: pace::dice(self.seed, url.as_str(), self.schedule.looks(target)),
            };
            let next = pace::next_page(pace, self.tempo);
            self.book(target, next);
            if known.gentle {
                self.schedule.hold(target, next.at);
            }
            for other in self.pages.beside(url) {
                self.schedule.hold_longer(&other, next.at);
            }
        }
    }

    /// Books the next look; what somebody asked us to wait for, nothing brings forward.
    fn book(&mut self, target: &Target, next: Next) {
        match next.why {
            Why::ToldToWait | Why::BackOff => self.schedule.hold(target, next.at),
            Why::Steady | Why::Sparing(_) | Why::Burst | Why::Doubt | Why::Alarm => {
                self.schedule.set_due(target, next.at);
            }
        }
    }

    /// Only the first page of a service that can be read is fetched, and those before it; the page
    /// of what it stands on only while it fails.
    pub(super) fn rest_pages(&mut self, now: Timestamp) {
        self.upstreams_asked.clone_from(&self.upstreams_failing);
        let failing = |upstream: &&Upstream| self.upstreams_asked.contains(&upstream.id);
        let services = self.watched.iter().map(|it| it.service.status.as_slice());
        let upstreams = self.catalogue.upstreams.iter().filter(failing);
        let upstreams = upstreams.map(|it| it.status.as_slice());
        let needed = self.pages.needed(services.chain(upstreams));
        for target in self.pages.targets() {
            let resting = matches!(&target, Target::Page { url } if !needed.contains(url));
            self.schedule.rest(&target, resting, now);
        }
    }

    /// Asks for the pages of what services stand on only while those fail.
    fn rest_upstreams(&mut self, now: Timestamp) {
        if self.upstreams_failing != self.upstreams_asked {
            self.rest_pages(now);
        }
    }

    /// What services stand on that fail or are in trouble, all of which a whole turn concerned.
    pub(super) fn failing_upstreams(&self, turn: &Turn) -> BTreeSet<String> {
        let services = turn.places.iter().map(|index| &self.watched[*index]);
        let failing = services.filter(|it| {
            it.health.is_trouble() || it.surfaces.iter().any(|it| it.belief.episode().is_some())
        });
        let stands_on = failing.flat_map(|it| &it.service.upstreams);
        stands_on
            .collect::<BTreeSet<_>>()
            .into_iter()
            .cloned()
            .collect()
    }
}

/// A look in one word, for showing.
const fn says(sign: Result<Sign, Ignored>) -> Says {
    match sign {
        Ok(sign) if sign.is_good() => Says::Works,
        Ok(sign) if sign.is_failure() => Says::Fails,
        Ok(_) | Err(_) => Says::Nothing,
    }
}
