//! Completions on the user's account: only where wanted, never beyond the budget, and no trouble of
//! the account is blamed on the vendor.

use std::time::Duration;

use super::world::{World, good, is, settings};
use super::{minutes, seconds};
use crate::budget::Day;
use crate::catalogue::{ServiceId, Surface};
use crate::event::{Command, Event, Fault, Target};
use crate::evidence::Outcome;
use crate::health::Health;
use crate::monitor::Past;
use crate::settings::{Completions, Settings};
use crate::snapshot::{Allowance, Reason};
use crate::time::Timestamp;

/// 2026-03-02T09:00:00Z, a Monday.
const MORNING: Timestamp = super::world::START;

fn completion() -> Target {
    Target::Probe {
        service: ServiceId::new("chatgpt"),
        surface: Surface::Completion,
    }
}

fn wanted(daily: u32) -> Settings {
    Settings {
        completion: Completions {
            services: vec![ServiceId::new("chatgpt")],
            daily,
        },
        ..settings()
    }
}

fn world(daily: u32) -> World {
    let past = Past {
        spent: Some(Vec::new()),
        ..Past::default()
    };
    World::with(wanted(daily), past, MORNING)
}

fn asked(world: &World) -> u64 {
    world.looks.get(&completion()).copied().unwrap_or(0)
}

fn allowance(world: &World) -> Option<Allowance> {
    world.snapshot().services[0].completions
}

/// Completions end so; everything else is fine.
fn completions_end(world: &mut World, outcome: impl Fn() -> Outcome + 'static) -> &mut World {
    world.answers(move |target, _| {
        if *target == completion() {
            outcome()
        } else {
            good(target)
        }
    })
}

fn remembered(world: &World) -> Past {
    Past {
        spent: Some(world.account()),
        ..Past::default()
    }
}

#[test]
fn nobody_is_asked_for_a_completion_unless_it_is_switched_on() {
    let past = Past {
        spent: Some(Vec::new()),
        ..Past::default()
    };
    let mut world = World::with(settings(), past, MORNING);
    world.run(minutes(60));
    assert_eq!((asked(&world), allowance(&world)), (0, None));
}

#[test]
fn where_nobody_keeps_account_nothing_is_spent() {
    let mut world = World::with(wanted(200), Past::default(), MORNING);
    world.run(minutes(60));
    assert_eq!((asked(&world), allowance(&world)), (0, None));
}

#[test]
fn an_hour_costs_a_dozen_completions_and_says_so() {
    let mut world = world(200);
    world.run(minutes(60));
    let spent = u32::try_from(asked(&world)).unwrap();
    assert!((11..=14).contains(&spent), "{spent}");
    assert_eq!(allowance(&world), Some(Allowance { spent, daily: 200 }));
    assert_eq!(world.health("chatgpt"), Health::Operational);
}

#[test]
fn a_used_up_budget_ends_the_asking_until_the_next_day() {
    let mut world = world(3);
    world.run(minutes(120));
    assert_eq!(asked(&world), 3);
    world.handle(Event::Asked(Command::CheckNow));
    world.run(minutes(1));
    assert_eq!(asked(&world), 3, "not even when somebody asks");
    assert!(world.snapshot().settled, "nobody waits for what may not be");
    assert!(!world.snapshot().checking);
    let before_midnight = Duration::from_secs(13 * 3600) - minutes(2);
    world.run(before_midnight);
    world.run(seconds(1));
    assert_eq!(asked(&world), 3);
    world.run(minutes(10));
    assert!(asked(&world) > 3, "a new day, a new budget");
    let spent = allowance(&world).unwrap().spent;
    assert_eq!(u64::from(spent), asked(&world) - 3);
}

#[test]
fn a_restart_forgets_nothing_that_was_spent() {
    let mut world = world(3);
    world.run(minutes(60));
    let mut again = World::with(wanted(3), remembered(&world), world.now + seconds(20));
    again.run(minutes(60));
    assert_eq!(asked(&again), 0);
    assert_eq!(allowance(&again), Some(Allowance { spent: 3, daily: 3 }));
}

#[test]
fn nothing_is_settled_before_the_last_completion_of_a_day_has_ended() {
    let mut world = world(1);
    world.takes(|target, _| {
        if *target == completion() {
            seconds(15)
        } else {
            Duration::from_millis(100)
        }
    });
    world.run(seconds(12));
    assert_eq!(asked(&world), 1);
    assert!(!world.snapshot().settled);
    world.run(seconds(10));
    assert!(world.snapshot().settled);
}

