//! Plays a world to the real [`aldis_core::Monitor`], closed loop, in virtual time. What its health
//! means as an alarm is in `simulate/alarms.rs`; whether an alarm was right, in [`crate::score`].

mod alarms;
mod vendor;
mod way_out;

use std::collections::BTreeMap;
use std::time::Duration;

use aldis_core::ablation::Ablation;
use aldis_core::event::Effect;
use aldis_core::evidence::Resolution;
use aldis_core::monitor::{Past, Start};
use aldis_core::pace::Tempo;
use aldis_core::present::notice::Notice;
use aldis_core::{Event, Evidence, Monitor, Order, Sight, Target, Timestamp};
use jiff::tz::TimeZone;
use serde::Serialize;
use thiserror::Error;

pub use alarms::{Alarm, Source};
pub(crate) use alarms::{AlarmLog, Stand};
pub(crate) use vendor::is_alive;
use way_out::{WayOut, WaysOut};

use crate::world::{Place, Scene};

/// A hole in time longer than this is noticed: see the engine's clock.
const NOTICED_GAP: Duration = Duration::from_secs(5);
/// How often the engine looks at the clocks and at the way out, at least.
const TICK: Duration = Duration::from_secs(15);
/// Whoever wants to be woken so often at one moment would spin for ever.
const WAKES_AT_ONCE: u32 = 1_000;

/// What a rule made of a world. Times are in seconds from the world's start.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Run {
    /// When it called the vendor out.
    pub alarms: Vec<Alarm>,
    /// What it told the user.
    pub notices: Vec<Told>,
    /// What it asked.
    pub requests: Requests,
}

/// Something the user was told.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Told {
    /// When.
    pub at: f64,
    /// The kind of notice: a word of CONTRACTS.md.
    pub kind: &'static str,
}

/// How many looks of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Requests {
    /// At the web surface.
    pub web: u64,
    /// At the API's front door.
    pub api: u64,
    /// Completions.
    pub completion: u64,
    /// At controls, and at a second resolver.
    pub control: u64,
    /// At the vendor's page.
    pub page: u64,
}

impl Requests {
    pub(crate) const fn count(&mut self, place: Place) {
        use aldis_core::Surface;
        match place {
            Place::Surface(Surface::Web) => self.web += 1,
            Place::Surface(Surface::Api) => self.api += 1,
            Place::Surface(Surface::Completion) => self.completion += 1,
            Place::Control(_) | Place::Resolver => self.control += 1,
            Place::Page => self.page += 1,
        }
    }

    /// All that the vendor gets; controls are others'.
    pub const fn to_vendor(&self) -> u64 {
        self.web + self.api + self.completion + self.page
    }
}

/// The monitor asks to be woken again and again and does nothing.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("the monitor does not let time pass at {at}: it would spin")]
pub struct Spins {
    /// The moment it is stuck at.
    pub at: Timestamp,
}

/// Plays a world to the real monitor, made to do without some of its parts.
pub fn simulate(scene: &Scene<'_>, without: Ablation) -> Result<Run, Spins> {
    let stretches = scene.world().awake();
    let Some(&(begins, _)) = stretches.first() else {
        return Ok(Run::default());
    };
    let mut simulation = Simulation::new(scene, without, begins);
    let mut slept_at = None;
    for (from, to) in stretches {
        if let Some(slept_at) = slept_at.replace(to) {
            simulation.sleep(scene.moment(slept_at), scene.moment(from));
        }
        simulation.stay_awake(to)?;
    }
    Ok(simulation.finish())
}

/// A look under way: it began then, and will have seen that.
struct InFlight {
    target: Target,
    started: Timestamp,
    evidence: Evidence,
}

struct Simulation<'a, 'w> {
    scene: &'a Scene<'w>,
    monitor: Monitor,
    now: Timestamp,
    /// When the clocks and the way out were last looked at.
    sampled: Timestamp,
    /// What the engine's timer was set to when the laptop fell asleep. It stood still meanwhile.
    set_to: Option<Timestamp>,
    /// Sleep that was not noticed yet.
    asleep: Duration,
    ways_out: WaysOut,
    way_out: WayOut,
    /// By the moment they end; looks that end together do so in the order they were ordered.
    in_flight: BTreeMap<(Timestamp, u64), InFlight>,
    ordered: u64,
    log: AlarmLog,
    notices: Vec<Told>,
    requests: Requests,
}

impl<'a, 'w> Simulation<'a, 'w> {
    fn new(scene: &'a Scene<'w>, without: Ablation, begins: f64) -> Self {
        let now = scene.moment(begins);
        let ways_out = WaysOut::of(scene.world());
        let start = Start {
            settings: vendor::settings(scene.world().keys),
            catalogue: vendor::catalogue(scene.world().keys),
            past: Past {
                spent: Some(Vec::new()),
                ..Past::default()
            },
            zone: TimeZone::UTC,
            seed: scene.world().seed,
            tempo: Tempo::REAL,
        };
        Self {
            scene,
            monitor: Monitor::new(start, now).without(without),
            now,
            sampled: now,
            set_to: None,
            asleep: Duration::ZERO,
            way_out: ways_out.at(begins),
            ways_out,
            in_flight: BTreeMap::new(),
            ordered: 0,
            log: AlarmLog::default(),
            notices: Vec::new(),
            requests: Requests::default(),
        }
    }

