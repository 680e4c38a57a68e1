//! Weather: who fails and how, what the pages say, how our own network is, and what happens to us
//! meanwhile.

use std::time::Duration;

use proptest::prelude::*;

use crate::budget::Spent;
use crate::catalogue::{Catalogue, ServiceId, Surface, Upstream};
use crate::event::{Command, Event, MuteUntil, Target};
use crate::evidence::{Outcome, Phase, TlsFault};
use crate::monitor::Past;
use crate::monitor::tests::world::{Page, Post, START, World, catalogue, good, settings};
use crate::settings::{Completions, NotifyLevel, NotifySettings, Settings};
use crate::thrift::{Means, Power};

/// One stretch of weather: who fails, how, for how long, and what happens to us meanwhile.
#[derive(Clone, Debug)]
pub(super) struct Stretch {
    pub(super) seconds: u64,
    pub(super) chatgpt: u8,
    /// How its API answers, where that is not as its website does.
    pub(super) api: Option<u8>,
    /// How its model answers, where that is not as its API does.
    pub(super) model: Option<u8>,
    pub(super) claude: u8,
    pub(super) controls: u8,
    pub(super) page: u8,
    /// What the page of what both stand on says.
    pub(super) cdn: u8,
    /// How many times as long as usual ChatGPT's answers take.
    pub(super) slower: u32,
    pub(super) meanwhile: Meanwhile,
}

/// What happens at the beginning of a stretch, besides the weather.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meanwhile {
    Nothing,
    LidClosed,
    OtherNetwork,
    CheckNow,
    Mute,
    MuteOne,
    MuteUntilBack,
    Unmute,
    BrokenForMe,
    WorksForMe,
    TellWhenBack,
    Metered,
    LowBattery,
    Plenty,
    Configured,
    ClockSetBack,
}

/// Kinds of answers: see [`answer`].
pub(super) const KINDS: u8 = 16;
/// Kinds of pages: see [`page`].
pub(super) const PAGES: u8 = 8;

fn meanwhile() -> impl Strategy<Value = Meanwhile> {
    prop_oneof![
        18 => Just(Meanwhile::Nothing),
        4 => Just(Meanwhile::LidClosed),
        3 => Just(Meanwhile::OtherNetwork),
        2 => Just(Meanwhile::CheckNow),
        1 => Just(Meanwhile::Mute),
        1 => Just(Meanwhile::MuteOne),
        1 => Just(Meanwhile::MuteUntilBack),
        2 => Just(Meanwhile::Unmute),
        2 => Just(Meanwhile::BrokenForMe),
        1 => Just(Meanwhile::WorksForMe),
        1 => Just(Meanwhile::TellWhenBack),
        1 => Just(Meanwhile::Metered),
        1 => Just(Meanwhile::LowBattery),
        2 => Just(Meanwhile::Plenty),
        1 => Just(Meanwhile::Configured),
        1 => Just(Meanwhile::ClockSetBack),
    ]
}

pub(super) fn stretch() -> impl Strategy<Value = Stretch> {
    let other = || prop::option::of(0..KINDS);
    let slower = prop_oneof![4 => Just(1_u32), 1 => 2_u32..40];
    let vendors = (0..KINDS, other(), other(), 0..KINDS, slower);
    let around = (0_u8..6, 0..PAGES, 0_u8..3);
    (1_u64..1_500, vendors, around, meanwhile()).prop_map(
        |(seconds, (chatgpt, api, model, claude, slower), (controls, page, cdn), meanwhile)| {
            Stretch {
                seconds,
                chatgpt,
                api,
                model,
                claude,
                controls,
                page,
                cdn,
                slower,
                meanwhile,
            }
        },
    )
}

impl Stretch {
    /// Everybody answers so for so long, and nothing else happens.
    pub(super) const fn of(chatgpt: u8, claude: u8, seconds: u64) -> Self {
        Self {
            seconds,
            chatgpt,
            api: None,
            model: None,
            claude,
            controls: 0,
            page: 0,
            cdn: 0,
            slower: 1,
            meanwhile: Meanwhile::Nothing,
        }
    }
}

