//! incident.io pages, which speak in three shapes recognised by their content: an imitation of
//! Statuspage, the widget document and the page's own ("native") document. Shapes as of 2026-10.

mod native;
mod widget;

use super::json::{self, Node};
use super::statuspage::{self, Dialect};
use super::{Impact, MaintenancePhase, PageError, PageReport};

const EXPECTED: &str = "an incident.io document";

/// Reads a document in any of the three shapes.
pub(super) fn parse(bytes: &[u8]) -> Result<PageReport, PageError> {
    let document = json::document(bytes, EXPECTED)?;
    let root = Node::root(&document, EXPECTED);
    if native::is_native(&root) {
        native::read(&root)
    } else if widget::is_widget(&root) {
        widget::read(&root)
    } else {
        statuspage::read(&root, Dialect::IncidentIo)
    }
}

/// Reads a widget document and no other.
pub(super) fn parse_widget(bytes: &[u8]) -> Result<PageReport, PageError> {
    const WIDGET: &str = "an incident.io widget document";
    let document = json::document(bytes, WIDGET)?;
    widget::read(&Node::root(&document, WIDGET))
}

/// Reads a native document and no other.
pub(super) fn parse_native(bytes: &[u8]) -> Result<PageReport, PageError> {
    const NATIVE: &str = "a native incident.io document";
    let document = json::document(bytes, NATIVE)?;
    native::read(&Node::root(&document, NATIVE))
}

/// Whether a document of an unknown format is one of ours, as far as its marks tell.
pub(super) fn is_one(root: &Node<'_>) -> bool {
    let is_native =
        native::has_marks(root) || root.get("summary").is_some_and(|it| native::has_marks(&it));
    is_native || widget::is_widget(root) || (statuspage::is_alike(root) && is_shim(root))
}

/// incident.io's ids are ULIDs, and its imitation of Statuspage tells no time zone.
fn is_shim(root: &Node<'_>) -> bool {
    match statuspage::first_id(root) {
        Some(id) => is_ulid(id),
        None => {
            let page = root.get("page");
            page.is_some_and(|page| page.get("time_zone").is_none())
        }
    }
}

/// 26 letters and digits that begin with a clock.
fn is_ulid(id: &str) -> bool {
    let is_digit = |c: char| c.is_ascii_digit() || c.is_ascii_uppercase();
    id.len() == 26 && id.starts_with(|c| ('0'..='7').contains(&c)) && id.chars().all(is_digit)
}

/// The phase of a maintenance window.
pub(super) fn maintenance_phase(word: &str) -> Option<MaintenancePhase> {
    Some(match word {
        "maintenance_scheduled" => MaintenancePhase::Scheduled,
        "maintenance_in_progress" => MaintenancePhase::InProgress,
        "maintenance_complete" => MaintenancePhase::Completed,
        _ => return None,
    })
}

/// The impact of an incident whose worst component had this status: incident.io's own imitation of
/// Statuspage translates them so. `Some(None)` says nothing about how bad it is.
fn impact_of_status(word: &str) -> Option<Option<Impact>> {
    Some(match word {
        "operational" => None,
        "under_maintenance" => Some(Impact::Maintenance),
        "degraded_performance" => Some(Impact::Minor),
        "partial_outage" => Some(Impact::Major),
        "full_outage" | "major_outage" => Some(Impact::Critical),
        _ => return None,
    })
}
