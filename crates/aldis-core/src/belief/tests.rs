//! Rows of looks, and what one comes to think of the surface.

use super::*;
use crate::ablation::Ablation;
use crate::catalogue::Surface;
use crate::likelihood::PageSign;

const BAD: Outcome = Outcome::Answered { status: 503 };
const CUT: Outcome = Outcome::Refused;
const OK: Outcome = Outcome::Answered { status: 200 };

const NOTHING_BESIDE: Beside = Beside {
    page: PageSign::Nothing,
    said_broken: false,
    sibling_answers: false,
    upstream_out: false,
    loss: 0.003,
    fresh_from: Timestamp::from_millis(0),
    without: Ablation {
        gate: false,
        correlation: false,
        persistence: false,
        page: false,
    },
    patience: Duration::ZERO,
};

/// A Monday morning in Europe: night in California.
fn at(seconds: i64) -> Timestamp {
    Timestamp::from_millis(1_772_442_000_000 + seconds * 1_000)
}

/// `x` is a failing look, `.` a good one, one every `step` seconds; returns the last opinion.
fn after(looks: &str, step: i64, outcome: &Outcome, beside: Beside) -> Opinion {
    let mut belief = Belief::default();
    let mut opinion = Opinion::Blank;
    for (index, look) in (0..).zip(looks.chars()) {
        let now = at(index * step);
        let (sign, outcome) = if look == 'x' {
            (Sign::of(Surface::Web, false), outcome)
        } else {
            (Sign::of(Surface::Web, true), &OK)
        };
        belief.saw(now, sign, outcome, beside, Tempo::REAL);
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
    assert_eq!(after("..xx", 25, &BAD, NOTHING_BESIDE), Opinion::Suspect);
    assert_eq!(after("..xxxx", 25, &BAD, NOTHING_BESIDE), Opinion::Out);
}

#[test]
fn many_failures_within_a_moment_are_one_event() {
    let many = "x".repeat(30);
    assert_eq!(after(&many, 1, &BAD, NOTHING_BESIDE), Opinion::Suspect);
}

#[test]
fn a_report_of_the_vendor_makes_us_sure_sooner() {
    let reported = Beside {
        page: PageSign::Critical,
        ..NOTHING_BESIDE
    };
    assert_eq!(after("..xxx", 10, &BAD, NOTHING_BESIDE), Opinion::Suspect);
    assert_eq!(after("..xxx", 10, &BAD, reported), Opinion::Out);
}

#[test]
fn what_was_called_unreliable_on_the_vendors_word_and_fails_every_time_is_out() {
    let reported = Beside {
        page: PageSign::Incident,
        ..NOTHING_BESIDE
    };
    let opinion = |looks| after(looks, 8, &BAD, reported);
    assert_eq!(opinion("..xxx"), Opinion::Unreliable);
    assert_eq!(opinion("..xxxxxxxxxx"), Opinion::Out);
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
        after("x.x.x.x", 30, &BAD, NOTHING_BESIDE),
        Opinion::Unreliable
    );
}

#[test]
fn a_blip_that_is_over_does_not_delay_the_next_suspicion() {
    assert_eq!(
        after("x.......xx", 30, &BAD, NOTHING_BESIDE),
        Opinion::Suspect
    );
    assert_eq!(
        after("x.......xxxx", 30, &BAD, NOTHING_BESIDE),
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
        after("xxxx............", 15, &BAD, NOTHING_BESIDE),
        Opinion::Works
    );
    assert_eq!(after("xxxx...x", 15, &BAD, NOTHING_BESIDE), Opinion::Out);
}

#[test]
fn what_fails_again_before_half_an_hour_is_over_is_held_as_long_as_the_whole_of_it_asks() {
    let (out, back) = ("x".repeat(60), ".".repeat(24));
    let opinion = |looks: &str| after(looks, 15, &BAD, NOTHING_BESIDE);
    assert_eq!(opinion(&format!("{out}{back}")), Opinion::Works);
    let relapse = format!("{out}{back}xxxx");
    assert_eq!(opinion(&relapse), Opinion::Out);
    let two_minutes = format!("{relapse}............");
    assert_eq!(opinion(&two_minutes), Opinion::Recovering);
    assert_eq!(opinion(&format!("{relapse}{back}..")), Opinion::Works);
    // An hour later it is another one.
    let later = format!("{out}{}xxxx............", ".".repeat(240));
    assert_eq!(opinion(&later), Opinion::Works);
}

