//! incident.io's own document, `/proxy/HOST`, and its history lists `…/incidents` and
//! `…/component_impacts`. Undocumented; shape as of 2026-03. Updates come oldest first.

use std::collections::BTreeMap;

use super::super::gather::{newest_first, newest_updates};
use super::super::json::Node;
use super::super::statuspage::{component_health, phase};
use super::super::{
    Component, Impact, IncidentPhase, IncidentUpdate, Maintenance, PageError, PageHead,
    PageIncident, PageReport, text,
};
use super::{EXPECTED, impact_of_status, maintenance_phase};
use crate::health::Health;
use crate::time::Timestamp;

/// Whether this is the shape, as far as its keys tell.
pub(super) fn is_native(root: &Node<'_>) -> bool {
    let first_in = |key: &str| {
        root.list(key)
            .ok()
            .flatten()
            .and_then(|list| list.into_iter().next())
    };
    let is_page = root.get("structure").is_some() || root.get("affected_components").is_some();
    root.get("summary").is_some()
        || is_page
        || root.elements().is_ok()
        || root.get("component_impacts").is_some()
        || first_in("incidents").is_some_and(|incident| incident.get("published_at").is_some())
}

/// Whether a document of an unknown format has keys that only ours have.
pub(super) fn has_marks(root: &Node<'_>) -> bool {
    let first_of = |list: Option<Vec<Node<'_>>>, key: &str| {
        list.and_then(|list| list.into_iter().next())
            .is_some_and(|first| first.get(key).is_some())
    };
    let list = |key: &str| root.list(key).ok().flatten();
    root.get("affected_components").is_some()
        || root.get("structure").is_some_and(|it| it.is_object())
        || first_of(root.elements().ok(), "status_page_incident_id")
        || first_of(list("component_impacts"), "status_page_incident_id")
        || first_of(list("incidents"), "published_at")
}

/// Reads the page document or one of its history lists.
pub(super) fn read(root: &Node<'_>) -> Result<PageReport, PageError> {
    match root.elements() {
        Ok(impacts) if impacts.is_empty() => return Err(root.not("a list of component impacts")),
        Ok(impacts) => return impact_history(&impacts),
        Err(_) => {}
    }
    if let Some(impacts) = root.list("component_impacts")? {
        return impact_history(&impacts);
    }
    if let Some(summary) = root.get("summary") {
        return page(&summary);
    }
    match root.list("incidents")? {
        Some(entries) => history(&entries),
        None => page(root),
    }
}

fn page(summary: &Node<'_>) -> Result<PageReport, PageError> {
    if !summary.is_object() {
        return Err(summary.not("an object"));
    }
    let ongoing = summary.need("ongoing_incidents")?.elements()?;
    let affected = summary.need("affected_components")?.elements()?;
    let mut report = history(&ongoing)?;
    report.page = PageHead {
        name: summary.text("name").map(text::line),
        url: summary.text("public_url").and_then(text::link),
        updated_at: None,
    };
    report.components = Some(components(summary, &affected)?);
    for entry in summary.list("scheduled_maintenances")?.unwrap_or_default() {
        report.maintenances.push(maintenance(&entry)?);
    }
    report.maintenances.dedup_by(|a, b| a.id == b.id);
    Ok(report)
}

/// A report of incidents alone, which says nothing about components.
fn history(entries: &[Node<'_>]) -> Result<PageReport, PageError> {
    let mut incidents = Vec::new();
    let mut maintenances = Vec::new();
    for entry in entries {
        if entry.text("type") == Some("maintenance") {
            maintenances.push(maintenance(entry)?);
        } else {
            incidents.push(incident(entry)?);
        }
    }
    Ok(PageReport {
        shape: "incident_io_native",
        page: PageHead::default(),
        components: None,
        incidents: Some(newest_first(incidents, EXPECTED)?),
        maintenances,
        indicator: None,
        incidents_name_components: true,
        silence_is_fine: false,
    })
}

/// Every component of the page; one that the page does not call affected is fine.
fn components(summary: &Node<'_>, affected: &[Node<'_>]) -> Result<Vec<Component>, PageError> {
    let groups = groups(summary)?;
    let mut words: BTreeMap<&str, (Health, Option<String>)> = BTreeMap::new();
    for entry in affected {
        let status = entry.word_if_any("current_status")?;
        let status = status.map_or_else(|| entry.word("status"), Ok)?;
        let now = component_health(status);
        let worst = words
            .entry(entry.word("component_id")?)
            .or_insert((Health::Operational, None));
        if now.0 > worst.0 {
            *worst = now;
        }
    }
    let mut components = Vec::new();
    for entry in summary.need("components")?.elements()? {
        let id = entry.word("id")?;
        let (health, unknown_word) = words
            .get(id)
            .cloned()
            .unwrap_or((Health::Operational, None));
        let (group_id, group) = groups.get(id).cloned().unzip();
        components.push(Component {
            id: id.to_owned(),
            name: entry.title("name"),
            group,
            group_id: group_id.flatten(),
            health,
            unknown_word,
        });
    }
    Ok(components)
}

