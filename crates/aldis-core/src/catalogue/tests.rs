//! What comes with Aldis: whether each entry can be meant.

use std::collections::BTreeMap;
use std::time::Duration;

use super::*;
use crate::alternatives::{Candidate, Wanted, alternatives};
use crate::health::Health;
use crate::page::Format;
use crate::settings::is_loopback;
use crate::time::Timestamp;

fn sources(catalogue: &Catalogue) -> impl Iterator<Item = (&str, &StatusSource)> {
    let services = catalogue.services.iter();
    let services = services.flat_map(|it| it.status.iter().map(|source| (it.id.as_str(), source)));
    let upstreams = catalogue.upstreams.iter();
    services.chain(upstreams.flat_map(|it| it.status.iter().map(|source| (it.id.as_str(), source))))
}

/// FNV-1a over names and texts, whatever the line ends of this machine.
fn digest() -> u64 {
    let bytes = EMBEDDED
        .iter()
        .flat_map(|(name, text)| name.bytes().chain(text.bytes()));
    bytes
        .filter(|byte| *byte != b'\r')
        .fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
        })
}

#[test]
fn the_version_is_raised_whenever_a_file_changes() {
    let (version, known) = DIGEST;
    let found = digest();
    assert!(
        (version, known) == (VERSION, found),
        "the files of the catalogue changed since version {version}: in catalogue.rs raise VERSION \
         above it, or signed catalogues of that number would keep the change from being seen, and \
         set DIGEST to (that version, {found:#018x})"
    );
}

#[test]
fn no_file_has_a_mistake_and_no_id_or_name_is_there_twice() {
    let (mut ids, mut names) = (BTreeSet::new(), BTreeSet::new());
    for (name, text) in EMBEDDED {
        let (file, findings) = parse(text, name);
        assert_eq!(findings, []);
        for service in file.services {
            assert!(
                names.insert(service.name.clone()),
                "{name}: {}",
                service.name
            );
            for id in service.was.iter().chain([&service.id]) {
                assert!(ids.insert(id.to_string()), "{name}: {id}");
            }
        }
        for upstream in file.upstreams {
            assert!(
                ids.insert(format!("upstream {}", upstream.id)),
                "{name}: {}",
                upstream.id
            );
        }
    }
    let catalogue = Catalogue::embedded();
    assert!(
        catalogue.services.len() >= 35,
        "{}",
        catalogue.services.len()
    );
    assert!(
        catalogue.upstreams.len() >= 10,
        "{}",
        catalogue.upstreams.len()
    );
    for id in crate::Settings::default().watch {
        assert!(catalogue.service(&id).is_some_and(|it| !it.retired), "{id}");
    }
}

#[test]
fn every_entry_can_be_looked_at_and_promises_only_what_was_confirmed() {
    let catalogue = Catalogue::embedded();
    let upstreams: BTreeSet<_> = catalogue.upstreams.iter().map(|it| &it.id).collect();
    for service in &catalogue.services {
        let Service {
            id, unconfirmed, ..
        } = service;
        assert!(!service.capabilities.is_empty(), "{id} can do nothing");
        let is_seen = !service.status.is_empty() || !service.probes.is_empty();
        assert_eq!(is_seen, !service.retired, "{id}");
        // A page that gives no good news cannot end what it began.
        let is_known = service.status.iter().any(|it| !it.unconfirmed);
        assert!(
            is_known || !service.probes.is_empty() || service.retired,
            "{id}"
        );
        let stands_on = service.upstreams.iter().chain(&unconfirmed.upstreams);
        for upstream in stands_on {
            assert!(upstreams.contains(upstream), "{id} stands on {upstream}");
        }
        let known = |it: &Capability| service.capabilities.contains(it);
        assert!(!unconfirmed.capabilities.iter().any(known), "{id}");
        let resold = |it: &String| service.resells.contains(it);
        assert!(!unconfirmed.resells.iter().any(resold), "{id}");
        assert!(
            unconfirmed.sign_in.is_none_or(|it| it != service.sign_in),
            "{id}"
        );
        assert!(
            unconfirmed.prompt.is_none() || service.prompt.is_none(),
            "{id}"
        );
        let surfaces: BTreeSet<_> = service.probes.iter().map(|it| it.surface).collect();
        assert_eq!(
            surfaces.len(),
            service.probes.len(),
            "{id} probes a surface twice"
        );
        let https = service
            .probes
            .iter()
            .map(|it| &it.url)
            .chain([&service.open]);
        for url in https {
            assert!(url.scheme() == "https" && !is_loopback(url), "{id}: {url}");
        }
        for link in service.prompt.iter().chain(&unconfirmed.prompt) {
            assert!(
                link.starts_with("https://") && link.matches("{prompt}").count() == 1,
                "{id}"
            );
        }
    }
}

