//! The user's own "broken for me": a voice of its own beside looks and page, that counts once in ten
//! minutes and starts a confirm burst. It calls nothing out: that takes looks that fail.

use std::time::Duration;

use super::Monitor;
use super::watched::Watched;
use crate::catalogue::ServiceId;
use crate::time::Timestamp;

/// For so long a word counts, and another adds nothing.
const COUNTS_FOR: Duration = Duration::from_secs(600);

impl Monitor {
    /// The user says that the service is broken for them. While our own network is in the way that is
    /// why, and only our network is looked at.
    pub(super) fn said_broken(&mut self, service: &ServiceId, now: Timestamp) {
        let Some(index) = self.index_of(service) else {
            return;
        };
        self.gate.hurry(now);
        let watched = &self.watched[index];
        if !self.vantage().may_judge() || self.broken_said_at(watched, now).is_some() {
            return;
        }
        let targets: Vec<_> = watched.targets().collect();
        for target in targets {
            self.schedule.bring_forward(&target, now);
        }
        self.watched[index].said_broken = Some(now);
    }

    /// When the user said it, if that still counts.
    pub(super) fn broken_said_at(&self, watched: &Watched, now: Timestamp) -> Option<Timestamp> {
        let counts_for = self.tempo.of(COUNTS_FOR);
        watched.said_broken.filter(|at| now.since(*at) < counts_for)
    }
}
