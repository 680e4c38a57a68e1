//! The user's own "broken for me": a voice of its own beside looks and page, that counts once in ten
//! minutes and starts a confirm burst. It calls nothing out: that takes looks that fail.

use std::time::Duration;

use super::Monitor;
use super::watched::Watched;
use crate::catalogue::ServiceId;
use crate::time::Timestamp;

/// When the user said it, and whether they still do.
#[derive(Clone, Copy, Debug)]
pub(super) struct Said {
    pub(super) at: Timestamp,
    stands: bool,
}

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
        if !self.vantage().may_judge() {
            return;
        }
        let lately = self.said_lately(&self.watched[index], now);
        if let Some(said) = lately {
            // Said, taken back and said again is no reason for a second burst.
            self.watched[index].said_broken = Some(Said {
                stands: true,
                ..said
            });
            return;
        }
        let targets: Vec<_> = self.watched[index].targets().collect();
        for target in targets {
            self.schedule.bring_forward(&target, now);
        }
        self.watched[index].said_broken = Some(Said {
            at: now,
            stands: true,
        });
    }

    /// The user takes it back.
    pub(super) fn took_back_broken(&mut self, service: &ServiceId) {
        let said = self
            .index_of(service)
            .and_then(|index| self.watched[index].said_broken.as_mut());
        if let Some(said) = said {
            said.stands = false;
        }
    }

    /// When the user said it, if that still counts.
    pub(super) fn broken_said_at(&self, watched: &Watched, now: Timestamp) -> Option<Timestamp> {
        let said = self.said_lately(watched, now)?;
        said.stands.then_some(said.at)
    }

    fn said_lately(&self, watched: &Watched, now: Timestamp) -> Option<Said> {
        let counts_for = self.tempo.of(COUNTS_FOR);
        watched
            .said_broken
            .filter(|said| now.since(said.at) < counts_for)
    }
}
