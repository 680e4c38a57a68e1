//! A small closed world in virtual time: it answers every look the real monitor asks for.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::tz::TimeZone;

use crate::budget::{Day, Spent};
use crate::catalogue::{Catalogue, ServiceId, Surface};
use crate::event::{Effect, Event, MuteUntil, Order, Record, Target, Transition};
use crate::evidence::{Evidence, Outcome, PageSight, Phase, Resolution, Sight, Timing};
use crate::health::Health;
use crate::learned::Learned;
use crate::monitor::{Monitor, Past, Start};
use crate::pace::Tempo;
use crate::page::{self, Format};
use crate::present::notice::Notice;
use crate::settings::Settings;
use crate::snapshot::Snapshot;
use crate::time::Timestamp;
use crate::vantage::Vantage;

/// 2026-03-02T09:00:00Z, a Monday.
pub(super) const START: Timestamp = Timestamp::from_millis(1_772_442_000_000);

pub(super) const OK: Outcome = Outcome::Answered { status: 200 };
pub(super) const BAD: Outcome = Outcome::Answered { status: 503 };

/// Two chatbots of two vendors, each with a web and an API surface and a page, and three controls.
const CATALOGUE: &str = include_str!("catalogue.toml");

/// What the vendor's page says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Page {
    Fine,
    Major,
    Html,
    /// A minor incident of two weeks ago that they still watch.
    OldMinor,
    /// A major incident of another part of theirs.
    Elsewhere,
    /// Maintenance from 09:10 to 10:00 that goes on.
    Maintenance,
    /// A page with one component for each part of a vendor, and what is posted there.
    Parts(Option<Post>),
}

/// An open incident on a page with parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Post {
    pub(super) at: Timestamp,
    pub(super) phase: &'static str,
    pub(super) impact: &'static str,
    /// The parts it names, and how it calls them.
    pub(super) about: &'static [&'static str],
    pub(super) status: &'static str,
}

/// What happened to a service between two notices that name it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Since {
    /// Nothing was wrong: it was green, or only what was announced was going on.
    pub(super) over: bool,
    /// Nothing could be told of it: it was muted, not known, or Aldis ended.
    pub(super) hushed: bool,
    /// The user asked to be told when it is back.
    pub(super) asked: bool,
}

/// The parts such a page has.
const PARTS: [&str; 2] = ["chat", "api"];

type Answer = Box<dyn Fn(&Target, u64) -> Outcome>;
type Took = Box<dyn Fn(&Target, u64) -> Duration>;

pub(super) struct World {
    pub(super) monitor: Monitor,
    pub(super) now: Timestamp,
    pub(super) page: Page,
    /// What the page at `fallback.example` says.
    pub(super) fallback: Page,
    /// What the pages at other hosts say.
    pub(super) pages: BTreeMap<&'static str, Page>,
    /// Of looks that end in the same moment the last one ordered is handed on first.
    pub(super) last_first: bool,
    /// Everybody is assessed at every turn.
    pub(super) thorough: bool,
    answer: Answer,
    took: Took,
    in_flight: Vec<(Timestamp, Timestamp, Target)>,
    pub(super) looks: BTreeMap<Target, u64>,
    pub(super) notices: Vec<Notice>,
    /// Notices that only bring a shown one up to date.
    pub(super) updates: Vec<Notice>,
    /// What was last written down of mutes.
    pub(super) mutes: Vec<(Option<ServiceId>, MuteUntil)>,
    /// What was handed out of what was learned.
    pub(super) learned: Vec<Vec<(ServiceId, Surface, Learned)>>,
    pub(super) transitions: Vec<Transition>,
    pub(super) vantages: Vec<Vantage>,
    /// Looks at services that went into history.
    pub(super) samples: usize,
    /// As a store would have it.
    pub(super) spent: BTreeMap<(ServiceId, Day), i32>,
    /// What completions cost cannot be read.
    pub(super) account_is_lost: bool,
    /// What is to hold after every event.
    pub(super) law: Option<fn(&Self)>,
    /// What happened to each service since a notice last named it.
    pub(super) since: BTreeMap<ServiceId, Since>,
    /// The same for those that each notice names.
    pub(super) before: Vec<BTreeMap<ServiceId, Since>>,
}

