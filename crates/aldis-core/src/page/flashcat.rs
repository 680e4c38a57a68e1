//! Flashcat's (Flashduty's) status pages, `/api/status-page/PAGE/summary/active`: the page's parts
//! and the changes that are going on, incidents and maintenance alike; and its widget's document. Shape
//! as of 2026-09.

mod widget;

use std::collections::BTreeMap;

use super::gather::{newest_first, newest_updates};
use super::json::{self, Node};
use super::statuspage;
use super::{
    Component, Impact, IncidentUpdate, Maintenance, MaintenancePhase, PageError, PageHead,
    PageIncident, PageReport, text, when,
};
use crate::health::Health;
use crate::time::Timestamp;

const EXPECTED: &str = "a Flashcat status page document";

/// Whether this is one, as far as its marks tell.
pub(super) fn is_one(root: &Node<'_>) -> bool {
    let has = |key| root.get("data").is_some_and(|data| data.get(key).is_some());
    has("page") && has("active_changes") || widget::is_widget(root)
}

/// Reads either document. What no change on the page speaks of works.
pub(super) fn parse(bytes: &[u8]) -> Result<PageReport, PageError> {
    let document = json::document(bytes, EXPECTED)?;
    let root = Node::root(&document, EXPECTED);
    if widget::is_widget(&root) {
        return widget::read(&root);
    }
    let data = root.need("data")?;
    let page = data.need("page")?;
    let changes = data.need("active_changes")?.elements()?;
    let mut report = PageReport::silent("flashcat");
    let mut affected = BTreeMap::new();
    let mut incidents = Vec::new();
    for change in &changes {
        if change.known("type", is_maintenance)? {
            report
                .maintenances
                .push(maintenance(change, &mut affected)?);
        } else {
            incidents.push(incident(change, &mut affected)?);
        }
    }
    report.page = head(&page);
    report.components = Some(components(&page, &affected)?);
    report.incidents = Some(newest_first(incidents, EXPECTED)?);
    Ok(report)
}

type Word = (Health, Option<String>);

fn head(page: &Node<'_>) -> PageHead {
    let host = page.text("custom_domain").filter(|host| !host.is_empty());
    PageHead {
        name: page.text("name").map(text::line),
        url: host.and_then(|host| text::link(&format!("https://{host}"))),
        updated_at: None,
    }
}

fn components(
    page: &Node<'_>,
    affected: &BTreeMap<String, Word>,
) -> Result<Vec<Component>, PageError> {
    let sections = page.list("sections")?.unwrap_or_default();
    let names: BTreeMap<&str, String> = sections
        .iter()
        .filter_map(|section| Some((section.text("section_id")?, section.title("name"))))
        .collect();
    let component = |entry: &Node<'_>| {
        let id = entry.word("component_id")?;
        let said = affected.get(id).cloned();
        let (health, unknown_word) = said.unwrap_or((Health::Operational, None));
        Ok(Component {
            id: id.to_owned(),
            name: entry.title("name"),
            group: entry
                .text("section_id")
                .and_then(|id| names.get(id).cloned()),
            group_id: entry.text("section_id").map(str::to_owned),
            health,
            unknown_word,
        })
    };
    page.need("components")?
        .elements()?
        .iter()
        .map(component)
        .collect()
}

fn is_maintenance(word: &str) -> Option<bool> {
    Some(match word {
        "incident" => false,
        "maintenance" => true,
        _ => return None,
    })
}

fn component_health(word: &str) -> Word {
    match word {
        "degraded" => (Health::Degraded, None),
        other => statuspage::component_health(other),
    }
}

/// The components a change names, with their words where it has any; the worst word counts.
fn named(
    change: &Node<'_>,
    affected: &mut BTreeMap<String, Word>,
) -> Result<(Vec<String>, Option<Health>), PageError> {
    let (mut ids, mut worst) = (Vec::new(), None);
    for entry in change.list("affected_components")?.unwrap_or_default() {
        let id = entry.word("component_id")?.to_owned();
        if entry.get("status").is_some() {
            let word = component_health(entry.word("status")?);
            worst = worst.max(Some(word.0));
            let known = affected
                .entry(id.clone())
                .or_insert((Health::Operational, None));
            if word.0 > known.0 {
                *known = word;
            }
        }
        ids.push(id);
    }
    Ok((ids, worst))
}

fn incident(
    change: &Node<'_>,
    affected: &mut BTreeMap<String, Word>,
) -> Result<PageIncident, PageError> {
    let phase = change.known("status", statuspage::phase)?;
    let now_nothing = &mut BTreeMap::new();
    let now = if phase.is_open() {
        affected
    } else {
        now_nothing
    };
    let (components, worst) = named(change, now)?;
    let updates = change.list("updates")?.unwrap_or_default();
    Ok(PageIncident {
        id: id(change)?,
        title: change.title("title"),
        phase,
        impact: worst.and_then(impact),
        started_at: seconds(change, "start_at_seconds"),
        resolved_at: seconds(change, "close_at_seconds").filter(|_| !phase.is_open()),
        url: None,
        components,
        regions: Vec::new(),
        updates: newest_updates(updates.iter().map(update).collect()),
    })
}

const fn impact(worst: Health) -> Option<Impact> {
    match worst {
        Health::Operational | Health::Unknown => None,
        Health::Maintenance => Some(Impact::Maintenance),
        Health::Degraded => Some(Impact::Minor),
        Health::PartialOutage => Some(Impact::Major),
        Health::MajorOutage => Some(Impact::Critical),
    }
}

fn maintenance_phase(word: &str) -> Option<MaintenancePhase> {
    Some(match word {
        "scheduled" => MaintenancePhase::Scheduled,
        "ongoing" | "in_progress" => MaintenancePhase::InProgress,
        "verifying" => MaintenancePhase::Verifying,
        "completed" => MaintenancePhase::Completed,
        _ => return None,
    })
}

fn maintenance(
    change: &Node<'_>,
    affected: &mut BTreeMap<String, Word>,
) -> Result<Maintenance, PageError> {
    let phase = change.known("status", maintenance_phase)?;
    let now_nothing = &mut BTreeMap::new();
    let now = match phase {
        MaintenancePhase::InProgress | MaintenancePhase::Verifying => {
            // Maintenance of nobody knows what would read as maintenance of nothing.
            change.need("affected_components")?;
            affected
        }
        MaintenancePhase::Scheduled | MaintenancePhase::Completed => now_nothing,
    };
    let (components, _) = named(change, now)?;
    Ok(Maintenance {
        id: id(change)?,
        title: change.title("title"),
        phase,
        starts_at: seconds(change, "start_at_seconds"),
        ends_at: seconds(change, "close_at_seconds"),
        components,
    })
}

fn id(change: &Node<'_>) -> Result<String, PageError> {
    Ok(change.code("change_id")?.into_owned())
}

fn seconds(entry: &Node<'_>, key: &str) -> Option<Timestamp> {
    // They write zero for what has not come yet.
    entry
        .number(key)
        .filter(|at| *at > 0)
        .and_then(when::seconds)
}

fn update(entry: &Node<'_>) -> IncidentUpdate {
    IncidentUpdate {
        at: seconds(entry, "at_seconds"),
        phase: entry.text("status").and_then(statuspage::phase),
        text: entry
            .text("description")
            .map(text::plain)
            .unwrap_or_default(),
    }
}
