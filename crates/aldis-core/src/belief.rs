//! How strongly the looks so far speak against one surface of a service.
//!
//! A simple, honest rule over the last ten minutes, with the persistence and hold of DETECTOR.md
//! §A2: three failing looks that span forty seconds and outweigh the good ones. The Bayesian filter
//! takes this file's place.

use std::collections::VecDeque;
use std::time::Duration;

use crate::evidence::Outcome;
use crate::pace::Tempo;
use crate::snapshot::Tally;
use crate::time::Timestamp;

/// How far back looks count.
const WINDOW: Duration = Duration::from_secs(600);
/// Failures between the first and the last of which less time lies are one event, not several.
const PERSISTENCE: Duration = Duration::from_secs(40);
/// The same where every failure was in reaching it while another surface of the vendor answers.
const PERSISTENCE_CONNECTION_ONLY: Duration = Duration::from_secs(120);
/// How many failing looks it takes.
const FAILURES: usize = 3;
/// How many are enough when the vendor reports an outage, too, and how much time they span then.
const FAILURES_WHEN_REPORTED: usize = 2;
const PERSISTENCE_WHEN_REPORTED: Duration = Duration::from_secs(15);
/// Share of failing looks (with one good and one bad added) above which failures outweigh.
const FAILING_SHARE: f64 = 0.4;
/// The same, above which the surface is out rather than unreliable.
const OUT_SHARE: f64 = 0.6;
/// So many good looks in a row end an episode: what failed before has nothing to do with what fails
/// later. As many as a confirm burst has, so that one that finds nothing leaves no trace.
const GOOD_ENDS_EPISODE: u32 = 5;
/// How long it must have answered well before it is called back: a quarter of the outage, within:
const HOLD: (Duration, Duration) = (Duration::from_secs(120), Duration::from_secs(600));

/// What we think of one surface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opinion {
    /// Nothing has been seen lately that counts.
    Blank,
    /// It answers.
    Works,
    /// It failed twice or more; not sure yet.
    Suspect,
    /// It fails so often that it is unreliable: sure.
    Unreliable,
    /// It is out: sure.
    Out,
    /// It was out and answers again; not for long enough yet.
    Recovering,
}

/// What came in about one surface.
#[derive(Clone, Debug, Default)]
pub struct Belief {
    looks: VecDeque<Look>,
    episode: Option<Episode>,
    good_since: Option<Timestamp>,
    failed_at: Option<Timestamp>,
    counted_at: Option<Timestamp>,
}

#[derive(Clone, Copy, Debug)]
struct Look {
    at: Timestamp,
    failed: bool,
    connection_level: bool,
}

/// A stretch of failures that belong together, from the first one until it is over.
#[derive(Clone, Debug)]
pub struct Episode {
    /// The first failing look.
    pub since: Timestamp,
    /// How that one failed; `None` where it was before a restart.
    pub first: Option<Outcome>,
    /// The last failing look, and how it failed.
    pub last: Option<(Timestamp, Outcome)>,
    /// Good and all looks that counted.
    pub requests: Tally,
    /// All looks, those that say nothing included.
    pub looks: u32,
    called: Option<Called>,
}

/// What an episode was found to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Called {
    Unreliable,
    Out,
}

/// What else bears on one surface.
#[derive(Clone, Copy, Debug)]
pub struct Beside {
    /// The vendor reports an outage of it.
    pub reported: bool,
    /// Another surface of the same service answers.
    pub sibling_answers: bool,
    /// A look that ended before this is no evidence any more.
    pub fresh_from: Timestamp,
}

impl Belief {
    /// A surface that was called out (or unreliable) before a restart, and was last seen then.
    pub fn remembering(since: Timestamp, seen: Timestamp, out: bool) -> Self {
        let called = if out { Called::Out } else { Called::Unreliable };
        Self {
            failed_at: Some(seen),
            episode: Some(Episode {
                called: Some(called),
                ..Episode::since(since, None)
            }),
            ..Self::default()
        }
    }

    /// A look that worked.
    pub fn worked(&mut self, at: Timestamp) {
        self.good_since.get_or_insert(at);
        self.count(Look {
            at,
            failed: false,
            connection_level: false,
        });
        if !self.in_alarm() && self.good_in_a_row() >= GOOD_ENDS_EPISODE {
            self.looks.drain(..self.looks.len() - 1);
            self.episode = None;
        }
    }

    /// A look that failed while our own network was proven fine.
    pub fn failed(&mut self, at: Timestamp, outcome: &Outcome) {
        self.good_since = None;
        self.failed_at = Some(at);
        let episode = self
            .episode
            .get_or_insert_with(|| Episode::since(at, Some(outcome.clone())));
        episode.last = Some((at, outcome.clone()));
        let connection_level = outcome.status().is_none();
        self.count(Look {
            at,
            failed: true,
            connection_level,
        });
    }

