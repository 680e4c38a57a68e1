//! The user's own "broken for me": a closer look at once, one voice among others, and never a verdict.

use super::world::{World, is};
use super::{minutes, seconds};
use crate::catalogue::ServiceId;
use crate::event::{Command, Event};
use crate::health::Health;
use crate::present::words::sample::english;
use crate::snapshot::{Reason, SaidBroken};
use crate::vantage::Vantage;

fn says_broken(world: &mut World, service: &str) {
    let service = ServiceId::new(service);
    world.handle(Event::Asked(Command::BrokenForMe { service }));
}

fn said(world: &World) -> Option<SaidBroken> {
    world.snapshot().services[0].explanation.said
}

fn looks_within(world: &mut World, span: std::time::Duration) -> u64 {
    let count = |world: &World| -> u64 {
        let looks = world
            .looks
            .iter()
            .filter(|(target, _)| is(target, "chatgpt"));
        looks.map(|(_, count)| count).sum()
    };
    let before = count(world);
    world.run(span);
    count(world) - before
}

#[test]
fn saying_so_starts_a_burst_and_changes_nothing_that_is_shown() {
    let mut world = World::new();
    world.run(minutes(30));
    let usual = looks_within(&mut world, seconds(90));
    says_broken(&mut world, "chatgpt");
    let burst = looks_within(&mut world, seconds(90));
    assert!(usual <= 3 && burst >= 10, "{usual} {burst}");
    assert_eq!(world.health("chatgpt"), Health::Operational);
    assert_eq!(world.kinds(), Vec::<&str>::new());
    let said = said(&world).expect("it is among the evidence");
    assert!((said.moved - 2.0).abs() < 0.01, "{}", said.moved);
    let sentence = english().said_broken(&said, world.now);
    assert!(
        sentence.contains("speaks somewhat for an outage"),
        "{sentence}"
    );
}

#[test]
fn saying_so_again_within_ten_minutes_adds_nothing_and_after_that_it_is_over() {
    let mut world = World::new();
    world.run(minutes(30));
    says_broken(&mut world, "chatgpt");
    let first = said(&world).map(|it| it.at);
    world.run(minutes(2));
    for _ in 0..20 {
        says_broken(&mut world, "chatgpt");
    }
    let looks = looks_within(&mut world, seconds(90));
    assert!(looks <= 3, "{looks} looks: no second burst");
    assert_eq!(said(&world).map(|it| it.at), first);
    world.run(minutes(7));
    assert_eq!(said(&world), None);
}

#[test]
fn what_is_taken_back_counts_no_more_and_said_again_starts_no_second_burst() {
    let mut world = World::new();
    world.run(minutes(30));
    says_broken(&mut world, "chatgpt");
    let first = said(&world).map(|it| it.at);
    world.run(minutes(2));
    let service = ServiceId::new("chatgpt");
    world.handle(Event::Asked(Command::WorksForMe { service }));
    assert_eq!(said(&world), None);
    says_broken(&mut world, "chatgpt");
    let looks = looks_within(&mut world, seconds(90));
    assert!(looks <= 3, "{looks} looks: no second burst");
    assert_eq!(said(&world).map(|it| it.at), first);
}

#[test]
fn an_outage_that_the_user_saw_first_is_found_at_once_and_still_takes_its_looks() {
    let told_after = |says: bool| {
        let mut world = World::new();
        world.run(minutes(30) + seconds(10)).chatgpt_fails();
        if says {
            says_broken(&mut world, "chatgpt");
        }
        let broke = world.now;
        world.run(seconds(30));
        assert!(
            !world.health("chatgpt").is_out(),
            "half a minute proves nothing"
        );
        world.run(minutes(5));
        assert_eq!(world.kinds(), ["outage"]);
        world.notices[0].at.since(broke)
    };
    let (with, without) = (told_after(true), told_after(false));
    assert!(with < without, "{with:?} {without:?}");
    assert!(with <= seconds(50), "{with:?}");
}

#[test]
fn while_our_own_network_is_in_the_way_the_users_word_blames_nobody() {
    let mut world = World::new();
    world.run(minutes(30)).network_gone().run(minutes(3));
    says_broken(&mut world, "chatgpt");
    world.run(minutes(3));
    assert_eq!(world.snapshot().vantage, Vantage::Offline);
    assert_eq!(said(&world), None);
    assert!(matches!(
        world.snapshot().services[0].reason,
        Reason::Vantage(..)
    ));
    assert_eq!(world.kinds(), Vec::<&str>::new());
}

#[test]
fn a_word_about_what_nobody_watches_is_nothing() {
    let mut world = World::new();
    world.run(minutes(30));
    says_broken(&mut world, "nobody");
    assert!(looks_within(&mut world, seconds(90)) <= 3);
}
