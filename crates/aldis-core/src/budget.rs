//! How many completions were asked for on the user's account today. What they are asked for is not
//! known here.

use std::collections::BTreeMap;

use crate::catalogue::ServiceId;
use crate::time::Timestamp;

const DAY_MILLIS: i64 = 24 * 60 * 60 * 1_000;

/// A day in UTC, counted from the Unix epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i64);

impl Day {
    /// The day of this moment.
    pub const fn of(at: Timestamp) -> Self {
        Self(at.as_millis().div_euclid(DAY_MILLIS))
    }

    /// The day with this number.
    pub const fn from_number(number: i64) -> Self {
        Self(number)
    }

    /// Days since the Unix epoch.
    pub const fn number(self) -> i64 {
        self.0
    }

    /// When it begins.
    pub const fn begins(self) -> Timestamp {
        Timestamp::from_millis(self.0.saturating_mul(DAY_MILLIS))
    }

    const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

/// What was spent for one service on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spent {
    /// The service.
    pub service: ServiceId,
    /// The day.
    pub day: Day,
    /// How many completions.
    pub count: u32,
}

/// Completions asked for, by service and day. Every day keeps its own count, so that a clock that is
/// set back and forth gives nothing twice.
#[derive(Clone, Debug, Default)]
pub(crate) struct Budget {
    spent: BTreeMap<(ServiceId, Day), u32>,
}

impl Budget {
    /// With what was spent before.
    pub(crate) fn remembering(past: Vec<Spent>) -> Self {
        let spent = past.into_iter();
        Self {
            spent: spent.map(|it| ((it.service, it.day), it.count)).collect(),
        }
    }

    /// How many were asked for on the day of `now`.
    pub(crate) fn spent(&self, service: &ServiceId, now: Timestamp) -> u32 {
        let key = (service.clone(), Day::of(now));
        self.spent.get(&key).copied().unwrap_or(0)
    }

    /// One more is asked for.
    pub(crate) fn spend(&mut self, service: &ServiceId, now: Timestamp) {
        let today = Day::of(now);
        self.spent
            .retain(|(_, day), _| day.0.abs_diff(today.0) <= 1);
        let count = self.spent.entry((service.clone(), today)).or_insert(0);
        *count = count.saturating_add(1);
    }

    /// One that was counted on `day` was not asked for after all.
    pub(crate) fn give_back(&mut self, service: &ServiceId, day: Day) {
        if let Some(count) = self.spent.get_mut(&(service.clone(), day)) {
            *count = count.saturating_sub(1);
        }
    }

    /// When everybody may ask again.
    pub(crate) const fn renewed_at(now: Timestamp) -> Timestamp {
        Day::of(now).next().begins()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap()
    }

    #[test]
    fn a_day_begins_at_midnight_in_utc() {
        let late = at("2026-11-22T23:59:59.999Z");
        let midnight = at("2026-11-23T00:00:00Z");
        assert_eq!(Budget::renewed_at(late), midnight);
        assert_eq!(Day::of(midnight).begins(), midnight);
        assert!(Day::of(late) < Day::of(midnight));
        assert_eq!(Day::of(Timestamp::from_millis(-1)).number(), -1);
    }

    #[test]
    fn every_service_and_day_is_counted_for_itself() {
        let (one, two) = (ServiceId::new("one"), ServiceId::new("two"));
        let (today, tomorrow) = (at("2026-11-22T12:00:00Z"), at("2026-11-23T00:00:01Z"));
        let mut budget = Budget::default();
        budget.spend(&one, today);
        budget.spend(&one, today);
        assert_eq!(budget.spent(&one, today), 2);
        assert_eq!(budget.spent(&two, today), 0);
        assert_eq!(budget.spent(&one, tomorrow), 0);
        budget.give_back(&one, Day::of(today));
        budget.give_back(&two, Day::of(today));
        assert_eq!(budget.spent(&one, today), 1);
    }

    #[test]
    fn a_clock_set_back_gives_nothing_twice() {
        let one = ServiceId::new("one");
        let (today, yesterday) = (at("2026-11-22T00:00:01Z"), at("2026-11-21T23:59:59Z"));
        let past = Spent {
            service: one.clone(),
            day: Day::of(yesterday),
            count: 200,
        };
        let mut budget = Budget::remembering(vec![past]);
        budget.spend(&one, today);
        assert_eq!(budget.spent(&one, yesterday), 200);
        budget.spend(&one, yesterday);
        assert_eq!(budget.spent(&one, today), 1);
        let years_later = at("2040-01-01T00:00:00Z");
        budget.spend(&one, years_later);
        assert_eq!(
            budget.spent(&one, today),
            0,
            "what is long over is forgotten"
        );
    }
}
