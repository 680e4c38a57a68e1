//! Hours in milliseconds: what the user is told, and what not.

mod awaited;
mod completions;
mod drifting;
mod endings;
mod explaining;
mod fetching;
mod local;
mod merging;
mod minimum;
mod properties;
mod rationing;
mod replays;
mod said;
mod sparing;
mod together;
mod world;

use std::time::Duration;

use super::Past;
use crate::catalogue::ServiceId;
use crate::event::{Command, Event, MuteUntil};
use crate::evidence::Outcome;
use crate::health::{Confidence, Health};
use crate::incident::{Happening, Source};
use crate::present::notice::NoticeKind;
use crate::snapshot::{PageSays, PageTrouble, Reason};
use crate::time::Timestamp;
use crate::vantage::Vantage;
use world::{BAD, Page, World, good, is, settings, slow};

const fn minutes(count: u64) -> Duration {
    Duration::from_secs(60 * count)
}

const fn seconds(count: u64) -> Duration {
    Duration::from_secs(count)
}

#[test]
fn when_all_is_well_everything_is_green_within_a_second_and_nobody_is_told() {
    let mut world = World::new();
    world.run(seconds(2));
    assert_eq!(
        (world.health("chatgpt"), world.health("claude")),
        (Health::Operational, Health::Operational)
    );
    world.run(minutes(60));
    assert_eq!(
        (world.notices.len(), world.vantages.as_slice()),
        (0, &[Vantage::Online][..])
    );
}

#[test]
fn one_bad_answer_is_not_an_outage() {
    let mut world = World::new();
    world.run(minutes(5)).answers(|target, look| {
        if is(target, "chatgpt") && look == 1 {
            BAD
        } else {
            good(target)
        }
    });
    world.run(minutes(30));
    assert_eq!(world.kinds(), Vec::<&str>::new());
    assert!(
        world
            .transitions
            .iter()
            .all(|it| it.to == Health::Operational),
        "{:?}",
        world.transitions
    );
}

#[test]
fn a_total_outage_is_told_once_within_two_and_a_half_minutes_and_its_end_once() {
    let mut world = World::new();
    let broke = world.run(minutes(5)).now;
    world.chatgpt_fails().run(minutes(35));
    assert_eq!(world.kinds(), ["outage"]);
    let outage = world.notices[0].clone();
    assert!(
        outage.at.since(broke) <= seconds(150),
        "{:?}",
        outage.at.since(broke)
    );
    assert_eq!(world.health("chatgpt"), Health::MajorOutage);
    assert_eq!(world.health("claude"), Health::Operational);
    let NoticeKind::Outage {
        reason: Reason::Fails { controls, .. },
        ..
    } = &outage.kind
    else {
        panic!("{:?}", outage.kind)
    };
    assert_eq!((controls.good, controls.all), (3, 3));
    let first_failures = |world: &World| {
        let incidents = world.snapshot().incidents;
        let timeline = incidents[0].timeline.clone().into_iter();
        timeline
            .filter(|it| matches!(it.what, Happening::FirstFailure { .. }))
            .count()
    };
    assert_eq!(
        first_failures(&world),
        2,
        "both surfaces are named, once each"
    );

    world.all_well().run(minutes(12));
    assert_eq!(world.kinds(), ["outage", "recovery"]);
    let NoticeKind::Recovery { out_for, .. } = world.notices[1].kind else {
        panic!("{:?}", world.notices[1])
    };
    assert!(out_for.abs_diff(minutes(35)) < seconds(70), "{out_for:?}");
    assert_eq!(world.notices[1].replaces.as_ref(), Some(&outage.id));
    assert_eq!(world.health("chatgpt"), Health::Operational);
}

#[test]
fn the_best_alternative_is_named_and_is_another_vendors() {
    let mut world = World::new();
    world.run(minutes(5)).chatgpt_fails().run(minutes(5));
    assert_eq!(
        world.notices[0]
            .instead
            .as_ref()
            .map(|(name, _)| name.as_str()),
        Some("Claude")
    );
    let snapshot = world.snapshot();
    assert_eq!(snapshot.services[0].alternatives.len(), 1);
    assert!(snapshot.services[1].alternatives.is_empty());
}

