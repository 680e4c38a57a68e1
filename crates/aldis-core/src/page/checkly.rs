//! Checkly's status pages: `/api/status-page/PAGE/uptime`, which tells events day by day, and
//! `…/unresolved-incidents`. Undocumented; shapes as of 2026-09.

use std::collections::BTreeMap;

use super::gather::{newest_first, newest_updates};
use super::json::{self, Node};
use super::{
    Component, Impact, IncidentPhase, IncidentUpdate, Maintenance, MaintenancePhase, PageError,
    PageIncident, PageReport, text,
};
use crate::health::Health;
use crate::time::Timestamp;

const EXPECTED: &str = "a Checkly document";

/// Whether this is one, as far as its marks tell.
pub(super) fn is_one(root: &Node<'_>) -> bool {
    let open = root.first_in("incidents");
    (root.get("metadata").is_some() && root.get("uptime").is_some())
        || open.is_some_and(|incident| incident.get("lastUpdateStatus").is_some())
}

/// Reads either document.
pub(super) fn parse(bytes: &[u8]) -> Result<PageReport, PageError> {
    let document = json::document(bytes, EXPECTED)?;
    let root = Node::root(&document, EXPECTED);
    let mut report = PageReport::silent("checkly");
    if let Some(open) = root.list("incidents")? {
        let mut incidents = Vec::new();
        for entry in &open {
            if is_maintenance(entry) {
                report.maintenances.push(maintenance(entry, named(entry)?)?);
            } else {
                incidents.push(unresolved(entry)?);
            }
        }
        report.incidents = Some(newest_first(incidents, EXPECTED)?);
        return Ok(report);
    }
    let groups = root.need("metadata")?.elements()?;
    let told = root.need("uptime")?.elements()?;
    if root.yes("partialError")? {
        return Err(root.not("complete, as it says itself"));
    }
    let mut uptime = Uptime::default();
    for service in services(&told)? {
        uptime.read(&service)?;
    }
    report.components = Some(components(&groups, &uptime)?);
    report.maintenances = uptime.windows.into_values().collect();
    report.incidents = Some(newest_first(
        uptime.events.into_values().collect(),
        EXPECTED,
    )?);
    Ok(report)
}

/// The services of all groups.
fn services<'v>(groups: &[Node<'v>]) -> Result<Vec<Node<'v>>, PageError> {
    let mut services = Vec::new();
    for group in groups {
        services.extend(group.need("services")?.elements()?);
    }
    Ok(services)
}

/// What the days of all services tell.
#[derive(Default)]
struct Uptime {
    health: BTreeMap<String, Health>,
    events: BTreeMap<String, PageIncident>,
    windows: BTreeMap<String, Maintenance>,
}

impl Uptime {
    /// A service is as bad as the worst of its events that are not over.
    fn read(&mut self, service: &Node<'_>) -> Result<(), PageError> {
        let id = service.word("id")?;
        let mut worst = Health::Operational;
        for day in service.need("days")?.elements()? {
            for event in day.need("events")?.elements()? {
                if is_maintenance(&event) {
                    worst = worst.max(Health::Maintenance);
                    let window = maintenance(&event, Vec::new())?;
                    let known = self.windows.entry(window.id.clone()).or_insert(window);
                    add(&mut known.components, id);
                    continue;
                }
                let incident = incident(&event)?;
                if incident.phase.is_open() {
                    worst = worst.max(health(incident.impact));
                }
                // One event may stand under several services and days.
                let known = self.events.entry(incident.id.clone()).or_insert(incident);
                add(&mut known.components, id);
            }
        }
        self.health.insert(id.to_owned(), worst);
        Ok(())
    }
}

fn add(ids: &mut Vec<String>, id: &str) {
    if !ids.iter().any(|known| known == id) {
        ids.push(id.to_owned());
    }
}

/// Maintenance is an incident whose newest message says so; once it is over, it is resolved like any.
fn is_maintenance(entry: &Node<'_>) -> bool {
    entry.text("lastUpdateStatus") == Some("MAINTENANCE")
}

