//! A page seen from one service: which of its components, incidents and windows are the service's,
//! and how bad each is for it. Which of them decides is in `verdict`.

use super::super::{
    Component, Impact, IncidentPhase, Maintenance, MaintenancePhase, PageIncident, PageReport,
};
use super::{Because, Finding};
use crate::catalogue::{Capability, Part, StatusSource};
use crate::health::Health;

/// A page seen from one service.
pub(super) struct Own<'r> {
    report: &'r PageReport,
    source: &'r StatusSource,
}

impl<'r> Own<'r> {
    pub(super) const fn of(report: &'r PageReport, source: &'r StatusSource) -> Self {
        Self { report, source }
    }

    /// Whether the page as a whole is the service's.
    fn is_whole_page(&self) -> bool {
        self.source.components.is_empty()
    }

    fn components(&self) -> &'r [Component] {
        self.report.components.as_deref().unwrap_or_default()
    }

    fn is_own(&self, id: &str) -> bool {
        self.is_whole_page()
            || self
                .source
                .components
                .values()
                .flatten()
                .any(|own| own == id)
    }

    fn is_main(&self, id: &str) -> bool {
        self.is_whole_page()
            || self
                .source
                .components
                .get(&Part::Main)
                .into_iter()
                .flatten()
                .any(|own| own == id)
    }

    pub(super) fn component_findings(&self) -> Vec<Finding> {
        if self.is_whole_page() {
            self.whole_page_findings()
        } else {
            self.mapped_findings()
        }
    }

    /// With a mapping: each main component as bad as it is, each capability at most degraded, and a
    /// main component that is not listed is no good news unless silence is.
    fn mapped_findings(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        for (part, ids) in &self.source.components {
            for id in ids {
                let listed: Vec<&Component> =
                    self.components().iter().filter(|c| c.id == *id).collect();
                if listed.is_empty() && *part == Part::Main && !self.report.silence_is_fine {
                    let because = match &self.report.components {
                        Some(_) => Because::NotListed { id: id.clone() },
                        None => Because::SaysNothing,
                    };
                    findings.push((Health::Unknown, because));
                }
                findings.extend(listed.into_iter().map(|component| {
                    let (health, because) = finding_of(component);
                    (
                        if *part == Part::Main {
                            health
                        } else {
                            health.min(Health::Degraded)
                        },
                        because,
                    )
                }));
            }
        }
        findings
    }

    /// Without one: the service is out when all of the page is, and degraded when a part is.
    fn whole_page_findings(&self) -> Vec<Finding> {
        let components = self.components();
        if components.is_empty() {
            let says_nothing = !self.report.silence_is_fine;
            return says_nothing
                .then_some((Health::Unknown, Because::SaysNothing))
                .into_iter()
                .collect();
        }
        let all_out = components.iter().all(|component| component.health.is_out())
            && !self.report.silence_is_fine;
        let cap = if all_out {
            Health::MajorOutage
        } else {
            Health::Degraded
        };
        components
            .iter()
            .map(finding_of)
            .map(|(health, because)| (health.min(cap), because))
            .collect()
    }

    /// Open incidents that concern the service, and those of which nobody can tell.
    pub(super) fn incidents(
        &self,
        open: &[&'r PageIncident],
    ) -> (Vec<&'r PageIncident>, Vec<&'r PageIncident>) {
        let (mut concerning, mut unplaced) = (Vec::new(), Vec::new());
        for &incident in open
            .iter()
            .filter(|incident| self.title_fits(&incident.title))
        {
            if self.is_whole_page() || incident.components.iter().any(|id| self.is_own(id)) {
                concerning.push(incident);
            } else if incident.components.is_empty() {
                match self.placed_by_components() {
                    _ if self.report.incidents_name_components => concerning.push(incident),
                    Some(true) => concerning.push(incident),
                    Some(false) => {}
                    None => unplaced.push(incident),
                }
            }
        }
        (concerning, unplaced)
    }

    /// Whether an incident that cannot name components concerns the service, as far as the
    /// components tell: it does when one of the service's is in trouble or when none of the page
    /// is, and it does not when others are. `None` where the document lists no components.
    fn placed_by_components(&self) -> Option<bool> {
        let components = self.report.components.as_deref()?;
        let in_trouble = |component: &&Component| component.health.is_trouble();
        let own = components
            .iter()
            .filter(in_trouble)
            .any(|component| self.is_own(&component.id));
        Some(
            own || !components
                .iter()
                .any(|component| component.health.is_trouble()),
        )
    }

    fn title_fits(&self, title: &str) -> bool {
        let title = title.to_lowercase();
        self.source.title_words.is_empty()
            || self
                .source
                .title_words
                .iter()
                .any(|word| title.contains(&word.to_lowercase()))
    }

    /// How bad an incident is for the service. The page's own word for the main component settles
    /// what a major incident means for it; where there is no such word, major is an outage.
    pub(super) fn weigh(&self, incident: &PageIncident) -> Finding {
        let names_only_capabilities = !incident.components.is_empty()
            && !incident.components.iter().any(|id| self.is_main(id));
        let main = self.main_health(incident);
        let works = main.is_some_and(|health| health <= Health::Maintenance);
        let health = match incident.impact {
            Some(Impact::None | Impact::Maintenance) => Health::Operational,
            Some(Impact::Minor) | None => Health::Degraded,
            Some(Impact::Major) if works => Health::Degraded,
            Some(Impact::Major) => Health::PartialOutage,
            Some(Impact::Critical) if works && incident.phase == IncidentPhase::Monitoring => {
                Health::Degraded
            }
            Some(Impact::Critical) if main.is_some_and(|health| health < Health::MajorOutage) => {
                Health::PartialOutage
            }
            Some(Impact::Critical) => Health::MajorOutage,
        };
        let health = if names_only_capabilities {
            health.min(Health::Degraded)
        } else {
            health
        };
        (
            health,
            Because::Incident {
                title: incident.title.clone(),
                impact: incident.impact,
            },
        )
    }

    /// The worst the page says of the main components that `incident` names, or of all main ones
    /// where it names none. `None` where it says nothing readable of them.
    fn main_health(&self, incident: &PageIncident) -> Option<Health> {
        let named = |component: &&Component| {
            self.is_main(&component.id)
                && (incident.components.is_empty() || incident.components.contains(&component.id))
        };
        let worst = self
            .components()
            .iter()
            .filter(named)
            .map(|component| component.health)
            .max();
        worst.filter(|health| *health != Health::Unknown)
    }

    /// Maintenance that names no component says nothing about a part of the page.
    /// Whether one of these is its main component.
    pub(super) fn is_of_main(&self, components: &[String]) -> bool {
        self.is_whole_page() || components.iter().any(|id| self.is_main(id))
    }

    pub(super) fn maintenance(&self) -> Option<&'r Maintenance> {
        let going_on = || {
            self.report.maintenances.iter().filter(|window| {
                matches!(
                    window.phase,
                    MaintenancePhase::InProgress | MaintenancePhase::Verifying
                ) && (self.is_whole_page() || window.components.iter().any(|id| self.is_own(id)))
            })
        };
        let of_main = going_on().find(|window| self.is_of_main(&window.components));
        of_main.or_else(|| going_on().next())
    }

    /// The indicator speaks for the whole page: for a service that is a part of it, it counts only
    /// when no component, incident or maintenance on the page accounts for it.
    pub(super) fn indicator_finding(&self, open: usize) -> Option<Finding> {
        let indicator = self
            .report
            .indicator
            .filter(|_| !self.source.ignore_indicator)?;
        let accounts_for_it = |health: Health| health.is_trouble() || health == Health::Maintenance;
        let explained = open > 0
            || self
                .components()
                .iter()
                .any(|component| accounts_for_it(component.health))
            || self
                .report
                .maintenances
                .iter()
                .any(|window| window.phase == MaintenancePhase::InProgress);
        let counts = indicator != Health::Operational && (self.is_whole_page() || !explained);
        let health = if self.is_whole_page() {
            indicator
        } else {
            indicator.min(Health::Degraded)
        };
        counts.then_some((health, Because::Indicator(indicator)))
    }

    pub(super) fn failing(&self) -> Vec<Capability> {
        let is_failing = |ids: &Vec<String>| {
            self.components()
                .iter()
                .any(|component| component.health.is_trouble() && ids.contains(&component.id))
        };
        let parts = self
            .source
            .components
            .iter()
            .filter(|(_, ids)| is_failing(ids));
        parts
            .filter_map(|(part, _)| match part {
                Part::Main => None,
                Part::Capability(capability) => Some(*capability),
            })
            .collect()
    }
}

fn finding_of(component: &Component) -> Finding {
    let because = match &component.unknown_word {
        Some(word) => Because::UnknownWord {
            component: component.name.clone(),
            word: word.clone(),
        },
        None => Because::Component {
            name: component.name.clone(),
            health: component.health,
        },
    };
    (component.health, because)
}
