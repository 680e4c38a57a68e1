//! The pages as a watcher reads them: with the core's own parser, over real HTTP.

use std::collections::BTreeMap;

use crate::common::{builder, get, lab};
use aldis_core::Health;
use aldis_core::catalogue::{Catalogue, ServiceId, StatusSource};
use aldis_core::page::{MaintenancePhase as Read, PageReport, parse, verdict};
use aldis_lab::{
    ComponentStatus, Fault, Impact, IncidentPhase, Lab, Maintenance, MaintenancePhase, Part, Post,
    Vendor,
};

const OPENAI: Part = Part::Page(Vendor::OpenAi);
const CLAUDE: Part = Part::Page(Vendor::Anthropic);

fn post(phase: IncidentPhase, components: &[(&str, ComponentStatus)]) -> Post {
    Post {
        incident: "one".into(),
        phase,
        title: Some("Elevated errors".into()),
        text: format!("We say {phase:?}."),
        impact: Some(Impact::Major),
        components: components
            .iter()
            .map(|(name, status)| ((*name).to_owned(), *status))
            .collect::<BTreeMap<_, _>>(),
    }
}

fn sources(lab: &Lab, service: &str) -> Vec<StatusSource> {
    let (catalogue, findings) =
        aldis_core::catalogue::parse(&lab.catalogue_toml(), "services.toml");
    assert_eq!(findings, []);
    let service = catalogue.service(&ServiceId::new(service)).unwrap();
    service.status.clone()
}

async fn read(source: &StatusSource) -> PageReport {
    let body = get(&source.url).await.unwrap().bytes().await.unwrap();
    parse(source.format, &body).unwrap()
}

/// What each of a service's documents makes of it.
async fn healths(lab: &Lab, service: &str) -> Vec<Health> {
    let mut healths = Vec::new();
    for source in sources(lab, service) {
        healths.push(verdict(&read(&source).await, &source).health);
    }
    healths
}

#[tokio::test]
async fn idle_pages_are_green_in_every_shape() {
    let lab = lab().await;
    for service in [
        "chatgpt",
        "openai-api",
        "claude",
        "claude-api",
        "github-copilot",
    ] {
        let healths = healths(&lab, service).await;
        assert!(!healths.is_empty(), "{service}");
        assert!(
            healths.iter().all(|health| *health == Health::Operational),
            "{service}"
        );
    }
}

#[tokio::test]
async fn an_outage_on_a_page_is_read_as_one_in_every_shape() {
    let lab = lab().await;
    let out = [("Conversations", ComponentStatus::MajorOutage)];
    lab.post(Vendor::OpenAi, post(IncidentPhase::Investigating, &out))
        .unwrap();
    let out = [("claude.ai", ComponentStatus::MajorOutage)];
    lab.post(Vendor::Anthropic, post(IncidentPhase::Identified, &out))
        .unwrap();
    for service in ["chatgpt", "claude"] {
        for health in healths(&lab, service).await {
            assert!(health.is_trouble(), "{service}: {health:?}");
        }
    }
    assert_eq!(healths(&lab, "github-copilot").await, [Health::Operational]);
}

fn work(phase: MaintenancePhase, component: &str) -> Maintenance {
    Maintenance {
        maintenance: "work".into(),
        phase,
        title: Some("New database".into()),
        text: "Nobody should notice.".into(),
        components: vec![component.into()],
    }
}

#[tokio::test]
async fn announced_work_is_green_until_it_begins_and_after_it_ends_in_every_shape() {
    let lab = lab().await;
    for (phase, read_as, due) in [
        (
            MaintenancePhase::Scheduled,
            Some(Read::Scheduled),
            Health::Operational,
        ),
        (
            MaintenancePhase::InProgress,
            Some(Read::InProgress),
            Health::Maintenance,
        ),
        (MaintenancePhase::Completed, None, Health::Operational),
    ] {
        lab.maintain(Vendor::OpenAi, work(phase, "Conversations"))
            .unwrap();
        lab.maintain(Vendor::Anthropic, work(phase, "claude.ai"))
            .unwrap();
        for service in ["chatgpt", "claude"] {
            for source in sources(&lab, service) {
                let report = read(&source).await;
                let verdict = verdict(&report, &source);
                assert_eq!(verdict.health, due, "{phase:?} {}", source.url);
                assert_eq!(report.incidents.unwrap_or_default(), []);
                if source.url.path().ends_with("components.json") {
                    continue;
                }
                let windows: Vec<_> = report.maintenances.iter().map(|w| w.phase).collect();
                assert_eq!(windows, Vec::from_iter(read_as), "{}", source.url);
                for window in report.maintenances {
                    assert_eq!(window.title, "New database");
                    assert_eq!(window.components.len(), 1, "{}", source.url);
                    assert!(window.starts_at < window.ends_at, "{}", source.url);
                }
            }
        }
        for elsewhere in ["openai-api", "claude-api", "github-copilot"] {
            let healths = healths(&lab, elsewhere).await;
            assert!(
                healths.iter().all(|h| *h == Health::Operational),
                "{elsewhere} {phase:?}"
            );
        }
    }
}

