//! Where our own looks and the vendor's page meet: one test for each row of the merge table
//! (DETECTOR.md §A2), each with the sentence the user reads.

use std::cell::Cell;
use std::time::Duration;

use jiff::tz::TimeZone;

use super::minutes;
use super::world::{BAD, Page, START, World, catalogue, good, is, settings};
use crate::catalogue::{Part, ServiceId, Surface};
use crate::event::{Event, Target};
use crate::health::{Confidence, Health};
use crate::incident::{Incident, Source};
use crate::lateness::Lateness;
use crate::monitor::Past;
use crate::present::words::{Language, Words};
use crate::settings::{Completions, Settings};
use crate::snapshot::{Here, PageSays, Reason, ServiceStatus};

fn english() -> Words {
    Words::new(Language::ENGLISH, TimeZone::UTC)
}

fn chatgpt(world: &World) -> ServiceStatus {
    world.snapshot().services.swap_remove(0)
}

fn sentence(world: &World) -> String {
    english().reason(&chatgpt(world).reason)
}

fn incident(world: &World) -> Incident {
    let id = chatgpt(world).incident.expect("it is open");
    let incidents = world.snapshot().incidents;
    incidents.into_iter().find(|it| it.id == id).expect("known")
}

fn says(world: &World) -> Option<PageSays> {
    if let Reason::Fails { page, .. } = chatgpt(world).reason {
        return Some(page);
    }
    None
}

fn here(world: &World) -> Option<Here> {
    if let Reason::VendorReports { here, .. } = chatgpt(world).reason {
        return Some(here);
    }
    None
}

/// A world in which ChatGPT is asked for completions, too.
fn with_completions() -> World {
    let settings = Settings {
        completion: Completions {
            services: vec![ServiceId::new("chatgpt")],
            daily: 400,
        },
        ..settings()
    };
    let past = Past {
        spent: Some(Vec::new()),
        ..Past::default()
    };
    World::with(settings, past, START)
}

fn fails_from(world: &mut World, minute: u64) {
    let now = world.now.since(START);
    world.run(minutes(minute) - now).chatgpt_fails();
}

#[test]
fn alarm_and_nothing_on_the_page_is_seen_from_here_and_not_yet_on_their_page() {
    let mut world = World::new();
    fails_from(&mut world, 5);
    world.run(minutes(5));
    assert_eq!(says(&world), Some(PageSays::Fine));
    assert_eq!(incident(&world).source, Source::Local);
    let said = sentence(&world);
    let late = "Status page still green; such pages are usually 21 min late.";
    assert!(said.ends_with(late), "{said}");
}

#[test]
fn alarm_and_a_matching_incident_are_one_from_the_earlier_start_with_the_lead_told() {
    let mut world = World::new();
    fails_from(&mut world, 5);
    world.run(minutes(25)).page = Page::Major;
    world.run(minutes(5));
    let one = incident(&world);
    assert_eq!(one.source, Source::Both);
    assert!(one.began < START + minutes(7), "our first failure: {one:?}");
    assert_eq!(one.official[0].title, "Elevated errors");
    assert_eq!(says(&world), Some(PageSays::Trouble));
    let lead = english().lead(&one).expect("both saw it");
    assert!(
        lead.starts_with("we saw it 2") && lead.ends_with("min before their page"),
        "{lead}"
    );
    assert_eq!(world.kinds(), ["outage"]);
}

#[test]
fn a_page_that_is_ahead_of_us_leads_and_lends_its_start() {
    let mut world = World::new();
    world.run(minutes(12)).page = Page::Major;
    world.run(minutes(8)).chatgpt_fails().run(minutes(5));
    let one = incident(&world);
    assert_eq!(one.began, START + minutes(10), "their own start");
    let lead = english().lead(&one).expect("both saw it");
    assert!(
        lead.starts_with("their page was") && lead.ends_with("ahead of us"),
        "{lead}"
    );
}

