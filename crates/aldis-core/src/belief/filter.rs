//! Three hypotheses about one surface (it works, it is degraded, it is out) and how sure we are of
//! each: how time and evidence move them. What follows from them is in [`super`].

use std::time::Duration;

use crate::likelihood::Likelihood;
use crate::time::Timestamp;

/// How sure we are of each hypothesis. Finite, none negative, sum one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Filter {
    up: f64,
    degraded: f64,
    out: f64,
}

/// Per second: one incident in 60 h (229 live OpenAI incidents in 18 months: one in 57 h).
const BREAKS: f64 = 1.0 / (60.0 * 3_600.0);
/// Of those, the share that is only degraded at first.
const BREAKS_DEGRADED: f64 = 0.8;
/// Per second: back in an hour (true impact: median 44 min, p90 302).
const MENDS: f64 = 1.0 / 3_600.0;
/// Per second: degraded becomes out, and out degraded.
const SHIFTS: f64 = 1.0 / 1_800.0;
/// How much likelier a service breaks while a cloud or CDN that it stands on is out.
const UPSTREAM_OUT: f64 = 20.0;
/// No hypothesis is ever ruled out for good.
const FLOOR: f64 = 1e-12;

impl Filter {
    /// Before anything was seen.
    pub const PRIOR: Self = Self {
        up: 0.985,
        degraded: 0.012,
        out: 0.003,
    };
    /// Found out before a restart, and to be verified.
    pub const REMEMBERED_OUT: Self = Self {
        up: 0.005,
        degraded: 0.095,
        out: 0.9,
    };
    /// Found unreliable before a restart, and to be verified.
    pub const REMEMBERED_DEGRADED: Self = Self {
        up: 0.005,
        degraded: 0.9,
        out: 0.095,
    };

    /// How sure we are that something is wrong.
    pub fn bad(self) -> f64 {
        self.degraded + self.out
    }

    /// If something is wrong, how sure we are that it is out and not only degraded.
    pub fn out_share(self) -> f64 {
        self.out / self.bad()
    }

    /// After `elapsed` in which nothing was seen: the exact solution of the three rates, so that
    /// many short waits and one long one come to the same.
    #[must_use]
    pub fn aged(self, elapsed: Duration, onset: f64) -> Self {
        let seconds = elapsed.as_secs_f64();
        let breaks = BREAKS * onset;
        let settle = breaks + MENDS;
        let relax = MENDS + 2.0 * SHIFTS;
        let steady_up = MENDS / settle;
        let (fading, relaxing) = ((-settle * seconds).exp(), (-relax * seconds).exp());
        let up = steady_up + (self.up - steady_up) * fading;
        let lean = (2.0 * BREAKS_DEGRADED - 1.0) * breaks;
        let fed = steady_up * (1.0 - relaxing) / relax
            + (self.up - steady_up) * (fading - relaxing) / (relax - settle);
        let difference = (self.degraded - self.out) * relaxing + lean * fed;
        Self {
            up,
            degraded: (1.0 - up + difference) / 2.0,
            out: (1.0 - up - difference) / 2.0,
        }
        .normalised()
    }

    /// After something was seen; `weight` below one for what repeats what was seen a moment ago.
    #[must_use]
    pub fn seen(self, likelihood: Likelihood, weight: f64) -> Self {
        Self {
            up: self.up * likelihood.up.powf(weight),
            degraded: self.degraded * likelihood.degraded.powf(weight),
            out: self.out * likelihood.out.powf(weight),
        }
        .normalised()
    }

    /// How much the odds that something is wrong grew on the way to `after`, in nats.
    pub fn moved_to(self, after: Self) -> f64 {
        let log_odds = |it: Self| (it.bad() / it.up).ln();
        log_odds(after) - log_odds(self)
    }

    fn normalised(self) -> Self {
        let [up, degraded, out] = [self.up, self.degraded, self.out].map(|p| p.max(FLOOR));
        let sum = up + degraded + out;
        Self {
            up: up / sum,
            degraded: degraded / sum,
            out: out / sum,
        }
    }
}

/// How much likelier than on average something breaks at `at`: 73 % of OpenAI's and 68 % of
/// Anthropic's incidents begin on a weekday between 6 and 18 Pacific time (DETECTOR.md §D). Standard
/// time all the year: an hour's error at the edges of twelve moves nothing.
pub(super) fn onset(at: Timestamp, upstream_out: bool) -> f64 {
    let by_hour = if is_busy(at) { 2.0 } else { 0.4 };
    if upstream_out {
        by_hour * UPSTREAM_OUT
    } else {
        by_hour
    }
}

