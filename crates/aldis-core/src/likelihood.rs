//! What one look says for and against a surface, as numbers. The table is DETECTOR.md §A2; where a
//! figure comes from stands beside it. What is made of them is in [`crate::belief`].

use std::time::Duration;

use crate::catalogue::Surface;

/// Probability of seeing something if the surface works, if it is degraded, if it is out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Likelihood {
    /// P(seen | works).
    pub up: f64,
    /// P(seen | degraded).
    pub degraded: f64,
    /// P(seen | out).
    pub out: f64,
}

/// What a look was a sign of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sign {
    /// A request to the model got its answer.
    CompletionWorks,
    /// A request to the model failed: 5xx, silence, an error in the stream, overload.
    CompletionFails,
    /// The front door answered as it must.
    EdgeWorks,
    /// The front door answered 5xx, or could not be reached.
    EdgeFails,
    /// 429 although we asked rarely.
    Limited,
    /// 401 or 403 where this client is usually let in, and no bot wall names itself.
    Forbidden,
}

impl Sign {
    /// What an answer, or its absence, at `surface` is a sign of.
    pub const fn of(surface: Surface, works: bool) -> Self {
        match (surface, works) {
            (Surface::Completion, true) => Self::CompletionWorks,
            (Surface::Completion, false) => Self::CompletionFails,
            (Surface::Web | Surface::Api, true) => Self::EdgeWorks,
            (Surface::Web | Surface::Api, false) => Self::EdgeFails,
        }
    }

    /// Whether it speaks for the surface.
    pub const fn is_good(self) -> bool {
        match self {
            Self::CompletionWorks | Self::EdgeWorks => true,
            Self::CompletionFails | Self::EdgeFails | Self::Limited | Self::Forbidden => false,
        }
    }

    /// Whether it is a failure beyond doubt; a refusal alone never calls a surface out.
    pub const fn is_failure(self) -> bool {
        match self {
            Self::CompletionFails | Self::EdgeFails => true,
            Self::CompletionWorks | Self::EdgeWorks | Self::Limited | Self::Forbidden => false,
        }
    }

    /// The table. An edge that fails in one request of eight is still called degraded because most
    /// incidents are partial: peak error rate 12 % in the median of 245 (DETECTOR.md §D). An edge
    /// answers in a quarter of total outages because reachability is not health: on 2023-11-08 the
    /// models endpoint answered throughout.
    const fn table(self) -> Likelihood {
        let (up, degraded, out) = match self {
            Self::CompletionFails => (0.006, 0.25, 0.90),
            Self::CompletionWorks => (0.994, 0.75, 0.10),
            Self::EdgeFails => (0.005, 0.12, 0.75),
            Self::EdgeWorks => (0.995, 0.88, 0.25),
            // Seen as outage on 2026-06-02, 2023-11-08 (tail) and 2025-09-08.
            Self::Limited => (0.004, 0.02, 0.05),
            // Seen as outage on 2026-02-04, in 18 % of requests.
            Self::Forbidden => (0.003, 0.01, 0.04),
        };
        Likelihood { up, degraded, out }
    }

    /// The table with what is known besides: see [`Known`].
    pub fn likelihood(self, known: Known) -> Likelihood {
        let table = self.table();
        let fails = match self {
            Self::CompletionFails | Self::EdgeFails | Self::Limited | Self::Forbidden => table,
            Self::CompletionWorks | Self::EdgeWorks => table.map(|p| 1.0 - p),
        };
        if !self.is_good() && !self.is_failure() {
            // An answer is no loss of the line, and a refusal no habit of failing.
            return fails;
        }
        let lately = if self.is_good() {
            known.lately
        } else {
            known.lately.min(DEGRADED_AT_MOST)
        };
        let adapted = Likelihood {
            up: fails.up.max(known.usual.min(USUAL_AT_MOST)),
            degraded: fails.degraded.max(lately.min(fails.out)),
            out: fails.out,
        };
        let loss = known.loss.clamp(0.0, 1.0);
        let lossy = adapted.map(|p| p + (1.0 - p) * loss);
        if self.is_good() {
            lossy.map(|p| 1.0 - p)
        } else {
            lossy
        }
    }
}

impl Likelihood {
    /// Nothing seen that tells the hypotheses apart.
    pub const NEUTRAL: Self = Self {
        up: 1.0,
        degraded: 1.0,
        out: 1.0,
    };

    /// The user says that it is broken for them: two nats, whatever is wrong (DETECTOR.md §A2). One
    /// voice, however often it is raised.
    pub const BROKEN_FOR_ME: Self = Self {
        up: 0.135,
        degraded: 1.0,
        out: 1.0,
    };

    fn map(self, change: impl Fn(f64) -> f64) -> Self {
        Self {
            up: change(self.up),
            degraded: change(self.degraded),
            out: change(self.out),
        }
    }
}

