//! The loop: one task owns the [`Monitor`], feeds it events and performs its effects. No rule about
//! anybody's health is here.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use aldis_core::event::Fault;
use aldis_core::monitor::{Past, Start};
use aldis_core::present::notice::Notice;
use aldis_core::{Catalogue, Effect, Event, Health, Monitor, Order, Settings, Snapshot};
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::Instant;

use crate::clock::{Clock, GapDetector, TICK};
use crate::config::Config;
use crate::files::Watcher;
use crate::handle::{Handle, Message};
use crate::log;
use crate::looks::Looks;
use crate::network::{Network, WayOut};
use crate::probe::{Look, NetProber, Prober};
use crate::shell::{Announcement, Shell};
use crate::store::{Keeps, Store};
use crate::update::Renewal;

/// Commands that may wait.
const WAITING: usize = 16;
/// A monitor that wants to be woken in the past again and again gets no more than this.
const BREATH: Duration = Duration::from_millis(20);

/// How often history notes that it is known how the services are.
const MARKED_EVERY: Duration = Duration::from_secs(60);

/// The one owner of all state.
#[derive(Debug)]
pub struct Engine<P, S> {
    monitor: Monitor,
    settings: watch::Sender<Arc<Settings>>,
    catalogue: Catalogue,
    looks: Looks<P>,
    shell: S,
    clock: Clock,
    gaps: GapDetector,
    network: Network,
    way_out: WayOut,
    messages: mpsc::Receiver<Message>,
    snapshot: watch::Sender<Arc<Snapshot>>,
    store: Option<Store>,
    watcher: Option<Watcher>,
    _renewal: Option<Renewal>,
    broken: BTreeSet<Fault>,
    not_before: Instant,
    marked: Option<Instant>,
}

impl<S: Shell> Engine<NetProber, S> {
    /// Starts over the real network, in a task of the current runtime.
    pub async fn start(config: Config, shell: S) -> anyhow::Result<Handle> {
        let prober = NetProber::new()?;
        Ok(Self::start_with(config, prober, shell).await)
    }
}

impl<P: Prober, S: Shell> Engine<P, S> {
    /// Starts with a prober of one's own, in a task of the current runtime.
    pub async fn start_with(config: Config, prober: P, shell: S) -> Handle {
        let (sender, messages) = mpsc::channel(WAITING);
        let kept = match (&config.history, &config.account) {
            (Some(dir), _) => Some((dir, Keeps::Everything)),
            (None, Some(dir)) => Some((dir, Keeps::Account)),
            (None, None) => None,
        };
        let (store, past, faults) = match kept {
            Some((dir, keeps)) => {
                Store::open(dir, keeps, sender.clone(), config.clock.read().wall).await
            }
            None => (None, Past::default(), Vec::new()),
        };
        let now = config.clock.read();
        let watcher = config.watch(sender.clone());
        let start = Start {
            settings: config.settings.clone(),
            catalogue: config.catalogue.clone(),
            past,
            zone: config.zone,
            seed: config.seed,
            tempo: config.tempo,
        };
        let monitor = Monitor::new(start, now.wall);
        let (snapshot, seen) = watch::channel(Arc::new(monitor.snapshot(now.wall)));
        let (settings, in_force) = watch::channel(Arc::new(config.settings));
        let renewal = watcher
            .as_ref()
            .zip(config.updates)
            .map(|(watcher, updates)| {
                let (clock, wishes) = (config.clock.clone(), in_force.clone());
                Renewal::start(updates, clock, wishes, watcher.touch())
            });
        let mut engine = Self {
            monitor,
            settings,
            catalogue: config.catalogue,
            looks: Looks::new(prober, config.clock.clone()),
            shell,
            clock: config.clock,
            gaps: GapDetector::new(now),
            way_out: config.network.way_out(),
            network: config.network,
            messages,
            snapshot,
            store,
            watcher,
            _renewal: renewal,
            broken: BTreeSet::new(),
            not_before: now.monotonic,
            marked: None,
        };
        let found = config.findings.into_iter().map(Fault::File);
        for fault in faults.into_iter().chain(found) {
            engine.handle(Event::Fault {
                fault,
                broken: true,
            });
        }
        tokio::spawn(engine.run());
        Handle::new(sender, seen, in_force)
    }