fn maintenance(entry: &Node<'_>, components: Vec<String>) -> Result<Maintenance, PageError> {
    Ok(Maintenance {
        id: entry.word("id")?.to_owned(),
        title: entry.title("name"),
        phase: MaintenancePhase::InProgress,
        starts_at: entry.time(&["created_at", "createdAt"]),
        ends_at: None,
        components,
    })
}

fn components(groups: &[Node<'_>], uptime: &Uptime) -> Result<Vec<Component>, PageError> {
    let mut components = Vec::new();
    for group in groups {
        for service in group.need("services")?.elements()? {
            let id = service.word("id")?;
            components.push(Component {
                id: id.to_owned(),
                name: service.title("name"),
                group: Some(group.title("name")),
                group_id: group.text("id").map(str::to_owned),
                health: uptime.health.get(id).copied().unwrap_or(Health::Unknown),
                unknown_word: None,
            });
        }
    }
    Ok(components)
}

fn impact(word: &str) -> Option<Impact> {
    Some(match word {
        "MINOR" | "MEDIUM" => Impact::Minor,
        "MAJOR" => Impact::Major,
        "CRITICAL" => Impact::Critical,
        _ => return None,
    })
}

const fn health(impact: Option<Impact>) -> Health {
    match impact {
        Some(Impact::Critical) => Health::MajorOutage,
        Some(Impact::Major) => Health::PartialOutage,
        Some(Impact::Minor | Impact::None) | None => Health::Degraded,
        Some(Impact::Maintenance) => Health::Maintenance,
    }
}

fn phase(word: &str) -> Option<IncidentPhase> {
    Some(match word {
        "INVESTIGATING" => IncidentPhase::Investigating,
        "IDENTIFIED" => IncidentPhase::Identified,
        "MONITORING" => IncidentPhase::Monitoring,
        "RESOLVED" => IncidentPhase::Resolved,
        _ => return None,
    })
}

/// What both documents say of an incident.
fn incident(entry: &Node<'_>) -> Result<PageIncident, PageError> {
    let phase = entry.known("lastUpdateStatus", phase)?;
    let impact = match entry.known("severity", impact) {
        Ok(impact) => Some(impact),
        Err(error) if phase.is_open() => return Err(error),
        Err(_) => None,
    };
    let started_at = entry.time(&["created_at", "createdAt"]);
    let lasted = entry
        .number("duration")
        .and_then(|seconds| seconds.checked_mul(1_000));
    let ended = started_at.zip(lasted).and_then(|(start, lasted)| {
        start
            .as_millis()
            .checked_add(lasted)
            .map(Timestamp::from_millis)
    });
    Ok(PageIncident {
        id: entry.word("id")?.to_owned(),
        title: entry.title("name"),
        phase,
        impact,
        started_at,
        resolved_at: ended.filter(|_| !phase.is_open()),
        url: None,
        components: Vec::new(),
        regions: Vec::new(),
        updates: Vec::new(),
    })
}

fn named(entry: &Node<'_>) -> Result<Vec<String>, PageError> {
    let named = entry.list("services")?.unwrap_or_default();
    let id = |service: &Node<'_>| Ok(service.word("id")?.to_owned());
    named.iter().map(id).collect()
}

fn unresolved(entry: &Node<'_>) -> Result<PageIncident, PageError> {
    let updates = entry.list("incidentUpdates")?.unwrap_or_default();
    Ok(PageIncident {
        components: named(entry)?,
        updates: newest_updates(updates.iter().map(update).collect()),
        ..incident(entry)?
    })
}

fn update(entry: &Node<'_>) -> IncidentUpdate {
    IncidentUpdate {
        at: entry.time(&["publicIncidentUpdateDate", "created_at"]),
        phase: entry.text("status").and_then(phase),
        text: entry
            .text("description")
            .map(text::plain)
            .unwrap_or_default(),
    }
}
