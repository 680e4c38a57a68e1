//! How often others are asked, whatever the user's file says.

use std::time::Duration;

use url::Url;

use super::world::{START, World, catalogue, settings};
use super::{minutes, seconds};
use crate::event::{Event, Target};
use crate::monitor::Past;
use crate::settings::{Intervals, Settings};

/// A file of the user's that asks for far too much.
fn hasty() -> Settings {
    Settings {
        intervals: Intervals {
            edge: Duration::from_millis(500),
            completion: seconds(1),
            status_page: seconds(1),
        },
        ..settings()
    }
}

#[test]
fn hosts_of_others_are_asked_no_faster_than_the_minimum_whatever_the_file_says() {
    let mut world = World::with(hasty(), Past::default(), START);
    world.run(minutes(10));
    assert!(
        world.looks_at("claude") <= 10 * 60 / 18,
        "{}",
        world.looks_at("claude")
    );
    let pages = || {
        world
            .looks
            .iter()
            .filter(|(it, _)| matches!(it, Target::Page { .. }))
    };
    assert!(pages().all(|(_, looks)| *looks <= 6), "{:?}", world.looks);
    assert!(pages().count() > 0);
    world.chatgpt_fails().run(seconds(20));
    assert_eq!(
        world.transitions.len(),
        2,
        "nor judged any faster: {:?}",
        world.transitions
    );
}

#[test]
fn what_runs_on_this_machine_is_asked_as_fast_as_the_file_says() {
    let ours = Url::parse("http://127.0.0.1/").unwrap();
    let mut catalogue = catalogue();
    for service in &mut catalogue.services {
        service.status.clear();
        for probe in &mut service.probes {
            probe.url = ours.clone();
        }
    }
    for control in &mut catalogue.controls {
        control.url = ours.clone();
    }
    let mut world = World::new();
    world.handle(Event::Configured {
        settings: Box::new(hasty()),
        catalogue: Box::new(catalogue),
    });
    world.run(minutes(1));
    assert!(
        world.looks_at("claude") > 60,
        "{}",
        world.looks_at("claude")
    );
}
