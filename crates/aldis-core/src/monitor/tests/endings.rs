//! How troubles end, and what may not end them: silence, gaps, restarts, pages that break.

use std::time::Duration;

use super::world::{BAD, Page, START, World, catalogue, good, is, settings, slow};
use super::{minutes, seconds};
use crate::catalogue::ServiceId;
use crate::event::{Command, Event, Record, Target};
use crate::evidence::Outcome;
use crate::health::Health;
use crate::monitor::Past;
use crate::present::notice::{self, NoticeKind};
use crate::present::words::sample::english;
use crate::settings::{QuietHours, Settings};
use crate::snapshot::Reason;

const WALL: Outcome = Outcome::Challenged { status: 403 };

pub(super) fn past_of(world: &World) -> Past {
    let snapshot = world.snapshot();
    let kept = world.learned.iter().flatten().cloned();
    let parting = match world.monitor.clone().parting(world.now) {
        Some(Record::Learned(learned)) => learned,
        _ => Vec::new(),
    };
    Past {
        learned: kept.chain(parting).collect(),
        lateness: Vec::new(),
        mutes: Vec::new(),
        spans: snapshot
            .services
            .iter()
            .map(|it| (it.id.clone(), it.spans.clone()))
            .collect(),
        incidents: snapshot.incidents,
        spent: None,
    }
}

fn out_for(world: &World) -> Duration {
    match world.notices.last().map(|it| it.kind.clone()) {
        Some(NoticeKind::Recovery { out_for, .. }) => out_for,
        other => panic!("no recovery was told last, but {other:?}"),
    }
}

#[test]
fn a_restart_a_nap_and_a_dropped_network_do_not_end_what_the_page_still_reports() {
    let mut world = World::new();
    world.run(minutes(5)).page = Page::Major;
    world.run(minutes(20));
    let mut again = World::with(settings(), past_of(&world), world.now + minutes(1));
    again.page = Page::Major;
    again.run(minutes(20));
    assert_eq!(
        (again.kinds().len(), again.health("chatgpt")),
        (0, Health::MajorOutage)
    );
    world.sleep(minutes(120)).run(minutes(20));
    world.network_gone().run(minutes(60));
    world.all_well().run(minutes(20));
    assert_eq!(
        (world.kinds(), world.health("chatgpt")),
        (vec!["outage"], Health::MajorOutage)
    );
}

#[test]
fn a_restart_after_it_works_again_tells_nobody_anew_what_the_page_still_has_open() {
    let mut world = World::new();
    world.chatgpt_fails().run(minutes(45));
    world.page = Page::Major;
    world.all_well().run(minutes(45));
    assert_eq!(world.kinds(), ["outage", "recovery"]);
    let mut again = World::with(settings(), past_of(&world), world.now + minutes(1));
    again.page = Page::Major;
    again.run(minutes(15));
    assert_eq!(
        (again.kinds().len(), again.health("chatgpt")),
        (0, Health::Degraded)
    );
}

#[test]
fn one_good_answer_after_a_restart_does_not_end_an_outage() {
    let mut world = World::new();
    world.run(minutes(5)).chatgpt_fails().run(minutes(10));
    let mut again = World::with(settings(), past_of(&world), world.now + minutes(1));
    again.answers(|target, look| {
        if is(target, "chatgpt") && look > 1 {
            BAD
        } else {
            good(target)
        }
    });
    again.run(minutes(10));
    assert_eq!(
        (again.kinds().len(), again.health("chatgpt")),
        (0, Health::MajorOutage)
    );
    assert!(
        again
            .transitions
            .iter()
            .all(|it| it.to != Health::Operational || it.service.as_str() == "claude")
    );
}

#[test]
fn a_page_that_breaks_does_not_end_what_it_reported() {
    let mut world = World::new();
    world.run(minutes(5)).page = Page::Major;
    world.run(minutes(20)).page = Page::Html;
    world.run(minutes(60));
    assert_eq!(
        (world.kinds(), world.health("chatgpt")),
        (vec!["outage"], Health::Unknown)
    );
    world.page = Page::Fine;
    world.run(minutes(40));
    assert_eq!(
        (world.kinds(), world.health("chatgpt")),
        (vec!["outage", "recovery"], Health::Operational)
    );
}

