//! Status pages: every fixture is read and judged; no damage to one turns trouble or silence into
//! good news; and the recorded pages beside this tree, where there are any, read as they should.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use aldis_core::Health;
use aldis_core::catalogue::{Capability, Catalogue, Part, ServiceId, StatusSource};
use aldis_core::page::{self, Format, PageError, PageReport, Verdict};
use proptest::prelude::*;
use serde_json::Value;

#[test]
fn every_statuspage_fixture_reads_as_reviewed() {
    insta::assert_snapshot!(rendered(Format::Statuspage));
}

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
fn every_format_has_a_fixture_of_each_kind_that_is_no_good_news() {
    for format in Format::ALL {
        for kind in ["empty", "bare", "broken"] {
            let found: Vec<_> = fixtures(format)
                .into_iter()
                .filter(|fixture| fixture.severity() == kind)
                .collect();
            assert!(!found.is_empty(), "{} has no {kind} fixture", format.word());
            for fixture in found {
                let read = page::parse(format, &fixture.bytes);
                assert!(read.is_err(), "{} reads as {read:?}", fixture.name);
            }
        }
    }
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
fn a_page_cut_off_at_any_byte_is_unreadable() {
    for (format, fixture) in readable() {
        let whole = fixture.bytes.trim_ascii_end().len();
        for end in 0..whole {
            let read = page::parse(format, &fixture.bytes[..end]);
            assert!(
                read.is_err(),
                "{} cut at {end} of {whole} reads as {read:?}",
                fixture.name
            );
        }
    }
}

#[test]
fn a_page_without_one_of_its_keys_is_never_better_news() {
    let mut wrong = Vec::new();
    for (format, fixture) in no_good_news() {
        let document: Value = serde_json::from_slice(&fixture.bytes).unwrap();
        for place in places(&document) {
            let mut damaged = document.clone();
            take(&mut damaged, &place);
            wrong.extend(better_news(format, &fixture, &damaged, &place, "without"));
        }
    }
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn a_page_with_a_value_of_another_type_is_never_better_news() {
    let strangers = [
        Value::Null,
        Value::Bool(true),
        7.into(),
        "strange".into(),
        serde_json::json!({}),
    ];
    let mut wrong = Vec::new();
    for (format, fixture) in no_good_news() {
        let document: Value = serde_json::from_slice(&fixture.bytes).unwrap();
        for place in places(&document) {
            for stranger in &strangers {
                let mut damaged = document.clone();
                *at(&mut damaged, &place).unwrap() = stranger.clone();
                wrong.extend(better_news(
                    format,
                    &fixture,
                    &damaged,
                    &place,
                    &format!("with {stranger} at"),
                ));
            }
        }
    }
    assert_eq!(wrong, [""; 0]);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_the_bytes_nothing_panics_and_nothing_is_green(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        for format in Format::ALL {
            prop_assert!(!is_good_news(format, &bytes));
        }
    }
}

#[test]
fn a_page_with_any_one_byte_changed_never_hides_an_outage() {
    for (format, fixture) in readable() {
        if !judge(format, &fixture.bytes).is_some_and(|verdict| verdict.health.is_out()) {
            continue;
        }
        let ids = places_of_own_ids(format, &fixture.bytes);
        for position in (0..fixture.bytes.len()).filter(|position| !ids.contains(position)) {
            for byte in [0, b' ', b'"', b'0', b'x', b'}', 0xff] {
                let mut bytes = fixture.bytes.clone();
                bytes[position] = byte;
                let good = is_good_news(format, &bytes);
                assert!(!good, "{} with {byte} at {position}", fixture.name);
            }
        }
    }
}

/// Another id is another component: with one, the page truly says something else.
fn places_of_own_ids(format: Format, bytes: &[u8]) -> BTreeSet<usize> {
    let own = source(format).components.into_values().flatten();
    own.flat_map(|id| {
        let starts = bytes.windows(id.len()).enumerate();
        let found = starts.filter(|(_, window)| *window == id.as_bytes());
        found
            .flat_map(|(start, _)| start..start + id.len())
            .collect::<Vec<_>>()
    })
    .collect()
}

#[test]
fn deep_nesting_and_endless_lists_are_refused() {
    let deep = [b"{\"components\":".as_slice(), &b"[".repeat(100_000)].concat();
    let long = format!("{{\"components\":[{}{{}}]}}", "{},".repeat(6_000));
    let large = format!(
        "{{\"components\":[],\"x\":\"{}\"}}",
        "x".repeat(9 * 1024 * 1024)
    );
    for bytes in [deep, long.into_bytes(), large.into_bytes()] {
        for format in Format::ALL {
            assert!(page::parse(format, &bytes).is_err());
        }
    }
}

#[test]
fn a_complaint_names_the_field_and_the_word() {
    let fixture = |format, severity: &str| {
        let found = fixtures(format)
            .into_iter()
            .find(|fixture| fixture.severity() == severity)
            .unwrap();
        page::parse(format, &found.bytes).unwrap_err()
    };
    let unknown = PageError::UnknownValue {
        field: "incidents[0].status".into(),
        value: "sleeping".into(),
    };
    assert_eq!(fixture(Format::Statuspage, "word"), unknown);
    let missing = PageError::Missing {
        field: "ongoing_incidents".into(),
    };
    assert_eq!(fixture(Format::IncidentIoWidget, "broken"), missing);
    assert_eq!(fixture(Format::Statuspage, "empty"), PageError::Empty);
    assert!(matches!(
        fixture(Format::Statuspage, "page"),
        PageError::Html { .. }
    ));
}

#[test]
fn the_command_line_says_what_it_read_and_exits_2_for_what_it_cannot() {
    let home = tempfile::tempdir().unwrap();
    let decode = |format: &str, file: &str, more: &[&str]| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../tests/fixtures/page")
            .join(format)
            .join(file);
        let mut aldis = std::process::Command::new(env!("CARGO_BIN_EXE_aldis"));
        aldis
            .env("ALDIS_CONFIG_DIR", home.path())
            .env("ALDIS_DATA_DIR", home.path());
        let out = aldis
            .args(["decode", "--format", format])
            .args(more)
            .arg(path)
            .output()
            .unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (out.status.code(), text(out.stdout), text(out.stderr))
    };
    let (code, json, complaint) = decode(
        "incident_io_widget",
        "harbor-major-2026-10-09.json",
        &["--service", "chatgpt"],
    );
    let read: Value = serde_json::from_str(&json).unwrap();
    assert_eq!((code, complaint.as_str()), (Some(0), ""));
    assert_eq!(read["format"], "incident_io_widget");
    assert_eq!(read["verdict"]["service"], "chatgpt");
    for (file, reason) in [
        ("harbor-empty-2022-12-21.json", "the body is empty"),
        (
            "harbor-page-2026-10-09.html",
            "an HTML page came where a Statuspage document was due",
        ),
        ("harbor-bare-2026-10-09.json", "`components` is missing"),
        ("harbor-nowhere-2026-10-09.json", "failed to open"),
    ] {
        let (code, json, complaint) = decode("statuspage", file, &[]);
        assert_eq!((code, json.as_str()), (Some(2), ""), "{file}");
        assert!(complaint.contains(reason), "{file}: {complaint}");
    }
    let (code, _, complaint) = decode("smoke", "x-y-2026-10-09.json", &[]);
    assert_eq!(code, Some(2));
    assert!(complaint.contains("incident_io_native"), "{complaint}");
}

#[test]
fn recorded_statuspages_read_as_a_careful_person_reads_them() {
    let Some(recorded) = recorded("statuspage") else {
        return;
    };
    let is =
        |name: &str, service: &str| verdict_of(&recorded.join(name), Format::Statuspage, service);
    let cases = [
        (
            "claude-major-2026-10-09.summary.json",
            "claude",
            Health::Operational,
        ),
        (
            "claude-major-2026-10-09.summary.json",
            "claude-api",
            Health::Operational,
        ),
        // Nobody listed Copilot on that page yet.
        (
            "github-20220620T211940Z_minor_one_incident.json",
            "github-copilot",
            Health::Unknown,
        ),
        (
            "github-20220829T175249Z_major_one.json",
            "github-copilot",
            Health::Operational,
        ),
        (
            "github-20230830T211426Z_minor_no_incident.json",
            "github-copilot",
            Health::Operational,
        ),
        (
            "github-20240503T020955Z_none_but_incident_open.json",
            "github-copilot",
            Health::Degraded,
        ),
        (
            "github-20250228T175243Z_maintenance.json",
            "github-copilot",
            Health::Operational,
        ),
        (
            "github-20250728T225036Z_most_incidents.json",
            "github-copilot",
            Health::Degraded,
        ),
        (
            "github-20251208T203014Z_none_but_incident_open.json",
            "github-copilot",
            Health::Degraded,
        ),
        (
            "github-20260202T230145Z_major_many.json",
            "github-copilot",
            Health::PartialOutage,
        ),
        (
            "github-20260203T000137Z_major_many.json",
            "github-copilot",
            Health::Degraded,
        ),
        (
            "github-20260209T194125Z_major_many.json",
            "github-copilot",
            Health::PartialOutage,
        ),
        (
            "github-20260817T211043Z_major_one.json",
            "github-copilot",
            Health::MajorOutage,
        ),
        (
            "github-20260822T222734Z_none_idle.json",
            "github-copilot",
            Health::Operational,
        ),
        ("github-5.incidents.json", "github-copilot", Health::Unknown),
    ];
    for (name, service, health) in cases {
        assert_eq!(is(name, service).health, health, "{name} for {service}");
    }
    let cloudflare = |name: &str| {
        let report = page::parse(
            Format::Statuspage,
            &std::fs::read(recorded.join(name)).unwrap(),
        )
        .unwrap();
        let catalogue = Catalogue::embedded();
        let upstream = catalogue
            .upstreams
            .iter()
            .find(|upstream| upstream.id == "cloudflare")
            .unwrap();
        page::verdict(&report, &upstream.status[0]).health
    };
    assert_eq!(
        cloudflare("cloudflare-2025-11-18T1139.summary.json"),
        Health::Operational
    );
    assert_eq!(
        cloudflare("cloudflare-2025-11-18T1422.summary.json"),
        Health::MajorOutage
    );
    let mut empty = 0;
    for entry in std::fs::read_dir(&recorded).unwrap() {
        let path = entry.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        match page::parse(Format::Statuspage, &bytes) {
            Err(PageError::Empty) if bytes.is_empty() => empty += 1,
            read => assert!(read.is_ok(), "{}: {read:?}", path.display()),
        }
    }
    assert_eq!(empty, 3);
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

#[test]
fn recorded_html_is_unreadable_in_every_format() {
    let Some(recorded) = recorded("html") else {
        return;
    };
    for entry in std::fs::read_dir(recorded).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        for format in Format::ALL {
            assert!(matches!(
                page::parse(format, &bytes),
                Err(PageError::Html { .. })
            ));
        }
    }
}

struct Fixture {
    name: String,
    bytes: Vec<u8>,
}

impl Fixture {
    fn severity(&self) -> &str {
        self.name.split('-').nth(1).unwrap()
    }
}

fn fixtures(format: Format) -> Vec<Fixture> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/fixtures/page")
        .join(format.word());
    let mut fixtures: Vec<Fixture> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            Fixture {
                name,
                bytes: std::fs::read(path).unwrap(),
            }
        })
        .collect();
    fixtures.sort_by(|a, b| a.name.cmp(&b.name));
    fixtures
}

