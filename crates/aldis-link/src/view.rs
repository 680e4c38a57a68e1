//! Every DTO that a window, a bar or a script sees. Names are those of CONTRACTS.md; fields are
//! added, never renamed.

mod answer;
mod chosen;
mod explained;
mod of;
mod past;
mod proposed;
mod table;
mod told;

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::query::Theme;

pub use self::answer::{
    Account, Answer, CatalogueLine, DayOf, Exported, History, Host, IncidentLine, Intervals,
    KeyLine, KeyTest, Keys, Latency, Licence, Places, ServiceHistory, ServiceLevel, Settings,
    SurfaceLatency,
};
pub use self::explained::{Explanation, Piece, SurfaceEvidence};
pub use self::proposed::{Proposal, ProposedComponent};
pub use self::table::csv;

/// Everything at one moment, ready to show: words are in the user's language, times are RFC 3339 UTC.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Snapshot {
    /// When any look last ended.
    pub checked_at: Option<String>,
    /// The state of our own network.
    pub vantage: Vantage,
    /// What of ours is in the way, where it can be named; also while we are online.
    pub culprit: Option<Culprit>,
    /// The state of our own network in one sentence.
    pub vantage_words: String,
    /// Why we look less often than usual, in one sentence, where we do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sparing: Option<String>,
    /// BCP 47 tag of the language of every sentence: `en`, `vi`.
    pub language: String,
    /// The window in light or dark; absent where the system decides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme: Option<Theme>,
    /// Which lamp is lit.
    pub lamp: Lamp,
    /// "ChatGPT is down. It's them, not you."
    pub headline: String,
    /// The sentence under the headline.
    pub detail: String,
    /// Whether somebody is waiting for looks in flight.
    pub checking: bool,
    /// Watched services, worst first; equals in the user's order.
    pub services: Vec<Service>,
    /// Open incidents and those that ended in the last 24 hours, newest first.
    pub incidents: Vec<Incident>,
    /// What of Aldis itself is broken; mistakes in files last, by file and line.
    pub faults: Vec<Fault>,
    /// Which version of the catalogue is in force.
    pub catalogue_version: u32,
}

/// Something of Aldis itself that is broken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Fault {
    /// The user's file it is in, if it is a mistake in one.
    pub file: Option<String>,
    /// Its one-based line there, where one can be named.
    pub line: Option<u32>,
    /// One sentence, with what to do.
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.file, self.line) {
            (Some(file), Some(line)) => write!(f, "{file}:{line}: {}", self.message),
            (Some(file), None) => write!(f, "{file}: {}", self.message),
            (None, _) => f.write_str(&self.message),
        }
    }
}

/// The state of our own network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Vantage {
    /// Controls answer.
    Online,
    /// Just started or woken.
    Waking,
    /// A portal answers for others.
    Captive,
    /// Lossy or slow.
    Impaired,
    /// No control answers.
    Offline,
}

/// What of ours is in the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Culprit {
    /// Our link answers much slower than it usually does.
    Slow,
    /// Our resolver does not know names that exist.
    Resolver,
    /// Our proxy does not let us through.
    Proxy,
    /// Somebody opens secure connections on their way.
    Interception,
    /// Our clock is off.
    Clock,
}

/// Which lamp is lit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Lamp {
    /// Green.
    Well,
    /// Blue.
    Maintenance,
    /// Grey.
    CannotSee,
    /// Amber.
    SomethingOff,
    /// Red.
    Outage,
}

/// How a service is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Health {
    /// Works.
    Operational,
    /// Slow, or a part fails.
    Degraded,
    /// Part of its main surface is out.
    PartialOutage,
    /// Its main surface is out.
    MajorOutage,
    /// Announced maintenance.
    Maintenance,
    /// Nobody can say.
    Unknown,
}

/// How sure we are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// A suspicion.
    Possible,
    /// One group of evidence.
    Likely,
    /// Two groups, or a confirm burst with our own network proven fine.
    Confirmed,
    /// Only the vendor says so.
    Reported,
}

