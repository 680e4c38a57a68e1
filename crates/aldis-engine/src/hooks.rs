//! Programs and addresses that are told of every change of health (`[hooks]` of the settings). What
//! they are told is the caller's; nothing here ever holds the caller up.

mod program;
mod standing;
mod webhook;

use std::sync::Arc;
use std::time::Duration;

use aldis_core::Settings;
use aldis_core::settings::Proxy;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;
use url::Url;

use self::standing::Standing;
use crate::handle::Handle;

/// Changes that may wait for a slow program or address; what comes on top of them is not told.
const WAITING: usize = 32;
/// How long a program may take.
const PROGRAM_LIMIT: Duration = Duration::from_secs(30);
/// Before each further try at an address, in which the next change waits.
const SOON: [Duration; 3] = [
    Duration::from_secs(1),
    Duration::from_secs(5),
    Duration::from_secs(25),
];
/// Before each try after those, the last for ever, unless another change is to be told.
const LATER: [Duration; 4] = [
    Duration::from_secs(2 * 60),
    Duration::from_secs(5 * 60),
    Duration::from_secs(15 * 60),
    Duration::from_secs(60 * 60),
];

/// The hooks in force, until it is dropped: what still waits then is not told, and a program that
/// is still running is ended.
#[derive(Debug)]
pub struct Hooks {
    settings: watch::Receiver<Arc<Settings>>,
    programs: mpsc::Sender<ToProgram>,
    addresses: mpsc::Sender<ToAddress>,
    _workers: JoinSet<()>,
}

/// How long an address that fails is left alone.
#[derive(Debug, Default)]
struct Pauses {
    soon: Vec<Duration>,
    later: Vec<Duration>,
}

/// Something to tell a program.
#[derive(Debug)]
struct ToProgram {
    command: Vec<String>,
    json: String,
}

/// Something to tell an address.
#[derive(Debug)]
struct ToAddress {
    url: Url,
    proxy: Proxy,
    json: String,
}

impl Hooks {
    /// The hooks of this engine's settings, whatever they become. Needs a Tokio runtime.
    pub fn start(engine: &Handle) -> Self {
        let pauses = Pauses {
            soon: SOON.to_vec(),
            later: LATER.to_vec(),
        };
        Self::of(engine, PROGRAM_LIMIT, pauses)
    }

    fn of(engine: &Handle, limit: Duration, pauses: Pauses) -> Self {
        let (programs, to_programs) = mpsc::channel(WAITING);
        let (addresses, to_addresses) = mpsc::channel(WAITING);
        let mut workers = JoinSet::new();
        let standing = Standing::new(engine.clone(), |hooks| hooks.on_transition.clone());
        workers.spawn(program::work(to_programs, limit, standing));
        let standing = Standing::new(engine.clone(), |hooks| hooks.webhook.clone());
        workers.spawn(webhook::work(to_addresses, pauses, standing));
        Self {
            settings: engine.settings(),
            programs,
            addresses,
            _workers: workers,
        }
    }

    /// Tells every hook, one change after the other. Never waits; failures are logged, and shown as
    /// faults.
    pub fn tell(&self, json: &str) {
        let settings = self.settings.borrow().clone();
        let hooks = &settings.hooks;
        if !hooks.on_transition.is_empty() {
            let told = self.programs.try_send(ToProgram {
                command: hooks.on_transition.clone(),
                json: json.to_owned(),
            });
            note("the program", told.is_err());
        }
        if let Some(url) = &hooks.webhook {
            let told = self.addresses.try_send(ToAddress {
                url: url.clone(),
                proxy: settings.proxy.clone(),
                json: json.to_owned(),
            });
            note("the webhook", told.is_err());
        }
    }
}

fn note(hook: &str, lost: bool) {
    if lost {
        tracing::warn!(hook, "a hook does not keep up: a change is not told");
    }
}

#[cfg(test)]
mod tests;
