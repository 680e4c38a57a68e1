//! How much our own link loses and how slow it is: what a failure of others is worth from here. Whether
//! we may judge at all is the gate's.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use super::Culprit;
use crate::time::Timestamp;

/// What the estimate starts from: a loss of 0.3 %, as if it rested on twenty looks.
const PRIOR_FAILS: f64 = 0.06;
const PRIOR_LOOKS: f64 = 20.0;
/// A look counts for a third of its weight after this long.
const MEMORY: Duration = Duration::from_secs(900);
/// A control that failed this often in a row is blocked or broken itself: it says nothing of loss.
const OWN_TROUBLE: u32 = 3;

/// A line found to lose more than this may well lose twice as much, since few controls tell of it: whose
/// failures those are that come now and then cannot be known then. An answer is worth what it always is.
pub const LOSSY: f64 = 0.03;

/// A round this much slower than usual means a link on which failures prove little,
const SLOWER: u32 = 5;
/// (in halves)
const THAN_USUAL: u32 = 2;
/// unless it is still quick.
const QUICK: Duration = Duration::from_millis(100);
/// For how long.
const IMPAIRED_FOR: Duration = Duration::from_secs(120);
/// What is lost at least on such a link.
const IMPAIRED_LOSS: f64 = 0.12;
/// The usual latency is the median of at most this many rounds,
const KEPT: usize = 48;
/// this far apart,
const APART: Duration = Duration::from_secs(1_800);
/// none older than this,
const KEPT_FOR: Duration = Duration::from_secs(24 * 3_600);
/// and at least so many, which are taken at once.
const ENOUGH: usize = 5;

/// How long another way out is held against what was usual before it: slow spells last ten minutes in
/// the median (DETECTOR.md §B2).
const SETTLES: Duration = Duration::from_secs(1_800);

/// How it is at present is the median of so many rounds: one slow round is no slow line.
const LAST: usize = 3;

/// An exponentially forgetting count of control looks and a small sample of a day's latencies.
#[derive(Clone, Debug, Default)]
pub(super) struct Loss {
    looks: f64,
    fails: f64,
    counted_at: Option<Timestamp>,
    failed_in_a_row: BTreeMap<usize, u32>,
    rounds: VecDeque<(Timestamp, Duration)>,
    /// The medians of the last rounds.
    last: VecDeque<Duration>,
    impaired: Option<(Culprit, Timestamp)>,
    /// The usual latency before packets left by another way, and since when they do.
    before: Option<(Duration, Timestamp)>,
}

impl Loss {
    /// The share of looks that get lost on our side.
    pub(super) fn share(&self, now: Timestamp) -> f64 {
        let kept = self.kept(now);
        let share = (PRIOR_FAILS + self.fails * kept) / (PRIOR_LOOKS + self.looks * kept);
        if self.impaired(now).is_some() {
            share.max(IMPAIRED_LOSS)
        } else {
            share
        }
    }

    /// Why failures prove little at present, if something of ours makes them.
    pub(super) fn impaired(&self, now: Timestamp) -> Option<Culprit> {
        let (culprit, until) = self.impaired?;
        (now < until).then_some(culprit)
    }

    /// For a while failures prove little.
    pub(super) fn impair(&mut self, culprit: Culprit, now: Timestamp) {
        self.impaired = Some((culprit, now + IMPAIRED_FOR));
    }

    /// One control has answered well, or not, in a round that something came through.
    pub(super) fn count(&mut self, control: usize, good: bool, now: Timestamp) {
        let in_a_row = self.failed_in_a_row.entry(control).or_default();
        *in_a_row = if good { 0 } else { in_a_row.saturating_add(1) };
        if *in_a_row > OWN_TROUBLE {
            return;
        }
        let kept = self.kept(now);
        self.looks = self.looks * kept + 1.0;
        self.fails = self.fails * kept + if good { 0.0 } else { 1.0 };
        self.counted_at = Some(now);
    }

    /// How long the good controls of a round took.
    pub(super) fn timed(&mut self, mut took: Vec<Duration>, now: Timestamp) {
        let Some(median) = median(&mut took) else {
            return;
        };
        while self
            .rounds
            .front()
            .is_some_and(|(at, _)| now.since(*at) > KEPT_FOR)
        {
            self.rounds.pop_front();
        }
        if self.last.len() >= LAST {
            self.last.pop_front();
        }
        self.last.push_back(median);
        let usual = self.usual(now);
        if usual.is_some_and(|usual| median > QUICK && median * THAN_USUAL > usual * SLOWER) {
            self.impair(Culprit::Slow, now);
        }
        let last = self.rounds.back().map(|(at, _)| *at);
        let due = last.is_none_or(|at| now.since(at) >= APART);
        if due || self.rounds.len() < ENOUGH {
            if self.rounds.len() >= KEPT {
                self.rounds.pop_front();
            }
            self.rounds.push_back((now, median));
        }
    }

    /// Packets leave by another way. Often it is the same line, after a VPN or a moment without Wi-Fi: what
    /// was lost fades as ever, and until this way is known for as long as a slow spell may last, what was
    /// usual on the last one stands.
    pub(super) fn another_way(&mut self, now: Timestamp) {
        let before = self.usual(now);
        *self = Self {
            looks: self.looks,
            fails: self.fails,
            counted_at: self.counted_at,
            before: before.map(|usual| (usual, now)),
            ..Self::default()
        };
    }

