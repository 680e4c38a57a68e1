//! Cachet's lists of components, of their groups and of incidents, of version 2 (plain) and 3 (JSON:API).
//! <https://docs.cachethq.io/api-reference>; shapes as of 2025-12.

use super::gather::{newest_first, newest_updates};
use super::json::{self, Node};
use super::{
    Component, IncidentPhase, IncidentUpdate, Maintenance, MaintenancePhase, PageError,
    PageIncident, PageReport, text,
};
use crate::health::Health;
use crate::time::Timestamp;

const EXPECTED: &str = "a Cachet document";

/// Whether this is one, as far as its marks tell.
pub(super) fn is_one(root: &Node<'_>) -> bool {
    let data = root.get("data").filter(Node::is_object);
    data.or_else(|| root.first_in("data"))
        .is_some_and(|object| {
            let entry = object.get("attributes").unwrap_or_else(|| object.clone());
            kind(&object, &entry).is_some()
        })
}

/// Reads either list, or one incident. A list of components that may go on on another page is
/// no whole answer, which the indicator then says.
pub(super) fn parse(bytes: &[u8]) -> Result<PageReport, PageError> {
    let document = json::document(bytes, EXPECTED)?;
    let root = Node::root(&document, EXPECTED);
    let data = root.need("data")?;
    let objects = if data.is_object() {
        vec![data.clone()]
    } else {
        data.elements()?
    };
    if objects.is_empty() {
        return Err(data.not("a list of components or incidents"));
    }
    let (mut components, mut incidents) = (Vec::new(), Vec::new());
    let mut report = PageReport::silent("cachet");
    for object in &objects {
        let entry = object.get("attributes").unwrap_or_else(|| object.clone());
        match kind(object, &entry) {
            Some(Kind::Component) => components.extend(component(object, &entry)?),
            Some(Kind::Group) => components.extend(members(object)?),
            Some(Kind::Incident) => incidents.push(incident(object, &entry)?),
            Some(Kind::Window) => report.maintenances.push(window(object, &entry)?),
            None => return Err(object.not("a component or an incident")),
        }
    }
    report.incidents = (!incidents.is_empty()).then_some(incidents);
    report.incidents = report
        .incidents
        .map(|it| newest_first(it, EXPECTED))
        .transpose()?;
    if !components.is_empty() {
        report.components = Some(components);
        report.indicator = (!is_whole(&root)).then_some(Health::Unknown);
    }
    Ok(report)
}

enum Kind {
    Component,
    Group,
    Incident,
    Window,
}

/// Version 3 says what an object is; in version 2 its keys do.
fn kind(object: &Node<'_>, entry: &Node<'_>) -> Option<Kind> {
    let has = |key: &str| entry.get(key).is_some();
    match object.text("type") {
        Some("components" | "component") => Some(Kind::Component),
        Some("incidents" | "incident") => Some(Kind::Incident),
        Some("schedules" | "schedule") => Some(Kind::Window),
        Some(_) => None,
        None if has("message") && has("scheduled_at") => Some(Kind::Window),
        None if has("message") => Some(Kind::Incident),
        None if has("enabled_components") => Some(Kind::Group),
        None if has("status") && has("name") => Some(Kind::Component),
        None => None,
    }
}

/// Whether the list says that this page is all of it.
fn is_whole(root: &Node<'_>) -> bool {
    let has_none =
        |links: &Node<'_>, keys: [&str; 2]| keys.iter().all(|it| links.get(it).is_none());
    let meta = root.get("meta");
    if let Some(pages) = meta.and_then(|meta| meta.get("pagination")) {
        let links = pages.get("links");
        let is_alone = links.is_none_or(|links| has_none(&links, ["next_page", "previous_page"]));
        let is_one = |key| pages.number(key) == Some(1);
        return is_alone && is_one("current_page") && is_one("total_pages");
    }
    root.get("links")
        .is_some_and(|links| links.is_object() && has_none(&links, ["next", "prev"]))
}

fn id(object: &Node<'_>) -> Result<String, PageError> {
    Ok(object.code("id")?.into_owned())
}

/// The number of a status, which version 3 wraps together with its name.
fn status<T>(
    entry: &Node<'_>,
    key: &str,
    known: impl Fn(&str) -> Option<T>,
) -> Result<T, PageError> {
    match entry.get(key).filter(Node::is_object) {
        Some(wrapped) => wrapped.known_code("value", known),
        None => entry.known_code(key, known),
    }
}