#[test]
fn a_lone_failure_does_not_begin_the_hold_anew_on_a_lossy_line() {
    let lossy = Beside {
        loss: 0.08,
        ..NOTHING_BESIDE
    };
    let looks = format!("{}.....x.....", "x".repeat(20));
    assert_eq!(after(&looks, 15, &BAD, lossy), Opinion::Works);
    assert_eq!(after(&looks, 15, &BAD, NOTHING_BESIDE), Opinion::Recovering);
    let two = format!("{}.....xx.....", "x".repeat(20));
    assert_eq!(after(&two, 15, &BAD, lossy), Opinion::Recovering);
}

#[test]
fn what_was_suspected_and_came_to_nothing_is_no_part_of_the_next_suspicion() {
    let cut = |looks| after(looks, 12, &CUT, NOTHING_BESIDE);
    assert_eq!(cut("..xx..........xx"), Opinion::Suspect);
    assert_eq!(cut("..xx..........xxxx"), Opinion::Out);
}

#[test]
fn refusals_alone_are_never_called_an_outage() {
    let mut belief = Belief::default();
    let refused = Outcome::Answered { status: 403 };
    let mut opinion = Opinion::Blank;
    for look in 0..20 {
        let now = at(look * 30);
        belief.saw(now, Sign::Forbidden, &refused, NOTHING_BESIDE, Tempo::REAL);
        opinion = belief.weigh(NOTHING_BESIDE, now, Tempo::REAL);
    }
    assert_eq!(opinion, Opinion::Unreliable);
}

#[test]
fn on_a_lossy_line_the_same_failures_are_only_a_suspicion() {
    let lossy = Beside {
        loss: 0.12,
        ..NOTHING_BESIDE
    };
    let looks = "..x.xx.x";
    assert_eq!(after(looks, 30, &BAD, NOTHING_BESIDE), Opinion::Unreliable);
    assert_eq!(after(looks, 30, &BAD, lossy), Opinion::Works);
}

#[test]
fn every_look_says_how_much_it_moved_us() {
    let mut belief = Belief::default();
    belief.saw(at(0), Sign::EdgeWorks, &OK, NOTHING_BESIDE, Tempo::REAL);
    belief.saw(at(60), Sign::EdgeFails, &BAD, NOTHING_BESIDE, Tempo::REAL);
    belief.saw(at(66), Sign::EdgeFails, &BAD, NOTHING_BESIDE, Tempo::REAL);
    let moved: Vec<f64> = belief.looks().map(|look| look.moved).collect();
    assert!(moved[0] < 0.0 && moved[1] > 2.5, "{moved:?}");
    assert!(moved[2] > 0.0 && moved[2] < moved[1] / 2.0, "{moved:?}");
}

/// How sure we are, in percent, that something is wrong, and if so that it is out: after these looks,
/// a minute apart.
fn believed(signs: &[Sign], page: PageSign) -> (u32, u32) {
    let beside = Beside {
        page,
        ..NOTHING_BESIDE
    };
    let mut belief = Belief::default();
    let mut now = at(0);
    for sign in signs {
        now = now + Duration::from_secs(60);
        let outcome = if sign.is_good() { &OK } else { &BAD };
        belief.saw(now, *sign, outcome, beside, Tempo::REAL);
    }
    let filter = belief.posterior(beside, now, Tempo::REAL);
    let percent = |p: f64| (0..=100).rev().find(|it| f64::from(*it) <= p * 100.0);
    let percent = |p| percent(p).unwrap_or(0);
    (percent(filter.bad()), percent(filter.out_share()))
}

#[test]
fn a_few_looks_leave_us_exactly_this_sure() {
    use PageSign::{Critical, Incident, Nothing};
    use Sign::{CompletionFails, CompletionWorks, EdgeFails, EdgeWorks, Forbidden, Limited};
    let looks: [(&[Sign], PageSign); 12] = [
        (&[CompletionFails], Nothing),
        (&[CompletionFails, CompletionFails], Nothing),
        (&[CompletionFails, CompletionWorks], Nothing),
        (
            &[CompletionFails, CompletionFails, CompletionWorks],
            Nothing,
        ),
        (&[EdgeFails], Nothing),
        (&[EdgeFails, EdgeWorks], Nothing),
        (&[Limited, Limited, Limited], Nothing),
        (&[Forbidden, Forbidden, Forbidden], Nothing),
        (&[EdgeWorks, EdgeWorks], Incident),
        (&[EdgeFails], Incident),
        (&[EdgeWorks, EdgeWorks], Critical),
        (&[EdgeFails], Critical),
    ];
    let believed = looks.map(|(signs, page)| believed(signs, page));
    assert_eq!(
        believed,
        [
            (39, 47),
            (97, 76),
            (21, 10),
            (86, 28),
            (32, 60),
            (18, 29),
            (87, 79),
            (87, 93),
            (23, 1),
            (92, 47),
            (40, 4),
            (97, 68),
        ]
    );
}