#[test]
fn whoever_watches_one_service_only_is_offered_another_while_it_is_out() {
    let alone = crate::Settings {
        watch: vec![ServiceId::new("chatgpt")],
        ..settings()
    };
    let mut world = World::with(alone, Past::default(), world::START);
    world.run(minutes(5));
    assert_eq!(world.looks_at("claude"), 0);
    world.chatgpt_fails().run(minutes(5));
    let snapshot = world.snapshot();
    assert_eq!(snapshot.services.len(), 1);
    assert_eq!(snapshot.services[0].alternatives[0].name, "Claude");
    world.all_well().run(minutes(20));
    let before = world.looks_at("claude");
    world.run(minutes(10));
    assert_eq!(world.looks_at("claude"), before, "let go again");
    assert!(
        world
            .transitions
            .iter()
            .all(|it| it.service.as_str() == "chatgpt")
    );
}

#[test]
fn when_our_own_network_goes_nobody_is_blamed() {
    let mut world = World::new();
    world.run(minutes(5)).network_gone().run(minutes(1));
    assert_eq!(world.snapshot().vantage, Vantage::Offline);
    assert_eq!(
        (world.health("chatgpt"), world.health("claude")),
        (Health::Unknown, Health::Unknown)
    );
    world.all_well().run(minutes(3));
    assert_eq!(
        (world.kinds().len(), world.snapshot().vantage),
        (0, Vantage::Online)
    );
    assert_eq!(world.health("chatgpt"), Health::Operational);
    assert!(world.transitions.iter().all(|it| !it.to.is_trouble()));
}

#[test]
fn a_network_that_swallows_everything_blames_nobody_either() {
    let mut world = World::new();
    world
        .run(minutes(5))
        .answers(|_, _| slow())
        .run(minutes(10));
    assert_eq!(
        (world.kinds().len(), world.snapshot().vantage),
        (0, Vantage::Offline)
    );
}

#[test]
fn a_sign_in_page_in_the_way_is_called_that() {
    let mut world = World::new();
    world.run(minutes(5)).answers(|target, _| match target {
        crate::event::Target::Control { index: 2 } => Outcome::TlsBroken {
            fault: crate::evidence::TlsFault::WrongName,
            why: "name mismatch".to_owned(),
        },
        crate::event::Target::Control { .. } => Outcome::WrongBody { status: 200 },
        crate::event::Target::Probe { .. }
        | crate::event::Target::Page { .. }
        | crate::event::Target::Resolver { .. } => Outcome::Reset {
            phase: crate::evidence::Phase::Tls,
        },
    });
    world.run(minutes(10));
    assert_eq!(
        (world.kinds().len(), world.snapshot().vantage),
        (0, Vantage::Captive)
    );
}

#[test]
fn starting_without_a_network_is_grey_and_recovers_by_itself() {
    let mut world = World::new();
    world.network_gone().run(minutes(3));
    assert_eq!(
        (world.snapshot().vantage, world.health("claude")),
        (Vantage::Offline, Health::Unknown)
    );
    world.all_well().run(seconds(20));
    assert_eq!(
        (world.health("claude"), world.kinds().len()),
        (Health::Operational, 0)
    );
}

#[test]
fn where_the_controls_are_blocked_the_services_themselves_prove_us_online() {
    let mut world = World::new();
    world.answers(|target, _| match target {
        crate::event::Target::Control { .. } => slow(),
        crate::event::Target::Probe { .. }
        | crate::event::Target::Page { .. }
        | crate::event::Target::Resolver { .. } => good(target),
    });
    world.run(minutes(3));
    assert_eq!(world.health("chatgpt"), Health::Operational);
    world.run(minutes(60));
    assert_eq!(
        (world.health("chatgpt"), world.kinds().len()),
        (Health::Operational, 0)
    );
}

#[test]
fn an_outage_that_begins_while_the_lid_is_closed_is_found_after_waking() {
    let mut world = World::new();
    world.run(minutes(5)).chatgpt_fails().sleep(minutes(60));
    assert_eq!(world.health("chatgpt"), Health::Unknown);
    world.run(minutes(4));
    assert_eq!(
        (world.kinds(), world.health("chatgpt")),
        (vec!["outage"], Health::MajorOutage)
    );
}

#[test]
fn a_secondary_surface_that_fails_is_amber_and_by_default_not_told() {
    let mut world = World::new();
    let api = |target: &crate::event::Target| {
        matches!(
            target,
            crate::event::Target::Probe {
                surface: crate::Surface::Api,
                ..
            }
        )
    };
    world
        .run(minutes(5))
        .answers(move |target, _| if api(target) { BAD } else { good(target) });
    world.run(minutes(10));
    assert_eq!(
        (world.health("chatgpt"), world.kinds().len()),
        (Health::Degraded, 0)
    );
}

