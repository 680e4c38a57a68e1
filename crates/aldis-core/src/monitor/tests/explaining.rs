//! Every health comes with the evidence behind it: what each look was worth, and what was left out.

use super::world::{BAD, OK, Page, START, World, good, is, settings, slow};
use super::{minutes, seconds};
use crate::belief::Opinion;
use crate::catalogue::{ServiceId, Surface};
use crate::event::Target;
use crate::evidence::{Outcome, TlsFault};
use crate::health::Health;
use crate::likelihood::PageSign;
use crate::monitor::Past;
use crate::pace::Tempo;
use crate::page::LeftOut;
use crate::snapshot::{Explanation, Ignored, Piece, SurfaceEvidence, Worth};
use crate::vantage::Culprit;

fn explanation(world: &World, service: &str) -> Explanation {
    let snapshot = world.snapshot();
    let mut services = snapshot.services.into_iter();
    services
        .find(|it| it.id.as_str() == service)
        .map(|it| it.explanation)
        .expect("watched")
}

fn web(world: &World, service: &str) -> SurfaceEvidence {
    let surfaces = explanation(world, service).surfaces;
    surfaces
        .into_iter()
        .find(|it| it.surface == Surface::Web)
        .expect("it has a website")
}

/// What the last look that ended so was worth.
fn worth_of(world: &World, outcome: &Outcome) -> Option<Worth> {
    let looks = web(world, "claude").looks;
    looks
        .into_iter()
        .find(|piece| piece.outcome == *outcome)
        .map(|piece| piece.worth)
}

/// Claude answers so, everything else well.
fn claude_answers(world: &mut World, outcome: &Outcome) {
    let outcome = outcome.clone();
    world.answers(move |target, _| {
        if is(target, "claude") {
            outcome.clone()
        } else {
            good(target)
        }
    });
}

fn moved(piece: &Piece) -> f64 {
    match piece.worth {
        Worth::Counted { moved, .. } => moved,
        Worth::Ignored(why) => panic!("{why:?} counts for nothing"),
    }
}

#[test]
fn failures_speak_for_an_outage_and_answers_for_working_the_last_eight_looks_are_shown() {
    let mut world = World::new();
    world.run(minutes(30));
    let well = web(&world, "chatgpt");
    assert_eq!((well.opinion, well.looks.len()), (Opinion::Works, 8));
    assert!(well.looks.iter().all(|it| moved(it) < 0.0));
    assert!(well.looks.is_sorted_by(|a, b| a.at > b.at), "newest first");
    world.chatgpt_fails();
    let mut out = well;
    for _ in 0..60 {
        if out.opinion == Opinion::Out {
            break;
        }
        world.run(seconds(5));
        out = web(&world, "chatgpt");
    }
    assert_eq!(out.opinion, Opinion::Out);
    let failing: Vec<_> = out.looks.iter().filter(|it| it.outcome == BAD).collect();
    assert!(failing.len() >= 3 && failing.iter().all(|it| moved(it) > 0.0));
    let first = failing.last().expect("failed");
    assert!(moved(first) > 3.0, "the first speaks strongly: {first:?}");
    let is_repeat = |it: &&&Piece| matches!(it.worth, Worth::Counted { repeats: true, .. });
    let repeat = failing.iter().rev().find(is_repeat);
    let repeat = repeat.expect("in a burst some are seconds apart");
    assert!(moved(repeat) < moved(first), "that is not wholly new");
}

#[test]
fn a_page_that_stays_green_speaks_for_working_more_and_more_and_an_incident_against_it() {
    let mut world = World::new();
    world.run(minutes(5));
    let well = explanation(&world, "chatgpt").page;
    assert_eq!(
        (well.sign, well.failing_for, well.moved),
        (PageSign::Silent, None, 0.0)
    );
    world.chatgpt_fails().run(minutes(10));
    let early = explanation(&world, "chatgpt").page;
    assert!(early.failing_for > Some(minutes(8)) && early.moved < 0.0);
    world.run(minutes(30));
    assert!(explanation(&world, "chatgpt").page.moved < early.moved);
    world.page = Page::Major;
    world.run(minutes(3));
    let posted = explanation(&world, "chatgpt").page;
    assert!(posted.sign == PageSign::Critical && posted.moved > 3.0);
}

#[test]
fn a_page_is_told_to_be_silent_for_no_longer_than_it_was_however_quick_we_look() {
    let mut world = World::new();
    world.monitor.tempo = Tempo::QUICK;
    world.run(minutes(5)).chatgpt_fails().run(minutes(2));
    let page = explanation(&world, "chatgpt").page;
    assert!(page.failing_for.is_some_and(|it| it <= minutes(2)));
    assert!(page.moved < -0.15, "but worth ten times as much: {page:?}");
}

