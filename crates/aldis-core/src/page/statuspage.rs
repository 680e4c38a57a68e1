//! Atlassian Statuspage v2: `summary.json`, `components.json`, `incidents.json`, `status.json`,
//! `scheduled-maintenances.json`. Documented at <https://status.atlassian.com/api>; shape as of 2026-10. incident.io's imitation
//! of it is read here too, with its differences switched by [`Dialect`].

use std::collections::BTreeMap;

use super::gather::{newest_first, newest_updates};
use super::json::{self, Node};
use super::{
    Component, Impact, IncidentPhase, IncidentUpdate, Maintenance, MaintenancePhase, PageError,
    PageHead, PageIncident, PageReport, incident_io, text,
};
use crate::health::Health;

/// Whose version of the documents is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    /// Atlassian's own.
    Atlassian,
    /// incident.io's: no groups, incidents name no components, and absent lists mean empty ones.
    IncidentIo,
}

const EXPECTED: &str = "a Statuspage document";

/// Reads one Statuspage document.
pub(super) fn parse(bytes: &[u8]) -> Result<PageReport, PageError> {
    let document = json::document(bytes, EXPECTED)?;
    read(&Node::root(&document, EXPECTED), Dialect::Atlassian)
}

/// Whether a document of an unknown format is one of Atlassian's, as far as its marks tell.
pub(super) fn is_one(root: &Node<'_>) -> bool {
    let is_own = |id: &str| {
        let mut letters = id.chars();
        id.len() == 12 && letters.all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
    };
    let indicator = root.get("status").and_then(|it| it.get("indicator"));
    is_alike(root) && (indicator.is_some() || first_id(root).is_some_and(is_own))
}

/// Whether a document of an unknown format has what those of both dialects have.
pub(super) fn is_alike(root: &Node<'_>) -> bool {
    let is_list = |key| matches!(root.list(key), Ok(Some(_)));
    let lists = ["components", "incidents", "scheduled_maintenances"];
    root.get("status").is_some() || lists.into_iter().any(is_list)
}

/// The first id in it, which shows who made it.
pub(super) fn first_id<'v>(root: &Node<'v>) -> Option<&'v str> {
    let first = |key| root.list(key).ok().flatten()?.into_iter().next();
    let named = [root.get("page"), first("components"), first("incidents")];
    named.iter().flatten().find_map(|node| node.text("id"))
}

/// Reads a document of either dialect.
pub(super) fn read(root: &Node<'_>, dialect: Dialect) -> Result<PageReport, PageError> {
    if !root.is_object() {
        return Err(root.not("an object"));
    }
    let page = root.get("page").map(|page| head(&page)).unwrap_or_default();
    let entries = root.list("components")?;
    let incidents = root.list("incidents")?;
    let indicator = root
        .get("status")
        .map(|status| indicator(&status))
        .transpose()?;
    let windows = root.list("scheduled_maintenances")?;
    if entries.is_none() && incidents.is_none() && indicator.is_none() && windows.is_none() {
        return Err(root.missing("components"));
    }
    let is_summary = entries.is_some() && (root.get("status").is_some() || incidents.is_some());
    if is_summary && dialect == Dialect::Atlassian {
        root.need("status")?;
        root.need("incidents")?;
    }
    let lists_no_open_ones = dialect == Dialect::IncidentIo && is_summary && incidents.is_none();
    let mut report = PageReport {
        shape: match dialect {
            Dialect::Atlassian => "statuspage",
            Dialect::IncidentIo => "incident_io",
        },
        components: entries
            .map(|entries| components(&entries, page.url.as_deref()))
            .transpose()?,
        incidents: lists_no_open_ones.then(Vec::new),
        maintenances: Vec::new(),
        indicator,
        incidents_name_components: dialect == Dialect::Atlassian,
        silence_is_fine: false,
        page,
    };
    if let Some(incidents) = incidents {
        report.incidents = Some(incidents.iter().map(incident).collect::<Result<_, _>>()?);
    }
    for window in windows.unwrap_or_default() {
        report.maintenances.push(maintenance(&window)?);
    }
    report.incidents = report
        .incidents
        .map(|it| newest_first(it, EXPECTED))
        .transpose()?;
    Ok(report)
}

/// The phase a word stands for.
pub(super) fn phase(word: &str) -> Option<IncidentPhase> {
    Some(match word {
        "investigating" => IncidentPhase::Investigating,
        "identified" => IncidentPhase::Identified,
        "monitoring" => IncidentPhase::Monitoring,
        "resolved" => IncidentPhase::Resolved,
        "postmortem" => IncidentPhase::Postmortem,
        _ => return None,
    })
}

/// A component's health and, where it is not one of theirs, the word itself.
pub(super) fn component_health(word: &str) -> (Health, Option<String>) {
    match word {
        "operational" => (Health::Operational, None),
        "degraded_performance" => (Health::Degraded, None),
        "partial_outage" => (Health::PartialOutage, None),
        "major_outage" | "full_outage" => (Health::MajorOutage, None),
        "under_maintenance" => (Health::Maintenance, None),
        other => (Health::Unknown, Some(text::short(other))),
    }
}

fn head(page: &Node<'_>) -> PageHead {
    PageHead {
        name: page.text("name").map(text::line),
        url: page.text("url").and_then(text::link),
        updated_at: page.time(&["updated_at"]),
    }
}

