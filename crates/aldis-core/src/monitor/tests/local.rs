//! What is wrong on our own side (DETECTOR.md §B3, local-only scripts): what the user is told of it, and
//! that no vendor is ever blamed for it.

use std::time::Duration;

use super::world::{World, good, is, slow};
use super::{minutes, seconds};
use crate::catalogue::Surface;
use crate::event::{Event, Target, Transition};
use crate::evidence::{Outcome, Phase, TlsFault};
use crate::health::{Confidence, Health};
use crate::present::words::sample::english;
use crate::snapshot::Reason;
use crate::vantage::{Culprit, Vantage};

fn tls(fault: TlsFault) -> Outcome {
    Outcome::TlsBroken {
        fault,
        why: "as the library says".to_owned(),
    }
}

fn no_name() -> Outcome {
    Outcome::TimedOut { phase: Phase::Dns }
}

/// Nobody was told that a vendor has trouble, neither by a notice nor in the window.
fn blames_nobody(world: &World) {
    assert_eq!(world.kinds(), Vec::<&str>::new());
    let blamed: Vec<_> = (world.transitions.iter())
        .filter(|it| it.to.is_trouble())
        .collect();
    assert!(blamed.is_empty(), "{blamed:?}");
    assert!(world.snapshot().incidents.is_empty());
}

fn headline(world: &World) -> String {
    english().headline(&world.snapshot())
}

fn seen(world: &World) -> (Vantage, Option<Culprit>) {
    let snapshot = world.snapshot();
    (snapshot.vantage, snapshot.culprit)
}

fn both_work(world: &World) -> bool {
    ["chatgpt", "claude"].map(|id| world.health(id)) == [Health::Operational; 2]
}

#[test]
fn captive_portal_the_sign_in_page_is_named_and_signing_in_is_all_it_takes() {
    let mut world = World::new();
    world.run(minutes(5)).answers(|target, _| match target {
        Target::Control { index: 2 } | Target::Probe { .. } => tls(TlsFault::WrongName),
        Target::Control { .. } | Target::Page { .. } | Target::Resolver { .. } => {
            Outcome::RedirectedAway {
                to: "portal.hotel.example".to_owned(),
            }
        }
    });
    world.run(minutes(30));
    assert_eq!(seen(&world), (Vantage::Captive, None));
    assert_eq!(headline(&world), "A sign-in page is in the way.");
    assert_eq!(world.health("chatgpt"), Health::Unknown);
    world.all_well().run(seconds(30));
    assert!(both_work(&world));
    blames_nobody(&world);
}

#[test]
fn wake_on_slow_wifi_is_waking_and_not_offline_while_the_network_comes() {
    let mut world = World::new();
    world.run(minutes(5)).network_gone().sleep(minutes(60));
    for _ in 0..45 {
        world.run(seconds(1));
        assert_eq!(world.snapshot().vantage, Vantage::Waking);
    }
    world.all_well().run(seconds(10));
    assert_eq!(world.snapshot().vantage, Vantage::Online);
    assert!(both_work(&world));
    assert!(!world.vantages.contains(&Vantage::Offline));
    blames_nobody(&world);
}

#[test]
fn wake_without_any_network_is_offline_after_a_minute() {
    let mut world = World::new();
    world.run(minutes(5)).network_gone().sleep(minutes(60));
    world.run(seconds(70));
    assert_eq!(seen(&world), (Vantage::Offline, None));
    blames_nobody(&world);
}

#[test]
fn vpn_flip_judging_stops_at_once_and_nothing_is_announced() {
    let mut world = World::new();
    world.run(minutes(5));
    for _ in 0..20 {
        // What is under way hangs in a tunnel that is gone.
        world.answers(|_, _| slow()).run(seconds(3));
        for _ in 0..3 {
            world.handle(Event::NetworkChanged);
            assert_eq!(world.snapshot().vantage, Vantage::Waking);
            world.run(seconds(2));
        }
        world.all_well().run(seconds(12));
        assert!(both_work(&world));
        world.run(minutes(7));
    }
    assert_eq!(world.vantages, [Vantage::Online]);
    blames_nobody(&world);
}

#[test]
fn wifi_that_flaps_without_rest_is_looked_through_all_the_same_and_announced_once() {
    let mut world = World::new();
    world.run(minutes(5));
    let mut online = 0;
    for _ in 0..200 {
        world.handle(Event::NetworkChanged);
        world.run(Duration::from_millis(3_100));
        online += u32::from(world.snapshot().vantage == Vantage::Online);
    }
    assert!(
        online > 20,
        "a network that never rests is asked too: {online}"
    );
    blames_nobody(&world);
    world.run(minutes(1));
    assert!(both_work(&world));
    let announced = [Vantage::Online, Vantage::Waking, Vantage::Online];
    assert_eq!(world.vantages, announced, "ten minutes of it are one story");
}

