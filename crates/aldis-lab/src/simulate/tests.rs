use super::*;
use crate::world::{Errors, Impact, Noise, NoiseKind, Outage, Rates, Recipe, World, generate};

fn calm() -> World {
    World {
        days: 0.5,
        awake: None,
        noise: Vec::new(),
        outages: Vec::new(),
        rates: Rates {
            web: 0.0,
            api: 0.0,
            completion: 0.0,
            control: 0.0,
            stray_429: 0.0,
        },
        ..generate(1, Recipe::default())
    }
}

fn total(from: f64, to: f64) -> Outage {
    Outage {
        from,
        to,
        ramp_s: 0.0,
        errors: Errors {
            web: 1.0,
            api: 1.0,
            completion: 1.0,
        },
        answers: vec![503],
        dips: Vec::new(),
        posted: None,
        monitoring_post: None,
        resolved_post: None,
        impact: Impact::Critical,
    }
}

fn run(world: &World) -> Run {
    simulate(&Scene::new(world), Ablation::default()).unwrap()
}

#[test]
fn a_calm_day_has_no_alarm_and_is_watched_throughout() {
    let run = run(&calm());
    assert_eq!(run.alarms, []);
    assert_eq!(run.notices, []);
    assert!(run.requests.web > 200, "{:?}", run.requests);
    assert!(run.requests.page > 200, "{:?}", run.requests);
}

#[test]
fn a_total_outage_is_called_out_and_cleared_and_both_are_told() {
    let world = World {
        outages: vec![total(3_600.0, 7_200.0)],
        ..calm()
    };
    let run = run(&world);
    assert_eq!(run.alarms.len(), 1, "{:?}", run.alarms);
    let alarm = &run.alarms[0];
    assert_eq!(alarm.source, Source::Local);
    assert!((3_600.0..3_900.0).contains(&alarm.from), "{alarm:?}");
    assert!((7_200.0..9_000.0).contains(&alarm.to), "{alarm:?}");
    let told: Vec<_> = run.notices.iter().map(|it| it.kind).collect();
    assert_eq!(told, ["outage", "recovery"]);
}

#[test]
fn what_only_the_page_reports_is_official() {
    let world = World {
        outages: vec![Outage {
            errors: Errors::default(),
            posted: Some(4_000.0),
            monitoring_post: None,
            resolved_post: Some(7_000.0),
            ..total(3_600.0, 7_200.0)
        }],
        ..calm()
    };
    let run = run(&world);
    assert_eq!(run.alarms.len(), 1, "{:?}", run.alarms);
    assert_eq!(run.alarms[0].source, Source::Official);
    assert!((4_000.0..4_200.0).contains(&run.alarms[0].from));
}

#[test]
fn a_nap_in_an_outage_is_no_second_alarm() {
    let world = World {
        outages: vec![total(3_600.0, 10_800.0)],
        awake: Some(vec![(0.0, 5_000.0), (5_900.0, 43_200.0)]),
        ..calm()
    };
    let run = run(&world);
    assert_eq!(run.alarms.len(), 1, "{:?}", run.alarms);
    assert!(run.alarms[0].to > 10_800.0, "{:?}", run.alarms);
}

#[test]
fn nothing_is_asked_while_the_lid_is_closed() {
    let day = run(&World {
        days: 1.0,
        keys: false,
        ..calm()
    });
    let half = run(&World {
        days: 1.0,
        keys: false,
        awake: Some(vec![(0.0, 21_600.0), (64_800.0, 86_400.0)]),
        ..calm()
    });
    let share = half.requests.to_vendor() as f64 / day.requests.to_vendor() as f64;
    assert!((0.45..0.55).contains(&share), "{share}");
}

#[test]
fn a_change_of_route_is_noticed_and_the_controls_are_asked_anew() {
    let toggles = (0..20).map(|toggle| f64::from(toggle) * 1_000.0 + 500.0);
    let noise = |at: f64| Noise {
        kind: NoiseKind::Vpn,
        surface: None,
        from: at,
        to: at,
    };
    let toggled = run(&World {
        noise: toggles.map(noise).collect(),
        ..calm()
    });
    let (asked, before) = (toggled.requests, run(&calm()).requests);
    assert!(asked.control >= before.control + 20, "{asked:?} {before:?}");
    assert_eq!(toggled.alarms, []);
}

#[test]
fn after_sleep_the_rest_of_the_engines_timer_goes_on_before_the_gap_is_noticed() {
    let world = calm();
    let scene = Scene::new(&world);
    let mut simulation = Simulation::new(&scene, Ablation::default(), 0.0);
    for (slept, woke) in [(1_000.0, 4_000.0), (4_003.0, 9_000.0)] {
        simulation.stay_awake(slept).unwrap();
        let rest = simulation.next().since(scene.moment(slept));
        assert!(rest <= TICK, "{rest:?}");
        simulation.sleep(scene.moment(slept), scene.moment(woke));
        assert_eq!(simulation.next(), scene.moment(woke) + rest);
    }
    simulation.stay_awake(9_100.0).unwrap();
    assert_eq!(simulation.asleep, Duration::ZERO);
}

#[test]
fn no_vendor_is_blamed_for_a_network_that_is_down() {
    let world = World {
        noise: vec![Noise {
            kind: NoiseKind::NetDown,
            surface: None,
            from: 3_600.0,
            to: 7_200.0,
        }],
        ..calm()
    };
    assert_eq!(run(&world).alarms, []);
}

#[test]
fn the_same_world_runs_the_same_twice() {
    let world = World {
        days: 5.0,
        ..generate(4, Recipe::default())
    };
    assert_eq!(run(&world), run(&world));
}

#[test]
fn a_run_is_written_in_the_words_of_the_contract() {
    let run = Run {
        alarms: vec![Alarm {
            from: 1.5,
            to: 2.0,
            health: aldis_core::Health::MajorOutage,
            source: Source::Official,
            worse: vec![1.7],
        }],
        notices: vec![Told {
            at: 1.5,
            kind: "outage",
        }],
        requests: Requests::default(),
    };
    let wanted = r#"{"alarms":[{"from":1.5,"to":2.0,"health":"major_outage","source":"official"}],"notices":[{"at":1.5,"kind":"outage"}],"requests":{"web":0,"api":0,"completion":0,"control":0,"page":0}}"#;
    assert_eq!(serde_json::to_string(&run).unwrap(), wanted);
}
