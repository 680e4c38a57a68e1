//! What a look that ended does to the state.

use std::time::Duration;

use super::{Monitor, Pending};
use crate::belief::Opinion;
use crate::event::{Effect, Order, Record, Target};
use crate::evidence::{Evidence, Sight};
use crate::pace::{self, EdgePace, Next, PagePace, Why};
use crate::snapshot::Says;
use crate::time::Timestamp;

/// How long a look at a surface may take.
const EDGE_DEADLINE: Duration = Duration::from_secs(10);
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
                if self.look_ended(&target, void, now) && !void {
                    self.pages.saw(&target, sight, now);
                    self.pace_page(&target, now);
                }
            }
            (target @ Target::Probe { .. }, Evidence::Probe(sight)) => {
                if self.look_ended(&target, void, now) && !void {
                    self.probed(target, sight, now, effects);
                }
            }
            // Evidence of another kind than was asked for proves nothing; the target is asked again.
            (target, Evidence::Control(_) | Evidence::Page(_) | Evidence::Probe(_)) => {
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
            now + self.settings.intervals.edge
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
        let beside = self.beside(service, *surface, now);
        let (tempo, interval) = (self.tempo, self.settings.intervals.edge);
        let Some(watched) = self.watched.iter_mut().find(|it| it.service.id == *service) else {
            return;
        };
        let Some(state) = watched.surface_mut(*surface) else {
            return;
        };
        match says {
            Says::Works => state.belief.worked(look.ended),
            Says::Fails => state.belief.failed(look.ended, &look.sight.outcome),
            Says::Nothing => state.belief.neutral(),
        }
        state.remember(&look.sight, says, look.ended);
        state.opinion = state.belief.weigh(beside, now, tempo);
        let episode = state.belief.episode();
        let looks = self.schedule.looks(&look.target);
        let pace = EdgePace {
            now,
            interval,
            episode: episode.map(|it| (it.since, it.looks)),
            suspicious: state.opinion == Opinion::Suspect,
            alarm_since: episode
                .filter(|_| state.belief.in_alarm())
                .map(|it| it.since),
            recovering: state.opinion == Opinion::Recovering,
            blind: !vantage.may_judge(),
            turned_away: state.turned_away,
            retry_after: state.retry_after,
            dice: pace::dice(self.seed, &format!("{service}/{}", surface.word()), looks),
        };
        let next = pace::next_edge(pace, tempo);
        self.book(&look.target, next);
    }

    fn pace_page(&mut self, target: &Target, now: Timestamp) {
        let Target::Page { url } = target else { return };
        if let Some((every, refusals)) = self.pages.pace(url) {
            let trouble = self.watched.iter().any(|watched| {
                let on_it = watched
                    .service
                    .status
                    .iter()
                    .any(|source| source.url == *url);
                on_it && watched.health.is_trouble()
            });
            let pace = PagePace {
                now,
                every,
                refusals,
                trouble,
                dice: pace::dice(self.seed, url.as_str(), self.schedule.looks(target)),
            };
            let next = pace::next_page(pace, self.tempo);
            self.book(target, next);
        }
        self.rest_fallbacks(now);
    }

    /// Books the next look; what somebody asked us to wait for, nothing brings forward.
    fn book(&mut self, target: &Target, next: Next) {
        match next.why {
            Why::ToldToWait | Why::BackOff => self.schedule.hold(target, next.at),
            Why::Steady | Why::Burst | Why::Suspect | Why::Alarm => {
                self.schedule.set_due(target, next.at);
            }
        }
    }

    /// Only the first page of a service that can be read is fetched, and those before it.
    pub(super) fn rest_fallbacks(&mut self, now: Timestamp) {
        let needed = self.pages.needed(self.watched.iter().map(|it| &it.service));
        for target in self.pages.targets() {
            let resting = matches!(&target, Target::Page { url } if !needed.contains(url));
            self.schedule.rest(&target, resting, now);
        }
    }
}