    /// A look that says nothing either way.
    pub fn neutral(&mut self) {
        if let Some(episode) = &mut self.episode {
            episode.looks = episode.looks.saturating_add(1);
        }
    }

    fn count(&mut self, look: Look) {
        self.counted_at = Some(look.at);
        self.looks.push_back(look);
        if let Some(episode) = &mut self.episode {
            episode.looks = episode.looks.saturating_add(1);
            episode.requests.all = episode.requests.all.saturating_add(1);
            episode.requests.good += u32::from(!look.failed);
        }
    }

    /// Nobody looked for a long while: what was found stands, to be verified; what was only
    /// suspected is dropped.
    pub fn lapse(&mut self) {
        self.looks.clear();
        self.good_since = None;
        self.episode.take_if(|episode| episode.called.is_none());
    }

    /// Drops what was found: somebody better placed says it is over.
    pub fn forgive(&mut self) {
        self.lapse();
        self.episode = None;
    }

    /// What is failing, or was until a moment ago.
    pub const fn episode(&self) -> Option<&Episode> {
        self.episode.as_ref()
    }

    /// The last failing look ever.
    pub const fn failed_at(&self) -> Option<Timestamp> {
        self.failed_at
    }

    /// First look of the good streak that is going on.
    pub const fn good_since(&self) -> Option<Timestamp> {
        self.good_since
    }

    /// The last look that counted.
    pub const fn counted_at(&self) -> Option<Timestamp> {
        self.counted_at
    }

    /// Good looks in a row at the end.
    pub fn good_in_a_row(&self) -> u32 {
        narrow(
            self.looks
                .iter()
                .rev()
                .take_while(|look| !look.failed)
                .count(),
        )
    }

    /// Whether it was called out or unreliable, and not yet called back.
    pub fn in_alarm(&self) -> bool {
        self.called().is_some()
    }

    /// Whether it was called out, not only unreliable, and not yet called back.
    pub fn is_out(&self) -> bool {
        self.called() == Some(Called::Out)
    }

    fn called(&self) -> Option<Called> {
        self.episode.as_ref()?.called
    }

    /// Weighs what came in; the one place where a surface is called out or back.
    pub fn weigh(&mut self, beside: Beside, now: Timestamp, tempo: Tempo) -> Opinion {
        let from = now - tempo.of(WINDOW);
        while self.looks.front().is_some_and(|oldest| oldest.at < from) {
            self.looks.pop_front();
        }
        if self.looks.is_empty() {
            self.good_since = None;
        }
        let Some(last) = self
            .looks
            .back()
            .copied()
            .filter(|last| last.at >= beside.fresh_from)
        else {
            self.episode.take_if(|episode| episode.called.is_none());
            return Opinion::Blank;
        };
        if self.in_alarm() {
            return self.weigh_alarm(last, tempo);
        }
        if last.failed && self.is_confirmed(beside, tempo) {
            return self.call();
        }
        let suspect = self.failures() >= 2 && self.outweighs() && self.good_in_a_row() < 2;
        let never_seen_well = last.failed && self.looks.len() == 1;
        if suspect || never_seen_well {
            Opinion::Suspect
        } else {
            Opinion::Works
        }
    }

    fn weigh_alarm(&mut self, last: Look, tempo: Tempo) -> Opinion {
        if self.has_recovered(last, tempo) {
            self.episode = None;
            self.looks.retain(|look| !look.failed);
            Opinion::Works
        } else if last.failed {
            self.call()
        } else {
            Opinion::Recovering
        }
    }

    /// Once out, it stays out until it is back.
    fn call(&mut self) -> Opinion {
        let out = self.is_out() || self.share() > OUT_SHARE;
        let called = if out { Called::Out } else { Called::Unreliable };
        if let Some(episode) = &mut self.episode {
            episode.called = Some(called);
        }
        match called {
            Called::Out => Opinion::Out,
            Called::Unreliable => Opinion::Unreliable,
        }
    }

    fn is_confirmed(&self, beside: Beside, tempo: Tempo) -> bool {
        let mut failing = self.looks.iter().filter(|look| look.failed);
        let Some(first) = failing.next() else {
            return false;
        };
        let last = failing.next_back().unwrap_or(first);
        let connection_only = || {
            let mut failing = self.looks.iter().filter(|look| look.failed);
            failing.all(|look| look.connection_level)
        };
        let (needed, span) = if beside.reported {
            (FAILURES_WHEN_REPORTED, PERSISTENCE_WHEN_REPORTED)
        } else if beside.sibling_answers && connection_only() {
            (FAILURES, PERSISTENCE_CONNECTION_ONLY)
        } else {
            (FAILURES, PERSISTENCE)
        };
        self.failures() >= needed && last.at.since(first.at) >= tempo.of(span) && self.outweighs()
    }

