//! What a look that ended does to the state.

use std::time::Duration;

use super::{Monitor, Pending};
use crate::belief::{Beside, Opinion};
use crate::event::{Effect, Order, Record, Target};
use crate::evidence::{Evidence, Sight};
use crate::pace::{self, EdgePace, PagePace};
use crate::snapshot::Says;
use crate::time::Timestamp;

/// How long a look at a surface may take.
const EDGE_DEADLINE: Duration = Duration::from_secs(10);
/// How long fetching a page may take.
const PAGE_DEADLINE: Duration = Duration::from_secs(15);
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
        for target in self.schedule.take_due(self.gate.state(), now) {
            let deadline = match target {
                Target::Page { .. } => PAGE_DEADLINE,
                Target::Probe { .. } | Target::Control { .. } => EDGE_DEADLINE,
            };
            effects.push(Effect::Look(Order {
                target,
                deadline: self.tempo.deadline(deadline),
            }));
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
        let void = started < self.epoch;
        match (target, evidence) {
            (Target::Control { index }, Evidence::Control(sight)) => {
                if !void {
                    self.control_answered(index, &sight, now, effects);
                }
            }
            (target @ Target::Page { .. }, Evidence::Page(sight)) => {
                let due = if void {
                    now
                } else {
                    self.pages.saw(&target, sight, now)
                };
                self.awaited.remove(&target);
                if self.schedule.ended(&target, due) && !void {
                    self.checked_at = Some(now);
                    self.pace_page(&target, now);
                }
            }
            (target @ Target::Probe { .. }, Evidence::Probe(sight)) => {
                let due = if void {
                    now
                } else {
                    now + self.settings.intervals.edge
                };
                self.awaited.remove(&target);
                if self.schedule.ended(&target, due) && !void {
                    self.checked_at = Some(now);
                    self.probed(target, sight, now, effects);
                }
            }
            // Evidence of another kind than was asked for proves nothing; the target is asked again.
            (target, Evidence::Control(_) | Evidence::Page(_) | Evidence::Probe(_)) => {
                self.awaited.remove(&target);
                self.schedule
                    .ended(&target, now + self.settings.intervals.edge);
            }
        }
    }

    fn control_answered(
        &mut self,
        index: usize,
        sight: &Sight,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let quiet_from = now - self.settings.intervals.edge * 2;
        let witness_from = self
            .pending
            .iter()
            .map(|it| it.ended)
            .min()
            .unwrap_or(quiet_from);
        let ended = self.gate.answered(
            index,
            &sight.outcome,
            &self.catalogue.controls,
            witness_from,
            now,
        );
        let Some(round) = ended else { return };
        let (judged, later): (Vec<Pending>, Vec<Pending>) = std::mem::take(&mut self.pending)
            .into_iter()
            .partition(|it| it.ended <= round.began);
        for look in judged {
            let says = if round.to.may_judge() {
                Says::Fails
            } else {
                Says::Nothing
            };
            self.judge(look, says, now, effects);
        }
        self.pending = later;
        if !self.pending.is_empty() {
            self.gate.hurry(now);
        }
        self.vantage_changed(round.from, now, effects);
        if !round.to.may_judge() {
            self.awaited
                .retain(|target| self.schedule.in_flight(target));
        }
    }

    fn probed(&mut self, target: Target, sight: Sight, now: Timestamp, effects: &mut Vec<Effect>) {
        let Target::Probe { service, surface } = &target else {
            return;
        };
        let Some(watched) = self.watched.iter_mut().find(|it| it.service.id == *service) else {
            return;
        };
        let vendor = watched.service.vendor.clone();
        let Some(state) = watched.surface_mut(*surface) else {
            return;
        };
        let says = state.says(&sight.outcome);
        match says {
            Says::Fails => {
                self.gate.hurry(now);
                self.pending.push(Pending {
                    target,
                    ended: now,
                    sight,
                });
            }
            Says::Works => {
                self.gate.witnessed(&vendor, now);
                if !self.gate.state().may_judge() {
                    self.gate.hurry(now);
                }
                self.judge(
                    Pending {
                        target,
                        ended: now,
                        sight,
                    },
                    says,
                    now,
                    effects,
                );
            }
            Says::Nothing => self.judge(
                Pending {
                    target,
                    ended: now,
                    sight,
                },
                says,
                now,
                effects,
            ),
        }
    }

    /// Lets a look count for what it says, records it and decides when the next one is due.
    fn judge(&mut self, look: Pending, says: Says, now: Timestamp, effects: &mut Vec<Effect>) {
        let Target::Probe { service, surface } = &look.target else {
            return;
        };
        let vantage = self.gate.state();
        effects.push(Effect::Record(Record::Sample {
            at: look.ended,
            service: service.clone(),
            surface: *surface,
            sight: look.sight.clone(),
            vantage,
        }));
        let reported = self.reported(service, now);
        let (tempo, interval) = (self.tempo, self.settings.intervals.edge);
        let Some(watched) = self.watched.iter_mut().find(|it| it.service.id == *service) else {
            return;
        };
        let sibling_answers = watched
            .surfaces
            .iter()
            .any(|it| it.probe.surface != *surface && matches!(it.opinion, Opinion::Works));
        let Some(state) = watched.surface_mut(*surface) else {
            return;
        };
        match says {
            Says::Works => state.belief.worked(look.ended, tempo),
            Says::Fails => {
                let outcome = &look.sight.outcome;
                state.belief.failed(look.ended, outcome, tempo);
                if state.belief.first_failure() == Some(look.ended) {
                    state.first_failure = Some((look.ended, outcome.clone()));
                }
                state.last_failure = Some((look.ended, outcome.clone()));
                state.good_since = None;
            }
            Says::Nothing => {}
        }
        state.remember(&look.sight, says, look.ended);
        state.opinion = state.belief.weigh(
            Beside {
                reported,
                sibling_answers,
            },
            now,
            tempo,
        );
        let looks = self.schedule.looks(&look.target);
        let first_failure = state.belief.first_failure();
        let next = pace::next_edge(
            EdgePace {
                now,
                interval,
                first_failure,
                looks_since: state.belief.tally().all,
                suspicious: state.opinion == Opinion::Suspect,
                alarm: state.belief.in_alarm(),
                retry_after: state.retry_after,
                dice: pace::dice(self.seed, &format!("{service}/{}", surface.word()), looks),
            },
            tempo,
        );
        self.schedule.set_due(&look.target, next.at);
    }

    fn pace_page(&mut self, target: &Target, now: Timestamp) {
        let trouble = self.watched.iter().any(|watched| {
            let on_it = |source: &crate::catalogue::StatusSource| {
                Target::Page {
                    url: source.url.clone(),
                } == *target
            };
            watched.service.status.iter().any(on_it) && watched.health.is_trouble()
        });
        if let (Some((every, refusals)), Target::Page { url }) = (self.pages.pace(target), target) {
            let dice = pace::dice(self.seed, url.as_str(), self.schedule.looks(target));
            let pace = PagePace {
                now,
                every,
                refusals,
                trouble,
                dice,
            };
            self.schedule
                .set_due(target, pace::next_page(pace, self.tempo).at);
        }
        self.fall_back(now);
    }

    /// A page that cannot be read makes its fallback due; one that can makes its fallbacks rest.
    fn fall_back(&mut self, now: Timestamp) {
        for watched in &self.watched {
            let mut earlier_can_be_read = false;
            for source in &watched.service.status {
                let target = Target::Page {
                    url: source.url.clone(),
                };
                if !earlier_can_be_read && self.pages.never_asked(&source.url) {
                    self.schedule.hurry(&target, now);
                }
                earlier_can_be_read |= self.pages.is_readable(&source.url);
            }
        }
    }
}
