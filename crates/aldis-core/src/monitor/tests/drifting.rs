//! What slowly becomes of a service: shown as degraded and no more, never blamed on a vendor for what is
//! ours, and over when it is over.

use std::time::Duration;

use super::world::{BAD, START, World, good, is, settings};
use super::{minutes, seconds};
use crate::Confidence;
use crate::catalogue::Surface;
use crate::event::{Event, Record, Target};
use crate::evidence::Outcome;
use crate::health::Health;
use crate::incident::{Happening, Source};
use crate::learned::Learned;
use crate::monitor::Past;
use crate::present::words::sample::english;
use crate::settings::NotifyLevel;
use crate::snapshot::{Drifting, Reason};

const LEARNED: Duration = Duration::from_secs(2 * 3_600);

/// About a fifth either way, the same on every run.
fn scatter(target: &Target, look: u64) -> f64 {
    let dice = crate::pace::dice(3, &format!("{target:?}"), look) % 1_000;
    let even = f64::from(u32::try_from(dice).unwrap()) / 1_000.0;
    (0.7 * (even - 0.5)).exp()
}

/// Answers take these factors of what is usual: at ChatGPT, at the others, at our controls.
fn at_pace(world: &mut World, chatgpt: f64, claude: f64, ours: f64) {
    world.takes(move |target, look| {
        let usual = match target {
            Target::Control { .. } => 0.06 * ours,
            target if is(target, "chatgpt") => 0.4 * chatgpt,
            target if is(target, "claude") => 0.5 * claude,
            Target::Probe { .. } | Target::Page { .. } | Target::Resolver { .. } => 0.2,
        };
        Duration::from_secs_f64(usual * scatter(target, look))
    });
}

/// A world that knows what is usual in this stretch of the day.
fn learned() -> World {
    let mut world = World::new();
    at_pace(&mut world, 1.0, 1.0, 1.0);
    world.run(LEARNED);
    assert_eq!(world.kinds(), Vec::<&str>::new());
    world
}

/// From here on a little slower every five minutes, three times as slow after an hour.
fn chatgpt_slows_down(world: &mut World) {
    for step in 1..=12 {
        at_pace(world, 1.0 + f64::from(step) / 6.0, 1.0, 1.0);
        world.run(minutes(5));
    }
}

fn was_in_trouble(world: &World) -> bool {
    world.transitions.iter().any(|it| it.to.is_trouble())
}

fn reason(world: &World) -> Reason {
    world.snapshot().services[0].reason.clone()
}

#[test]
fn slow_drift_over_an_hour_is_shown_as_degraded_and_never_as_out() {
    let mut world = learned();
    chatgpt_slows_down(&mut world);
    world.run(minutes(30));
    assert_eq!(world.health("chatgpt"), Health::Degraded);
    assert_eq!(world.health("claude"), Health::Operational);
    let snapshot = world.snapshot();
    let service = &snapshot.services[0];
    assert_eq!(service.confidence, Some(Confidence::Likely));
    let Reason::Slow { speed, .. } = service.reason else {
        panic!("{:?}", service.reason)
    };
    assert!(speed.lately > speed.usual * 2, "{speed:?}");
    let said = english().reason(&service.reason);
    assert!(said.starts_with("It has become slow: "), "{said}");
    let found = service.explanation.surfaces.iter().map(|it| it.drift.found);
    assert!(found.collect::<Vec<_>>().contains(&Drifting::Slow));
    assert!(world.transitions.iter().all(|it| !it.to.is_out()));

    let incident = &snapshot.incidents[0];
    assert_eq!(incident.source, Source::Local);
    assert!(incident.began < incident.opened, "it is dated back");
    let slowed = |what: &Happening| matches!(what, Happening::Slowed { .. });
    assert!(incident.timeline.iter().any(|it| slowed(&it.what)));
    assert_eq!(world.kinds(), Vec::<&str>::new(), "nobody is disturbed");
}

