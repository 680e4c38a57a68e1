//! The formats that come from one vendor or one program each: the fixtures as reviewed, and the
//! recorded pages.

use std::collections::BTreeMap;

use aldis_core::Health::{self, Degraded, MajorOutage, Operational, Unknown};
use aldis_core::Timestamp;
use aldis_core::page::{self, Format, Impact, IncidentPhase, PageReport};

use super::fixture::{recorded, source};
use super::render::rendered;

#[test]
fn every_fixture_of_every_other_format_reads_as_reviewed() {
    let others = Format::ALL
        .into_iter()
        .filter(|format| *format != Format::Statuspage);
    for format in others.filter(|format| !format.is_incident_io()) {
        insta::assert_snapshot!(format.word(), rendered(format));
    }
}

/// File, health of the page as a whole, components, incidents, and how many of those are open.
type Row = (&'static str, Health, Option<usize>, Option<usize>, usize);

#[test]
fn recorded_pages_of_the_other_formats_read_as_a_careful_person_reads_them() {
    let none = None;
    let formats: [(Format, &[Row]); 15] = [
        (
            Format::Instatus,
            &[
                (
                    "mastodon-social-major.page-data.json",
                    MajorOutage,
                    Some(4),
                    Some(1),
                    1,
                ),
                (
                    "perplexity-operational.components.json",
                    Operational,
                    Some(3),
                    none,
                    0,
                ),
                (
                    "perplexity-operational.summary.json",
                    Operational,
                    none,
                    Some(0),
                    0,
                ),
            ],
        ),
        (
            Format::BetterStack,
            &[(
                "together-operational.index.json",
                Operational,
                Some(22),
                Some(0),
                0,
            )],
        ),
        (
            Format::StatusIo,
            &[("docker-operational.json", Operational, Some(20), Some(0), 0)],
        ),
        (
            Format::Google,
            &[
                (
                    "cloud-operational-2026-08-20.json",
                    Operational,
                    Some(0),
                    Some(5),
                    0,
                ),
                (
                    "cloud-outage-2026-08-20.json",
                    MajorOutage,
                    Some(27),
                    Some(5),
                    1,
                ),
                (
                    "cloud-outage-2025-06-12.json",
                    MajorOutage,
                    Some(14),
                    Some(111),
                    1,
                ),
                ("products-ai.json", Unknown, Some(25), none, 0),
                (
                    "vertex-gemini-information.json",
                    Operational,
                    Some(0),
                    Some(1),
                    0,
                ),
            ],
        ),
        (
            Format::Aws,
            &[(
                "currentevents-2026-09.utf8.json",
                MajorOutage,
                Some(8),
                Some(3),
                2,
            )],
        ),
        (
            Format::AzureRss,
            &[(
                "azure-operational-2026-07-31.xml",
                Operational,
                none,
                Some(0),
                0,
            )],
        ),
        (
            Format::Checkly,
            &[("mistral.uptime.json", Operational, Some(17), Some(14), 0)],
        ),
        (
            Format::Datadog,
            &[("openrouter.config.json", Operational, Some(7), Some(4), 0)],
        ),
        (
            Format::Flashcat,
            &[(
                "deepseek-operational.active.json",
                Operational,
                Some(8),
                Some(0),
                0,
            )],
        ),
        (
            Format::Alibaba,
            &[("events.json", Operational, none, Some(4), 0)],
        ),
        (
            Format::UptimeKuma,
            &[
                ("dashboard.heartbeat.json", Operational, Some(1), none, 0),
                ("dashboard.page.json", Unknown, Some(1), Some(0), 0),
            ],
        ),
        // One failure after a success.
        (
            Format::Gatus,
            &[(
                "statuses.expected-by-upstream-test.json",
                Degraded,
                Some(1),
                none,
                0,
            )],
        ),
        // Volcengine does not say when it wrote its feed.
        (
            Format::Rss,
            &[
                ("volcengine.rss", Unknown, none, Some(2), 0),
                ("xai.xml", Operational, none, Some(1), 0),
            ],
        ),
        (
            Format::Atom,
            &[("github.history.atom", Operational, none, Some(25), 0)],
        ),
        (Format::MicrosoftPosts, &[]),
    ];
    for (format, rows) in formats {
        for (file, health, components, incidents, open) in rows {
            let Some(report) = read(format, file) else {
                return;
            };
            let all = report.incidents.iter().flatten();
            let opened = all.filter(|incident| incident.phase.is_open()).count();
            let found = (
                whole(format, &report),
                report.components.as_ref().map(Vec::len),
                report.incidents.as_ref().map(Vec::len),
                opened,
            );
            assert_eq!(found, (*health, *components, *incidents, *open), "{file}");
        }
    }
}

#[test]
fn what_recorded_pages_tell_of_an_incident_is_all_there() {
    let Some(mastodon) = read(Format::Instatus, "mastodon-social-major.page-data.json") else {
        return;
    };
    let incident = &mastodon.incidents.as_ref().unwrap()[0];
    // The page calls its impact operational, and its components out.
    assert_eq!(incident.phase, IncidentPhase::Monitoring);
    assert_eq!(incident.impact, Some(Impact::Critical));
    assert_eq!(
        incident.started_at,
        Timestamp::parse("2025-12-17T14:00:00Z")
    );
    assert_eq!(
        incident.updates[0].at,
        Timestamp::parse("2026-01-07T06:42:57.784Z")
    );
    assert_eq!(incident.components.len(), 2);

    let google = read(Format::Google, "cloud-outage-2026-08-20.json").unwrap();
    let open = google
        .incidents
        .iter()
        .flatten()
        .find(|it| it.phase.is_open())
        .unwrap();
    assert_eq!(open.started_at, Timestamp::parse("2026-08-20T15:40:00Z"));
    assert_eq!(
        (open.components.len(), open.impact),
        (27, Some(Impact::Critical))
    );
    assert!(!open.updates.is_empty() && open.updates.is_sorted_by(|a, b| a.at >= b.at));
    assert!(!open.updates[0].text.contains("**"));

    let aws = read(Format::Aws, "currentevents-2026-09.utf8.json").unwrap();
    let over = aws
        .incidents
        .iter()
        .flatten()
        .find(|it| !it.phase.is_open())
        .unwrap();
    assert_eq!(over.resolved_at, Timestamp::parse("2026-09-04T00:07:54Z"));
    let oregon = |component: &&page::Component| component.id.ends_with("us-west-2");
    let all = aws.components.iter().flatten();
    assert!(
        all.filter(oregon)
            .all(|component| component.health == Operational)
    );

    let xai = read(Format::Rss, "xai.xml").unwrap();
    let incident = &xai.incidents.as_ref().unwrap()[0];
    assert_eq!(incident.components, ["API Console"]);
    assert_eq!(
        incident.started_at,
        Timestamp::parse("2026-05-18T01:58:00Z")
    );
    assert_eq!(
        incident.resolved_at,
        Timestamp::parse("2026-05-18T12:00:00Z")
    );
    assert_eq!(incident.updates.len(), 2);

    let github = read(Format::Atom, "github.history.atom").unwrap();
    for incident in github.incidents.iter().flatten() {
        assert!(
            incident.updates.iter().all(|update| update.at.is_some()),
            "{}",
            incident.title
        );
        assert!(
            incident.updates.is_sorted_by(|a, b| a.at >= b.at),
            "{}",
            incident.title
        );
        assert!(
            incident.started_at < incident.resolved_at,
            "{}",
            incident.title
        );
    }
}

fn read(format: Format, file: &str) -> Option<PageReport> {
    let bytes = std::fs::read(recorded(format.word())?.join(file)).unwrap();
    let read = page::parse(format, &bytes);
    assert!(read.is_ok(), "{file}: {read:?}");
    read.ok()
}

/// How a service is that the page as a whole is about.
fn whole(format: Format, report: &PageReport) -> Health {
    let mut whole = source(format);
    whole.components = BTreeMap::new();
    page::verdict(report, &whole).health
}