    /// Two good looks, and nothing but good ones for the hold: since the last failure where that
    /// was watched, since the first good look where nobody looked in between.
    fn has_recovered(&self, last: Look, tempo: Tempo) -> bool {
        let Some(episode) = &self.episode else {
            return true;
        };
        let age = episode
            .last
            .as_ref()
            .map_or(Duration::ZERO, |(at, _)| at.since(episode.since));
        let hold = (age / 4).clamp(tempo.of(HOLD.0), tempo.of(HOLD.1));
        let watched_failure = self.looks.iter().rev().find(|look| look.failed);
        let from = watched_failure.map(|look| look.at).or(self.good_since);
        self.good_in_a_row() >= 2 && from.is_some_and(|from| last.at.since(from) >= hold)
    }

    fn failures(&self) -> usize {
        self.looks.iter().filter(|look| look.failed).count()
    }

    /// Share of failing looks since the first one in the window, one good and one bad added.
    fn share(&self) -> f64 {
        let since = self.looks.iter().skip_while(|look| !look.failed);
        let (failed, all) = since.fold((0_u32, 0_u32), |(failed, all), look| {
            (failed + u32::from(look.failed), all + 1)
        });
        (f64::from(failed) + 1.0) / (f64::from(all) + 2.0)
    }

    fn outweighs(&self) -> bool {
        self.failures() > 0 && self.share() >= FAILING_SHARE
    }
}

impl Episode {
    const fn since(since: Timestamp, first: Option<Outcome>) -> Self {
        Self {
            since,
            first,
            last: None,
            requests: Tally { good: 0, all: 0 },
            looks: 0,
            called: None,
        }
    }
}

fn narrow(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BAD: Outcome = Outcome::Answered { status: 503 };
    const CUT: Outcome = Outcome::Refused;

    const NOTHING_BESIDE: Beside = Beside {
        reported: false,
        sibling_answers: false,
        fresh_from: Timestamp::from_millis(0),
    };

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_millis(seconds * 1_000)
    }

    /// `x` is a failing look, `.` a good one, one every `step` seconds; returns the last opinion.
    fn after(looks: &str, step: i64, outcome: &Outcome, beside: Beside) -> Opinion {
        let mut belief = Belief::default();
        let mut opinion = Opinion::Blank;
        for (index, look) in (0..).zip(looks.chars()) {
            let now = at(index * step);
            if look == 'x' {
                belief.failed(now, outcome);
            } else {
                belief.worked(now);
            }
            opinion = belief.weigh(beside, now, Tempo::REAL);
        }
        opinion
    }

    #[test]
    fn one_bad_answer_is_not_an_outage() {
        assert_eq!(after("..x", 15, &BAD, NOTHING_BESIDE), Opinion::Works);
        assert_eq!(after("..x.", 15, &BAD, NOTHING_BESIDE), Opinion::Works);
    }

    #[test]
    fn failing_on_and_on_becomes_a_suspicion_and_then_an_outage() {
        assert_eq!(after("..xx", 15, &BAD, NOTHING_BESIDE), Opinion::Suspect);
        assert_eq!(after("..xxxx", 15, &BAD, NOTHING_BESIDE), Opinion::Out);
    }

    #[test]
    fn many_failures_within_a_moment_are_one_event() {
        assert_eq!(after("xxxxxxxx", 1, &BAD, NOTHING_BESIDE), Opinion::Suspect);
    }

    #[test]
    fn a_report_of_the_vendor_makes_us_sure_sooner() {
        let reported = Beside {
            reported: true,
            ..NOTHING_BESIDE
        };
        assert_eq!(after("..xx", 15, &BAD, reported), Opinion::Out);
    }

    #[test]
    fn a_path_that_fails_while_another_surface_answers_needs_longer() {
        let beside = Beside {
            sibling_answers: true,
            ..NOTHING_BESIDE
        };
        assert_eq!(after("xxxxx", 15, &CUT, beside), Opinion::Suspect);
        assert_eq!(after("xxxxx", 15, &BAD, beside), Opinion::Out);
        assert_eq!(after("xxxxxxxxx", 15, &CUT, beside), Opinion::Out);
    }

    #[test]
    fn every_second_answer_bad_is_unreliable_and_not_out() {
        assert_eq!(
            after("x.x.x", 15, &BAD, NOTHING_BESIDE),
            Opinion::Unreliable
        );
    }

    #[test]
    fn a_blip_that_is_over_does_not_delay_the_next_suspicion() {
        assert_eq!(
            after("x.......xx", 15, &BAD, NOTHING_BESIDE),
            Opinion::Suspect
        );
        assert_eq!(
            after("x.......xxxx", 15, &BAD, NOTHING_BESIDE),
            Opinion::Out
        );
    }

    #[test]
    fn it_is_back_only_after_the_hold() {
        assert_eq!(
            after("xxxx..", 15, &BAD, NOTHING_BESIDE),
            Opinion::Recovering
        );
        assert_eq!(
            after("xxxx........", 15, &BAD, NOTHING_BESIDE),
            Opinion::Works
        );
        assert_eq!(after("xxxx...x", 15, &BAD, NOTHING_BESIDE), Opinion::Out);
    }
}
