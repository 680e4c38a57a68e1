//! Statuspage: the fixtures as reviewed, and the recorded pages.

use aldis_core::Health;
use aldis_core::catalogue::Catalogue;
use aldis_core::page::{self, Format, PageError};

use super::fixture::{recorded, verdict_of};
use super::render::rendered;

#[test]
fn every_statuspage_fixture_reads_as_reviewed() {
    insta::assert_snapshot!(rendered(Format::Statuspage));
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
            Health::Operational,
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
