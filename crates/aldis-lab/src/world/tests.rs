use std::collections::BTreeSet;
use std::time::Duration;

use aldis_core::Surface;
use aldis_core::evidence::{Outcome, PageSight, Phase};

use super::*;

const DEADLINE: Duration = Duration::from_secs(10);

/// The example of CONTRACTS.md, filled in.
const EXAMPLE: &str = r#"{"name":"example","start":"2026-03-02T00:00:00Z","days":30,"seed":7,
 "awake":[[30600,82080]],
 "noise":[{"kind":"net_down","from":1,"to":2},{"kind":"path","surface":"web","from":1,"to":2}],
 "rates":{"web":0.004,"api":0.004,"completion":0.006,"control":0.003,"stray_429":0.001},
 "outages":[{"from":100,"to":2200,"ramp_s":60,"errors":{"web":0.9,"api":0.3,"completion":0.9},
             "answers":[503],"dips":[[900,1200,0.0]],"posted":1300,"resolved_post":4000,
             "impact":"major"}],
 "keys":true}"#;

fn example() -> World {
    read(EXAMPLE, "example.json").unwrap().world
}

/// A day in which nothing fails by chance.
pub(crate) fn calm() -> World {
    World {
        name: "calm".to_owned(),
        days: 1.0,
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
        ..example()
    }
}

fn mistake(from: &str, to: &str) -> String {
    assert!(EXAMPLE.contains(from), "{from}");
    let text = EXAMPLE.replacen(from, to, 1);
    read(&text, "example.json").unwrap_err().to_string()
}

#[test]
fn a_world_written_and_read_again_is_the_same() {
    for world in [example(), generate(3, Recipe::default())] {
        let text = serde_json::to_string(&world).unwrap();
        let again = read(&text, "again.json").unwrap();
        assert_eq!(again.world, world);
        assert_eq!(again.unknown, Vec::<String>::new());
    }
}

