//! Power and data that are scarce: fewer looks, the same judgement.

use super::minutes;
use super::world::{START, World, settings};
use crate::budget::Spent;
use crate::catalogue::{ServiceId, Surface};
use crate::event::{Event, Target};
use crate::health::Health;
use crate::monitor::Past;
use crate::settings::{Completions, Metered, Settings};
use crate::thrift::{Means, Power, Thrift};

fn looks(world: &World, surface: Surface) -> u64 {
    let service = ServiceId::new("chatgpt");
    let target = Target::Probe { service, surface };
    world.looks.get(&target).copied().unwrap_or(0)
}

fn fronts(world: &World) -> u64 {
    looks(world, Surface::Web) + looks(world, Surface::Api)
}

/// How often a front door and the model are asked in two hours after the computer said so.
fn in_two_hours(power: Power, is_metered: bool, metered: Metered) -> (u64, u64) {
    let wanted = Settings {
        completion: Completions {
            services: vec![ServiceId::new("chatgpt")],
            daily: 400,
        },
        metered,
        ..settings()
    };
    let past = Past {
        spent: Some(Vec::<Spent>::new()),
        ..Past::default()
    };
    let mut world = World::with(wanted, past, START);
    world.run(minutes(10));
    world.handle(Event::Means(Means { power, is_metered }));
    let before = (fronts(&world), looks(&world, Surface::Completion));
    world.run(minutes(120));
    assert_eq!(world.health("chatgpt"), Health::Operational);
    (
        fronts(&world) - before.0,
        looks(&world, Surface::Completion) - before.1,
    )
}

#[test]
fn scarce_power_or_data_means_fewer_looks_and_no_other_judgement() {
    let (usual, asked) = in_two_hours(Power::Enough, false, Metered::System);
    assert!((110..=130).contains(&usual), "{usual}");
    assert!(asked > 20, "{asked}");
    let (saved, asked) = in_two_hours(Power::Saved, false, Metered::System);
    assert!((22..=30).contains(&saved), "{saved}");
    assert!(asked > 20, "{asked}");
    for (power, is_metered, metered) in [
        (Power::Low, false, Metered::System),
        (Power::Enough, true, Metered::System),
        (Power::Enough, false, Metered::Yes),
    ] {
        let (least, asked) = in_two_hours(power, is_metered, metered);
        assert!((11..=16).contains(&least), "{least}");
        assert_eq!(asked, 0);
    }
    let (refused, _) = in_two_hours(Power::Enough, true, Metered::No);
    assert_eq!(refused, usual);
}

#[test]
fn an_outage_is_still_confirmed_at_once_and_plenty_ends_the_wait() {
    let mut world = World::new();
    world.run(minutes(5));
    let metered = Means {
        is_metered: true,
        ..Means::default()
    };
    world.handle(Event::Means(metered));
    assert_eq!(world.snapshot().thrift, Thrift::MeteredLink);
    world.run(minutes(21));
    world.chatgpt_fails();
    let before = fronts(&world);
    world.handle(Event::Means(Means::default()));
    world.run(minutes(2));
    assert!(fronts(&world) > before + 2);
    assert_eq!(world.snapshot().thrift, Thrift::None);
    assert!(world.health("chatgpt").is_out());
}

#[test]
fn nobody_seems_lost_when_there_is_plenty_again() {
    let mut world = World::new();
    let means = |is_metered| {
        Event::Means(Means {
            is_metered,
            ..Means::default()
        })
    };
    world.handle(means(true));
    world.run(minutes(69));
    assert_eq!(world.health("chatgpt"), Health::Operational);
    world.transitions.clear();
    world.handle(means(false));
    world.run(minutes(10));
    assert_eq!(world.transitions, []);
}