#[test]
fn alarm_and_an_incident_on_another_component_are_two_and_not_one() {
    let mut world = World::new();
    let mut catalogue = catalogue();
    let main = [(Part::Main, vec!["c".to_owned()])];
    catalogue.services[0].status[0].components = main.into();
    world.handle(Event::Configured {
        settings: Box::new(settings()),
        catalogue: Box::new(catalogue),
    });
    fails_from(&mut world, 5);
    world.run(minutes(10)).page = Page::Elsewhere;
    world.run(minutes(10));
    let one = incident(&world);
    assert_eq!((one.source, one.posted), (Source::Local, None));
    assert!(one.official.is_empty(), "{one:?}");
    assert_eq!(chatgpt(&world).official.health, Health::Operational);
}

#[test]
fn fine_by_completions_of_our_own_is_amber_whatever_they_report() {
    let mut world = with_completions();
    world.run(minutes(15)).page = Page::Major;
    world.run(minutes(10));
    let status = chatgpt(&world);
    assert_eq!(
        (status.health, status.confidence),
        (Health::Degraded, Some(Confidence::Reported))
    );
    assert_eq!(
        sentence(&world),
        "Their status page reports “Conversations”; it works from here."
    );
    assert_eq!(world.kinds(), [""; 0], "degraded is not told by default");
}

#[test]
fn an_edge_that_answers_contradicts_nobody() {
    let mut world = World::new();
    world.run(minutes(15)).page = Page::Major;
    world.run(minutes(10));
    assert_eq!(chatgpt(&world).health, Health::MajorOutage);
    assert_eq!(here(&world), Some(Here::FrontDoor));
    let said = sentence(&world);
    assert!(said.contains("only the front door"), "{said}");
}

#[test]
fn fine_for_the_hold_while_their_post_is_open_is_working_again_here() {
    let mut world = World::new();
    fails_from(&mut world, 5);
    world.run(minutes(15)).page = Page::Major;
    world.run(minutes(5)).all_well().run(minutes(20));
    assert_eq!(
        (chatgpt(&world).health, here(&world)),
        (Health::Degraded, Some(Here::WorksAgain))
    );
    assert_eq!(
        sentence(&world),
        "Works again here; their status page still reports “Conversations”."
    );
    assert_eq!(world.kinds(), ["outage", "recovery"]);
}

#[test]
fn a_post_from_before_it_worked_again_says_nothing_of_what_fails_now() {
    let mut world = World::new();
    fails_from(&mut world, 5);
    world.run(minutes(15)).page = Page::Major;
    world.run(minutes(5)).all_well().run(minutes(60));
    assert_eq!(here(&world), Some(Here::WorksAgain));
    // Four looks in less than half a minute: with a post that is about them it would be enough.
    let failed = Cell::new(0);
    world.answers(move |target, _| {
        let on_the_web = matches!(
            target,
            Target::Probe {
                surface: Surface::Web,
                ..
            }
        );
        if on_the_web && is(target, "chatgpt") && failed.get() < 4 {
            failed.set(failed.get() + 1);
            BAD
        } else {
            good(target)
        }
    });
    world.run(minutes(30));
    assert_eq!(world.kinds(), ["outage", "recovery"]);
    assert_eq!(here(&world), Some(Here::WorksAgain));
    world.chatgpt_fails().run(minutes(5));
    assert_eq!(chatgpt(&world).health, Health::MajorOutage);
}

#[test]
fn an_alarm_that_outlives_their_resolved_stays() {
    let mut world = World::new();
    fails_from(&mut world, 5);
    world.run(minutes(15)).page = Page::Major;
    world.run(minutes(15)).page = Page::Fine;
    world.run(minutes(15));
    assert_eq!(
        (chatgpt(&world).health, says(&world)),
        (Health::MajorOutage, Some(PageSays::Resolved))
    );
    let said = sentence(&world);
    assert!(
        said.ends_with("They say resolved; still failing here."),
        "{said}"
    );
    assert_eq!(world.kinds(), ["outage"]);
}