#[test]
fn whoever_turns_us_away_after_a_failure_is_not_hammered() {
    let away = [
        WALL,
        Outcome::RateLimited {
            status: 429,
            retry_after: None,
        },
        Outcome::Answered { status: 404 },
    ];
    for outcome in away {
        let mut world = World::new();
        world
            .run(minutes(5))
            .answers(move |target, look| match (is(target, "chatgpt"), look) {
                (true, 1) => BAD,
                (true, _) => outcome.clone(),
                (false, _) => good(target),
            });
        world.run(minutes(60));
        assert!(
            world.looks_at("chatgpt") <= 66,
            "{}",
            world.looks_at("chatgpt")
        );
        assert_ne!(world.health("chatgpt"), Health::MajorOutage);
    }
}

#[test]
fn a_failure_followed_by_no_network_is_not_a_burst_that_never_ends() {
    let mut world = World::new();
    world.run(minutes(5)).answers(|target, look| {
        if is(target, "chatgpt") && look == 1 {
            BAD
        } else {
            good(target)
        }
    });
    world.run(seconds(70)).network_gone().run(minutes(60));
    assert!(
        world.looks_at("chatgpt") <= 70,
        "{}",
        world.looks_at("chatgpt")
    );
}

#[test]
fn red_does_not_stay_for_ever_on_old_evidence() {
    let mut world = World::new();
    world.run(minutes(5)).chatgpt_fails().run(minutes(5));
    world.page = Page::Html;
    world
        .answers(|target, _| {
            if is(target, "chatgpt") {
                WALL
            } else {
                good(target)
            }
        })
        .run(minutes(30));
    assert_eq!(
        (world.health("chatgpt"), world.kinds()),
        (Health::Unknown, vec!["outage"])
    );
}

#[test]
fn a_first_look_that_fails_and_nothing_after_it_is_no_endless_suspicion() {
    let mut world = World::new();
    world.answers(|target, look| match (is(target, "claude"), look) {
        (true, 1) => BAD,
        (true, _) => WALL,
        (false, _) => good(target),
    });
    world.run(minutes(60));
    assert_eq!(
        (world.health("claude"), world.snapshot().settled),
        (Health::Unknown, true)
    );
}

#[test]
fn what_only_the_page_reported_lasted_as_long_as_it_did_whatever_blip_was_before() {
    let mut world = World::new();
    world.run(minutes(5)).answers(|target, look| {
        if is(target, "chatgpt") && look == 1 {
            BAD
        } else {
            good(target)
        }
    });
    world.run(minutes(30)).page = Page::Major;
    world.run(minutes(60)).page = Page::Fine;
    world.run(minutes(10));
    assert!(out_for(&world) >= minutes(60), "{:?}", out_for(&world));
}

#[test]
fn a_recovery_does_not_claim_that_a_page_which_is_closed_still_says_something() {
    let mut world = World::new();
    world.run(minutes(5)).chatgpt_fails().run(minutes(5)).page = Page::Major;
    world.run(minutes(20)).page = Page::Fine;
    world.run(minutes(30)).all_well().run(minutes(20));
    let last = &world.notices.last().expect("told").kind;
    assert!(
        matches!(last, NoticeKind::Recovery { stage: None, .. }),
        "{last:?}"
    );
    assert!(
        world.snapshot().incidents[0]
            .official
            .iter()
            .all(|post| !post.phase.is_open())
    );
}

#[test]
fn an_outage_inside_an_old_mild_report_has_a_start_and_an_end_of_its_own() {
    let mut world = World::new();
    world.page = Page::OldMinor;
    world.run(minutes(10));
    let broke = world.now;
    world
        .chatgpt_fails()
        .run(minutes(35))
        .all_well()
        .run(minutes(60));
    assert_eq!(
        (world.kinds(), world.health("chatgpt")),
        (vec!["outage", "recovery"], Health::Degraded)
    );
    let NoticeKind::Outage { since, .. } = world.notices[0].kind else {
        panic!("{:?}", world.notices[0])
    };
    assert!(
        since >= broke && out_for(&world).abs_diff(minutes(35)) < minutes(2),
        "{since} {:?}",
        out_for(&world)
    );
    let last = &world.notices[1].kind;
    assert!(
        matches!(last, NoticeKind::Recovery { stage: Some(_), .. }),
        "{last:?}"
    );
    world.page = Page::Fine;
    world.run(minutes(10));
    assert_eq!(
        (world.kinds().len(), world.health("chatgpt")),
        (2, Health::Operational)
    );
}