#[test]
fn the_users_word_alone_calls_nothing_and_hastens_suspicion() {
    let said = Beside {
        said_broken: true,
        ..NOTHING_BESIDE
    };
    let mut well = Belief::default();
    well.saw(at(0), Sign::EdgeWorks, &OK, said, Tempo::REAL);
    assert_eq!(well.weigh(said, at(0), Tempo::REAL), Opinion::Works);
    assert!(!well.is_doubtful(said, at(0), Tempo::REAL));
    let posterior = |beside| well.posterior(beside, at(0), Tempo::REAL).bad();
    assert!(
        (0.05..0.15).contains(&posterior(said)),
        "{}",
        posterior(said)
    );
    let odds = |p: f64| (p / (1.0 - p)).ln();
    let moved = odds(posterior(said)) - odds(posterior(NOTHING_BESIDE));
    assert!((moved - 2.0).abs() < 0.01, "{moved}");
}

/// What each look of `looks` led to (`x` fails, `.` is good), one every `step` seconds.
fn opinions(looks: &str, step: i64, beside: Beside) -> Vec<Opinion> {
    let mut belief = Belief::default();
    let mut opinions = Vec::new();
    for (index, look) in (0..).zip(looks.chars()) {
        let now = at(index * step);
        let (good, outcome) = (look == '.', if look == '.' { &OK } else { &BAD });
        belief.saw(
            now,
            Sign::of(Surface::Web, good),
            outcome,
            beside,
            Tempo::REAL,
        );
        opinions.push(belief.weigh(beside, now, Tempo::REAL));
    }
    opinions
}

#[test]
fn what_goes_on_failing_now_and_then_is_not_called_back_on_a_lossy_line_either() {
    let lossy = Beside {
        loss: 0.08,
        ..NOTHING_BESIDE
    };
    for pattern in [".x", "..x", "...x", "..x.x"] {
        let looks = "x".repeat(80) + &pattern.repeat(200 / pattern.len());
        let opinions = opinions(&looks, 30, lossy);
        assert!(!opinions.contains(&Opinion::Works), "{pattern}");
    }
    let once = opinions(&("x".repeat(80) + "........x..........."), 30, lossy);
    assert_eq!(once.last(), Some(&Opinion::Works));
    let twice = opinions(&("x".repeat(80) + "........x....x......"), 30, lossy);
    assert_eq!(twice.last(), Some(&Opinion::Recovering));
}

#[test]
fn a_streak_that_nobody_watched_for_long_is_not_mended() {
    let lossy = Beside {
        loss: 0.08,
        ..NOTHING_BESIDE
    };
    let mut belief = Belief::default();
    let mut look = |second: i64, good: bool| {
        let outcome = if good { &OK } else { &BAD };
        let beside = Beside {
            fresh_from: at(second - 930),
            ..lossy
        };
        let now = at(second);
        belief.saw(
            now,
            Sign::of(Surface::Web, good),
            outcome,
            beside,
            Tempo::REAL,
        );
        belief.weigh(beside, now, Tempo::REAL)
    };
    for index in 0..60 {
        look(index * 60, false);
    }
    look(3_600, true);
    look(3_660, false);
    for second in [8_700, 8_760, 8_820, 9_000] {
        assert_eq!(look(second, true), Opinion::Recovering, "{second}");
    }
    assert_eq!(look(9_300, true), Opinion::Works);
}

#[test]
fn where_looks_are_rare_one_failure_is_no_suspicion() {
    let rarely = |second: i64| Beside {
        fresh_from: at(second - 2_130),
        ..NOTHING_BESIDE
    };
    let mut belief = Belief::default();
    let mut last = Opinion::Blank;
    for (second, good) in [(0, true), (700, true), (1_400, false)] {
        let outcome = if good { &OK } else { &BAD };
        let (now, beside) = (at(second), rarely(second));
        belief.saw(
            now,
            Sign::of(Surface::Web, good),
            outcome,
            beside,
            Tempo::REAL,
        );
        last = belief.weigh(beside, now, Tempo::REAL);
    }
    assert_eq!(last, Opinion::Works);
}

#[test]
fn what_failed_before_a_clock_was_set_back_is_no_part_of_what_fails_after() {
    let well_after = |step_back: bool| {
        let mut belief = Belief::default();
        if step_back {
            belief = belief.after(at(20_000), at(22_000));
        }
        (0..).map(|index| index * 30).find(|second| {
            let good = *second >= 3_600;
            let outcome = if good { &OK } else { &BAD };
            let now = at(*second);
            let sign = Sign::of(Surface::Web, good);
            belief.saw(now, sign, outcome, NOTHING_BESIDE, Tempo::REAL);
            belief.weigh(NOTHING_BESIDE, now, Tempo::REAL) == Opinion::Works
        })
    };
    assert_eq!(well_after(true), well_after(false));
}
