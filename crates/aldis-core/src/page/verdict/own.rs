//! A page seen from one service: which of its components, incidents and windows are the service's,
//! and how bad each is for it. Which of them decides is in `verdict`.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::super::{
    Component, Impact, IncidentPhase, Maintenance, MaintenancePhase, PageIncident, PageReport,
};
use super::{Because, Finding, LeftOut};
use crate::catalogue::{Capability, Filters, Part, StatusSource};
use crate::health::Health;
use crate::time::Timestamp;

/// A page seen from one service.
pub(super) struct Own<'r> {
    report: &'r PageReport,
    source: &'r StatusSource,
    /// Incidents that are open and say something, and those that were left out.
    open: Vec<&'r PageIncident>,
    left_out: Vec<(&'r PageIncident, LeftOut)>,
    /// The page's components without the traces of what was left out.
    components: Cow<'r, [Component]>,
}

impl<'r> Own<'r> {
    pub(super) fn of(
        report: &'r PageReport,
        source: &'r StatusSource,
        now: Option<Timestamp>,
    ) -> Self {
        let (mut open, mut left_out) = (Vec::new(), Vec::new());
        let incidents = report.incidents.iter().flatten();
        for incident in incidents.filter(|incident| incident.phase.is_open()) {
            match why_left_out(incident, &source.filters, now) {
                Some(why) => left_out.push((incident, why)),
                None => open.push(incident),
            }
        }
        let listed = report.components.as_deref().unwrap_or_default();
        let components = match left_out.is_empty() {
            true => Cow::Borrowed(listed),
            false => Cow::Owned(without_traces(listed, &left_out, &open)),
        };
        Self {
            report,
            source,
            open,
            left_out,
            components,
        }
    }

    /// Open incidents that were left out, and why.
    pub(super) fn left_out(&self) -> Vec<(PageIncident, LeftOut)> {
        let left_out = self.left_out.iter();
        left_out.map(|(it, why)| ((*it).clone(), *why)).collect()
    }

    /// Whether the page as a whole is the service's.
    fn is_whole_page(&self) -> bool {
        self.source.components.is_empty() && self.source.groups.is_empty()
    }

    fn components(&self) -> &[Component] {
        &self.components
    }

    fn is_own(&self, id: &str) -> bool {
        let ids = self.source.components.values().flatten();
        let groups = self.source.groups.values().flatten();
        self.is_whole_page()
            || ids.into_iter().any(|own| is_same(own, id))
            || self.is_in(id, groups)
    }

    fn is_main(&self, id: &str) -> bool {
        let groups = self.source.groups.get(&Part::Main).into_iter().flatten();
        self.is_whole_page() || self.is_main_itself(id) || self.is_in(id, groups)
    }

    /// Whether it is the main part without any group's doing.
    fn is_main_itself(&self, id: &str) -> bool {
        let main = self.source.components.get(&Part::Main);
        main.into_iter().flatten().any(|own| is_same(own, id))
    }