pub(super) fn answer(kind: u8, look: u64, target: &Target) -> Outcome {
    let tls = |fault| Outcome::TlsBroken {
        fault,
        why: "as the library says".to_owned(),
    };
    let is_model = matches!(
        target,
        Target::Probe {
            surface: Surface::Completion,
            ..
        }
    );
    match kind {
        0 | 1 => good(target),
        2 => Outcome::Answered { status: 503 },
        3 if look.is_multiple_of(2) => Outcome::TimedOut {
            phase: Phase::FirstByte,
        },
        4 => Outcome::Challenged { status: 403 },
        5 => Outcome::Refused,
        6 if is_model => Outcome::KeyRefused { status: 403 },
        6 => Outcome::Answered { status: 403 },
        7 => Outcome::RateLimited {
            status: 429,
            retry_after: (look.is_multiple_of(3)).then_some(Duration::from_secs(120)),
        },
        8 => Outcome::NameUnknown,
        9 => tls(TlsFault::WrongName),
        10 if is_model => Outcome::FailedInStream {
            why: "server_error".to_owned(),
        },
        11 if is_model => Outcome::Overloaded { status: 529 },
        12 if is_model => Outcome::KeyRefused { status: 401 },
        13 if is_model => Outcome::NoKey,
        10 => Outcome::WrongBody { status: 200 },
        11 => Outcome::Answered { status: 404 },
        12 => Outcome::Answered { status: 401 },
        13 => Outcome::ProxyFailed,
        14 if look.is_multiple_of(9) => Outcome::Answered { status: 502 },
        _ => good(target),
    }
}

/// How the controls answer: as they must, or as they do behind a sign-in page, on a line where next
/// to nothing comes through, or nowhere.
fn control(kind: u8, target: &Target) -> Outcome {
    match (kind, target) {
        (3, _) | (5, Target::Control { index: 0 | 1 }) => Outcome::Refused,
        (4, _) => Outcome::RedirectedAway {
            to: "portal.example".to_owned(),
        },
        _ => good(target),
    }
}

fn page(kind: u8) -> Page {
    let post = |phase, impact, status| {
        Page::Parts(Some(Post {
            at: START,
            phase,
            impact,
            about: &["chat"],
            status,
        }))
    };
    match kind {
        0 => Page::Fine,
        1 => Page::Major,
        2 => Page::Html,
        3 => post("investigating", "minor", "degraded_performance"),
        4 => post("monitoring", "major", "partial_outage"),
        5 => Page::Maintenance,
        6 => Page::OldMinor,
        _ => Page::Elsewhere,
    }
}

fn set(world: &mut World, stretch: &Stretch) {
    let Stretch {
        chatgpt,
        api,
        model,
        claude,
        controls,
        slower,
        ..
    } = *stretch;
    world.page = page(stretch.page);
    world.pages.insert("cdn.example", page(stretch.cdn));
    world.takes(move |target, _| {
        let usual = Duration::from_millis(180);
        match target {
            Target::Probe { service, .. } if service.as_str() == "chatgpt" => usual * slower,
            Target::Probe { .. }
            | Target::Page { .. }
            | Target::Control { .. }
            | Target::Resolver { .. } => usual,
        }
    });
    world.answers(move |target, look| match target {
        Target::Probe { service, surface } if service.as_str() == "chatgpt" => {
            let door = api.unwrap_or(chatgpt);
            let kind = match surface {
                Surface::Web => chatgpt,
                Surface::Api => door,
                Surface::Completion => model.unwrap_or(door),
            };
            answer(kind, look, target)
        }
        Target::Probe { .. } => answer(claude, look, target),
        Target::Control { .. } => control(controls, target),
        Target::Page { .. } | Target::Resolver { .. } => good(target),
    });
}

