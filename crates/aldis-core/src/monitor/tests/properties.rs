//! Whatever the world does, some things never happen.

mod laws;
mod weather;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use proptest::prelude::*;

use super::world::World;
use crate::catalogue::ServiceId;
use crate::event::{Command, Event};
use crate::health::Health;
use crate::present::notice::Notice;
use crate::settings::NotifyLevel;
use crate::time::Timestamp;
use crate::vantage::Vantage;

use laws::{always, tells_each_change_once, told};
use weather::{KINDS, Meanwhile, PAGES, Stretch, answer, play, restarted, stretch, world};

/// What was told of each service, in a row.
fn kinds_by_service(notices: &[Notice]) -> Vec<(ServiceId, &'static str)> {
    let told = notices.iter();
    let mut told: Vec<_> = told
        .map(|it| (it.services[0].0.clone(), it.kind.word()))
        .collect();
    told.sort_by(|one, other| one.0.cmp(&other.0));
    told
}

/// Whether each service was told to be out or back, in a row, alone or together with others.
fn turns_by_service(notices: &[Notice]) -> BTreeMap<ServiceId, Vec<bool>> {
    let mut told: BTreeMap<ServiceId, Vec<bool>> = BTreeMap::new();
    for notice in notices {
        let back = notice.kind.word() == "recovery";
        for (service, _) in &notice.services {
            let turns = told.entry(service.clone()).or_default();
            if turns.last() != Some(&back) {
                turns.push(back);
            }
        }
    }
    told
}

/// Answers that change with every look make another day of every look more or less.
const fn steady(kind: u8) -> u8 {
    match kind {
        3 | 14 => 2,
        kind => kind,
    }
}

/// The same without refusals, which take minutes to count, and without what means one thing at a front
/// door and another at a model: which of them is heard first would be a race.
const fn plain(kind: u8) -> u8 {
    match steady(kind) {
        6 | 7 | 10..=13 => 2,
        kind => kind,
    }
}