fn readable() -> Vec<(Format, Fixture)> {
    let all = Format::ALL
        .into_iter()
        .flat_map(|format| fixtures(format).into_iter().map(move |one| (format, one)));
    all.filter(|(format, fixture)| page::parse(*format, &fixture.bytes).is_ok())
        .collect()
}

/// Those that can be read and do not say that the service works.
fn no_good_news() -> Vec<(Format, Fixture)> {
    readable()
        .into_iter()
        .filter(|(format, fixture)| !is_good_news(*format, &fixture.bytes))
        .collect()
}

/// The chat of the fixtures' vendor: its main part, images and sign-in.
fn source(format: Format) -> StatusSource {
    let (chat, images, login) = match format {
        Format::Statuspage => ("harborchat00", "harborimages", "harborlogin0"),
        Format::IncidentIo | Format::IncidentIoWidget | Format::IncidentIoNative => (
            "01HARB0R000000000000000CHA",
            "01HARB0R000000000000000IMG",
            "01HARB0R000000000000000LG1",
        ),
    };
    let capability = |capability| Part::Capability(capability);
    StatusSource {
        format,
        url: "http://127.0.0.1/".parse().unwrap(),
        every: Duration::from_secs(60),
        components: BTreeMap::from([
            (Part::Main, vec![chat.to_owned()]),
            (capability(Capability::Images), vec![images.to_owned()]),
            (capability(Capability::Login), vec![login.to_owned()]),
        ]),
        ignore_indicator: false,
        title_words: Vec::new(),
    }
}

