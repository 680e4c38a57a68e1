//! Instatus: `/summary.json` (what is open, and no components), `/v2/components.json`, and the data
//! that the page itself is made of. <https://instatus.com/help/public-api>; shapes as of 2026-08.

use super::gather::{Affected, newest_first, newest_updates};
use super::json::{self, Node};
use super::{
    Component, Impact, IncidentPhase, IncidentUpdate, Maintenance, MaintenancePhase, PageError,
    PageHead, PageIncident, PageReport, text,
};
use crate::health::Health;
use crate::time::Timestamp;

const EXPECTED: &str = "an Instatus document";
/// A window's length is given in minutes.
const MILLIS_A_MINUTE: i64 = 60_000;

/// Whether this is one, as far as its marks tell: nobody else shouts.
pub(super) fn is_one(root: &Node<'_>) -> bool {
    let shouts = |node: Option<Node<'_>>| {
        let word = node.and_then(|node| node.text("status"));
        word.is_some_and(|word| !word.is_empty() && word.chars().all(|c| c.is_ascii_uppercase()))
    };
    let page = root.get("page").or_else(|| root.get("site"));
    shouts(page) || shouts(root.first_in("components"))
}

/// Reads one Instatus document. Lists of what is open are left out where nothing is.
pub(super) fn parse(bytes: &[u8]) -> Result<PageReport, PageError> {
    let document = json::document(bytes, EXPECTED)?;
    let root = Node::root(&document, EXPECTED);
    if !root.is_object() {
        return Err(root.not("an object"));
    }
    let (summary, site) = (root.get("page"), root.get("site"));
    let page = summary.as_ref().or(site.as_ref());
    let entries = match root.list("components")? {
        Some(entries) => Some(entries),
        None => site
            .as_ref()
            .map(|site| site.need("components")?.elements())
            .transpose()?,
    };
    let mut report = PageReport::silent("instatus");
    report.components = entries.as_deref().map(components).transpose()?;
    report.incidents_name_components = summary.is_none();
    let Some(page) = page else {
        return match report.components {
            Some(_) => Ok(report),
            None => Err(root.missing("page")),
        };
    };
    report.page = head(page);
    let says = indicator(page.word("status")?);
    report.indicator = Some(says);
    report.silence_is_fine = report.components.is_none() && says == Health::Operational;
    let open = root.list("activeIncidents")?.unwrap_or_default();
    let open = open.iter().map(incident).collect::<Result<_, _>>()?;
    report.incidents = Some(newest_first(open, EXPECTED)?);
    for window in root.list("activeMaintenances")?.unwrap_or_default() {
        report.maintenances.push(maintenance(&window)?);
    }
    Ok(report)
}

fn head(page: &Node<'_>) -> PageHead {
    let host = page
        .text("customDomain")
        .map(|host| format!("https://{host}"));
    PageHead {
        name: words(page, "name").map(text::line),
        url: page
            .text("url")
            .map(str::to_owned)
            .or(host)
            .as_deref()
            .and_then(text::link),
        updated_at: None,
    }
}

/// A text, which the page's own data gives in each of its languages.
fn words<'v>(node: &Node<'v>, key: &str) -> Option<&'v str> {
    node.text(key).or_else(|| {
        let languages = node.get(key)?;
        languages.text("default").or_else(|| languages.text("en"))
    })
}

fn title(node: &Node<'_>) -> String {
    words(node, "name").map(text::line).unwrap_or_default()
}

fn indicator(word: &str) -> Health {
    match word {
        "UP" => Health::Operational,
        "HASISSUES" => Health::Degraded,
        "UNDERMAINTENANCE" => Health::Maintenance,
        other => counted(other).unwrap_or(Health::Unknown),
    }
}

/// `SOMEMAJOROUTAGE`, `ALLUNDERMAINTENANCE`: how many components are how bad.
fn counted(word: &str) -> Option<Health> {
    let all = word.strip_prefix("ALL");
    let some = || ["SOME", "ONE"].iter().find_map(|it| word.strip_prefix(it));
    let (health, unknown) = component_health(all.or_else(some)?);
    let is_bad = unknown.is_none() && health != Health::Operational;
    is_bad.then(|| match all {
        Some(_) => health,
        None => health.min(Health::Degraded),
    })
}

