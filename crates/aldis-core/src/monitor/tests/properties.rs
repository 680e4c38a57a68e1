//! Whatever the world does, some things never happen.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use proptest::prelude::*;

use super::endings::past_of;
use super::world::{Page, World, good, settings};
use crate::catalogue::{ServiceId, Surface};
use crate::event::{Command, Event, MuteUntil, Target};
use crate::evidence::{Outcome, Phase, TlsFault};
use crate::health::Health;
use crate::present::notice::Notice;
use crate::settings::{NotifyLevel, NotifySettings, Settings};
use crate::time::Timestamp;
use crate::vantage::Vantage;

/// One stretch of weather: who fails, how, for how long, and what happens to us meanwhile.
#[derive(Clone, Debug)]
struct Stretch {
    seconds: u64,
    chatgpt: u8,
    /// How its API answers, where that is not as its website does.
    api: Option<u8>,
    claude: u8,
    controls: u8,
    page: u8,
    meanwhile: Meanwhile,
}

/// What happens at the beginning of a stretch, besides the weather.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meanwhile {
    Nothing,
    LidClosed,
    OtherNetwork,
    CheckNow,
    Mute,
    ClockSetBack,
}

fn meanwhile() -> impl Strategy<Value = Meanwhile> {
    prop_oneof![
        12 => Just(Meanwhile::Nothing),
        3 => Just(Meanwhile::LidClosed),
        2 => Just(Meanwhile::OtherNetwork),
        2 => Just(Meanwhile::CheckNow),
        1 => Just(Meanwhile::Mute),
        1 => Just(Meanwhile::ClockSetBack),
    ]
}

fn stretch() -> impl Strategy<Value = Stretch> {
    let api = prop::option::of(0_u8..10);
    let weather = (1_u64..1_500, 0_u8..10, api, 0_u8..10, 0_u8..6, 0_u8..3);
    (weather, meanwhile()).prop_map(
        |((seconds, chatgpt, api, claude, controls, page), meanwhile)| Stretch {
            seconds,
            chatgpt,
            api,
            claude,
            controls,
            page,
            meanwhile,
        },
    )
}

fn answer(kind: u8, look: u64, target: &Target) -> Outcome {
    let tls = |fault| Outcome::TlsBroken {
        fault,
        why: "as the library says".to_owned(),
    };
    match kind {
        0 | 1 => good(target),
        2 => Outcome::Answered { status: 503 },
        3 if look.is_multiple_of(2) => Outcome::TimedOut {
            phase: Phase::FirstByte,
        },
        4 => Outcome::Challenged { status: 403 },
        5 => Outcome::Refused,
        6 => Outcome::Answered { status: 403 },
        7 => Outcome::RateLimited {
            status: 429,
            retry_after: (look.is_multiple_of(3)).then_some(Duration::from_secs(120)),
        },
        8 => Outcome::NameUnknown,
        9 => tls(TlsFault::WrongName),
        _ => good(target),
    }
}

/// How the controls answer: as they must, or as they do behind a sign-in page, on a line where next
/// to nothing comes through, or nowhere.
fn control(kind: u8, target: &Target) -> Outcome {
    match (kind, target) {
        (3, _) | (5, Target::Control { index: 0 | 1 }) => Outcome::Refused,
        (4, _) => Outcome::RedirectedAway {
            to: "portal.example".to_owned(),
        },
        _ => good(target),
    }
}

fn set(world: &mut World, stretch: &Stretch) {
    let Stretch {
        chatgpt,
        api,
        claude,
        controls,
        ..
    } = *stretch;
    world.page = [Page::Fine, Page::Major, Page::Html][usize::from(stretch.page)];
    world.answers(move |target, look| match target {
        Target::Probe { service, surface } if service.as_str() == "chatgpt" => {
            let kind = match surface {
                Surface::Web => chatgpt,
                Surface::Api | Surface::Completion => api.unwrap_or(chatgpt),
            };
            answer(kind, look, target)
        }
        Target::Probe { .. } => answer(claude, look, target),
        Target::Control { .. } => control(controls, target),
        Target::Page { .. } | Target::Resolver { .. } => good(target),
    });
}

fn play(world: &mut World, stretch: &Stretch) {
    set(world, stretch);
    let span = Duration::from_secs(stretch.seconds);
    match stretch.meanwhile {
        Meanwhile::Nothing => {}
        Meanwhile::LidClosed => {
            world.sleep(span);
            return;
        }
        Meanwhile::OtherNetwork => world.handle(Event::NetworkChanged),
        Meanwhile::CheckNow => world.handle(Event::Asked(Command::CheckNow)),
        Meanwhile::Mute => world.handle(Event::Asked(Command::Mute {
            service: None,
            until: MuteUntil::At(world.now + span / 2),
        })),
        Meanwhile::ClockSetBack => world.set_clock_back(span / 10),
    }
    world.run(span);
}

/// Whoever wants to hear of everything.
fn eager() -> Settings {
    Settings {
        notify: NotifySettings {
            level: NotifyLevel::Degraded,
            ..settings().notify
        },
        ..settings()
    }
}

