//! Whatever the world does, some things never happen.

use std::time::Duration;

use proptest::prelude::*;

use super::world::{Page, World, good};
use crate::event::{Command, Event, Target};
use crate::evidence::{Outcome, Phase};
use crate::health::Health;
use crate::vantage::Vantage;

/// One stretch of weather: who fails, how, for how long, and what happens to us meanwhile.
#[derive(Clone, Debug)]
struct Stretch {
    seconds: u64,
    chatgpt: u8,
    claude: u8,
    controls: u8,
    page: u8,
    slept: bool,
}

fn stretch() -> impl Strategy<Value = Stretch> {
    (
        1_u64..1_500,
        0_u8..6,
        0_u8..6,
        0_u8..4,
        0_u8..3,
        prop::bool::weighted(0.15),
    )
        .prop_map(
            |(seconds, chatgpt, claude, controls, page, slept)| Stretch {
                seconds,
                chatgpt,
                claude,
                controls,
                page,
                slept,
            },
        )
}

fn answer(kind: u8, look: u64, target: &Target) -> Outcome {
    match kind {
        0 | 1 => good(target),
        2 => Outcome::Answered { status: 503 },
        3 if look.is_multiple_of(2) => Outcome::TimedOut {
            phase: Phase::FirstByte,
        },
        4 => Outcome::Challenged { status: 403 },
        5 => Outcome::Refused,
        _ => good(target),
    }
}

fn play(world: &mut World, stretch: &Stretch) {
    let Stretch {
        chatgpt,
        claude,
        controls,
        ..
    } = *stretch;
    world.page = [Page::Fine, Page::Major, Page::Html][usize::from(stretch.page)];
    world.answers(move |target, look| match target {
        Target::Probe { service, .. } if service.as_str() == "chatgpt" => {
            answer(chatgpt, look, target)
        }
        Target::Probe { .. } => answer(claude, look, target),
        Target::Control { .. } if controls == 3 => Outcome::Refused,
        Target::Control { .. } | Target::Page { .. } | Target::Resolver { .. } => good(target),
    });
    if stretch.slept {
        world.sleep(Duration::from_secs(stretch.seconds));
    } else {
        world.run(Duration::from_secs(stretch.seconds));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_recovery_has_its_outage_and_no_outage_is_told_twice(weather in prop::collection::vec(stretch(), 1..14)) {
        let mut world = World::new();
        for stretch in &weather {
            play(&mut world, stretch);
        }
        let mut open = std::collections::BTreeMap::new();
        for notice in &world.notices {
            let service = notice.services[0].0.clone();
            let was_open = open.get(&service).copied().unwrap_or(false);
            match notice.kind.word() {
                "recovery" => {
                    prop_assert!(was_open, "a recovery without an outage: {notice:?}");
                    open.insert(service, false);
                }
                _ => {
                    prop_assert!(!was_open || notice.replaces.is_some(), "told twice: {notice:?}");
                    open.insert(service, true);
                }
            }
        }
    }

    #[test]
    fn nothing_is_green_while_we_cannot_see(weather in prop::collection::vec(stretch(), 1..14)) {
        let mut world = World::new();
        for stretch in &weather {
            play(&mut world, stretch);
            let snapshot = world.snapshot();
            for service in &snapshot.services {
                if !snapshot.vantage.may_judge() {
                    prop_assert_eq!(service.health, Health::Unknown);
                }
                if service.health == Health::Operational {
                    let newest = service.probes.iter().map(|it| it.at).chain(service.official.read_at).max();
                    let age = newest.map(|at| world.now.since(at));
                    prop_assert!(age.is_some_and(|age| age <= Duration::from_secs(900)), "{service:?}");
                }
                prop_assert!(service.spans.windows(2).all(|pair| pair[0].to <= pair[1].from));
            }
        }
    }

    #[test]
    fn without_a_network_nobody_is_ever_blamed(spans in prop::collection::vec(1_u64..2_000, 1..10)) {
        let mut world = World::new();
        world.run(Duration::from_secs(120));
        for (index, seconds) in spans.iter().enumerate() {
            if index % 2 == 0 { world.network_gone(); } else { world.all_well(); }
            world.run(Duration::from_secs(*seconds));
        }
        prop_assert!(world.notices.is_empty());
        prop_assert!(world.transitions.iter().all(|it| !it.to.is_out()));
    }

    #[test]
    fn what_began_before_a_gap_or_on_another_network_moves_nothing(
        weather in prop::collection::vec(stretch(), 1..5),
        milliseconds in 0_u64..400,
        gap in 0_u8..4,
        kind in 0_u8..6,
    ) {
        let mut world = World::new();
        for stretch in &weather {
            play(&mut world, stretch);
        }
        // Somewhere in the middle of looks.
        world.handle(Event::Asked(Command::CheckNow));
        world.run(Duration::from_millis(milliseconds));
        match gap {
            0 => { world.sleep(Duration::from_secs(3_600)); }
            1 => world.handle(Event::NetworkChanged),
            2 => world.set_clock_back(Duration::from_secs(3_600)),
            _ => world.set_clock_back(Duration::from_millis(6_000)),
        }
        let told = |world: &World| (world.notices.len(), world.samples);
        let health = |world: &World| world.snapshot().services.iter().map(|it| it.health).collect::<Vec<_>>();
        let (before, as_was) = (told(&world), health(&world));
        world.now = world.now + Duration::from_millis(100);
        world.end_looks(|target| answer(kind, 0, target));
        prop_assert_eq!(world.snapshot().vantage, Vantage::Waking, "the old round proves nothing");
        prop_assert_eq!((told(&world), health(&world)), (before, as_was));
    }

    #[test]
    fn the_same_weather_gives_the_same_story(weather in prop::collection::vec(stretch(), 1..8)) {
        let tell = || {
            let mut world = World::new();
            for stretch in &weather {
                play(&mut world, stretch);
            }
            (world.notices, world.transitions)
        };
        prop_assert_eq!(tell(), tell());
    }
}
