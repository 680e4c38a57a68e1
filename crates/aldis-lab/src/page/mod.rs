//! The vendors' status pages as told: what is on them, and the documents they serve.

mod facts;
mod incident_io;
mod maintenance;
mod state;
mod statuspage;

pub use maintenance::{Maintenance, MaintenancePhase};
pub(crate) use state::PageState;
pub use state::{ComponentStatus, Impact, IncidentPhase, Post, UnknownComponent};

use aldis_core::time::Timestamp;
use serde_json::{Value, json};

use self::maintenance::Window;
use crate::http::Response;
use crate::vendor::Vendor;

/// The document at `path`, or `None` where this software has none.
pub(crate) fn render(
    vendor: Vendor,
    state: &PageState,
    path: &str,
    base: &str,
) -> Option<Response> {
    if path == "/" || path.starts_with("/incidents/") {
        return Some(for_people(state));
    }
    let document = match vendor {
        Vendor::OpenAi => incident_io::document(state, path, base),
        Vendor::Anthropic | Vendor::GitHub => statuspage::document(state, path, base),
        Vendor::Google | Vendor::Microsoft => None,
    };
    document.map(|json| Response::json(200, &json))
}

/// A status word no vendor uses.
const UNKNOWN_WORD: &str = "mostly_fine";

/// Says [`UNKNOWN_WORD`] of the page's first component, in whichever shape the document has.
pub(crate) fn say_unknown_word(state: &PageState, document: &mut Value) {
    let Some(part) = state.facts.components.first() else {
        return;
    };
    if let Some(Value::Array(ongoing)) = document.get_mut("ongoing_incidents") {
        ongoing.push(
            json!({"id": "01KA22ACNT50TDGYE1B9TJ86D2", "name": "Something is odd",
            "status": "investigating", "url": "", "last_update_message": "",
            "last_update_at": whole_seconds(state.updated_at),
            "current_worst_impact": UNKNOWN_WORD, "affected_components": [
                {"id": part.id, "name": part.name, "current_status": UNKNOWN_WORD}]}),
        );
    } else if let Some(Value::Array(affected)) =
        document.pointer_mut("/summary/affected_components")
    {
        affected.push(json!({"component_id": part.id, "status": UNKNOWN_WORD}));
    } else if let Some(status) = document.pointer_mut("/components/0/status") {
        *status = UNKNOWN_WORD.into();
    }
}

/// What stands on a page, in short, for whoever drives the lab.
pub(crate) fn digest(state: &PageState) -> Value {
    let incidents: Vec<Value> = state
        .newest_first()
        .map(|incident| {
            json!({"title": incident.title, "phase": incident.phase().word(),
                "impact": incident.impact.word(), "updates": incident.updates.len()})
        })
        .collect();
    let maintenances: Vec<Value> = state
        .maintenances
        .newest_first()
        .map(|window| json!({"title": window.title, "phase": window.phase().word()}))
        .collect();
    json!({"headline": state.headline().word(), "incidents": incidents,
        "maintenances": maintenances})
}

/// What a person sees there; texts come from scripts, so they are escaped.
fn for_people(state: &PageState) -> Response {
    let mut html = format!(
        "<!doctype html><meta charset=utf-8><title>{0} status</title><h1>{0}</h1>",
        state.facts.name
    );
    for incident in state.newest_first() {
        html.push_str(&format!("<h2>{}</h2>", escape(&incident.title)));
        for update in incident.updates.iter().rev() {
            let (at, phase) = (update.at, update.phase.word());
            html.push_str(&format!("<p>{at} {phase}: {}", escape(&update.text)));
        }
    }
    for window in state.maintenances.newest_first() {
        html.push_str(&format!("<h2>{}</h2>", escape(&window.title)));
        for update in window.updates.iter().rev() {
            let (at, phase) = (update.at, update.phase.word());
            html.push_str(&format!("<p>{at} {phase}: {}", escape(&update.text)));
        }
    }
    Response::html(200, html)
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// A document of announced work with its dates, under the names that Statuspage gave them.
fn dated(mut document: Value, window: &Window, written: fn(Timestamp) -> String) -> Value {
    let dates = [
        ("created_at", window.announced_at),
        ("updated_at", window.updated_at()),
        ("scheduled_for", window.starts_at),
        ("scheduled_until", window.ends_at()),
    ];
    for (name, at) in dates {
        document[name] = written(at).into();
    }
    document
}

/// RFC 3339 with exactly three digits of a second, as Statuspage writes.
fn with_millis(at: Timestamp) -> String {
    let millis = at.as_millis().rem_euclid(1000);
    let whole = Timestamp::from_millis(at.as_millis() - millis).to_string();
    format!("{}.{millis:03}Z", whole.trim_end_matches('Z'))
}

/// RFC 3339 in whole seconds, as incident.io writes.
fn whole_seconds(at: Timestamp) -> String {
    let millis = at.as_millis().rem_euclid(1000);
    Timestamp::from_millis(at.as_millis() - millis).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_as_each_software_writes_them() {
        let at = Timestamp::parse("2026-11-22T10:00:05.25Z").unwrap();
        assert_eq!(with_millis(at), "2026-11-22T10:00:05.250Z");
        assert_eq!(whole_seconds(at), "2026-11-22T10:00:05Z");
    }
}