/// To at least one service it names every notice is news: trouble where none or milder was told, that
/// it will not settle once, a recovery only where trouble was. Where the end of an incident fell into
/// a time of silence, the next trouble follows trouble.
fn tells_each_change_once<'a>(
    notices: impl Iterator<Item = &'a Notice>,
    weather: &[&[Stretch]],
) -> Result<(), TestCaseError> {
    let mut muted = weather.iter().copied().flatten();
    let muted = muted.any(|it| it.meanwhile == Meanwhile::Mute);
    let mut told = BTreeMap::new();
    for notice in notices {
        let word = notice.kind.word();
        let is_news = |before: Option<&str>| match word {
            "recovery" => before.is_some_and(|it| it != "recovery"),
            "degraded" => muted || before.is_none_or(|it| it == "recovery"),
            "unstable" => muted || before != Some("unstable"),
            _ => muted || before.is_none_or(|it| matches!(it, "recovery" | "degraded")),
        };
        let about = notice.services.iter().map(|(id, _)| id.clone());
        let before: Vec<_> = about.map(|id| told.insert(id, word)).collect();
        prop_assert!(
            before.iter().copied().any(is_news),
            "{before:?}, and then {notice:?}"
        );
    }
    Ok(())
}

/// What was told of each service, in a row.
fn kinds_by_service(notices: &[Notice]) -> Vec<(ServiceId, &'static str)> {
    let told = notices.iter();
    let mut told: Vec<_> = told
        .map(|it| (it.services[0].0.clone(), it.kind.word()))
        .collect();
    told.sort_by(|one, other| one.0.cmp(&other.0));
    told
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
        let wanted = if everything { eager() } else { settings() };
        let mut world = World::with(wanted, crate::monitor::Past::default(), super::world::START);
        for stretch in &weather {
            play(&mut world, stretch);
        }
        tells_each_change_once(world.notices.iter(), &[&weather])?;
        let shown: BTreeSet<_> = world.notices.iter().map(|it| &it.id).collect();
        prop_assert!(world.updates.iter().all(|it| shown.contains(&it.id)), "an update of nothing");
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
    fn who_is_left_alone_is_told_of_as_if_everybody_were_assessed_at_every_turn(
        weather in prop::collection::vec(stretch(), 1..14),
    ) {
        let tell = |thorough| {
            let mut world = World::with(eager(), crate::monitor::Past::default(), super::world::START);
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
            let mut world = World::new();
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
        let mut world = World::new();
        for stretch in &weather {
            play(&mut world, stretch);
        }
        // Until everybody fails, and the round that says so has ended.
        let chatgpt = if chatgpt == 3 { 5 } else { chatgpt };
        let claude = if claude == 3 { 5 } else { claude };
        let cut = Stretch {
            seconds: 60,
            chatgpt,
            api: None,
            claude,
            controls: 3 + blind % 3,
            page: 0,
            meanwhile: [Meanwhile::Nothing, Meanwhile::OtherNetwork][usize::from(blind / 3)],
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
        spells in prop::collection::vec((0_u8..10, 0_u8..10, 0_u8..2), 1..4),
    ) {
        // Answers that change with every look make another day of every look more or less.
        let steady = |kind| if kind == 3 { 2 } else { kind };
        let tell = |last_first| {
            let mut world = World::new();
            world.last_first = last_first;
            for (chatgpt, claude, page) in &spells {
                let spell = Stretch {
                    seconds: 2_700,
                    chatgpt: steady(*chatgpt),
                    api: None,
                    claude: steady(*claude),
                    controls: 0,
                    page: *page,
                    meanwhile: Meanwhile::Nothing,
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
        let mut world = World::with(eager(), crate::monitor::Past::default(), super::world::START);
        for stretch in &before {
            play(&mut world, stretch);
        }
        let now = world.now + Duration::from_secs(away);
        let mut again = World::with(eager(), past_of(&world), now);
        for stretch in &after {
            play(&mut again, stretch);
        }
        tells_each_change_once(world.notices.iter().chain(&again.notices), &[&before, &after])?;
    }

    #[test]
    fn a_restart_in_settled_weather_changes_nothing_that_is_told(
        spells in prop::collection::vec((0_u8..3, 0_u8..3), 1..5),
        // One that changed with the looks would be a race: who is heard first, theirs or ours?
        page in 0_u8..2,
        restart in 0_usize..5,
    ) {
        let tell = |restart: Option<usize>| {
            let mut world = World::with(settings(), crate::monitor::Past::default(), super::world::START);
            let mut told = Vec::new();
            for (index, (chatgpt, claude)) in spells.iter().enumerate() {
                let spell = Stretch {
                    seconds: 2_700,
                    chatgpt: *chatgpt,
                    api: None,
                    claude: *claude,
                    controls: 0,
                    page,
                    meanwhile: Meanwhile::Nothing,
                };
                play(&mut world, &spell);
                if restart == Some(index) {
                    told.append(&mut world.notices);
                    world = World::with(settings(), past_of(&world), world.now + Duration::from_secs(30));
                    // The weather is as it was for a while.
                    play(&mut world, &Stretch { seconds: 900, ..spell });
                }
            }
            told.append(&mut world.notices);
            kinds_by_service(&told)
        };
        prop_assert_eq!(tell(None), tell(Some(restart)));
    }
}