    async fn run(mut self) {
        let done = loop {
            let alarm = self.next_alarm();
            let event = tokio::select! {
                message = self.messages.recv() => match message {
                    Some(Message::Event(event)) => Some(*event),
                    Some(Message::Quit(done)) => break Some(done),
                    None => break None,
                },
                Some(event) = self.looks.next() => Some(event),
                () = tokio::time::sleep_until(alarm) => None,
            };
            self.notice_gap();
            self.notice_network();
            if let Some(event) = event {
                self.handle(event);
            }
            self.wake();
            self.mark_seen();
        };
        self.notice_gap();
        self.marked = None;
        self.mark_seen();
        self.end(done).await;
    }

    /// The next moment at which something is due, and a tick at the latest, so that no gap hides.
    fn next_alarm(&self) -> Instant {
        let tick = self.gaps.last().monotonic + TICK;
        let Some(wake_at) = self.monitor.wake_at() else {
            return tick;
        };
        let now = self.clock.read();
        let due = now.monotonic + wake_at.since(now.wall);
        due.max(self.not_before).min(tick)
    }

    fn notice_gap(&mut self) {
        if let Some(gap) = self.gaps.sample(self.clock.read()) {
            tracing::info!(?gap, "time is missing: slept, or the clock was set");
            self.handle(Event::TimeJumped { gap });
        }
    }

    /// Looked at whenever anything happens, so that no look is judged that a change cut short.
    fn notice_network(&mut self) {
        let way_out = self.network.way_out();
        if std::mem::replace(&mut self.way_out, way_out) != way_out {
            tracing::info!("packets leave by another way: the network changed");
            self.handle(Event::NetworkChanged);
        }
    }

    fn wake(&mut self) {
        let now = self.clock.read();
        let due = self.monitor.wake_at().is_some_and(|at| at <= now.wall);
        if due && now.monotonic >= self.not_before {
            self.handle(Event::Woke);
            self.not_before = now.monotonic + BREATH;
        }
    }

    /// Whatever keeps us from running leaves no mark, and so a gap in what history can claim.
    fn mark_seen(&mut self) {
        let now = self.clock.read();
        let Some(store) = &self.store else { return };
        if self
            .marked
            .is_some_and(|at| now.monotonic < at + MARKED_EVERY)
        {
            return;
        }
        let known: Vec<_> = {
            let snapshot = self.snapshot.borrow();
            let services = snapshot.services.iter();
            services
                .filter(|it| it.health != Health::Unknown)
                .map(|it| it.id.clone())
                .collect()
        };
        if known.is_empty() {
            return;
        }
        self.marked = Some(now.monotonic);
        if store.mark_seen(now.wall, known).is_err() {
            tracing::warn!("too much is waiting to be written: a mark is lost");
        }
    }

    /// Everything that happens goes through here, and what goes wrong on the way goes in again.
    fn handle(&mut self, event: Event) {
        let mut events = VecDeque::from([event]);
        while let Some(event) = events.pop_front() {
            self.note(&event);
            for effect in self.monitor.handle(event, self.clock.read().wall) {
                events.extend(self.perform(effect));
            }
        }
    }

