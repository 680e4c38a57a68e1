//! With what an engine starts.

use std::path::{Path, PathBuf};

use aldis_core::finding::Finding;
use aldis_core::pace::Tempo;
use aldis_core::{Catalogue, ServiceId, Settings};
use jiff::tz::TimeZone;
use tokio::sync::mpsc;

use crate::clock::Clock;
use crate::files::{self, Watcher};
use crate::handle::Message;
use crate::local;
use crate::network::Network;
use crate::update::Updates;

/// With what an engine starts.
#[derive(Clone, Debug)]
pub struct Config {
    /// What the user wants.
    pub settings: Settings,
    /// What can be watched.
    pub catalogue: Catalogue,
    /// Mistakes in the files these came from, shown as faults.
    pub findings: Vec<Finding>,
    /// Watch these and nothing else, whatever the settings say now or later.
    pub only: Option<Vec<ServiceId>>,
    /// Where history is kept; `None` keeps none.
    pub history: Option<PathBuf>,
    /// Where only the account of completions is kept: the history of a lamp, of which one look
    /// reads and writes nothing else. `None` keeps none, and then none are asked for.
    pub account: Option<PathBuf>,
    /// Where `settings.toml` and `services.toml` are, to be read again when they change; `None`
    /// reads none.
    pub reload: Option<PathBuf>,
    /// Where newer catalogues are kept, and whose are believed; they are fetched where `reload` says
    /// that files are read. `None` keeps none.
    pub updates: Option<Updates>,
    /// Where time comes from.
    pub clock: Clock,
    /// Where a change of network shows.
    pub network: Network,
    /// Local time, for quiet hours.
    pub zone: TimeZone,
    /// [`Tempo::REAL`], or [`Tempo::QUICK`] where a person waits.
    pub tempo: Tempo,
    /// Spreads looks in time; two engines with one seed look at the same moments.
    pub seed: u64,
}

impl Config {
    /// An engine that touches no file.
    pub fn in_memory(settings: Settings, catalogue: Catalogue) -> Self {
        Self {
            settings,
            catalogue,
            findings: Vec::new(),
            only: None,
            history: None,
            account: None,
            reload: None,
            updates: None,
            clock: Clock::system(),
            network: Network::system(),
            zone: local::time_zone(),
            tempo: Tempo::REAL,
            seed: seed(),
        }
    }

    /// An engine that reads and watches the user's files in `config`, and keeps history in `data`.
    pub fn in_dirs(config: &Path, data: &Path) -> Self {
        let updates = Updates::in_dir(data);
        let loaded = files::load_renewed(config, &updates);
        Self {
            findings: loaded.findings,
            history: Some(data.to_owned()),
            reload: Some(config.to_owned()),
            updates: Some(updates),
            ..Self::in_memory(loaded.settings, loaded.catalogue)
        }
    }

    /// Watches only these services.
    #[must_use]
    pub fn watching(mut self, only: Vec<ServiceId>) -> Self {
        self.settings.watch.clone_from(&only);
        self.only = Some(only);
        self
    }

    pub(crate) fn watch(&self, messages: mpsc::Sender<Message>) -> Option<Watcher> {
        let dir = self.reload.clone()?;
        match Watcher::start(dir, self.updates.clone(), self.only.clone(), messages) {
            Ok(watcher) => Some(watcher),
            Err(error) => {
                let error = format!("{error:#}");
                tracing::warn!(error, "changes of the settings will not be noticed");
                None
            }
        }
    }
}

/// Differs from start to start, which is all it is for.
fn seed() -> u64 {
    use std::hash::{BuildHasher, RandomState};
    RandomState::new().hash_one(std::process::id())
}
