//! Looking less often while power or data is scarce. How much less is in `thrift`.

use std::time::Duration;

use super::Monitor;
use crate::thrift::{Means, Thrift};
use crate::time::Timestamp;

impl Monitor {
    /// The computer's means changed.
    pub(super) fn means_changed(&mut self, means: Means, now: Timestamp) {
        self.means = means;
        self.be_sparing(now);
    }

    /// Fits the pace to the means and to what the user says of them. With enough of both again, nobody
    /// has to wait for the end of a long interval.
    pub(super) fn be_sparing(&mut self, now: Timestamp) {
        let before = self.thrift;
        self.thrift = Thrift::of(self.means, self.settings.metered);
        self.ration(now);
        if self.thrift < before {
            self.schedule.all_due_staggered(now, self.tempo);
        }
    }

    /// The user's interval between looks at a front door, or a longer one.
    pub(super) fn sparing(&self, interval: Duration) -> Duration {
        interval.max(self.tempo.of(self.thrift.between_edges()))
    }
}
