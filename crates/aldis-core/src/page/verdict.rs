//! From what a page says to what that means for one service. Pure judgement of one report; what
//! our own looks say is weighed elsewhere.

use std::fmt;

use self::own::Own;
use super::{Impact, Maintenance, PageIncident, PageReport};
use crate::catalogue::{Capability, StatusSource};
use crate::health::Health;
use crate::time::Timestamp;

mod own;

/// What a page says about one service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// How the service is, by this page alone.
    pub health: Health,
    /// The strongest reason for it.
    pub because: Because,
    /// Open incidents that concern the service, newest first.
    pub incidents: Vec<PageIncident>,
    /// Maintenance that is going on and concerns the service.
    pub maintenance: Option<Maintenance>,
    /// Whether that excuses the whole of it, and not only some capability.
    pub excused: bool,
    /// What cannot be done at present, by the page, while the rest works.
    pub failing: Vec<Capability>,
    /// Open incidents that were left out, newest first, and why.
    pub left_out: Vec<(PageIncident, LeftOut)>,
}

/// Why an open incident on a service's page says nothing about the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeftOut {
    /// Its title is that of the page's usual noise.
    Noise,
    /// It happens in regions that are not the service's.
    ElsewhereOnly,
    /// It has been open for so long that it is a state of affairs.
    Permanent,
}

impl LeftOut {
    /// One word for scripts.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Noise => "noise",
            Self::ElsewhereOnly => "elsewhere_only",
            Self::Permanent => "permanent",
        }
    }
}

/// Why a page gives the verdict it gives, in data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Because {
    /// The page says that all of the service works and has nothing open about it.
    AllWell,
    /// One of the service's components is not operational.
    Component {
        /// Its name.
        name: String,
        /// What the page says of it.
        health: Health,
    },
    /// An incident that concerns the service is open.
    Incident {
        /// Its title.
        title: String,
        /// How bad they call it.
        impact: Option<Impact>,
    },
    /// Maintenance is going on.
    Maintenance {
        /// Its title.
        title: String,
    },
    /// The page-wide indicator is not green and nothing on the page explains it.
    Indicator(Health),
    /// One of the service's components has a status we do not know.
    UnknownWord {
        /// The component's name.
        component: String,
        /// The word.
        word: String,
    },
    /// The document does not list a component that the service needs.
    NotListed {
        /// Its id.
        id: String,
    },
    /// An open incident may or may not concern the service: the document cannot say.
    Unplaced {
        /// Its title.
        title: String,
    },
    /// The document lists neither components nor incidents that say anything about the service.
    SaysNothing,
    /// It reports nothing, but that this is the service's page is only believed.
    Unconfirmed,
}

/// One thing the page says and how bad it is for the service.
type Finding = (Health, Because);

/// What `report` means for the service whose components `source` names. The worst of: its own
/// components, open incidents that name them or name none, maintenance going on, and the page-wide
/// indicator where nothing else on the page explains it.
pub fn verdict(report: &PageReport, source: &StatusSource) -> Verdict {
    judge(&Own::of(report, source, None))
}

/// The same at a known moment, so that what has been open for ages can be told.
pub fn verdict_at(report: &PageReport, source: &StatusSource, now: Timestamp) -> Verdict {
    judge(&Own::of(report, source, Some(now)))
}

fn judge(own: &Own<'_>) -> Verdict {
    let (concerning, unplaced) = own.incidents();
    let maintenance = own.maintenance();

    // Of findings equally bad the first is the reason: a title says more than a component's name.
    let mut findings: Vec<Finding> = concerning
        .iter()
        .map(|incident| own.weigh(incident))
        .collect();
    findings.extend(maintenance.map(|window| {
        (
            Health::Maintenance,
            Because::Maintenance {
                title: window.title.clone(),
            },
        )
    }));
    findings.extend(unplaced.iter().map(|incident| {
        (
            Health::Unknown,
            Because::Unplaced {
                title: incident.title.clone(),
            },
        )
    }));
    findings.extend(own.component_findings());
    findings.extend(own.indicator_finding());
    findings.extend(own.doubt());

    let worst =
        findings
            .into_iter()
            .fold((Health::Operational, Because::AllWell), |worst, finding| {
                if finding.0 > worst.0 { finding } else { worst }
            });
    Verdict {
        health: worst.0,
        because: worst.1,
        incidents: concerning.into_iter().cloned().collect(),
        maintenance: maintenance.cloned(),
        excused: maintenance.is_some_and(|window| own.is_of_main(&window.components)),
        failing: own.failing(),
        left_out: own.left_out(),
    }
}

/// One lower-case fragment in English, for `aldis decode`; sentences for people are in `present`.
impl fmt::Display for Because {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AllWell => f.write_str("its components work and nothing open concerns it"),
            Self::Component { name, health } => write!(f, "component {name} is {}", health.word()),
            Self::Incident {
                title,
                impact: Some(impact),
            } => write!(f, "open {} incident: {title}", impact.word()),
            Self::Incident {
                title,
                impact: None,
            } => write!(f, "open incident: {title}"),
            Self::Maintenance { title } => write!(f, "maintenance is going on: {title}"),
            Self::Indicator(health) => write!(f, "the page as a whole says {}", health.word()),
            Self::UnknownWord { component, word } => {
                write!(f, "component {component} has the unknown status \"{word}\"")
            }
            Self::NotListed { id } => write!(f, "the page does not list component {id}"),
            Self::Unplaced { title } => write!(
                f,
                "it does not say what this open incident concerns: {title}"
            ),
            Self::SaysNothing => f.write_str("the document says nothing about it"),
            Self::Unconfirmed => {
                f.write_str("nothing open, on a page never confirmed to be its own")
            }
        }
    }
}

#[cfg(test)]
mod tests;