/// One watched service.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Service {
    /// Stable id.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// How it is.
    pub health: Health,
    /// How sure; null when unknown.
    pub confidence: Option<Confidence>,
    /// Since when it has been in trouble; null when it is not.
    pub since: Option<String>,
    /// Why, in one sentence.
    pub reason: String,
    /// The state in a word or two: "outage", "working".
    pub state: String,
    /// The evidence behind it, piece by piece; null where nobody asked for it.
    pub explanation: Option<Explanation>,
    /// What the vendor says.
    pub official: Official,
    /// The last look at each surface.
    pub probes: Vec<Probe>,
    /// Where a person goes.
    pub open: String,
    /// What completions on the user's account cost today; null where they are not switched on.
    pub completions: Option<Completions>,
    /// Its open incident.
    pub incident: Option<String>,
    /// The last 24 hours, oldest first; `unknown` is a gap: asleep, offline, not running.
    pub spans: Vec<Span>,
    /// Whether the user muted it.
    pub muted: bool,
    /// What to use instead, best first.
    pub alternatives: Vec<Alternative>,
}

/// Completions on the user's account in the day (UTC) that is going on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Completions {
    /// How many were asked for.
    pub spent: u32,
    /// Of how many.
    pub daily: u32,
    /// "12 of 200 real requests today"
    pub words: String,
}

/// What the vendor's page says about a service.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Official {
    /// Its verdict.
    pub health: Health,
    /// Seconds since it was last read well; null if never.
    pub age_s: Option<u32>,
    /// In one sentence, with the trouble and the age of the last good answer when it cannot be read.
    pub words: String,
    /// Open incidents that concern this service.
    pub incidents: Vec<OfficialIncident>,
    /// Where a person reads it; http(s) only.
    pub url: Option<String>,
}

/// One incident as the vendor tells it. Texts are plain text, to be shown as such.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct OfficialIncident {
    /// Their id.
    pub id: String,
    /// Their title.
    pub title: String,
    /// `investigating` `identified` `monitoring` `resolved` `postmortem`.
    pub phase: String,
    /// `none` `minor` `major` `critical` `maintenance`; null where they do not say.
    pub impact: Option<String>,
    /// Their start.
    pub started_at: Option<String>,
    /// Their end.
    pub resolved_at: Option<String>,
    /// Where a person reads it; http(s) only.
    pub url: Option<String>,
    /// What they wrote, newest first.
    pub updates: Vec<OfficialUpdate>,
}

/// One message under an official incident.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct OfficialUpdate {
    /// When.
    pub at: Option<String>,
    /// The phase it announced.
    pub phase: Option<String>,
    /// Plain text.
    pub text: String,
}

/// The last look at one surface.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Probe {
    /// `web` `api` `completion`.
    pub surface: String,
    /// The outcome's word of CONTRACTS.md.
    pub outcome: String,
    /// HTTP status, where an answer came.
    pub status: Option<u16>,
    /// Milliseconds in all.
    pub ms: u32,
    /// Where it failed.
    pub phase: Option<String>,
    /// When it ended.
    pub at: String,
    /// Whether it speaks for the service (`works`), against it (`fails`) or neither (`nothing`).
    pub says: Says,
    /// In one sentence.
    pub words: String,
    /// Usual milliseconds (median of recent good looks).
    pub usual_ms: Option<u32>,
    /// Milliseconds per layer, in the order they were gone through.
    pub layers: Vec<Layer>,
}

/// What a look says about the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Says {
    /// It works.
    Works,
    /// It fails.
    Fails,
    /// Nothing either way.
    Nothing,
}

/// How long one layer took.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Layer {
    /// `dns` `connect` `tls` `first_byte` `body`; `first_token` is the time a model took to begin,
    /// within `first_byte` and `body`.
    pub phase: String,
    /// Its name for people.
    pub name: String,
    /// Milliseconds.
    pub ms: u32,
}

