//! Where what is watched comes from: a running lamp, over its socket, or an engine of our own.

use std::sync::Arc;

use aldis_core::ServiceId;
use aldis_core::present::words::Words;
use aldis_engine::{Announcement, Config, Engine, Handle, Hooks};
use aldis_link::client::{Client, ConnectError};
use aldis_link::command::Ask;
use aldis_link::message::{self, Message};
use aldis_link::view;
use tokio::sync::{mpsc, watch};

use crate::ground::Ground;
use crate::shell::{Heard, Terminal};

/// Something to show.
#[derive(Clone, Debug)]
pub(crate) enum Update {
    /// Everything at one moment; replaces the one before.
    Snapshot(Arc<view::Snapshot>),
    /// Something happened.
    Happened(message::Announcement),
    /// The narrator says something.
    Said(String),
}

/// Where what is watched comes from.
pub(crate) enum Source {
    /// A running lamp.
    Lamp(Lamp),
    /// An engine in this process.
    Own(Own),
}

impl Source {
    /// The running lamp of this data directory, if there is one that watches all of `named`. Why
    /// one that is there is not used is said on standard error.
    pub(crate) async fn lamp(ground: &Ground, named: Option<&[ServiceId]>) -> Option<Self> {
        let why = match Lamp::connect(ground.data_dir()?, named).await {
            Ok(lamp) => {
                anstream::eprintln!("aldis: {}", ground.words.label("cli-attached"));
                return Some(Self::Lamp(lamp));
            }
            Err(NoLamp::NotRunning) => return None,
            Err(NoLamp::NotWatched) => ground.words.label("cli-lamp-watches-others"),
            Err(NoLamp::Silent(why)) => why,
        };
        anstream::eprintln!("aldis: {why}");
        None
    }

    /// What is to be shown next; `None` when there will be nothing more.
    pub(crate) async fn next(&mut self) -> Option<Update> {
        match self {
            Self::Lamp(lamp) => lamp.next().await,
            Self::Own(own) => own.next().await,
        }
    }

    /// Ends what runs in this process.
    pub(crate) async fn end(self) {
        match self {
            Self::Lamp(_) => {}
            Self::Own(own) => drop(own.engine.quit().await),
        }
    }
}

enum NoLamp {
    NotRunning,
    NotWatched,
    Silent(String),
}

/// A connection to the lamp, and what of it is wanted.
pub(crate) struct Lamp {
    client: Client,
    named: Option<Vec<String>>,
    first: Option<Arc<view::Snapshot>>,
}

impl Lamp {
    async fn connect(
        data_dir: &std::path::Path,
        named: Option<&[ServiceId]>,
    ) -> Result<Self, NoLamp> {
        let mut client = match Client::connect(data_dir).await {
            Ok(client) => client,
            Err(ConnectError::NotRunning) => return Err(NoLamp::NotRunning),
            Err(error) => return Err(NoLamp::Silent(error.to_string())),
        };
        let silent = |error: &dyn std::fmt::Display| NoLamp::Silent(error.to_string());
        client
            .ask(&Ask::Watch)
            .await
            .map_err(|error| silent(&error))?;
        let first = loop {
            match client.next().await.map_err(|error| silent(&error))? {
                Some(Message::Snapshot(snapshot)) => break snapshot,
                Some(Message::Failure(failure)) => return Err(NoLamp::Silent(failure.message)),
                Some(Message::Bye) | None => return Err(NoLamp::NotRunning),
                Some(
                    Message::Transition(_)
                    | Message::Notice(_)
                    | Message::Vantage(_)
                    | Message::Show { .. }
                    | Message::Answer { .. },
                ) => {}
            }
        };
        let named: Option<Vec<_>> = named.map(|ids| ids.iter().map(ToString::to_string).collect());
        let watches = |id: &String| first.services.iter().any(|service| service.id == *id);
        if !named.iter().flatten().all(watches) {
            return Err(NoLamp::NotWatched);
        }
        Ok(Self {
            client,
            named,
            first: Some(first),
        })
    }

