//! How status pages are fetched: how gently, from where, and what their readings are worth.

use std::time::Duration;

use super::world::{Page, START, World, good, settings};
use super::{minutes, seconds};
use crate::Timestamp;
use crate::catalogue::{self, Catalogue, ServiceId, StatusSource};
use crate::event::{Command, Event, Target};
use crate::evidence::{Outcome, PageSight};
use crate::health::Health;
use crate::monitor::Past;
use crate::monitor::pages::Pages;
use crate::page::{self, Format};
use crate::settings::Settings;
use crate::snapshot::{OfficialStatus, PageSays, PageTrouble, Reason};

/// Services with a page each: its keys.
fn catalogue(services: &[(&str, &[&str])]) -> Catalogue {
    let mut text = String::new();
    for (id, pages) in services {
        text.push_str(&format!(
            "[[service]]\nid = \"{id}\"\nname = \"{id}\"\nvendor = \"{id}\"\nopen = \"https://{id}.example/\"\n"
        ));
        for page in *pages {
            text.push_str(&format!(
                "[[service.status]]\nformat = \"statuspage\"\n{page}\n"
            ));
        }
    }
    let (mut catalogue, findings) = catalogue::parse(&text, "test");
    assert_eq!(findings, []);
    catalogue.controls = super::world::catalogue().controls;
    catalogue
}

fn world(services: &[(&str, &[&str])]) -> World {
    let settings = Settings {
        watch: services.iter().map(|(id, _)| ServiceId::new(*id)).collect(),
        ..settings()
    };
    World::of(catalogue(services), settings, Past::default(), START)
}

fn fetches(world: &World, host: &str) -> u64 {
    let of_host = world
        .looks
        .iter()
        .filter(|(target, _)| is_page_of(target, host));
    of_host.map(|(_, looks)| looks).sum()
}

fn is_page_of(target: &Target, host: &str) -> bool {
    matches!(target, Target::Page { url } if url.host_str() == Some(host))
}

fn official(world: &World) -> OfficialStatus {
    world.snapshot().services[0].official.clone()
}

#[test]
fn a_host_that_minds_is_asked_no_more_often_in_trouble_nor_because_somebody_wants_to_know() {
    let count = |gentle: &str| {
        let page = format!("url = \"https://a.example/x\"\nevery = \"15m\"\n{gentle}");
        let mut world = world(&[("one", &[&page])]);
        world.page = Page::Major;
        for _ in 0..12 {
            world.run(minutes(5));
            world.handle(Event::Asked(Command::CheckNow));
            world.handle(Event::NetworkChanged);
        }
        assert_eq!(official(&world).health, Health::MajorOutage);
        fetches(&world, "a.example")
    };
    assert!(count("gentle = true") <= 5, "{}", count("gentle = true"));
    assert!(count("") > 40, "{}", count(""));
}

#[test]
fn one_fetch_serves_all_who_stand_on_a_page() {
    let page = "url = \"https://a.example/x\"\nevery = \"2m\"";
    let count = |services: &[(&str, &[&str])]| {
        let mut world = world(services);
        world.run(minutes(30));
        let read = |it: &crate::snapshot::ServiceStatus| it.official.health;
        let read: Vec<Health> = world.snapshot().services.iter().map(read).collect();
        assert_eq!(read, vec![Health::Operational; services.len()]);
        fetches(&world, "a.example")
    };
    let alone = count(&[("one", &[page])]);
    assert_eq!(
        count(&[("one", &[page]), ("two", &[page]), ("three", &[page])]),
        alone
    );
}

#[test]
fn a_host_that_turns_us_away_is_asked_for_none_of_its_pages_and_another_host_is() {
    let sources = [
        "url = \"https://a.example/first\"\nevery = \"2m\"",
        "url = \"https://a.example/second\"\nevery = \"2m\"",
        "url = \"https://b.example/third\"\nevery = \"2m\"",
    ];
    let mut walled = world(&[("one", &sources)]);
    walled.answers(|target, _| {
        if is_page_of(target, "a.example") {
            Outcome::Answered { status: 405 }
        } else {
            good(target)
        }
    });
    walled.run(minutes(60));
    assert_eq!(official(&walled).health, Health::Operational);
    assert!(fetches(&walled, "b.example") >= 25);
    let asked: Vec<&Target> = walled
        .looks
        .keys()
        .filter(|it| is_page_of(it, "a.example"))
        .collect();
    assert_eq!(asked.len(), 1, "{asked:?}");
    assert!(
        fetches(&walled, "a.example") <= 8,
        "{}",
        fetches(&walled, "a.example")
    );

    // An address that is not there says nothing of those beside it.
    let mut moved = world(&[("one", &sources)]);
    moved.answers(|target, _| match target {
        Target::Page { url } if url.path() == "/first" => Outcome::Answered { status: 404 },
        Target::Page { .. }
        | Target::Probe { .. }
        | Target::Control { .. }
        | Target::Resolver { .. } => good(target),
    });
    moved.run(minutes(60));
    assert_eq!(official(&moved).health, Health::Operational);
    assert_eq!(fetches(&moved, "b.example"), 0);
}

#[test]
fn another_service_s_page_on_a_host_that_turns_us_away_waits_as_well() {
    let refused = |second: &str| {
        let second = format!("url = \"https://{second}/two\"\nevery = \"2m\"");
        let mut world = world(&[
            ("one", &["url = \"https://a.example/one\"\nevery = \"2m\""]),
            ("two", &[&second]),
        ]);
        world.answers(|target, _| match target {
            Target::Page { .. } => Outcome::Answered { status: 403 },
            Target::Probe { .. } | Target::Control { .. } | Target::Resolver { .. } => good(target),
        });
        world.run(minutes(30));
        fetches(&world, "a.example") + fetches(&world, "b.example")
    };
    let (together, apart) = (refused("a.example"), refused("b.example"));
    assert!(together < apart, "{together} of {apart}");
}