/// Component id to the group it stands in: its id and its name.
fn groups(summary: &Node<'_>) -> Result<BTreeMap<String, (Option<String>, String)>, PageError> {
    let mut groups = BTreeMap::new();
    let Some(structure) = summary.get("structure") else {
        return Ok(groups);
    };
    for item in structure.list("items")?.unwrap_or_default() {
        let Some(group) = item.get("group") else {
            continue;
        };
        for member in group.list("components")?.unwrap_or_default() {
            if let Some(id) = member.text("component_id") {
                let group_id = group.text("id").map(str::to_owned);
                groups.insert(id.to_owned(), (group_id, group.title("name")));
            }
        }
    }
    Ok(groups)
}

fn incident(entry: &Node<'_>) -> Result<PageIncident, PageError> {
    let phase = entry.known("status", phase)?;
    let mut updates: Vec<IncidentUpdate> = Vec::new();
    for update in entry.list("updates")?.unwrap_or_default() {
        updates.push(IncidentUpdate {
            at: update.time(&["published_at"]),
            phase: update
                .text("to_status")
                .and_then(super::super::statuspage::phase),
            text: update
                .text("message_string")
                .map(text::plain)
                .unwrap_or_default(),
        });
    }
    updates.reverse();
    let updates = newest_updates(updates);
    let ended = updates
        .iter()
        .find(|update| update.phase == Some(IncidentPhase::Resolved))
        .and_then(|end| end.at);
    Ok(PageIncident {
        id: entry.word("id")?.to_owned(),
        title: entry.title("name"),
        phase,
        impact: worst_impact(entry, phase.is_open())?,
        started_at: started(entry)?,
        resolved_at: if phase.is_open() { None } else { ended },
        url: None,
        components: affected_ids(entry)?,
        regions: Vec::new(),
        updates,
    })
}

/// The worst the incident has been: it has no impact of its own, only those of its components.
fn worst_impact(entry: &Node<'_>, open: bool) -> Result<Option<Impact>, PageError> {
    let mut worst = None;
    let lists = [
        ("component_impacts", "status"),
        ("status_summaries", "worst_component_status"),
        ("affected_components", "status"),
    ];
    for (list, key) in lists {
        for item in entry.list(list)?.unwrap_or_default() {
            let impact = match item.known(key, impact_of_status) {
                Ok(impact) => impact,
                Err(error) if open => return Err(error),
                Err(_) => None,
            };
            worst = worst.max(impact);
        }
    }
    Ok(worst)
}

/// The earliest moment the incident speaks of: messages may be dated before its publication.
fn started(entry: &Node<'_>) -> Result<Option<Timestamp>, PageError> {
    let mut earliest = entry.time(&["published_at"]);
    for (list, key) in [
        ("updates", "published_at"),
        ("status_summaries", "start_at"),
        ("component_impacts", "start_at"),
    ] {
        let moments = entry.list(list)?.unwrap_or_default();
        let first = moments.iter().filter_map(|item| item.time(&[key])).min();
        earliest = earliest.into_iter().chain(first).min();
    }
    Ok(earliest)
}

fn affected_ids(entry: &Node<'_>) -> Result<Vec<String>, PageError> {
    let mut ids: Vec<String> = Vec::new();
    for list in ["affected_components", "component_impacts"] {
        for item in entry.list(list)?.unwrap_or_default() {
            let id = item.word("component_id")?;
            if !ids.iter().any(|known| known == id) {
                ids.push(id.to_owned());
            }
        }
    }
    Ok(ids)
}

fn maintenance(entry: &Node<'_>) -> Result<Maintenance, PageError> {
    let impacts = entry.list("component_impacts")?.unwrap_or_default();
    Ok(Maintenance {
        id: entry.word("id")?.to_owned(),
        title: entry.title("name"),
        phase: entry.known("status", maintenance_phase)?,
        starts_at: impacts
            .iter()
            .filter_map(|impact| impact.time(&["start_at"]))
            .min(),
        ends_at: impacts
            .iter()
            .filter_map(|impact| impact.time(&["end_at"]))
            .max(),
        components: affected_ids(entry)?,
    })
}

/// Incidents as far as a list of component impacts tells of them: no titles, no messages, and over
/// when the last impact is over.
fn impact_history(impacts: &[Node<'_>]) -> Result<PageReport, PageError> {
    let mut incidents: BTreeMap<&str, PageIncident> = BTreeMap::new();
    for entry in impacts {
        let id = entry.word("status_page_incident_id")?;
        let (start, end) = (entry.time(&["start_at"]), entry.time(&["end_at"]));
        let impact = entry.known("status", impact_of_status)?;
        let incident = incidents.entry(id).or_insert_with(|| PageIncident {
            id: id.to_owned(),
            title: String::new(),
            phase: IncidentPhase::Resolved,
            impact: None,
            started_at: start,
            resolved_at: end,
            url: None,
            components: Vec::new(),
            regions: Vec::new(),
            updates: Vec::new(),
        });
        incident.impact = incident.impact.max(impact);
        incident.started_at = incident.started_at.into_iter().chain(start).min();
        incident.resolved_at = incident.resolved_at.max(end);
        incident
            .components
            .push(entry.word("component_id")?.to_owned());
        if end.is_none() {
            incident.phase = IncidentPhase::Investigating;
        }
    }
    let mut incidents: Vec<_> = incidents.into_values().collect();
    for incident in &mut incidents {
        incident.components.sort();
        incident.components.dedup();
        if incident.phase.is_open() {
            incident.resolved_at = None;
        }
    }
    let mut report = history(&[])?;
    report.incidents = Some(newest_first(incidents, EXPECTED)?);
    Ok(report)
}
