//! Troubles that come together, and those that come again and again.

use super::world::{BAD, World, catalogue, good, settings};
use super::{minutes, seconds};
use crate::catalogue::Upstream;
use crate::correlation::Cause;
use crate::event::{Event, Target};
use crate::health::{Confidence, Health};

/// ChatGPT and Claude stand on one CDN, or on nothing in common.
fn world(shared: bool) -> World {
    let mut world = World::new();
    let mut catalogue = catalogue();
    if shared {
        for service in &mut catalogue.services {
            service.upstreams = vec!["cdn".to_owned()];
        }
        catalogue.upstreams = vec![Upstream {
            id: "cdn".to_owned(),
            name: "Cloudflare".to_owned(),
            status: Vec::new(),
        }];
    }
    world.handle(Event::Configured {
        settings: Box::new(settings()),
        catalogue: Box::new(catalogue),
    });
    world.run(minutes(5));
    world
}

fn everybody_fails(world: &mut World) {
    world.answers(|target, _| match target {
        Target::Probe { .. } => BAD,
        Target::Control { .. } | Target::Page { .. } | Target::Resolver { .. } => good(target),
    });
}

#[test]
fn what_falls_with_its_cdn_is_told_in_one_notice_that_names_it_and_its_end_in_one() {
    let mut world = world(true);
    everybody_fails(&mut world);
    world.run(minutes(20));
    assert_eq!(world.kinds(), ["upstream"]);
    let names: Vec<&str> = world.notices[0]
        .services
        .iter()
        .map(|(_, name)| name.as_str())
        .collect();
    assert_eq!(names, ["ChatGPT", "Claude"]);
    let cause = Some(Cause::Upstream("cdn".to_owned()));
    assert!(
        world
            .snapshot()
            .incidents
            .iter()
            .all(|it| it.cause == cause)
    );
    world.all_well().run(minutes(20));
    assert_eq!(world.kinds(), ["upstream", "recovery"]);
    assert_eq!(world.notices[1].services.len(), 2);
    assert_eq!(
        world.notices[1].replaces.as_ref(),
        Some(&world.notices[0].id)
    );
}

#[test]
fn vendors_that_share_nothing_and_fail_at_once_are_blamed_late_and_not_for_sure() {
    let mut world = world(false);
    everybody_fails(&mut world);
    world.run(minutes(4));
    assert_eq!(world.kinds(), Vec::<&str>::new());
    assert_eq!(world.health("claude"), Health::Degraded);
    world.run(minutes(10));
    let snapshot = world.snapshot();
    assert!(snapshot.services.iter().all(|it| it.health.is_out()));
    let confidence = snapshot.services.iter().map(|it| it.confidence);
    assert!(
        confidence
            .into_iter()
            .all(|it| it == Some(Confidence::Likely))
    );
}

#[test]
fn what_goes_up_and_down_all_the_time_is_called_unstable_and_then_left_alone() {
    let mut world = world(false);
    for _ in 0..8 {
        world.chatgpt_fails().run(minutes(5));
        world.all_well().run(minutes(7));
    }
    let unstable = world.kinds().iter().position(|it| *it == "unstable");
    assert!(unstable.is_some_and(|it| it <= 5), "{:?}", world.kinds());
    assert_eq!(world.kinds().len(), unstable.unwrap() + 1);
    world.run(minutes(120) + seconds(1));
    assert_eq!(world.kinds().last(), Some(&"recovery"));
    assert_eq!(world.kinds().len(), unstable.unwrap() + 2);
}

#[test]
fn word_of_the_second_return_does_not_take_the_place_of_the_first() {
    let mut world = world(true);
    everybody_fails(&mut world);
    world.run(minutes(20));
    world.answers(|target, _| {
        if super::world::is(target, "chatgpt") {
            BAD
        } else {
            good(target)
        }
    });
    world.run(minutes(40));
    world.all_well().run(minutes(30));
    assert_eq!(world.kinds(), ["upstream", "recovery", "recovery"]);
    let [_, first, second] = &world.notices[..] else {
        panic!("{:?}", world.notices)
    };
    assert_ne!(first.id, second.id);
    assert_eq!(second.replaces, None);
    assert_eq!((first.services.len(), second.services.len()), (1, 1));
}
