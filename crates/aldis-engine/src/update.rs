//! Catalogues that are newer than this Aldis: fetched at most once a day, believed only with the
//! signature of whoever makes Aldis, kept in one file beside history. Which of two counts is core's.
//!
//! To publish one: `version = …` and below it every file of core's `catalogue/vendors` in one
//! `services.toml`, signed with `minisign -Sm services.toml`; it and `services.toml.minisig` go where
//! `ALDIS_CATALOGUE_URL` pointed when Aldis was built. The secret key is in nobody's tree; the public
//! one is `update/catalogue.pub`.

mod fetch;
mod signed;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use aldis_core::{Catalogue, Settings, Timestamp};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;
use url::Url;

use self::signed::Signed;
use crate::clock::Clock;
use crate::files;
use crate::probe::wire::Wire;

/// The key that catalogues are signed with.
const KEY: &str = include_str!("update/catalogue.pub");
/// Where catalogues come from unless the settings say otherwise; told to a release when it is built.
const URL: Option<&str> = option_env!("ALDIS_CATALOGUE_URL");
/// The catalogue that was fetched last, with its signature.
const KEPT: &str = "catalogue.signed";
/// When somebody was last asked for one.
const ASKED: &str = "catalogue.asked";
/// How often somebody is asked.
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Where newer catalogues are kept, and whose are believed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Updates {
    dir: PathBuf,
    key: String,
    /// After a start, when there is more urgent work.
    first: Duration,
    /// How often it is looked whether a day has passed: a laptop sleeps.
    every: Duration,
}

impl Updates {
    /// Those that whoever makes Aldis has signed, kept in the data directory.
    pub fn in_dir(data: &Path) -> Self {
        Self::signed_by(data, KEY)
    }

    /// Those signed with another minisign key, of which this is the public half.
    pub fn signed_by(data: &Path, key: &str) -> Self {
        Self {
            dir: data.to_owned(),
            key: key.to_owned(),
            first: Duration::from_secs(120),
            every: Duration::from_secs(30 * 60),
        }
    }

    /// The same, looking so often whether a day has passed: for whoever cannot wait for two minutes.
    #[must_use]
    pub fn looking_every(self, every: Duration) -> Self {
        Self {
            first: every,
            every,
            ..self
        }
    }

    /// The catalogue that is kept, if its signature is good and it is newer than `ours`.
    pub(crate) fn kept(&self, ours: &Catalogue) -> Option<Catalogue> {
        let path = self.dir.join(KEPT);
        let bytes = std::fs::read(&path).ok()?;
        let read = Signed::from_file(&bytes).and_then(|signed| signed.renewed(&self.key, ours));
        read.inspect_err(|why| tracing::info!(%why, "a kept catalogue does not count"))
            .ok()
    }

    /// What a catalogue has to be newer than.
    fn in_force(&self) -> Catalogue {
        let ours = Catalogue::embedded();
        self.kept(&ours).unwrap_or(ours)
    }

    fn keep(&self, signed: &Signed) -> anyhow::Result<()> {
        files::replace(&self.dir.join(KEPT), signed.to_file())
    }

    /// Whether a day has passed, or the clock went back.
    fn is_due(&self, now: Timestamp) -> bool {
        let text = std::fs::read_to_string(self.dir.join(ASKED)).unwrap_or_default();
        let asked = Timestamp::parse(text.trim());
        asked.is_none_or(|asked| asked > now || now.since(asked) >= DAY)
    }

    fn note_asked(&self, now: Timestamp) {
        if let Err(error) = files::replace(&self.dir.join(ASKED), now.to_string()) {
            tracing::warn!(error = format!("{error:#}"), "failed to note an update");
        }
    }
}

/// Renews the catalogue until it is dropped.
#[derive(Debug)]
pub(crate) struct Renewal(JoinHandle<()>);

impl Drop for Renewal {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Renewal {
    /// Asks once a day, as long as the settings allow, and touches whoever reads the files when there
    /// is a newer catalogue.
    pub(crate) fn start(
        updates: Updates,
        clock: Clock,
        settings: watch::Receiver<Arc<Settings>>,
        touch: mpsc::Sender<()>,
    ) -> Self {
        Self(tokio::spawn(async move {
            tokio::time::sleep(updates.first).await;
            loop {
                let wishes = settings.borrow().clone();
                if renew(&updates, &wishes, clock.read().wall).await {
                    // One waiting touch is as good as many.
                    let _ = touch.try_send(());
                }
                tokio::time::sleep(updates.every).await;
            }
        }))
    }
}

/// Whether a newer catalogue came. Whatever else comes changes nothing.
async fn renew(updates: &Updates, settings: &Settings, now: Timestamp) -> bool {
    let ours = || URL.and_then(|url| Url::parse(url).ok());
    let Some(url) = settings.updates.url.clone().or_else(ours) else {
        return false;
    };
    if !settings.updates.catalogue || !updates.is_due(now) {
        return false;
    }
    updates.note_asked(now);
    match fetched(updates, &url, settings).await {
        Ok(version) => {
            tracing::info!(version, "a newer catalogue is in force");
            true
        }
        Err(error) => {
            tracing::info!(why = format!("{error:#}"), "no newer catalogue");
            false
        }
    }
}

async fn fetched(updates: &Updates, url: &Url, settings: &Settings) -> anyhow::Result<u32> {
    let wire = Wire::new()?;
    let signed = fetch::signed(&wire, url, &settings.proxy).await?;
    let new = signed.renewed(&updates.key, &updates.in_force())?;
    updates.keep(&signed)?;
    Ok(new.version)
}

#[cfg(test)]
mod tests;
