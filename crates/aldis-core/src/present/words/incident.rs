//! Incidents: their titles, the lines of our own telling, and who saw it first.

use std::time::Duration;

use super::{Words, quoted};
use crate::health::Health;
use crate::incident::{Happening, Incident, Source};

/// Below this nobody was first.
const SAME_TIME: Duration = Duration::from_secs(60);

impl Words {
    /// "ChatGPT is down" while it is open, "ChatGPT was down" (at its worst) afterwards.
    pub fn incident_title(&self, incident: &Incident, name: &str) -> String {
        let key = if incident.ended.is_none() {
            match incident.health {
                Health::MajorOutage => "incident-down",
                Health::PartialOutage => "incident-partly-down",
                Health::Degraded => "incident-degraded",
                Health::Maintenance => "incident-maintenance",
                Health::Operational | Health::Unknown => "incident-open",
            }
        } else {
            match incident.worst {
                Health::MajorOutage => "incident-was-down",
                Health::PartialOutage => "incident-was-partly-down",
                Health::Degraded => "incident-was-degraded",
                Health::Maintenance => "incident-was-maintenance",
                Health::Operational | Health::Unknown => "incident-was-open",
            }
        };
        self.text(key, [("name", name.into())])
    }

    /// One line of our own telling.
    pub fn happening(&self, what: &Happening) -> String {
        match what {
            Happening::LastWorked => self.label("happening-last-worked"),
            Happening::FirstFailure { surface, outcome } => self.text(
                "happening-first-failure",
                [
                    ("surface", self.surface(*surface).into()),
                    ("how", self.outcome_brief(outcome).into()),
                ],
            ),
            Happening::Confirmed { failed, tried } => self.text(
                "happening-confirmed",
                [("failed", (*failed).into()), ("all", (*tried).into())],
            ),
            Happening::Slowed { surface, speed } => self.text(
                "happening-slowed",
                [
                    ("surface", self.surface(*surface).into()),
                    ("usual", self.latency(speed.usual).into()),
                    ("lately", self.latency(speed.lately).into()),
                ],
            ),
            Happening::Became(health) => self.label(match health {
                Health::Operational => "happening-became-operational",
                Health::Degraded => "happening-became-degraded",
                Health::PartialOutage => "happening-became-partial-outage",
                Health::MajorOutage => "happening-became-major-outage",
                Health::Maintenance => "happening-became-maintenance",
                Health::Unknown => "happening-became-unknown",
            }),
            Happening::Posted { title } => {
                self.text("happening-posted", [("title", quoted(title).into())])
            }
            Happening::WorksAgain => self.label("happening-works-again"),
            Happening::Reopened => self.label("happening-reopened"),
            Happening::Ended => self.label("happening-ended"),
        }
    }

    /// Who saw it first and by how much; `None` while only one of us has seen it, and where we did not
    /// look when it began.
    pub fn lead(&self, incident: &Incident) -> Option<String> {
        if incident.worked_before().is_some() {
            return None;
        }
        let (ours, theirs) = (incident.seen_here?, incident.posted?);
        let (ahead, behind) = (theirs.since(ours), ours.since(theirs));
        Some(if ahead >= SAME_TIME {
            self.text("lead-us", [("duration", self.duration(ahead).into())])
        } else if behind >= SAME_TIME {
            self.text("lead-them", [("duration", self.duration(behind).into())])
        } else {
            self.label("lead-same")
        })
    }

    /// Who noticed, and by how much before the other where both did.
    pub fn noticed(&self, incident: &Incident) -> String {
        self.lead(incident).unwrap_or_else(|| {
            self.label(match incident.source {
                Source::Local => "noticed-us",
                Source::Official => "noticed-them",
                Source::Both => "noticed-both",
            })
        })
    }
}
