//! AWS' current events, `https://health.aws.amazon.com/public/currentevents`, in UTF-16. Undocumented;
//! shape as of 2026-09. Events that are over stay listed for hours.

use super::gather::{Affected, newest_first, newest_updates};
use super::json::{self, Node};
use super::{
    Component, Impact, IncidentPhase, IncidentUpdate, PageError, PageIncident, PageReport, decode,
    text, when,
};
use crate::health::Health;
use crate::time::Timestamp;

const EXPECTED: &str = "an AWS events document";
/// How the service of events begins that concern several.
const SEVERAL: &str = "multipleservices";

/// Whether this is one, as far as its marks tell; `bytes` are what it was read from.
pub(super) fn is_one(root: &Node<'_>, bytes: &[u8]) -> bool {
    match root.first() {
        Some(event) => event
            .text("arn")
            .is_some_and(|arn| arn.starts_with("arn:aws")),
        None => root.elements().is_ok() && decode::has_utf16_mark(bytes),
    }
}

/// Reads the list of events.
pub(super) fn parse(bytes: &[u8]) -> Result<PageReport, PageError> {
    let document = json::document(bytes, EXPECTED)?;
    let root = Node::root(&document, EXPECTED);
    let entries = root.elements()?;
    // Nothing to report is an empty list in the encoding that is theirs alone.
    if entries.is_empty() && !decode::has_utf16_mark(bytes) {
        return Err(root.not("a list of events"));
    }
    let mut affected = Affected::default();
    let mut incidents = Vec::new();
    for entry in &entries {
        incidents.push(incident(entry, &mut affected)?);
    }
    let mut report = PageReport::silent("aws");
    report.components = Some(affected.into_list());
    report.incidents = Some(newest_first(incidents, EXPECTED)?);
    report.silence_is_fine = true;
    Ok(report)
}

/// How bad, as a number: `Some(None)` is over.
fn impact(code: &str) -> Option<Option<Impact>> {
    Some(match code {
        "0" => None,
        "1" | "2" => Some(Impact::Minor),
        "3" => Some(Impact::Critical),
        _ => return None,
    })
}

fn health(impact: Option<Impact>) -> Health {
    match impact {
        None | Some(Impact::None) => Health::Operational,
        Some(Impact::Minor) => Health::Degraded,
        Some(Impact::Maintenance) => Health::Maintenance,
        Some(Impact::Major) => Health::PartialOutage,
        Some(Impact::Critical) => Health::MajorOutage,
    }
}

fn incident(entry: &Node<'_>, affected: &mut Affected) -> Result<PageIncident, PageError> {
    let impact = entry.known_code("status", impact)?;
    let services = services(entry)?;
    let components = services.iter().map(|service| service.id.clone()).collect();
    for service in services {
        affected.add(service);
    }
    let updates = entry.list("event_log")?.unwrap_or_default();
    Ok(PageIncident {
        id: entry.word("arn")?.to_owned(),
        title: entry.title("summary"),
        phase: match impact {
            Some(_) => IncidentPhase::Investigating,
            None => IncidentPhase::Resolved,
        },
        impact,
        started_at: seconds(entry, "date"),
        resolved_at: seconds(entry, "end_time").filter(|_| impact.is_none()),
        url: None,
        components,
        regions: region(entry).into_iter().collect(),
        updates: newest_updates(updates.iter().map(update).collect()),
    })
}

/// What the event names. Where several services are meant and none is named, it may be any.
fn services(entry: &Node<'_>) -> Result<Vec<Component>, PageError> {
    let mut services = Vec::new();
    for (id, service) in entry.members("impacted_services")?.unwrap_or_default() {
        services.push(Component {
            id: id.to_owned(),
            name: service.title("service_name"),
            group: None,
            group_id: None,
            health: health(service.known_code("current", impact)?),
            unknown_word: None,
        });
    }
    let one = entry
        .text("service")
        .filter(|one| !one.is_empty() && !one.starts_with(SEVERAL));
    if let Some(one) = one.filter(|_| services.is_empty()) {
        services.push(Component {
            id: one.to_owned(),
            name: entry.title("service_name"),
            group: None,
            group_id: None,
            health: health(entry.known_code("status", impact)?),
            unknown_word: None,
        });
    }
    Ok(services)
}

/// The region stands in the name of the event only: `arn:aws:health:us-east-1::event/…`.
fn region(entry: &Node<'_>) -> Option<String> {
    let region = entry.text("arn")?.split(':').nth(3)?;
    (!region.is_empty() && region != "global").then(|| region.to_owned())
}

fn seconds(entry: &Node<'_>, key: &str) -> Option<Timestamp> {
    entry.number(key).and_then(when::seconds)
}

fn update(entry: &Node<'_>) -> IncidentUpdate {
    let is_end = entry.number("status") == Some(0);
    IncidentUpdate {
        at: seconds(entry, "timestamp"),
        phase: is_end.then_some(IncidentPhase::Resolved),
        text: entry.text("message").map(text::plain).unwrap_or_default(),
    }
}