    fn note(&mut self, event: &Event) {
        match event {
            Event::Configured {
                settings,
                catalogue,
            } => {
                self.settings.send_replace(Arc::new((**settings).clone()));
                self.catalogue = (**catalogue).clone();
                self.looks.forget_pages();
            }
            Event::Fault { fault, broken } => self.note_fault(fault, *broken),
            // What was read before the gap and arrives after it is thrown away.
            Event::TimeJumped { .. } | Event::NetworkChanged => self.looks.forget_pages(),
            Event::Woke
            | Event::Looked { .. }
            | Event::Means(_)
            | Event::Asked(_)
            | Event::Account(_) => {}
        }
    }

    /// Says what changes and nothing twice: parts report that they work whether or not they ever
    /// failed.
    fn note_fault(&self, fault: &Fault, broken: bool) {
        let snapshot = self.snapshot.borrow();
        let kind = std::mem::discriminant(fault);
        let mut known = snapshot.faults.iter();
        if broken && !known.any(|known| known == fault) {
            tracing::warn!(?fault, "a part of Aldis does not work");
        } else if !broken && known.any(|known| std::mem::discriminant(known) == kind) {
            tracing::info!(?fault, "a part of Aldis works again");
        }
    }

    fn perform(&mut self, effect: Effect) -> Option<Event> {
        match effect {
            Effect::Look(order) => {
                self.look(order);
                None
            }
            Effect::ReadAccount => {
                let now = self.clock.read().wall;
                let asked = self.store.as_ref().map(|store| store.read_account(now));
                // The writer answers, once all that was recorded is written.
                (!matches!(asked, Some(Ok(())))).then_some(Event::Account(None))
            }
            Effect::Record(record) => {
                let kept = self.store.as_ref()?.append(record);
                let full = Fault::History("too much is waiting to be written".to_owned());
                self.fault_if(full, kept.is_err())
            }
            Effect::Notify(notice) => self.notify(notice),
            Effect::Announce(transition) => {
                self.shell.announce(Announcement::Transition(transition));
                None
            }
            Effect::AnnounceVantage { at, from, to } => {
                self.shell.announce(Announcement::Vantage { at, from, to });
                None
            }
            Effect::Publish => {
                let snapshot = self.monitor.snapshot(self.clock.read().wall);
                self.snapshot.send_replace(Arc::new(snapshot));
                None
            }
        }
    }

    fn look(&mut self, order: Order) {
        let target = order.target.clone();
        let look = Look::plan(order, &self.catalogue, &self.settings.borrow().proxy);
        match look {
            Some(look) => self.looks.start(look),
            None => {
                let name = log::target(&target);
                tracing::error!(
                    name,
                    "a look was ordered at what the catalogue does not have"
                );
                self.looks.fail(target);
            }
        }
    }

    fn notify(&mut self, notice: Notice) -> Option<Event> {
        // Scripts hear of news; what is only brought up to date is in the snapshot.
        if !notice.update {
            self.shell.announce(Announcement::Notice(notice.clone()));
        }
        let told = self.shell.notify(notice);
        if let Err(error) = &told {
            tracing::warn!(error = format!("{error:#}"), "failed to notify");
        }
        self.fault_if(Fault::NoNotifications, told.is_err())
    }

    /// An event only when it changed: a failure that lasts is reported once.
    fn fault_if(&mut self, fault: Fault, broken: bool) -> Option<Event> {
        let changed = if broken {
            self.broken.insert(fault.clone())
        } else {
            self.broken.remove(&fault)
        };
        changed.then_some(Event::Fault { fault, broken })
    }

    async fn end(mut self, done: Option<oneshot::Sender<()>>) {
        drop(self.watcher);
        drop(self.messages);
        drop(self.looks);
        if let Some(store) = self.store {
            let learned = self.monitor.parting(self.clock.read().wall);
            if learned.is_some_and(|it| store.append(it).is_err()) {
                tracing::warn!(
                    "too much is waiting to be written: what was learned lately is lost"
                );
            }
            store.close().await;
        }
        if let Some(done) = done {
            // Whoever asked may have lost patience.
            let _ = done.send(());
        }
    }
}

#[cfg(test)]
mod tests;
