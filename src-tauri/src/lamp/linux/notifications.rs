//! Desktop notifications over D-Bus: one on the screen per incident, replaced in place.

use std::time::Duration;

use aldis_core::event::Fault;
use aldis_core::present::tray::Lamp;
use anyhow::Context;
use futures_lite::StreamExt;
use std::collections::HashMap;
use tokio::sync::mpsc;
use zbus::zvariant::Value;
use zbus::{Connection, Proxy};

use super::report;
use super::tray::escape_markup;
use crate::lamp::incoming::{Incoming, Reply};
use crate::lamp::note::{Note, NoteOrder};
use crate::lamp::paint::paint;

const NAME: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";
/// The key that the protocol gives to pressing the notification itself.
const PRESSED: &str = "default";
/// The daemon decides how long it stays.
const DAEMON_DECIDES: i32 = -1;
/// Incidents whose notification is remembered; the oldest is forgotten first.
const MOST_SHOWN: usize = 64;
/// How long to wait before looking for the daemon again where the bus answers nonsense.
const RETRY: Duration = Duration::from_secs(10);

/// Shows notes until their sender is dropped.
pub(super) async fn keep(
    connection: &Connection,
    notes: &mut mpsc::Receiver<NoteOrder>,
    inbox: &mpsc::Sender<Incoming>,
) {
    loop {
        match Daemon::find(connection).await {
            Ok(daemon) => return daemon.serve(notes, inbox).await,
            Err(error) => tracing::warn!(%error, "failed to listen for notifications' signals"),
        }
        report(inbox, Fault::NoNotifications, true).await;
        tokio::time::sleep(RETRY).await;
    }
}

struct Daemon<'a> {
    proxy: Proxy<'a>,
    signals: zbus::proxy::SignalStream<'a>,
    owners: zbus::proxy::OwnerChangedStream<'a>,
    /// What the daemon can do; asked for once per daemon.
    abilities: Option<Abilities>,
    /// Oldest first.
    shown: Vec<Shown>,
}

#[derive(Clone, Copy)]
struct Abilities {
    buttons: bool,
    markup: bool,
}

struct Shown {
    incident: String,
    id: u32,
    press: Reply,
    /// Whether it is on the screen, as far as the daemon says.
    open: bool,
}

impl<'a> Daemon<'a> {
    async fn find(connection: &'a Connection) -> zbus::Result<Self> {
        let proxy: Proxy<'a> = zbus::proxy::Builder::new(connection)
            .destination(NAME)?
            .path(PATH)?
            .interface(NAME)?
            .cache_properties(zbus::proxy::CacheProperties::No)
            .build()
            .await?;
        Ok(Self {
            signals: proxy.receive_all_signals().await?,
            owners: proxy.receive_owner_changed().await?,
            proxy,
            abilities: None,
            shown: Vec::new(),
        })
    }

    async fn serve(
        mut self,
        notes: &mut mpsc::Receiver<NoteOrder>,
        inbox: &mpsc::Sender<Incoming>,
    ) {
        let there = self.can_be_had().await;
        report(inbox, Fault::NoNotifications, !there).await;
        loop {
            tokio::select! {
                order = notes.recv() => match order {
                    Some(NoteOrder::Show(note)) if note.update && !self.has_open(&note) => {
                        tracing::debug!(note.incident, "nothing is left to bring up to date");
                    }
                    Some(NoteOrder::Show(note)) => self.show_or_report(&note, inbox).await,
                    Some(NoteOrder::CloseAll(done)) => {
                        self.close_all().await;
                        done.send(()).ok();
                    }
                    None => return,
                },
                Some(owner) = self.owners.next() => {
                    // Another daemon counts its own ids: ours would hit somebody else's.
                    self.abilities = None;
                    self.shown.clear();
                    let there = owner.is_some() || self.can_be_had().await;
                    report(inbox, Fault::NoNotifications, !there).await;
                }
                Some(signal) = self.signals.next() => {
                    self.heed_closing(&signal);
                    if let Some(reply) = self.reply_in(&signal) {
                        drop(inbox.send(Incoming::Replied(reply)).await);
                    }
                }
            }
        }
    }

    /// Whether a daemon runs or would be started by the first notification.
    async fn can_be_had(&self) -> bool {
        let bus = match zbus::fdo::DBusProxy::new(self.proxy.connection()).await {
            Ok(bus) => bus,
            Err(_) => return false,
        };
        let is_ours = |name: &str| name == NAME;
        let running = bus.list_names().await.unwrap_or_default();
        let startable = bus.list_activatable_names().await.unwrap_or_default();
        running.iter().any(|name| is_ours(name.as_str()))
            || startable.iter().any(|name| is_ours(name.as_str()))
    }

