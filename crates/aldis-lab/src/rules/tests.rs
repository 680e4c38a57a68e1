use super::*;
use crate::world::{Errors, Impact, Outage, Rates, Recipe, World, generate};

/// A quiet hour and an outage of everything for `minutes`, from ten seconds before the tenth minute of
/// whoever looks by the clock each `every_s`.
fn outage_of(minutes: f64, every_s: f64) -> World {
    let mut world = World {
        days: 1.0 / 24.0,
        awake: None,
        noise: Vec::new(),
        rates: Rates {
            web: 0.0,
            api: 0.0,
            completion: 0.0,
            control: 0.0,
            stray_429: 0.0,
        },
        outages: vec![Outage {
            from: 590.0,
            to: 590.0 + minutes * 60.0,
            ramp_s: 0.0,
            errors: Errors {
                web: 1.0,
                api: 1.0,
                completion: 1.0,
            },
            answers: vec![503],
            dips: Vec::new(),
            posted: Some(700.0),
            monitoring_post: None,
            resolved_post: Some(1_000.0),
            impact: Impact::Major,
        }],
        ..generate(1, Recipe::default())
    };
    let phase = phase(&world, every_s);
    let outage = &mut world.outages[0];
    for at in [&mut outage.from, &mut outage.to] {
        *at += phase;
    }
    outage.posted = outage.posted.map(|at| at + phase);
    outage.resolved_post = outage.resolved_post.map(|at| at + phase);
    world
}

/// When whoever looks each `every_s` looks first.
fn phase(world: &World, every_s: f64) -> f64 {
    uptime::Uptime::of(world).ticks(every_s)[0].at
}

/// In tens of seconds since its first look.
fn alarms(rule: Rule, world: &World) -> Vec<(f64, f64)> {
    let every_s = if rule == Rule::Official { 300.0 } else { 60.0 };
    let phase = phase(world, every_s);
    let run = rule.run(&Scene::new(world)).unwrap();
    let whole = |seconds: f64| ((seconds - phase) / 10.0).floor() * 10.0;
    let alarms = run.alarms.iter();
    alarms.map(|it| (whole(it.from), whole(it.to))).collect()
}

#[test]
fn one_failure_is_an_alarm_for_kuma_and_none_for_the_patient() {
    let world = outage_of(0.5, 60.0);
    assert_eq!(alarms(Rule::Kuma, &world), [(600.0, 660.0)]);
    assert_eq!(alarms(Rule::Consecutive3, &world), []);
    assert_eq!(alarms(Rule::Blackbox5m, &world), []);
}

#[test]
fn three_in_a_row_alarm_and_two_in_a_row_clear() {
    // Bad at 600, 660 and 720; good from 780 on.
    assert_eq!(
        alarms(Rule::Consecutive3, &outage_of(3.0, 60.0)),
        [(720.0, 840.0)]
    );
}

#[test]
fn five_minutes_of_nothing_but_failure_alarm_half_a_minute_later_and_one_answer_clears() {
    assert_eq!(alarms(Rule::Blackbox5m, &outage_of(5.0, 60.0)), []);
    assert_eq!(
        alarms(Rule::Blackbox5m, &outage_of(8.0, 60.0)),
        [(930.0, 1_080.0)]
    );
}

#[test]
fn the_page_is_read_every_five_minutes_and_believed() {
    assert_eq!(
        alarms(Rule::Official, &outage_of(3.0, 300.0)),
        [(900.0, 1_200.0)]
    );
}

#[test]
fn a_hole_in_the_data_lets_the_five_minutes_begin_anew() {
    let world = World {
        awake: Some(vec![(0.0, 700.0), (1_500.0, 1_790.0)]),
        ..outage_of(25.0, 60.0)
    };
    assert_eq!(alarms(Rule::Blackbox5m, &world), []);
}

#[test]
fn without_the_page_nothing_is_reported_by_it() {
    let mut world = outage_of(3.0, 60.0);
    world.outages[0].errors = Errors::default();
    assert_eq!(alarms(Rule::Aldis, &world).len(), 1);
    assert_eq!(alarms(Rule::AldisWithout(Part::Page), &world), []);
}

#[test]
fn every_rule_has_a_word_of_its_own() {
    for rule in Rule::ALL.into_iter().chain(Rule::ABLATIONS) {
        assert_eq!(Rule::from_word(rule.word()), Some(rule));
    }
    assert_eq!(Rule::from_word("hunch"), None);
}
