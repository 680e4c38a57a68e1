//! Datadog's status pages, `/config.json`. Undocumented; shape as of 2026-09, its words as in
//! <https://docs.datadoghq.com/api/latest/status-pages/>.

use super::gather::{newest_first, newest_updates};
use super::json::{self, Node};
use super::{
    Component, Impact, IncidentPhase, IncidentUpdate, Maintenance, MaintenancePhase, PageError,
    PageHead, PageIncident, PageReport, text,
};
use crate::health::Health;

const EXPECTED: &str = "a Datadog status page document";

/// Whether this is one, as far as its marks tell.
pub(super) fn is_one(root: &Node<'_>) -> bool {
    let first = root.first_in("components");
    first.is_some_and(|component| is_group(&component).is_ok()) && root.has("incidents")
}

/// Reads the page document.
pub(super) fn parse(bytes: &[u8]) -> Result<PageReport, PageError> {
    let document = json::document(bytes, EXPECTED)?;
    let root = Node::root(&document, EXPECTED);
    let mut components = Vec::new();
    for entry in root.need("components")?.elements()? {
        gather(&entry, None, &mut components)?;
    }
    // They write null for a list that is empty.
    if !root.has("incidents") {
        return Err(root.missing("incidents"));
    }
    let entries = root.list("incidents")?.unwrap_or_default();
    let incidents = entries.iter().map(incident).collect::<Result<_, _>>()?;
    let mut report = PageReport::silent("datadog");
    report.page = PageHead {
        name: root.text("name").map(text::line),
        url: root.text("pageUrl").and_then(text::link),
        updated_at: None,
    };
    report.components = Some(components);
    report.incidents = Some(newest_first(incidents, EXPECTED)?);
    for window in root.list("maintenances")?.unwrap_or_default() {
        report.maintenances.extend(maintenance(&window)?);
    }
    Ok(report)
}

fn is_group(entry: &Node<'_>) -> Result<bool, PageError> {
    entry.known("type", |word| {
        Some(match word.to_ascii_lowercase().as_str() {
            "component" => false,
            "componentgroup" | "group" => true,
            _ => return None,
        })
    })
}

/// The components in an entry, each in the innermost group around it.
fn gather(
    entry: &Node<'_>,
    group: Option<&Node<'_>>,
    components: &mut Vec<Component>,
) -> Result<(), PageError> {
    if !is_group(entry)? {
        components.push(Component {
            group: group.map(|group| group.title("name")),
            group_id: group.and_then(|group| group.text("id").map(str::to_owned)),
            ..component(entry)?
        });
        return Ok(());
    }
    for child in entry.list("components")?.unwrap_or_default() {
        gather(&child, Some(entry), components)?;
    }
    Ok(())
}

fn component(entry: &Node<'_>) -> Result<Component, PageError> {
    let word = entry.word("status")?;
    let known = health(word);
    Ok(Component {
        id: entry.word("id")?.to_owned(),
        name: entry.title("name"),
        group: None,
        group_id: None,
        health: known.unwrap_or(Health::Unknown),
        unknown_word: known.is_none().then(|| text::short(word)),
    })
}

fn health(word: &str) -> Option<Health> {
    Some(match word {
        "operational" => Health::Operational,
        "degraded" => Health::Degraded,
        "partial_outage" => Health::PartialOutage,
        "major_outage" => Health::MajorOutage,
        "maintenance" => Health::Maintenance,
        _ => return None,
    })
}

/// How bad an incident is that leaves a component so. `Some(None)` does not say.
fn impact_of(word: &str) -> Option<Option<Impact>> {
    Some(match health(word)? {
        Health::Operational | Health::Unknown => None,
        Health::Maintenance => Some(Impact::Maintenance),
        Health::Degraded => Some(Impact::Minor),
        Health::PartialOutage => Some(Impact::Major),
        Health::MajorOutage => Some(Impact::Critical),
    })
}

fn phase(word: &str) -> Option<IncidentPhase> {
    Some(match word {
        "investigating" => IncidentPhase::Investigating,
        "identified" => IncidentPhase::Identified,
        "monitoring" => IncidentPhase::Monitoring,
        "resolved" => IncidentPhase::Resolved,
        _ => return None,
    })
}

fn incident(entry: &Node<'_>) -> Result<PageIncident, PageError> {
    let phase = entry.known("currentStatus", phase)?;
    let timeline = entry.list("timeline")?.unwrap_or_default();
    let updates = newest_updates(timeline.iter().map(update).collect());
    let began = timeline
        .iter()
        .filter_map(|told| told.time(&["startedAt"]))
        .min();
    let mut worst = worst(entry, phase.is_open())?;
    for told in &timeline {
        worst = worst.max(self::worst(told, phase.is_open())?);
    }
    Ok(PageIncident {
        id: entry.word("id")?.to_owned(),
        title: entry.title("title"),
        phase,
        impact: worst,
        started_at: entry
            .time(&["publishedDate"])
            .into_iter()
            .chain(began)
            .min(),
        resolved_at: if phase.is_open() {
            None
        } else {
            entry.time(&["resolvedDate"])
        },
        url: None,
        components: named(entry)?,
        regions: Vec::new(),
        updates,
    })
}

/// The worst of the components named here: an incident has no word of its own.
fn worst(entry: &Node<'_>, open: bool) -> Result<Option<Impact>, PageError> {
    let mut worst = None;
    for component in entry.list("componentsAffected")?.unwrap_or_default() {
        worst = worst.max(match component.known("status", impact_of) {
            Ok(impact) => impact,
            Err(error) if open => return Err(error),
            Err(_) => None,
        });
    }
    Ok(worst)
}

fn named(entry: &Node<'_>) -> Result<Vec<String>, PageError> {
    let affected = entry.list("componentsAffected")?.unwrap_or_default();
    affected
        .iter()
        .map(|component| Ok(component.word("id")?.to_owned()))
        .collect()
}

fn update(told: &Node<'_>) -> IncidentUpdate {
    IncidentUpdate {
        at: told.time(&["startedAt", "createdAt"]),
        phase: told.text("status").and_then(phase),
        text: told
            .text("description")
            .map(text::plain)
            .unwrap_or_default(),
    }
}

/// A window that was called off is none.
fn maintenance(entry: &Node<'_>) -> Result<Option<Maintenance>, PageError> {
    let key = if entry.get("currentStatus").is_some() {
        "currentStatus"
    } else {
        "status"
    };
    let phase = entry.known(key, |word| {
        Some(match word {
            "scheduled" => Some(MaintenancePhase::Scheduled),
            "in_progress" => Some(MaintenancePhase::InProgress),
            "completed" => Some(MaintenancePhase::Completed),
            "canceled" => None,
            _ => return None,
        })
    })?;
    let Some(phase) = phase else {
        return Ok(None);
    };
    Ok(Some(Maintenance {
        id: entry.word("id")?.to_owned(),
        title: entry.title("title"),
        phase,
        starts_at: entry.time(&["startDate", "scheduledDate", "publishedDate"]),
        ends_at: entry.time(&["completedDate", "endDate"]),
        components: named(entry)?,
    }))
}