    async fn show_or_report(&mut self, note: &Note, inbox: &mpsc::Sender<Incoming>) {
        let broken = match self.show(note).await {
            Ok(()) => false,
            Err(error) => {
                tracing::warn!(
                    error = format!("{error:#}"),
                    "failed to show a notification"
                );
                true
            }
        };
        report(inbox, Fault::NoNotifications, broken).await;
    }

    async fn show(&mut self, note: &Note) -> anyhow::Result<()> {
        let abilities = self.abilities().await?;
        let before = self.shown.iter().position(|s| s.incident == note.incident);
        let replaces = before.map_or(0, |index| self.shown.remove(index).id);
        let id: u32 = self
            .proxy
            .call("Notify", &message(note, replaces, abilities)?)
            .await
            .context("the notification daemon refused it")?;
        self.shown.push(Shown {
            incident: note.incident.clone(),
            id,
            press: note.press.clone(),
            open: true,
        });
        if self.shown.len() > MOST_SHOWN {
            self.shown.remove(0);
        }
        Ok(())
    }

    async fn abilities(&mut self) -> anyhow::Result<Abilities> {
        if let Some(known) = self.abilities {
            return Ok(known);
        }
        let listed: Vec<String> = self
            .proxy
            .call("GetCapabilities", &())
            .await
            .context("no notification daemon answers")?;
        let has = |name: &str| listed.iter().any(|ability| ability == name);
        let abilities = Abilities {
            buttons: has("actions"),
            markup: has("body-markup"),
        };
        self.abilities = Some(abilities);
        Ok(abilities)
    }

    async fn close_all(&mut self) {
        for shown in std::mem::take(&mut self.shown) {
            let closed: zbus::Result<()> = self.proxy.call("CloseNotification", &(shown.id)).await;
            if let Err(error) = closed {
                tracing::debug!(%error, "a notification was closed already");
            }
        }
    }

    fn has_open(&self, note: &Note) -> bool {
        let mut shown = self.shown.iter();
        shown.any(|shown| shown.open && shown.incident == note.incident)
    }

    /// Remembers that one of ours has left the screen. It stays known: some daemons let a person
    /// take it out of a list and press it there.
    fn heed_closing(&mut self, signal: &zbus::Message) {
        let header = signal.header();
        if header
            .member()
            .is_none_or(|member| member != "NotificationClosed")
        {
            return;
        }
        if let Ok((id, _reason)) = signal.body().deserialize::<(u32, u32)>()
            && let Some(shown) = self.shown.iter_mut().find(|shown| shown.id == id)
        {
            shown.open = false;
        }
    }

    /// What pressing one of ours means; other programs' are none of our business.
    fn reply_in(&self, signal: &zbus::Message) -> Option<Reply> {
        let header = signal.header();
        if header.member()?.as_str() != "ActionInvoked" {
            return None;
        }
        let (id, key): (u32, String) = signal.body().deserialize().ok()?;
        let shown = self.shown.iter().find(|shown| shown.id == id)?;
        if key == PRESSED {
            return Some(shown.press.clone());
        }
        serde_json::from_str(&key).ok()
    }
}

/// Width, height, bytes a row, see-through, bits a sample, samples a pixel, and the pixels.
fn picture(lamp: Lamp) -> Option<Value<'static>> {
    let largest = paint(lamp).ok()?.pop()?;
    let side = i32::try_from(largest.side).ok()?;
    let picture = (side, side, side * 4, true, 8_i32, 4_i32, largest.rgba);
    Some(Value::from(zbus::zvariant::Structure::from(picture)))
}

type Notify<'a> = (
    &'a str,
    u32,
    &'a str,
    &'a str,
    String,
    Vec<String>,
    HashMap<&'a str, Value<'a>>,
    i32,
);

fn message(note: &Note, replaces: u32, abilities: Abilities) -> anyhow::Result<Notify<'_>> {
    let mut actions = Vec::new();
    if abilities.buttons {
        let words = note.buttons.first().map_or("", |(_, words)| words.as_str());
        actions.extend([PRESSED.to_owned(), words.to_owned()]);
        for (reply, words) in &note.buttons {
            actions.extend([serde_json::to_string(reply)?, words.clone()]);
        }
    }
    let body = if abilities.markup {
        escape_markup(&note.body)
    } else {
        note.body.clone()
    };
    let mut hints = HashMap::from([
        ("desktop-entry", Value::from("aldis")),
        ("urgency", Value::from(1_u8)),
    ]);
    if let Some(picture) = picture(note.lamp) {
        hints.insert("image-data", picture);
    }
    if note.silent {
        hints.insert("suppress-sound", Value::from(true));
    }
    Ok((
        "Aldis",
        replaces,
        "",
        &note.title,
        body,
        actions,
        hints,
        DAEMON_DECIDES,
    ))
}
