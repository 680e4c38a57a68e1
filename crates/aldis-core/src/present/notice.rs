//! What the user is told, once, or nothing.

use std::time::Duration;

use crate::catalogue::ServiceId;
use crate::health::Health;
use crate::incident::IncidentId;
use crate::snapshot::{PageSays, Reason};
use crate::time::Timestamp;

/// One thing to tell the user. The shell shows it in place of the one it replaces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// One per incident: a later notice with the same id replaces the shown one.
    pub id: IncidentId,
    /// When it was decided.
    pub at: Timestamp,
    /// What kind, with its facts.
    pub kind: NoticeKind,
    /// Whom it is about, id and name.
    pub services: Vec<(ServiceId, String)>,
    /// The notice it replaces, if one was shown for this incident.
    pub replaces: Option<IncidentId>,
    /// Show without sound (quiet hours, relapse).
    pub silent: bool,
    /// Best alternative, for the action: name and address.
    pub instead: Option<(String, url::Url)>,
}

/// What kind of notice, with its facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoticeKind {
    /// A service is out.
    Outage {
        /// Partial or major.
        health: Health,
        /// Since when.
        since: Timestamp,
        /// Why we say so.
        reason: Reason,
    },
    /// A service is degraded.
    Degraded {
        /// Since when.
        since: Timestamp,
        /// Why we say so.
        reason: Reason,
    },
    /// It works again.
    Recovery {
        /// How long it was out.
        out_for: Duration,
        /// What the page still says.
        page: PageSays,
    },
}

impl NoticeKind {
    /// The word of CONTRACTS.md.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Outage { .. } => "outage",
            Self::Degraded { .. } => "degraded",
            Self::Recovery { .. } => "recovery",
        }
    }
}