#[test]
fn what_somebody_else_spends_of_the_budget_is_gone_for_us_too() {
    let mut world = world(10);
    world.run(minutes(1));
    assert_eq!(asked(&world), 1);
    let today = (ServiceId::new("chatgpt"), Day::of(world.now));
    *world.spent.get_mut(&today).unwrap() += 7;
    world.run(minutes(120));
    assert_eq!(asked(&world), 3, "seven of ten were somebody else's");
    let all = Allowance {
        spent: 10,
        daily: 10,
    };
    assert_eq!(allowance(&world), Some(all));
    assert!(world.snapshot().settled && !world.snapshot().checking);
}

#[test]
fn an_account_that_cannot_be_read_leaves_what_we_know_ourselves() {
    let mut world = world(3);
    world.account_is_lost = true;
    world.run(minutes(120));
    assert_eq!(asked(&world), 3);
}

#[test]
fn a_higher_budget_is_in_force_at_once() {
    let mut world = world(2);
    world.run(minutes(60));
    let catalogue = super::world::catalogue();
    world.handle(Event::Configured {
        settings: Box::new(wanted(4)),
        catalogue: Box::new(catalogue),
    });
    world.run(minutes(60));
    assert_eq!(asked(&world), 4);
}

#[test]
fn trouble_of_the_account_is_never_the_vendors() {
    let ours: [fn() -> Outcome; 6] = [
        || Outcome::OverQuota {
            status: 429,
            retry_after: None,
        },
        || Outcome::KeyRefused { status: 401 },
        || Outcome::NotHere { status: 403 },
        || Outcome::NoKey,
        || Outcome::NoKeyStore,
        || Outcome::RateLimited {
            status: 429,
            retry_after: None,
        },
    ];
    for outcome in ours {
        let mut world = world(200);
        completions_end(&mut world, outcome).run(minutes(60));
        assert_eq!(world.health("chatgpt"), Health::Operational, "{outcome:?}");
        assert_eq!(world.notices.len(), 0);
    }
}

#[test]
fn nobody_asks_again_before_the_own_limit_is_over() {
    let mut world = world(200);
    let limited = || Outcome::OverQuota {
        status: 429,
        retry_after: Some(minutes(40)),
    };
    completions_end(&mut world, limited).run(minutes(39));
    assert_eq!(asked(&world), 1);
    world.handle(Event::Asked(Command::CheckNow));
    world.run(seconds(30));
    assert_eq!(asked(&world), 1, "not even when somebody asks");
    world.run(minutes(2));
    assert_eq!(asked(&world), 2);
    assert_eq!(world.health("chatgpt"), Health::Operational);
}

#[test]
fn a_model_that_fails_is_seen_though_every_front_door_answers() {
    let theirs: [fn() -> Outcome; 3] = [
        || Outcome::FailedInStream {
            why: "overloaded_error".to_owned(),
        },
        || Outcome::Overloaded { status: 529 },
        || Outcome::Answered { status: 500 },
    ];
    for outcome in theirs {
        let mut world = world(200);
        completions_end(&mut world, outcome).run(minutes(15));
        assert!(world.health("chatgpt").is_trouble(), "{:?}", outcome());
        world.all_well().run(minutes(30));
        assert_eq!(world.health("chatgpt"), Health::Operational);
    }
}

#[test]
fn a_missing_key_costs_nothing_and_a_missing_store_is_told() {
    let mut world = world(3);
    completions_end(&mut world, || Outcome::NoKeyStore).run(minutes(60));
    assert!(asked(&world) > 3);
    assert_eq!(allowance(&world), Some(Allowance { spent: 0, daily: 3 }));
    assert!(world.spent.values().all(|count| *count == 0));
    assert_eq!(world.snapshot().faults, [Fault::NoKeyStore]);
    completions_end(&mut world, || Outcome::NoKey).run(minutes(10));
    assert_eq!(world.snapshot().faults, []);
}

#[test]
fn an_outage_of_a_night_stays_within_the_budget() {
    let mut world = world(200);
    world.answers(|target, _| {
        if is(target, "chatgpt") {
            Outcome::Overloaded { status: 529 }
        } else {
            good(target)
        }
    });
    world.run(Duration::from_secs(10 * 3600));
    assert_eq!(world.health("chatgpt"), Health::MajorOutage);
    assert!(asked(&world) <= 200, "{}", asked(&world));
    assert!(asked(&world) > 60, "{}", asked(&world));
}

