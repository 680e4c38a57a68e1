//! Wall and monotonic time together; notices that the machine slept or its clock was set. What that
//! means for anybody's health is core's.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use aldis_core::Timestamp;
use tokio::time::Instant;

/// Time is sampled at least this often, so that a gap cannot hide.
pub(crate) const TICK: Duration = Duration::from_secs(15);
/// More than this between two samples means that we were not running.
const LATE: Duration = Duration::from_millis(22_500);
/// Wall and monotonic clock may drift apart by this much between two samples.
const DRIFT: Duration = Duration::from_secs(5);

/// Both clocks at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Never steps back; may or may not count suspended time.
    pub monotonic: Instant,
    /// What a person reads off the wall.
    pub wall: Timestamp,
}

/// Where time comes from.
#[derive(Clone)]
pub struct Clock {
    wall: Arc<dyn Fn() -> Timestamp + Send + Sync>,
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}

impl Clock {
    /// The system's own.
    pub fn system() -> Self {
        Self::from_fn(|| {
            let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
            let millis = since.map_or(0, |since| since.as_millis());
            Timestamp::from_millis(i64::try_from(millis).unwrap_or(i64::MAX))
        })
    }

    /// A wall clock that starts at `start` and goes as the runtime's does, also while that is paused.
    pub fn starting_at(start: Timestamp) -> Self {
        let origin = Instant::now();
        Self::from_fn(move || start + origin.elapsed())
    }

    /// A wall clock of one's own.
    pub fn from_fn(wall: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self {
            wall: Arc::new(wall),
        }
    }

    /// Both clocks now.
    pub fn read(&self) -> Reading {
        Reading {
            monotonic: Instant::now(),
            wall: (self.wall)(),
        }
    }
}

/// Watches the readings go by.
#[derive(Clone, Copy, Debug)]
pub(crate) struct GapDetector {
    last: Reading,
}

impl GapDetector {
    pub(crate) fn new(first: Reading) -> Self {
        Self { last: first }
    }

    /// When time was last looked at.
    pub(crate) fn last(&self) -> Reading {
        self.last
    }

    /// How much time is missing since the last sample, if any. Both tests are needed: the monotonic
    /// clock counts suspended time on some systems and not on others.
    pub(crate) fn sample(&mut self, now: Reading) -> Option<Duration> {
        let before = std::mem::replace(&mut self.last, now);
        let monotonic = now.monotonic.saturating_duration_since(before.monotonic);
        let forward = now.wall.since(before.wall);
        let back = before.wall.since(now.wall);
        let apart = forward.abs_diff(monotonic) + back;
        if apart > DRIFT {
            return Some(apart.max(monotonic.saturating_sub(TICK)));
        }
        (monotonic > LATE).then(|| monotonic.saturating_sub(TICK))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn ms(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    fn gap(monotonic: Duration, wall_from: i64, wall_to: i64) -> Option<Duration> {
        let origin = Instant::now();
        let mut detector = GapDetector::new(Reading {
            monotonic: origin,
            wall: Timestamp::from_millis(wall_from),
        });
        detector.sample(Reading {
            monotonic: origin + monotonic,
            wall: Timestamp::from_millis(wall_to),
        })
    }

    #[test]
    fn a_tick_on_time_is_no_gap() {
        assert_eq!(gap(ms(15_000), 1_000_000, 1_015_000), None);
        assert_eq!(gap(ms(22_500), 1_000_000, 1_022_500), None);
        assert_eq!(gap(ms(15_000), 1_000_000, 1_020_000), None);
    }

    #[test]
    fn sleep_shows_where_the_monotonic_clock_stands_still() {
        assert_eq!(gap(ms(15_000), 1_000_000, 4_615_000), Some(ms(3_600_000)));
    }

    #[test]
    fn sleep_shows_where_the_monotonic_clock_goes_on() {
        assert_eq!(
            gap(ms(3_615_000), 1_000_000, 4_615_000),
            Some(ms(3_600_000))
        );
    }

    #[test]
    fn a_clock_set_back_is_a_gap_too() {
        assert_eq!(gap(ms(15_000), 4_000_000, 400_000), Some(ms(3_615_000)));
        assert_eq!(gap(ms(15_000), 1_000_000, 1_012_000), None);
    }

    #[test]
    fn only_the_first_sample_after_a_gap_reports_it() {
        let origin = Instant::now();
        let at = |monotonic, wall| Reading {
            monotonic: origin + monotonic,
            wall: Timestamp::from_millis(wall),
        };
        let mut detector = GapDetector::new(at(ms(0), 0));
        assert!(detector.sample(at(ms(1_000), 600_000)).is_some());
        assert_eq!(detector.sample(at(ms(16_000), 615_000)), None);
    }
}