/// What is known besides the table.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    /// How often the surface fails although it works, as learned.
    pub usual: f64,
    /// How often it failed since it was called out; zero before. A surface that failed every time
    /// and now answers is not one that fails now and then.
    pub lately: f64,
    /// How often a request fails on our side: on a bad line a failure proves little.
    pub loss: f64,
}

/// What goes on failing oftener than in every second request is out, and not degraded, however often
/// it did lately.
const DEGRADED_AT_MOST: f64 = 0.5;

/// However often a surface is seen to fail when nothing is wrong, learning hides no more than this.
pub const USUAL_AT_MOST: f64 = 0.03;

/// What the vendor's page says of the surface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PageSign {
    /// It cannot be read, or is not asked.
    #[default]
    Nothing,
    /// All is well there.
    Silent,
    /// An open incident.
    Incident,
    /// An open incident that they call major or critical.
    Critical,
}

impl PageSign {
    /// Whether the vendor reports trouble.
    pub const fn is_trouble(self) -> bool {
        match self {
            Self::Incident | Self::Critical => true,
            Self::Nothing | Self::Silent => false,
        }
    }

    /// How it moves the hypotheses when looks have failed for so long.
    pub fn likelihood(self, failing_for: Duration) -> Likelihood {
        let of = |up, degraded, out| Likelihood { up, degraded, out };
        match self {
            Self::Nothing => Likelihood::NEUTRAL,
            Self::Incident => of(0.03, 1.0, 0.6),
            Self::Critical => of(0.01, 0.7, 1.0),
            Self::Silent => {
                let silent = 1.0 - POSTED_AT_ALL * posted_within(failing_for);
                of(1.0, silent, silent)
            }
        }
    }
}

/// Share of incidents that are posted while they last (12 % are not; 65 live OpenAI and Anthropic
/// incidents, DETECTOR.md §D).
const POSTED_AT_ALL: f64 = 0.88;

/// Share of posts that were up so many minutes after the start (same source).
const POSTED: [(f64, f64); 8] = [
    (0.0, 0.0),
    (5.0, 0.12),
    (10.0, 0.18),
    (15.0, 0.31),
    (20.0, 0.48),
    (30.0, 0.63),
    (60.0, 0.78),
    (120.0, 0.91),
];

fn posted_within(wait: Duration) -> f64 {
    let minutes = wait.as_secs_f64() / 60.0;
    let segments = POSTED.iter().zip(&POSTED[1..]);
    for (&(from, low), &(to, high)) in segments {
        if minutes < to {
            return low + (high - low) * (minutes - from) / (to - from);
        }
    }
    POSTED[POSTED.len() - 1].1
}

/// Each figure above was tripled and cut to a third, by itself, and the tests of here and of
/// [`crate::belief`] were run; each time at least one failed:
///
/// - The table, 18 figures: `the_table_weighs_as_the_design_says`, and all but a third of
///   `EdgeFails.up`, which the learned rate hides there, also `a_few_looks_leave_us_exactly_this_sure`.
///   The two above 0.99 can only fall, or rise to nearly what they are:
///   `a_look_either_works_or_fails_whatever_is_true` notices that too.
/// - `Incident`, `Critical` and `NEUTRAL`: `a_few_looks_leave_us_exactly_this_sure`.
/// - `BROKEN_FOR_ME`: `the_users_word_is_worth_two_nats`.
/// - `USUAL_AT_MOST`: `a_habit_of_failing_takes_nearly_two_nats_from_a_failure`.
/// - `DEGRADED_AT_MOST`: `what_goes_on_failing_every_time_is_ever_less_likely_only_unreliable`.
/// - `Silent`: `a_green_page_speaks_against_unreliable_as_against_out`; `POSTED_AT_ALL`:
///   `a_page_that_stays_green_is_worth_at_most_a_nat_and_a_half`.
/// - `POSTED`: `one_post_in_ten_is_up_within_five_minutes_half_in_twenty_one_and_nine_in_two_hours`,
///   and a third at ten minutes `the_longer_a_page_stays_green_the_more_it_says`.
///
/// A product above one was tried as 0.999. For what is one already that is no change, and only there
/// nothing failed; as 3 it did.
#[cfg(test)]
mod tests {
    use super::*;

    const NOTHING: Known = Known {
        usual: 0.0,
        lately: 0.0,
        loss: 0.0,
    };

    /// Natural-log ratio against "works", rounded to a tenth.
    fn nats(likelihood: Likelihood) -> (f64, f64) {
        let tenth = |p: f64| ((p / likelihood.up).ln() * 10.0).round() / 10.0;
        (tenth(likelihood.degraded), tenth(likelihood.out))
    }

    #[test]
    fn the_table_weighs_as_the_design_says() {
        let weighed = [
            Sign::CompletionFails,
            Sign::CompletionWorks,
            Sign::EdgeFails,
            Sign::EdgeWorks,
            Sign::Limited,
            Sign::Forbidden,
        ]
        .map(|sign| nats(sign.likelihood(NOTHING)));
        assert_eq!(
            weighed,
            [
                (3.7, 5.0),
                (-0.3, -2.3),
                (3.2, 5.0),
                (-0.1, -1.4),
                (1.6, 2.5),
                (1.2, 2.6)
            ]
        );
    }

