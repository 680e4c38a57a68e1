//! Tests: days of one surface, a look every two minutes, with the scatter real answers have.

use std::time::Duration;

use super::*;

/// 2026-03-02T00:00:00Z.
const START: Timestamp = Timestamp::from_millis(1_772_409_600_000);
const A_DAY: u32 = 720;

/// Minutes since the start, what an answer and a control take then.
type Story = fn(f64) -> (f64, f64);

/// Scatter of about a fifth, the same on every run.
fn scatter(look: u32, salt: u64) -> f64 {
    let dice = crate::pace::dice(salt, "look", u64::from(look)) % 1_000;
    let even = f64::from(u32::try_from(dice).unwrap()) / 1_000.0;
    (0.7 * (even - 0.5)).exp()
}

/// Minutes at which it was called slow and at which that was over.
fn watch(story: Story, days: u32) -> Vec<f64> {
    let mut latency = Latency::default();
    let mut turns = Vec::new();
    for look in 0..days * A_DAY {
        let minute = f64::from(look) * 2.0;
        let at = START + Duration::from_secs(120) * look;
        let (answer, control) = story(minute);
        let took = |seconds: f64, salt| Duration::from_secs_f64(seconds * scatter(look, salt));
        let was_slow = latency.slow().is_some();
        latency.saw((at, took(answer, 1), took(control, 2)), Tempo::REAL);
        if latency.slow().is_some() != was_slow {
            turns.push(minute);
        }
    }
    turns
}

const DAY: f64 = 1_440.0;

#[test]
fn noise_alone_is_never_slow() {
    assert_eq!(watch(|_| (0.4, 0.06), 60), Vec::<f64>::new());
}

#[test]
fn what_becomes_three_times_as_slow_within_an_hour_is_caught_in_it_or_soon_after_and_cleared() {
    let turns = watch(
        |minute| {
            let into = (minute - 2.0 * DAY - 600.0) / 60.0;
            let factor = if into > 4.0 {
                1.0
            } else {
                1.0 + 2.0 * into.clamp(0.0, 1.0)
            };
            (0.4 * factor, 0.06)
        },
        4,
    );
    let [called, cleared] = turns[..] else {
        panic!("{turns:?}")
    };
    let called = called - 2.0 * DAY - 600.0;
    assert!((20.0..100.0).contains(&called), "called after {called} min");
    let cleared = cleared - 2.0 * DAY - 840.0;
    assert!(
        (0.0..30.0).contains(&cleared),
        "cleared after {cleared} min"
    );
}

#[test]
fn a_daily_rhythm_is_how_it_is() {
    let turns = watch(
        |minute| {
            let hour = minute / 60.0 % 24.0;
            let busy = (std::f64::consts::TAU * (hour - 9.0) / 24.0).sin().max(0.0);
            (0.5 * (1.0 + 0.8 * busy), 0.06)
        },
        20,
    );
    assert_eq!(turns, Vec::<f64>::new(), "not even on the first day");
}

#[test]
fn a_line_that_slows_down_with_it_explains_it() {
    let turns = watch(
        |minute| {
            let factor = if minute > 2.0 * DAY + 600.0 { 4.0 } else { 1.0 };
            (0.4 * factor, 0.06 * factor)
        },
        4,
    );
    assert_eq!(turns, Vec::<f64>::new());
}

#[test]
fn a_line_that_becomes_quick_makes_nobody_slow() {
    let turns = watch(
        |minute| {
            let control = if minute > 2.0 * DAY + 600.0 {
                0.01
            } else {
                0.1
            };
            (1.2, control)
        },
        4,
    );
    assert_eq!(turns, Vec::<f64>::new());
}

#[test]
fn what_nobody_feels_is_not_called() {
    let turns = watch(
        |minute| {
            let slower = if minute > 2.0 * DAY + 600.0 { 2.0 } else { 1.0 };
            (0.06 * slower, 0.06)
        },
        4,
    );
    assert_eq!(turns, Vec::<f64>::new());
}

#[test]
fn what_stays_slow_becomes_usual_within_the_day() {
    let turns = watch(
        |minute| (if minute > 2.0 * DAY + 600.0 { 1.2 } else { 0.4 }, 0.06),
        6,
    );
    assert_eq!(turns.len(), 2, "{turns:?}");
    let lasted = turns[1] - turns[0];
    assert!((180.0..420.0).contains(&lasted), "{lasted} min");
}

#[test]
fn another_network_is_learned_before_anybody_is_judged_in_it() {
    let mut latency = Latency::default();
    for look in 0..3 * A_DAY {
        let at = START + Duration::from_secs(120) * look;
        if look == 2 * A_DAY + 300 {
            latency.settle();
        }
        // From here the vendor is far and the controls are near.
        let far = look >= 2 * A_DAY + 300;
        let seconds = if far { 1.1 } else { 0.4 } * scatter(look, 1);
        let line = Duration::from_millis(60);
        latency.saw((at, Duration::from_secs_f64(seconds), line), Tempo::REAL);
        assert_eq!(latency.slow(), None, "look {look}");
    }
}
