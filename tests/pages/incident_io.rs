//! incident.io in its three shapes: the fixtures as reviewed, and the recorded pages.

use aldis_core::Health;
use aldis_core::page::{self, Format, PageReport};

use super::fixture::{fixtures, recorded, verdict_of};
use super::render::rendered;

#[test]
fn every_incident_io_fixture_reads_as_reviewed() {
    insta::assert_snapshot!(rendered(Format::IncidentIo));
}

#[test]
fn every_widget_fixture_reads_as_reviewed() {
    insta::assert_snapshot!(rendered(Format::IncidentIoWidget));
}

#[test]
fn every_native_fixture_reads_as_reviewed() {
    insta::assert_snapshot!(rendered(Format::IncidentIoNative));
}

#[test]
fn incident_io_recognises_its_three_shapes_by_content() {
    for format in [
        Format::IncidentIo,
        Format::IncidentIoWidget,
        Format::IncidentIoNative,
    ] {
        for fixture in fixtures(format) {
            if let Ok(report) = page::parse(format, &fixture.bytes) {
                assert_eq!(
                    page::parse(Format::IncidentIo, &fixture.bytes),
                    Ok(report),
                    "{}",
                    fixture.name
                );
            }
        }
    }
}

#[test]
fn recorded_incident_io_pages_read_as_a_careful_person_reads_them() {
    let Some(recorded) = recorded("incident_io") else {
        return;
    };
    let read = |name: &str| {
        page::parse(
            Format::IncidentIo,
            &std::fs::read(recorded.join(name)).unwrap(),
        )
        .unwrap()
    };
    let is = |name: &str, service: &str| {
        verdict_of(&recorded.join(name), Format::IncidentIo, service).health
    };
    assert_eq!(
        is("openai-operational-2026-10-09.summary.json", "chatgpt"),
        Health::Operational
    );
    assert_eq!(
        is("openai-idle.widget.json", "chatgpt"),
        Health::Operational
    );
    assert_eq!(
        is("openai-major-2026-03-17.native.json", "chatgpt"),
        Health::Degraded
    );
    assert_eq!(
        is("openai-major-2026-03-17.native.json", "openai-api"),
        Health::Operational
    );
    // The summary is cut to 25 components, without the one that matters.
    assert_eq!(
        is("openai-minor-2025-11-14.summary.json", "chatgpt"),
        Health::Unknown
    );
    assert_eq!(
        is("openai-minor-2025-11-14.summary.json", "openai-api"),
        Health::Degraded
    );
    assert_eq!(
        is("openai-2025-11-14.incidents.json", "chatgpt"),
        Health::Unknown
    );

    let counts = |report: &PageReport| {
        let incidents = report.incidents.iter().flatten();
        let open = incidents
            .clone()
            .filter(|incident| incident.phase.is_open())
            .count();
        (
            report.shape,
            report.components.as_ref().map(Vec::len),
            incidents.count(),
            open,
        )
    };
    let native = read("openai-major-2026-03-17.native.json");
    assert_eq!(counts(&native), ("incident_io_native", Some(31), 1, 1));
    let updates = &native.incidents.as_ref().unwrap()[0].updates;
    assert!(
        updates
            .iter()
            .zip(&updates[1..])
            .all(|(newer, older)| newer.at > older.at)
    );
    let named = |name: &str| {
        native
            .components
            .iter()
            .flatten()
            .filter(|component| component.name == name)
            .count()
    };
    assert_eq!((named("Login"), named("Image Generation")), (3, 2));
    assert!(
        native
            .components
            .iter()
            .flatten()
            .all(|component| component.group.is_some())
    );
    assert_eq!(
        counts(&read("openai-2025-11-14.incidents.json")),
        ("incident_io", None, 25, 1)
    );
    assert_eq!(
        counts(&read("aiven-minor-2026-03.native.json")),
        ("incident_io_native", Some(2), 1, 1)
    );
    assert_eq!(
        counts(&read("linear-operational-2026-03.native.json")),
        ("incident_io_native", Some(6), 0, 0)
    );
    assert_eq!(
        counts(&read("poe.components.json")),
        ("incident_io", Some(2), 0, 0)
    );
    let history = read("openai-2025-12-to-2026-03.component_impacts.json");
    assert_eq!(
        history
            .incidents
            .iter()
            .flatten()
            .map(|incident| incident.components.len())
            .sum::<usize>(),
        187
    );
    assert_eq!(history.incidents.map(|incidents| incidents.len()), Some(69));
}
