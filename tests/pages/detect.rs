//! The format is told by the bytes alone, of fixtures and of recorded pages.

use aldis_core::page::{self, Format, PageError};

use super::fixture::{readable, recorded};

/// What `decode --format auto` should take a page of this format for.
fn expected(format: Format) -> Format {
    if format.is_incident_io() {
        Format::IncidentIo
    } else {
        format
    }
}

#[test]
fn every_readable_fixture_tells_its_format() {
    for (format, fixture) in readable() {
        let found = Format::detect(&fixture.bytes, None);
        assert_eq!(found, Ok(expected(format)), "{}", fixture.name);
        assert_eq!(
            page::parse(expected(format), &fixture.bytes),
            page::parse(format, &fixture.bytes),
            "{}",
            fixture.name
        );
    }
}

#[test]
fn every_recorded_page_tells_its_format() {
    for format in Format::ALL {
        for (name, bytes) in pages(format.word()) {
            let found = Format::detect(&bytes, None);
            if bytes.trim_ascii().is_empty() {
                assert_eq!(found, Err(PageError::Empty), "{name}");
            } else {
                assert_eq!(found, Ok(format), "{name}");
            }
        }
    }
    for (name, bytes) in pages("html") {
        let found = Format::detect(&bytes, Some("text/html"));
        assert!(matches!(found, Err(PageError::Html { .. })), "{name}");
    }
}

/// Every recorded page in `folder`, where there are any.
fn pages(folder: &str) -> Vec<(String, Vec<u8>)> {
    let entries = recorded(folder).and_then(|folder| std::fs::read_dir(folder).ok());
    let entries = entries.into_iter().flatten().flatten();
    entries
        .map(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            (name, std::fs::read(entry.path()).unwrap())
        })
        .collect()
}