#[test]
fn a_mistake_is_named_with_its_field_and_place() {
    let cases = [
        (
            r#""web":0.9"#,
            r#""web":9"#,
            "outages[0].errors.web: must be between 0 and 1",
        ),
        (
            r#""web":0.9"#,
            r#""web":"much""#,
            "outages[0].errors.web: invalid type",
        ),
        (
            r#""answers":[503]"#,
            r#""answers":[5]"#,
            "outages[0].answers[0]: 5 is no HTTP status",
        ),
        (
            r#""kind":"net_down""#,
            r#""kind":"flood""#,
            "noise[0].kind: unknown variant `flood`",
        ),
        (
            r#""surface":"web","#,
            "",
            "noise[1].surface: `path` concerns one surface",
        ),
        (
            r#""surface":"web""#,
            r#""surface":"tv""#,
            "noise[1].surface: no surface is called \"tv\"",
        ),
        (
            "[[30600,82080]]",
            "[[30600,82080],[5,6]]",
            "awake[1]: begins before",
        ),
        (
            "[[30600,82080]]",
            "[[82080,30600]]",
            "awake[0]: must end after it begins",
        ),
        (
            "2026-03-02T00",
            "2026-33-02T00",
            "start: \"2026-33-02T00:00:00Z\" is no moment",
        ),
        (r#""days":30"#, r#""days":-1"#, "days: must be more than 0"),
        (
            r#""resolved_post":4000"#,
            r#""resolved_post":4"#,
            "outages[0].resolved_post: lies before",
        ),
        (
            "[[900,1200,0.0]]",
            "[[900,1200,7]]",
            "outages[0].dips[0][2]: must be between 0 and 1",
        ),
    ];
    for (from, to, wanted) in cases {
        let said = mistake(from, to);
        assert!(said.starts_with("example.json: "), "{said}");
        assert!(said.contains(wanted), "{said} for {wanted}");
    }
    let cut = read(&EXAMPLE[..300], "cut.json").unwrap_err().to_string();
    assert!(cut.contains("line 5"), "{cut}");
}

#[test]
fn a_field_nobody_reads_is_named_and_the_world_is_played() {
    let text = EXAMPLE.replacen(r#""ramp_s":60"#, r#""ramps":60"#, 1);
    let read = read(&text, "example.json").unwrap();
    assert_eq!(read.unknown, ["outages.0.ramps"]);
    assert_eq!(read.world.outages[0].ramp_s, 0.0);
}

#[test]
fn a_seed_gives_the_same_world_again_and_another_seed_another() {
    let recipe = Recipe::default();
    assert_eq!(generate(11, recipe), generate(11, recipe));
    assert_ne!(generate(11, recipe).outages, generate(12, recipe).outages);
    let without = Recipe {
        keys: false,
        ..recipe
    };
    assert_eq!(generate(11, recipe).outages, generate(11, without).outages);
}

#[test]
fn more_noise_leaves_outages_and_the_days_of_the_laptop_alone() {
    let usual = generate(5, Recipe::default());
    let stormy = generate(
        5,
        Recipe {
            noise: 3.0,
            ..Recipe::default()
        },
    );
    assert_eq!(usual.outages, stormy.outages);
    assert_eq!(usual.awake, stormy.awake);
    assert!(stormy.noise.len() > usual.noise.len() * 3 / 2);
}

/// What looks at `place` see within the first minutes of `world`.
fn outcomes(world: &World, place: Place) -> Vec<Outcome> {
    let scene = Scene::new(world);
    let looks = (0..200).map(|look| scene.look(place, f64::from(look), DEADLINE).outcome);
    looks.collect()
}

fn with_noise(kind: NoiseKind, surface: Option<Surface>) -> World {
    World {
        noise: vec![Noise {
            kind,
            surface,
            from: 0.0,
            to: 300.0,
        }],
        ..calm()
    }
}

const WEB: Place = Place::Surface(Surface::Web);
const API: Place = Place::Surface(Surface::Api);

fn is_well(outcome: &Outcome) -> bool {
    matches!(
        outcome,
        Outcome::Answered {
            status: 200 | 204 | 401
        }
    )
}

fn share(outcomes: &[Outcome], holds: impl Fn(&Outcome) -> bool) -> f64 {
    outcomes.iter().filter(|it| holds(it)).count() as f64 / outcomes.len() as f64
}

#[test]
fn in_a_calm_world_every_look_is_answered() {
    for place in [WEB, API, Place::Control(0), Place::Control(2), Place::Page] {
        assert_eq!(share(&outcomes(&calm(), place), is_well), 1.0, "{place:?}");
    }
}

#[test]
fn without_a_network_nothing_is_reached_in_several_ways() {
    let world = with_noise(NoiseKind::NetDown, None);
    for place in [WEB, Place::Control(1), Place::Page] {
        let seen = outcomes(&world, place);
        let words: BTreeSet<_> = seen.iter().map(Outcome::word).collect();
        let wanted = ["name_unknown", "timed_out", "we_are_offline"];
        assert_eq!(words, BTreeSet::from(wanted), "{place:?}");
    }
}

#[test]
fn a_portal_answers_plain_http_and_breaks_tls() {
    let world = with_noise(NoiseKind::Captive, None);
    for plain in [Place::Control(0), Place::Control(1)] {
        let posing = |it: &Outcome| {
            matches!(
                it,
                Outcome::WrongBody { .. } | Outcome::RedirectedAway { .. }
            )
        };
        assert_eq!(share(&outcomes(&world, plain), posing), 1.0);
    }
    for secure in [WEB, API, Place::Control(2), Place::Page] {
        let broken = |it: &Outcome| matches!(it, Outcome::TlsBroken { .. });
        assert_eq!(share(&outcomes(&world, secure), broken), 1.0);
    }
}

#[test]
fn a_failing_resolver_loses_most_names_those_of_controls_too() {
    let world = with_noise(NoiseKind::Dns, None);
    for place in [WEB, Place::Control(0)] {
        let lost = share(&outcomes(&world, place), |it| *it == Outcome::NameUnknown);
        assert!((0.65..0.85).contains(&lost), "{place:?}: {lost}");
    }
}

#[test]
fn a_slow_link_takes_four_times_as_long_and_loses_some() {
    let (slow, calm) = (with_noise(NoiseKind::Slow, None), calm());
    let median = |world: &World| {
        let scene = Scene::new(world);
        let looks = (0..200).map(|at| scene.look(API, f64::from(at), DEADLINE).timing.total);
        let mut looks: Vec<Duration> = looks.collect();
        looks.sort_unstable();
        looks[100]
    };
    let factor = median(&slow).as_secs_f64() / median(&calm).as_secs_f64();
    assert!((3.0..5.5).contains(&factor), "{factor}");
    let lost = share(&outcomes(&slow, Place::Control(0)), |it| !is_well(it));
    assert!((0.03..0.14).contains(&lost), "{lost}");
}

#[test]
fn a_change_of_route_cuts_everything() {
    let world = with_noise(NoiseKind::Vpn, None);
    for place in [WEB, Place::Control(2), Place::Page] {
        let cut = |it: &Outcome| matches!(it, Outcome::Reset { .. });
        assert_eq!(share(&outcomes(&world, place), cut), 1.0);
    }
}

#[test]
fn a_bot_wall_and_a_lost_path_concern_one_surface() {
    let wall = with_noise(NoiseKind::Challenge, Some(Surface::Web));
    let challenged = |it: &Outcome| *it == Outcome::Challenged { status: 403 };
    assert_eq!(share(&outcomes(&wall, WEB), challenged), 1.0);
    let path = with_noise(NoiseKind::Path, Some(Surface::Web));
    let on_the_way = |it: &Outcome| it.failed_in() == Some(Phase::Connect);
    assert_eq!(share(&outcomes(&path, WEB), on_the_way), 1.0);
    for world in [wall, path] {
        for place in [API, Place::Control(0), Place::Page] {
            assert_eq!(share(&outcomes(&world, place), is_well), 1.0);
        }
    }
}

#[test]
fn healthy_surfaces_fail_as_often_as_the_world_says() {
    let world = World {
        rates: Rates {
            web: 0.3,
            stray_429: 0.2,
            ..calm().rates
        },
        ..calm()
    };
    let seen = outcomes(&world, WEB);
    let limited = share(&seen, |it| {
        matches!(it, Outcome::RateLimited { status: 429, .. })
    });
    let failed = share(&seen, |it| !is_well(it)) - limited;
    assert!((0.12..0.28).contains(&limited), "{limited}");
    assert!((0.15..0.33).contains(&failed), "{failed}");
}

#[test]
fn an_outage_ramps_up_dips_and_answers_as_it_is_told() {
    let outage = Outage {
        from: 0.0,
        to: 200.0,
        ramp_s: 50.0,
        answers: vec![0, 429, 503, 200],
        dips: vec![(100.0, 150.0, 0.0)],
        ..example().outages[0].clone()
    };
    assert_eq!(outage.share_failing(Surface::Web, 25.0), 0.45);
    assert_eq!(outage.share_failing(Surface::Web, 60.0), 0.9);
    assert_eq!(outage.share_failing(Surface::Api, 60.0), 0.3);
    assert_eq!(outage.share_failing(Surface::Web, 120.0), 0.0);
    assert_eq!(outage.share_failing(Surface::Web, 200.0), 0.0);
    let world = World {
        outages: vec![outage],
        ..calm()
    };
    let words: BTreeSet<_> = outcomes(&world, WEB).iter().map(Outcome::word).collect();
    let wanted = ["answered", "rate_limited", "timed_out", "wrong_body"];
    assert_eq!(words, BTreeSet::from(wanted));
    assert_eq!(share(&outcomes(&world, Place::Control(0)), is_well), 1.0);
}

#[test]
fn a_failing_completion_is_seen_as_whoever_asks_for_one_reads_it() {
    let mut outage = example().outages[0].clone();
    outage.errors.completion = 1.0;
    outage.dips.clear();
    let seen = |answer: u16| {
        let world = World {
            outages: vec![Outage {
                from: 0.0,
                ramp_s: 0.0,
                answers: vec![answer],
                ..outage.clone()
            }],
            ..calm()
        };
        let completion = Place::Surface(Surface::Completion);
        outcomes(&world, completion)[0].word()
    };
    let words = [200, 403, 429, 503, 529].map(seen);
    let wanted = [
        "failed_in_stream",
        "key_refused",
        "rate_limited",
        "answered",
        "overloaded",
    ];
    assert_eq!(words, wanted);
}

#[test]
fn the_page_tells_from_the_post_to_its_end() {
    let world = World {
        outages: example().outages,
        ..calm()
    };
    let scene = Scene::new(&world);
    let open = |at: f64| {
        let (PageSight::Read(report), _) = scene.page(at, DEADLINE) else {
            panic!("the page can be read");
        };
        let incidents = report.incidents.iter().flatten();
        incidents.filter(|it| it.phase.is_open()).count()
    };
    assert_eq!([1_000.0, 1_300.0, 3_999.0, 4_000.0].map(open), [0, 1, 1, 0]);
}

#[test]
fn the_same_look_sees_the_same_whoever_asks_and_in_whatever_order() {
    let world = generate(2, Recipe::default());
    let (one, other) = (Scene::new(&world), Scene::new(&world));
    let moments: Vec<f64> = (0..2_000).map(|look| f64::from(look) * 1_297.0).collect();
    let forwards = moments.iter().map(|&at| one.look(WEB, at, DEADLINE));
    let backwards = moments
        .iter()
        .rev()
        .map(|&at| other.look(WEB, at, DEADLINE));
    let mut backwards: Vec<_> = backwards.collect();
    backwards.reverse();
    assert_eq!(forwards.collect::<Vec<_>>(), backwards);
}