#[test]
fn a_model_that_is_not_asked_any_more_today_is_not_back_for_that() {
    let mut world = world(100);
    completions_end(&mut world, || Outcome::Overloaded { status: 529 });
    world.run(minutes(10));
    assert!(world.health("chatgpt").is_trouble());
    world.run(minutes(300));
    let spent = asked(&world);
    assert!((90..98).contains(&spent), "a tenth is kept: {spent}");
    let is_back = |world: &World| {
        let mut turns = world.transitions.iter();
        turns.any(|it| it.to == Health::Operational && it.incident.is_some())
    };
    assert!(!is_back(&world), "{:?}", world.transitions);
    // And if all of it is spent.
    world.answers(|target, look| match look % 2 {
        0 if *target == completion() => Outcome::Overloaded { status: 529 },
        _ => good(target),
    });
    world.run(minutes(540));
    assert_eq!(allowance(&world).map(|it| it.spent), Some(100));
    assert!(!is_back(&world), "{:?}", world.transitions);
    assert_eq!(world.health("chatgpt"), Health::Unknown);
    world.all_well().run(minutes(120));
    assert!(is_back(&world), "a new day");
}

#[test]
fn a_completion_that_rests_or_has_no_key_is_not_counted_as_silent() {
    let counted = |world: &World| {
        let reason = super::reason(world, "chatgpt");
        let Reason::Answers { surfaces, .. } = reason else {
            panic!("{reason:?}")
        };
        (surfaces.good, surfaces.all)
    };
    let mut world = world(3);
    world.run(minutes(10));
    assert_eq!(counted(&world), (3, 3));
    world.run(minutes(300));
    assert_eq!(asked(&world), 3, "the budget is used up");
    assert_eq!(counted(&world), (2, 2));
    let mut keyless = self::world(200);
    completions_end(&mut keyless, || Outcome::NoKey).run(minutes(30));
    assert_eq!(counted(&keyless), (2, 2));
}

#[test]
fn a_budget_that_runs_out_in_an_outage_is_no_up_and_down() {
    for daily in [100, 400] {
        let mut world = world(daily);
        completions_end(&mut world, || Outcome::Overloaded { status: 529 });
        world.run(minutes(14 * 60));
        let turns = world.transitions.iter();
        let turns: Vec<_> = turns
            .filter(|it| it.service.as_str() == "chatgpt")
            .map(|it| (it.at, it.to))
            .collect();
        assert!(turns.len() <= 5, "{daily} a day: {turns:?}");
        assert_eq!(world.kinds(), ["outage"]);
    }
}

#[test]
fn the_end_of_a_long_outage_is_seen_with_the_last_tenth_of_the_budget() {
    for (daily, hours) in [(60, 2), (100, 4), (100, 6), (200, 12)] {
        let mut world = world(daily);
        completions_end(&mut world, || Outcome::Overloaded { status: 529 });
        world.run(minutes(hours * 60));
        let left = allowance(&world).map(|it| it.daily - it.spent);
        assert!(
            (4..=daily / 10).contains(&left.unwrap()),
            "{left:?} of {daily}"
        );
        let well = world.now;
        world.all_well().run(minutes(90));
        let green = world.transitions.iter().find(|it| {
            it.at > well && it.service.as_str() == "chatgpt" && it.to == Health::Operational
        });
        let after = green.map(|it| it.at.since(well));
        assert!(
            after.is_some_and(|it| it <= minutes(60)),
            "{daily} a day, {hours} h: {after:?}"
        );
    }
}

#[test]
fn what_nobody_can_ask_any_more_is_over_when_those_who_posted_it_say_so() {
    let mut world = world(60);
    completions_end(&mut world, || Outcome::Overloaded { status: 529 });
    world.run(minutes(20)).page = super::world::Page::Major;
    world.run(minutes(9 * 60));
    assert_eq!(allowance(&world).map(|it| it.daily - it.spent), Some(0));
    assert!(world.health("chatgpt").is_trouble(), "the page says so");
    world.page = super::world::Page::Fine;
    world.run(minutes(20));
    assert_eq!(world.health("chatgpt"), Health::Operational);
    assert_eq!(world.kinds(), ["outage", "recovery"]);
}