#[test]
fn a_main_surface_that_fails_alone_is_a_partial_outage() {
    let mut world = World::new();
    let web = |target: &crate::event::Target| {
        is(target, "chatgpt")
            && matches!(
                target,
                crate::event::Target::Probe {
                    surface: crate::Surface::Web,
                    ..
                }
            )
    };
    world
        .run(minutes(5))
        .answers(move |target, _| if web(target) { BAD } else { good(target) });
    world.run(minutes(10));
    assert_eq!(
        (world.health("chatgpt"), world.kinds()),
        (Health::PartialOutage, vec!["outage"])
    );
}

#[test]
fn what_only_the_vendor_reports_is_shown_as_reported() {
    let mut world = World::new();
    world.run(minutes(5)).page = Page::Major;
    world.run(minutes(5));
    let snapshot = world.snapshot();
    assert_eq!(snapshot.services[0].confidence, Some(Confidence::Reported));
    assert_eq!(snapshot.services[0].health, Health::MajorOutage);
    assert_eq!(snapshot.incidents[0].source, Source::Official);
    assert_eq!(world.kinds(), ["outage"]);
    world.page = Page::Fine;
    world.run(minutes(5));
    assert_eq!(world.kinds(), ["outage", "recovery"]);
}

#[test]
fn a_page_that_follows_us_joins_the_incident_and_tells_nobody_again() {
    let mut world = World::new();
    world.run(minutes(5)).chatgpt_fails().run(minutes(10));
    world.page = Page::Major;
    world.run(minutes(10));
    let snapshot = world.snapshot();
    assert_eq!(
        (snapshot.incidents.len(), snapshot.incidents[0].source),
        (1, Source::Both)
    );
    assert!(snapshot.incidents[0].posted > snapshot.incidents[0].seen_here);
    assert_eq!(world.kinds(), ["outage"]);
}

#[test]
fn what_is_on_the_screen_follows_the_page_once_for_each_change_and_in_silence() {
    let mut world = World::new();
    world.run(minutes(5)).chatgpt_fails().run(minutes(10));
    assert_eq!(world.updates, [], "nothing has changed");
    for page in [Page::Major, Page::Html, Page::Major] {
        world.page = page;
        world.run(minutes(10));
        assert_eq!(world.updates.len(), 1, "a page that breaks says nothing");
    }
    let update = world.updates[0].clone();
    assert!(update.silent);
    assert_eq!(update.replaces.as_ref(), Some(&world.notices[0].id));
    let NoticeKind::Outage { reason, .. } = &update.kind else {
        panic!("{update:?}")
    };
    assert!(
        matches!(
            reason,
            Reason::Fails {
                page: PageSays::Trouble,
                ..
            }
        ),
        "{reason:?}"
    );
    world.page = Page::Fine;
    world.all_well().run(minutes(15));
    assert_eq!(world.kinds(), ["outage", "recovery"]);
}

#[test]
fn who_asked_for_quiet_gets_no_update_and_nobody_gets_one_of_before_a_restart() {
    let mut world = World::new();
    world.run(minutes(5)).chatgpt_fails().run(minutes(10));
    world.handle(Event::Asked(Command::Mute {
        service: Some(ServiceId::new("chatgpt")),
        until: MuteUntil::Back,
    }));
    world.page = Page::Major;
    world.run(minutes(10));
    assert_eq!(world.updates, []);

    let past = Past {
        incidents: world.snapshot().incidents,
        ..Past::default()
    };
    let mut again = World::with(settings(), past, world.now + seconds(20));
    again.chatgpt_fails().run(minutes(10));
    again.page = Page::Major;
    again.run(minutes(10));
    assert_eq!((again.kinds().len(), again.updates.len()), (0, 0));
}

#[test]
fn an_unreadable_page_is_never_good_news_and_keeps_its_last_good_answer_with_its_age() {
    let mut world = World::new();
    world.run(minutes(5)).page = Page::Html;
    world.run(minutes(5));
    let official = &world.snapshot().services[0].official;
    assert!(matches!(official.trouble, Some(PageTrouble::Unreadable(_))));
    assert!(official.read_at.is_some());
    world.answers(|target, _| {
        if is(target, "chatgpt") {
            Outcome::Challenged { status: 403 }
        } else {
            good(target)
        }
    });
    world.run(minutes(40));
    assert_eq!(
        (
            world.health("chatgpt"),
            world.snapshot().services[0].official.health
        ),
        (Health::Unknown, Health::Unknown)
    );
}

