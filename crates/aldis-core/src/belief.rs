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
/// How many are enough when the vendor reports an incident, too.
const FAILURES_WHEN_REPORTED: usize = 2;
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
    /// Nothing has been seen that counts.
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
    alarm: Option<Alarm>,
}

#[derive(Clone, Debug)]
struct Look {
    at: Timestamp,
    failed: bool,
    connection_level: bool,
}

#[derive(Clone, Copy, Debug)]
struct Alarm {
    since: Timestamp,
    out: bool,
}

/// What else bears on one surface.
#[derive(Clone, Copy, Debug, Default)]
pub struct Beside {
    /// The vendor has an open incident on it.
    pub reported: bool,
    /// Another surface of the same service answers.
    pub sibling_answers: bool,
}

impl Belief {
    /// A look that worked.
    pub fn worked(&mut self, at: Timestamp, tempo: Tempo) {
        self.push(
            Look {
                at,
                failed: false,
                connection_level: false,
            },
            tempo,
        );
        if self.alarm.is_none() && self.good_in_a_row() >= GOOD_ENDS_EPISODE {
            self.looks.drain(..self.looks.len() - 1);
        }
    }

    /// A look that failed while our own network was proven fine.
    pub fn failed(&mut self, at: Timestamp, outcome: &Outcome, tempo: Tempo) {
        let connection_level = outcome.status().is_none();
        self.push(
            Look {
                at,
                failed: true,
                connection_level,
            },
            tempo,
        );
    }

    fn push(&mut self, look: Look, tempo: Tempo) {
        let from = look.at - tempo.of(WINDOW);
        self.looks.push_back(look);
        while self.looks.front().is_some_and(|oldest| oldest.at < from) {
            self.looks.pop_front();
        }
    }

    /// First failure that still counts.
    pub fn first_failure(&self) -> Option<Timestamp> {
        self.since_first_failure().next().map(|look| look.at)
    }

