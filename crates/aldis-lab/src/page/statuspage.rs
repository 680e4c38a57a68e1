//! Documents in the shape of Statuspage v2 (CATALOGUE.md §2.1; shape of October 2026).

use serde_json::{Value, json};

use super::maintenance::{MaintenancePhase, Window};
use super::state::{Impact, Incident, IncidentPhase, PageState, Update};
use super::{dated, with_millis};

/// When the played vendors put their components up.
const CREATED: &str = "2023-07-11T17:52:24.275Z";
/// Work is numbered from here on, so that it never has the id of an incident.
const FIRST_MAINTENANCE: u32 = 0x8000;

pub(crate) fn document(state: &PageState, path: &str, base: &str) -> Option<Value> {
    let page = page(state, base);
    let incidents = |only_open: bool| -> Vec<Value> {
        state
            .newest_first()
            .filter(|incident| !only_open || incident.is_open())
            .take(50)
            .map(|found| incident(state, found, base))
            .collect()
    };
    Some(match path {
        "/api/v2/summary.json" => json!({
            "page": page, "components": components(state), "incidents": incidents(true),
            "scheduled_maintenances": maintenances(state, base), "status": status(state)}),
        "/api/v2/status.json" => json!({"page": page, "status": status(state)}),
        "/api/v2/components.json" => json!({"page": page, "components": components(state)}),
        "/api/v2/incidents.json" => json!({"page": page, "incidents": incidents(false)}),
        "/api/v2/incidents/unresolved.json" => json!({"page": page, "incidents": incidents(true)}),
        _ => return None,
    })
}

fn page(state: &PageState, base: &str) -> Value {
    json!({"id": state.facts.id, "name": state.facts.name, "url": base,
        "time_zone": "Etc/UTC", "updated_at": with_millis(state.updated_at)})
}

fn status(state: &PageState) -> Value {
    let headline = state.headline();
    if headline == Impact::None && state.maintenances.in_progress() {
        return json!({"indicator": "maintenance", "description": "Service Under Maintenance"});
    }
    let description = match headline {
        Impact::None => "All Systems Operational",
        Impact::Minor => "Minor Service Outage",
        Impact::Major => "Partial System Outage",
        Impact::Critical => "Major Service Outage",
    };
    json!({"indicator": headline.word(), "description": description})
}

fn components(state: &PageState) -> Vec<Value> {
    let parts = state.facts.components.iter().enumerate();
    parts
        .map(|(index, part)| {
            json!({"id": part.id, "name": part.name, "status": state.status(part.id).word(),
                "created_at": CREATED, "updated_at": with_millis(state.updated_at),
                "position": index + 1, "description": null, "showcase": true,
                "start_date": "2023-07-11", "group_id": null, "page_id": state.facts.id,
                "group": false, "only_show_if_degraded": false})
        })
        .collect()
}

fn incident(state: &PageState, incident: &Incident, base: &str) -> Value {
    let id = short_id(state, incident.number, 0);
    let last = |phase: IncidentPhase| {
        let found = incident
            .updates
            .iter()
            .rev()
            .find(|update| update.phase == phase);
        found.map(|update| with_millis(update.at))
    };
    let resolved_at = last(IncidentPhase::Resolved).filter(|_| !incident.is_open());
    let updates: Vec<Value> = incident
        .updates
        .iter()
        .enumerate()
        .rev()
        .map(|(index, found)| {
            update(
                state,
                &id,
                short_id(state, incident.number, index + 1),
                found,
            )
        })
        .collect();
    let named = named(state, |id| incident.components.contains_key(id));
    json!({"id": id, "name": incident.title, "status": incident.phase().word(),
        "created_at": with_millis(incident.started_at),
        "updated_at": with_millis(incident.updated_at()),
        "monitoring_at": last(IncidentPhase::Monitoring), "resolved_at": resolved_at,
        "impact": incident.impact.word(), "shortlink": format!("{base}/incidents/{id}"),
        "started_at": with_millis(incident.started_at), "page_id": state.facts.id,
        "incident_updates": updates, "components": named, "reminder_intervals": "[]"})
}

fn named(state: &PageState, wanted: impl Fn(&str) -> bool) -> Vec<Value> {
    let all = components(state).into_iter();
    all.filter(|part| wanted(part["id"].as_str().unwrap_or_default()))
        .collect()
}

/// `summary.json` lists work until it is done.
fn maintenances(state: &PageState, base: &str) -> Vec<Value> {
    state
        .maintenances
        .newest_first()
        .filter(|window| window.phase() != MaintenancePhase::Completed)
        .map(|window| maintenance(state, window, base))
        .collect()
}

fn maintenance(state: &PageState, window: &Window, base: &str) -> Value {
    let number = FIRST_MAINTENANCE.saturating_add(window.number);
    let id = short_id(state, number, 0);
    let updates: Vec<Value> = window
        .updates
        .iter()
        .enumerate()
        .rev()
        .map(|(index, told)| {
            let at = with_millis(told.at);
            json!({"id": short_id(state, number, index + 1), "status": told.phase.word(),
                "body": told.text, "incident_id": id, "created_at": at, "updated_at": at,
                "display_at": at, "affected_components": null, "deliver_notifications": true,
                "custom_tweet": null, "tweet_id": null})
        })
        .collect();
    let document = json!({"id": id, "name": window.title, "status": window.phase().word(),
        "monitoring_at": null, "resolved_at": null, "impact": "maintenance",
        "shortlink": format!("{base}/incidents/{id}"),
        "started_at": with_millis(window.announced_at), "page_id": state.facts.id,
        "incident_updates": updates,
        "components": named(state, |id| window.components.contains(&id)),
        "reminder_intervals": "[]"});
    dated(document, window, with_millis)
}

fn update(state: &PageState, incident_id: &str, id: String, update: &Update) -> Value {
    let name = |id: &str| {
        let parts = state.facts.components.iter();
        parts
            .clone()
            .find(|part| part.id == id)
            .map(|part| part.name)
    };
    let affected: Vec<Value> = update
        .changes
        .iter()
        .map(|(id, before, after)| {
            json!({"code": id, "name": name(id),
                "old_status": before.word(), "new_status": after.word()})
        })
        .collect();
    let affected = if affected.is_empty() {
        Value::Null
    } else {
        affected.into()
    };
    let at = with_millis(update.at);
    json!({"id": id, "status": update.phase.word(), "body": update.text,
        "incident_id": incident_id, "created_at": at, "updated_at": at, "display_at": at,
        "affected_components": affected, "deliver_notifications": true,
        "custom_tweet": null, "tweet_id": null})
}

/// Twelve lower-case characters, stable for the incident and its update.
fn short_id(state: &PageState, incident: u32, update: usize) -> String {
    format!("{}{incident:04x}{update:04x}", &state.facts.id[..4])
}
