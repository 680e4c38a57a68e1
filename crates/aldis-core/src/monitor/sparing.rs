//! Looking less often while power or data is scarce. How much less is in `thrift`.

use std::time::Duration;

use super::Monitor;
use crate::thrift::{Means, Thrift};
use crate::time::Timestamp;

/// What was seen at a slower rhythm is no older for it until looks at the quicker one had time to come.
const CATCH_UP: Duration = Duration::from_secs(60);

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
            self.spared = Some((before, now));
            self.schedule.all_due_staggered(now, self.tempo);
        }
    }

    /// How sparing we were when what we know now was seen.
    pub(super) fn thrift_lately(&self, now: Timestamp) -> Thrift {
        let catching_up =
            |(_, since): &(Thrift, Timestamp)| now.since(*since) < self.tempo.of(CATCH_UP);
        let before = self.spared.filter(catching_up);
        before.map_or(self.thrift, |(thrift, _)| thrift.max(self.thrift))
    }
}
