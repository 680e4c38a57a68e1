//! "Tell me when it is back": word of one end, whatever else the user hears of.

use super::endings::past_of;
use super::world::{START, World, settings};
use super::{minutes, seconds};
use crate::catalogue::ServiceId;
use crate::event::{Command, Event, MuteUntil};
use crate::monitor::Past;
use crate::settings::{NotifyLevel, QuietHours, Settings};

fn chatgpt() -> ServiceId {
    ServiceId::new("chatgpt")
}

fn awaits(world: &mut World, on: bool) {
    let service = chatgpt();
    world.handle(Event::Asked(Command::TellWhenBack { service, on }));
}

fn silent() -> Settings {
    let mut settings = settings();
    settings.notify.level = NotifyLevel::Off;
    settings
}

fn in_an_outage(settings: Settings) -> World {
    let mut world = World::with(settings, Past::default(), START);
    world.run(minutes(5)).chatgpt_fails().run(minutes(10));
    world
}

#[test]
fn who_hears_of_nothing_hears_of_the_end_that_they_asked_for_and_of_no_other() {
    let mut world = in_an_outage(silent());
    awaits(&mut world, true);
    assert!(world.snapshot().incidents[0].awaited);
    world.all_well().run(minutes(30));
    assert_eq!(world.kinds(), ["recovery"]);
    assert!(!world.snapshot().incidents[0].awaited, "it was told");
    world.run(minutes(60)).chatgpt_fails().run(minutes(10));
    world.all_well().run(minutes(30));
    assert_eq!(world.kinds(), ["recovery"]);
}

#[test]
fn a_wish_that_is_taken_back_is_none() {
    let mut world = in_an_outage(silent());
    awaits(&mut world, true);
    world.run(seconds(30));
    awaits(&mut world, false);
    world.all_well().run(minutes(30));
    assert_eq!(world.kinds(), Vec::<&str>::new());
}

#[test]
fn a_mute_does_not_swallow_the_end_that_was_asked_for() {
    let mut world = in_an_outage(settings());
    let until = MuteUntil::At(world.now + minutes(600));
    let service = Some(chatgpt());
    world.handle(Event::Asked(Command::Mute { service, until }));
    awaits(&mut world, true);
    world.all_well().run(minutes(30));
    assert_eq!(world.kinds(), ["outage", "recovery"]);
}

#[test]
fn in_quiet_hours_the_end_that_was_asked_for_makes_no_sound() {
    let mut quiet = silent();
    quiet.notify.quiet_hours = Some(QuietHours { from: 0, to: 1_439 });
    let mut world = in_an_outage(quiet);
    awaits(&mut world, true);
    world.all_well().run(minutes(30));
    assert_eq!(world.kinds(), ["recovery"]);
    assert!(world.notices[0].silent);
}

#[test]
fn the_wish_outlives_a_restart() {
    let mut world = in_an_outage(silent());
    awaits(&mut world, true);
    let mut again = World::with(silent(), past_of(&world), world.now + minutes(1));
    again.chatgpt_fails().run(minutes(5));
    again.all_well().run(minutes(40));
    assert_eq!(again.kinds(), ["recovery"]);
}

#[test]
fn where_nothing_is_wrong_there_is_no_end_to_wait_for() {
    let mut world = World::with(silent(), Past::default(), START);
    world.run(minutes(5));
    awaits(&mut world, true);
    world.chatgpt_fails().run(minutes(10));
    world.all_well().run(minutes(30));
    assert_eq!(world.kinds(), Vec::<&str>::new());
}