fn indicator(status: &Node<'_>) -> Result<Health, PageError> {
    Ok(match status.word("indicator")? {
        "none" => Health::Operational,
        "minor" => Health::Degraded,
        "major" => Health::PartialOutage,
        "critical" => Health::MajorOutage,
        "maintenance" => Health::Maintenance,
        _ => Health::Unknown,
    })
}

/// A group repeats what its children say, so only its name is kept, with them.
fn components(entries: &[Node<'_>], page_url: Option<&str>) -> Result<Vec<Component>, PageError> {
    let groups: BTreeMap<&str, String> = entries
        .iter()
        .filter(|entry| entry.flag("group"))
        .filter_map(|entry| Some((entry.text("id")?, entry.title("name"))))
        .collect();
    let mut components = Vec::new();
    for entry in entries.iter().filter(|entry| !entry.flag("group")) {
        let (health, unknown_word) = component_health(entry.word("status")?);
        let component = Component {
            id: entry.word("id")?.to_owned(),
            name: entry.title("name"),
            group: entry
                .text("group_id")
                .and_then(|id| groups.get(id).cloned()),
            group_id: entry.text("group_id").map(str::to_owned),
            health,
            unknown_word,
        };
        if !is_signpost(&component.name, page_url) {
            components.push(component);
        }
    }
    Ok(components)
}

/// GitHub lists a component whose name only points people to the page itself.
fn is_signpost(name: &str, page_url: Option<&str>) -> bool {
    let host = page_url
        .and_then(|url| url.split("://").nth(1))
        .map(|rest| rest.trim_end_matches('/'));
    name.starts_with("Visit ") && host.is_some_and(|host| name.contains(host))
}

fn impact(word: &str) -> Option<Impact> {
    Some(match word {
        "none" => Impact::None,
        "maintenance" => Impact::Maintenance,
        "minor" => Impact::Minor,
        "major" => Impact::Major,
        "critical" => Impact::Critical,
        _ => return None,
    })
}

fn incident(entry: &Node<'_>) -> Result<PageIncident, PageError> {
    let phase = entry.known("status", phase)?;
    // What is over colours nothing, so a new word there is no reason to lose the page.
    let impact = match entry.get("impact") {
        Some(_) if phase.is_open() => Some(entry.known("impact", impact)?),
        Some(_) => entry.text("impact").and_then(impact),
        None => None,
    };
    let updates = entry.list("incident_updates")?.unwrap_or_default();
    Ok(PageIncident {
        id: entry.word("id")?.to_owned(),
        title: entry.title("name"),
        phase,
        impact,
        started_at: entry.time(&["started_at", "created_at"]),
        resolved_at: if phase.is_open() {
            None
        } else {
            entry.time(&["resolved_at"])
        },
        url: entry.text("shortlink").and_then(text::link),
        components: still_concerned(component_ids(entry)?, &updates),
        regions: Vec::new(),
        updates: newest_updates(updates.iter().map(update).collect()),
    })
}

fn update(entry: &Node<'_>) -> IncidentUpdate {
    IncidentUpdate {
        at: entry.time(&["display_at", "created_at"]),
        phase: entry.text("status").and_then(phase),
        text: entry.text("body").map(text::plain).unwrap_or_default(),
    }
}

fn component_ids(entry: &Node<'_>) -> Result<Vec<String>, PageError> {
    let named = entry.list("components")?.unwrap_or_default();
    named
        .iter()
        .map(|component| Ok(component.word("id")?.to_owned()))
        .collect()
}

/// Without those that the newest update leaves as working, while it leaves others in trouble: for
/// them it is over, though the incident goes on (GitHub's Actions and Copilot, 2026-02-02). Where all
/// work, nothing is taken away: the vendor still watches, and we with them.
fn still_concerned(components: Vec<String>, updates: &[Node<'_>]) -> Vec<String> {
    let at = |update: &&Node<'_>| update.time(&["display_at", "created_at"]);
    let newest = updates.iter().max_by_key(at);
    let affected = newest.and_then(|it| it.list("affected_components").ok().flatten());
    let affected = affected.unwrap_or_default();
    let left_as = |entry: &Node<'_>| {
        entry
            .text("new_status")
            .map(|word| component_health(word).0)
    };
    let works = |entry: &&Node<'_>| left_as(entry) == Some(Health::Operational);
    if affected.iter().all(|entry| works(&entry)) {
        return components;
    }
    let restored: Vec<&str> = affected
        .iter()
        .filter(works)
        .filter_map(|entry| entry.text("code"))
        .collect();
    let concerned = components.into_iter();
    concerned
        .filter(|id| !restored.contains(&id.as_str()))
        .collect()
}

fn maintenance(entry: &Node<'_>) -> Result<Maintenance, PageError> {
    let phase = entry.known("status", |word| {
        Some(match word {
            "scheduled" => MaintenancePhase::Scheduled,
            "in_progress" => MaintenancePhase::InProgress,
            "verifying" => MaintenancePhase::Verifying,
            "completed" => MaintenancePhase::Completed,
            other => return incident_io::maintenance_phase(other),
        })
    })?;
    Ok(Maintenance {
        id: entry.word("id")?.to_owned(),
        title: entry.title("name"),
        phase,
        starts_at: entry.time(&["scheduled_for", "started_at"]),
        ends_at: entry.time(&["scheduled_until"]),
        components: component_ids(entry)?,
    })
}