#[test]
fn what_fails_in_announced_maintenance_is_maintenance_and_looked_at_and_told_to_nobody() {
    let mut world = World::new();
    world.run(minutes(12)).page = Page::Maintenance;
    fails_from(&mut world, 16);
    world.run(minutes(40));
    let status = chatgpt(&world);
    assert_eq!(
        (status.health, status.incident),
        (Health::Maintenance, None)
    );
    assert_eq!(
        sentence(&world),
        "Announced maintenance: “Database upgrade”."
    );
    assert!(world.looks.keys().any(|target| is(target, "chatgpt")));
    world.page = Page::Fine;
    world.run(minutes(3)).all_well().run(minutes(60));
    assert_eq!(chatgpt(&world).health, Health::Operational);
    assert_eq!(world.kinds(), [""; 0]);
}

#[test]
fn maintenance_that_overruns_by_a_quarter_of_an_hour_is_told_if_it_fails_here() {
    let mut world = World::new();
    world.run(minutes(12)).page = Page::Maintenance;
    fails_from(&mut world, 16);
    world.run(minutes(74) - minutes(16));
    assert_eq!(world.kinds(), [""; 0], "announced until ten o'clock");
    world.run(minutes(5));
    assert_eq!(
        (chatgpt(&world).health, says(&world)),
        (Health::MajorOutage, Some(PageSays::Overrun))
    );
    let said = sentence(&world);
    assert!(
        said.ends_with("Their announced maintenance should be over by now."),
        "{said}"
    );
    assert_eq!(world.kinds(), ["outage"]);
}

#[test]
fn maintenance_that_overruns_and_works_here_stays_maintenance() {
    let mut world = World::new();
    world.run(minutes(12)).page = Page::Maintenance;
    world.run(minutes(90));
    assert_eq!(chatgpt(&world).health, Health::Maintenance);
    assert_eq!(
        sentence(&world),
        "Announced maintenance: “Database upgrade”; it should be over by now."
    );
    assert_eq!(world.kinds(), [""; 0]);
}

#[test]
fn maintenance_announced_in_the_middle_of_an_outage_excuses_nothing() {
    let mut world = World::new();
    fails_from(&mut world, 5);
    world.run(minutes(10)).page = Page::Maintenance;
    world.run(minutes(10));
    assert_eq!(chatgpt(&world).health, Health::MajorOutage);
    assert_eq!(world.kinds(), ["outage"]);
}

#[test]
fn how_late_the_page_usually_is_is_learned_from_what_was_watched() {
    let late = |minutes: u64| Duration::from_secs(60 * minutes);
    let chatgpt_late = |minutes| (ServiceId::new("chatgpt"), late(minutes));
    let past = Past {
        lateness: vec![chatgpt_late(33), chatgpt_late(35)],
        ..Past::default()
    };
    let mut world = World::with(settings(), past, START);
    fails_from(&mut world, 5);
    let page_late = |world: &World| {
        if let Reason::Fails { late, .. } = chatgpt(world).reason {
            return late;
        }
        panic!("it does not fail");
    };
    world.run(minutes(10));
    assert_eq!(page_late(&world), Lateness::PUBLISHED, "two are too few");
    world.run(minutes(30)).page = Page::Major;
    world.run(minutes(5));
    let learned = page_late(&world);
    assert!(learned.learned && learned.median == late(35), "{learned:?}");
    world.page = Page::Fine;
    world.all_well().run(minutes(120)).chatgpt_fails();
    world.run(minutes(5));
    let said = sentence(&world);
    let late = "Status page still green; it is usually 35 min late.";
    assert!(said.ends_with(late), "{said}");
}

#[test]
fn what_began_in_our_sleep_teaches_nothing_about_the_page() {
    let past = Past {
        lateness: vec![(ServiceId::new("chatgpt"), minutes(30)); 2],
        ..Past::default()
    };
    let mut world = World::with(settings(), past, START);
    world.run(minutes(5));
    world.page = Page::Major;
    world.chatgpt_fails().sleep(minutes(300)).run(minutes(10));
    assert_eq!(incident(&world).source, Source::Both);
    let posts = world.monitor.posts.usual(&ServiceId::new("chatgpt"));
    assert_eq!(posts, Lateness::PUBLISHED);
}
