//! Sums scores up over laptop-months, each figure with the interval a bootstrap over the months gives.

use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use super::{Class, Month, OutageScore};
use crate::simulate::Source;

/// How often the months are drawn anew.
const DRAWS: usize = 1_000;
/// Days in a laptop-month.
const MONTH_DAYS: f64 = 30.0;

/// A figure with its 95 % bootstrap interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// As measured.
    pub value: f64,
    /// 2.5 % of the draws lie below.
    pub low: f64,
    /// 2.5 % of the draws lie above.
    pub high: f64,
}

/// How many of how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// Good ones.
    pub part: usize,
    /// All.
    pub all: usize,
}

impl Share {
    /// As a number; `None` of nothing.
    pub fn value(self) -> Option<f64> {
        (self.all > 0).then(|| count(self.part) / count(self.all))
    }
}

/// Where the middle and the far end of some values lie.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// Half of them are below.
    pub median: f64,
    /// Nine of ten are below.
    pub p90: f64,
}

/// The scorecard of one rule.
#[derive(Clone, Debug)]
pub struct Card<'m> {
    months: Vec<&'m Month>,
}

impl<'m> Card<'m> {
    /// Over these months.
    pub fn of(months: impl IntoIterator<Item = &'m Month>) -> Self {
        Self {
            months: months.into_iter().collect(),
        }
    }

    fn outages(&self, class: Option<Class>) -> impl Iterator<Item = &'m OutageScore> + '_ {
        let all = self.months.iter().flat_map(|month| &month.outages);
        all.filter(move |it| class.is_none_or(|class| class == it.class))
    }

    /// Outages seen before their end, of all that could be.
    pub fn detected(&self, class: Option<Class>) -> Share {
        Share {
            part: self.outages(class).filter(|it| it.delay.is_some()).count(),
            all: self.outages(class).count(),
        }
    }

    /// Outages that looks of our own saw before the page told of them, of all that were detected.
    pub fn by_ourselves(&self) -> Share {
        let first_by = || self.outages(None).filter_map(|it| it.source);
        Share {
            part: first_by().filter(|it| *it == Source::Local).count(),
            all: first_by().count(),
        }
    }

    /// Outages that the false alarms alone would have detected, had they come in other weeks.
    pub fn by_chance(&self) -> Share {
        let months = self.months.iter();
        months.fold(Share { part: 0, all: 0 }, |sum, month| Share {
            part: sum.part + month.by_chance.part,
            all: sum.all + month.by_chance.all,
        })
    }

    /// Every delay of detection, in seconds, shortest first.
    pub fn delays(&self, class: Option<Class>) -> Vec<f64> {
        sorted(self.outages(class).filter_map(|it| it.delay))
    }

    /// Delay of detection, in minutes.
    pub fn delay(&self, class: Option<Class>) -> Option<Spread> {
        let delays = self.delays(class);
        Some(Spread {
            median: quantile(&delays, 0.5)? / 60.0,
            p90: quantile(&delays, 0.9)? / 60.0,
        })
    }

    /// False alarms in a laptop-month.
    pub fn false_alarms(&self) -> f64 {
        let all = self.months.iter().map(|it| count(it.false_alarms.len()));
        all.sum::<f64>() / self.days().max(f64::MIN_POSITIVE) * MONTH_DAYS
    }

    /// How long a false alarm stood, in minutes.
    pub fn mistake(&self) -> Option<f64> {
        let all = self.months.iter().flat_map(|it| &it.false_alarms);
        Some(quantile(&sorted(all.map(|it| it.seconds)), 0.5)? / 60.0)
    }

    /// False alarms by what of our own went wrong then, most frequent first.
    pub fn causes(&self) -> Vec<(&'static str, usize)> {
        let mut causes = std::collections::BTreeMap::new();
        for alarm in self.months.iter().flat_map(|it| &it.false_alarms) {
            let cause = match (alarm.source, alarm.cause) {
                (Source::Official, _) => "the page",
                (Source::Local, Some(kind)) => kind.word(),
                (Source::Local, None) => "chance",
            };
            *causes.entry(cause).or_insert(0) += 1;
        }
        let mut causes: Vec<_> = causes.into_iter().collect();
        causes.sort_by_key(|(_, times)| std::cmp::Reverse(*times));
        causes
    }