fn time(entry: &Node<'_>, keys: &[&str]) -> Option<Timestamp> {
    let wrapped = |key: &&str| entry.get(key).and_then(|it| it.time(&["string"]));
    entry.time(keys).or_else(|| keys.iter().find_map(wrapped))
}

/// One that is switched off is no part of the page.
fn component(object: &Node<'_>, entry: &Node<'_>) -> Result<Option<Component>, PageError> {
    // Some databases write yes and no as numbers.
    let is_on = match entry.number("enabled") {
        Some(number) => number != 0,
        None => entry.get("enabled").is_none() || entry.yes("enabled")?,
    };
    if !is_on {
        return Ok(None);
    }
    let read = |code: &str| {
        Some(match code {
            "1" => (Health::Operational, None),
            "2" => (Health::Degraded, None),
            "3" => (Health::PartialOutage, None),
            "4" => (Health::MajorOutage, None),
            "5" => (Health::Unknown, None),
            "6" => (Health::Maintenance, None),
            other => (Health::Unknown, Some(text::short(other))),
        })
    };
    let (health, unknown_word) = status(entry, "status", read)?;
    Ok(Some(Component {
        id: id(object)?,
        name: entry.title("name"),
        group: None,
        group_id: None,
        health,
        unknown_word,
    }))
}

/// The components of a group of version 2.
fn members(group: &Node<'_>) -> Result<Vec<Component>, PageError> {
    let mut members = Vec::new();
    for entry in group.need("enabled_components")?.elements()? {
        members.extend(component(&entry, &entry)?.map(|component| Component {
            group: Some(group.title("name")),
            group_id: id(group).ok(),
            ..component
        }));
    }
    Ok(members)
}

fn phase(code: &str) -> Option<IncidentPhase> {
    Some(match code {
        // "Unknown": published, and nothing said yet.
        "0" | "1" => IncidentPhase::Investigating,
        "2" => IncidentPhase::Identified,
        "3" => IncidentPhase::Monitoring,
        "4" => IncidentPhase::Resolved,
        _ => return None,
    })
}

fn incident(object: &Node<'_>, entry: &Node<'_>) -> Result<PageIncident, PageError> {
    let key = if entry.get("latest_status").is_some() {
        "latest_status"
    } else {
        "status"
    };
    let phase_now = status(entry, key, phase)?;
    let mut updates = vec![IncidentUpdate {
        at: time(entry, &["occurred_at", "occurred", "created_at", "created"]),
        phase: status(entry, "status", phase).ok(),
        text: entry.text("message").map(text::plain).unwrap_or_default(),
    }];
    for told in entry.list("updates")?.unwrap_or_default() {
        let told = told.get("attributes").unwrap_or(told);
        updates.push(IncidentUpdate {
            at: time(&told, &["created_at", "created"]),
            phase: status(&told, "status", phase).ok(),
            text: told.text("message").map(text::plain).unwrap_or_default(),
        });
    }
    let updates = newest_updates(updates);
    let ended = updates
        .iter()
        .find(|it| it.phase == Some(IncidentPhase::Resolved));
    let changed = time(entry, &["updated_at", "updated"]);
    let named = entry.code("component_id").ok().filter(|id| id != "0");
    Ok(PageIncident {
        id: id(object)?,
        title: entry.title("name"),
        phase: phase_now,
        impact: None,
        started_at: updates.last().and_then(|first| first.at),
        resolved_at: match phase_now.is_open() {
            true => None,
            false => ended
                .and_then(|it| it.at)
                .filter(|_| updates.len() > 1)
                .or(changed),
        },
        url: entry.text("permalink").and_then(text::link),
        components: named.map(|id| id.into_owned()).into_iter().collect(),
        regions: Vec::new(),
        updates,
    })
}

fn window(object: &Node<'_>, entry: &Node<'_>) -> Result<Maintenance, PageError> {
    // Version 2 knows windows only as incidents of the future, with the numbers of incidents.
    let is_incident = object.get("type").is_none();
    let phase = status(entry, "status", |code| {
        Some(match (code, is_incident) {
            ("0", _) => MaintenancePhase::Scheduled,
            ("1", _) | ("2" | "3", true) => MaintenancePhase::InProgress,
            ("2", false) | ("4", true) => MaintenancePhase::Completed,
            _ => return None,
        })
    })?;
    Ok(Maintenance {
        id: id(object)?,
        title: entry.title("name"),
        phase,
        starts_at: time(entry, &["scheduled_at", "scheduled"]),
        ends_at: time(entry, &["completed_at", "completed"]),
        components: Vec::new(),
    })
}
