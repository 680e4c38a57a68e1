//! What stands on a page at a moment, and how a vendor's post changes it.

use std::collections::BTreeMap;

use aldis_core::time::Timestamp;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::facts::{self, ComponentFacts, PageFacts};
use super::maintenance::{Maintenance, MaintenancePhase, Maintenances};
use crate::vendor::Vendor;

/// What a page says of a component, in Statuspage's words.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum ComponentStatus {
    /// Fine.
    #[default]
    Operational,
    /// Announced work.
    UnderMaintenance,
    /// Slow or flaky.
    DegradedPerformance,
    /// Out for some.
    PartialOutage,
    /// Out.
    MajorOutage,
}

impl ComponentStatus {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Operational => "operational",
            Self::UnderMaintenance => "under_maintenance",
            Self::DegradedPerformance => "degraded_performance",
            Self::PartialOutage => "partial_outage",
            Self::MajorOutage => "major_outage",
        }
    }
}

/// How bad a vendor says an incident is.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Impact {
    /// Not at all.
    None,
    /// A little.
    #[default]
    Minor,
    /// Much.
    Major,
    /// As bad as it gets.
    Critical,
}

impl Impact {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Minor => "minor",
            Self::Major => "major",
            Self::Critical => "critical",
        }
    }
}

/// Where an incident stands in the vendor's telling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IncidentPhase {
    /// They are looking.
    Investigating,
    /// They know.
    Identified,
    /// They think it is fixed.
    Monitoring,
    /// They say it is over.
    Resolved,
}

impl IncidentPhase {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Investigating => "investigating",
            Self::Identified => "identified",
            Self::Monitoring => "monitoring",
            Self::Resolved => "resolved",
        }
    }
}

/// One thing a vendor posts. The first post under a name opens the incident; a post after
/// `resolved` with another phase opens it again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Post {
    /// The script's own name for the incident; never on the page.
    pub incident: String,
    /// Where it stands from here on.
    pub phase: IncidentPhase,
    /// The headline; stays as it was when absent, and is the name when it never was given.
    #[serde(default)]
    pub title: Option<String>,
    /// The text; may be empty, as real ones are.
    #[serde(default)]
    pub text: String,
    /// Stays as it was when absent.
    #[serde(default)]
    pub impact: Option<Impact>,
    /// Components by name or id, with what they are from here on. A resolving post heals those
    /// of the incident that it does not name.
    #[serde(default)]
    pub components: BTreeMap<String, ComponentStatus>,
}

/// A post that names a component its page has not.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("the page of {page} has no component {name:?}")]
pub struct UnknownComponent {
    /// Whose page.
    pub page: &'static str,
    /// What was named.
    pub name: String,
}

#[derive(Clone, Debug)]
pub(crate) struct PageState {
    pub(crate) facts: &'static PageFacts,
    pub(crate) updated_at: Timestamp,
    /// The page's headline, when it says something else than its parts.
    pub(crate) indicator: Option<Impact>,
    /// What each component is, by id; fine when absent.
    statuses: BTreeMap<&'static str, ComponentStatus>,
    incidents: Vec<Incident>,
    pub(crate) maintenances: Maintenances,
}

#[derive(Clone, Debug)]
pub(crate) struct Incident {
    key: String,
    pub(crate) number: u32,
    pub(crate) title: String,
    pub(crate) impact: Impact,
    pub(crate) started_at: Timestamp,
    /// Oldest first.
    pub(crate) updates: Vec<Update>,
    /// Touched by any of its posts, with the worst that was said of them.
    pub(crate) components: BTreeMap<&'static str, ComponentStatus>,
}

#[derive(Clone, Debug)]
pub(crate) struct Update {
    pub(crate) at: Timestamp,
    pub(crate) phase: IncidentPhase,
    pub(crate) text: String,
    /// Component id, what it was, what it is.
    pub(crate) changes: Vec<(&'static str, ComponentStatus, ComponentStatus)>,
}

impl Incident {
    pub(crate) fn phase(&self) -> IncidentPhase {
        let last = self.updates.last();
        last.map_or(IncidentPhase::Investigating, |update| update.phase)
    }

    pub(crate) fn updated_at(&self) -> Timestamp {
        self.updates
            .last()
            .map_or(self.started_at, |update| update.at)
    }

    pub(crate) fn is_open(&self) -> bool {
        self.phase() != IncidentPhase::Resolved
    }
}

impl PageState {
    /// An idle page, where the lab plays one for this vendor.
    pub(crate) fn idle(vendor: Vendor, now: Timestamp) -> Option<Self> {
        Some(Self {
            facts: facts::of(vendor)?,
            updated_at: now,
            indicator: None,
            statuses: BTreeMap::new(),
            incidents: Vec::new(),
            maintenances: Maintenances::default(),
        })
    }

    pub(crate) fn status(&self, id: &str) -> ComponentStatus {
        self.statuses.get(id).copied().unwrap_or_default()
    }

    pub(crate) fn newest_first(&self) -> impl Iterator<Item = &Incident> {
        self.incidents.iter().rev()
    }

    pub(crate) fn open(&self) -> impl Iterator<Item = &Incident> {
        self.newest_first().filter(|incident| incident.is_open())
    }