fn judge(format: Format, bytes: &[u8]) -> Option<Verdict> {
    page::parse(format, bytes)
        .ok()
        .map(|report| page::verdict(&report, &source(format)))
}

fn is_good_news(format: Format, bytes: &[u8]) -> bool {
    judge(format, bytes).is_some_and(|verdict| verdict.health == Health::Operational)
}

/// One line for each thing a reviewer wants to see.
fn rendered(format: Format) -> String {
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

/// Every place in a document, as the keys and indices that lead to it.
fn places(value: &Value) -> Vec<Vec<String>> {
    let below = |key: String, value: &Value| {
        let mut found = vec![vec![key.clone()]];
        found.extend(
            places(value)
                .into_iter()
                .map(|place| [vec![key.clone()], place].concat()),
        );
        found
    };
    match value {
        Value::Object(members) => members
            .iter()
            .flat_map(|(key, value)| below(key.clone(), value))
            .collect(),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .flat_map(|(i, value)| below(i.to_string(), value))
            .collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    }
}

fn at<'v>(value: &'v mut Value, place: &[String]) -> Option<&'v mut Value> {
    place.iter().try_fold(value, |value, step| {
        if value.is_array() {
            value.get_mut(step.parse::<usize>().ok()?)
        } else {
            value.get_mut(step)
        }
    })
}