#[test]
fn slowness_that_is_over_is_cleared_and_its_incident_ends_once() {
    let mut world = learned();
    chatgpt_slows_down(&mut world);
    world.run(minutes(30));
    assert_eq!(world.health("chatgpt"), Health::Degraded);
    at_pace(&mut world, 1.0, 1.0, 1.0);
    world.run(minutes(40));
    assert_eq!(world.health("chatgpt"), Health::Operational);
    let snapshot = world.snapshot();
    assert_eq!(snapshot.incidents.len(), 1);
    assert!(snapshot.incidents[0].ended.is_some());
    let turns = world
        .transitions
        .iter()
        .filter(|it| it.service.as_str() == "chatgpt");
    assert_eq!(turns.count(), 3, "{:?}", world.transitions);
}

#[test]
fn who_wants_to_hear_of_degradation_hears_of_it_once() {
    let mut wants = settings();
    wants.notify.level = NotifyLevel::Degraded;
    let mut world = World::with(wants, Past::default(), START);
    at_pace(&mut world, 1.0, 1.0, 1.0);
    world.run(LEARNED);
    chatgpt_slows_down(&mut world);
    world.run(minutes(60));
    assert_eq!(world.kinds(), ["degraded"]);
}

#[test]
fn our_own_wifi_that_becomes_slow_is_blamed_on_nobody() {
    let mut world = learned();
    for step in 1..=24 {
        let slower = 1.0 + f64::from(step) / 6.0;
        at_pace(&mut world, slower, slower, slower);
        world.run(minutes(5));
    }
    world.run(minutes(60));
    assert!(!was_in_trouble(&world), "{:?}", world.transitions);
}

#[test]
fn a_way_to_all_of_them_that_becomes_slow_beside_quick_controls_is_blamed_on_nobody() {
    let mut world = learned();
    for step in 1..=12 {
        let slower = 1.0 + f64::from(step) / 6.0;
        at_pace(&mut world, slower, slower, 1.0);
        world.run(minutes(5));
    }
    world.run(minutes(60));
    let surfaces = world.snapshot().services[0].explanation.surfaces.clone();
    let found: Vec<_> = surfaces.iter().map(|it| it.drift.found).collect();
    assert!(found.contains(&Drifting::WithOthers), "{found:?}");
    assert_eq!(world.health("chatgpt"), Health::Operational);
}

#[test]
fn slowness_is_not_found_while_we_cannot_see_and_not_kept_over_a_night() {
    let mut world = learned();
    chatgpt_slows_down(&mut world);
    world.run(minutes(30));
    assert_eq!(world.health("chatgpt"), Health::Degraded);
    world.network_gone().run(minutes(5));
    assert_eq!(world.health("chatgpt"), Health::Unknown);
    at_pace(&mut world, 1.0, 1.0, 1.0);
    world.all_well().sleep(minutes(400));
    world.run(minutes(3));
    assert_eq!(world.health("chatgpt"), Health::Operational);
}

#[test]
fn another_network_farther_away_makes_nobody_slow() {
    let mut world = learned();
    world.handle(Event::NetworkChanged);
    at_pace(&mut world, 3.0, 1.2, 1.0);
    world.run(minutes(59));
    assert!(!was_in_trouble(&world), "{:?}", world.transitions);
}

/// Of ChatGPT's web surface every so-manieth look fails.
fn every(world: &mut World, nth: u64) {
    world.answers(move |target, look| {
        let web = Target::Probe {
            service: crate::ServiceId::new("chatgpt"),
            surface: Surface::Web,
        };
        if *target == web && look % nth == nth - 1 {
            BAD
        } else {
            good(target)
        }
    });
}

#[test]
fn errors_that_creep_from_one_in_fifty_to_one_in_twelve_are_shown_as_degraded() {
    let mut world = learned();
    every(&mut world, 50);
    world.run(minutes(240));
    let sure = |world: &World| {
        let mut turns = world.transitions.iter();
        turns.any(|it| it.to.is_trouble() && it.confidence > Some(Confidence::Possible))
    };
    assert!(!sure(&world), "{:?}", world.transitions);
    every(&mut world, 12);
    world.run(minutes(90));
    assert_eq!(world.health("chatgpt"), Health::Degraded);
    let Reason::FailsAtTimes { requests } = reason(&world) else {
        panic!("{:?}", reason(&world))
    };
    let share = f64::from(requests.bad()) / f64::from(requests.all);
    assert!((0.08..0.2).contains(&share), "{requests:?}");
    assert!(world.transitions.iter().all(|it| !it.to.is_out()));
    assert_eq!(world.kinds(), Vec::<&str>::new());
    assert_eq!(world.snapshot().incidents.len(), 1);

    world.all_well().run(minutes(45));
    assert_eq!(world.health("chatgpt"), Health::Operational);
    assert!(world.snapshot().incidents[0].ended.is_some());
}