    /// Runs until the lid is closed.
    fn stay_awake(&mut self, to: f64) -> Result<(), Spins> {
        let end = self.scene.moment(to);
        let mut wakes_at_once = 0;
        loop {
            let next = self.next();
            if next >= end {
                self.set_to = Some(next);
                break;
            }
            wakes_at_once = if next > self.now {
                0
            } else {
                wakes_at_once + 1
            };
            if wakes_at_once > WAKES_AT_ONCE {
                return Err(Spins { at: next });
            }
            self.set_to = None;
            self.now = next;
            self.sample();
            self.go_on();
        }
        self.now = end;
        self.log.set(to, Stand::Blind);
        Ok(())
    }

    /// When the engine runs next: something arrives or is due, and a tick at the latest.
    fn next(&self) -> Timestamp {
        let arrival = self.in_flight.keys().next().map(|(at, _)| *at);
        let wake = self.monitor.wake_at().map(|at| at.max(self.now));
        let tick = self.sampled + TICK;
        let next = arrival.into_iter().chain(wake).min();
        self.set_to
            .unwrap_or_else(|| next.map_or(tick, |at| at.min(tick)))
    }

    /// Before anything else the engine looks whether it slept, and whether packets leave by another way.
    fn sample(&mut self) {
        self.sampled = self.now;
        let gap = std::mem::take(&mut self.asleep);
        if gap > NOTICED_GAP {
            self.handle(Event::TimeJumped { gap });
        }
        let way_out = self.ways_out.at(self.scene.second(self.now));
        if std::mem::replace(&mut self.way_out, way_out) != way_out {
            self.handle(Event::NetworkChanged);
        }
    }

    /// Whatever arrived or is due now.
    fn go_on(&mut self) {
        match self.in_flight.first_entry() {
            Some(first) if first.key().0 <= self.now => {
                let InFlight {
                    target,
                    started,
                    evidence,
                } = first.remove();
                self.handle(Event::Looked {
                    target,
                    started,
                    evidence,
                });
            }
            Some(_) | None => {
                if self.monitor.wake_at().is_some_and(|at| at <= self.now) {
                    self.handle(Event::Woke);
                }
            }
        }
    }

    /// The lid is closed and opened. Timers stand still meanwhile; what looks under way bring is from
    /// before.
    fn sleep(&mut self, slept_at: Timestamp, woke_at: Timestamp) {
        let gap = woke_at.since(slept_at);
        self.in_flight = std::mem::take(&mut self.in_flight)
            .into_iter()
            .map(|((at, order), look)| ((at + gap, order), look))
            .collect();
        self.set_to = self.set_to.map(|at| at + gap);
        self.asleep += gap;
        self.now = woke_at;
    }

    fn handle(&mut self, event: Event) {
        let mut reads_account = false;
        for effect in self.monitor.handle(event, self.now) {
            match effect {
                Effect::Look(order) => self.look(order),
                // Nobody else spends anything.
                Effect::ReadAccount => reads_account = true,
                Effect::Announce(transition) => self.log.became(transition.to),
                // What is only brought up to date is news to nobody.
                Effect::Notify(notice) if notice.update => {}
                Effect::Notify(notice) => self.tell(&notice),
                Effect::Record(_) | Effect::AnnounceVantage { .. } | Effect::Publish => {}
            }
        }
        if reads_account {
            self.handle(Event::Account(None));
        }
        let at = self.scene.second(self.now);
        self.log.observe(at, || self.monitor.snapshot(self.now));
    }

    fn look(&mut self, order: Order) {
        let at = self.scene.second(self.now);
        let place = vendor::place(&order.target);
        self.requests.count(place);
        let (evidence, took) = match place {
            Place::Page => {
                let (sight, took) = self.scene.page(at, order.deadline);
                (Evidence::Page(sight), took)
            }
            Place::Control(_) => {
                let sight = self.scene.look(place, at, order.deadline);
                let took = sight.timing.total;
                (Evidence::Control(sight), took)
            }
            Place::Resolver => {
                let sight = self.scene.look(place, at, order.deadline);
                (Evidence::Resolved(resolution(&sight)), sight.timing.total)
            }
            Place::Surface(_) => {
                let sight = self.scene.look(place, at, order.deadline);
                let took = sight.timing.total;
                (Evidence::Probe(sight), took)
            }
        };
        self.ordered += 1;
        let look = InFlight {
            target: order.target,
            started: self.now,
            evidence,
        };
        self.in_flight.insert((self.now + took, self.ordered), look);
    }

    fn tell(&mut self, notice: &Notice) {
        self.notices.push(Told {
            at: self.scene.second(notice.at),
            kind: notice.kind.word(),
        });
    }

    fn finish(self) -> Run {
        let end = self.scene.second(self.now);
        Run {
            alarms: self.log.into_alarms(end),
            notices: self.notices,
            requests: self.requests,
        }
    }
}

/// Every name of a world exists, for whoever can be asked.
fn resolution(sight: &Sight) -> Resolution {
    match sight.outcome.status() {
        Some(200) => Resolution::Address,
        Some(_) | None => Resolution::NoAnswer,
    }
}

#[cfg(test)]
mod tests;