#[test]
fn two_failures_in_a_moment_are_no_outage_because_some_mild_report_is_open() {
    let mut world = World::new();
    world.page = Page::OldMinor;
    world.run(minutes(10)).answers(|target, look| {
        if is(target, "chatgpt") && look <= 2 {
            BAD
        } else {
            good(target)
        }
    });
    world.run(minutes(20));
    assert_eq!(world.kinds(), Vec::<&str>::new());
}

#[test]
fn time_that_nobody_watched_is_not_counted_as_outage() {
    let mut world = World::new();
    world.run(minutes(5)).chatgpt_fails().run(minutes(5));
    world.all_well().sleep(minutes(900)).run(minutes(10));
    assert_eq!(
        (world.kinds(), world.health("chatgpt")),
        (vec!["outage", "recovery"], Health::Operational)
    );
    assert!(out_for(&world) <= minutes(6), "{:?}", out_for(&world));
}

#[test]
fn no_old_alarm_is_shown_as_fresh_after_a_long_sleep() {
    let mut world = World::new();
    world.run(minutes(5)).chatgpt_fails().run(minutes(5));
    let before = world.transitions.len();
    world.all_well().sleep(minutes(900)).run(minutes(10));
    let fails = world.transitions[before..]
        .iter()
        .filter(|it| matches!(it.reason, Reason::Fails { .. }));
    assert_eq!(fails.count(), 0);
}

#[test]
fn of_what_began_in_our_sleep_is_told_between_which_moments_it_did() {
    let mut world = World::new();
    world.run(minutes(5));
    let slept = world.now;
    world.chatgpt_fails().sleep(minutes(300)).run(minutes(10));
    world.page = Page::Major;
    world.run(minutes(30));
    let incident = world.snapshot().incidents[0].clone();
    let worked = incident.worked_before().expect("it had worked");
    assert!(worked <= slept && slept.since(worked) <= minutes(2));
    assert!(incident.began.since(slept) >= minutes(300));
    assert!(incident.posted.is_some());
    assert_eq!(english().lead(&incident), None);
    let told = notice::text(&world.notices[0], &english()).body;
    assert!(told.contains("at the latest (it worked at "), "{told}");
    let detail = english().detail(&world.snapshot());
    assert!(detail.contains(" at the latest"), "{detail}");

    world.page = Page::Fine;
    world.all_well().run(minutes(30));
    assert_eq!(world.kinds().last(), Some(&"recovery"));
    let told = world.notices.last().expect("a recovery was told");
    let told = notice::text(told, &english()).body;
    assert!(told.contains("at least "), "{told}");
}

#[test]
fn of_what_began_while_aldis_was_not_running_is_told_when_it_last_worked() {
    let mut world = World::new();
    world.run(minutes(5));
    let stopped = world.now;
    let mut again = World::with(settings(), past_of(&world), stopped + minutes(300));
    again.chatgpt_fails().run(minutes(10));
    let incident = again.snapshot().incidents[0].clone();
    let worked = incident.worked_before().expect("it had worked");
    assert!(worked <= stopped && stopped.since(worked) <= minutes(1));
}

#[test]
fn what_was_watched_began_at_its_first_failing_look_even_after_a_nap() {
    let mut world = World::new();
    world.run(minutes(5)).sleep(minutes(300)).run(minutes(5));
    world.chatgpt_fails().run(minutes(10));
    assert_eq!(world.snapshot().incidents[0].worked_before(), None);
    let mut world = World::new();
    world.run(minutes(5)).chatgpt_fails().run(minutes(10));
    assert_eq!(world.snapshot().incidents[0].worked_before(), None);
}

