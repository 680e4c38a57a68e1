//! Starting and ending a lab. What it does meanwhile is in `stage.rs`.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::time::Duration;

use anyhow::Context;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use crate::port::Port;
use crate::remote;
use crate::stage::{Handle, Stage};
use crate::tls::Certificates;
use crate::vendor::Part;

/// How to play.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// `intervals.edge` of the settings the lab writes.
    pub edge: Duration,
    /// `intervals.status_page` of the settings and `every` of the catalogue the lab writes.
    pub status_page: Duration,
    /// Parts whose catalogue entries say `https`. Nobody trusts their certificates unless told
    /// to: see [`Stage::authority_pem`].
    pub https: Vec<Part>,
    /// Parts whose catalogue entries have a host name that no resolver knows.
    pub unknown_name: Vec<Part>,
    /// Parts whose catalogue entries have a host name that only the lab's own resolver knows.
    pub known_elsewhere: Vec<Part>,
    /// Whether the lab can be driven over HTTP: see [`Lab::remote_url`].
    pub remote: bool,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            edge: Duration::from_millis(500),
            status_page: Duration::from_secs(1),
            https: Vec::new(),
            unknown_name: Vec::new(),
            known_elsewhere: Vec::new(),
            remote: true,
        }
    }
}

/// A running lab. Dropping it ends every listener and every connection.
pub struct Lab {
    stage: Stage,
    config: Config,
    remote_url: Option<String>,
    _tasks: JoinSet<()>,
}

impl Lab {
    /// Opens a port on loop-back for every part and plays all vendors in good health.
    /// Needs a tokio runtime, of any flavour, with I/O and time.
    pub async fn start(config: Config) -> anyhow::Result<Self> {
        let certificates = Certificates::make().context("failed to make certificates")?;
        let mut handles = BTreeMap::new();
        let mut ports = Vec::new();
        for part in Part::all() {
            let port = Port::open(part).with_context(|| format!("failed to listen for {part}"))?;
            let (requests, inbox) = mpsc::channel(4);
            let address = port.address();
            handles.insert(part, Handle { address, requests });
            ports.push((port, inbox));
        }
        let stage = Stage::new(handles, certificates);
        let mut tasks = JoinSet::new();
        for (port, inbox) in ports {
            tasks.spawn(port.run(stage.clone(), inbox));
        }
        let remote_url = if config.remote {
            let url = remote::start(&stage, &config, &mut tasks).await;
            Some(url.context("failed to listen for commands")?)
        } else {
            None
        };
        Ok(Self {
            stage,
            config,
            remote_url,
            _tasks: tasks,
        })
    }

    /// The handle on it, for tasks of their own.
    pub fn stage(&self) -> Stage {
        self.stage.clone()
    }

    /// Where it is driven over HTTP, unless that was not wanted.
    pub fn remote_url(&self) -> Option<&str> {
        self.remote_url.as_deref()
    }

    /// A `services.toml` that points every service and control at this lab.
    pub fn catalogue_toml(&self) -> String {
        crate::catalogue::catalogue_toml(&self.stage, &self.config)
    }

    /// A `settings.toml` that watches these services quickly.
    pub fn settings_toml(&self) -> String {
        crate::catalogue::settings_toml(&self.config)
    }

    /// Writes both into a config directory, which is made if need be.
    pub fn write_config(&self, dir: &std::path::Path) -> anyhow::Result<()> {
        std::fs::create_dir_all(dir)
            .with_context(|| format!("failed to make {}", dir.display()))?;
        for (name, text) in [
            ("services.toml", self.catalogue_toml()),
            ("settings.toml", self.settings_toml()),
        ] {
            let path = dir.join(name);
            std::fs::write(&path, text)
                .with_context(|| format!("failed to write {}", path.display()))?;
        }
        Ok(())
    }
}

impl Deref for Lab {
    type Target = Stage;

    fn deref(&self) -> &Stage {
        &self.stage
    }
}
