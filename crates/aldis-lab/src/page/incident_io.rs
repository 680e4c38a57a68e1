//! Documents in incident.io's three shapes: shim, widget, native (CATALOGUE.md §2.2; shape of
//! March to October 2026). What the real ones leave out is left out here.

mod maintenance;

use serde_json::{Map, Value, json};

use super::facts::Group;
use super::maintenance::MaintenancePhase;
use super::state::{ComponentStatus, Impact, Incident, PageState, Update};
use super::{whole_seconds, with_millis};

const CREATED: &str = "2025-02-25T01:32:55Z";
/// `summary.json` holds no more.
const SUMMARY_COMPONENTS: usize = 25;

pub(crate) fn document(state: &PageState, path: &str, base: &str) -> Option<Value> {
    let page = json!({"id": state.facts.id, "name": state.facts.name, "url": format!("{base}/"),
        "updated_at": whole_seconds(state.updated_at)});
    Some(match path {
        "/api/v2/summary.json" => summary(state, page),
        "/api/v2/status.json" => json!({"page": page, "status": status(state)}),
        "/api/v2/components.json" => json!({"page": page, "components": components(state)}),
        "/api/v2/incidents.json" => {
            let incidents: Vec<Value> = state
                .newest_first()
                .take(25)
                .map(|found| shim(state, found))
                .collect();
            json!({"page": page, "incidents": incidents})
        }
        "/api/v1/summary" => widget(state, base),
        _ if path.strip_prefix("/proxy/") == Some(state.facts.host) => native(state, base),
        _ => return None,
    })
}

fn summary(state: &PageState, page: Value) -> Value {
    let mut components = components(state);
    components.truncate(SUMMARY_COMPONENTS);
    let mut document = Map::new();
    document.insert("page".into(), page);
    document.insert("status".into(), status(state));
    document.insert("components".into(), components.into());
    let open: Vec<Value> = state.open().map(|found| shim(state, found)).collect();
    if !open.is_empty() {
        document.insert("incidents".into(), open.into());
    }
    let windows: Vec<Value> = state
        .maintenances
        .newest_first()
        .filter(|window| window.phase() != MaintenancePhase::Completed)
        .map(|window| maintenance::shim(state, window))
        .collect();
    if !windows.is_empty() {
        document.insert("scheduled_maintenances".into(), windows.into());
    }
    document.into()
}

fn status(state: &PageState) -> Value {
    let headline = state.headline();
    if headline == Impact::None && state.maintenances.in_progress() {
        return json!({"description": "Partially Under Maintenance", "indicator": "maintenance"});
    }
    let description = match headline {
        Impact::None => "All Systems Operational",
        Impact::Minor | Impact::Major | Impact::Critical => "Partial System Degradation",
    };
    json!({"description": description, "indicator": headline.word()})
}

fn components(state: &PageState) -> Vec<Value> {
    let parts = state.facts.components.iter().enumerate();
    parts
        .map(|(index, part)| {
            json!({"id": part.id, "name": part.name, "status": state.status(part.id).word(),
                "created_at": CREATED, "updated_at": whole_seconds(state.updated_at),
                "position": index, "page_id": state.facts.id})
        })
        .collect()
}

fn shim(state: &PageState, incident: &Incident) -> Value {
    let id = ulid(state, incident.number, 0);
    let updates: Vec<Value> = incident
        .updates
        .iter()
        .enumerate()
        .rev()
        .map(|(index, update)| {
            let at = whole_seconds(update.at);
            json!({"id": ulid(state, incident.number, index + 1), "body": update.text,
                "created_at": at, "display_at": at, "incident_id": id,
                "status": update.phase.word(), "updated_at": at})
        })
        .collect();
    let mut document = json!({"id": id, "name": incident.title,
        "status": incident.phase().word(),
        "created_at": whole_seconds(incident.started_at),
        "updated_at": whole_seconds(incident.updated_at()),
        "impact": incident.impact.word(), "page_id": state.facts.id,
        "incident_updates": updates});
    if !incident.is_open() {
        document["resolved_at"] = whole_seconds(incident.updated_at()).into();
    }
    document
}

fn widget(state: &PageState, base: &str) -> Value {
    let ongoing: Vec<Value> = state
        .open()
        .map(|incident| {
            let id = ulid(state, incident.number, 0);
            let affected = widget_components(state, affected(incident).map(|(id, _)| id));
            json!({"id": id, "name": incident.title, "status": incident.phase().word(),
                "url": format!("{base}/incidents/{id}"),
                "last_update_at": whole_seconds(incident.updated_at()),
                "last_update_message": incident.updates.last().map(|update| &update.text),
                "current_worst_impact": native_word(worst(incident)),
                "affected_components": affected})
        })
        .collect();
    json!({"page_title": state.facts.name, "page_url": format!("{base}/"),
        "ongoing_incidents": ongoing,
        "in_progress_maintenances":
            maintenance::widget(state, MaintenancePhase::InProgress, base),
        "scheduled_maintenances": maintenance::widget(state, MaintenancePhase::Scheduled, base)})
}