    /// The page-wide headline: worst of what is open and what its components say.
    pub(crate) fn headline(&self) -> Impact {
        if let Some(indicator) = self.indicator {
            return indicator;
        }
        let incidents = self.open().map(|incident| incident.impact);
        let components = self.statuses.values().map(|status| match status {
            ComponentStatus::Operational | ComponentStatus::UnderMaintenance => Impact::None,
            ComponentStatus::DegradedPerformance => Impact::Minor,
            ComponentStatus::PartialOutage => Impact::Major,
            ComponentStatus::MajorOutage => Impact::Critical,
        });
        incidents.chain(components).max().unwrap_or(Impact::None)
    }

    pub(crate) fn post(&mut self, post: Post, now: Timestamp) -> Result<(), UnknownComponent> {
        let mut named = BTreeMap::new();
        for (name, status) in &post.components {
            named.insert(self.component(name)?.id, *status);
        }
        let index = self.find_or_open(&post, now);
        if post.phase == IncidentPhase::Resolved {
            for id in self.incidents[index].components.keys() {
                named.entry(*id).or_default();
            }
        }
        let mut changes = Vec::new();
        for (id, status) in &named {
            let before = self.statuses.insert(*id, *status).unwrap_or_default();
            changes.push((*id, before, *status));
        }
        let incident = &mut self.incidents[index];
        for (id, status) in named {
            let worst = incident.components.entry(id).or_default();
            *worst = status.max(*worst);
        }
        incident.title = post.title.unwrap_or_else(|| incident.title.clone());
        incident.impact = post.impact.unwrap_or(incident.impact);
        incident.updates.push(Update {
            at: now,
            phase: post.phase,
            text: post.text,
            changes,
        });
        self.updated_at = now;
        Ok(())
    }

    /// Announces work, begins it or ends it. What is worked on says so, and is well afterwards.
    pub(crate) fn maintain(
        &mut self,
        told: Maintenance,
        now: Timestamp,
    ) -> Result<(), UnknownComponent> {
        let mut named = Vec::new();
        for name in &told.components {
            named.push(self.component(name)?.id);
        }
        let window = self.maintenances.tell(told, &named, now);
        let status = match window.phase() {
            MaintenancePhase::Scheduled => None,
            MaintenancePhase::InProgress => Some(ComponentStatus::UnderMaintenance),
            MaintenancePhase::Completed => Some(ComponentStatus::Operational),
        };
        if let Some(status) = status {
            for id in &window.components {
                self.statuses.insert(*id, status);
            }
        }
        self.updated_at = now;
        Ok(())
    }

    fn find_or_open(&mut self, post: &Post, now: Timestamp) -> usize {
        let known = self
            .incidents
            .iter()
            .position(|known| known.key == post.incident);
        known.unwrap_or_else(|| {
            self.incidents.push(Incident {
                key: post.incident.clone(),
                number: u32::try_from(self.incidents.len()).unwrap_or(u32::MAX),
                title: post.incident.clone(),
                impact: Impact::default(),
                started_at: now,
                updates: Vec::new(),
                components: BTreeMap::new(),
            });
            self.incidents.len() - 1
        })
    }

    fn component(&self, name: &str) -> Result<&'static ComponentFacts, UnknownComponent> {
        let parts = self.facts.components;
        parts
            .iter()
            .find(|part| part.id == name || part.name == name)
            .ok_or_else(|| UnknownComponent {
                page: self.facts.name,
                name: name.to_owned(),
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn post(phase: IncidentPhase, components: &[(&str, ComponentStatus)]) -> Post {
        Post {
            incident: "login".into(),
            phase,
            title: None,
            text: String::new(),
            impact: Some(Impact::Major),
            components: components
                .iter()
                .map(|(name, status)| ((*name).to_owned(), *status))
                .collect(),
        }
    }

    #[test]
    fn resolving_heals_what_the_incident_broke_and_reopening_keeps_its_identity() {
        let now = Timestamp::from_millis(0);
        let mut page = PageState::idle(Vendor::Anthropic, now).unwrap();
        let broken = [("claude.ai", ComponentStatus::MajorOutage)];
        page.post(post(IncidentPhase::Investigating, &broken), now)
            .unwrap();
        assert_eq!(page.status("rwppv331jlwc"), ComponentStatus::MajorOutage);
        assert_eq!(page.headline(), Impact::Critical);

        page.post(post(IncidentPhase::Resolved, &[]), now).unwrap();
        assert_eq!(page.status("rwppv331jlwc"), ComponentStatus::Operational);
        assert_eq!(page.headline(), Impact::None);
        assert_eq!(page.open().count(), 0);

        page.post(post(IncidentPhase::Identified, &[]), now)
            .unwrap();
        assert_eq!(page.open().count(), 1);
        assert_eq!(page.newest_first().count(), 1);
    }

    #[test]
    fn a_post_about_an_unknown_component_changes_nothing() {
        let now = Timestamp::from_millis(0);
        let mut page = PageState::idle(Vendor::OpenAi, now).unwrap();
        let broken = [("Telex", ComponentStatus::MajorOutage)];
        let error = page
            .post(post(IncidentPhase::Investigating, &broken), now)
            .unwrap_err();
        assert!(error.to_string().contains("Telex"));
        assert_eq!(page.newest_first().count(), 0);
    }
}
