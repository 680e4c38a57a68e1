//! A monitor with many services and a world in which all of them are well, or half of them fail at
//! once, in virtual time.

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::time::Duration;

use aldis_core::event::{Effect, Event, Target};
use aldis_core::evidence::{Evidence, Outcome, PageSight, Resolution, Sight, Timing};
use aldis_core::monitor::{Monitor, Past, Start};
use aldis_core::pace::Tempo;
use aldis_core::page::{self, Format};
use aldis_core::{Catalogue, Health, Settings, Timestamp, catalogue};

/// A Monday evening in California.
const START: Timestamp = Timestamp::from_millis(1_772_420_400_000);
/// How long every look takes.
const TOOK: Duration = Duration::from_millis(80);

const CONTROLS: &str = r#"
[[control]]
operator = "one"
url = "http://one.example/"
status = 200
body = "one"
[[control]]
operator = "two"
url = "http://two.example/"
status = 200
body = "two"
[[control]]
operator = "three"
url = "https://three.example/"
status = 204
"#;

const PAGE: &[u8] = br#"{
  "page": {"id": "p", "name": "Vendor", "url": "https://status.vendor.example"},
  "status": {"indicator": "none", "description": "All Systems Operational"},
  "components": [
    {"id": "c1", "name": "Chat", "status": "operational", "group": false},
    {"id": "c2", "name": "API", "status": "operational", "group": false}
  ],
  "incidents": [],
  "scheduled_maintenances": []
}"#;

/// So many services, with a web and an API surface and a page each; every other one stands on one cloud.
pub(crate) fn catalogue_of(services: usize) -> Catalogue {
    let mut text = CONTROLS.to_owned();
    for nth in 0..services {
        let upstreams = if nth % 2 == 0 { "\"cloud\"" } else { "" };
        let written = write!(
            text,
            r#"
[[service]]
id = "service-{nth}"
name = "Service {nth}"
vendor = "vendor-{nth}"
open = "https://chat.vendor-{nth}.example/"
capabilities = ["chat"]
upstreams = [{upstreams}]
[[service.status]]
format = "statuspage"
url = "https://status.vendor-{nth}.example/api/v2/summary.json"
[[service.probe]]
surface = "web"
url = "https://chat.vendor-{nth}.example/"
alive = [200]
[[service.probe]]
surface = "api"
url = "https://api.vendor-{nth}.example/v1/models"
alive = [401]
"#
        );
        assert!(written.is_ok(), "text can be written to memory");
    }
    let (catalogue, findings) = catalogue::parse(&text, "crowd");
    assert!(findings.is_empty(), "{findings:?}");
    catalogue
}

/// A monitor and the looks it has under way.
pub(crate) struct Crowd {
    monitor: Monitor,
    now: Timestamp,
    in_flight: VecDeque<(Timestamp, Timestamp, Target)>,
    cloud_fails: bool,
}

impl Crowd {
    /// Everybody watched, nobody looked at.
    pub(crate) fn over(catalogue: Catalogue) -> Self {
        let watch = catalogue.services.iter().map(|it| it.id.clone()).collect();
        let start = Start {
            settings: Settings {
                watch,
                ..Settings::default()
            },
            catalogue,
            past: Past::default(),
            zone: jiff::tz::TimeZone::UTC,
            seed: 7,
            tempo: Tempo::REAL,
        };
        Self {
            monitor: Monitor::new(start, START),
            now: START,
            in_flight: VecDeque::new(),
            cloud_fails: false,
        }
    }

    /// How much time has gone by in its world.
    pub(crate) fn age(&self) -> Duration {
        self.now.since(START)
    }

    /// The cloud under half of them fails from now on.
    pub(crate) fn fail_half(&mut self) {
        self.cloud_fails = true;
    }

    /// How many services are out.
    pub(crate) fn out(&self) -> usize {
        let services = self.monitor.snapshot(self.now).services;
        services.iter().filter(|it| it.health.is_out()).count()
    }

    /// How many services are known to be well.
    pub(crate) fn well(&self) -> usize {
        let services = self.monitor.snapshot(self.now).services;
        let well = services.iter();
        well.filter(|it| it.health == Health::Operational).count()
    }

    /// The next thing that happens.
    pub(crate) fn next_event(&mut self) -> Event {
        let arrival = self.in_flight.front().map(|(at, ..)| *at);
        match (arrival, self.monitor.wake_at()) {
            (Some(arrival), wakes) if wakes.is_none_or(|it| arrival <= it) => self.arrival(),
            (_, Some(wakes)) => {
                self.now = self.now.max(wakes);
                Event::Woke
            }
            (_, None) => Event::Woke,
        }
    }

    /// One call of [`Monitor::handle`], and when it is wanted next.
    pub(crate) fn handle(&mut self, event: Event) -> (Vec<Effect>, Option<Timestamp>) {
        let effects = self.monitor.handle(event, self.now);
        (effects, self.monitor.wake_at())
    }

    /// Starts the looks that were ordered.
    pub(crate) fn start(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            if let Effect::Look(order) = effect {
                self.in_flight
                    .push_back((self.now + TOOK, self.now, order.target));
            }
        }
    }

    fn arrival(&mut self) -> Event {
        let Some((at, started, target)) = self.in_flight.pop_front() else {
            return Event::Woke;
        };
        self.now = self.now.max(at);
        Event::Looked {
            evidence: if self.cloud_fails && stands_on_the_cloud(&target) {
                failed()
            } else {
                well(&target)
            },
            target,
            started,
        }
    }
}

fn stands_on_the_cloud(target: &Target) -> bool {
    let Target::Probe { service, .. } = target else {
        return false;
    };
    let nth = service.as_str().rsplit('-').next();
    nth.and_then(|it| it.parse().ok())
        .is_some_and(|nth: usize| nth.is_multiple_of(2))
}

fn failed() -> Evidence {
    Evidence::Probe(Sight {
        outcome: Outcome::Answered { status: 503 },
        timing: Timing {
            total: TOOK,
            ..Timing::default()
        },
    })
}

fn well(target: &Target) -> Evidence {
    let answered = |status| Sight {
        outcome: Outcome::Answered { status },
        timing: Timing {
            first_byte: Some(TOOK / 2),
            total: TOOK,
            ..Timing::default()
        },
    };
    match target {
        Target::Control { index: 2 } => Evidence::Control(answered(204)),
        Target::Control { .. } => Evidence::Control(answered(200)),
        Target::Resolver { .. } => Evidence::Resolved(Resolution::NoAnswer),
        Target::Probe { surface, .. } => Evidence::Probe(answered(match surface {
            aldis_core::Surface::Api => 401,
            aldis_core::Surface::Web | aldis_core::Surface::Completion => 200,
        })),
        Target::Page { .. } => Evidence::Page(
            page::parse(Format::Statuspage, PAGE).map_or_else(PageSight::Unreadable, |report| {
                PageSight::Read(Box::new(report))
            }),
        ),
    }
}
