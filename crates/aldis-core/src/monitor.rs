//! The heart: all state has one owner, changed in one function.
//!
//! What happens in which order is here; each decision has a room of its own: [`crate::vantage`],
//! [`crate::belief`], [`crate::pace`], [`crate::incident`], `monitor/assess.rs`.

mod assess;
mod attention;
mod correlate;
mod deep;
mod drift;
mod explain;
mod fit;
mod hosts;
mod learned;
mod look;
mod mute;
mod names;
mod notify;
mod pages;
mod said;
mod schedule;
mod show;
mod sparing;
mod stand_in;
mod tell;
mod vendors;
mod watched;
mod when;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use jiff::tz::TimeZone;

use crate::ablation::Ablation;
use crate::budget::{Budget, Spent};
use crate::catalogue::{Catalogue, ServiceId, Surface};
use crate::correlation::Onsets;
use crate::event::{Command, Effect, Event, Fault, MuteUntil, Record, Target};
use crate::evidence::Sight;
use crate::incident::{Incident, IncidentId, Ledger};
use crate::lateness::Posts;
use crate::learned::Learned;
use crate::likelihood::Sign;
use crate::pace::Tempo;
use crate::present::notice::Gist;
use crate::settings::Settings;
use crate::snapshot::Span;
use crate::thrift::{Means, Thrift};
use crate::time::Timestamp;
use crate::vantage::{Gate, Vantage};
use attention::{Attention, Places};
use names::Names;
use pages::Pages;
use schedule::Schedule;
use vendors::Vendors;
use watched::Watched;

/// After a gap longer than this nothing that was only suspected stands (DETECTOR.md, sleep/wake).
const LONG_GAP: Duration = Duration::from_secs(600);

/// A change of our own vantage is announced once it has held for this long: neither a network that
/// comes and goes nor another one that is soon found fine is announced at every turn.
const VANTAGE_HOLDS: Duration = Duration::from_secs(15);

/// What a monitor is made of.
#[derive(Clone, Debug)]
pub struct Start {
    /// What the user wants.
    pub settings: Settings,
    /// Everything that can be watched.
    pub catalogue: Catalogue,
    /// What was known when Aldis last ran.
    pub past: Past,
    /// Local time, for quiet hours.
    pub zone: TimeZone,
    /// Makes one machine's schedule differ from another's.
    pub seed: u64,
    /// [`Tempo::REAL`], or [`Tempo::QUICK`] where a person waits.
    pub tempo: Tempo,
}

/// What was known when Aldis last ran.
#[derive(Clone, Debug, Default)]
pub struct Past {
    /// Incidents that are open or ended in the last 24 hours.
    pub incidents: Vec<Incident>,
    /// The last 24 hours of each service, oldest first.
    pub spans: Vec<(ServiceId, Vec<Span>)>,
    /// How late vendors' posts were about what was watched from its beginning, oldest first.
    pub lateness: Vec<(ServiceId, Duration)>,
    /// What was learned of each surface.
    pub learned: Vec<(ServiceId, Surface, Learned)>,
    /// What completions were asked for; `None` where nobody keeps account of it, and then none are.
    pub spent: Option<Vec<Spent>>,
    /// What the user asked to be silent about: services, all of them if `None`.
    pub mutes: Vec<(Option<ServiceId>, MuteUntil)>,
}

/// All state.
#[derive(Clone, Debug)]
pub struct Monitor {
    settings: Settings,
    catalogue: Catalogue,
    zone: TimeZone,
    seed: u64,
    start_tempo: Tempo,
    tempo: Tempo,
    without: Ablation,
    gate: Gate,
    watched: Vec<Watched>,
    places: Places,
    attention: Attention,
    /// Services nobody watches, looked at while one that is watched is out: see `monitor/stand_in.rs`.
    stand_ins: Vec<ServiceId>,
    means: Means,
    /// How sparing that makes us.
    thrift: Thrift,
    /// How sparing we were before we could be less so, and since when we can.
    spared: Option<(Thrift, Timestamp)>,
    pages: Pages,
    /// What each vendor was asked today.
    vendors: Vendors,
    schedule: Schedule,
    pending: Vec<Pending>,
    names: Names,
    told_vantage: ToldVantage,
    ledger: Ledger,
    /// How late vendors' posts were.
    posts: Posts,
    /// What fails, sure or not.
    failing: Onsets,
    /// What leans towards a drift.
    leaning: Onsets,
    /// Clouds and CDNs under what fails or is in trouble.
    upstreams_failing: BTreeSet<String>,
    /// Clouds and CDNs under what fails that report an outage themselves.
    upstreams_out: BTreeSet<String>,
    /// Those under what fails, whose pages are asked for.
    upstreams_asked: BTreeSet<String>,
    mutes: BTreeMap<Option<ServiceId>, MuteUntil>,
    faults: BTreeSet<Fault>,
    /// Incidents a notice was shown of, with its gist: the next one replaces it.
    shown: BTreeMap<IncidentId, Option<Gist>>,
    awaited: BTreeSet<Target>,
    /// What completions cost, where somebody keeps account of it.
    budget: Option<Budget>,
    /// Every watched completion.
    completions: Vec<Target>,
    /// Those that are due and wait for the account to be read.
    to_spend: BTreeSet<Target>,
    /// Whether it is being read.
    reads_account: bool,
    /// What began before this is thrown away: time is missing in between.
    epoch: Timestamp,
    /// The latest moment we were told of: an earlier one means that the clock was set back.
    latest: Timestamp,
    checked_at: Option<Timestamp>,
    /// When what was learned was last handed out.
    learned_at: Timestamp,
    /// What is to be written down with the next event.
    records: Vec<Record>,
}

