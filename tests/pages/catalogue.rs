//! The catalogue against the recorded pages: what an entry scopes to has to be on its vendor's page.

use std::collections::BTreeSet;

use aldis_core::catalogue::{Catalogue, ServiceId, StatusSource};
use aldis_core::page::{self, Format, PageReport};

use super::fixture::recorded;

/// Who stands on a page, and the recorded documents of it: together they list all of its parts.
type Page = (Format, &'static [&'static str], &'static [&'static str]);

const PAGES: [Page; 10] = [
    (
        Format::IncidentIo,
        &["chatgpt", "openai-api", "codex"],
        &[
            "openai-operational-2026-10-09.summary.json",
            "openai-major-2026-03-17.native.json",
            "openai-subset.components.json",
        ],
    ),
    (
        Format::IncidentIo,
        &["poe", "poe-api"],
        &["poe.components.json"],
    ),
    (
        Format::Statuspage,
        &["claude", "claude-api", "claude-code"],
        &["claude-major-2026-10-09.summary.json"],
    ),
    (
        Format::Statuspage,
        &["github-copilot"],
        &["github-20260822T222734Z_none_idle.json"],
    ),
    (
        Format::Statuspage,
        &["kilo"],
        &["kilo-incident.summary.json"],
    ),
    (
        Format::Statuspage,
        &["cloudflare", "workers-ai"],
        &["cloudflare-2025-11-18T1422.summary.json"],
    ),
    (
        Format::Checkly,
        &["mistral", "mistral-api"],
        &["mistral.uptime.json"],
    ),
    (
        Format::Datadog,
        &["openrouter"],
        &["openrouter.config.json"],
    ),
    (
        Format::Flashcat,
        &["deepseek", "deepseek-api"],
        &["deepseek-operational.active.json"],
    ),
    (
        Format::BetterStack,
        &["together"],
        &["together-operational.index.json"],
    ),
];

#[test]
fn what_an_entry_scopes_to_is_on_the_recorded_page() {
    for (format, entries, files) in PAGES {
        let Some(folder) = recorded(format.word()) else {
            return;
        };
        let reports: Vec<PageReport> = files
            .iter()
            .map(|file| page::parse(format, &std::fs::read(folder.join(file)).unwrap()).unwrap())
            .collect();
        let listed = || {
            reports
                .iter()
                .flat_map(|report| report.components.iter().flatten())
        };
        let ids: BTreeSet<&str> = listed().map(|it| it.id.as_str()).collect();
        let groups: BTreeSet<&str> = listed().filter_map(|it| it.group_id.as_deref()).collect();
        for entry in entries {
            for source in sources_of(entry, format) {
                for id in source.components.values().flatten() {
                    assert!(ids.contains(id.as_str()), "{entry}: {id}");
                }
                for group in source.groups.values().flatten() {
                    assert!(groups.contains(group.as_str()), "{entry}: {group}");
                }
            }
        }
    }
}

/// Google's products stand in a list of their own and in the incidents that name them.
#[test]
fn the_google_products_of_the_catalogue_are_recorded_ones() {
    let Some(folder) = recorded("google") else {
        return;
    };
    let mut ids = BTreeSet::new();
    for file in ["products-ai.json", "cloud-outage-2025-06-12.json"] {
        let report =
            page::parse(Format::Google, &std::fs::read(folder.join(file)).unwrap()).unwrap();
        ids.extend(report.components.into_iter().flatten().map(|it| it.id));
        let incidents = report.incidents.into_iter().flatten();
        ids.extend(incidents.flat_map(|it| it.components));
    }
    let entries = [
        "vertex-gemini",
        "gemini-code-assist",
        "gemini-enterprise",
        "google-cloud",
    ];
    for entry in entries {
        for source in sources_of(entry, Format::Google) {
            for id in source.components.values().flatten() {
                assert!(ids.contains(id), "{entry}: {id}");
            }
        }
    }
}

#[test]
fn regions_that_have_failed_for_months_make_no_upstream_red() {
    let Some(folder) = recorded("aws") else {
        return;
    };
    let bytes = std::fs::read(folder.join("currentevents-2026-09.utf8.json")).unwrap();
    let report = page::parse(Format::Aws, &bytes).unwrap();
    for entry in ["aws", "bedrock"] {
        for source in sources_of(entry, Format::Aws) {
            let judged = page::verdict(&report, &source);
            assert_eq!(judged.health, aldis_core::Health::Operational, "{entry}");
            assert_eq!(judged.left_out.len(), 2, "{entry}");
        }
    }
}

/// The pages of an entry, service or upstream, in this format. There has to be one.
fn sources_of(entry: &str, format: Format) -> Vec<StatusSource> {
    let catalogue = Catalogue::embedded();
    let service = catalogue.service(&ServiceId::new(entry));
    let upstream = catalogue.upstreams.iter().find(|it| it.id == entry);
    let sources = service
        .map(|it| &it.status)
        .or(upstream.map(|it| &it.status))
        .unwrap();
    let sources = sources.iter().filter(|it| it.format == format);
    let sources: Vec<StatusSource> = sources.cloned().collect();
    assert!(!sources.is_empty(), "{entry}");
    sources
}