#[tokio::test]
async fn the_shim_has_the_window_only_while_there_is_one() {
    let lab = lab().await;
    let mut source = sources(&lab, "chatgpt").remove(0);
    source.url = format!("{}/api/v2/summary.json", lab.url(OPENAI))
        .parse()
        .unwrap();
    for (phase, due) in [
        (MaintenancePhase::Scheduled, vec![Read::Scheduled]),
        (MaintenancePhase::InProgress, vec![Read::InProgress]),
        (MaintenancePhase::Completed, vec![]),
    ] {
        lab.maintain(Vendor::OpenAi, work(phase, "Conversations"))
            .unwrap();
        let report = read(&source).await;
        let windows: Vec<_> = report.maintenances.iter().map(|w| w.phase).collect();
        assert_eq!(windows, due);
    }
    assert!(
        lab.maintain(
            Vendor::OpenAi,
            work(MaintenancePhase::InProgress, "no such part")
        )
        .is_err()
    );
    assert!(
        lab.maintain(Vendor::Google, work(MaintenancePhase::InProgress, "any"))
            .is_err()
    );
}

#[tokio::test]
async fn an_incident_goes_through_its_phases_resolves_and_reopens_under_one_id() {
    let lab = lab().await;
    let source = &sources(&lab, "claude")[0];
    let broken = [("claude.ai", ComponentStatus::PartialOutage)];
    let mut ids = Vec::new();
    for (phase, open) in [
        (IncidentPhase::Investigating, true),
        (IncidentPhase::Identified, true),
        (IncidentPhase::Monitoring, true),
        (IncidentPhase::Resolved, false),
        (IncidentPhase::Identified, true),
    ] {
        let components = if open { &broken[..] } else { &[] };
        lab.post(Vendor::Anthropic, post(phase, components))
            .unwrap();
        let report = read(source).await;
        let incidents = report.incidents.unwrap();
        assert_eq!(incidents.len(), usize::from(open), "{phase:?}");
        if let Some(incident) = incidents.into_iter().next() {
            assert_eq!(incident.title, "Elevated errors");
            assert_eq!(incident.updates[0].text, format!("We say {phase:?}."));
            ids.push(incident.id);
        }
    }
    ids.dedup();
    assert_eq!(ids.len(), 1);
    let all = get(format!("{}/api/v2/incidents.json", lab.url(CLAUDE)))
        .await
        .unwrap();
    let all = parse(source.format, &all.bytes().await.unwrap()).unwrap();
    assert_eq!(all.incidents.unwrap()[0].updates.len(), 5);
}

#[tokio::test]
async fn with_nothing_open_the_shim_has_no_such_key_and_a_resolved_incident_has_its_time() {
    let lab = lab().await;
    let json = async |path: &str| -> serde_json::Value {
        let answer = get(format!("{}{path}", lab.url(OPENAI))).await.unwrap();
        serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap()
    };
    assert!(
        json("/api/v2/summary.json")
            .await
            .get("incidents")
            .is_none()
    );
    lab.post(Vendor::OpenAi, post(IncidentPhase::Investigating, &[]))
        .unwrap();
    let open = json("/api/v2/summary.json").await;
    assert!(open["incidents"][0].get("resolved_at").is_none());
    assert!(open["incidents"][0].get("components").is_none());
    lab.post(Vendor::OpenAi, post(IncidentPhase::Resolved, &[]))
        .unwrap();
    assert!(json("/api/v2/incidents.json").await["incidents"][0]["resolved_at"].is_string());
    assert_eq!(
        json("/proxy/status.openai.com").await["summary"]["ongoing_incidents"],
        serde_json::json!([])
    );
}

#[tokio::test]
async fn a_page_that_did_not_change_is_not_sent_again() {
    let lab = lab().await;
    let url = format!("{}/api/v2/summary.json", lab.url(CLAUDE));
    let first = get(&url).await.unwrap();
    let tag = first.headers()["etag"].to_str().unwrap().to_owned();
    let client = builder().build().unwrap();
    let again = || client.get(&url).header("if-none-match", &tag).send();
    let unchanged = again().await.unwrap();
    assert_eq!(unchanged.status(), 304);
    assert!(unchanged.bytes().await.unwrap().is_empty());
    assert_eq!(lab.seen()[1].if_none_match.as_deref(), Some(tag.as_str()));

    lab.post(Vendor::Anthropic, post(IncidentPhase::Investigating, &[]))
        .unwrap();
    let changed = again().await.unwrap();
    assert_eq!(changed.status(), 200);
    assert_ne!(changed.headers()["etag"], tag.as_str());
}