/// A failing look that waits for a round of controls to say whether it counts.
#[derive(Clone, Debug)]
struct Pending {
    target: Target,
    ended: Timestamp,
    sight: Sight,
    sign: Sign,
}

/// What scripts and history know of our vantage.
#[derive(Clone, Copy, Debug)]
struct ToldVantage {
    announced: Vantage,
    /// What it is, and since when.
    present: (Vantage, Timestamp),
}

impl Monitor {
    /// A monitor that has seen nothing yet.
    pub fn new(start: Start, now: Timestamp) -> Self {
        let mut monitor = Self {
            gate: Gate::starting(start.tempo, now),
            watched: Vec::new(),
            places: Places::default(),
            attention: Attention::default(),
            stand_ins: Vec::new(),
            means: Means::default(),
            thrift: Thrift::default(),
            spared: None,
            pages: Pages::default(),
            vendors: Vendors::default(),
            schedule: Schedule::default(),
            pending: Vec::new(),
            names: Names::default(),
            told_vantage: ToldVantage {
                announced: Vantage::Waking,
                present: (Vantage::Waking, now),
            },
            ledger: Ledger::from_past(start.past.incidents),
            posts: Posts::remembering(start.past.lateness),
            failing: Onsets::default(),
            leaning: Onsets::default(),
            upstreams_failing: BTreeSet::new(),
            upstreams_out: BTreeSet::new(),
            upstreams_asked: BTreeSet::new(),
            mutes: start.past.mutes.into_iter().collect(),
            faults: BTreeSet::new(),
            shown: BTreeMap::new(),
            awaited: BTreeSet::new(),
            budget: start.past.spent.map(Budget::remembering),
            completions: Vec::new(),
            to_spend: BTreeSet::new(),
            reads_account: false,
            epoch: now,
            latest: now,
            checked_at: None,
            learned_at: now,
            records: Vec::new(),
            settings: start.settings,
            catalogue: start.catalogue,
            zone: start.zone,
            seed: start.seed,
            start_tempo: start.tempo,
            without: Ablation::default(),
            tempo: start.tempo,
        };
        monitor.rebuild(start.past.spans, now);
        monitor.recall_learned(start.past.learned);
        monitor.gate = Gate::starting(monitor.tempo, now);
        monitor
    }

    /// The same monitor, made to do without some of its parts: for the bench.
    #[must_use]
    pub fn without(self, without: Ablation) -> Self {
        Self { without, ..self }
    }

    /// The state of our own network, as far as it is asked.
    fn vantage(&self) -> Vantage {
        if self.without.gate {
            Vantage::Online
        } else {
            self.gate.state()
        }
    }

    /// Changes state; returns what should happen.
    #[must_use]
    pub fn handle(&mut self, event: Event, now: Timestamp) -> Vec<Effect> {
        if now < self.latest {
            self.step_back(now);
        }
        if !matches!(event, Event::Woke | Event::Looked { .. }) {
            self.attention.touch_everybody();
        }
        self.latest = now;
        let mut effects = Vec::new();
        match event {
            Event::Woke => {}
            Event::Account(spent) => self.spend(spent, now, &mut effects),
            Event::Looked {
                target,
                started,
                evidence,
            } => {
                self.looked(target, started, evidence, now, &mut effects);
            }
            Event::TimeJumped { gap } => self.time_jumped(gap, now),
            Event::NetworkChanged => self.network_changed(now),
            Event::Means(means) => self.means_changed(means, now),
            Event::Asked(command) => self.asked(command, now),
            Event::Configured {
                settings,
                catalogue,
            } => {
                self.configured(*settings, *catalogue, now);
            }
            Event::Fault {
                fault,
                broken: true,
            } => drop(self.faults.insert(fault)),
            Event::Fault {
                fault,
                broken: false,
            } => self.forget_fault(&fault),
        }
        self.announce_vantage(now, &mut effects);
        self.find_stand_ins(now);
        self.order(now, &mut effects);
        self.reassess(now, &mut effects);
        self.hand_out_learned(now);
        effects.extend(
            std::mem::take(&mut self.records)
                .into_iter()
                .map(Effect::Record),
        );
        effects.extend(self.read_account());
        effects.push(Effect::Publish);
        effects
    }

