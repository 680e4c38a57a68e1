//! How many requests one vendor gets from us in a day, and how much less often it is asked so that they
//! last. Completions have a budget of their own besides: [`crate::budget`].

use crate::budget::{Budget, Day};
use crate::time::Timestamp;

/// No vendor gets more in a day (DETECTOR.md §A2, schedule).
const DAILY: u32 = 2_500;
/// One in so many of those that are left is kept for confirming and for outages.
const KEPT: u32 = 10;
/// Nobody is asked more rarely than once in so many intervals: what was seen longer ago is not known.
const AT_MOST: f64 = 3.0;

/// What one vendor was asked.
#[derive(Clone, Copy, Debug, Default)]
pub struct Quota {
    today: Option<(Day, u32)>,
}

impl Quota {
    /// One more request.
    pub fn ask(&mut self, now: Timestamp) {
        self.today = Some((Day::of(now), self.asked(now).saturating_add(1)));
    }

    fn asked(self, now: Timestamp) -> u32 {
        let today = self.today.filter(|(day, _)| *day == Day::of(now));
        today.map_or(0, |(_, count)| count)
    }

    /// How many times as long as usual its front doors and pages are left alone, so that what is left of
    /// the day's requests lasts to its end: one where it does anyway. `usual`: requests a second where
    /// nothing is hurried or spared; `completions`: how many of those may still come today.
    pub fn stretch(self, usual: f64, completions: u32, now: Timestamp) -> f64 {
        let left = DAILY.saturating_sub(self.asked(now));
        let left = left.saturating_sub(left / KEPT + completions).max(1);
        let rest = Budget::renewed_at(now).since(now).as_secs_f64();
        (usual * rest / f64::from(left)).clamp(1.0, AT_MOST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    /// 2026-03-02T00:00:00Z.
    const MIDNIGHT: Timestamp = Timestamp::from_millis(1_772_409_600_000);
    const HOUR: Duration = Duration::from_secs(3_600);

    /// Asks at the pace it is given for a day, from `begins` o'clock on; what that comes to.
    fn asked(usual: f64, completions: u32, begins: u32) -> u32 {
        let mut quota = Quota::default();
        let mut now = MIDNIGHT + HOUR * begins;
        while now < MIDNIGHT + HOUR * 24 {
            quota.ask(now);
            let stretch = quota.stretch(usual, completions, now);
            now = now + Duration::from_secs_f64(stretch / usual);
        }
        quota.asked(MIDNIGHT + HOUR * 23)
    }

    #[test]
    fn a_laptop_s_day_with_one_service_is_not_slowed_down() {
        let usual = 1.0 / 60.0 + 1.0 / 120.0;
        let day = asked(usual, 400, 9);
        assert!((1_349..=1_351).contains(&day), "{day}");
    }

    #[test]
    fn a_whole_day_with_three_services_stays_within_the_day_s_requests_and_uses_them() {
        let usual = 3.0 / 60.0 + 1.0 / 120.0;
        let day = asked(usual, 400, 0);
        assert!((1_900..=2_100).contains(&day), "{day}");
    }

    #[test]
    fn nobody_waits_longer_than_what_was_seen_stays_known() {
        let mut quota = Quota::default();
        (0..3_000).for_each(|_| quota.ask(MIDNIGHT));
        assert!((quota.stretch(0.05, 400, MIDNIGHT + HOUR) - AT_MOST).abs() < 1e-9);
    }

    #[test]
    fn the_next_day_begins_anew() {
        let mut quota = Quota::default();
        (0..2_400).for_each(|_| quota.ask(MIDNIGHT));
        assert!(quota.stretch(0.025, 0, MIDNIGHT + HOUR) > 2.0);
        assert!((quota.stretch(0.025, 0, MIDNIGHT + HOUR * 24) - 1.0).abs() < 1e-9);
    }
}
