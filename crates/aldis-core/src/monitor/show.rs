//! From state to snapshot: copies, nothing decided.

use std::collections::BTreeSet;

use super::Monitor;
use super::watched::Watched;
use crate::alternatives::{self, Candidate, Wanted};
use crate::belief::Opinion;
use crate::catalogue::Service;
use crate::health::Health;
use crate::snapshot::{Alternative, ServiceStatus, Snapshot};
use crate::time::Timestamp;
use crate::vantage::Vantage;

/// Services that work, and what fails under the others.
#[derive(Default)]
struct Working<'a> {
    candidates: Vec<Candidate<'a>>,
    failing_upstreams: BTreeSet<String>,
}

impl Monitor {
    /// All of it at this moment.
    pub fn snapshot(&self, now: Timestamp) -> Snapshot {
        let working = self.working();
        Snapshot {
            at: now,
            checked_at: self.checked_at,
            vantage: self.gate.state(),
            culprit: self.gate.culprit(now),
            controls: self.gate.tally(),
            services: self
                .watched
                .iter()
                .filter(|it| !it.stands_in)
                .map(|it| self.status(it, &working, now))
                .collect(),
            incidents: self.ledger.all().into_iter().cloned().collect(),
            faults: self.faults.iter().cloned().collect(),
            thrift: self.thrift,
            checking: !self.awaited.is_empty(),
            settled: self.is_settled(),
            catalogue_version: self.catalogue.version,
        }
    }

    fn status(&self, watched: &Watched, working: &Working<'_>, now: Timestamp) -> ServiceStatus {
        let service = &watched.service;
        ServiceStatus {
            id: service.id.clone(),
            name: service.name.clone(),
            open: service.open.clone(),
            health: watched.health,
            confidence: watched.confidence,
            since: watched.since,
            reason: watched.reason.clone(),
            explanation: self.explanation(watched, now),
            official: watched.official.status.clone(),
            probes: watched
                .surfaces
                .iter()
                .filter_map(|it| it.last.clone())
                .collect(),
            completions: self.allowance(service, now),
            incident: self.ledger.open(&service.id).map(|it| it.id.clone()),
            spans: watched.spans.iter().copied().collect(),
            muted: self.is_muted(&service.id),
            alternatives: self.alternatives_among(working, watched, now),
        }
    }

    /// What to use in place of a service that is in trouble.
    pub(super) fn alternatives(&self, watched: &Watched, now: Timestamp) -> Vec<Alternative> {
        self.alternatives_among(&self.working(), watched, now)
    }

    fn alternatives_among(
        &self,
        working: &Working<'_>,
        watched: &Watched,
        now: Timestamp,
    ) -> Vec<Alternative> {
        if !watched.health.is_trouble() || watched.confidence == Some(crate::Confidence::Possible) {
            return Vec::new();
        }
        let wanted = self.wanted(&watched.service, &working.failing_upstreams, now);
        alternatives::alternatives(wanted, &working.candidates)
    }

    /// Who may stand in for anybody, found once for all who are in trouble.
    fn working(&self) -> Working<'_> {
        if !self.watched.iter().any(|it| it.health.is_trouble()) {
            return Working::default();
        }
        let healthy = self
            .watched
            .iter()
            .filter(|it| it.health == Health::Operational);
        let candidates = healthy.map(|it| Candidate {
            service: &it.service,
            health: it.health,
            good_at: it
                .surfaces
                .iter()
                .filter_map(|surface| surface.worked_at)
                .max(),
            reliability: alternatives::reliability(&it.spans),
        });
        Working {
            candidates: candidates.collect(),
            failing_upstreams: alternatives::shared_upstreams(&self.failing()),
        }
    }

    /// Watched services that are out.
    pub(super) fn failing(&self) -> Vec<&Service> {
        let out = self.watched.iter().filter(|it| it.health.is_out());
        out.map(|it| &it.service).collect()
    }

    /// What is wanted in place of `failing`.
    pub(super) fn wanted<'a>(
        &'a self,
        failing: &'a Service,
        failing_upstreams: &'a BTreeSet<String>,
        now: Timestamp,
    ) -> Wanted<'a> {
        Wanted {
            failing,
            failing_upstreams,
            prefer: &self.settings.prefer,
            need: &[],
            now,
        }
    }

    /// Whether everything was looked at and no failure is still being confirmed.
    fn is_settled(&self) -> bool {
        let ourselves_known = self.gate.state() != Vantage::Waking
            && self.pending.is_empty()
            && !self.names.is_waiting();
        if !self.gate.state().may_judge() {
            return ourselves_known;
        }
        ourselves_known
            && self
                .watched
                .iter()
                .filter(|it| !it.stands_in)
                .all(|watched| {
                    let surfaces = watched.surfaces.iter().all(|it| {
                        let episode = it.belief.episode().is_some();
                        let undecided =
                            episode && it.belief.good_since().is_none() && !it.belief.in_alarm();
                        let target = watched.target(it.probe.surface);
                        // The last one of a day is under way while its successors rest already.
                        let rests =
                            self.schedule.is_resting(&target) && !self.schedule.in_flight(&target);
                        let looked = it.last.is_some() || rests;
                        looked && it.opinion != Opinion::Suspect && !undecided
                    });
                    surfaces && self.pages.asked(&watched.service)
                })
    }
}