#[test]
fn resolver_death_is_called_that_and_a_second_resolver_is_asked_sparingly() {
    let mut world = World::new();
    world.run(minutes(5)).answers(|target, _| match target {
        Target::Resolver { .. } => good(target),
        Target::Control { .. } | Target::Probe { .. } | Target::Page { .. } => no_name(),
    });
    world.run(minutes(30));
    assert_eq!(seen(&world), (Vantage::Impaired, Some(Culprit::Resolver)));
    assert_eq!(
        headline(&world),
        "Can't see from here: your DNS server fails."
    );
    assert_eq!(world.health("claude"), Health::Unknown);
    let asked: u64 = (world.looks.iter())
        .filter(|(target, _)| matches!(target, Target::Resolver { .. }))
        .map(|(_, count)| count)
        .sum();
    assert!((1..=31).contains(&asked), "{asked}");
    world.all_well().run(seconds(30));
    assert!(both_work(&world));
    blames_nobody(&world);
}

#[test]
fn resolver_and_everything_else_dead_is_offline() {
    let mut world = World::new();
    world.run(minutes(5)).answers(|_, _| no_name());
    world.run(minutes(10));
    assert_eq!(seen(&world), (Vantage::Offline, None));
    blames_nobody(&world);
}

#[test]
fn a_name_that_only_our_resolver_does_not_know_is_not_held_against_its_owner() {
    let mut world = World::new();
    world.run(minutes(5)).answers(|target, _| {
        if is(target, "chatgpt") {
            Outcome::NameUnknown
        } else {
            good(target)
        }
    });
    world.run(minutes(30));
    assert_eq!(seen(&world), (Vantage::Online, Some(Culprit::Resolver)));
    assert_eq!(world.health("claude"), Health::Operational);
    assert_eq!(world.health("chatgpt"), Health::Unknown);
    let reason = world.snapshot().services[0].reason.clone();
    assert_eq!(
        reason,
        Reason::Vantage(Vantage::Impaired, Some(Culprit::Resolver))
    );
    blames_nobody(&world);
}

#[test]
fn a_name_that_no_resolver_knows_is_an_outage() {
    let mut world = World::new();
    world.run(minutes(5)).answers(|target, _| match target {
        Target::Resolver { .. } => Outcome::NameUnknown,
        target if is(target, "chatgpt") => Outcome::NameUnknown,
        Target::Control { .. } | Target::Probe { .. } | Target::Page { .. } => good(target),
    });
    world.run(minutes(5));
    assert_eq!(world.kinds(), ["outage"]);
    assert_eq!(world.health("chatgpt"), Health::MajorOutage);
}

#[test]
fn a_name_that_nobody_else_could_be_asked_for_is_held_against_nobody() {
    let mut world = World::new();
    world.run(minutes(5)).answers(|target, _| match target {
        Target::Resolver { .. } => Outcome::Refused,
        target if is(target, "chatgpt") => Outcome::NameUnknown,
        Target::Control { .. } | Target::Probe { .. } | Target::Page { .. } => good(target),
    });
    world.run(minutes(30));
    assert_eq!(world.health("claude"), Health::Operational);
    blames_nobody(&world);
}