    async fn next(&mut self) -> Option<Update> {
        if let Some(first) = self.first.take() {
            return Some(Update::Snapshot(self.only_named(first)));
        }
        loop {
            let happened = match self.client.next().await {
                Ok(Some(Message::Snapshot(snapshot))) => {
                    return Some(Update::Snapshot(self.only_named(snapshot)));
                }
                Ok(Some(Message::Transition(it))) => message::Announcement::Transition(it),
                Ok(Some(Message::Notice(it))) => message::Announcement::Notice(it),
                Ok(Some(Message::Vantage(it))) => message::Announcement::Vantage(it),
                Ok(Some(Message::Show { .. } | Message::Answer { .. })) => continue,
                Ok(Some(Message::Failure(failure))) => {
                    anstream::eprintln!("aldis: {}", failure.message);
                    return None;
                }
                Ok(Some(Message::Bye) | None) => return None,
                Err(error) => {
                    anstream::eprintln!("aldis: {error}");
                    return None;
                }
            };
            if self.concerns_us(&happened) {
                return Some(Update::Happened(happened));
            }
        }
    }

    fn is_named(&self, id: &str) -> bool {
        let named = self.named.as_ref();
        named.is_none_or(|named| named.iter().any(|name| name == id))
    }

    fn concerns_us(&self, happened: &message::Announcement) -> bool {
        match happened {
            message::Announcement::Transition(it) => self.is_named(&it.service),
            message::Announcement::Notice(it) => it.services.iter().any(|id| self.is_named(id)),
            message::Announcement::Vantage(_) => true,
        }
    }

    fn only_named(&self, mut snapshot: Arc<view::Snapshot>) -> Arc<view::Snapshot> {
        if self.named.is_some() {
            let all = Arc::make_mut(&mut snapshot);
            all.services.retain(|service| self.is_named(&service.id));
            all.incidents
                .retain(|incident| self.is_named(&incident.service));
        }
        snapshot
    }
}

/// An engine in this process.
pub(crate) struct Own {
    engine: Handle,
    hooks: Hooks,
    snapshots: watch::Receiver<Arc<aldis_core::Snapshot>>,
    heard: mpsc::Receiver<Heard>,
    narrator: mpsc::Sender<Heard>,
    words: Arc<Words>,
}

impl Own {
    /// Starts it.
    pub(crate) async fn start(config: Config, words: &Arc<Words>) -> anyhow::Result<Self> {
        let (shell, narrator, heard) = Terminal::new();
        let engine = Engine::start(config, shell).await?;
        let mut snapshots = engine.snapshot();
        snapshots.mark_changed();
        Ok(Self {
            hooks: Hooks::start(&engine),
            engine,
            snapshots,
            heard,
            narrator,
            words: Arc::clone(words),
        })
    }

    /// The way in for somebody who tells a story meanwhile.
    pub(crate) fn narrator(&self) -> mpsc::Sender<Heard> {
        self.narrator.clone()
    }

    /// The way to its snapshots.
    pub(crate) fn snapshots(&self) -> watch::Receiver<Arc<aldis_core::Snapshot>> {
        self.engine.snapshot()
    }

    /// Snapshots first: whoever starts to read gets one before anything that happened after it.
    async fn next(&mut self) -> Option<Update> {
        tokio::select! {
            biased;
            changed = self.snapshots.changed() => {
                changed.ok()?;
                let snapshot = self.snapshots.borrow_and_update().clone();
                Some(Update::Snapshot(Arc::new(view::Snapshot::of(&snapshot, &self.words))))
            }
            heard = self.heard.recv() => Some(match heard? {
                Heard::Announced(announced) => {
                    let happened = in_words(&announced, &self.words);
                    if let Some(json) = happened.for_hooks() {
                        self.hooks.tell(&json);
                    }
                    Update::Happened(happened)
                }
                Heard::Said(text) => Update::Said(text),
            }),
        }
    }
}

fn in_words(announced: &Announcement, words: &Words) -> message::Announcement {
    match announced {
        Announcement::Transition(it) => {
            message::Announcement::Transition(view::Transition::of(it, words))
        }
        Announcement::Notice(it) => message::Announcement::Notice(view::Notice::of(it, words)),
        Announcement::Vantage { at, from, to } => {
            message::Announcement::Vantage(view::VantageChange::of(*at, *from, *to))
        }
    }
}
