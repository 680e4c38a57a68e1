//! incident.io's widget document, `/api/v1/summary`: only what is wrong at present, so that silence
//! about a component means that it works. Documented in incident.io's help centre; shape as of 2026-10.

use super::super::gather::{Affected, newest_first};
use super::super::json::Node;
use super::super::statuspage::{component_health, phase};
use super::super::widget::affected;
use super::super::{
    IncidentUpdate, Maintenance, PageError, PageHead, PageIncident, PageReport, text,
};
use super::{EXPECTED, impact_of_status, maintenance_phase};

/// Whether this is the shape, as far as its keys tell.
pub(super) fn is_widget(root: &Node<'_>) -> bool {
    root.get("ongoing_incidents").is_some() || root.get("in_progress_maintenances").is_some()
}

/// Reads the document. Lists that are not there are errors: here an empty list is the good news.
pub(super) fn read(root: &Node<'_>) -> Result<PageReport, PageError> {
    if !root.is_object() {
        return Err(root.not("an object"));
    }
    // Flashcat's widget has the same lists, and says here what they may leave out.
    if root.has("overall") {
        return Err(root.not("one of incident.io's, but of Flashcat's"));
    }
    let ongoing = root.need("ongoing_incidents")?.elements()?;
    let in_progress = root.need("in_progress_maintenances")?.elements()?;
    let scheduled = root.list("scheduled_maintenances")?.unwrap_or_default();
    let mut components = Affected::default();
    let mut incidents = Vec::new();
    for entry in &ongoing {
        let ids = affected(entry, "current_status", component_health, &mut components)?;
        incidents.push(incident(entry, ids)?);
    }
    let mut maintenances = Vec::new();
    for entry in &in_progress {
        // Maintenance of nobody knows what would read as maintenance of nothing.
        entry.need("affected_components")?;
        let ids = affected(entry, "current_status", component_health, &mut components)?;
        maintenances.push(maintenance(entry, ids)?);
    }
    for entry in &scheduled {
        // What is only announced says nothing about how its components are.
        let ids = affected(
            entry,
            "current_status",
            component_health,
            &mut Affected::default(),
        )?;
        maintenances.push(maintenance(entry, ids)?);
    }
    Ok(PageReport {
        shape: "incident_io_widget",
        page: PageHead {
            name: root.text("page_title").map(text::line),
            url: root.text("page_url").and_then(text::link),
            updated_at: None,
        },
        components: Some(components.into_list()),
        incidents: Some(newest_first(incidents, EXPECTED)?),
        maintenances,
        indicator: None,
        incidents_name_components: true,
        silence_is_fine: true,
    })
}

fn incident(entry: &Node<'_>, components: Vec<String>) -> Result<PageIncident, PageError> {
    let phase = entry.known("status", phase)?;
    let impact = match entry.get("current_worst_impact") {
        Some(_) => entry.known("current_worst_impact", impact_of_status)?,
        None => None,
    };
    let last = IncidentUpdate {
        at: entry.time(&["last_update_at"]),
        phase: Some(phase),
        text: entry
            .text("last_update_message")
            .map(text::plain)
            .unwrap_or_default(),
    };
    Ok(PageIncident {
        id: entry.word("id")?.to_owned(),
        title: entry.title("name"),
        phase,
        impact,
        started_at: entry.time(&["started_at", "created_at"]),
        resolved_at: None,
        url: entry.text("url").and_then(text::link),
        components,
        regions: Vec::new(),
        updates: if last.at.is_none() && last.text.is_empty() {
            Vec::new()
        } else {
            vec![last]
        },
    })
}

fn maintenance(entry: &Node<'_>, components: Vec<String>) -> Result<Maintenance, PageError> {
    Ok(Maintenance {
        id: entry.word("id")?.to_owned(),
        title: entry.title("name"),
        phase: entry.known("status", maintenance_phase)?,
        starts_at: entry.time(&["started_at", "starts_at"]),
        ends_at: entry.time(&["scheduled_end_at", "ends_at"]),
        components,
    })
}
