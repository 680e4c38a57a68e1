//! What the window is answered: the DTOs of history, settings, keys and files. They are only told;
//! whoever answers fills them in.

use serde::{Deserialize, Serialize};

use super::{Failure, Health, Incident, Proposal};
use crate::query::{Level, Metered, QuietHours, Reach, Theme};

/// The answer to one [`crate::query::Query`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(tag = "answer", content = "with", rename_all = "snake_case")]
pub enum Answer {
    /// The incidents of the last 90 days, newest first.
    Incidents(Vec<IncidentLine>),
    /// One whole; null where it is no longer kept.
    Incident(Option<Box<Incident>>),
    /// How the services did, in the order shown.
    History(History),
    /// How quick one service answered.
    Latency(Latency),
    /// The settings in force.
    Settings(Box<Settings>),
    /// A status page that can be read.
    Proposed(Box<Proposal>),
    /// Which keys are kept.
    Keys(Keys),
    /// How a key did: one sentence.
    KeyTested(KeyTest),
    /// Where a file was put.
    Exported(Exported),
    /// It is done.
    Done,
    /// What Aldis is made of.
    Licences(Vec<Licence>),
    /// It could not be done.
    Failed(Failure),
}

/// One incident in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct IncidentLine {
    /// Stable id.
    pub id: String,
    /// Service id.
    pub service: String,
    /// Service name.
    pub name: String,
    /// Worst health reached.
    pub worst: Health,
    /// "ChatGPT was down"
    pub title: String,
    /// When it began.
    pub began: String,
    /// When it last worked, where nobody looked from then until `began`; null where its start was seen.
    #[cfg_attr(feature = "specta", specta(optional))]
    pub worked_before: Option<String>,
    /// When it was over; null while it is open.
    pub ended: Option<String>,
    /// Who noticed: `local` `official` `both`.
    pub source: String,
    /// Who noticed first, in words.
    pub noticed: String,
}

/// How the services did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct History {
    /// Watched services in the order shown, then those that were watched once.
    pub services: Vec<ServiceHistory>,
}

/// How one service did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct ServiceHistory {
    /// Stable id.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Shortest reach first.
    pub accounts: Vec<Account>,
    /// The last 90 days, oldest first; the last one is today.
    pub days: Vec<DayOf>,
    /// How late the vendor's page usually is, in seconds.
    pub late_s: u32,
    /// Whether that was learned of this page; else it is what is known of such pages.
    pub late_learned: bool,
}

/// How one service did within one reach.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Account {
    /// How far back it goes.
    pub reach: Reach,
    /// Seconds in which it was known how the service is.
    pub observed_s: u32,
    /// Seconds of those in which it was out.
    pub out_s: u32,
    /// Seconds of those in which it was degraded.
    pub degraded_s: u32,
    /// Share of the observed time in which it was not out; null where nothing was observed.
    pub availability: Option<f64>,
    /// How many incidents touched it.
    pub incidents: u32,
    /// Median seconds until it was back; null where none ended.
    pub recovery_s: Option<u32>,
}

/// One calendar day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct DayOf {
    /// When it begins.
    pub from: String,
    /// The worst that was seen; `unknown` where nothing was.
    pub worst: Health,
    /// Seconds in which it was known how the service is.
    pub observed_s: u32,
    /// Seconds of those in which it was out.
    pub out_s: u32,
}

/// How quick one service answered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Latency {
    /// Service id.
    pub service: String,
    /// How far back.
    pub reach: Reach,
    /// Seconds since the Unix epoch at which the first step begins.
    pub from_s: u32,
    /// Seconds in each step.
    pub step_s: u32,
    /// Each surface that answered.
    pub surfaces: Vec<SurfaceLatency>,
}

/// How quick one surface answered; one place for each step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct SurfaceLatency {
    /// `web` `api` `completion`.
    pub surface: String,
    /// Median milliseconds; null where nothing answered.
    pub median_ms: Vec<Option<u32>>,
    /// What nine of ten stayed under.
    pub slow_ms: Vec<Option<u32>>,
}

/// The settings in force, and what can be chosen from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Settings {
    /// What is watched, in the order shown.
    pub watch: Vec<String>,
    /// What is suggested first.
    pub prefer: Vec<String>,
    /// `system`, `en` or `vi`.
    pub language: String,
    /// The window in light or dark.
    pub theme: Theme,
    /// How much to tell of every service that has no level of its own.
    pub level: Level,
    /// Those that have one.
    pub levels: Vec<ServiceLevel>,
    /// Whether recoveries are told.
    pub recoveries: bool,
    /// When to stay silent.
    pub quiet_hours: Option<QuietHours>,
    /// How often to look.
    pub intervals: Intervals,
    /// The least that other hosts are held to.
    pub minimum: Intervals,
    /// `system`, `none`, or an address without its password.
    pub proxy: String,
    /// Whether what goes through the link is paid for.
    pub metered: Metered,
    /// Services that are asked for real answers.
    pub completions: Vec<String>,
    /// Of how many a day.
    pub daily: u32,
    /// Whether Aldis starts when the person signs in; null where the system cannot say.
    pub start_at_login: Option<bool>,
    /// Everything that can be watched.
    pub catalogue: Vec<CatalogueLine>,
    /// Every host that is contacted, and why.
    pub hosts: Vec<Host>,
    /// Where things are.
    pub places: Places,
    /// Version of the lamp.
    pub version: String,
}

/// A service's own level.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct ServiceLevel {
    /// Service id.
    pub service: String,
    /// How much to tell.
    pub level: Level,
}

/// Seconds between two looks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Intervals {
    /// Websites and interfaces.
    pub edge_s: u32,
    /// The models themselves.
    pub completion_s: u32,
    /// Status pages.
    pub status_page_s: u32,
}

/// One service of the catalogue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct CatalogueLine {
    /// Stable id.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Who runs it.
    pub vendor: String,
    /// What it can do, in words.
    pub abilities: Vec<String>,
    /// Name of the key that real answers take; null where none can be asked for.
    pub key: Option<String>,
}

/// A host that is contacted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Host {
    /// Its name.
    pub host: String,
    /// What for, in words.
    pub why: Vec<String>,
}

/// Where things are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Places {
    /// The settings file.
    pub settings: String,
    /// The directory of history and log.
    pub data: String,
    /// How large history is, in KiB.
    pub history_kib: u32,
}

/// Which keys are kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Keys {
    /// Every key that the catalogue knows.
    pub keys: Vec<KeyLine>,
    /// Why the key store cannot be opened; null where it can.
    pub trouble: Option<String>,
}

/// One key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct KeyLine {
    /// Its name.
    pub name: String,
    /// The services it is for, by name.
    pub services: Vec<String>,
    /// Whether one is kept.
    pub kept: bool,
}

/// How a key did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct KeyTest {
    /// Whether the vendor answered with a word.
    pub works: bool,
    /// In one sentence.
    pub words: String,
}

/// Where a file was put.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Exported {
    /// The file.
    pub path: String,
    /// How many incidents are in it.
    pub incidents: u32,
}

/// One thing Aldis is made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Licence {
    /// Name and version.
    pub name: String,
    /// Its licence, as SPDX writes it.
    pub licence: String,
}