#[test]
fn one_percent_loss_for_a_day_is_nobodys_outage() {
    let mut world = World::new();
    world.answers(|target, look| {
        let name = format!("{target:?}");
        let mixed = name
            .bytes()
            .fold(look.wrapping_mul(0x9E37_79B9_7F4A_7C15), |hash, byte| {
                (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
            });
        if (mixed >> 32) % 100 == 0 {
            slow()
        } else {
            good(target)
        }
    });
    world.run(minutes(24 * 60));
    let lost = world.monitor.gate.loss(world.now);
    assert!((0.001..0.05).contains(&lost), "{lost}");
    assert_eq!(world.kinds(), Vec::<&str>::new());
    // A look that fails is looked at again; beyond that nobody is suspected.
    let suspected =
        |it: &&Transition| it.to.is_trouble() && it.confidence != Some(Confidence::Possible);
    assert_eq!(world.transitions.iter().find(suspected), None);
    assert!(world.snapshot().incidents.is_empty());
    assert!(both_work(&world));
}

#[test]
fn clock_steps_both_ways_tell_nobody_anything() {
    let mut world = World::new();
    world.run(minutes(30));
    for forward in [true, false, false, true] {
        // What is under way when the clock is set ends badly.
        world.answers(|_, _| slow()).run(seconds(59));
        if forward {
            world.sleep(minutes(60));
        } else {
            world.set_clock_back(minutes(60));
        }
        world.end_looks(|_| slow());
        world.all_well().run(seconds(15));
        assert!(both_work(&world), "forward: {forward}");
        world.run(minutes(20));
    }
    blames_nobody(&world);
}

#[test]
fn a_clock_put_right_by_a_second_while_controls_are_asked_blinds_nobody() {
    for waking in [true, false] {
        let mut world = World::new();
        if !waking {
            world.run(minutes(5));
        }
        while !world.asks_controls() {
            world.run(Duration::from_millis(50));
        }
        world.slip_back(seconds(1));
        world.run(minutes(5));
        assert_eq!(seen(&world), (Vantage::Online, None), "waking: {waking}");
        assert!(both_work(&world), "waking: {waking}");
        world.chatgpt_fails().run(minutes(10));
        assert_eq!(world.kinds(), ["outage"], "waking: {waking}");
    }
}

#[test]
fn hotel_wifi_with_tls_interception_is_called_that_although_plain_http_works() {
    let mut world = World::new();
    world.run(minutes(5));
    world.handle(Event::NetworkChanged);
    world.answers(|target, _| match target {
        Target::Control { index: 2 } | Target::Probe { .. } | Target::Page { .. } => {
            tls(TlsFault::UnknownIssuer)
        }
        Target::Control { .. } => good(target),
        Target::Resolver { .. } => tls(TlsFault::UnknownIssuer),
    });
    world.run(minutes(30));
    assert_eq!(
        seen(&world),
        (Vantage::Captive, Some(Culprit::Interception))
    );
    assert_eq!(
        headline(&world),
        "Can't see from here: something on your network reads secure connections."
    );
    assert_eq!(world.health("claude"), Health::Unknown);
    blames_nobody(&world);
}

#[test]
fn a_filter_that_answers_for_one_service_is_not_that_services_trouble() {
    let mut world = World::new();
    world.run(minutes(5)).answers(|target, _| {
        if is(target, "chatgpt") {
            tls(TlsFault::UnknownIssuer)
        } else {
            good(target)
        }
    });
    world.run(minutes(30));
    assert_eq!(world.snapshot().vantage, Vantage::Online);
    let reason = world.snapshot().services[0].reason.clone();
    assert_eq!(
        reason,
        Reason::Vantage(Vantage::Impaired, Some(Culprit::Interception))
    );
    blames_nobody(&world);
}

#[test]
fn when_every_certificate_is_out_of_date_it_is_our_clock() {
    let mut world = World::new();
    world.answers(|target, _| match target {
        Target::Control { index: 2 } | Target::Probe { .. } | Target::Page { .. } => {
            tls(TlsFault::NotYetValid)
        }
        Target::Control { .. } | Target::Resolver { .. } => good(target),
    });
    world.run(minutes(30));
    assert_eq!(seen(&world), (Vantage::Impaired, Some(Culprit::Clock)));
    assert_eq!(
        headline(&world),
        "Can't see from here: your computer's clock is wrong."
    );
    blames_nobody(&world);
}

#[test]
fn one_vendors_certificate_that_has_expired_is_their_outage() {
    let mut world = World::new();
    world.run(minutes(5)).answers(|target, _| {
        if is(target, "chatgpt") {
            tls(TlsFault::Expired)
        } else {
            good(target)
        }
    });
    world.run(minutes(5));
    assert_eq!(world.kinds(), ["outage"]);
}

#[test]
fn a_proxy_that_refuses_is_ours() {
    let mut world = World::new();
    world
        .run(minutes(5))
        .answers(|_, _| Outcome::ProxyFailed)
        .run(minutes(30));
    assert_eq!(seen(&world), (Vantage::Impaired, Some(Culprit::Proxy)));
    assert_eq!(
        headline(&world),
        "Can't see from here: your proxy is in the way."
    );
    blames_nobody(&world);
}

#[test]
fn a_control_that_breaks_its_own_certificate_blinds_nobody() {
    let mut world = World::new();
    world.run(minutes(5)).answers(|target, _| match target {
        Target::Control { index: 2 } => tls(TlsFault::Expired),
        Target::Control { .. }
        | Target::Probe { .. }
        | Target::Page { .. }
        | Target::Resolver { .. } => good(target),
    });
    world.run(minutes(60));
    assert_eq!(seen(&world), (Vantage::Online, None));
    assert!(both_work(&world));
}

#[test]
fn while_one_look_waits_for_a_second_resolver_the_others_go_on() {
    let mut world = World::new();
    world.run(minutes(5)).answers(|target, _| match target {
        Target::Resolver { .. } => slow(),
        Target::Probe {
            surface: Surface::Web,
            ..
        } if is(target, "chatgpt") => Outcome::NameUnknown,
        Target::Control { .. } | Target::Probe { .. } | Target::Page { .. } => good(target),
    });
    world.run(minutes(10));
    assert!(both_work(&world));
    let last = world.snapshot().services[0].probes[0].at;
    assert!(world.now.since(last) <= Duration::from_secs(150));
}