pub(super) fn catalogue() -> Catalogue {
    let (catalogue, findings) = crate::catalogue::parse(CATALOGUE, "test");
    assert_eq!(findings, []);
    catalogue
}

pub(super) fn settings() -> Settings {
    Settings {
        watch: ["chatgpt", "claude"].map(ServiceId::new).into(),
        ..Settings::default()
    }
}

impl World {
    pub(super) fn new() -> Self {
        Self::with(settings(), Past::default(), START)
    }

    pub(super) fn with(settings: Settings, past: Past, now: Timestamp) -> Self {
        Self::of(catalogue(), settings, past, now)
    }

    pub(super) fn of(catalogue: Catalogue, settings: Settings, past: Past, now: Timestamp) -> Self {
        let start = Start {
            settings,
            catalogue,
            past,
            zone: TimeZone::UTC,
            seed: 7,
            tempo: Tempo::REAL,
        };
        Self {
            monitor: Monitor::new(start, now),
            now,
            page: Page::Fine,
            fallback: Page::Fine,
            pages: BTreeMap::new(),
            last_first: false,
            thorough: false,
            answer: Box::new(|target, _| good(target)),
            took: Box::new(|_, _| Duration::from_millis(180)),
            in_flight: Vec::new(),
            looks: BTreeMap::new(),
            notices: Vec::new(),
            updates: Vec::new(),
            mutes: Vec::new(),
            learned: Vec::new(),
            transitions: Vec::new(),
            vantages: Vec::new(),
            samples: 0,
            spent: BTreeMap::new(),
            account_is_lost: false,
            law: None,
            since: BTreeMap::new(),
            before: Vec::new(),
        }
    }

    /// From now on looks are answered so; the number counts the looks at that target from here on.
    pub(super) fn answers(
        &mut self,
        answer: impl Fn(&Target, u64) -> Outcome + 'static,
    ) -> &mut Self {
        self.answer = Box::new(answer);
        self.looks.clear();
        self
    }

    /// From now on looks that do not hang take so long; the number counts the looks at that target.
    pub(super) fn takes(&mut self, took: impl Fn(&Target, u64) -> Duration + 'static) -> &mut Self {
        self.took = Box::new(took);
        self
    }

    pub(super) fn all_well(&mut self) -> &mut Self {
        self.answers(|target, _| good(target))
    }

    /// ChatGPT's surfaces answer 503, everything else is fine.
    pub(super) fn chatgpt_fails(&mut self) -> &mut Self {
        self.answers(|target, _| {
            if is(target, "chatgpt") {
                BAD
            } else {
                good(target)
            }
        })
    }

    /// Nothing answers, the controls included.
    pub(super) fn network_gone(&mut self) -> &mut Self {
        self.answers(|_, _| Outcome::Refused)
    }

    pub(super) fn run(&mut self, span: Duration) -> &mut Self {
        let end = self.now + span;
        loop {
            let arrival = self.in_flight.iter().map(|(at, _, _)| *at).min();
            let Some(next) = arrival
                .into_iter()
                .chain(self.monitor.wake_at())
                .min()
                .filter(|at| *at <= end)
            else {
                break;
            };
            self.now = self.now.max(next);
            let arrived = |(at, _, _): &(Timestamp, Timestamp, Target)| *at <= self.now;
            let arrived = if self.last_first {
                self.in_flight.iter().rposition(arrived)
            } else {
                self.in_flight.iter().position(arrived)
            };
            match arrived {
                Some(index) => {
                    let (_, started, target) = self.in_flight.swap_remove(index);
                    let evidence = self.evidence(&target);
                    self.handle(Event::Looked {
                        target,
                        started,
                        evidence,
                    });
                }
                None => {
                    self.handle(Event::Woke);
                    let wakes_again = self.monitor.wake_at().is_none_or(|at| at > self.now);
                    assert!(
                        wakes_again,
                        "the monitor wants to be woken in the past: the loop would spin"
                    );
                }
            }
        }
        self.now = end;
        self
    }