#[test]
fn half_the_answers_bad_is_one_incident_however_long_it_lasts() {
    let settings = crate::Settings {
        notify: crate::settings::NotifySettings {
            level: crate::settings::NotifyLevel::Degraded,
            ..settings().notify
        },
        ..settings()
    };
    let mut world = World::with(settings, Past::default(), world::START);
    world.run(minutes(5)).answers(|target, look| {
        if is(target, "chatgpt") && look % 2 == 1 {
            BAD
        } else {
            good(target)
        }
    });
    world.run(minutes(60));
    world.all_well().run(minutes(30));
    assert_eq!(world.snapshot().incidents.len(), 1);
    assert_eq!(world.kinds(), ["degraded", "recovery"]);
}

#[test]
fn a_relapse_soon_after_reopens_the_same_incident_without_a_sound() {
    let mut world = World::new();
    world.run(minutes(5)).chatgpt_fails().run(minutes(10));
    world.all_well().run(minutes(10));
    world.chatgpt_fails().run(minutes(10));
    assert_eq!(world.kinds(), ["outage", "recovery", "outage"]);
    assert_eq!(world.snapshot().incidents.len(), 1);
    assert_eq!(
        (
            world.snapshot().incidents[0].reopened,
            world.notices[2].silent
        ),
        (1, true)
    );
    assert_eq!(world.notices[2].id, world.notices[0].id);
}

#[test]
fn a_relapse_too_mild_to_be_told_has_no_recovery_to_tell() {
    let mut world = World::new();
    world.run(minutes(5)).chatgpt_fails().run(minutes(10));
    world.all_well().run(minutes(10));
    world.answers(|target, look| {
        if is(target, "chatgpt") && look % 2 == 1 {
            BAD
        } else {
            good(target)
        }
    });
    world.run(minutes(10)).all_well().run(minutes(30));
    assert_eq!(world.kinds(), ["outage", "recovery"]);
    assert_eq!(world.snapshot().incidents[0].reopened, 1);
}

#[test]
fn a_restart_in_the_middle_tells_nobody_again_but_does_tell_the_end() {
    let mut world = World::new();
    world.run(minutes(5)).chatgpt_fails().run(minutes(10));
    let past = Past {
        mutes: Vec::new(),
        incidents: world.snapshot().incidents,
        ..Past::default()
    };
    let mut again = World::with(settings(), past, world.now + seconds(20));
    again.chatgpt_fails().run(minutes(10));
    assert_eq!(
        (again.kinds().len(), again.health("chatgpt")),
        (0, Health::MajorOutage)
    );
    again.all_well().run(minutes(10));
    assert_eq!(again.kinds(), ["recovery"]);
    assert_eq!(again.snapshot().incidents.len(), 1);
}

#[test]
fn a_muted_service_is_silent_until_it_is_back_and_its_return_is_told() {
    let mut world = World::new();
    world.run(minutes(5)).chatgpt_fails().run(minutes(5));
    let mute = Command::Mute {
        service: Some(ServiceId::new("chatgpt")),
        until: MuteUntil::Back,
    };
    world.handle(Event::Asked(mute));
    assert!(world.snapshot().services[0].muted);
    world.all_well().run(minutes(10));
    assert_eq!(world.kinds(), ["outage", "recovery"]);
    assert!(!world.snapshot().services[0].muted);
}

#[test]
fn unmuting_one_while_all_are_muted_leaves_the_others_muted() {
    let mut world = World::new();
    world.run(minutes(5));
    let until = MuteUntil::At(world.now + minutes(60));
    let mute = Command::Mute {
        service: None,
        until,
    };
    world.handle(Event::Asked(mute));
    let chatgpt = Some(ServiceId::new("chatgpt"));
    world.handle(Event::Asked(Command::Unmute { service: chatgpt }));
    let muted = |world: &World| {
        let services = world.snapshot().services;
        services.iter().map(|it| it.muted).collect::<Vec<_>>()
    };
    assert_eq!(muted(&world), [false, true]);
    world.chatgpt_fails().run(minutes(5));
    assert_eq!(world.kinds(), ["outage"]);
    assert_eq!(world.mutes, [(Some(ServiceId::new("claude")), until)]);

    let past = Past {
        mutes: world.mutes.clone(),
        ..Past::default()
    };
    let mut again = World::with(settings(), past, world.now + seconds(20));
    assert_eq!(muted(&again), [false, true], "it outlives a restart");
    again.run(minutes(60));
    assert_eq!(muted(&again), [false, false]);
    assert_eq!(again.mutes, [], "what has ended is struck out");
}

