//! Whether this machine has what the lamp needs: somewhere to show it, somebody to tell, a key store,
//! files that can be read and written. Looks and changes nothing.

use std::time::Duration;

use aldis_core::event::Fault;
use aldis_core::present::words::Words;
use aldis_engine::keys::{KeyError, KeyStore, SystemKeys};
use anstyle::{AnsiColor, Style};
use serde::Serialize;

use crate::ground::Ground;
use crate::line::Line;

/// Nothing of the machine may hold the doctor up for longer.
const PATIENCE: Duration = Duration::from_secs(5);
/// A key that nobody keeps: whether the store answers is all that is asked.
const NO_KEY: &str = "aldis-doctor";

/// One thing the lamp needs, and whether it is there.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Fitness {
    part: &'static str,
    /// Null where that cannot be told here.
    works: Option<bool>,
    /// What to do about it, in the user's language.
    why: Option<String>,
}

impl Fitness {
    /// As a line for people.
    pub(super) fn line(&self, words: &Words) -> Line {
        let (sign, style) = match self.works {
            Some(true) => ("●", AnsiColor::Green.on_default()),
            Some(false) => ("▲", AnsiColor::Yellow.on_default()),
            None => ("○", Style::new().dimmed()),
        };
        let name = words.label(&format!("cli-doctor-{}", self.part));
        let line = Line::styled(style, sign).and(Style::new(), &format!(" {name}"));
        match &self.why {
            Some(why) => line.and(Style::new(), &format!(": {why}")),
            None => line,
        }
    }
}

/// Looks at all of it.
pub(super) async fn examine(ground: &Ground) -> Vec<Fitness> {
    let words = &ground.words;
    let desktop = tokio::time::timeout(PATIENCE, desktop::look()).await;
    let desktop = desktop.unwrap_or_default();
    let of = |part, works: Option<bool>, fault: &Fault| Fitness {
        part,
        works,
        why: (works == Some(false)).then(|| words.fault(fault)),
    };
    vec![
        of("tray", desktop.tray, &Fault::NoTray),
        of(
            "notifications",
            desktop.notifications,
            &Fault::NoNotifications,
        ),
        of("key-store", key_store().await, &Fault::NoKeyStore),
        files(ground),
        data(ground),
    ]
}

async fn key_store() -> Option<bool> {
    let asking = tokio::task::spawn_blocking(|| SystemKeys.get(NO_KEY));
    match tokio::time::timeout(PATIENCE, asking).await.ok()?.ok()? {
        Err(KeyError::NoStore(_)) => Some(false),
        Ok(_) | Err(_) => Some(true),
    }
}

fn files(ground: &Ground) -> Fitness {
    let findings = ground.findings();
    let said: Vec<String> = findings.iter().map(|it| ground.words.finding(it)).collect();
    Fitness {
        part: "files",
        works: Some(said.is_empty()),
        why: (!said.is_empty()).then(|| said.join("; ")),
    }
}

/// A folder that is not there yet is made by whoever first needs it.
fn data(ground: &Ground) -> Fitness {
    let dir = ground.data_dir().filter(|dir| dir.is_dir());
    let tried = dir.map(tempfile::tempfile_in);
    let failed = tried.and_then(Result::err);
    let fault = failed.map(|error| Fault::History(error.to_string()));
    Fitness {
        part: "data",
        works: Some(fault.is_none()),
        why: fault.map(|fault| ground.words.fault(&fault)),
    }
}

/// What of the desktop is there; `None` where that cannot be told.
#[derive(Default)]
struct Desktop {
    tray: Option<bool>,
    notifications: Option<bool>,
}

#[cfg(target_os = "linux")]
mod desktop {
    use zbus::fdo::DBusProxy;
    use zbus::{Connection, Proxy};

    use super::Desktop;

    const WATCHER: &str = "org.kde.StatusNotifierWatcher";
    const NOTIFICATIONS: &str = "org.freedesktop.Notifications";

    /// Asks the session bus. Without one there is no desktop.
    pub(super) async fn look() -> Desktop {
        let absent = Desktop {
            tray: Some(false),
            notifications: Some(false),
        };
        let Ok(connection) = Connection::session().await else {
            return absent;
        };
        Desktop {
            tray: tray(&connection).await.or(absent.tray),
            notifications: notifications(&connection).await.or(absent.notifications),
        }
    }

    /// A watcher without a host shows nothing.
    async fn tray(connection: &Connection) -> Option<bool> {
        let proxy = Proxy::new(connection, WATCHER, "/StatusNotifierWatcher", WATCHER);
        let property = "IsStatusNotifierHostRegistered";
        proxy.await.ok()?.get_property(property).await.ok()
    }

    /// A daemon that starts when it is needed is as good as one that runs.
    async fn notifications(connection: &Connection) -> Option<bool> {
        let bus = DBusProxy::new(connection).await.ok()?;
        let running = bus.list_names().await.ok()?;
        let waiting = bus.list_activatable_names().await.ok()?;
        let mut names = running.iter().chain(&waiting);
        Some(names.any(|name| name.as_str() == NOTIFICATIONS))
    }
}

#[cfg(not(target_os = "linux"))]
mod desktop {
    use super::Desktop;

    /// The system has both, always.
    pub(super) async fn look() -> Desktop {
        Desktop {
            tray: Some(true),
            notifications: None,
        }
    }
}
