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

fn alarm(from: f64, to: f64) -> Alarm {
    Alarm {
        from,
        to,
        health: Health::MajorOutage,
        source: Source::Local,
        worse: Vec::new(),
    }
}

fn scored(world: &World, alarms: &[(f64, f64)]) -> Month {
    let alarms = alarms.iter().map(|&(from, to)| alarm(from, to));
    scored_with(world, alarms.collect())
}

fn scored_with(world: &World, alarms: Vec<Alarm>) -> Month {
    let run = Run {
        alarms,
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

/// Another outage like the first, from 14,000 to 16,000.
fn two_outages() -> World {
    let mut world = world();
    let next = Outage {
        from: 14_000.0,
        to: 16_000.0,
        ..world.outages[0].clone()
    };
    world.outages.push(next);
    world
}

#[test]
fn an_alarm_raised_for_no_reason_is_false_though_an_outage_begins_while_it_stands() {
    let month = scored(&world(), &[(9_000.0, 13_500.0)]);
    assert_eq!(month.outages[0].delay, None);
    assert_eq!(month.outages[0].clear_lag, None);
    assert_eq!(month.false_alarms.len(), 1);
    let another = scored(&world(), &[(9_000.0, 10_500.0), (10_600.0, 13_500.0)]);
    assert_eq!(another.outages[0].delay, Some(600.0));
    assert_eq!(another.outages[0].flaps, 0);
    assert_eq!(another.false_alarms.len(), 1);
}

#[test]
fn an_alarm_of_an_earlier_outage_that_still_stands_tells_of_the_next_as_well() {
    for raised in [12_900.0, 13_900.0] {
        let month = scored(&two_outages(), &[(raised, 16_300.0)]);
        assert_eq!(month.outages[1].delay, Some(0.0), "{raised}");
        assert_eq!(month.outages[1].clear_lag, Some(300.0));
        assert_eq!(month.false_alarms, []);
    }
    let over = scored(&two_outages(), &[(12_900.0, 13_990.0)]);
    assert_eq!(over.outages[1].delay, None);
}

#[test]
fn a_false_alarm_that_gets_worse_in_an_outage_tells_of_it_from_then_on() {
    let worse = |at: f64| Alarm {
        worse: vec![9_500.0, at],
        ..alarm(9_000.0, 13_500.0)
    };
    let month = scored_with(&world(), vec![worse(10_200.0)]);
    assert_eq!(month.outages[0].delay, Some(200.0));
    assert_eq!(month.false_alarms.len(), 1, "it was raised for no reason");
    let late = scored_with(&world(), vec![worse(13_100.0)]);
    assert_eq!(late.outages[0].delay, None);
}

#[test]
fn false_alarms_alone_would_be_right_by_chance() {
    let always = World {
        awake: None,
        ..world()
    };
    const WEEK: f64 = 7.0 * DAY;
    // One within the outage moved by one week, one beside that moved by two, and a right one.
    let alarms = [
        (10_100.0, 10_200.0),
        (10_100.0 + WEEK, 10_200.0 + WEEK),
        (9_000.0 + 2.0 * WEEK, 12_000.0 + 2.0 * WEEK),
    ];
    let month = scored(&always, &alarms);
    assert_eq!(month.false_alarms.len(), 2);
    assert_eq!(month.by_chance, Share { part: 1, all: 3 });
    assert_eq!(scored(&always, &[(10_100.0, 10_200.0)]).by_chance.part, 0);
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
    assert_eq!(card.by_ourselves(), Share { part: 2, all: 2 });
    assert_eq!(card.requests(), 10.0, "controls are not the vendor's");
    assert_eq!(card.causes(), [("chance", 1)]);
}

#[test]
fn what_is_cleared_too_soon_does_not_make_the_all_clear_look_prompt() {
    let months = [
        scored(&world(), &[(10_060.0, 10_300.0)]),
        scored(&world(), &[(10_060.0, 13_600.0)]),
    ];
    let card = Card::of(&months);
    assert_eq!(card.clear_lag(), Some(10.0));
    assert_eq!(card.cleared_too_soon(), Share { part: 1, all: 2 });
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
    for row in [
        "| *of so many* | 1 | 0 | 0 | 0 | 0 | 1 |  |  |",
        "| aldis | 100 % [100, 100] | – | – | – | – | 100 % [100, 100] | 100 % [100, 100] | – |",
        "| kuma | 0 % [0, 0] | – | – | – | – | 0 % [0, 0] | – | – |",
        "| aldis | 1.0 [1.0, 1.0] / 1 | – | – | – | – | 1.0 [1.0, 1.0] / 1 |",
        "| kuma | – | – | – | – | – | – |",
        "| aldis | 0.00 [0.00, 0.00] | – | 0 | 0.00 [0.00, 0.00] | 0.0 min [0.0, 0.0] | 0 % [0, 0] |",
        "| kuma | 10 | 10 | 0 | 0 | 0 | 33 |  |",
    ] {
        assert!(table.contains(row), "{row} in\n{table}");
    }
    assert!(differences(&scored).contains("| kuma | +100 [+100, +100] |"));
}

#[test]
fn the_verdict_says_where_the_goal_is_met_and_where_not() {
    let quiet = || scored(&world(), &[(10_060.0, 13_000.0)]);
    let crying: Vec<(f64, f64)> = (0..30)
        .map(|cry| {
            (
                20_000.0 + f64::from(cry) * 1_000.0,
                20_060.0 + f64::from(cry) * 1_000.0,
            )
        })
        .collect();
    let loud = || scored(&world(), &crying);
    let once = || scored(&world(), &[(30_000.0, 30_060.0)]);
    let met = verdict(&vec![
        (Rule::Aldis, vec![quiet()]),
        (Rule::Kuma, vec![loud()]),
    ]);
    assert_eq!(
        met,
        "- aldis sees more outages than: kuma.\n- It has a tenth of the false alarms, or less, of: kuma.\n"
    );
    let missed = verdict(&vec![
        (Rule::Aldis, vec![once()]),
        (Rule::Official, vec![quiet()]),
    ]);
    assert!(
        missed.starts_with("- aldis sees more outages than: none.\n"),
        "{missed}"
    );
    assert!(missed.contains("It does not see more outages than official: 0 % against 100 %."));
    assert!(missed.contains("tenth of the false alarms of official: 1.00 a month against 0.00."));
    assert!(missed.contains("is wrong only where the page is"));
}

#[test]
fn a_part_without_effect_is_said_to_have_none() {
    let quiet = || scored(&world(), &[(10_060.0, 13_000.0)]);
    let loud = || scored(&world(), &[(10_060.0, 13_000.0), (30_000.0, 30_060.0)]);
    let text = ablated(&vec![
        (Rule::Aldis, vec![quiet(), quiet()]),
        (
            Rule::AldisWithout(crate::rules::Part::Gate),
            vec![loud(), loud()],
        ),
        (
            Rule::AldisWithout(crate::rules::Part::Page),
            vec![quiet(), quiet()],
        ),
    ]);
    assert_eq!(
        text,
        "- without-gate: false alarms +1.00 a month; no effect on the share that is seen that can be told \
         from chance.\n- without-page: no effect on false alarms that can be told from chance; no effect on \
         the share that is seen that can be told from chance.\n"
    );
}

#[test]
fn the_cost_is_that_of_the_completions() {
    let run = Run {
        requests: Requests {
            completion: 9_000,
            ..Requests::default()
        },
        ..Run::default()
    };
    let text = cost(&vec![(Rule::Aldis, vec![score(&world(), &run)])]);
    assert!(text.contains("300 completions a day"), "{text}");
    assert!(text.contains("3000 tokens a day"), "{text}");
    assert!(text.contains("0.09 dollars a month"), "{text}");
}
