//! Completions on the user's account: for whom they are switched on, how often they are asked for,
//! and that a day costs no more than its budget. What an answer means is in `watched.rs`.

use super::Monitor;
use crate::budget::{Budget, Day};
use crate::catalogue::{Service, ServiceId, Surface};
use crate::event::{Effect, Fault, Record, Target};
use crate::evidence::Outcome;
use crate::snapshot::Allowance;
use crate::time::Timestamp;

impl Monitor {
    /// `service` as it is watched: without its completion, unless that is switched on.
    pub(super) fn as_switched_on(&self, service: &Service) -> Service {
        let mut service = service.clone();
        if !self.asks_for_completions(&service.id) {
            service
                .probes
                .retain(|probe| probe.surface != Surface::Completion);
        }
        service
    }

    /// Without an account of what was spent nothing is spent.
    fn asks_for_completions(&self, service: &ServiceId) -> bool {
        let chosen = self.settings.completion.services.iter();
        self.budget.is_some()
            && chosen
                .filter_map(|id| self.catalogue.service(id))
                .any(|it| it.id == *service)
    }

    /// Lets completions rest whose budget of the day is used up, until the next day begins, and all of
    /// them while power or data is too scarce for it.
    pub(super) fn ration(&mut self, now: Timestamp) {
        for target in &self.completions {
            let rests = self.is_to_rest(target, now);
            self.schedule.rest(target, rests, now);
        }
    }

    /// Whether no more may be spent on this completion today, or at present.
    pub(super) fn is_to_rest(&self, target: &Target, now: Timestamp) -> bool {
        let (Some((service, _)), Some(budget)) = (surface_of(target), &self.budget) else {
            return true;
        };
        let used_up = budget.spent(service, now) >= self.settings.completion.daily;
        used_up || !self.thrift.asks_models()
    }

    /// When the next day begins, if anybody waits for it.
    pub(super) fn renewed_at(&self) -> Option<Timestamp> {
        let mut completions = self.completions.iter();
        completions
            .any(|target| self.schedule.is_resting(target))
            .then(|| Budget::renewed_at(self.latest))
    }

    /// Has the account read, once, where completions wait for it.
    pub(super) fn read_account(&mut self) -> Option<Effect> {
        let reads = !self.to_spend.is_empty() && !std::mem::replace(&mut self.reads_account, true);
        reads.then_some(Effect::ReadAccount)
    }

    /// A look is ordered: a completion is counted before anybody is asked for it.
    pub(super) fn count(&mut self, target: &Target, now: Timestamp) {
        let (Some((service, Surface::Completion)), Some(budget)) =
            (surface_of(target), &mut self.budget)
        else {
            return;
        };
        budget.spend(service, now);
        self.records.push(Record::Spent {
            service: service.clone(),
            day: Day::of(now),
            by: 1,
        });
    }

    /// A look has ended: what was not asked for costs nothing, and tells whether there is a key
    /// store.
    pub(super) fn account(&mut self, target: &Target, outcome: &Outcome, started: Timestamp) {
        let (Some((service, Surface::Completion)), Some(budget)) =
            (surface_of(target), &mut self.budget)
        else {
            return;
        };
        if !outcome.was_asked() {
            let day = Day::of(started);
            budget.give_back(service, day);
            self.records.push(Record::Spent {
                service: service.clone(),
                day,
                by: -1,
            });
        }
        if *outcome == Outcome::NoKeyStore {
            self.faults.insert(Fault::NoKeyStore);
        } else {
            self.faults.remove(&Fault::NoKeyStore);
        }
    }

    /// What may be asked for today, and what was.
    pub(super) fn allowance(&self, service: &Service, now: Timestamp) -> Option<Allowance> {
        let budget = self.budget.as_ref()?;
        let mut probes = service.probes.iter();
        probes
            .any(|probe| probe.surface == Surface::Completion)
            .then(|| Allowance {
                spent: budget.spent(&service.id, now),
                daily: self.settings.completion.daily,
            })
    }
}

fn surface_of(target: &Target) -> Option<(&ServiceId, Surface)> {
    match target {
        Target::Probe { service, surface } => Some((service, *surface)),
        Target::Page { .. } | Target::Control { .. } | Target::Resolver { .. } => None,
    }
}
