//! Better Stack's `/index.json`, a JSON:API document.
//! <https://betterstack.com/docs/uptime/status-pages/>; shape as of 2026-09.

use std::collections::BTreeMap;

use super::gather::{newest_first, newest_updates};
use super::json::{self, Node};
use super::{
    Component, Impact, IncidentPhase, IncidentUpdate, Maintenance, MaintenancePhase, PageError,
    PageHead, PageIncident, PageReport, text,
};
use crate::health::Health;

const EXPECTED: &str = "a Better Stack document";

/// Whether this is one, as far as its marks tell.
pub(super) fn is_one(root: &Node<'_>) -> bool {
    root.get("data").and_then(|data| data.text("type")) == Some("status_page")
}

/// Reads the page document.
pub(super) fn parse(bytes: &[u8]) -> Result<PageReport, PageError> {
    let document = json::document(bytes, EXPECTED)?;
    let root = Node::root(&document, EXPECTED);
    let data = root.need("data")?;
    if data.word("type")? != "status_page" {
        return Err(data.not("a status page"));
    }
    let page = data.need("attributes")?;
    let parts = Parts::of(&root)?;
    let mut report = PageReport::silent("better_stack");
    report.page = head(&page);
    report.indicator = Some(health(page.word("aggregate_state")?).unwrap_or(Health::Unknown));
    report.components = Some(parts.components()?);
    let mut incidents = Vec::new();
    for (id, entry) in &parts.reports {
        if entry.known("report_type", is_maintenance)? {
            let window = parts.maintenance(id, entry, report.components.as_deref())?;
            report.maintenances.push(window);
        } else {
            incidents.push(parts.incident(id, entry)?);
        }
    }
    report.incidents = Some(newest_first(incidents, EXPECTED)?);
    Ok(report)
}

