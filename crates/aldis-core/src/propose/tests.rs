use super::*;
use crate::catalogue::{self, Catalogue};

const PAGE: &str = "https://status.harbor.example/";
const SUMMARY: &str = r#"{"page":{"id":"harborpage00","name":"Harbor \"Bay\"","time_zone":"Etc/UTC"},
    "status":{"indicator":"none"},"incidents":[],
    "components":[{"id":"harborchat00","name":"Chat","status":"operational"},
                  {"id":"harborimages","name":"Images\n[[service]]","status":"operational"}]}"#;

fn page() -> Url {
    Url::parse(PAGE).unwrap()
}

fn document(text: &str) -> Fetched {
    Fetched::Document {
        content_type: None,
        bytes: text.as_bytes().to_vec(),
    }
}

fn not_there() -> Fetched {
    Fetched::Nothing(Outcome::Answered { status: 404 })
}

/// The search until its end, where `path` brings `fetched` and all else 404.
fn search(path: &str, fetched: Fetched) -> (Result<Proposal, Vec<Tried>>, Vec<String>) {
    let mut search = Search::new(&page());
    let mut asked = Vec::new();
    while let Some(url) = search.next_address() {
        asked.push(url.path().to_owned());
        let came = if url.path() == path {
            fetched.clone()
        } else {
            not_there()
        };
        search.take(url, &came);
    }
    (search.conclude(), asked)
}

#[test]
fn the_first_address_that_reads_ends_the_search() {
    let (found, asked) = search("/api/v2/summary.json", document(SUMMARY));
    let found = found.unwrap();
    assert_eq!(found.format, Format::Statuspage);
    assert_eq!(found.name, "Harbor \"Bay\"");
    assert_eq!(found.health, Health::Operational);
    assert_eq!(found.components.len(), 2);
    assert_eq!(
        asked,
        ["/", "/proxy/status.harbor.example", "/api/v2/summary.json"]
    );
}

#[test]
fn a_page_whose_number_nobody_can_guess_is_found_by_its_widget() {
    let widget = r#"{"page":{"name":"Harbor"},"overall":{"status":"partial_outage"},
        "ongoing_incidents":[],"in_progress_maintenances":[]}"#;
    let (found, _) = search("/api/widget/v1/summary.json", document(widget));
    let found = found.unwrap();
    assert_eq!(found.format, Format::Flashcat);
    assert_eq!(found.health, Health::PartialOutage);
}

#[test]
fn an_address_that_is_itself_machine_readable_is_taken_as_it_is() {
    let (found, asked) = search("/", document(SUMMARY));
    assert_eq!(found.unwrap().url, page());
    assert_eq!(asked, ["/"]);
}

#[test]
fn what_reads_as_nothing_is_named_with_why_and_asked_once() {
    let (tried, asked) = search("/index.json", document("{}"));
    let tried = tried.unwrap_err();
    assert_eq!(tried.len(), asked.len());
    assert!(asked.len() <= TRIES, "{asked:?}");
    let mut once = asked.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), asked.len());
    let index = tried.iter().find(|it| it.url.path() == "/index.json");
    assert!(matches!(index.unwrap().why, Why::Unreadable(_)));
}

#[test]
fn a_host_that_is_not_there_or_wants_its_peace_is_left_alone() {
    for (outcome, most) in [
        (Outcome::NameUnknown, WALLS),
        (Outcome::Challenged { status: 403 }, WALLS),
        (
            Outcome::RateLimited {
                status: 429,
                retry_after: None,
            },
            1,
        ),
    ] {
        let mut search = Search::new(&page());
        let mut asked = 0;
        while let Some(url) = search.next_address() {
            asked += 1;
            search.take(url, &Fetched::Nothing(outcome.clone()));
        }
        assert_eq!(asked, most, "{outcome:?}");
    }
}

#[test]
fn feeds_that_the_page_names_are_tried_last_and_only_on_its_own_host() {
    let html = r#"<!doctype html><head>
        <link rel="alternate" type="application/rss+xml" href='/strange/feed?x=1&amp;y=2'>
        <link type="application/atom+xml" href="https://elsewhere.example/feed">
        <link rel="icon" href="/icon.png"></head>"#;
    let (_, asked) = search("/", document(html));
    assert_eq!(asked.last().map(String::as_str), Some("/strange/feed"));
    assert!(!asked.contains(&"/icon.png".to_owned()));
}

#[test]
fn a_slug_comes_from_the_path_or_the_host() {
    let addresses = |page: &str| {
        let all = addresses::of(&Url::parse(page).unwrap());
        all.iter().map(Url::to_string).collect::<Vec<_>>()
    };
    let kuma = addresses("https://up.example/status/harbor");
    assert!(kuma.contains(&"https://up.example/api/status-page/heartbeat/harbor".to_owned()));
    let checkly = addresses("https://status.mistral.ai/");
    let own = "https://status.mistral.ai/api/status-page/mistral-ai/uptime";
    assert!(checkly.contains(&own.to_owned()));
    let aws = addresses("https://health.aws.amazon.com/health/status");
    assert_eq!(aws[1], "https://health.aws.amazon.com/public/currentevents");
    let nameless = addresses("http://127.0.0.1:8080/");
    assert!(
        !nameless.iter().any(|it| it.contains("slug")),
        "{nameless:?}"
    );
}

#[test]
fn every_entry_reads_back_without_a_mistake_whatever_the_page_is_called() {
    let (found, _) = search("/api/v2/summary.json", document(SUMMARY));
    let found = found.unwrap();
    for name in ["Harbor", "状态", "\"\"\"\n[[control]]", "Status"] {
        let found = Proposal {
            name: name.to_owned(),
            ..found.clone()
        };
        for main in [vec![], vec!["harborchat00".to_owned()]] {
            let entry = found.entry(&main, &Catalogue::embedded());
            let (read, findings) = catalogue::parse(&entry.toml, "services.toml");
            assert_eq!(findings, [], "{}", entry.toml);
            assert_eq!((read.services.len(), read.controls.len()), (1, 0));
            let service = &read.services[0];
            assert_eq!(
                (service.id.clone(), service.name.trim()),
                (entry.id.clone(), name.trim())
            );
            assert_eq!(
                service.status[0].url.as_str(),
                "https://status.harbor.example/api/v2/summary.json"
            );
            assert_eq!(service.status[0].components.len(), main.len());
        }
    }
}

#[test]
fn an_id_that_is_taken_gets_a_number() {
    let (found, _) = search("/api/v2/summary.json", document(SUMMARY));
    let found = Proposal {
        name: "ChatGPT status".to_owned(),
        ..found.unwrap()
    };
    let entry = found.entry(&[], &Catalogue::embedded());
    assert_eq!(entry.id.as_str(), "chatgpt-2");
}
