//! What a reviewer wants to see of a page, as text.

use std::fmt::Write as _;

use aldis_core::Health;
use aldis_core::page::{self, Format, PageReport, Verdict};

use super::fixture::{fixtures, source};

/// One line for each thing a reviewer wants to see.
pub(super) fn rendered(format: Format) -> String {
    let mut text = String::new();
    for fixture in fixtures(format) {
        writeln!(text, "# {}", fixture.name).unwrap();
        match page::parse(format, &fixture.bytes) {
            Err(error) => writeln!(text, "unreadable: {error}").unwrap(),
            Ok(report) => render(&mut text, &report, &page::verdict(&report, &source(format))),
        }
        text.push('\n');
    }
    text
}

fn render(text: &mut String, report: &PageReport, verdict: &Verdict) {
    writeln!(
        text,
        "verdict {}: {}",
        verdict.health.word(),
        verdict.because
    )
    .unwrap();
    for capability in &verdict.failing {
        writeln!(text, "  failing {}", capability.word()).unwrap();
    }
    for incident in &verdict.incidents {
        writeln!(text, "  concerned by {}", incident.id).unwrap();
    }
    if let Some(window) = &verdict.maintenance {
        writeln!(text, "  maintained by {}", window.id).unwrap();
    }
    let word = |health: Option<Health>| health.map_or("-", Health::word);
    writeln!(
        text,
        "{} {:?} indicator {}",
        report.shape,
        report.page,
        word(report.indicator)
    )
    .unwrap();
    for component in report.components.iter().flatten() {
        let group = component.group.as_deref().unwrap_or("-");
        let unknown = component.unknown_word.as_deref().unwrap_or_default();
        writeln!(
            text,
            "component {} {} ({group}) {} {unknown}",
            component.id,
            component.name,
            component.health.word()
        )
        .unwrap();
    }
    for incident in report.incidents.iter().flatten() {
        let impact = incident.impact.map_or("-", page::Impact::word);
        let times = (time(incident.started_at), time(incident.resolved_at));
        writeln!(
            text,
            "incident {} {} {impact} {:?}",
            incident.id,
            incident.phase.word(),
            incident.title
        )
        .unwrap();
        writeln!(
            text,
            "  {} to {} {:?} {:?}",
            times.0, times.1, incident.components, incident.url
        )
        .unwrap();
        for update in &incident.updates {
            let phase = update.phase.map_or("-", page::IncidentPhase::word);
            writeln!(text, "  {} {phase} {:?}", time(update.at), update.text).unwrap();
        }
    }
    for window in &report.maintenances {
        let times = (time(window.starts_at), time(window.ends_at));
        writeln!(
            text,
            "maintenance {} {} {:?}",
            window.id,
            window.phase.word(),
            window.title
        )
        .unwrap();
        writeln!(text, "  {} to {} {:?}", times.0, times.1, window.components).unwrap();
    }
}

fn time(at: Option<aldis_core::Timestamp>) -> String {
    at.map_or("-".to_owned(), |at| at.to_string())
}
