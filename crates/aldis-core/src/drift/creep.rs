//! Failures that became frequent: an hour of looks in stretches of five minutes, and how sure we are
//! that more of them fail than should.

use std::collections::VecDeque;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::Glance;
use crate::pace::Tempo;
use crate::snapshot::Tally;
use crate::time::Timestamp;

/// Looks are counted by stretches of this length, for an hour.
const STRETCH: Duration = Duration::from_secs(300);
const STRETCHES: u32 = 12;
/// A share of failures above this is more than a hiccup (DETECTOR.md §A2), if the true share is surely
/// above the second figure, and both above twice the usual. Nine in ten, as there, is not sure: three
/// surfaces have a thousand hours in a month, and each is judged anew with every look.
const SHARE: f64 = 0.05;
const SURELY: f64 = 0.02;
const DOUBT: f64 = 0.001;
/// Failures close together are one event, and `crate::belief` weighs it: it takes so many, in so many
/// stretches.
const FAILURES: u32 = 4;
const APART: usize = 4;
/// More looks than anybody makes in an hour.
const MOST: u64 = 100_000;
/// So many good looks in a row, half an hour of them, and it is over.
const GOOD: u32 = 10;
const GOOD_FOR: u32 = 6;

/// The looks of the last hour.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Creep {
    stretches: VecDeque<Stretch>,
    risen: Option<Timestamp>,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stretch {
    from: Timestamp,
    looks: Tally,
}

impl Creep {
    pub(super) fn saw(&mut self, glance: Glance, tempo: Tempo) {
        let (at, length) = (glance.at, tempo.of(STRETCH));
        while (self.stretches.front()).is_some_and(|it| at.since(it.from) >= length * STRETCHES) {
            self.stretches.pop_front();
        }
        let open = self.stretches.back().map(|it| it.from);
        if open.is_none_or(|from| at.since(from) >= length) {
            self.stretches.push_back(Stretch {
                from: at,
                looks: Tally::default(),
            });
        }
        if let Some(stretch) = self.stretches.back_mut() {
            stretch.looks.all += 1;
            stretch.looks.good += u32::from(!glance.failed);
        }
        if self.risen.is_none() {
            self.risen = self.rises(glance);
        } else if !self.still_fails(glance, length) {
            *self = Self::default();
        }
    }

    /// The first of the failures, if they are too many and not of one moment.
    fn rises(&self, glance: Glance) -> Option<Timestamp> {
        let mut failing = self.stretches.iter().filter(|it| it.looks.bad() > 0);
        let since = failing.next()?.from;
        let Tally { good, all } = self.hour();
        let failed = all - good;
        let often = share(failed, all) > often(glance);
        let apart = failing.count() + 1 >= APART;
        let at_least = SURELY.max(2.0 * glance.usual) + glance.loss;
        let risen = often && apart && failed >= FAILURES && below(at_least, failed, all) < DOUBT;
        risen.then_some(since)
    }

    fn still_fails(&self, glance: Glance, length: Duration) -> bool {
        let lately = self
            .stretches
            .iter()
            .filter(|it| glance.at.since(it.from) < length * GOOD_FOR)
            .fold(Tally::default(), |sum, it| sum.and(it.looks));
        let Tally { good, all } = self.hour();
        // Where looks are few, the share of an hour without any failure is still above it.
        let quiet = lately.bad() == 0 && lately.good >= GOOD || good == all;
        !quiet && share(all - good, all) > often(glance)
    }

    /// Looks of the last hour, and those among them that did not fail.
    pub(super) fn hour(&self) -> Tally {
        let all = self.stretches.iter();
        all.fold(Tally::default(), |sum, it| sum.and(it.looks))
    }

    pub(super) fn is_sound(&self, now: Timestamp) -> bool {
        let few = self.stretches.len() <= 2 * usize::try_from(STRETCHES).unwrap_or(0);
        let past = |it: &Stretch| it.from <= now && it.looks.good <= it.looks.all;
        let counted = self.stretches.iter().map(|it| u64::from(it.looks.all));
        few && self.stretches.iter().all(past)
            && counted.sum::<u64>() <= MOST
            && self.risen <= Some(now)
    }

    pub(super) const fn risen_since(&self) -> Option<Timestamp> {
        self.risen
    }

    /// Since when failures have come that are nearly too many.
    pub(super) fn leans_since(&self) -> Option<Timestamp> {
        let mut failing = self.stretches.iter().filter(|it| it.looks.bad() > 0);
        let first = failing.next()?.from;
        let nearly = failing.next().is_some() && self.hour().bad() + 1 >= FAILURES;
        self.risen.or(nearly.then_some(first))
    }
}

/// Above which share of failures they are too many here.
fn often(glance: Glance) -> f64 {
    SHARE.max(2.0 * glance.usual) + glance.loss
}