    /// Alarms that blamed the vendor while nobody could be reached.
    pub fn wrong_blame(&self) -> usize {
        self.months.iter().map(|it| it.wrong_blame).sum()
    }

    /// How often a detected outage was cleared and raised again.
    pub fn flaps(&self) -> Option<f64> {
        let detected = self.outages(None).filter(|it| it.delay.is_some());
        let flaps: Vec<f64> = detected.map(|it| count(it.flaps)).collect();
        (!flaps.is_empty()).then(|| flaps.iter().sum::<f64>() / count(flaps.len()))
    }

    /// Minutes from the end of an outage to the all-clear, in the median over those that were cleared no
    /// sooner.
    pub fn clear_lag(&self) -> Option<f64> {
        let lags = self.outages(None).filter_map(|it| it.clear_lag);
        let lags = lags.filter(|lag| *lag >= 0.0);
        Some(quantile(&sorted(lags), 0.5)? / 60.0)
    }

    /// Outages cleared more than five minutes before their end.
    pub fn cleared_too_soon(&self) -> Share {
        let cleared = || self.outages(None).filter(|it| it.clear_lag.is_some());
        Share {
            part: cleared().filter(|it| it.cleared_too_soon()).count(),
            all: cleared().count(),
        }
    }

    /// Requests to the vendor a day.
    pub fn requests(&self) -> f64 {
        self.per_day(|it| it.requests.to_vendor())
    }

    /// Some kind of request, a day.
    pub fn per_day(&self, of: impl Fn(&Month) -> u64) -> f64 {
        #[expect(
            clippy::cast_precision_loss,
            reason = "nobody sends 2^52 requests in a month"
        )]
        let all = self.months.iter().map(|it| of(it) as f64);
        all.sum::<f64>() / self.days().max(f64::MIN_POSITIVE)
    }

    fn days(&self) -> f64 {
        self.months.iter().map(|it| it.days).sum()
    }

    /// A figure of this card with its bootstrap interval over the months.
    pub fn interval(&self, figure: impl Fn(&Self) -> Option<f64>) -> Option<Interval> {
        Self::paired([self], |[card]| figure(card))
    }

    /// A figure of two cards of the same worlds, drawn together.
    pub fn difference(
        &self,
        other: &Self,
        figure: impl Fn(&Self) -> Option<f64>,
    ) -> Option<Interval> {
        Self::paired([self, other], |[one, other]| {
            Some(figure(one)? - figure(other)?)
        })
    }

    fn paired<const N: usize>(
        cards: [&Self; N],
        figure: impl Fn([&Self; N]) -> Option<f64>,
    ) -> Option<Interval> {
        let value = figure(cards)?;
        let months = cards.iter().map(|it| it.months.len()).min()?;
        let mut dice = ChaCha8Rng::seed_from_u64(1);
        let mut draws = Vec::with_capacity(DRAWS);
        for _ in 0..DRAWS {
            let drawn: Vec<usize> = (0..months).map(|_| dice.random_range(0..months)).collect();
            let drawn = cards.map(|card| Self {
                months: drawn.iter().map(|&index| card.months[index]).collect(),
            });
            draws.extend(figure(drawn.each_ref()));
        }
        let draws = sorted(draws.into_iter());
        Some(Interval {
            value,
            low: quantile(&draws, 0.025)?,
            high: quantile(&draws, 0.975)?,
        })
    }
}

fn sorted(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values
}

/// The value below which `share` of the sorted values lie, straight in between.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a place in a list is neither negative nor beyond its end"
)]
pub(super) fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let place = share * count(last);
    let (below, above) = (place.floor() as usize, place.ceil() as usize);
    let (low, high) = (sorted.get(below)?, sorted.get(above)?);
    Some(low + (high - low) * (place - place.floor()))
}

#[expect(clippy::cast_precision_loss, reason = "counts of a bench are small")]
const fn count(of: usize) -> f64 {
    of as f64
}