    /// The lid is closed for a while: nothing is ticked, looks in flight are answered on waking.
    pub(super) fn sleep(&mut self, gap: Duration) -> &mut Self {
        self.now = self.now + gap;
        self.handle(Event::TimeJumped { gap });
        self
    }

    /// Somebody sets the clock back, and the engine notices.
    pub(super) fn set_clock_back(&mut self, by: Duration) {
        self.now = self.now - by;
        self.handle(Event::TimeJumped { gap: by });
    }

    /// The clock is put right by so little that the engine sees no gap: what is on its way arrives when
    /// it would have.
    pub(super) fn slip_back(&mut self, by: Duration) {
        self.now = self.now - by;
        for (arrives, _, _) in &mut self.in_flight {
            *arrives = *arrives - by;
        }
        self.handle(Event::Woke);
    }

    /// Whether a control is being asked.
    pub(super) fn asks_controls(&self) -> bool {
        let mut targets = self.in_flight.iter().map(|(_, _, target)| target);
        targets.any(|it| matches!(it, Target::Control { .. }))
    }

    /// Ends every look that is on its way, as `answer` says.
    pub(super) fn end_looks(&mut self, answer: impl Fn(&Target) -> Outcome) {
        for (_, started, target) in std::mem::take(&mut self.in_flight) {
            let evidence = self.evidence_of(&target, answer(&target));
            self.handle(Event::Looked {
                target,
                started,
                evidence,
            });
        }
    }

    pub(super) fn handle(&mut self, event: Event) {
        if self.thorough {
            self.monitor.attention.touch_everybody();
        }
        let mut reads_account = false;
        for effect in self.monitor.handle(event, self.now) {
            match effect {
                Effect::Look(Order { target, deadline }) => {
                    *self.looks.entry(target.clone()).or_default() += 1;
                    let outcome = (self.answer)(&target, self.looks[&target]);
                    let hangs = matches!(outcome, Outcome::TimedOut { .. });
                    let took = if hangs {
                        deadline
                    } else {
                        (self.took)(&target, self.looks[&target])
                    };
                    self.in_flight.push((self.now + took, self.now, target));
                }
                Effect::ReadAccount => reads_account = true,
                Effect::Notify(notice) if notice.update => self.updates.push(notice),
                Effect::Notify(notice) => self.hear(notice),
                Effect::Record(Record::Mutes(mutes)) => self.mutes = mutes,
                Effect::Record(Record::Learned(learned)) => self.learned.push(learned),
                Effect::Announce(transition) => self.transitions.push(transition),
                Effect::AnnounceVantage { to, .. } => self.vantages.push(to),
                Effect::Record(Record::Sample { .. }) => self.samples += 1,
                Effect::Record(Record::Spent { service, day, by }) => {
                    *self.spent.entry((service, day)).or_default() += by;
                }
                Effect::Record(_) | Effect::Publish => {}
            }
        }
        if reads_account {
            let read = (!self.account_is_lost).then(|| self.account());
            self.handle(Event::Account(read));
        }
        for watched in &self.monitor.watched {
            let id = &watched.service.id;
            let since = self.since.entry(id.clone()).or_default();
            since.over |= matches!(watched.health, Health::Operational | Health::Maintenance);
            since.hushed |= self.monitor.is_muted(id) || watched.health == Health::Unknown;
        }
        if let Some(law) = self.law {
            law(self);
        }
    }

    fn hear(&mut self, notice: Notice) {
        let named = notice.services.iter().map(|(id, _)| id.clone());
        let before = named.map(|id| {
            let since = self.since.remove(&id).unwrap_or_default();
            (id, since)
        });
        self.before.push(before.collect());
        self.notices.push(notice);
    }