/// Whether it is a weekday between 6 and 18 Pacific time.
pub fn is_busy(at: Timestamp) -> bool {
    const HOUR: i64 = 3_600_000;
    let pacific_hours = (at.as_millis() - 8 * HOUR).div_euclid(HOUR);
    let hour = pacific_hours.rem_euclid(24);
    // The epoch was a Thursday: day 0 is number 3 of the week that begins on Monday.
    let weekday = (pacific_hours.div_euclid(24) + 3).rem_euclid(7);
    weekday < 5 && (6..18).contains(&hour)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::likelihood::{Known, Sign};

    const SIGNS: [Sign; 6] = [
        Sign::CompletionFails,
        Sign::CompletionWorks,
        Sign::EdgeFails,
        Sign::EdgeWorks,
        Sign::Limited,
        Sign::Forbidden,
    ];

    fn close(one: Filter, other: Filter) -> bool {
        let near = |a: f64, b: f64| (a - b).abs() < 1e-9;
        near(one.up, other.up) && near(one.degraded, other.degraded) && near(one.out, other.out)
    }

    #[test]
    fn many_short_waits_are_one_long_wait() {
        let known = Known {
            usual: 0.0,
            lately: 0.0,
            loss: 0.0,
        };
        let shaken = Filter::PRIOR.seen(Sign::EdgeFails.likelihood(known), 1.0);
        let stepwise = (0..100).fold(shaken, |it, _| it.aged(Duration::from_secs(7), 1.0));
        assert!(close(stepwise, shaken.aged(Duration::from_secs(700), 1.0)));
    }

    #[test]
    fn after_a_day_of_silence_only_the_rates_are_left() {
        let day = Duration::from_secs(86_400);
        let forgotten = Filter::REMEMBERED_OUT.aged(day, 1.0);
        assert!(close(forgotten, Filter::PRIOR.aged(day, 1.0)));
        assert!((forgotten.bad() - 1.0 / 61.0).abs() < 1e-6);
    }

    #[test]
    fn most_things_break_on_a_working_day_in_california() {
        let at = |text| onset(Timestamp::parse(text).unwrap(), false);
        assert_eq!(at("2026-03-02T18:00:00Z"), 2.0, "Monday at ten");
        assert_eq!(at("2026-03-03T01:59:00Z"), 2.0, "Monday, a minute to six");
        assert_eq!(at("2026-03-03T02:00:00Z"), 0.4, "Monday evening");
        assert_eq!(at("2026-03-07T18:00:00Z"), 0.4, "Saturday");
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { cases: 1_024, failure_persistence: None, ..proptest::prelude::ProptestConfig::default() })]

        #[test]
        fn whatever_is_seen_and_however_long_nothing_is_it_stays_a_distribution(
            seen in proptest::collection::vec(
                (0_usize..6, 0.0..=1.0_f64, 0.0..=1.0_f64, 0.0..=1.0_f64, 0.0..=1.0_f64, 0_u64..4_000_000),
                1..60,
            ),
            upstream_out in proptest::bool::ANY,
        ) {
            let mut filter = Filter::PRIOR;
            let mut now = Timestamp::from_millis(1_772_442_000_000);
            for (sign, usual, lately, loss, weight, wait) in seen {
                let wait = Duration::from_millis(wait);
                now = now + wait;
                filter = filter.aged(wait, onset(now, upstream_out));
                let likelihood = SIGNS[sign].likelihood(Known { usual, lately, loss });
                filter = filter.seen(likelihood, weight);
                let all = [filter.up, filter.degraded, filter.out];
                proptest::prop_assert!(all.iter().all(|p| p.is_finite() && *p > 0.0), "{filter:?}");
                proptest::prop_assert!((all.iter().sum::<f64>() - 1.0).abs() < 1e-9, "{filter:?}");
            }
        }

        #[test]
        fn what_is_seen_in_one_moment_may_be_seen_in_any_order(
            seen in proptest::collection::vec((0_usize..6, 0.0..=1.0_f64), 2..12),
        ) {
            let known = Known { usual: 0.005, lately: 0.0, loss: 0.003 };
            let weigh = |filter: Filter, (sign, weight): &(usize, f64)| {
                filter.seen(SIGNS[*sign].likelihood(known), *weight)
            };
            let forwards = seen.iter().fold(Filter::PRIOR, weigh);
            let backwards = seen.iter().rev().fold(Filter::PRIOR, weigh);
            proptest::prop_assert!((forwards.bad() - backwards.bad()).abs() < 1e-6);
        }
    }
}