/// A stretch of one health.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Span {
    /// From.
    pub from: String,
    /// To.
    pub to: String,
    /// How it was; `unknown` is a gap.
    pub health: Health,
}

/// What to use instead.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Alternative {
    /// Service id.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Where a person goes.
    pub open: String,
    /// Link template with `{prompt}`; null where none is known to work (copy and open).
    pub prompt: Option<String>,
    /// "working, checked 8 s ago · makes images · no sign-in"
    pub why: String,
}

/// One outage or degradation of one service.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Incident {
    /// Stable id.
    pub id: String,
    /// Service id.
    pub service: String,
    /// Service name.
    pub name: String,
    /// Worst health reached.
    pub worst: Health,
    /// Health as it stands.
    pub health: Health,
    /// How sure.
    pub confidence: Confidence,
    /// How sure, in words.
    pub confidence_words: String,
    /// Who noticed: `local` `official` `both`.
    pub source: String,
    /// "ChatGPT is down" / "ChatGPT was down".
    pub title: String,
    /// First failing look, or the vendor's own start.
    pub began: String,
    /// When it last worked, where nobody looked from then until `began`; null where its start was seen.
    #[cfg_attr(feature = "specta", specta(optional))]
    pub worked_before: Option<String>,
    /// When it was over; null while it is open.
    pub ended: Option<String>,
    /// Whether the user asked to be told when it is over.
    pub awaited: bool,
    /// "we saw it 19 min before their page"; null while there is nothing to compare.
    pub lead: Option<String>,
    /// Affected capabilities in words.
    pub affected: Vec<String>,
    /// What the vendor wrote.
    pub official: Vec<OfficialIncident>,
    /// Ours and theirs, newest first.
    pub timeline: Vec<Entry>,
}

/// One line of an incident's timeline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Entry {
    /// When; null where the vendor gives no time.
    pub at: Option<String>,
    /// Whose telling.
    pub by: Teller,
    /// Plain text: ours is a sentence, theirs a quote.
    pub text: String,
    /// Their phase, for theirs: `investigating` `identified` `monitoring` `resolved` `postmortem`.
    pub phase: Option<String>,
}

/// Whose telling a timeline line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Teller {
    /// Aldis.
    Us,
    /// The vendor.
    Them,
}

/// A service's health changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transition {
    /// When we decided.
    pub at: String,
    /// Service id.
    pub service: String,
    /// Before.
    pub from: Health,
    /// After.
    pub to: Health,
    /// How sure; null when `to` is unknown.
    pub confidence: Option<Confidence>,
    /// Why, in one sentence.
    pub reason: String,
    /// The incident it belongs to.
    pub incident: Option<String>,
}

/// The user was told something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// One per incident: a later notice with the same id replaces the shown one.
    pub id: String,
    /// When.
    pub at: String,
    /// `outage` `degraded` `recovery` `unstable` `upstream` `vantage`.
    pub kind: String,
    /// Ids of the services it is about.
    pub services: Vec<String>,
    /// First line.
    pub title: String,
    /// Second line.
    pub body: String,
    /// The incident it belongs to.
    pub incident: Option<String>,
    /// The notice it replaces.
    pub replaces: Option<String>,
}

/// The state of our own network changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VantageChange {
    /// When.
    pub at: String,
    /// Before.
    pub from: Vantage,
    /// After.
    pub to: Vantage,
}

/// Why something that was asked did not happen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Failure {
    /// For whoever acts on it.
    pub code: Code,
    /// For people: a lower-case fragment.
    pub message: String,
}

/// A failure that the other side treats in its own way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// No lamp is connected: try again when it is.
    NoLamp,
    /// The line is not a request that this lamp knows.
    NotUnderstood,
    /// Too many are connected already.
    Busy,
    /// It was tried and went wrong.
    Failed,
}
