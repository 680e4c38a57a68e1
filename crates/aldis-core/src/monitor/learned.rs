//! What was learned, handed out now and then to be kept, and taken back at start.

use std::time::Duration;

use super::Monitor;
use crate::catalogue::{ServiceId, Surface};
use crate::event::Record;
use crate::learned::Learned;
use crate::time::Timestamp;

/// Between two times that what was learned is written down.
const EVERY: Duration = Duration::from_secs(15 * 60);

impl Monitor {
    /// What is to be written down before the end.
    pub fn parting(&mut self, now: Timestamp) -> Option<Record> {
        let learned = self.newly_learned(now);
        (!learned.is_empty()).then_some(Record::Learned(learned))
    }

    /// Hands out what was learned since the last time, if that is a while ago.
    pub(super) fn hand_out_learned(&mut self, now: Timestamp) {
        if now.since(self.learned_at) >= EVERY {
            let learned = self.parting(now);
            self.records.extend(learned);
        }
    }

    fn newly_learned(&mut self, now: Timestamp) -> Vec<(ServiceId, Surface, Learned)> {
        let since = std::mem::replace(&mut self.learned_at, now);
        let mut learned = Vec::new();
        for watched in &self.watched {
            let surfaces = watched.surfaces.iter();
            for it in surfaces.filter(|it| it.belief.counted_at() >= Some(since)) {
                let what = Learned::of(it.belief.baseline(), &it.drift, now);
                learned.push((watched.service.id.clone(), it.probe.surface, what));
            }
        }
        learned
    }

    /// Takes back what was learned before a restart.
    pub(super) fn recall_learned(&mut self, learned: Vec<(ServiceId, Surface, Learned)>) {
        for (service, surface, what) in learned {
            let Some(index) = self.index_of(&service) else {
                continue;
            };
            if let Some(state) = self.watched[index].surface_mut(surface) {
                let (baseline, drift) = what.into_parts();
                *state.belief.baseline_mut() = baseline;
                state.drift = drift;
            }
        }
    }
}
