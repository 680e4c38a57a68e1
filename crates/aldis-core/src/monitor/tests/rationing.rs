//! What one vendor gets in a day, whatever is watched of it.

use std::time::Duration;

use super::minutes;
use super::world::{START, World};
use crate::catalogue::{self, Catalogue, Surface};
use crate::event::Target;
use crate::health::Health;
use crate::monitor::Past;
use crate::settings::Settings;

/// No vendor gets more in a day.
const DAILY: u64 = 2_500;

/// Services of these vendors with two front doors each, on one page.
fn services(vendors: &[&str]) -> World {
    let service = |(nth, vendor): (usize, &&str)| {
        format!(
            r#"
[[service]]
id = "chat-{nth}"
name = "Chat {nth}"
vendor = "{vendor}"
open = "https://chat-{nth}.example/"
capabilities = ["chat"]
[[service.status]]
format = "statuspage"
url = "https://status.example/api/v2/summary.json"
every = "2m"
[[service.probe]]
surface = "web"
url = "https://chat-{nth}.example/"
alive = [200]
[[service.probe]]
surface = "api"
url = "https://api-{nth}.example/v1/models"
alive = [200, 401]
"#
        )
    };
    let text: String = vendors.iter().enumerate().map(service).collect();
    let (services, findings) = catalogue::parse(&text, "test");
    assert_eq!(findings, []);
    let catalogue = Catalogue {
        controls: super::world::catalogue().controls,
        ..services
    };
    let settings = Settings {
        watch: catalogue.services.iter().map(|it| it.id.clone()).collect(),
        ..Settings::default()
    };
    let midnight = START - minutes(9 * 60);
    World::of(catalogue, settings, Past::default(), midnight)
}

fn requests(world: &World) -> u64 {
    let is_theirs = |target: &Target| match target {
        Target::Probe { .. } | Target::Page { .. } => true,
        Target::Control { .. } | Target::Resolver { .. } => false,
    };
    let looks = world.looks.iter();
    looks
        .filter(|(target, _)| is_theirs(target))
        .map(|(_, looks)| looks)
        .sum()
}

#[test]
fn a_whole_day_awake_with_three_services_of_one_vendor_stays_within_its_requests() {
    let mut world = services(&["us"; 3]);
    world.run(minutes(24 * 60 - 1));
    let asked = requests(&world);
    assert!((2_000..=DAILY).contains(&asked), "{asked}");
    assert_eq!(world.health("chat-2"), Health::Operational);
    let lost = world
        .transitions
        .iter()
        .filter(|it| it.from != Health::Unknown);
    assert_eq!(lost.count(), 0, "{:?}", world.transitions);
}

#[test]
fn an_outage_of_the_whole_day_stays_within_them_too_and_midnight_loses_nobody() {
    let mut world = services(&["us"; 2]);
    world.run(minutes(60));
    world.answers(|target, _| match target {
        Target::Probe {
            surface: Surface::Web,
            ..
        } => super::world::BAD,
        Target::Probe { .. }
        | Target::Page { .. }
        | Target::Control { .. }
        | Target::Resolver { .. } => super::world::good(target),
    });
    world.run(minutes(23 * 60 - 1));
    let asked = requests(&world);
    assert!(asked <= DAILY, "{asked}");
    assert!(world.health("chat-0").is_out());
    world.transitions.clear();
    world.run(Duration::from_secs(1_800));
    assert_eq!(world.transitions, []);
}

#[test]
fn while_somebody_is_out_the_others_stay_known_well_enough_to_stand_in() {
    let mut world = services(&["them", "us", "us", "us"]);
    world.run(minutes(6 * 60));
    world.answers(|target, _| match target {
        Target::Probe { service, .. } if service.as_str() == "chat-0" => super::world::BAD,
        Target::Probe { .. }
        | Target::Page { .. }
        | Target::Control { .. }
        | Target::Resolver { .. } => super::world::good(target),
    });
    world.run(minutes(10));
    assert!(world.health("chat-0").is_out());
    for _ in 0..180 {
        world.run(Duration::from_secs(10));
        let shown = world.monitor.snapshot(world.now);
        let out = shown.services.iter().find(|it| it.id.as_str() == "chat-0");
        let instead = out.map_or(0, |it| it.alternatives.len());
        assert_eq!(instead, 3, "at {}", world.now);
    }
}
