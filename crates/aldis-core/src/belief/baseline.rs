//! What is usual for one surface as seen from here, learned while nothing is wrong: how often a look
//! fails all the same, and which status stands for "alive". What may be learned is limited, so that
//! learning never hides an outage.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::snapshot::Tally;
use crate::time::Timestamp;

/// Before anything was learned: one failure in two hundred.
const PRIOR: (f64, f64) = (1.0, 200.0);
/// What is older than a week fades.
const MEMORY: f64 = 7.0 * 86_400.0;
/// More looks than anybody makes in weeks.
const MOST: f64 = 1e6;
/// So many looks that worked show that this client is usually let in.
const LET_IN: u32 = 10;
/// So many more equal answers than listed ones, and for so long, make a status the usual one: soon for a
/// client that was never let in, and for one that was only after longer than any outage (of 106, the
/// longest was 22 h).
const USUAL_ANSWERS: u32 = 30;
const USUAL_AFTER: Duration = Duration::from_secs(6 * 3_600);
const USUAL_AFTER_LET_IN: Duration = Duration::from_secs(72 * 3_600);

/// What is usual for a surface.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    failed: f64,
    looked: f64,
    as_of: Option<Timestamp>,
    worked: u32,
    odd: Option<Odd>,
}

/// A status that is not on the catalogue's list of signs of life and comes again and again.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Odd {
    status: u16,
    since: Timestamp,
    count: u32,
    #[serde(default)]
    usual: bool,
}

impl Baseline {
    /// How often a look fails although the surface works.
    pub fn failure_rate(&self) -> f64 {
        self.failure_rate_before(Tally::default())
    }

    /// The same before `lately`: what is to be held against it.
    pub fn failure_rate_before(&self, lately: Tally) -> f64 {
        let failed = (self.failed - f64::from(lately.bad())).max(0.0);
        let looked = (self.looked - f64::from(lately.all)).max(failed);
        (PRIOR.0 + failed) / (PRIOR.0 + PRIOR.1 + looked)
    }

    /// From how many looks of the last week or so that was learned.
    pub fn looked(&self) -> u32 {
        let whole = Duration::try_from_secs_f64(self.looked).map_or(0, |it| it.as_secs());
        u32::try_from(whole).unwrap_or(u32::MAX)
    }

    /// Whether this client is usually let in, so that a refusal means something.
    pub fn is_let_in(&self) -> bool {
        self.worked >= LET_IN
    }

    /// Whether it can have been learned by `now`: what was kept may have been tampered with.
    pub(crate) fn is_sound(&self, now: Timestamp) -> bool {
        let counted = (0.0..=MOST).contains(&self.looked);
        let moments = self.as_of.into_iter().chain(self.odd.map(|it| it.since));
        counted && (0.0..=self.looked).contains(&self.failed) && moments.max() <= Some(now)
    }

    /// Learns from looks of a time when nothing was wrong.
    pub fn learn(&mut self, failed: u32, looked: u32, now: Timestamp) {
        let elapsed = self.as_of.map_or(Duration::ZERO, |at| now.since(at));
        let kept = (-elapsed.as_secs_f64() / MEMORY).exp();
        self.failed = self.failed * kept + f64::from(failed);
        self.looked = self.looked * kept + f64::from(looked);
        self.as_of = Some(now);
        self.worked = self.worked.saturating_add(looked.saturating_sub(failed));
    }

    /// Notes an answer that the catalogue does not know as a sign of life. `true` once it has come
    /// so often that it is what this surface says when it is well. Never asked about 5xx.
    pub fn is_usual(&mut self, status: u16, now: Timestamp) -> bool {
        let known = self.odd.filter(|odd| odd.status == status);
        let mut odd = known.unwrap_or(Odd {
            status,
            since: now,
            count: 0,
            usual: false,
        });
        let after = if self.is_let_in() {
            USUAL_AFTER_LET_IN
        } else {
            USUAL_AFTER
        };
        odd.count = odd.count.saturating_add(1).min(USUAL_ANSWERS);
        odd.usual |= odd.count == USUAL_ANSWERS && now.since(odd.since) >= after;
        self.odd = Some(odd);
        odd.usual
    }

    /// Notes an answer that the catalogue does know: what came instead of it is less usual for that.
    pub fn answered_as_listed(&mut self) {
        if let Some(odd) = &mut self.odd {
            odd.count = odd.count.saturating_sub(1);
        }
        self.odd = self.odd.filter(|odd| odd.count > 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_millis(seconds * 1_000)
    }

    #[test]
    fn a_surface_that_fails_now_and_then_is_known_for_it_and_forgiven_within_weeks() {
        let mut baseline = Baseline::default();
        assert!((baseline.failure_rate() - 0.005).abs() < 1e-4);
        for look in 0..1_000 {
            baseline.learn(u32::from(look % 50 == 0), 1, at(look * 60));
        }
        assert!((0.015..0.021).contains(&baseline.failure_rate()));
        for look in 0..1_000 {
            baseline.learn(0, 1, at(60_000 + look * 3_600));
        }
        assert!(baseline.failure_rate() < 0.005);
    }

    #[test]
    fn what_is_held_against_it_is_not_counted_as_usual() {
        let mut baseline = Baseline::default();
        baseline.learn(2, 400, at(0));
        let usual = baseline.failure_rate();
        baseline.learn(6, 60, at(0));
        assert!(baseline.failure_rate() > usual * 2.0);
        let hour = Tally { good: 54, all: 60 };
        assert!((baseline.failure_rate_before(hour) - usual).abs() < 1e-9);
        let more = Tally { good: 0, all: 900 };
        assert!((baseline.failure_rate_before(more) - 1.0 / 201.0).abs() < 1e-9);
    }

    #[test]
    fn who_is_usually_let_in_takes_no_refusal_for_usual_that_an_outage_could_last() {
        let mut baseline = Baseline::default();
        baseline.learn(0, 10, at(0));
        let day = (0..720).any(|look| baseline.is_usual(403, at(look * 120)));
        assert!(!day);
        assert!(baseline.is_usual(403, at(73 * 3_600)));
    }

    #[test]
    fn refusals_of_several_outages_do_not_add_up_and_what_was_usual_is_forgotten() {
        let mut baseline = Baseline::default();
        for outage in 0..40 {
            let from = outage * 86_400;
            assert!(!(0..30).any(|look| baseline.is_usual(403, at(from + look))));
            (0..30).for_each(|_| baseline.answered_as_listed());
        }
        let from = 40 * 86_400;
        let usual: Vec<bool> = (0..40)
            .map(|look| baseline.is_usual(403, at(from + look * 3_600)))
            .collect();
        assert_eq!(usual.iter().position(|it| *it), Some(29));
        (0..29).for_each(|_| baseline.answered_as_listed());
        assert!(baseline.is_usual(403, at(from + 150_000)));
        (0..30).for_each(|_| baseline.answered_as_listed());
        assert!(!baseline.is_usual(403, at(from + 150_001)));
    }

    #[test]
    fn an_answer_becomes_usual_only_after_hours_of_it() {
        let mut baseline = Baseline::default();
        let quick = (0..200).any(|look| baseline.is_usual(404, at(look)));
        assert!(!quick);
        assert!(baseline.is_usual(404, at(7 * 3_600)));
        assert!(!baseline.is_usual(403, at(8 * 3_600)));
    }
}
