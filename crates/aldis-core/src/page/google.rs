//! Google's `incidents.json`, of Cloud and of Workspace alike, and `products.json`, which only names
//! what there is. <https://status.cloud.google.com/incidents.schema.json>; shape as of 2026-08, and
//! of 2020, when incidents named one service instead of products.

use super::gather::{Affected, newest_first, newest_updates};
use super::json::{self, Node};
use super::{
    Component, Impact, IncidentPhase, IncidentUpdate, PageError, PageIncident, PageReport, text,
};
use crate::health::Health;

const EXPECTED: &str = "a Google incidents document";
/// The service of incidents that concern several.
const SEVERAL: &str = "zall";

/// Whether this is one, as far as its marks tell.
pub(super) fn is_one(root: &Node<'_>) -> bool {
    let has = |node: Option<Node<'_>>, keys: [&str; 2]| {
        node.is_some_and(|node| keys.iter().all(|key| node.get(key).is_some()))
    };
    has(root.first(), ["external_desc", "begin"]) || has(root.first_in("products"), ["id", "title"])
}

/// Reads a list of incidents or of products.
pub(super) fn parse(bytes: &[u8]) -> Result<PageReport, PageError> {
    let document = json::document(bytes, EXPECTED)?;
    let root = Node::root(&document, EXPECTED);
    let mut report = PageReport::silent("google");
    if let Some(products) = root.list("products")? {
        report.components = Some(products.iter().map(unknown).collect::<Result<_, _>>()?);
        return Ok(report);
    }
    let entries = root.elements()?;
    // Years of history stand in the real list: an empty one is somebody else's.
    if entries.is_empty() {
        return Err(root.not("a list of incidents"));
    }
    let mut affected = Affected::default();
    let mut incidents = Vec::new();
    for entry in &entries {
        incidents.push(incident(entry, &mut affected)?);
    }
    report.components = Some(affected.into_list());
    report.incidents = Some(newest_first(incidents, EXPECTED)?);
    report.silence_is_fine = true;
    Ok(report)
}

/// A product of which the document says only that it exists.
fn unknown(product: &Node<'_>) -> Result<Component, PageError> {
    Ok(Component {
        id: product.word("id")?.to_owned(),
        name: product.title("title"),
        group: None,
        group_id: None,
        health: Health::Unknown,
        unknown_word: None,
    })
}

fn incident(entry: &Node<'_>, affected: &mut Affected) -> Result<PageIncident, PageError> {
    let ended = entry.moment("end")?;
    let is_open = ended.is_none();
    let (key, known): (_, fn(&str) -> Option<Impact>) = match entry.get("status_impact") {
        Some(_) => ("status_impact", impact),
        None => ("severity", severity),
    };
    let impact = match entry.known(key, known) {
        Ok(impact) => Some(impact),
        Err(error) if is_open => return Err(error),
        Err(_) => None,
    };
    let products = products(entry)?;
    if let Some(impact) = impact.filter(|_| is_open) {
        let health = health(impact);
        for product in &products {
            affected.add(Component {
                health,
                ..product.clone()
            });
        }
    }
    let updates = entry.list("updates")?.unwrap_or_default();
    let updates = newest_updates(updates.iter().map(update).collect());
    Ok(PageIncident {
        id: entry
            .code("id")
            .or_else(|_| entry.code("number"))?
            .into_owned(),
        title: title(entry),
        phase: match ended {
            Some(_) => IncidentPhase::Resolved,
            None => open_phase(entry),
        },
        impact,
        started_at: entry.moment("begin")?.or(entry.time(&["created"])),
        resolved_at: ended,
        url: entry.text("uri").and_then(text::link),
        components: products.into_iter().map(|product| product.id).collect(),
        regions: regions(entry),
        updates,
    })
}

/// Workspace writes a title and a description into one text.
fn title(entry: &Node<'_>) -> String {
    let text = entry.title("external_desc");
    let title = text.strip_prefix("Title:").unwrap_or(&text);
    title
        .split(" Description:")
        .next()
        .unwrap_or(title)
        .trim()
        .to_owned()
}

fn impact(word: &str) -> Option<Impact> {
    Some(match word {
        // What is open and said to be available is not over yet.
        "SERVICE_INFORMATION" | "SERVICE_DISRUPTION" | "AVAILABLE" => Impact::Minor,
        "SERVICE_OUTAGE" => Impact::Critical,
        _ => return None,
    })
}

/// What older documents say instead.
fn severity(word: &str) -> Option<Impact> {
    Some(match word {
        "low" | "medium" => Impact::Minor,
        "high" => Impact::Critical,
        _ => return None,
    })
}

const fn health(impact: Impact) -> Health {
    match impact {
        Impact::Critical => Health::MajorOutage,
        Impact::Major => Health::PartialOutage,
        Impact::Minor | Impact::None => Health::Degraded,
        Impact::Maintenance => Health::Maintenance,
    }
}

/// What the incident names: products, or in documents that know none of them one service. Nothing
/// means everything.
fn products(entry: &Node<'_>) -> Result<Vec<Component>, PageError> {
    if let Some(listed) = entry.list("affected_products")? {
        return listed.iter().map(unknown).collect();
    }
    let is_old = entry.get("status_impact").is_none();
    let one = entry
        .text("service_key")
        .filter(|key| is_old && *key != SEVERAL && !key.is_empty());
    let service = one.map(|key| Component {
        id: key.to_owned(),
        name: entry.title("service_name"),
        group: None,
        group_id: None,
        health: Health::Unknown,
        unknown_word: None,
    });
    Ok(service.into_iter().collect())
}

/// Where it happens at present.
fn regions(entry: &Node<'_>) -> Vec<String> {
    let listed = entry.list("currently_affected_locations").ok().flatten();
    let places = listed.unwrap_or_default();
    let ids = places
        .iter()
        .map(|place| place.text("id").map(str::to_owned));
    // One that cannot be read may be any.
    ids.collect::<Option<_>>().unwrap_or_default()
}

/// They publish no phases, but the last message may say that it works again.
fn open_phase(entry: &Node<'_>) -> IncidentPhase {
    let last = entry
        .get("most_recent_update")
        .or_else(|| entry.get("most-recent-update"));
    match last.and_then(|last| last.text("status")) {
        Some("AVAILABLE") => IncidentPhase::Monitoring,
        Some(_) | None => IncidentPhase::Investigating,
    }
}

fn update(entry: &Node<'_>) -> IncidentUpdate {
    IncidentUpdate {
        at: entry.time(&["when", "created"]),
        phase: None,
        text: entry.text("text").map(text::plain).unwrap_or_default(),
    }
}