/// Everything belief was moved by: when a look last counted and last failed, on every surface.
fn moved(world: &World) -> Vec<(Option<Timestamp>, Option<Timestamp>)> {
    let surfaces = world.monitor.watched.iter().flat_map(|it| &it.surfaces);
    let beliefs = surfaces.map(|it| (it.belief.counted_at(), it.belief.failed_at()));
    beliefs.collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_recovery_has_its_outage_and_no_change_is_told_twice(
        weather in prop::collection::vec(stretch(), 1..14),
        everything in any::<bool>(),
    ) {
        let mut world = world(if everything { NotifyLevel::Degraded } else { NotifyLevel::Outages });
        for stretch in &weather {
            play(&mut world, stretch);
        }
        tells_each_change_once(told(&world))?;
        let shown: BTreeSet<_> = world.notices.iter().map(|it| &it.id).collect();
        prop_assert!(world.updates.iter().all(|it| shown.contains(&it.id)), "an update of nothing");
    }

    #[test]
    fn after_every_event_what_holds_always_holds(weather in prop::collection::vec(stretch(), 1..10)) {
        let mut world = world(NotifyLevel::Degraded);
        world.law = Some(always);
        for stretch in &weather {
            play(&mut world, stretch);
            for service in &world.snapshot().services {
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
        let mut world = world(NotifyLevel::Outages);
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
    fn who_is_left_alone_is_told_of_as_if_everybody_were_assessed_at_every_turn(
        weather in prop::collection::vec(stretch(), 1..14),
    ) {
        let tell = |thorough| {
            let mut world = world(NotifyLevel::Degraded);
            world.thorough = thorough;
            for stretch in &weather {
                play(&mut world, stretch);
            }
            let health: Vec<_> = world.snapshot().services.iter().map(|it| it.health).collect();
            (world.notices, world.transitions, health)
        };
        prop_assert_eq!(tell(false), tell(true));
    }

    #[test]
    fn the_same_weather_gives_the_same_story(weather in prop::collection::vec(stretch(), 1..8)) {
        let tell = || {
            let mut world = world(NotifyLevel::Outages);
            for stretch in &weather {
                play(&mut world, stretch);
            }
            (world.notices, world.transitions)
        };
        prop_assert_eq!(tell(), tell());
    }

    #[test]
    fn while_we_cannot_see_nothing_moves_belief_or_history(
        weather in prop::collection::vec(stretch(), 1..5),
        blind in 0_u8..4,
        chatgpt in 2_u8..10,
        claude in 2_u8..10,
        seconds in 1_u64..3_000,
    ) {
        let mut world = world(NotifyLevel::Outages);
        for stretch in &weather {
            play(&mut world, stretch);
        }
        // Until everybody fails, and the round that says so has ended.
        let chatgpt = if chatgpt == 3 { 5 } else { chatgpt };
        let claude = if claude == 3 { 5 } else { claude };
        let cut = Stretch {
            controls: 3 + blind % 3,
            meanwhile: [Meanwhile::Nothing, Meanwhile::OtherNetwork][usize::from(blind / 3)],
            ..Stretch::of(chatgpt, claude, 60)
        };
        play(&mut world, &cut);
        prop_assume!(!world.snapshot().vantage.may_judge());
        let incidents = |world: &World| world.snapshot().incidents;
        let open = |world: &World| incidents(world).iter().map(|it| (it.id.clone(), it.timeline.len(), it.ended)).collect::<Vec<_>>();
        let told = |world: &World| (world.notices.len(), world.transitions.len());
        let before = (moved(&world), open(&world), told(&world));
        world.run(Duration::from_secs(seconds));
        prop_assert_eq!(before, (moved(&world), open(&world), told(&world)));
        let snapshot = world.snapshot();
        let last = snapshot.services.iter().filter_map(|it| it.spans.last());
        prop_assert!(last.into_iter().all(|it| it.health == Health::Unknown));
    }

    #[test]
    fn of_looks_that_end_in_one_moment_the_order_changes_nothing_that_is_told(
        spells in prop::collection::vec((0..KINDS, 0..KINDS, 0..KINDS, 0..PAGES), 1..4),
    ) {
        let tell = |last_first| {
            let mut world = world(NotifyLevel::Outages);
            world.last_first = last_first;
            for (chatgpt, model, claude, page) in &spells {
                let spell = Stretch {
                    page: *page,
                    model: Some(steady(*model)),
                    ..Stretch::of(steady(*chatgpt), steady(*claude), 2_700)
                };
                play(&mut world, &spell);
            }
            let health: Vec<_> = world.snapshot().services.iter().map(|it| it.health).collect();
            (kinds_by_service(&world.notices), health)
        };
        prop_assert_eq!(tell(false), tell(true));
    }

    #[test]
    fn a_restart_anywhere_repeats_nothing_and_forgets_no_end(
        before in prop::collection::vec(stretch(), 1..6),
        after in prop::collection::vec(stretch(), 1..6),
        away in 1_u64..4_000,
    ) {
        let mut world = world(NotifyLevel::Degraded);
        for stretch in &before {
            play(&mut world, stretch);
        }
        let mut again = restarted(&world, NotifyLevel::Degraded, Duration::from_secs(away));
        again.law = Some(always);
        for stretch in &after {
            play(&mut again, stretch);
        }
        tells_each_change_once(told(&world).chain(told(&again)))?;
    }

    #[test]
    fn a_restart_in_settled_weather_changes_nothing_that_is_told(
        // Surfaces that tell different things, or a page that changed with the looks, would be a race: who
        // is heard first?
        spells in prop::collection::vec((0..KINDS, 0..KINDS), 1..5),
        page in 0_u8..2,
        restart in 0_usize..5,
    ) {
        let tell = |restart: Option<usize>| {
            let mut world = world(NotifyLevel::Outages);
            let mut told = Vec::new();
            for (index, (chatgpt, claude)) in spells.iter().enumerate() {
                let spell = Stretch {
                    page,
                    ..Stretch::of(plain(*chatgpt), plain(*claude), 2_700)
                };
                play(&mut world, &spell);
                if restart == Some(index) {
                    told.append(&mut world.notices);
                    world = restarted(&world, NotifyLevel::Outages, Duration::from_secs(30));
                    // The weather is as it was for a while.
                    play(&mut world, &Stretch { seconds: 900, ..spell });
                }
            }
            told.append(&mut world.notices);
            turns_by_service(&told)
        };
        prop_assert_eq!(tell(None), tell(Some(restart)));
    }
}

#[test]
fn the_return_of_one_that_was_only_degraded_does_not_name_one_that_was_out() {
    let mut world = world(NotifyLevel::Degraded);
    play(&mut world, &Stretch::of(2, 3, 59));
    play(&mut world, &Stretch::of(0, 0, 400));
    let returns = world
        .notices
        .iter()
        .filter(|it| it.kind.word() == "recovery");
    let about: Vec<_> = returns.map(|it| it.services[0].0.as_str()).collect();
    assert_eq!(about, ["chatgpt", "claude"]);
}

#[test]
fn after_a_restart_only_what_had_failed_has_to_be_seen_working() {
    let refuses = 6;
    let mut world = world(NotifyLevel::Outages);
    let model_fails = Stretch {
        page: 1,
        model: Some(2),
        ..Stretch::of(refuses, 0, 2_700)
    };
    play(&mut world, &model_fails);
    let mut again = restarted(&world, NotifyLevel::Outages, Duration::from_secs(30));
    let model_works = Stretch {
        model: Some(0),
        ..model_fails
    };
    play(&mut again, &model_works);
    assert_eq!(world.kinds(), ["outage"]);
    assert_eq!(again.kinds(), ["recovery"]);
}

#[test]
fn who_has_done_nothing_but_fail_is_not_well_because_a_page_says_so() {
    let (fails, no_name) = (2, 8);
    let mut world = world(NotifyLevel::Outages);
    play(&mut world, &Stretch::of(0, fails, 900));
    play(&mut world, &Stretch::of(fails, no_name, 2_700));
    // For so long nothing of theirs can be judged that what was found is given up.
    play(&mut world, &Stretch::of(no_name, fails, 2_700));
    world.law = Some(always);
    world.transitions.clear();
    play(&mut world, &Stretch::of(fails, 0, 2_700));
    let about_it = world.transitions.iter();
    let turns: Vec<_> = about_it
        .filter(|it| it.service.as_str() == "chatgpt")
        .map(|it| it.to)
        .collect();
    assert_eq!(turns, [Health::Degraded, Health::MajorOutage]);
    assert_eq!(world.kinds(), ["outage", "outage", "recovery"]);
}

#[test]
fn who_only_refuses_is_not_well_because_a_page_says_so() {
    let (refuses, limits) = (6, 7);
    let mut world = world(NotifyLevel::Outages);
    world.law = Some(always);
    let reported = Stretch {
        model: Some(refuses),
        page: 3,
        ..Stretch::of(0, 0, 1_060)
    };
    play(&mut world, &reported);
    world.transitions.clear();
    play(&mut world, &Stretch::of(limits, 0, 900));
    let mut about_it = world.transitions.iter();
    let last = about_it.rfind(|it| it.service.as_str() == "chatgpt");
    assert_eq!(last.map(|it| it.to), Some(Health::Degraded));
}