#[test]
fn a_clock_set_back_in_an_outage_inverts_nothing() {
    let mut world = World::new();
    world.run(minutes(5)).chatgpt_fails().run(minutes(10));
    world.now = world.now - minutes(60);
    world.handle(Event::TimeJumped {
        gap: Duration::ZERO,
    });
    world.run(minutes(2)).page = Page::Major;
    world.run(minutes(5));
    let incident = &world.snapshot().incidents[0];
    assert!(incident.posted.is_some(), "{incident:?}");
    assert!(incident.seen_here < incident.posted, "{incident:?}");
    world.page = Page::Fine;
    world.all_well().run(minutes(70));
    assert_eq!(
        (world.kinds(), world.health("chatgpt")),
        (vec!["outage", "recovery"], Health::Operational)
    );
    assert!(out_for(&world) > Duration::ZERO);
    let snapshot = world.snapshot();
    let spans = &snapshot.services[0].spans;
    assert!(spans.iter().all(|span| span.from <= span.to), "{spans:?}");
    assert!(
        spans.windows(2).all(|pair| pair[0].to <= pair[1].from),
        "{spans:?}"
    );
}

#[test]
fn an_incident_of_a_service_nobody_watches_any_more_is_closed_without_a_word() {
    let mut world = World::new();
    world.run(minutes(5)).chatgpt_fails().run(minutes(10));
    let past = past_of(&world);
    let only_claude = Settings {
        watch: vec![ServiceId::new("claude")],
        ..settings()
    };
    let configured = |settings: &Settings| Event::Configured {
        settings: Box::new(settings.clone()),
        catalogue: Box::new(catalogue()),
    };
    world.handle(configured(&only_claude));
    world.all_well().run(minutes(60));
    assert!(
        world
            .snapshot()
            .incidents
            .iter()
            .all(|it| it.ended.is_some())
    );
    world.handle(configured(&settings()));
    world.run(minutes(20));
    assert_eq!(world.kinds(), ["outage"]);
    let mut again = World::with(only_claude, past, world.now);
    again.run(minutes(1));
    assert!(
        again
            .snapshot()
            .incidents
            .iter()
            .all(|it| it.ended.is_some())
    );
}

#[test]
fn a_recovery_in_quiet_hours_is_told_after_them() {
    let mut quiet = settings();
    quiet.notify.quiet_hours = Some(QuietHours {
        from: 9 * 60 + 20,
        to: 10 * 60,
    });
    let mut world = World::with(quiet, Past::default(), START);
    world
        .run(minutes(5))
        .chatgpt_fails()
        .run(minutes(20))
        .all_well()
        .run(minutes(30));
    assert_eq!(world.kinds(), ["outage"]);
    world.run(minutes(30));
    assert_eq!(world.kinds(), ["outage", "recovery"]);
}

#[test]
fn a_path_to_one_vendor_that_does_not_exist_is_that_vendors_outage() {
    let mut world = World::new();
    world.run(minutes(5)).answers(|target, _| {
        if is(target, "chatgpt") {
            Outcome::WeAreOffline
        } else {
            good(target)
        }
    });
    world.run(minutes(10));
    assert_eq!(
        (world.health("chatgpt"), world.kinds()),
        (Health::MajorOutage, vec!["outage"])
    );
}

#[test]
fn a_fallback_rests_while_the_first_page_can_be_read_and_takes_over_at_once_when_not() {
    let mut two_pages = catalogue();
    let mut fallback = two_pages.services[0].status[0].clone();
    fallback.url = "https://fallback.example/summary.json"
        .parse()
        .expect("a url");
    two_pages.services[0].status.push(fallback.clone());
    let mut world = World::new();
    world.handle(Event::Configured {
        settings: Box::new(settings()),
        catalogue: Box::new(two_pages),
    });
    world.run(minutes(5));
    let at_fallback = |world: &World| {
        world
            .looks
            .get(&Target::Page {
                url: fallback.url.clone(),
            })
            .copied()
    };
    assert_eq!(at_fallback(&world), None);
    world.page = Page::Html;
    world.fallback = Page::Major;
    world.run(minutes(3));
    assert_eq!(world.health("chatgpt"), Health::MajorOutage);
    world.page = Page::Fine;
    world.run(minutes(30));
    let rested = at_fallback(&world);
    world.run(minutes(30));
    assert_eq!(
        (at_fallback(&world), world.health("chatgpt")),
        (rested, Health::Operational)
    );
}

