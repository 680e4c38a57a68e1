//! What is unreadable in every format, and how that is said.

use aldis_core::page::{self, Format, PageError};

use super::fixture::{fixtures, recorded};

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
fn a_word_that_is_no_text_is_a_complaint_and_no_silence() {
    let broken = |format, kind: &str, from: &str, to: &str| {
        let found = fixtures(format)
            .into_iter()
            .find(|it| it.severity() == kind);
        let text = String::from_utf8(found.unwrap().bytes).unwrap();
        assert!(text.contains(from), "{text}");
        page::parse(format, text.replacen(from, to, 1).as_bytes())
    };
    let status = r#""current_status": "full_outage""#;
    let widget = broken(
        Format::IncidentIoWidget,
        "critical",
        status,
        r#""current_status": []"#,
    );
    assert!(
        matches!(widget, Err(PageError::NotThisFormat { .. })),
        "{widget:?}"
    );
    let event = broken(Format::Alibaba, "objects", r#""code": "#, r#""key": "#);
    let field = "data[0].products[0].code".into();
    assert_eq!(event, Err(PageError::Missing { field }));
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