    /// When [`Event::Woke`] is wanted next; `None` while everything is in flight.
    pub fn wake_at(&self) -> Option<Timestamp> {
        let looks = self.schedule.wake_at(self.vantage());
        let round = self.gate.wake_at(self.catalogue.controls.len());
        let told = self.told_vantage;
        let announcing = (told.present.0 != told.announced).then(|| self.announced_at());
        let due = looks.into_iter().chain(round).chain(announcing);
        due.chain(self.renewed_at()).min()
    }

    fn time_jumped(&mut self, gap: Duration, now: Timestamp) {
        for watched in &mut self.watched {
            watched.hole(gap, now);
            if gap > LONG_GAP {
                for surface in &mut watched.surfaces {
                    surface.belief.lapse();
                    surface.drift.lapse();
                }
            }
        }
        self.gate.woke_up(now);
        self.begin_anew(now);
    }

    fn network_changed(&mut self, now: Timestamp) {
        self.gate.network_changed(now);
        let surfaces = self.watched.iter_mut().flat_map(|it| &mut it.surfaces);
        surfaces.for_each(|it| it.drift.another_network());
        self.begin_anew(now);
    }

    /// Throws away what is under way: it began in another time, or by another way.
    fn begin_anew(&mut self, now: Timestamp) {
        self.epoch = now;
        self.drop_pending();
        self.forget_names();
        self.schedule.void();
        self.schedule.all_due(now);
        self.note_vantage(now);
    }

    /// Failures that nothing can be held against any more.
    fn drop_pending(&mut self) {
        for look in std::mem::take(&mut self.pending) {
            self.note_before_gap(&look.target, look.ended, &look.sight.outcome);
        }
    }

    fn step_back(&mut self, now: Timestamp) {
        self.drop_pending();
        self.forget_names();
        self.schedule.void();
        self.attention.touch_everybody();
        self.told_vantage.present.1 = self.told_vantage.present.1.min(now);
        self.gate.step_back(now);
        self.spared = self.spared.map(|(thrift, at)| (thrift, at.min(now)));
        self.schedule.step_back(now);
        self.watched.iter_mut().for_each(|it| it.step_back(now));
        self.pages.step_back(now);
        self.ledger.step_back(now);
        self.checked_at = self.checked_at.map(|at| at.min(now));
        self.learned_at = self.learned_at.min(now);
        self.epoch = now;
    }

    /// Notes what our vantage is. Judging follows at once, word of it when it has held.
    fn note_vantage(&mut self, now: Timestamp) {
        let to = self.gate.state();
        if self.told_vantage.present.0 == to {
            return;
        }
        if to.may_judge() {
            self.schedule.all_due_staggered(now, self.tempo);
        }
        self.told_vantage.present = (to, now);
    }

    fn announce_vantage(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        let ToldVantage {
            announced: from,
            present: (to, since),
        } = self.told_vantage;
        if from == to || now < self.announced_at() {
            return;
        }
        self.told_vantage.announced = to;
        effects.push(Effect::Record(Record::Vantage { at: since, to }));
        effects.push(Effect::AnnounceVantage {
            at: since,
            from,
            to,
        });
    }

    /// When what our vantage is has held for long enough.
    fn announced_at(&self) -> Timestamp {
        self.told_vantage.present.1 + self.tempo.of(VANTAGE_HOLDS)
    }

    fn asked(&mut self, command: Command, now: Timestamp) {
        match command {
            Command::CheckNow => {
                self.gate.hurry(now);
                self.awaited = self.schedule.check_now(self.gate.state(), now);
            }
            Command::BrokenForMe { service } => self.said_broken(&service, now),
            Command::WorksForMe { service } => self.took_back_broken(&service),
            Command::TellWhenBack { service, on } => {
                let incident = self.ledger.await_end(&service, on);
                self.records
                    .extend(incident.map(|it| Record::Incident(it.clone())));
            }
            Command::Mute { service, until } => {
                self.mutes.insert(service, until);
                self.record_mutes();
            }
            Command::Unmute { service } => self.unmute(service),
        }
    }

    fn forget_fault(&mut self, fault: &Fault) {
        self.faults.retain(|known| !known.is_like(fault));
    }
}
