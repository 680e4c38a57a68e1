//! What a look that ended does to the state.

use std::time::Duration;

use super::{Monitor, Pending};
use crate::budget::{Budget, Spent};
use crate::catalogue::Surface;
use crate::event::{Effect, Order, Record, Target};
use crate::evidence::{Evidence, Outcome, Sight};
use crate::likelihood::Sign;
use crate::snapshot::{Ignored, Says};
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
                Target::Page { .. } => self.look_at(target, PAGE_DEADLINE, now, effects),
                Target::Probe { .. } | Target::Control { .. } | Target::Resolver { .. } => {
                    self.look_at(target, EDGE_DEADLINE, now, effects);
                }
            }
        }
    }

    fn look_at(
        &mut self,
        target: Target,
        deadline: Duration,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        self.note_asked(&target, now);
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
                self.look_at(target, COMPLETION_DEADLINE, now, effects);
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
}

/// A look in one word, for showing.
const fn says(sign: Result<Sign, Ignored>) -> Says {
    match sign {
        Ok(sign) if sign.is_good() => Says::Works,
        Ok(sign) if sign.is_failure() => Says::Fails,
        Ok(_) | Err(_) => Says::Nothing,
    }
}
