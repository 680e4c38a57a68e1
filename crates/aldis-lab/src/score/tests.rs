use aldis_core::Health;

use super::card::quantile;
use super::*;
use crate::rules::Rule;
use crate::simulate::Requests;
use crate::world::{Errors, Impact, Noise, Recipe, generate};

/// One day, awake from 1,000 to 80,000, with one outage of 90 % of the web from 10,000 to 13,000.
fn world() -> World {
    World {
        days: 30.0,
        awake: Some(vec![(1_000.0, 80_000.0)]),
        noise: Vec::new(),
        outages: vec![Outage {
            from: 10_000.0,
            to: 13_000.0,
            ramp_s: 0.0,
            errors: Errors {
                web: 0.9,
                ..Errors::default()
            },
            answers: Vec::new(),
            dips: Vec::new(),
            posted: None,
            monitoring_post: None,
            resolved_post: None,
            impact: Impact::Major,
        }],
        ..generate(1, Recipe::default())
    }
}

fn down(from: f64, to: f64) -> Noise {
    Noise {
        kind: NoiseKind::NetDown,
        surface: None,
        from,
        to,
    }
}

fn scored(world: &World, alarms: &[(f64, f64)]) -> Month {
    let alarms = alarms.iter().map(|&(from, to)| Alarm {
        from,
        to,
        health: Health::MajorOutage,
        source: Source::Local,
    });
    let run = Run {
        alarms: alarms.collect(),
        notices: Vec::new(),
        requests: Requests {
            web: 300,
            control: 1_000,
            ..Requests::default()
        },
    };
    score(world, &run)
}

#[test]
fn an_outage_is_detected_by_the_first_alarm_in_it() {
    let month = scored(&world(), &[(10_120.0, 13_600.0)]);
    let outage = month.outages[0];
    assert_eq!(outage.class, Class::Total);
    assert_eq!(outage.delay, Some(120.0));
    assert_eq!(outage.clear_lag, Some(600.0));
    assert_eq!((outage.flaps, outage.cleared_too_soon()), (0, false));
    assert_eq!((month.false_alarms.len(), month.wrong_blame), (0, 0));
}

#[test]
fn an_alarm_after_the_end_detects_nothing_and_is_false_only_when_late() {
    let month = scored(&world(), &[(13_001.0, 13_500.0), (18_401.0, 18_500.0)]);
    assert_eq!(month.outages[0].delay, None);
    assert_eq!(month.outages[0].clear_lag, None);
    let late: Vec<f64> = month.false_alarms.iter().map(|it| it.seconds).collect();
    assert_eq!(late, [99.0]);
}

#[test]
fn the_delay_counts_from_the_first_second_somebody_was_awake_and_online() {
    let asleep = World {
        awake: Some(vec![(1_000.0, 9_000.0), (11_000.0, 80_000.0)]),
        noise: vec![down(11_000.0, 11_030.0)],
        ..world()
    };
    assert_eq!(
        scored(&asleep, &[(11_090.0, 13_000.0)]).outages[0].delay,
        Some(60.0)
    );
    let through = World {
        awake: Some(vec![(1_000.0, 9_000.0), (14_000.0, 80_000.0)]),
        ..world()
    };
    assert_eq!(scored(&through, &[]).outages, []);
}

#[test]
fn clearing_and_raising_again_is_a_flap_unless_we_could_not_see() {
    let alarms = [(10_100.0, 10_500.0), (10_700.0, 12_500.0)];
    let flapped = scored(&world(), &alarms).outages[0];
    assert_eq!(flapped.flaps, 1);
    assert!(flapped.cleared_too_soon());
    let blind = World {
        noise: vec![down(10_490.0, 10_690.0)],
        ..world()
    };
    assert_eq!(scored(&blind, &alarms).outages[0].flaps, 0);
}

#[test]
fn going_blind_is_no_all_clear() {
    let slept = World {
        awake: Some(vec![(1_000.0, 11_000.0)]),
        ..world()
    };
    let outage = scored(&slept, &[(10_100.0, 11_000.0)]).outages[0];
    assert_eq!((outage.delay, outage.clear_lag), (Some(100.0), None));
}