#[test]
fn every_page_is_private_patient_and_of_one_format() {
    let catalogue = Catalogue::embedded();
    let mut formats = BTreeMap::new();
    for (id, source) in sources(&catalogue) {
        assert!(
            source.url.scheme() == "https" && !is_loopback(&source.url),
            "{id}"
        );
        assert!(source.every >= Duration::from_secs(120), "{id}");
        assert!(
            source.frozen_after.is_none_or(|it| it > source.every),
            "{id}"
        );
        let once = formats
            .entry(&source.url)
            .or_insert((source.format, source.gentle));
        assert_eq!(
            *once,
            (source.format, source.gentle),
            "{id}: {}",
            source.url
        );
        // The one is frozen since May 2026, the other has been closed.
        for gone in ["deepseek.statuspage.io", "status.character.ai"] {
            assert_ne!(source.url.host_str(), Some(gone), "{id}");
        }
        let patience = match source.url.host_str() {
            Some("status.claude.com" | "anthropic.statuspage.io") => 15 * 60,
            Some("status.x.ai") => 30 * 60,
            Some(_) | None => continue,
        };
        assert!(
            source.gentle && source.every >= Duration::from_secs(patience),
            "{id}"
        );
    }
}

#[test]
fn component_ids_look_as_those_of_their_format_do() {
    let catalogue = Catalogue::embedded();
    for (id, source) in sources(&catalogue) {
        let mut once = BTreeSet::new();
        for component in source.components.values().flatten() {
            assert!(once.insert(component), "{id} maps {component} twice");
            assert!(is_plausible(source.format, component), "{id}: {component}");
        }
        for group in source.groups.values().flatten() {
            assert!(is_plausible(source.format, group), "{id}: {group}");
        }
    }
}

fn is_plausible(format: Format, id: &str) -> bool {
    let all =
        |length: usize, allowed: fn(char) -> bool| id.len() == length && id.chars().all(allowed);
    let is_ulid = all(26, |c| c.is_ascii_uppercase() || c.is_ascii_digit());
    match format {
        Format::Statuspage => all(12, |c| c.is_ascii_lowercase() || c.is_ascii_digit()),
        Format::IncidentIo
        | Format::IncidentIoWidget
        | Format::IncidentIoNative
        | Format::Flashcat => is_ulid,
        Format::BetterStack => id.chars().all(|c| c.is_ascii_digit()),
        Format::Google => all(20, |c| c.is_ascii_alphanumeric()),
        Format::Checkly | Format::Datadog => all(36, |c| c.is_ascii_hexdigit() || c == '-'),
        Format::Aws => id.split('-').count() >= 4,
        // These go by names.
        Format::MicrosoftPosts | Format::AzureRss | Format::Rss | Format::Atom => !id.is_empty(),
        Format::Instatus
        | Format::StatusIo
        | Format::Alibaba
        | Format::Cachet
        | Format::UptimeKuma
        | Format::Gatus
        | Format::Rootly => false,
    }
}

#[test]
fn with_all_of_the_rest_well_nobody_is_sent_to_the_retired_or_to_the_same_models() {
    let catalogue = Catalogue::embedded();
    let now = Timestamp::from_millis(1_795_356_310_000);
    let all: Vec<Candidate<'_>> = catalogue
        .services
        .iter()
        .map(|service| Candidate {
            service,
            health: Health::Operational,
            good_at: Some(now),
            reliability: None,
        })
        .collect();
    for failing in &catalogue.services {
        for need in Capability::ALL {
            let wanted = Wanted {
                failing,
                failing_upstreams: &BTreeSet::new(),
                prefer: &[],
                need: &[need],
                now,
            };
            for found in alternatives(wanted, &all) {
                let service = catalogue.service(&found.id).unwrap();
                assert!(!service.retired, "{} for {}", found.id, failing.id);
                assert!(
                    !service.may_speak_as(&failing.family),
                    "{} for {}",
                    found.id,
                    failing.id
                );
                assert!(
                    service.capabilities.contains(&need),
                    "{} for {}",
                    found.id,
                    failing.id
                );
            }
        }
    }
    let chatgpt = catalogue.service(&ServiceId::new("chatgpt")).unwrap();
    for reseller in ["copilot", "duck-ai", "poe", "cursor", "perplexity"] {
        let service = catalogue.service(&ServiceId::new(reseller)).unwrap();
        assert!(service.may_speak_as(&chatgpt.family), "{reseller}");
    }
}