fn take(document: &mut Value, place: &[String]) {
    let (last, parent) = place.split_last().unwrap();
    match at(document, parent).unwrap() {
        Value::Object(members) => drop(members.remove(last)),
        Value::Array(items) => drop(items.remove(last.parse().unwrap())),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            unreachable!("a leaf has no members")
        }
    }
}

/// Damage may turn any page into an unreadable or unknown one. It may only turn trouble into
/// `operational` where what is left is a whole page that says so.
fn better_news(
    format: Format,
    fixture: &Fixture,
    damaged: &Value,
    place: &[String],
    how: &str,
) -> Option<String> {
    let is_better = !leaves_a_whole_page(format, place)
        && is_good_news(format, &serde_json::to_vec(damaged).unwrap());
    is_better.then(|| format!("{} {how} {}", fixture.name, place.join(".")))
}

/// Whether a page whose `place` was damaged is a whole page of its own: one list entry fewer, or
/// another id for what it speaks of. incident.io leaves out or nulls the list when nothing is open.
fn leaves_a_whole_page(format: Format, place: &[String]) -> bool {
    let last = place.last().unwrap();
    let is_idle_shim = format == Format::IncidentIo && place == ["incidents"];
    last.parse::<usize>().is_ok() || last == "id" || last == "component_id" || is_idle_shim
}

fn recorded(format: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/recorded")
        .join(format);
    if !folder.is_dir() {
        println!("skipped: no recorded pages beside this tree");
        return None;
    }
    Some(folder)
}

fn verdict_of(file: &Path, format: Format, service: &str) -> Verdict {
    let report = page::parse(format, &std::fs::read(file).unwrap()).unwrap();
    let catalogue = Catalogue::embedded();
    let service = catalogue.service(&ServiceId::new(service)).unwrap();
    page::verdict(&report, &service.status[0])
}