    /// Looks since the first failure that still counts: failing ones of all of them.
    pub fn tally(&self) -> Tally {
        let all = self.since_first_failure().count();
        let good = self
            .since_first_failure()
            .filter(|look| !look.failed)
            .count();
        Tally {
            good: narrow(good),
            all: narrow(all),
        }
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

    /// Whether it is called out or unreliable.
    pub const fn in_alarm(&self) -> bool {
        self.alarm.is_some()
    }

    /// Whether it is called out, not only unreliable; also while it recovers.
    pub fn is_out(&self) -> bool {
        self.alarm.is_some_and(|alarm| alarm.out)
    }

    /// Weighs what came in; the one place where a surface is called out or back.
    pub fn weigh(&mut self, beside: Beside, now: Timestamp, tempo: Tempo) -> Opinion {
        if let Some(alarm) = self.alarm {
            if self.has_recovered(alarm, now, tempo) {
                self.alarm = None;
                self.looks.retain(|look| !look.failed);
                return Opinion::Works;
            }
            if self.good_in_a_row() >= 2 {
                return Opinion::Recovering;
            }
            let out = alarm.out || self.share() >= OUT_SHARE;
            self.alarm = Some(Alarm { out, ..alarm });
            return if out {
                Opinion::Out
            } else {
                Opinion::Unreliable
            };
        }
        if self.is_confirmed(beside, tempo) {
            let out = self.share() >= OUT_SHARE;
            let since = self.first_failure().unwrap_or(now);
            self.alarm = Some(Alarm { since, out });
            return if out {
                Opinion::Out
            } else {
                Opinion::Unreliable
            };
        }
        match self.looks.back() {
            None => Opinion::Blank,
            Some(_) if self.failures() >= 2 && self.outweighs() && self.good_in_a_row() < 2 => {
                Opinion::Suspect
            }
            Some(last) if last.failed && self.looks.len() == 1 => Opinion::Suspect,
            Some(_) => Opinion::Works,
        }
    }

    fn is_confirmed(&self, beside: Beside, tempo: Tempo) -> bool {
        let (Some(first), Some(last)) = (
            self.looks.iter().find(|look| look.failed),
            self.looks.iter().rev().find(|look| look.failed),
        ) else {
            return false;
        };
        if self.looks.back().is_some_and(|look| !look.failed) {
            return false;
        }
        let needed = if beside.reported {
            FAILURES_WHEN_REPORTED
        } else {
            FAILURES
        };
        let connection_only = self
            .looks
            .iter()
            .filter(|look| look.failed)
            .all(|look| look.connection_level);
        let span = if connection_only && beside.sibling_answers && !beside.reported {
            PERSISTENCE_CONNECTION_ONLY
        } else if beside.reported {
            Duration::ZERO
        } else {
            PERSISTENCE
        };
        self.failures() >= needed && last.at.since(first.at) >= tempo.of(span) && self.outweighs()
    }

    fn has_recovered(&self, alarm: Alarm, now: Timestamp, tempo: Tempo) -> bool {
        let last_failure = self
            .looks
            .iter()
            .rev()
            .find(|look| look.failed)
            .map(|look| look.at);
        let Some(last_look) = self.looks.back() else {
            return false;
        };
        let age = last_failure.map_or(Duration::ZERO, |at| at.since(alarm.since));
        let hold = (age / 4).clamp(tempo.of(HOLD.0), tempo.of(HOLD.1));
        let good_since = last_failure.map_or(alarm.since, |at| at);
        self.good_in_a_row() >= 2 && last_look.at.since(good_since) >= hold && now >= last_look.at
    }

    fn since_first_failure(&self) -> impl Iterator<Item = &Look> {
        self.looks.iter().skip_while(|look| !look.failed)
    }

    fn failures(&self) -> usize {
        self.looks.iter().filter(|look| look.failed).count()
    }

    fn share(&self) -> f64 {
        let tally = self.tally();
        let failed = f64::from(tally.all - tally.good);
        (failed + 1.0) / (f64::from(tally.all) + 2.0)
    }

    fn outweighs(&self) -> bool {
        self.failures() > 0 && self.share() >= FAILING_SHARE
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
                belief.failed(now, outcome, Tempo::REAL);
            } else {
                belief.worked(now, Tempo::REAL);
            }
            opinion = belief.weigh(beside, now, Tempo::REAL);
        }
        opinion
    }

    #[test]
    fn one_bad_answer_is_not_an_outage() {
        assert_eq!(after("..x", 15, &BAD, Beside::default()), Opinion::Works);
        assert_eq!(after("..x.", 15, &BAD, Beside::default()), Opinion::Works);
    }

    #[test]
    fn failing_on_and_on_becomes_a_suspicion_and_then_an_outage() {
        assert_eq!(after("..xx", 15, &BAD, Beside::default()), Opinion::Suspect);
        assert_eq!(after("..xxxx", 15, &BAD, Beside::default()), Opinion::Out);
    }

    #[test]
    fn many_failures_within_a_moment_are_one_event() {
        assert_eq!(
            after("xxxxxxxx", 1, &BAD, Beside::default()),
            Opinion::Suspect
        );
    }

    #[test]
    fn a_report_of_the_vendor_makes_us_sure_sooner() {
        let reported = Beside {
            reported: true,
            ..Beside::default()
        };
        assert_eq!(after("..xx", 15, &BAD, reported), Opinion::Out);
    }

    #[test]
    fn a_path_that_fails_while_another_surface_answers_needs_longer() {
        let beside = Beside {
            sibling_answers: true,
            ..Beside::default()
        };
        assert_eq!(after("xxxxx", 15, &CUT, beside), Opinion::Suspect);
        assert_eq!(after("xxxxx", 15, &BAD, beside), Opinion::Out);
        assert_eq!(after("xxxxxxxxx", 15, &CUT, beside), Opinion::Out);
    }

    #[test]
    fn every_second_answer_bad_is_unreliable_and_not_out() {
        assert_eq!(
            after("x.x.x", 15, &BAD, Beside::default()),
            Opinion::Unreliable
        );
    }

    #[test]
    fn a_blip_that_is_over_does_not_delay_the_next_suspicion() {
        assert_eq!(
            after("x.......xx", 15, &BAD, Beside::default()),
            Opinion::Suspect
        );
        assert_eq!(
            after("x.......xxxx", 15, &BAD, Beside::default()),
            Opinion::Out
        );
    }

    #[test]
    fn it_is_back_only_after_the_hold() {
        assert_eq!(
            after("xxxx..", 15, &BAD, Beside::default()),
            Opinion::Recovering
        );
        assert_eq!(
            after("xxxx........", 15, &BAD, Beside::default()),
            Opinion::Works
        );
        assert_eq!(after("xxxx...x", 15, &BAD, Beside::default()), Opinion::Out);
    }
}