    /// What completions cost, as whoever keeps account of it has written down.
    pub(super) fn account(&self) -> Vec<Spent> {
        let spent = self.spent.iter();
        let spent = spent.map(|((service, day), count)| Spent {
            service: service.clone(),
            day: *day,
            count: u32::try_from(*count).unwrap(),
        });
        spent.collect()
    }

    fn evidence(&self, target: &Target) -> Evidence {
        let look = self.looks.get(target).copied().unwrap_or(1);
        self.evidence_of(target, (self.answer)(target, look))
    }

    /// How long the look took that has just ended.
    fn took(&self, target: &Target) -> Duration {
        let look = self.looks.get(target).copied().unwrap_or(1);
        (self.took)(target, look)
    }

    fn evidence_of(&self, target: &Target, outcome: Outcome) -> Evidence {
        let sight = Sight {
            outcome: outcome.clone(),
            timing: Timing {
                total: self.took(target),
                ..Timing::default()
            },
        };
        match target {
            Target::Control { .. } => Evidence::Control(sight),
            Target::Resolver { .. } if outcome == OK => Evidence::Resolved(Resolution::Address),
            Target::Resolver { .. } if outcome == Outcome::NameUnknown => {
                Evidence::Resolved(Resolution::NoAddress)
            }
            Target::Resolver { .. } => Evidence::Resolved(Resolution::NoAnswer),
            Target::Probe { .. } => Evidence::Probe(sight),
            Target::Page { url } if url.host_str() == Some("fallback.example") => {
                Evidence::Page(read(self.fallback))
            }
            Target::Page { url } if self.pages.contains_key(url.host_str().unwrap_or("")) => {
                Evidence::Page(read(self.pages[url.host_str().unwrap_or("")]))
            }
            Target::Page { .. } if outcome == OK => Evidence::Page(read(self.page)),
            Target::Page { .. } => Evidence::Page(PageSight::Unreachable(outcome)),
        }
    }

    pub(super) fn snapshot(&self) -> Snapshot {
        self.monitor.snapshot(self.now)
    }

    pub(super) fn health(&self, service: &str) -> Health {
        let snapshot = self.snapshot();
        snapshot
            .services
            .iter()
            .find(|it| it.id.as_str() == service)
            .map(|it| it.health)
            .expect("watched")
    }

    /// Looks at the busiest surface of a service since the answers last changed.
    pub(super) fn looks_at(&self, service: &str) -> u64 {
        let looks = self.looks.iter().filter(|(target, _)| is(target, service));
        looks.map(|(_, count)| *count).max().unwrap_or(0)
    }

    pub(super) fn kinds(&self) -> Vec<&'static str> {
        self.notices
            .iter()
            .map(|notice| notice.kind.word())
            .collect()
    }
}

pub(super) fn is(target: &Target, wanted: &str) -> bool {
    matches!(target, Target::Probe { service, .. } if service.as_str() == wanted)
}

pub(super) fn good(target: &Target) -> Outcome {
    match target {
        Target::Control { index: 2 } => Outcome::Answered { status: 204 },
        Target::Control { .. }
        | Target::Probe { .. }
        | Target::Page { .. }
        | Target::Resolver { .. } => OK,
    }
}

pub(super) fn slow() -> Outcome {
    Outcome::TimedOut {
        phase: Phase::FirstByte,
    }
}