#[tokio::test]
async fn a_headline_can_contradict_its_page() {
    let lab = lab().await;
    let broken = [("Copilot", ComponentStatus::MajorOutage)];
    lab.post(Vendor::GitHub, post(IncidentPhase::Investigating, &broken))
        .unwrap();
    lab.headline(Vendor::GitHub, Some(Impact::None)).unwrap();
    let source = &sources(&lab, "github-copilot")[0];
    assert_eq!(read(source).await.indicator, Some(Health::Operational));
    assert!(verdict(&read(source).await, source).health.is_trouble());
    lab.wipe_pages();
    assert_eq!(healths(&lab, "github-copilot").await, [Health::Operational]);
    assert!(lab.headline(Vendor::Google, None).is_err());
}

#[tokio::test]
async fn no_unreadable_page_is_ever_green() {
    let lab = lab().await;
    let status = |status| Fault::Status { status, body: None };
    for (fault, expected) in [
        (Fault::HtmlShell, 200),
        (Fault::EmptyBody, 200),
        (Fault::EmptyObject, 200),
        (Fault::Truncated, 200),
        (Fault::UnknownWord, 200),
        (Fault::WrongBody, 200),
        (Fault::Puzzle, 405),
        (status(401), 401),
        (status(503), 503),
    ] {
        for (service, part) in [("chatgpt", OPENAI), ("claude", CLAUDE)] {
            lab.set(part, fault.clone()).await.unwrap();
            for source in sources(&lab, service) {
                let answer = get(&source.url).await.unwrap();
                assert_eq!(answer.status(), expected, "{fault:?}");
                let body = answer.bytes().await.unwrap();
                let health = parse(source.format, &body)
                    .map_or(Health::Unknown, |report| verdict(&report, &source).health);
                assert_ne!(health, Health::Operational, "{fault:?} {}", source.url);
            }
        }
    }
}

#[tokio::test]
async fn the_catalogue_points_everything_at_the_lab_and_the_settings_are_quick() {
    let lab = lab().await;
    let (user, findings) = aldis_core::catalogue::parse(&lab.catalogue_toml(), "services.toml");
    assert_eq!(findings, []);
    assert_eq!(user.controls.len(), 3);
    let known: Vec<ServiceId> = Catalogue::embedded()
        .services
        .into_iter()
        .map(|s| s.id)
        .collect();
    let catalogue = Catalogue::embedded().overlaid_with(user);
    assert_eq!(
        known.len(),
        catalogue.services.len(),
        "the lab plays services nobody knows"
    );
    let upstreams = catalogue
        .upstreams
        .iter()
        .flat_map(|upstream| &upstream.status);
    let urls = catalogue
        .services
        .iter()
        .flat_map(|service| {
            let probes = service.probes.iter().map(|probe| &probe.url);
            service
                .status
                .iter()
                .map(|source| &source.url)
                .chain(probes)
        })
        .chain(catalogue.controls.iter().map(|control| &control.url))
        .chain(upstreams.map(|source| &source.url));
    for url in urls {
        assert_eq!(url.host_str(), Some("127.0.0.1"), "{url}");
    }

    let dir = tempfile::tempdir().unwrap();
    lab.write_config(&dir.path().join("new")).unwrap();
    let text = std::fs::read_to_string(dir.path().join("new/settings.toml")).unwrap();
    let (settings, findings) = aldis_core::settings::parse(&text, "settings.toml");
    assert_eq!(findings, []);
    assert_eq!(settings.intervals.edge.as_millis(), 500);
    assert_eq!(settings.watch.len(), 4);
}

#[tokio::test]
async fn healthy_parts_answer_what_the_catalogue_takes_for_alive() {
    let lab = lab().await;
    let (catalogue, _) = aldis_core::catalogue::parse(&lab.catalogue_toml(), "services.toml");
    for probe in catalogue
        .services
        .iter()
        .flat_map(|service| &service.probes)
    {
        let status = get(&probe.url).await.unwrap().status().as_u16();
        // A model speaks to whoever brings the key.
        let is_refusal = probe.completion.is_some() && [400, 401].contains(&status);
        let alive = probe.alive.contains(&status);
        assert!(alive || is_refusal, "{} {status}", probe.url);
    }
    for control in &catalogue.controls {
        let answer = get(&control.url).await.unwrap();
        assert_eq!(answer.status(), control.status);
        assert_eq!(Some(answer.text().await.unwrap()), control.body);
    }
}