/// The included objects, apart by kind; each with its id, and what it says of itself.
#[derive(Default)]
struct Parts<'v> {
    sections: BTreeMap<String, String>,
    resources: Vec<(String, Node<'v>)>,
    reports: Vec<(String, Node<'v>)>,
    updates: BTreeMap<String, Vec<IncidentUpdate>>,
}

impl<'v> Parts<'v> {
    fn of(root: &Node<'v>) -> Result<Self, PageError> {
        let mut parts = Self::default();
        let included = root.need("included")?.elements()?;
        let mut messages = BTreeMap::new();
        for entry in &included {
            let (id, said) = (entry.code("id")?.into_owned(), entry.need("attributes")?);
            match entry.word("type")? {
                "status_page_section" => drop(parts.sections.insert(id, said.title("name"))),
                "status_page_resource" => parts.resources.push((id, said)),
                "status_report" => parts.reports.push((id, said)),
                "status_update" => drop(messages.insert(id, update(&said))),
                // Groups and whatever else they may add say nothing about how anything is.
                _ => {}
            }
        }
        for entry in &included {
            let Some(told) = entry
                .get("relationships")
                .and_then(|it| it.get("status_updates"))
            else {
                continue;
            };
            let of_this = parts
                .updates
                .entry(entry.code("id")?.into_owned())
                .or_default();
            for reference in told.list("data")?.unwrap_or_default() {
                of_this.extend(messages.remove(reference.code("id")?.as_ref()));
            }
        }
        Ok(parts)
    }

    fn components(&self) -> Result<Vec<Component>, PageError> {
        let component = |(id, said): &(String, Node<'_>)| {
            let word = said.word("status")?;
            let known = health(word);
            let section = said.code("status_page_section_id").ok();
            Ok(Component {
                id: id.clone(),
                name: said.title("public_name"),
                group: section
                    .as_ref()
                    .and_then(|id| self.sections.get(id.as_ref()).cloned()),
                group_id: section.map(|id| id.into_owned()),
                health: known.unwrap_or(Health::Unknown),
                unknown_word: known.is_none().then(|| text::short(word)),
            })
        };
        self.resources.iter().map(component).collect()
    }

    fn incident(&self, id: &str, said: &Node<'_>) -> Result<PageIncident, PageError> {
        let (is_over, now) = match where_it_stands(said)? {
            Stand::Over => (true, None),
            Stand::Open(impact) => (false, impact),
        };
        Ok(PageIncident {
            id: id.to_owned(),
            title: said.title("title"),
            // They name no phases between the beginning and the end.
            phase: if is_over {
                IncidentPhase::Resolved
            } else {
                IncidentPhase::Investigating
            },
            impact: now.max(worst(said)?),
            started_at: said.time(&["starts_at"]),
            resolved_at: if is_over {
                said.time(&["ends_at"])
            } else {
                None
            },
            url: None,
            components: named(said)?,
            regions: Vec::new(),
            updates: newest_updates(self.updates.get(id).cloned().unwrap_or_default()),
        })
    }

    /// They do not say whether a window has begun, but the components it names do.
    fn maintenance(
        &self,
        id: &str,
        said: &Node<'_>,
        components: Option<&[Component]>,
    ) -> Result<Maintenance, PageError> {
        let is_over = matches!(where_it_stands(said)?, Stand::Over);
        let named = named(said)?;
        let is_on = components.into_iter().flatten().any(|component| {
            component.health == Health::Maintenance && named.contains(&component.id)
        });
        Ok(Maintenance {
            id: id.to_owned(),
            title: said.title("title"),
            phase: match (is_over, is_on) {
                (true, _) => MaintenancePhase::Completed,
                (false, true) => MaintenancePhase::InProgress,
                (false, false) => MaintenancePhase::Scheduled,
            },
            starts_at: said.time(&["starts_at"]),
            ends_at: said.time(&["ends_at"]),
            components: named,
        })
    }
}

fn head(page: &Node<'_>) -> PageHead {
    let own = page.text("custom_domain").filter(|host| !host.is_empty());
    let host = own.map(str::to_owned).or_else(|| {
        let subdomain = page.text("subdomain")?;
        Some(format!("{subdomain}.betteruptime.com"))
    });
    PageHead {
        name: page.text("company_name").map(text::line),
        url: host.and_then(|host| text::link(&format!("https://{host}"))),
        updated_at: page.time(&["updated_at"]),
    }
}

fn health(word: &str) -> Option<Health> {
    Some(match word.to_ascii_lowercase().as_str() {
        "operational" => Health::Operational,
        "degraded" => Health::Degraded,
        "downtime" => Health::MajorOutage,
        "maintenance" => Health::Maintenance,
        "not_monitored" => Health::Unknown,
        _ => return None,
    })
}

/// Where a report stands.
#[derive(Clone, Copy)]
enum Stand {
    Over,
    Open(Option<Impact>),
}

/// One that says nothing of it goes on.
fn where_it_stands(said: &Node<'_>) -> Result<Stand, PageError> {
    match said.get("aggregate_state") {
        Some(_) => said.known("aggregate_state", stand),
        None => Ok(Stand::Open(None)),
    }
}

/// Their documentation begins the words with a capital.
fn stand(word: &str) -> Option<Stand> {
    Some(match word.to_ascii_lowercase().as_str() {
        "resolved" => Stand::Over,
        "operational" | "not_monitored" => Stand::Open(None),
        "degraded" => Stand::Open(Some(Impact::Minor)),
        "downtime" => Stand::Open(Some(Impact::Critical)),
        "maintenance" => Stand::Open(Some(Impact::Maintenance)),
        _ => return None,
    })
}

fn is_maintenance(word: &str) -> Option<bool> {
    Some(match word {
        "manual" | "automatic" => false,
        "maintenance" => true,
        _ => return None,
    })
}

fn named(said: &Node<'_>) -> Result<Vec<String>, PageError> {
    let affected = said.list("affected_resources")?.unwrap_or_default();
    let id = |entry: &Node<'_>| Ok(entry.code("status_page_resource_id")?.into_owned());
    affected.iter().map(id).collect()
}

/// The worst that it did to what it names.
fn worst(said: &Node<'_>) -> Result<Option<Impact>, PageError> {
    let affected = said.list("affected_resources")?.unwrap_or_default();
    let impact = |entry: &Node<'_>| match stand(entry.text("status")?)? {
        Stand::Over => None,
        Stand::Open(impact) => impact,
    };
    Ok(affected.iter().filter_map(impact).max())
}

fn update(said: &Node<'_>) -> IncidentUpdate {
    IncidentUpdate {
        at: said.time(&["published_at"]),
        phase: None,
        text: said.text("message").map(text::plain).unwrap_or_default(),
    }
}
