//! Uptime Kuma: `/api/status-page/PAGE`, which names what is watched, and
//! `/api/status-page/heartbeat/PAGE`, which tells how it is. Shapes as of its version 2.

use super::beats::{self, Beat};
use super::gather::newest_first;
use super::json::{self, Node};
use super::{
    Component, Impact, IncidentPhase, IncidentUpdate, Maintenance, MaintenancePhase, PageError,
    PageHead, PageIncident, PageReport, text,
};
use crate::health::Health;
use crate::time::Timestamp;

const EXPECTED: &str = "an Uptime Kuma document";

/// Whether this is one, as far as its marks tell.
pub(super) fn is_one(root: &Node<'_>) -> bool {
    root.get("heartbeatList").is_some() || root.get("publicGroupList").is_some()
}

/// Reads either document.
pub(super) fn parse(bytes: &[u8]) -> Result<PageReport, PageError> {
    let document = json::document(bytes, EXPECTED)?;
    let root = Node::root(&document, EXPECTED);
    let mut report = PageReport::silent("uptime_kuma");
    if let Some(monitors) = root.members("heartbeatList")? {
        root.need("uptimeList")?;
        // So it answers for pages that it does not have.
        if monitors.is_empty() {
            return Err(root.not("a page that anything is watched for"));
        }
        let components = monitors.iter().map(|(id, beats)| watched(id, beats));
        report.components = Some(components.collect::<Result<_, _>>()?);
        return Ok(report);
    }
    report.page = PageHead {
        name: root.need("config")?.text("title").map(text::line),
        ..PageHead::default()
    };
    report.components = Some(named(&root.need("publicGroupList")?.elements()?)?);
    report.incidents_name_components = false;
    let one = root.get("incident").map(|incident| vec![incident]);
    let posts = root.list("incidents")?.or(one).unwrap_or_default();
    let posts = posts.iter().map(post).collect::<Result<_, _>>()?;
    report.incidents = Some(newest_first(posts, EXPECTED)?);
    for window in root.list("maintenanceList")?.unwrap_or_default() {
        report.maintenances.extend(maintenance(&window)?);
    }
    Ok(report)
}

/// One monitor by its checks.
fn watched(id: &str, beats: &Node<'_>) -> Result<Component, PageError> {
    let mut told = Vec::new();
    for beat in beats.elements()? {
        told.push((beat.time(&["time"]), beat.known_code("status", read)?));
    }
    Ok(Component {
        id: id.to_owned(),
        name: id.to_owned(),
        group: None,
        group_id: None,
        health: beats::health(told),
        unknown_word: None,
    })
}

fn read(code: &str) -> Option<Beat> {
    Some(match code {
        "0" => Beat::Down,
        "1" => Beat::Up,
        "2" => Beat::Pending,
        "3" => Beat::Maintenance,
        _ => return None,
    })
}

/// The page only says what is watched, not how it is.
fn named(groups: &[Node<'_>]) -> Result<Vec<Component>, PageError> {
    let mut components = Vec::new();
    for group in groups {
        for monitor in group.need("monitorList")?.elements()? {
            components.push(Component {
                id: monitor.code("id")?.into_owned(),
                name: monitor.title("name"),
                group: Some(group.title("name")),
                group_id: None,
                health: Health::Unknown,
                unknown_word: None,
            });
        }
    }
    Ok(components)
}

/// A note pinned to the page. Its colour is all it says of how bad things are.
fn post(entry: &Node<'_>) -> Result<PageIncident, PageError> {
    let at = entry.time(&["createdDate"]);
    let changed: Option<Timestamp> = entry.time(&["lastUpdatedDate"]);
    let impact = entry.known("style", |style| {
        Some(match style {
            "info" | "primary" | "light" | "dark" => Impact::None,
            "warning" => Impact::Minor,
            "danger" => Impact::Major,
            _ => return None,
        })
    })?;
    Ok(PageIncident {
        id: entry.code("id")?.into_owned(),
        title: entry.title("title"),
        phase: IncidentPhase::Investigating,
        impact: Some(impact),
        started_at: at,
        resolved_at: None,
        url: None,
        components: Vec::new(),
        regions: Vec::new(),
        updates: vec![IncidentUpdate {
            at: changed.or(at),
            phase: None,
            text: entry.text("content").map(text::plain).unwrap_or_default(),
        }],
    })
}

/// A window that is switched off is none.
fn maintenance(entry: &Node<'_>) -> Result<Option<Maintenance>, PageError> {
    let phase = entry.known("status", |word| {
        Some(match word {
            "scheduled" => Some(MaintenancePhase::Scheduled),
            "under-maintenance" => Some(MaintenancePhase::InProgress),
            "ended" => Some(MaintenancePhase::Completed),
            "inactive" | "unknown" => None,
            _ => return None,
        })
    })?;
    let Some(phase) = phase else {
        return Ok(None);
    };
    let slots = entry.list("timeslotList")?.unwrap_or_default();
    let slot = slots.first();
    Ok(Some(Maintenance {
        id: entry.code("id")?.into_owned(),
        title: entry.title("title"),
        phase,
        starts_at: slot.and_then(|slot| slot.time(&["startDate"])),
        ends_at: slot.and_then(|slot| slot.time(&["endDate"])),
        components: Vec::new(),
    }))
}