#[test]
fn the_all_clear_is_not_late_by_the_time_asleep() {
    let slept = World {
        awake: Some(vec![(1_000.0, 13_100.0), (20_000.0, 80_000.0)]),
        ..world()
    };
    let outage = scored(&slept, &[(10_100.0, 20_060.0)]).outages[0];
    assert_eq!(outage.clear_lag, Some(160.0));
}

#[test]
fn a_false_alarm_is_laid_to_what_of_ours_went_wrong() {
    let world = World {
        noise: vec![down(30_000.0, 30_002.0), down(50_000.0, 50_600.0)],
        ..world()
    };
    let month = scored(
        &world,
        &[
            (30_100.0, 30_200.0),
            (50_050.0, 50_700.0),
            (70_000.0, 70_060.0),
        ],
    );
    let causes: Vec<_> = month.false_alarms.iter().map(|it| it.cause).collect();
    let down = Some(NoiseKind::NetDown);
    assert_eq!(causes, [down, down, None]);
    assert_eq!(month.wrong_blame, 1, "only the second began while offline");
}

#[test]
fn a_card_sums_months_up() {
    let months = [
        scored(&world(), &[(10_060.0, 13_000.0)]),
        scored(&world(), &[(10_300.0, 13_600.0), (60_000.0, 60_300.0)]),
        scored(&world(), &[]),
        scored(&world(), &[]),
    ];
    let card = Card::of(&months);
    assert_eq!(card.detected(None), Share { part: 2, all: 4 });
    assert_eq!(card.detected(Some(Class::Slight)).value(), None);
    let delay = card.delay(Some(Class::Total)).unwrap();
    assert_eq!((delay.median, delay.p90), (3.0, 4.6));
    assert_eq!(card.false_alarms(), 0.25);
    assert_eq!(card.mistake(), Some(5.0));
    assert_eq!(card.clear_lag(), Some(5.0));
    assert_eq!(card.requests(), 10.0, "controls are not the vendor's");
    assert_eq!(card.causes(), [("chance", 1)]);
}

#[test]
fn the_interval_holds_the_figure_and_a_difference_of_the_same_is_none() {
    let months: Vec<Month> = (0..20)
        .map(|month| {
            scored(
                &world(),
                if month % 2 == 0 {
                    &[(10_060.0, 13_000.0)]
                } else {
                    &[]
                },
            )
        })
        .collect();
    let card = Card::of(&months);
    let share = |card: &Card<'_>| card.detected(None).value();
    let interval = card.interval(share).unwrap();
    assert_eq!(interval.value, 0.5);
    assert!(interval.low > 0.2 && interval.low < 0.45, "{interval:?}");
    assert!(interval.high < 0.8 && interval.high > 0.55, "{interval:?}");
    assert_eq!(card.interval(share), Some(interval), "the same every time");
    let none = card.difference(&card.clone(), share).unwrap();
    assert_eq!((none.low, none.value, none.high), (0.0, 0.0, 0.0));
}

#[test]
fn quantiles_lie_between_their_neighbours() {
    assert_eq!(quantile(&[], 0.5), None);
    assert_eq!(quantile(&[7.0], 0.9), Some(7.0));
    assert_eq!(quantile(&[1.0, 2.0, 4.0], 0.5), Some(2.0));
    assert_eq!(quantile(&[0.0, 10.0], 0.25), Some(2.5));
}

#[test]
fn the_table_names_every_rule_and_shows_nothing_where_nothing_was_measured() {
    let scored = vec![
        (Rule::Aldis, vec![scored(&world(), &[(10_060.0, 13_000.0)])]),
        (Rule::Kuma, vec![scored(&world(), &[])]),
    ];
    let table = scorecard(&scored);
    assert!(
        table.contains("| aldis | 100 %, 1.0 / 1 min of 1 | – |"),
        "{table}"
    );
    assert!(table.contains("| kuma | 0 % of 1 | – |"), "{table}");
    assert!(differences(&scored).contains("| kuma | +100 [+100, +100] |"));
}