fn read(page: Page) -> PageSight {
    let window = r#"{"id":"mnt1","name":"Database upgrade","status":"in_progress","impact":"maintenance",
        "created_at":"2026-03-01T09:00:00.000Z","updated_at":"2026-03-02T09:10:00.000Z","resolved_at":null,
        "shortlink":"https://stspg.io/m","started_at":"2026-03-02T09:10:00.000Z","page_id":"p",
        "scheduled_for":"2026-03-02T09:10:00.000Z","scheduled_until":"2026-03-02T10:00:00.000Z",
        "incident_updates":[],"components":[]}"#;
    let incident = |status: &str, impact: &str, day: &str| {
        format!(
            r#"{{"id":"inc1","name":"Elevated errors","status":"{status}","impact":"{impact}",
            "created_at":"2026-{day}T09:10:00.000Z","updated_at":"2026-{day}T09:10:00.000Z",
            "resolved_at":null,"shortlink":"https://stspg.io/x","started_at":"2026-{day}T09:10:00.000Z",
            "page_id":"p","incident_updates":[],"components":[]}}"#
        )
    };
    let windows = if page == Page::Maintenance {
        window
    } else {
        ""
    };
    let (indicator, status, incidents) = match page {
        Page::Fine => ("none", "operational", String::new()),
        Page::Major => (
            "major",
            "major_outage",
            incident("investigating", "major", "03-02"),
        ),
        Page::OldMinor => (
            "minor",
            "operational",
            incident("monitoring", "minor", "02-16"),
        ),
        Page::Elsewhere => {
            let other = incident("investigating", "major", "03-02");
            let other = other.replace(r#""components":[]"#, r#""components":[{"id":"other"}]"#);
            ("none", "operational", other)
        }
        Page::Maintenance => ("maintenance", "under_maintenance", String::new()),
        Page::Html => return parsed("<!doctype html><title>hello</title>"),
        Page::Parts(post) => return in_parts(post),
    };
    parsed(&format!(
        r#"{{"page":{{"id":"p","name":"OpenAI","url":"https://status.openai.example","time_zone":"Etc/UTC",
        "updated_at":"2026-03-02T09:00:00.000Z"}},"status":{{"indicator":"{indicator}","description":"x"}},
        "components":[{{"id":"c","name":"Conversations","status":"{status}","created_at":"2020-01-01T00:00:00.000Z",
        "updated_at":"2026-03-02T09:00:00.000Z","position":1,"description":null,"showcase":true,"start_date":null,
        "group_id":null,"page_id":"p","group":false,"only_show_if_degraded":false}}],
        "incidents":[{incidents}],"scheduled_maintenances":[{windows}]}}"#
    ))
}

fn in_parts(post: Option<Post>) -> PageSight {
    let component = |id: &str| {
        let named = post.filter(|post| post.about.contains(&id));
        let status = named.map_or("operational", |post| post.status);
        format!(
            r#"{{"id":"{id}","name":"{id}","status":"{status}","group":false,
            "created_at":"2020-01-01T00:00:00.000Z","updated_at":"2020-01-01T00:00:00.000Z"}}"#
        )
    };
    let incident = post.map_or_else(String::new, |post| {
        let about: Vec<String> = post.about.iter().map(|id| component(id)).collect();
        let Post {
            at, phase, impact, ..
        } = post;
        format!(
            r#"{{"id":"inc-{}","name":"Elevated errors","status":"{phase}","impact":"{impact}",
            "created_at":"{at}","updated_at":"{at}","started_at":"{at}","resolved_at":null,
            "incident_updates":[{{"id":"u","status":"{phase}","body":"","incident_id":"inc",
            "created_at":"{at}","updated_at":"{at}","display_at":"{at}","affected_components":null}}],
            "components":[{}]}}"#,
            at.as_millis(),
            about.join(",")
        )
    });
    let (impact, parts) = (post.map_or("none", |it| it.impact), PARTS.map(component));
    parsed(&format!(
        r#"{{"page":{{"id":"p","name":"Vendor","url":"https://status.example","time_zone":"Etc/UTC",
        "updated_at":"2020-01-01T00:00:00.000Z"}},"status":{{"indicator":"{impact}","description":"x"}},
        "components":[{}],"incidents":[{incident}],"scheduled_maintenances":[]}}"#,
        parts.join(",")
    ))
}

fn parsed(text: &str) -> PageSight {
    match page::parse(Format::Statuspage, text.as_bytes()) {
        Ok(report) => PageSight::Read(Box::new(report)),
        Err(error) => PageSight::Unreadable(error),
    }
}