#[test]
fn trouble_on_a_page_that_cries_wolf_waits_for_the_next_reading() {
    let page = "url = \"https://a.example/x\"\nevery = \"2m\"\nhold = true";
    let cry = |lasting: bool| {
        let mut world = world(&[("one", &[page])]);
        world.run(minutes(10)).page = Page::Major;
        let before = fetches(&world, "a.example");
        while fetches(&world, "a.example") == before {
            world.run(seconds(5));
        }
        world.run(seconds(5));
        assert_eq!(official(&world).health, Health::Operational);
        let reason = &world.snapshot().services[0].reason;
        assert!(
            matches!(
                reason,
                Reason::Answers {
                    page: PageSays::Held,
                    ..
                }
            ),
            "{reason:?}"
        );
        if !lasting {
            world.page = Page::Fine;
        }
        // The next reading comes as soon as in trouble.
        world.run(seconds(80));
        assert_eq!(fetches(&world, "a.example"), before + 2);
        (official(&world).health, world.transitions.len())
    };
    assert_eq!(cry(false).0, Health::Operational);
    assert_eq!(cry(true).0, Health::MajorOutage);
    assert_eq!(cry(true).1, cry(false).1 + 1);
}

#[test]
fn the_first_reading_of_all_has_nothing_to_wait_for() {
    let mut world = world(&[("one", &["url = \"https://a.example/x\"\nhold = true"])]);
    world.page = Page::Major;
    world.run(minutes(1));
    assert_eq!(official(&world).health, Health::MajorOutage);
}

#[test]
fn a_page_that_is_only_believed_to_be_theirs_gives_no_good_news_and_says_so() {
    let mut world = world(&[(
        "one",
        &["url = \"https://a.example/x\"\nunconfirmed = true"],
    )]);
    world.run(minutes(5));
    assert_eq!(world.health("one"), Health::Unknown);
    assert_eq!(official(&world).trouble, None);
    world.page = Page::Major;
    world.run(minutes(5));
    assert_eq!(world.health("one"), Health::MajorOutage);
    world.page = Page::Fine;
    world.run(minutes(5));
    assert_eq!(world.health("one"), Health::Unknown);
}

#[test]
fn a_page_whose_clock_stands_still_says_nothing() {
    let page = "url = \"https://a.example/x\"\nevery = \"5m\"\nfrozen_after = \"1h\"";
    let mut world = world(&[("one", &[page])]);
    world.run(minutes(55));
    assert_eq!(official(&world).health, Health::Operational);
    world.run(minutes(15));
    let frozen = official(&world);
    assert_eq!(frozen.health, Health::Unknown);
    assert_eq!(frozen.trouble, Some(PageTrouble::Frozen { since: START }));
    assert_eq!(world.health("one"), Health::Unknown);
}

#[test]
fn a_copy_is_as_old_as_the_server_says() {
    let url: url::Url = "https://a.example/x".parse().unwrap();
    let source = StatusSource::new(Format::Statuspage, url.clone());
    let mut pages = Pages::default();
    pages.fit([&source].into_iter(), Duration::from_secs(60));
    let text = br#"{"page":{"id":"p"},"status":{"indicator":"none"},"components":[
        {"id":"c","name":"c","status":"operational"}],"incidents":[]}"#;
    let report = page::parse(Format::Statuspage, text).unwrap();
    let target = Target::Page { url };
    let read = |pages: &mut Pages, age| {
        let report = Box::new(report.clone());
        pages.saw(&target, PageSight::ReadCopy { report, age }, START);
        let read = pages.official(std::slice::from_ref(&source), START);
        (read.status.read_at, read.status.health)
    };
    let ago = |span| Some::<Timestamp>(START - span);
    let young = read(&mut pages, minutes(2));
    assert_eq!(young, (ago(minutes(2)), Health::Operational));
    let old = read(&mut pages, minutes(60));
    assert_eq!(old, (ago(minutes(60)), Health::Unknown));
}

#[test]
fn when_most_pages_of_one_platform_fail_at_once_it_is_the_platform() {
    let pages = ["a", "b", "c", "d"].map(|it| format!("url = \"https://{it}.example/x\""));
    let pages = pages.each_ref().map(|it| [it.as_str()]);
    let services: [(&str, &[&str]); 4] = [
        ("one", &pages[0]),
        ("two", &pages[1]),
        ("three", &pages[2]),
        ("four", &pages[3]),
    ];
    let with = |failing: &'static [&'static str]| {
        let mut world = world(&services);
        world.answers(move |target, _| {
            let fails = failing.iter().any(|host| is_page_of(target, host));
            if fails {
                Outcome::Answered { status: 503 }
            } else {
                good(target)
            }
        });
        world.run(minutes(10));
        official(&world).trouble
    };
    let alone = PageTrouble::Unreachable(Outcome::Answered { status: 503 });
    assert_eq!(with(&[]), None);
    assert_eq!(with(&["a.example"]), Some(alone.clone()));
    assert_eq!(with(&["a.example", "b.example"]), Some(alone));
    let name = "Statuspage";
    let platform = Some(PageTrouble::Platform { name });
    assert_eq!(with(&["a.example", "b.example", "c.example"]), platform);
}