#[test]
fn what_counts_for_nothing_says_why() {
    let broken = |fault| Outcome::TlsBroken {
        fault,
        why: String::new(),
    };
    let cases = [
        (Outcome::Challenged { status: 403 }, Ignored::BotWall),
        (
            Outcome::ProxyFailed,
            Ignored::OurNetwork(Some(Culprit::Proxy)),
        ),
        (
            broken(TlsFault::UnknownIssuer),
            Ignored::OurNetwork(Some(Culprit::Interception)),
        ),
        (broken(TlsFault::Other), Ignored::NotTheService),
        (Outcome::WrongBody { status: 200 }, Ignored::NotTheService),
        (Outcome::Answered { status: 404 }, Ignored::UnknownAnswer),
    ];
    for (outcome, why) in cases {
        let mut world = World::new();
        world.run(minutes(2));
        claude_answers(&mut world, &outcome);
        world.run(minutes(4));
        assert_eq!(
            worth_of(&world, &outcome),
            Some(Worth::Ignored(why)),
            "{outcome:?}"
        );
    }
}

#[test]
fn a_limit_counts_only_where_we_are_usually_let_in_and_asked_rarely() {
    let limited = Outcome::RateLimited {
        status: 429,
        retry_after: None,
    };
    let mut world = World::new();
    claude_answers(&mut world, &limited);
    world.run(seconds(30));
    let never_let_in = Worth::Ignored(Ignored::NeverLetIn);
    assert_eq!(worth_of(&world, &limited), Some(never_let_in));
    world.all_well().run(minutes(30));
    claude_answers(&mut world, &limited);
    world.run(seconds(100));
    let too_often = Worth::Ignored(Ignored::AskedTooOften);
    assert_eq!(worth_of(&world, &limited), Some(too_often));
}

fn chatgpt_turns_away_on_the_web(world: &mut World, answer: &Outcome) {
    let answer = answer.clone();
    world.answers(move |target, _| {
        let on_the_web = matches!(
            target,
            Target::Probe {
                surface: Surface::Web,
                ..
            }
        );
        if on_the_web && is(target, "chatgpt") {
            answer.clone()
        } else {
            good(target)
        }
    });
}

#[test]
fn a_front_door_that_turns_everybody_away_is_noticed_at_the_usual_pace_and_told_to_nobody() {
    let limited = Outcome::RateLimited {
        status: 429,
        retry_after: None,
    };
    let mut world = World::new();
    world.run(minutes(60));
    chatgpt_turns_away_on_the_web(&mut world, &limited);
    world.run(minutes(10));
    assert_eq!(world.health("chatgpt"), Health::Degraded);
    let looks = web(&world, "chatgpt").looks;
    let refused: Vec<_> = looks.iter().filter(|it| it.outcome == limited).collect();
    let counted = |it: &&Piece| matches!(it.worth, Worth::Counted { .. });
    assert!(
        refused.len() >= 3 && refused.iter().all(counted),
        "{looks:?}"
    );
    assert_eq!(world.kinds(), Vec::<&str>::new());
}

#[test]
fn what_was_asked_before_the_clock_was_set_back_does_not_make_us_ask_too_often() {
    let limited = Outcome::RateLimited {
        status: 429,
        retry_after: None,
    };
    let mut world = World::new();
    world.run(minutes(30)).set_clock_back(minutes(300));
    world.run(minutes(30));
    chatgpt_turns_away_on_the_web(&mut world, &limited);
    world.run(minutes(6));
    let mut looks = web(&world, "chatgpt").looks.into_iter();
    let first = looks.rfind(|it| it.outcome == limited);
    let counted = first.is_some_and(|it| matches!(it.worth, Worth::Counted { .. }));
    assert!(counted, "{:?}", web(&world, "chatgpt").looks);
}

#[test]
fn what_a_reading_leaves_out_is_told_with_its_reason() {
    let mut catalogue = super::world::catalogue();
    catalogue.services[0].status[0].filters.noise = vec!["elevated".to_owned()];
    let mut world = World::of(catalogue, settings(), Past::default(), START);
    world.page = Page::OldMinor;
    world.run(minutes(5));
    let left_out = explanation(&world, "chatgpt").left_out;
    assert_eq!(left_out, [("Elevated errors".to_owned(), LeftOut::Noise)]);
    assert_eq!(explanation(&world, "claude").left_out, []);
}

#[test]
fn failures_while_our_own_network_is_gone_are_left_out_and_say_so() {
    let mut world = World::new();
    world.run(minutes(10)).network_gone().run(minutes(5));
    let looks = web(&world, "claude").looks;
    let lost: Vec<_> = looks.iter().filter(|it| it.outcome != OK).collect();
    assert!(!lost.is_empty());
    for piece in lost {
        let ours = Worth::Ignored(Ignored::OurNetwork(None));
        assert_eq!(piece.worth, ours, "{piece:?}");
    }
}

#[test]
fn what_began_before_a_gap_is_left_out_and_says_so() {
    let mut world = World::new();
    world.run(minutes(10));
    claude_answers(&mut world, &slow());
    let claude = Target::Probe {
        service: ServiceId::new("claude"),
        surface: Surface::Web,
    };
    while !world.looks.contains_key(&claude) {
        world.run(seconds(1));
    }
    world.sleep(minutes(30)).run(minutes(1));
    let looks = web(&world, "claude").looks;
    assert!(
        looks
            .iter()
            .any(|it| it.worth == Worth::Ignored(Ignored::BeforeGap)),
        "{looks:?}"
    );
}