fn widget_components<'a>(state: &PageState, ids: impl Iterator<Item = &'a str>) -> Vec<Value> {
    ids.filter_map(|id| {
        let part = state.facts.components.iter().find(|part| part.id == id)?;
        Some(json!({"id": id, "name": part.name,
            "group_name": part.group.map(|group| group.name),
            "current_status": native_word(state.status(id))}))
    })
    .collect()
}

fn native(state: &PageState, base: &str) -> Value {
    let parts = state.facts.components;
    let list: Vec<Value> = parts
        .iter()
        .map(|part| json!({"id": part.id, "name": part.name, "status_page_id": state.facts.id}))
        .collect();
    let unwell: Vec<Value> = parts
        .iter()
        .map(|part| (part.id, state.status(part.id)))
        .filter(|(_, status)| *status != ComponentStatus::Operational)
        .map(|(id, status)| json!({"component_id": id, "status": native_word(status)}))
        .collect();
    let ongoing: Vec<Value> = state
        .open()
        .map(|found| native_incident(state, found))
        .chain(maintenance::native(state, MaintenancePhase::InProgress))
        .collect();
    let scheduled: Vec<Value> = maintenance::native(state, MaintenancePhase::Scheduled).collect();
    json!({"summary": {"id": state.facts.id, "name": state.facts.name,
        "public_url": format!("{base}/"), "page_type": "standalone", "components": list,
        "affected_components": unwell, "ongoing_incidents": ongoing,
        "scheduled_maintenances": scheduled, "structure": {"items": structure(state)},
        "expose_status_summary_api": true,
        "data_available_since": "2021-02-12T20:31:47Z"}})
}

fn structure(state: &PageState) -> Vec<Value> {
    let mut groups: Vec<&Group> = Vec::new();
    for group in state.facts.components.iter().filter_map(|part| part.group) {
        if !groups.contains(&group) {
            groups.push(group);
        }
    }
    let members = |group: &Group| -> Vec<Value> {
        let parts = state.facts.components.iter();
        parts
            .filter(|part| part.group == Some(group))
            .map(|part| json!({"component_id": part.id, "name": part.name, "hidden": false}))
            .collect()
    };
    groups
        .into_iter()
        .map(|group| {
            json!({"group": {"id": group.id, "name": group.name, "hidden": false,
                "components": members(group)}})
        })
        .collect()
}

fn native_incident(state: &PageState, incident: &Incident) -> Value {
    let id = ulid(state, incident.number, 0);
    let updates: Vec<Value> = incident
        .updates
        .iter()
        .enumerate()
        .map(|(index, update)| native_update(ulid(state, incident.number, index + 1), update))
        .collect();
    let unwell: Vec<Value> = affected(incident)
        .map(|(id, status)| {
            json!({"component_id": id, "status": native_word(status),
                "current_status": native_word(state.status(id))})
        })
        .collect();
    json!({"id": id, "name": incident.title, "type": "incident",
        "status": incident.phase().word(), "published_at": with_millis(incident.started_at),
        "status_page_id": state.facts.id, "updates": updates, "component_impacts": [],
        "affected_components": unwell,
        "status_summaries": [{"start_at": with_millis(incident.started_at),
            "worst_component_status": native_word(worst(incident))}]})
}

fn native_update(id: String, update: &Update) -> Value {
    let statuses: Vec<Value> = update
        .changes
        .iter()
        .map(|(id, _, after)| json!({"component_id": id, "status": native_word(*after)}))
        .collect();
    json!({"id": id, "message_string": update.text, "published_at": with_millis(update.at),
        "to_status": update.phase.word(), "automated_update": false,
        "component_statuses": statuses})
}

/// Components the incident hurt, with the worst it did to them.
fn affected(incident: &Incident) -> impl Iterator<Item = (&'static str, ComponentStatus)> {
    incident
        .components
        .iter()
        .map(|(id, status)| (*id, *status))
}

/// The worst the incident did; one that names no component still has an impact.
fn worst(incident: &Incident) -> ComponentStatus {
    let worst = affected(incident).map(|(_, status)| status).max();
    worst
        .unwrap_or_default()
        .max(ComponentStatus::DegradedPerformance)
}

/// Outside its Statuspage shim incident.io calls the worst `full_outage`.
const fn native_word(status: ComponentStatus) -> &'static str {
    match status {
        ComponentStatus::MajorOutage => "full_outage",
        ComponentStatus::Operational
        | ComponentStatus::UnderMaintenance
        | ComponentStatus::DegradedPerformance
        | ComponentStatus::PartialOutage => status.word(),
    }
}

/// Twenty-six characters, stable for the incident and its update.
fn ulid(state: &PageState, incident: u32, update: usize) -> String {
    format!("{}{incident:08}{update:08}", &state.facts.id[..10])
}
