//! Rootly's status pages: `/api/v1/status.json` and `/api/v1/incidents.json` on the page's own domain.
//! <https://docs.rootly.com/configuration/status-page-public-api>; shape as of 2026-03. They list no
//! components, and their incidents have no ids but an address each.

use super::gather::{newest_first, newest_updates};
use super::json::{self, Node};
use super::statuspage;
use super::{
    Impact, IncidentPhase, IncidentUpdate, PageError, PageHead, PageIncident, PageReport, text,
};
use crate::health::Health;

const EXPECTED: &str = "a Rootly document";

/// Whether this is one, as far as its marks tell: as Statuspage's, but its page has no id.
pub(super) fn is_one(root: &Node<'_>) -> bool {
    let page = root.get("page");
    let nameless = page.is_some_and(|page| page.has("time_zone") && !page.has("id"));
    nameless && root.has("incidents") && !root.has("components")
}

/// Reads either document. Only the one with the indicator says how things are.
pub(super) fn parse(bytes: &[u8]) -> Result<PageReport, PageError> {
    let document = json::document(bytes, EXPECTED)?;
    let root = Node::root(&document, EXPECTED);
    let page = root.need("page")?;
    let incidents = root.need("incidents")?.elements()?;
    // Components would be read by nobody.
    if !is_one(&root) {
        return Err(root.not("a Rootly document"));
    }
    let incidents = incidents.iter().map(incident).collect::<Result<_, _>>()?;
    let mut report = PageReport::silent("rootly");
    report.page = PageHead {
        name: page.text("name").map(text::line),
        url: page.text("url").and_then(text::link),
        updated_at: page.time(&["updated_at"]),
    };
    report.indicator = match root.get("status") {
        Some(status) => Some(status.known("indicator", indicator)?),
        None => None,
    };
    report.incidents = Some(newest_first(incidents, EXPECTED)?);
    report.incidents_name_components = false;
    report.silence_is_fine = report.indicator == Some(Health::Operational);
    Ok(report)
}

fn indicator(word: &str) -> Option<Health> {
    Some(match word {
        "none" => Health::Operational,
        "minor" => Health::Degraded,
        "major" => Health::PartialOutage,
        "critical" => Health::MajorOutage,
        "maintenance" => Health::Maintenance,
        _ => return None,
    })
}

/// Their own words and those they post to pages.
fn phase(word: &str) -> Option<IncidentPhase> {
    Some(match word {
        "in_triage" | "started" | "detected" | "acknowledged" => IncidentPhase::Investigating,
        "mitigated" => IncidentPhase::Monitoring,
        "closed" | "cancelled" => IncidentPhase::Resolved,
        other => return statuspage::phase(other),
    })
}

fn impact(word: &str) -> Option<Impact> {
    Some(match word {
        "none" => Impact::None,
        "minor" => Impact::Minor,
        "major" => Impact::Major,
        "critical" => Impact::Critical,
        "maintenance" => Impact::Maintenance,
        _ => return None,
    })
}

fn incident(entry: &Node<'_>) -> Result<PageIncident, PageError> {
    let phase = entry.known("status", phase)?;
    let impact = match entry.known("impact", impact) {
        Ok(impact) => Some(impact),
        Err(error) if phase.is_open() => return Err(error),
        Err(_) => None,
    };
    let updates = entry.list("incident_updates")?.unwrap_or_default();
    Ok(PageIncident {
        id: entry.word("url")?.to_owned(),
        title: entry.title("name"),
        phase,
        impact,
        started_at: entry.time(&["started_at"]),
        resolved_at: if phase.is_open() {
            None
        } else {
            entry.time(&["resolved_at"])
        },
        url: entry.text("url").and_then(text::link),
        components: Vec::new(),
        regions: Vec::new(),
        updates: newest_updates(updates.iter().map(update).collect()),
    })
}

fn update(entry: &Node<'_>) -> IncidentUpdate {
    IncidentUpdate {
        at: entry.time(&["created_at"]),
        phase: entry.text("status").and_then(phase),
        text: entry.text("body").map(text::plain).unwrap_or_default(),
    }
}