    #[test]
    fn a_look_either_works_or_fails_whatever_is_true() {
        use Sign::{CompletionFails, CompletionWorks, EdgeFails, EdgeWorks};
        for (works, fails) in [(CompletionWorks, CompletionFails), (EdgeWorks, EdgeFails)] {
            let (works, fails) = (works.table(), fails.table());
            for both in [
                works.up + fails.up,
                works.degraded + fails.degraded,
                works.out + fails.out,
            ] {
                assert!((both - 1.0).abs() < 1e-9, "{works:?} {fails:?}");
            }
        }
    }

    #[test]
    fn the_users_word_is_worth_two_nats() {
        assert_eq!(nats(Likelihood::BROKEN_FOR_ME), (2.0, 2.0));
    }

    #[test]
    fn on_a_bad_line_a_failure_proves_little_and_an_answer_as_much_as_ever() {
        let lossy = Known {
            loss: 0.12,
            ..NOTHING
        };
        let (degraded, out) = nats(Sign::EdgeFails.likelihood(lossy));
        assert!(degraded < 0.8 && out < 2.0, "{degraded} {out}");
        let good = nats(Sign::EdgeWorks.likelihood(lossy));
        assert_eq!(good, nats(Sign::EdgeWorks.likelihood(NOTHING)));
    }

    #[test]
    fn what_fails_now_and_then_by_habit_proves_less_but_never_nothing() {
        let fails = |usual| nats(Sign::EdgeFails.likelihood(Known { usual, ..NOTHING }));
        assert_eq!(fails(0.5), fails(USUAL_AT_MOST));
        // 0.75 beside 0.03.
        assert!((3.1..3.3).contains(&fails(0.5).1));
    }

    #[test]
    fn a_habit_of_failing_takes_nearly_two_nats_from_a_failure() {
        let fails = |usual| nats(Sign::EdgeFails.likelihood(Known { usual, ..NOTHING })).1;
        let taken = fails(0.0) - fails(0.5);
        assert!((1.7..1.9).contains(&taken), "{taken}");
    }

    #[test]
    fn an_answer_after_nothing_but_failures_speaks_against_unreliable_as_against_out() {
        let lately = Known {
            lately: 0.95,
            ..NOTHING
        };
        let (degraded, out) = nats(Sign::EdgeWorks.likelihood(lately));
        assert!(
            (degraded - out).abs() < 1e-9 && out < -1.3,
            "{degraded} {out}"
        );
    }

    #[test]
    fn what_goes_on_failing_every_time_is_ever_less_likely_only_unreliable() {
        let lately = Known {
            lately: 0.95,
            ..NOTHING
        };
        // 0.5 and 0.9 beside 0.006.
        assert_eq!(nats(Sign::CompletionFails.likelihood(lately)), (4.4, 5.0));
    }

    #[test]
    fn a_page_that_stays_green_is_worth_at_most_a_nat_and_a_half() {
        let after = |minutes: u64| {
            let wait = Duration::from_secs(minutes * 60);
            PageSign::Silent.likelihood(wait).out.ln()
        };
        assert!(after(0).abs() < 1e-9);
        assert!(after(21) > -0.7 && (-1.2..-1.1).contains(&after(60)));
        assert!(after(100_000) > -1.7);
    }

    #[test]
    fn a_green_page_speaks_against_unreliable_as_against_out() {
        for minutes in [0, 7, 21, 60, 300] {
            let green = PageSign::Silent.likelihood(Duration::from_secs(minutes * 60));
            let (degraded, out) = (green.degraded / green.up, green.out / green.up);
            assert!((degraded - out).abs() < 1e-9, "{green:?}");
            assert!(out <= 1.0 && (minutes > 0 || out > 0.99), "{green:?}");
        }
    }

    #[test]
    fn the_longer_a_page_stays_green_the_more_it_says() {
        let out = |minutes: u64| {
            let wait = Duration::from_secs(minutes * 60);
            PageSign::Silent.likelihood(wait).out
        };
        for minute in 0..120 {
            assert!(out(minute + 1) < out(minute), "minute {minute}");
        }
    }

    /// The quartiles and outer tenths of the lags themselves; the curve was read off their shares
    /// at round minutes (both DETECTOR.md §D).
    #[test]
    fn one_post_in_ten_is_up_within_five_minutes_half_in_twenty_one_and_nine_in_two_hours() {
        for (minutes, share) in [(5, 0.10), (13, 0.25), (21, 0.50), (46, 0.75), (112, 0.90)] {
            let curve = posted_within(Duration::from_secs(minutes * 60));
            assert!((curve - share).abs() < 0.05, "{minutes} min: {curve}");
        }
    }
}
