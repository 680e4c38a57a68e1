//! Status.io's public document, `/1.0/status/PAGE`. <https://kb.status.io/developers/public-status-api/>;
//! shape as of 2026-07. A component is as bad as the worst of the places it runs in.

use super::gather::{newest_first, newest_updates};
use super::json::{self, Node};
use super::{
    Component, Impact, IncidentPhase, IncidentUpdate, Maintenance, MaintenancePhase, PageError,
    PageHead, PageIncident, PageReport, text,
};
use crate::health::Health;

const EXPECTED: &str = "a Status.io document";

/// Whether this is one, as far as its marks tell.
pub(super) fn is_one(root: &Node<'_>) -> bool {
    root.get("result")
        .is_some_and(|result| result.get("status_overall").is_some())
}

/// Reads the page document.
pub(super) fn parse(bytes: &[u8]) -> Result<PageReport, PageError> {
    let document = json::document(bytes, EXPECTED)?;
    let result = Node::root(&document, EXPECTED).need("result")?;
    let overall = result.need("status_overall")?;
    let (health, _) = health(&overall.code("status_code")?);
    let components = result.need("status")?.elements()?;
    let open = result.need("incidents")?.elements()?;
    let incidents = open.iter().map(incident).collect::<Result<_, _>>()?;
    let mut report = PageReport::silent("status_io");
    report.page = PageHead {
        updated_at: overall.time(&["updated"]),
        ..PageHead::default()
    };
    report.indicator = Some(health);
    report.components = Some(components.iter().map(component).collect::<Result<_, _>>()?);
    report.incidents = Some(newest_first(incidents, EXPECTED)?);
    let Some(windows) = result.get("maintenance") else {
        return Ok(report);
    };
    for (list, phase) in [
        ("active", MaintenancePhase::InProgress),
        ("upcoming", MaintenancePhase::Scheduled),
    ] {
        for window in windows.list(list)?.unwrap_or_default() {
            report.maintenances.push(maintenance(&window, phase)?);
        }
    }
    Ok(report)
}

fn health(code: &str) -> (Health, Option<String>) {
    match code {
        "100" => (Health::Operational, None),
        "200" => (Health::Maintenance, None),
        "300" => (Health::Degraded, None),
        "400" => (Health::PartialOutage, None),
        // 600 is a security event, which they rank above an outage.
        "500" | "600" => (Health::MajorOutage, None),
        other => (Health::Unknown, Some(text::short(other))),
    }
}

fn component(entry: &Node<'_>) -> Result<Component, PageError> {
    let (mut worst, mut unknown_word) = health(&entry.code("status_code")?);
    for place in entry.need("containers")?.elements()? {
        let (there, word) = health(&place.code("status_code")?);
        if there > worst {
            (worst, unknown_word) = (there, word);
        }
    }
    Ok(Component {
        id: id(entry)?,
        name: entry.title("name"),
        group: None,
        group_id: None,
        health: worst,
        unknown_word,
    })
}

fn id(entry: &Node<'_>) -> Result<String, PageError> {
    let key = if entry.get("_id").is_some() {
        "_id"
    } else {
        "id"
    };
    Ok(entry.word(key)?.to_owned())
}

fn incident(entry: &Node<'_>) -> Result<PageIncident, PageError> {
    let mut updates = Vec::new();
    let mut impact = None;
    for message in entry.list("messages")?.unwrap_or_default() {
        let said = message
            .get("status")
            .map(|_| message.known_code("status", impact_of));
        impact = impact.max(said.transpose()?.flatten());
        let state = message
            .get("state")
            .map(|_| message.known_code("state", phase));
        updates.push(IncidentUpdate {
            at: message.time(&["datetime"]),
            phase: state.transpose()?,
            text: message.text("details").map(text::plain).unwrap_or_default(),
        });
    }
    let updates = newest_updates(updates);
    let phase = updates.iter().find_map(|update| update.phase);
    let phase = phase.unwrap_or(IncidentPhase::Investigating);
    Ok(PageIncident {
        id: id(entry)?,
        title: entry.title("name"),
        phase,
        impact,
        started_at: entry.time(&["datetime_open"]),
        resolved_at: updates
            .first()
            .and_then(|last| last.at)
            .filter(|_| !phase.is_open()),
        url: None,
        components: named(entry)?,
        regions: Vec::new(),
        updates,
    })
}

fn phase(code: &str) -> Option<IncidentPhase> {
    Some(match code {
        "100" => IncidentPhase::Investigating,
        "200" => IncidentPhase::Identified,
        "300" => IncidentPhase::Monitoring,
        "400" => IncidentPhase::Resolved,
        _ => return None,
    })
}

/// The incident is as bad as it has been: the message that ends it says `100`.
fn impact_of(code: &str) -> Option<Option<Impact>> {
    Some(match code {
        "100" => None,
        "200" => Some(Impact::Maintenance),
        "300" => Some(Impact::Minor),
        "400" => Some(Impact::Major),
        "500" | "600" => Some(Impact::Critical),
        _ => return None,
    })
}

fn named(entry: &Node<'_>) -> Result<Vec<String>, PageError> {
    let affected = entry.list("components_affected")?.unwrap_or_default();
    affected.iter().map(id).collect()
}

fn maintenance(entry: &Node<'_>, phase: MaintenancePhase) -> Result<Maintenance, PageError> {
    Ok(Maintenance {
        id: id(entry)?,
        title: entry.title("name"),
        phase,
        starts_at: entry.time(&["datetime_planned_start", "datetime_open"]),
        ends_at: entry.time(&["datetime_planned_end"]),
        components: named(entry)?,
    })
}