#[test]
fn an_unreadable_page_is_not_green_for_a_service_that_has_nothing_else() {
    let mut page_only = catalogue();
    page_only.services[0].probes.clear();
    let mut world = World::new();
    world.handle(Event::Configured {
        settings: Box::new(settings()),
        catalogue: Box::new(page_only),
    });
    world.run(minutes(5));
    assert_eq!(world.health("chatgpt"), Health::Operational);
    world.page = Page::Html;
    world.run(minutes(3));
    assert_eq!(world.health("chatgpt"), Health::Unknown);
}

#[test]
fn a_shorter_interval_counts_at_once() {
    let mut lazy = settings();
    lazy.intervals.edge = minutes(360);
    let mut world = World::with(lazy, Past::default(), START);
    world.run(minutes(10));
    world.handle(Event::Configured {
        settings: Box::new(settings()),
        catalogue: Box::new(catalogue()),
    });
    world.looks.clear();
    world.run(minutes(60));
    assert!(world.looks_at("claude") >= 50);
}

#[test]
fn however_often_check_now_is_pressed_nobody_is_hammered() {
    let mut world = World::new();
    world.run(minutes(5)).looks.clear();
    for _ in 0..300 {
        world.handle(Event::Asked(Command::CheckNow));
        world.run(Duration::from_millis(100));
    }
    assert!(
        world.looks.values().all(|count| *count <= 30),
        "{:?}",
        world.looks.values()
    );
}

#[test]
fn a_silent_sibling_does_not_make_an_outage_partial() {
    let api = |target: &Target| {
        matches!(
            target,
            Target::Probe {
                surface: crate::Surface::Api,
                ..
            }
        )
    };
    let mut world = World::new();
    world
        .run(minutes(5))
        .answers(move |target, _| if api(target) { WALL } else { good(target) });
    world.run(minutes(60)).answers(
        move |target, _| match (api(target), is(target, "chatgpt")) {
            (true, _) => WALL,
            (false, true) => slow(),
            (false, false) => good(target),
        },
    );
    world.run(minutes(6));
    assert_eq!(world.health("chatgpt"), Health::MajorOutage);
}

#[test]
fn what_works_again_here_is_amber_at_once_while_the_page_still_reports_it() {
    let mut world = World::new();
    world.run(minutes(5)).chatgpt_fails().run(minutes(6)).page = Page::Major;
    world.run(minutes(10));
    let healed = world.transitions.len();
    world.all_well().run(minutes(15));
    let after: Vec<_> = world.transitions[healed..]
        .iter()
        .filter(|it| matches!(it.reason, Reason::VendorReports { .. }))
        .map(|it| it.to)
        .collect();
    assert_eq!(after, [Health::Degraded]);
    assert_eq!(world.kinds(), ["outage", "recovery"]);
}

/// A relapse within a quarter of an hour, and how long after its end it is green again.
fn green_after_a_relapse(restarts_while_green: bool, restarts_in_the_relapse: bool) -> Duration {
    let restarted = |world: &World| {
        let past = past_of(world);
        World::with(super::world::settings(), past, world.now + seconds(20))
    };
    let mut world = World::new();
    world
        .run(minutes(10))
        .chatgpt_fails()
        .run(minutes(60))
        .all_well()
        .run(minutes(15));
    assert_eq!(world.health("chatgpt"), Health::Operational);
    if restarts_while_green {
        world = restarted(&world);
        world.run(minutes(2));
    }
    world.chatgpt_fails().run(minutes(4));
    if restarts_in_the_relapse {
        world = restarted(&world);
        world.chatgpt_fails().run(minutes(2));
    }
    assert!(world.health("chatgpt").is_out());
    let well = world.now;
    world.all_well().run(minutes(20));
    let mut turns = world.transitions.iter();
    let green = turns.rfind(|it| it.service.as_str() == "chatgpt" && it.to == Health::Operational);
    green.expect("green again").at.since(well)
}

#[test]
fn a_relapse_is_held_by_the_whole_of_it_over_a_restart_too() {
    for (while_green, in_it) in [(false, false), (true, false), (false, true)] {
        let after = green_after_a_relapse(while_green, in_it);
        assert!(after >= minutes(7) + seconds(30), "{after:?}");
    }
}
