//! Flashcat's widget document, `/api/widget/v1/summary.json`: what is wrong at present, and a word for
//! all of the page. Shape as of 2026-07.

use super::super::gather::{Affected, newest_first};
use super::super::json::Node;
use super::super::widget::affected;
use super::super::{
    IncidentUpdate, Maintenance, PageError, PageHead, PageIncident, PageReport, statuspage, text,
};
use super::{EXPECTED, component_health, impact, maintenance_phase};
use crate::health::Health;

/// Whether this is the shape, as far as its keys tell.
pub(super) fn is_widget(root: &Node<'_>) -> bool {
    root.get("overall").is_some() && root.get("ongoing_incidents").is_some()
}

/// Reads the document. Only where it calls the page operational does silence about a part mean that it
/// works.
pub(super) fn read(root: &Node<'_>) -> Result<PageReport, PageError> {
    let (overall, _) = component_health(root.need("overall")?.word("status")?);
    let mut components = Affected::default();
    let mut incidents = Vec::new();
    for entry in root.need("ongoing_incidents")?.elements()? {
        let ids = affected(&entry, "status", component_health, &mut components)?;
        incidents.push(incident(&entry, ids)?);
    }
    let mut report = PageReport::silent("flashcat");
    for entry in root.need("in_progress_maintenances")?.elements()? {
        let ids = affected(&entry, "status", component_health, &mut components)?;
        report.maintenances.push(maintenance(&entry, ids)?);
    }
    for entry in root.list("scheduled_maintenances")?.unwrap_or_default() {
        // What is only announced says nothing about how its components are.
        let ids = affected(&entry, "status", component_health, &mut Affected::default())?;
        report.maintenances.push(maintenance(&entry, ids)?);
    }
    let page = root.get("page");
    report.page = PageHead {
        name: page.as_ref().map(|page| page.title("name")),
        url: page
            .as_ref()
            .and_then(|page| page.text("url"))
            .and_then(text::link),
        updated_at: root.time(&["generated_at"]),
    };
    report.components = Some(components.into_list());
    report.incidents = Some(newest_first(incidents, EXPECTED)?);
    report.indicator = Some(overall);
    report.silence_is_fine = overall == Health::Operational;
    Ok(report)
}

fn incident(entry: &Node<'_>, components: Vec<String>) -> Result<PageIncident, PageError> {
    let phase = entry.known("phase", statuspage::phase)?;
    let worst = entry.word_if_any("impact")?.map(component_health);
    let last = entry.get("last_update");
    let message = last.as_ref().and_then(|last| last.text("message"));
    Ok(PageIncident {
        id: entry.code("id")?.into_owned(),
        title: entry.title("title"),
        phase,
        impact: worst.and_then(|(worst, _)| impact(worst)),
        started_at: entry.time(&["started_at"]),
        resolved_at: None,
        url: entry.text("url").and_then(text::link),
        components,
        regions: Vec::new(),
        updates: last
            .iter()
            .map(|last| IncidentUpdate {
                at: last.time(&["at"]),
                phase: Some(phase),
                text: message.map(text::plain).unwrap_or_default(),
            })
            .collect(),
    })
}

fn maintenance(entry: &Node<'_>, components: Vec<String>) -> Result<Maintenance, PageError> {
    Ok(Maintenance {
        id: entry.code("id")?.into_owned(),
        title: entry.title("title"),
        phase: entry.known("phase", maintenance_phase)?,
        starts_at: entry.time(&["started_at", "starts_at"]),
        ends_at: entry.time(&["scheduled_end_at", "ends_at"]),
        components,
    })
}