    /// The clock was set back to `now`.
    pub(super) fn step_back(&mut self, now: Timestamp) {
        self.counted_at = self.counted_at.map(|at| at.min(now));
        self.impaired = self
            .impaired
            .map(|(culprit, until)| (culprit, until.min(now + IMPAIRED_FOR)));
        for (at, _) in self.rounds.iter_mut() {
            *at = (*at).min(now);
        }
        self.before = self.before.map(|(usual, since)| (usual, since.min(now)));
    }

    /// How long controls take at present.
    pub(super) fn lately(&self) -> Option<Duration> {
        let mut last: Vec<Duration> = self.last.iter().copied().collect();
        median(&mut last)
    }

    fn usual(&self, now: Timestamp) -> Option<Duration> {
        let mut all: Vec<Duration> = self.rounds.iter().map(|(_, took)| *took).collect();
        let here = median(&mut all).filter(|_| all.len() >= ENOUGH);
        let known_lately = |(_, since): &(Duration, Timestamp)| now.since(*since) < SETTLES;
        let before = self.before.filter(known_lately).map(|(usual, _)| usual);
        match (here, before) {
            (Some(here), Some(before)) => Some(here.min(before)),
            (here, before) => here.or(before),
        }
    }

    /// What is left by now of what was counted.
    fn kept(&self, now: Timestamp) -> f64 {
        let age = self.counted_at.map_or(Duration::ZERO, |at| now.since(at));
        (-age.as_secs_f64() / MEMORY.as_secs_f64()).exp()
    }
}

fn median(of: &mut [Duration]) -> Option<Duration> {
    of.sort_unstable();
    of.get(of.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> Timestamp {
        Timestamp::from_millis(1_772_442_000_000) + Duration::from_secs(seconds)
    }

    fn ms(millis: u64) -> Vec<Duration> {
        vec![Duration::from_millis(millis); 3]
    }

    fn close(left: f64, right: f64) -> bool {
        (left - right).abs() < 1e-9
    }

    #[test]
    fn it_is_the_formula_of_the_design_kept_in_two_numbers() {
        let mut loss = Loss::default();
        assert!(close(loss.share(at(0)), 0.06 / 20.0));
        let looks = [(0, true), (300, false), (600, true), (900, true)];
        for (seconds, good) in looks {
            loss.count(0, good, at(seconds));
        }
        let now = 1_200_u64;
        let weight = |seconds: u64| (-((now - seconds) as f64) / 900.0).exp();
        let all: f64 = looks.iter().map(|(seconds, _)| weight(*seconds)).sum();
        let expected = (0.06 + weight(300)) / (20.0 + all);
        assert!(close(loss.share(at(now)), expected), "{expected}");
    }

    #[test]
    fn a_control_that_is_blocked_here_is_not_loss() {
        let mut loss = Loss::default();
        for round in 0..200 {
            for control in 0..3 {
                loss.count(control, control != 0, at(round * 300));
            }
        }
        assert!(loss.share(at(200 * 300)) < 0.01);
    }

    #[test]
    fn a_link_that_loses_a_third_is_seen_as_such_within_minutes() {
        let mut loss = Loss::default();
        for round in 0..40_u64 {
            for control in 0..3_u64 {
                let lost = (round * 3 + control * 7) % 9 < 3;
                loss.count(usize::try_from(control).unwrap(), !lost, at(round * 15));
            }
        }
        let share = loss.share(at(600));
        assert!((0.2..0.4).contains(&share), "{share}");
    }

    #[test]
    fn a_link_that_turns_slow_weakens_failures_for_two_minutes() {
        let mut loss = Loss::default();
        for round in 0..12 {
            loss.timed(ms(80), at(round * 300));
        }
        loss.timed(ms(190), at(3_600));
        assert_eq!(
            loss.impaired(at(3_600)),
            None,
            "slower, but by less than 2.5"
        );
        loss.timed(ms(240), at(3_900));
        assert!(close(loss.share(at(3_901)), 0.12));
        assert!(loss.share(at(3_900 + 120)) < 0.01);
    }

    #[test]
    fn a_slow_spell_is_seen_through_a_change_of_the_way_out_and_a_slower_network_is_got_used_to() {
        let mut loss = Loss::default();
        for round in 0..12 {
            loss.timed(ms(80), at(round * 300));
        }
        for round in 0..3 {
            loss.count(0, false, at(3_300 + round));
        }
        let lost = loss.share(at(3_600));
        loss.another_way(at(3_600));
        assert!(
            close(loss.share(at(3_600)), lost),
            "it may be the same line"
        );
        for round in 0..6 {
            loss.timed(ms(320), at(3_601 + round * 60));
        }
        assert_eq!(loss.impaired(at(3_910)), Some(Culprit::Slow));
        loss.timed(ms(320), at(3_600 + 1_800));
        assert_eq!(loss.impaired(at(3_600 + 1_800)), None);
    }

    #[test]
    fn a_quick_link_that_is_a_little_less_quick_is_not_slow() {
        let mut loss = Loss::default();
        for round in 0..12 {
            loss.timed(ms(8), at(round * 300));
        }
        loss.timed(ms(60), at(3_600));
        assert_eq!(loss.impaired(at(3_600)), None);
    }

    #[test]
    fn a_slow_afternoon_does_not_become_usual_and_memory_stays_small() {
        let mut loss = Loss::default();
        for round in 0..2_000 {
            loss.timed(ms(80), at(round * 300));
        }
        assert!(loss.rounds.len() <= KEPT);
        let evening = 2_000 * 300;
        for round in 0..48 {
            loss.timed(ms(600), at(evening + round * 300));
        }
        assert_eq!(loss.impaired(at(evening + 47 * 300)), Some(Culprit::Slow));
    }
}