#[test]
fn errors_on_our_own_line_creep_up_on_everybody_and_are_blamed_on_nobody() {
    let mut world = learned();
    world.answers(|target, look| {
        if crate::pace::dice(5, &format!("{target:?}"), look).is_multiple_of(9) {
            Outcome::Refused
        } else {
            good(target)
        }
    });
    world.run(minutes(180));
    let sure = world
        .transitions
        .iter()
        .filter(|it| it.to.is_trouble() && it.confidence > Some(Confidence::Possible));
    assert_eq!(sure.count(), 0, "{:?}", world.transitions);
}

#[test]
fn what_crept_up_is_not_held_against_a_vendor_on_a_line_that_became_bad_after_it() {
    let mut world = learned();
    every(&mut world, 12);
    world.run(minutes(90));
    assert_eq!(world.health("chatgpt"), Health::Degraded);
    world.answers(|target, look| match target {
        Target::Control { index } if (look + *index as u64).is_multiple_of(3) => Outcome::Refused,
        Target::Control { .. }
        | Target::Probe { .. }
        | Target::Page { .. }
        | Target::Resolver { .. } => good(target),
    });
    world.run(minutes(75));
    assert_eq!(world.health("chatgpt"), Health::Operational);
}

#[test]
fn an_outage_that_is_over_leaves_no_creeping_errors_behind() {
    let mut world = learned();
    world.chatgpt_fails().run(minutes(10));
    assert_eq!(world.health("chatgpt"), Health::MajorOutage);
    world.all_well().run(minutes(6));
    world.run(seconds(1));
    assert_eq!(world.health("chatgpt"), Health::Operational);
    world.run(minutes(60));
    assert_eq!(world.health("chatgpt"), Health::Operational);
    let turns = world
        .transitions
        .iter()
        .filter(|it| it.to == Health::Operational);
    assert_eq!(turns.count(), 3, "two services at start, and one return");
}

#[test]
fn what_was_learned_survives_a_restart_and_what_was_slow_is_still_slow() {
    let mut world = learned();
    chatgpt_slows_down(&mut world);
    world.run(minutes(30));
    assert_eq!(world.health("chatgpt"), Health::Degraded);
    let parting = world.monitor.parting(world.now);
    let Some(Record::Learned(learned)) = parting else {
        panic!("{parting:?}")
    };
    assert_eq!(learned.len(), 3, "each surface that was looked at");
    let past = |learned| Past {
        learned,
        incidents: world.snapshot().incidents,
        ..Past::default()
    };
    let now = world.now + seconds(5);
    let restarted = |past| {
        let mut again = World::with(settings(), past, now);
        at_pace(&mut again, 3.0, 1.0, 1.0);
        again.run(minutes(15));
        again
    };
    let again = restarted(past(learned));
    assert!(matches!(reason(&again), Reason::Slow { .. }));
    assert_eq!(again.snapshot().incidents.len(), 1, "the same incident");
    let evidence = &again.snapshot().services[0].explanation.surfaces[0];
    assert!(evidence.usual.looks > 50, "{:?}", evidence.usual);
    let forgetful = restarted(past(Vec::new()));
    assert_eq!(forgetful.health("chatgpt"), Health::Operational);
}

#[test]
fn what_was_learned_is_handed_out_every_quarter_of_an_hour_and_no_oftener() {
    let mut world = World::new();
    world.run(minutes(61));
    assert_eq!(world.learned.len(), 4);
    for (nth, handed_out) in (1..).zip(&world.learned) {
        let soon = START + minutes(15 * nth + 5);
        for (_, _, it) in handed_out {
            assert_eq!(Learned::from_text(&it.to_text(), soon).as_ref(), Some(it));
        }
    }
}