#[test]
fn what_a_mute_held_back_is_told_after_it_if_it_is_still_true() {
    let mut world = World::new();
    world.run(minutes(5));
    let until = MuteUntil::At(world.now + minutes(30));
    world.handle(Event::Asked(Command::Mute {
        service: None,
        until,
    }));
    world.chatgpt_fails().run(minutes(20));
    assert_eq!(
        (world.kinds().len(), world.health("chatgpt")),
        (0, Health::MajorOutage)
    );
    world.run(minutes(20));
    assert_eq!(world.kinds(), ["outage"]);
}

#[test]
fn the_strip_shows_gaps_where_nothing_was_seen() {
    let mut world = World::new();
    world.run(minutes(30)).sleep(minutes(60)).run(minutes(30));
    let spans = world.snapshot().services[0].spans.clone();
    assert!(
        spans.windows(2).all(|pair| pair[0].to <= pair[1].from),
        "{spans:?}"
    );
    let gap: Duration = spans
        .iter()
        .filter(|it| it.health == Health::Unknown)
        .map(|it| it.to.since(it.from))
        .sum();
    assert!(gap >= minutes(60) && gap <= minutes(62), "{gap:?}");
}

#[test]
fn check_now_looks_at_everything_and_says_when_it_is_done() {
    let mut world = World::new();
    world.run(minutes(5));
    let before = world.snapshot().checked_at;
    world.handle(Event::Asked(Command::CheckNow));
    assert!(world.snapshot().checking);
    world.run(seconds(3));
    let snapshot = world.snapshot();
    assert!(!snapshot.checking && snapshot.checked_at > before && snapshot.settled);
}

#[test]
fn a_hanging_service_does_not_slow_the_others_down() {
    let mut world = World::new();
    world.run(minutes(5)).answers(|target, _| {
        if is(target, "chatgpt") {
            slow()
        } else {
            good(target)
        }
    });
    world.run(minutes(5));
    let looked = |world: &World| world.snapshot().services[1].probes[0].at;
    let (first, _) = (looked(&world), world.run(seconds(70)));
    assert!(looked(&world) > first);
}

#[test]
fn the_clock_may_step_back_without_harm() {
    let mut world = World::new();
    world.run(minutes(30));
    world.now = Timestamp::from_millis(world.now.as_millis() - 3_600_000);
    world.handle(Event::TimeJumped {
        gap: Duration::ZERO,
    });
    world.run(minutes(5));
    assert_eq!(
        (world.health("claude"), world.kinds().len()),
        (Health::Operational, 0)
    );
}

fn reason(world: &World, service: &str) -> Reason {
    let services = world.snapshot().services;
    let found = services.iter().find(|it| it.id.as_str() == service);
    found.unwrap().reason.clone()
}

#[test]
fn a_surface_that_was_not_looked_at_yet_is_not_counted_as_silent() {
    let mut world = World::new();
    let mut counts = Vec::new();
    for _ in 0..300 {
        world.run(Duration::from_millis(10));
        if let Reason::Answers { surfaces, .. } = reason(&world, "chatgpt") {
            counts.push((surfaces.good, surfaces.all));
        }
    }
    counts.dedup();
    assert_eq!(counts.last(), Some(&(2, 2)));
    assert!(counts.iter().all(|(good, all)| good == all), "{counts:?}");
}

#[test]
fn a_long_unreliable_day_is_counted_by_its_last_minutes_and_a_long_outage_whole() {
    let mut flaky = World::new();
    flaky.run(minutes(5)).answers(|target, look| {
        if is(target, "chatgpt") && look % 2 == 0 {
            BAD
        } else {
            good(target)
        }
    });
    flaky.run(minutes(600));
    let mut out = World::new();
    out.run(minutes(5)).chatgpt_fails().run(minutes(600));
    let requests = |world: &World| {
        let Reason::Fails { requests, .. } = reason(world, "chatgpt") else {
            panic!("{:?}", reason(world, "chatgpt"))
        };
        requests
    };
    let (flaky, out) = (requests(&flaky), requests(&out));
    assert!(flaky.good > 0 && flaky.all <= 100, "{flaky:?}");
    assert!(out.good == 0 && out.all > 100, "{out:?}");
}
