//! The report itself: what a page said, in the core's own words. Nothing here reads or judges.

use crate::health::Health;
use crate::time::Timestamp;

/// What a page said, in our words. What it did not say is `None` or empty, never invented.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageReport {
    /// The shape it was written in (CONTRACTS.md: `statuspage`, `incident_io`, `incident_io_widget`, …).
    pub shape: &'static str,
    /// Who is speaking.
    pub page: PageHead,
    /// The vendor's own parts, groups left out; `None` where this shape lists no components.
    pub components: Option<Vec<Component>>,
    /// Incidents the document lists, newest first, resolved ones included where it has them;
    /// `None` where this shape lists no incidents.
    pub incidents: Option<Vec<PageIncident>>,
    /// Maintenance windows the document lists.
    pub maintenances: Vec<Maintenance>,
    /// The page-wide indicator, where it has one; `Unknown` for a word we do not know.
    pub indicator: Option<Health>,
    /// Whether this shape can say which components an incident concerns. Where it can, an incident
    /// without components concerns everything; where it cannot, it may concern anything.
    pub incidents_name_components: bool,
    /// Whether this shape lists all that is wrong and nothing else, so that a component it does
    /// not mention works.
    pub silence_is_fine: bool,
}

impl PageReport {
    /// A report that says nothing yet.
    pub(super) const fn silent(shape: &'static str) -> Self {
        Self {
            shape,
            page: PageHead {
                name: None,
                url: None,
                updated_at: None,
            },
            components: None,
            incidents: None,
            maintenances: Vec::new(),
            indicator: None,
            incidents_name_components: true,
            silence_is_fine: false,
        }
    }
}

/// Who is speaking and when they last changed what they say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageHead {
    /// The page's name.
    pub name: Option<String>,
    /// Where a person reads it.
    pub url: Option<String>,
    /// When it says it last changed. A hint only: weeks old is normal on incident.io.
    pub updated_at: Option<Timestamp>,
}

/// One part of a vendor's page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Component {
    /// Stable id; names repeat, ids do not.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Name of the group it stands in.
    pub group: Option<String>,
    /// Id of that group, where groups have ids.
    pub group_id: Option<String>,
    /// What the page says of it. `Unknown` stands for a word we do not know: see `unknown_word`.
    pub health: Health,
    /// The word we did not know, when `health` is `Unknown` for that reason.
    pub unknown_word: Option<String>,
}

/// Where an incident stands in the vendor's own telling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IncidentPhase {
    /// They are looking.
    Investigating,
    /// They know what it is.
    Identified,
    /// They think it is fixed and watch.
    Monitoring,
    /// They say it is over.
    Resolved,
    /// They wrote about it afterwards.
    Postmortem,
}

impl IncidentPhase {
    /// The word of CONTRACTS.md.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Investigating => "investigating",
            Self::Identified => "identified",
            Self::Monitoring => "monitoring",
            Self::Resolved => "resolved",
            Self::Postmortem => "postmortem",
        }
    }

    /// Whether the vendor still calls it open.
    pub const fn is_open(self) -> bool {
        match self {
            Self::Investigating | Self::Identified | Self::Monitoring => true,
            Self::Resolved | Self::Postmortem => false,
        }
    }
}

/// How bad the vendor says an incident is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Impact {
    /// No impact.
    None,
    /// Planned.
    Maintenance,
    /// Minor.
    Minor,
    /// Major.
    Major,
    /// Critical.
    Critical,
}

impl Impact {
    /// The word of CONTRACTS.md.
    pub const fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Maintenance => "maintenance",
            Self::Minor => "minor",
            Self::Major => "major",
            Self::Critical => "critical",
        }
    }
}

/// One incident as the vendor tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageIncident {
    /// Stable id.
    pub id: String,
    /// Plain text.
    pub title: String,
    /// Where it stands.
    pub phase: IncidentPhase,
    /// How bad, where the page says.
    pub impact: Option<Impact>,
    /// When it began.
    pub started_at: Option<Timestamp>,
    /// When it ended.
    pub resolved_at: Option<Timestamp>,
    /// Where a person reads it; http(s) only.
    pub url: Option<String>,
    /// Ids of the components it names; empty when it names none or the shape cannot say.
    pub components: Vec<String>,
    /// Ids of the vendor's regions it happens in; empty where it happens everywhere or the page does
    /// not say.
    pub regions: Vec<String>,
    /// What they wrote, newest first.
    pub updates: Vec<IncidentUpdate>,
}

/// One message under an incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncidentUpdate {
    /// When it was written.
    pub at: Option<Timestamp>,
    /// The phase it announced, where it announced one of ours.
    pub phase: Option<IncidentPhase>,
    /// Plain text, possibly empty.
    pub text: String,
}

/// Where a maintenance window stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MaintenancePhase {
    /// Announced.
    Scheduled,
    /// Going on.
    InProgress,
    /// Done, they are checking.
    Verifying,
    /// Over.
    Completed,
}

impl MaintenancePhase {
    /// The word of CONTRACTS.md.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Scheduled => "scheduled",
            Self::InProgress => "in_progress",
            Self::Verifying => "verifying",
            Self::Completed => "completed",
        }
    }
}

/// One announced maintenance window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Maintenance {
    /// Stable id.
    pub id: String,
    /// Plain text.
    pub title: String,
    /// Where it stands.
    pub phase: MaintenancePhase,
    /// Announced start.
    pub starts_at: Option<Timestamp>,
    /// Announced end.
    pub ends_at: Option<Timestamp>,
    /// Ids of the components it names.
    pub components: Vec<String>,
}
