//! Announced work in incident.io's three shapes.

use serde_json::{Value, json};

use super::super::maintenance::{MaintenancePhase, Window};
use super::super::state::{ComponentStatus, PageState};
use super::super::{dated, whole_seconds, with_millis};
use super::{native_word, ulid, widget_components};

/// Work is numbered from here on, so that it never has the id of an incident.
const FIRST: u32 = 50_000_000;

pub(super) fn shim(state: &PageState, window: &Window) -> Value {
    let number = FIRST.saturating_add(window.number);
    let id = ulid(state, number, 0);
    let updates: Vec<Value> = window
        .updates
        .iter()
        .enumerate()
        .rev()
        .map(|(index, told)| {
            let at = whole_seconds(told.at);
            json!({"id": ulid(state, number, index + 1), "body": told.text, "created_at": at,
                "display_at": at, "incident_id": id, "status": told.phase.word(),
                "updated_at": at})
        })
        .collect();
    let document = json!({"id": id, "name": window.title, "status": window.phase().word(),
        "impact": "maintenance", "page_id": state.facts.id, "incident_updates": updates});
    dated(document, window, whole_seconds)
}

pub(super) fn widget(state: &PageState, phase: MaintenancePhase, base: &str) -> Vec<Value> {
    let (starts, ends) = match phase {
        MaintenancePhase::Scheduled => ("starts_at", "ends_at"),
        MaintenancePhase::InProgress | MaintenancePhase::Completed => {
            ("started_at", "scheduled_end_at")
        }
    };
    let windows = state.maintenances.in_phase(phase);
    windows
        .map(|window| {
            let id = ulid(state, FIRST.saturating_add(window.number), 0);
            json!({"id": id, "name": window.title, "status": phase_word(phase),
                "url": format!("{base}/incidents/{id}"),
                "last_update_at": whole_seconds(window.updated_at()),
                "last_update_message": window.updates.last().map(|told| &told.text),
                "affected_components":
                    widget_components(state, window.components.iter().copied()),
                starts: whole_seconds(window.starts_at), ends: whole_seconds(window.ends_at())})
        })
        .collect()
}

pub(super) fn native(state: &PageState, phase: MaintenancePhase) -> impl Iterator<Item = Value> {
    let windows = state.maintenances.in_phase(phase);
    windows.map(|window| one_native(state, window))
}

fn one_native(state: &PageState, window: &Window) -> Value {
    let number = FIRST.saturating_add(window.number);
    let id = ulid(state, number, 0);
    let word = native_word(ComponentStatus::UnderMaintenance);
    let updates: Vec<Value> = window
        .updates
        .iter()
        .enumerate()
        .map(|(index, told)| {
            json!({"id": ulid(state, number, index + 1), "message_string": told.text,
                "published_at": with_millis(told.at), "to_status": phase_word(told.phase),
                "automated_update": false, "component_statuses": []})
        })
        .collect();
    let impacts: Vec<Value> = window
        .components
        .iter()
        .map(|part| {
            json!({"id": format!("{id}{part}"), "component_id": part, "status": word,
                "start_at": with_millis(window.starts_at),
                "end_at": with_millis(window.ends_at()), "status_page_incident_id": id})
        })
        .collect();
    let named: Vec<Value> = window
        .components
        .iter()
        .map(|part| {
            json!({"component_id": part, "status": word,
                "current_status": native_word(state.status(part))})
        })
        .collect();
    json!({"id": id, "name": window.title, "type": "maintenance",
        "status": phase_word(window.phase()),
        "published_at": with_millis(window.announced_at), "status_page_id": state.facts.id,
        "updates": updates, "component_impacts": impacts, "affected_components": named,
        "status_summaries": [{"start_at": with_millis(window.starts_at),
            "end_at": with_millis(window.ends_at()), "worst_component_status": word}]})
}

/// Outside its Statuspage shim incident.io has words of its own.
const fn phase_word(phase: MaintenancePhase) -> &'static str {
    match phase {
        MaintenancePhase::Scheduled => "maintenance_scheduled",
        MaintenancePhase::InProgress => "maintenance_in_progress",
        MaintenancePhase::Completed => "maintenance_complete",
    }
}