    /// Whether the component of this id stands in one of these groups.
    fn is_in<'g>(&self, id: &str, groups: impl Iterator<Item = &'g String>) -> bool {
        let component = self.components().iter().find(|it| it.id == id);
        component.is_some_and(|it| groups.into_iter().any(|group| stands_in(it, group)))
    }

    /// The components of a group.
    fn members(&self, group: &str) -> impl Iterator<Item = &Component> {
        let components = self.components().iter();
        components.filter(move |component| stands_in(component, group))
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
                findings.extend(self.absent(*part, id, listed.is_empty()));
                let cap = most(*part == Part::Main);
                findings.extend(listed.into_iter().map(|it| capped(it, cap)));
            }
        }
        for (part, groups) in &self.source.groups {
            for group in groups {
                let listed: Vec<&Component> = self.members(group).collect();
                findings.extend(self.absent(*part, group, listed.is_empty()));
                let all_out =
                    !self.report.silence_is_fine && listed.iter().all(|it| it.health.is_out());
                let cap = most(*part == Part::Main && all_out);
                findings.extend(listed.into_iter().map(|it| capped(it, cap)));
            }
        }
        findings
    }

    /// A main part that the page does not list.
    fn absent(&self, part: Part, id: &str, is_absent: bool) -> Option<Finding> {
        let matters = is_absent && part == Part::Main && !self.report.silence_is_fine;
        let because = match &self.report.components {
            Some(_) => Because::NotListed { id: id.to_owned() },
            None => Because::SaysNothing,
        };
        matters.then_some((Health::Unknown, because))
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
        let cap = most(all_out);
        components.iter().map(|it| capped(it, cap)).collect()
    }

    /// Open incidents that concern the service, and those of which nobody can tell.
    pub(super) fn incidents(&self) -> (Vec<&'r PageIncident>, Vec<&'r PageIncident>) {
        let (mut concerning, mut unplaced) = (Vec::new(), Vec::new());
        for &incident in self
            .open
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
        self.report.components.as_ref()?;
        let components = self.components();
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

    /// Whether the title leaves it to the service, where titles are looked at: it names the service,
    /// or none of the products beside it where those are known.
    fn title_fits(&self, title: &str) -> bool {
        let title = title.to_lowercase();
        let has = |words: &[String]| words.iter().any(|it| title.contains(&it.to_lowercase()));
        let Filters {
            title_words: own,
            title_others: others,
            ..
        } = &self.source.filters;
        own.is_empty() || has(own) || !others.is_empty() && !has(others)
    }

    /// How bad an incident is for the service. The page's own word for the main component settles
    /// what a major incident means for it; where there is no such word, major is an outage. What
    /// concerns capabilities only, or a few of a group, degrades.
    pub(super) fn weigh(&self, incident: &PageIncident) -> Finding {
        let named = &incident.components;
        let names_the_main_part = self.is_whole_page()
            || named.is_empty()
            || named.iter().any(|id| self.is_main_itself(id))
            || named.iter().any(|id| self.is_main(id)) && self.a_group_is_out();
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
        let health = health.min(most(names_the_main_part));
        (
            health,
            Because::Incident {
                title: incident.title.clone(),
                impact: incident.impact,
            },
        )
    }

    /// Whether all of a group that is the main part is out.
    fn a_group_is_out(&self) -> bool {
        let groups = self.source.groups.get(&Part::Main);
        groups.into_iter().flatten().any(|group| {
            let mut members = self.members(group).peekable();
            members.peek().is_some() && members.all(|it| it.health.is_out())
        })
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

    /// Whether one of these is its main component.
    pub(super) fn is_of_main(&self, components: &[String]) -> bool {
        self.is_whole_page() || components.iter().any(|id| self.is_main(id))
    }

    /// Maintenance that names no component says nothing about a part of the page.
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
    pub(super) fn indicator_finding(&self) -> Option<Finding> {
        let indicator = self
            .report
            .indicator
            .filter(|_| !self.source.filters.ignore_indicator)?;
        let accounts_for_it = |health: Health| health.is_trouble() || health == Health::Maintenance;
        let explained = !self.open.is_empty()
            || !self.left_out.is_empty()
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

    /// A page that is only believed to be the service's gives no good news.
    pub(super) fn doubt(&self) -> Option<Finding> {
        let doubtful = self.source.unconfirmed;
        doubtful.then_some((Health::Unknown, Because::Unconfirmed))
    }

    pub(super) fn failing(&self) -> Vec<Capability> {
        let mut failing = BTreeSet::new();
        for component in self.components().iter().filter(|it| it.health.is_trouble()) {
            let by_id = self.source.components.iter();
            let by_id = by_id.filter(|(_, ids)| ids.contains(&component.id));
            let by_group = self.source.groups.iter();
            let by_group = by_group
                .filter(|(_, groups)| groups.iter().any(|group| stands_in(component, group)));
            failing.extend(by_id.chain(by_group).filter_map(|(part, _)| match part {
                Part::Main => None,
                Part::Capability(capability) => Some(*capability),
            }));
        }
        failing.into_iter().collect()
    }
}

/// Why an incident says nothing about the service, if so.
fn why_left_out(
    incident: &PageIncident,
    filters: &Filters,
    now: Option<Timestamp>,
) -> Option<LeftOut> {
    let title = incident.title.to_lowercase();
    let is_noise = |word: &String| title.contains(&word.to_lowercase());
    let is_elsewhere = !filters.regions.is_empty()
        && !incident.regions.is_empty()
        && !incident
            .regions
            .iter()
            .any(|it| filters.regions.contains(it));
    let age = now.zip(incident.started_at).map(|(now, at)| now.since(at));
    let is_permanent = age
        .zip(filters.permanent_after)
        .is_some_and(|(age, most)| age > most);
    if filters.noise.iter().any(is_noise) {
        Some(LeftOut::Noise)
    } else if is_elsewhere {
        Some(LeftOut::ElsewhereOnly)
    } else {
        is_permanent.then_some(LeftOut::Permanent)
    }
}

/// The components, those that only what was left out can have put in trouble being well.
fn without_traces(
    components: &[Component],
    left_out: &[(&PageIncident, LeftOut)],
    open: &[&PageIncident],
) -> Vec<Component> {
    let names = |incident: &PageIncident, id: &String| incident.components.contains(id);
    let is_trace = |component: &Component| {
        component.health.is_trouble()
            && left_out.iter().any(|(it, _)| names(it, &component.id))
            && !open.iter().any(|it| names(it, &component.id))
    };
    let well = |component: &Component| Component {
        health: Health::Operational,
        ..component.clone()
    };
    let cleared = components.iter().map(|it| match is_trace(it) {
        true => well(it),
        false => it.clone(),
    });
    cleared.collect()
}

/// Feeds and titles write names by hand, now as "ChatGPT", now as "Chatgpt".
fn is_same(own: &str, id: &str) -> bool {
    own.eq_ignore_ascii_case(id)
}

/// Whether a component stands in the group of this id, or of this name.
fn stands_in(component: &Component, group: &str) -> bool {
    [&component.group_id, &component.group]
        .into_iter()
        .any(|it| it.as_deref() == Some(group))
}

/// How bad a part of the service can make it.
const fn most(is_the_main_part: bool) -> Health {
    if is_the_main_part {
        Health::MajorOutage
    } else {
        Health::Degraded
    }
}

fn capped(component: &Component, cap: Health) -> Finding {
    let (health, because) = finding_of(component);
    (health.min(cap), because)
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