/// A parent repeats what its children say, so only its name is kept, with them.
fn components(entries: &[Node<'_>]) -> Result<Vec<Component>, PageError> {
    let mut components = Affected::default();
    for entry in entries
        .iter()
        .filter(|entry| entry.get("archivedAt").is_none())
    {
        let children = entry.list("children")?.unwrap_or_default();
        for child in children.iter().filter(|child| child.is_object()) {
            components.add(component(child, Some(title(entry)))?);
        }
        if children.is_empty() {
            components.add(component(entry, None)?);
        }
    }
    Ok(components.into_list())
}

fn component(entry: &Node<'_>, parent: Option<String>) -> Result<Component, PageError> {
    let (health, unknown_word) = component_health(entry.word("status")?);
    let group = entry.text("group").map(text::line);
    Ok(Component {
        id: entry.word("id")?.to_owned(),
        name: title(entry),
        group: parent
            .or(group)
            .or_else(|| entry.get("group").map(|group| title(&group))),
        group_id: None,
        health,
        unknown_word,
    })
}

fn component_health(word: &str) -> (Health, Option<String>) {
    match word {
        "OPERATIONAL" => (Health::Operational, None),
        "DEGRADEDPERFORMANCE" | "MINOROUTAGE" => (Health::Degraded, None),
        "PARTIALOUTAGE" => (Health::PartialOutage, None),
        "MAJOROUTAGE" => (Health::MajorOutage, None),
        "UNDERMAINTENANCE" => (Health::Maintenance, None),
        other => (Health::Unknown, Some(text::short(other))),
    }
}

/// `OPERATIONAL` under an open incident only means that nobody filled in how bad it is.
fn impact_of(word: &str) -> Option<Option<Impact>> {
    Some(match word {
        "OPERATIONAL" => None,
        "UNDERMAINTENANCE" => Some(Impact::Maintenance),
        "DEGRADEDPERFORMANCE" | "MINOROUTAGE" => Some(Impact::Minor),
        "PARTIALOUTAGE" => Some(Impact::Major),
        "MAJOROUTAGE" => Some(Impact::Critical),
        _ => return None,
    })
}

fn phase(word: &str) -> Option<IncidentPhase> {
    Some(match word {
        "INVESTIGATING" => IncidentPhase::Investigating,
        "IDENTIFIED" => IncidentPhase::Identified,
        "MONITORING" => IncidentPhase::Monitoring,
        "RESOLVED" => IncidentPhase::Resolved,
        _ => return None,
    })
}

fn incident(entry: &Node<'_>) -> Result<PageIncident, PageError> {
    let phase_now = entry.known("status", phase)?;
    let named = entry.list("components")?.unwrap_or_default();
    let updates = entry.list("updates")?.unwrap_or_default();
    Ok(PageIncident {
        id: id(entry)?,
        title: title(entry),
        phase: phase_now,
        impact: impact(entry, &named, phase_now)?,
        started_at: entry.time(&["started"]),
        resolved_at: if phase_now.is_open() {
            None
        } else {
            entry.time(&["resolved"])
        },
        url: entry.text("url").and_then(text::link),
        components: ids(&named)?,
        regions: Vec::new(),
        updates: newest_updates(updates.iter().map(update).collect()),
    })
}

/// The worst of its own word and those of its components: the one is often left as it was.
fn impact(
    entry: &Node<'_>,
    named: &[Node<'_>],
    phase: IncidentPhase,
) -> Result<Option<Impact>, PageError> {
    let own = entry
        .get("impact")
        .map(|_| entry.known("impact", impact_of));
    let theirs = named
        .iter()
        .filter(|component| component.get("status").is_some());
    let mut worst = None;
    for word in own
        .into_iter()
        .chain(theirs.map(|it| it.known("status", impact_of)))
    {
        worst = worst.max(if phase.is_open() {
            word?
        } else {
            word.unwrap_or_default()
        });
    }
    Ok(worst)
}

/// The summary gives no ids, but an address.
fn id(entry: &Node<'_>) -> Result<String, PageError> {
    let address = || entry.word("url").or_else(|_| entry.word("name"));
    match entry.get("id") {
        Some(_) => entry.word("id"),
        None => address().map_err(|_| entry.missing("id")),
    }
    .map(str::to_owned)
}

fn ids(named: &[Node<'_>]) -> Result<Vec<String>, PageError> {
    named
        .iter()
        .map(|component| Ok(component.word("id")?.to_owned()))
        .collect()
}

fn update(entry: &Node<'_>) -> IncidentUpdate {
    IncidentUpdate {
        at: entry.time(&["started", "createdAt"]),
        phase: entry.text("status").and_then(phase),
        text: words(entry, "message")
            .or_else(|| words(entry, "messageHtml"))
            .map(text::plain)
            .unwrap_or_default(),
    }
}

fn maintenance(entry: &Node<'_>) -> Result<Maintenance, PageError> {
    let phase = entry.known("status", |word| {
        Some(match word {
            "NOTSTARTEDYET" => MaintenancePhase::Scheduled,
            "INPROGRESS" => MaintenancePhase::InProgress,
            "VERIFYING" => MaintenancePhase::Verifying,
            "COMPLETED" => MaintenancePhase::Completed,
            _ => return None,
        })
    })?;
    let starts_at = entry.time(&["start", "started"]);
    let length = entry
        .number("duration")
        .and_then(|minutes| minutes.checked_mul(MILLIS_A_MINUTE));
    let ends_at = starts_at.zip(length).and_then(|(start, length)| {
        start
            .as_millis()
            .checked_add(length)
            .map(Timestamp::from_millis)
    });
    Ok(Maintenance {
        id: id(entry)?,
        title: title(entry),
        phase,
        starts_at,
        ends_at: ends_at.or_else(|| entry.time(&["resolved"])),
        components: ids(&entry.list("components")?.unwrap_or_default())?,
    })
}
