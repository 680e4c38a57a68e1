//! An outage or degradation of one service, from opening to end: what it is made of. How it comes
//! and goes is in `incident/ledger.rs`.

mod ledger;

use std::fmt;

use crate::catalogue::{ServiceId, Surface};
use crate::correlation::Cause;
use crate::drift::Speed;
use crate::evidence::Outcome;
use crate::health::{Confidence, Health};
use crate::page::PageIncident;
use crate::time::Timestamp;

pub use ledger::{Ledger, Standing, Turn};

/// Stable name of an incident of ours: service and the moment it was opened.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IncidentId(String);

impl IncidentId {
    /// The id of an incident of `service` that we opened at `opened`.
    pub fn of(service: &ServiceId, opened: Timestamp) -> Self {
        Self(format!("{service}-{}", opened.as_millis()))
    }

    /// Wraps an id read back from history.
    pub fn new(id: impl Into<String>) -> Self {
        Self(id.into())
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for IncidentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Who noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// Our own looks.
    Local,
    /// The vendor's page.
    Official,
    /// Both.
    Both,
}

impl Source {
    /// The word used in history and over the link.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Local => "local",
            Self::Official => "official",
            Self::Both => "both",
        }
    }

    /// The reverse of [`Source::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "local" => Self::Local,
            "official" => Self::Official,
            "both" => Self::Both,
            _ => return None,
        })
    }
}

/// One outage or degradation of one service, from opening to end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incident {
    /// Stable id.
    pub id: IncidentId,
    /// The service.
    pub service: ServiceId,
    /// Worst health reached.
    pub worst: Health,
    /// Health as it stands.
    pub health: Health,
    /// How sure.
    pub confidence: Confidence,
    /// Who noticed.
    pub source: Source,
    /// First failing look, or the vendor's own start where only they say so.
    pub began: Timestamp,
    /// When we were sure enough to say it.
    pub opened: Timestamp,
    /// When our own looks were sure; `None` where only the vendor says so.
    pub seen_here: Option<Timestamp>,
    /// When the vendor's page first named it, as we saw it.
    pub posted: Option<Timestamp>,
    /// When it was over; `None` while it is open.
    pub ended: Option<Timestamp>,
    /// How often it came back within the reopening window.
    pub reopened: u32,
    /// Since when it was out, the last time it was; `None` while it was only ever degraded.
    pub out_since: Option<Timestamp>,
    /// What the user was told of it, and so whether word of its end is owed.
    pub told: Told,
    /// Whether the user asked to be told of its end, whatever they hear of otherwise.
    pub awaited: bool,
    /// What it has in common with others that failed when it did.
    pub cause: Option<Cause>,
    /// The vendor's incidents that belong to it, newest first.
    pub official: Vec<PageIncident>,
    /// What we did and saw, oldest first.
    pub timeline: Vec<Entry>,
}

/// How much of an incident the user was told since it last began.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Told {
    /// Nothing, or also its end.
    #[default]
    Nothing,
    /// That it is degraded.
    Degraded,
    /// That it is out.
    Outage,
}

impl Told {
    /// The word used in history.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Degraded => "degraded",
            Self::Outage => "outage",
        }
    }

    /// The reverse of [`Told::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "nothing" => Self::Nothing,
            "degraded" => Self::Degraded,
            "outage" => Self::Outage,
            _ => return None,
        })
    }
}

/// One line of our own telling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// When.
    pub at: Timestamp,
    /// What, in data.
    pub what: Happening,
}

/// Something worth a line in an incident's timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Happening {
    /// It worked, and then nobody looked until it failed: it began at some moment between the two.
    LastWorked,
    /// A look failed for the first time.
    FirstFailure {
        /// Where.
        surface: Surface,
        /// How.
        outcome: Outcome,
    },
    /// We were sure.
    Confirmed {
        /// Failed test requests since the first failure.
        failed: u32,
        /// All test requests since the first failure.
        tried: u32,
    },
    /// We were sure that it had become slow.
    Slowed {
        /// Where.
        surface: Surface,
        /// How much.
        speed: Speed,
    },
    /// The health changed while it was open.
    Became(Health),
    /// The vendor's page named it.
    Posted {
        /// Their title.
        title: String,
    },
    /// It works again as seen from here, whatever the vendor's page still says.
    WorksAgain,
    /// It came back.
    Reopened,
    /// It is over, as seen from here or as the vendor says.
    Ended,
}
