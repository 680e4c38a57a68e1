//! Alibaba Cloud's `/api/status/listHistoryEvent`: events that concerned many, open ones without an
//! end. Undocumented; shape as of 2026-09.

use super::gather::newest_first;
use super::json::{self, Node};
use super::{IncidentPhase, PageError, PageIncident, PageReport};
use crate::time::Timestamp;

const EXPECTED: &str = "an Alibaba Cloud events document";

/// Whether this is one, as far as its marks tell.
pub(super) fn is_one(root: &Node<'_>) -> bool {
    root.first_in("data")
        .is_some_and(|event| event.get("eventType").is_some())
}

/// Reads the list of events.
pub(super) fn parse(bytes: &[u8]) -> Result<PageReport, PageError> {
    let document = json::document(bytes, EXPECTED)?;
    let root = Node::root(&document, EXPECTED);
    if !root.yes("success")? {
        return Err(root.not("a list of events, but a failure"));
    }
    let events = root.need("data")?.elements()?;
    // Years of history stand in the real list: an empty one is somebody else's.
    if events.is_empty() {
        return Err(root.not("a list of events"));
    }
    let incidents = events.iter().map(incident).collect::<Result<_, _>>()?;
    let mut report = PageReport::silent("alibaba");
    report.incidents = Some(newest_first(incidents, EXPECTED)?);
    report.silence_is_fine = true;
    Ok(report)
}

fn incident(event: &Node<'_>) -> Result<PageIncident, PageError> {
    event.word("eventType")?;
    let (started, ended) = (millis(event, "startTime")?, millis(event, "endTime")?);
    let started = started.ok_or_else(|| event.missing("startTime"))?;
    if ended.is_some_and(|ended| ended < started) {
        return Err(event.not("an event, for it ends before it begins"));
    }
    Ok(PageIncident {
        id: event.code("id")?.into_owned(),
        title: event.title("title"),
        phase: match ended {
            Some(_) => IncidentPhase::Resolved,
            None => IncidentPhase::Investigating,
        },
        impact: None,
        started_at: Some(started),
        resolved_at: ended,
        url: None,
        components: products(event)?,
        regions: regions(event),
        updates: Vec::new(),
    })
}

/// What the event names: codes, or objects that have one. Nothing means everything.
fn products(event: &Node<'_>) -> Result<Vec<String>, PageError> {
    let mut products = Vec::new();
    for product in event.list("products")?.unwrap_or_default() {
        let id = match product.as_text() {
            Some(code) => code.to_owned(),
            None => product.code("code")?.into_owned(),
        };
        products.push(id);
    }
    Ok(products)
}

/// Where it happens, as codes. Anything else may be anywhere.
fn regions(event: &Node<'_>) -> Vec<String> {
    let listed = event.list("regions").ok().flatten().unwrap_or_default();
    let codes = listed.iter().map(|it| it.as_text().map(str::to_owned));
    codes.collect::<Option<_>>().unwrap_or_default()
}

fn millis(event: &Node<'_>, key: &str) -> Result<Option<Timestamp>, PageError> {
    let Some(node) = event.get(key) else {
        return Ok(None);
    };
    let millis = event.number(key).ok_or_else(|| node.not("a time"))?;
    Ok(Some(Timestamp::from_millis(millis)))
}