pub(super) fn play(world: &mut World, stretch: &Stretch) {
    set(world, stretch);
    let span = Duration::from_secs(stretch.seconds);
    let chatgpt = || ServiceId::new("chatgpt");
    let mute = |service, until| Command::Mute { service, until };
    let means = |power, is_metered| Event::Means(Means { power, is_metered });
    let later = MuteUntil::At(world.now + span / 2);
    let event = match stretch.meanwhile {
        Meanwhile::Nothing => None,
        Meanwhile::LidClosed => {
            world.sleep(span);
            return;
        }
        Meanwhile::ClockSetBack => {
            world.set_clock_back(span / 10);
            None
        }
        Meanwhile::OtherNetwork => Some(Event::NetworkChanged),
        Meanwhile::CheckNow => Some(Event::Asked(Command::CheckNow)),
        Meanwhile::Mute => Some(Event::Asked(mute(None, later))),
        Meanwhile::MuteOne => Some(Event::Asked(mute(Some(chatgpt()), later))),
        Meanwhile::MuteUntilBack => Some(Event::Asked(mute(Some(chatgpt()), MuteUntil::Back))),
        Meanwhile::Unmute => Some(Event::Asked(Command::Unmute { service: None })),
        Meanwhile::BrokenForMe => Some(Event::Asked(Command::BrokenForMe { service: chatgpt() })),
        Meanwhile::WorksForMe => Some(Event::Asked(Command::WorksForMe { service: chatgpt() })),
        Meanwhile::TellWhenBack => {
            world.since.entry(chatgpt()).or_default().asked = true;
            Some(Event::Asked(Command::TellWhenBack {
                service: chatgpt(),
                on: true,
            }))
        }
        Meanwhile::Metered => Some(means(Power::Enough, true)),
        Meanwhile::LowBattery => Some(means(Power::Low, false)),
        Meanwhile::Plenty => Some(means(Power::Enough, false)),
        Meanwhile::Configured => Some(Event::Configured {
            settings: Box::new(wanted(NotifyLevel::Outages)),
            catalogue: Box::new(on_a_cdn()),
        }),
    };
    if let Some(event) = event {
        world.handle(event);
    }
    world.run(span);
}

/// The two services of the tests on one CDN.
fn on_a_cdn() -> Catalogue {
    let mut catalogue = catalogue();
    let mut status = catalogue.services[0].status.clone();
    for source in &mut status {
        source.url = "https://cdn.example/api/v2/summary.json".parse().unwrap();
    }
    catalogue.upstreams.push(Upstream {
        id: "cdn".to_owned(),
        name: "The CDN".to_owned(),
        status,
    });
    for service in &mut catalogue.services {
        service.upstreams = vec!["cdn".to_owned()];
    }
    catalogue
}

/// Whoever wants to hear of this much, and has a key.
fn wanted(level: NotifyLevel) -> Settings {
    Settings {
        notify: NotifySettings {
            level,
            ..settings().notify
        },
        completion: Completions {
            services: vec![ServiceId::new("chatgpt")],
            ..Completions::default()
        },
        ..settings()
    }
}

/// A world whose user wants to hear of this much.
pub(super) fn world(level: NotifyLevel) -> World {
    let past = Past {
        spent: Some(Vec::<Spent>::new()),
        ..Past::default()
    };
    World::of(on_a_cdn(), wanted(level), past, START)
}

/// The same world after a restart that took so long.
pub(super) fn restarted(world: &World, level: NotifyLevel, away: Duration) -> World {
    let past = Past {
        spent: Some(world.account()),
        mutes: world.mutes.clone(),
        ..crate::monitor::tests::endings::past_of(world)
    };
    let mut again = World::of(on_a_cdn(), wanted(level), past, world.now + away);
    again.since.clone_from(&world.since);
    for since in again.since.values_mut() {
        since.hushed = true;
    }
    again
}