/// The share of failures, one good and one bad look added.
fn share(failed: u32, all: u32) -> f64 {
    (f64::from(failed) + 1.0) / (f64::from(all) + 2.0)
}

/// How likely the true share is below `rate` when `failed` of `all` failed and nothing was known
/// before: the lower tail of Beta(failed + 1, all - failed + 1), as the sum it is for whole numbers.
fn below(rate: f64, failed: u32, all: u32) -> f64 {
    let tries = all + 1;
    let rate = rate.clamp(0.0, 1.0);
    let odds = rate / (1.0 - rate);
    let mut exactly = (1.0 - rate).powi(i32::try_from(tries).unwrap_or(i32::MAX));
    let mut at_most = 0.0;
    for successes in 0..=failed {
        at_most += exactly;
        exactly *= odds * f64::from(tries - successes) / f64::from(successes + 1);
    }
    (1.0 - at_most).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lower_tail_is_that_of_the_beta_distribution() {
        // Beta(1, 1) is flat; Beta(1, 10) has the closed form 1 - (1 - x)^10.
        assert!((below(0.3, 0, 0) - 0.3).abs() < 1e-12);
        assert!((below(0.05, 0, 9) - (1.0 - 0.95_f64.powi(10))).abs() < 1e-12);
        // Beta(5, 36) at 0.02, by the binomial sum worked out apart: P(Bin(40, 0.02) >= 5).
        assert!(
            (below(0.02, 4, 39) - 0.001_175).abs() < 1e-5,
            "{}",
            below(0.02, 4, 39)
        );
        assert!(below(0.02, 40, 40) < 1e-12);
    }

    fn good(at: Timestamp) -> Glance {
        Glance {
            at,
            failed: false,
            took: None,
            line: Some(Duration::from_millis(60)),
            usual: 0.005,
            loss: 0.003,
            calm: true,
        }
    }

    fn hours(every_nth: u32, looks: u32) -> Vec<bool> {
        let mut creep = Creep::default();
        let start = Timestamp::from_millis(1_772_442_000_000);
        let looked = |look: u32| {
            creep.saw(
                Glance {
                    failed: every_nth > 0 && look % every_nth == every_nth - 1,
                    ..good(start + Duration::from_secs(120) * look)
                },
                Tempo::REAL,
            );
            creep.risen_since().is_some()
        };
        (0..looks).map(looked).collect()
    }

    #[test]
    fn what_crept_up_is_over_after_an_hour_without_failures_however_few_looks_that_has() {
        let mut creep = Creep {
            risen: Some(Timestamp::from_millis(1_772_442_000_000)),
            ..Creep::default()
        };
        let mut over = None;
        for look in 0..20 {
            let at = Timestamp::from_millis(1_772_442_000_000) + Duration::from_secs(300) * look;
            creep.saw(
                Glance {
                    failed: look < 2,
                    ..good(at)
                },
                Tempo::REAL,
            );
            over = over.or_else(|| creep.risen_since().is_none().then_some(look));
        }
        assert_eq!(over, Some(13));
    }

    #[test]
    fn what_fails_by_habit_has_to_fail_surely_twice_as_often() {
        let start = Timestamp::from_millis(1_772_442_000_000);
        let found = |usual: f64, every_nth: u32| {
            let mut creep = Creep::default();
            (0..600).any(|look| {
                let glance = Glance {
                    failed: look % every_nth == 0,
                    usual,
                    ..good(start + Duration::from_secs(60) * look)
                };
                creep.saw(glance, Tempo::REAL);
                creep.risen_since().is_some()
            })
        };
        assert!(found(0.005, 9), "one in nine of what hardly ever fails");
        assert!(!found(0.02, 9), "the same of what fails once in fifty");
        assert!(found(0.02, 5));
    }

    #[test]
    fn one_in_fifty_is_no_news_and_one_in_seven_is_within_the_hour() {
        assert!(!hours(50, 600).contains(&true));
        assert!(!hours(30, 600).contains(&true));
        let seventh = hours(7, 60);
        assert!(
            !seventh[..14].contains(&true),
            "three failures are not enough"
        );
        assert!(seventh[30], "after an hour it is called");
    }

    #[test]
    fn what_fails_as_often_as_it_always_did_is_over() {
        let start = Timestamp::from_millis(1_772_442_000_000);
        for nth in [12, 20, 50] {
            let usual = 1.0 / f64::from(nth);
            let mut creep = Creep::default();
            let mut looked = |look: u32| {
                let failed = look.is_multiple_of(if look < 60 { 3 } else { nth });
                let at = start + Duration::from_secs(60) * look;
                creep.saw(
                    Glance {
                        failed,
                        usual,
                        ..good(at)
                    },
                    Tempo::REAL,
                );
                creep.risen_since().is_some()
            };
            let risen: Vec<bool> = (0..200).map(&mut looked).collect();
            assert!(risen[59], "one in {nth}");
            assert!(!risen[199], "one in {nth}");
        }
    }
}
