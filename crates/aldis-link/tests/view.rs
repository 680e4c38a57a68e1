//! What core knows, as it is told: the whole of it in a snapshot, and the names of CONTRACTS.md.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::time::Duration;

use aldis_core::belief::Opinion;
use aldis_core::catalogue::{Capability, ServiceId, Surface};
use aldis_core::event;
use aldis_core::evidence::{Outcome, Phase, Timing};
use aldis_core::health::{Confidence, Health};
use aldis_core::incident::{Entry, Happening, Incident, IncidentId, Source, Told};
use aldis_core::lateness::Lateness;
use aldis_core::likelihood::PageSign;
use aldis_core::page::{Impact, IncidentPhase, IncidentUpdate, LeftOut, PageIncident};
use aldis_core::present::notice::{Notice, NoticeKind};
use aldis_core::present::words::{Language, Words};
use aldis_core::snapshot::{
    Alternative, DriftEvidence, Explanation, Ignored, OfficialStatus, PageEvidence, PageSays,
    Piece, ProbeStatus, Reason, Says, ServiceStatus, Snapshot, Span, SurfaceEvidence, Tally, Usual,
    Worth,
};
use aldis_core::thrift::Thrift;
use aldis_core::time::Timestamp;
use aldis_core::vantage::Vantage;
use aldis_link::message::Message;
use aldis_link::view;
use serde_json::{Value, json};

fn at(clock: &str) -> Timestamp {
    Timestamp::parse(&format!("2026-11-22T{clock}Z")).unwrap()
}

fn english() -> Words {
    Words::new(Language::ENGLISH, jiff::tz::TimeZone::UTC)
}

fn chatgpt() -> IncidentId {
    IncidentId::new("chatgpt-1")
}

fn fails() -> Reason {
    Reason::Fails {
        requests: Tally { good: 0, all: 4 },
        last: Outcome::Answered { status: 503 },
        controls: Tally { good: 3, all: 3 },
        page: PageSays::Trouble,
        late: Lateness::PUBLISHED,
    }
}

fn page_incident() -> PageIncident {
    let update = |clock: Option<&str>, phase, text: &str| IncidentUpdate {
        at: clock.map(at),
        phase: Some(phase),
        text: text.into(),
    };
    PageIncident {
        id: "abc".into(),
        title: "Elevated error rates".into(),
        phase: IncidentPhase::Identified,
        impact: Some(Impact::Major),
        started_at: Some(at("09:55:00")),
        resolved_at: None,
        url: Some("javascript:alert(1)".into()),
        components: vec!["c1".into()],
        regions: Vec::new(),
        updates: vec![
            update(
                Some("10:01:00"),
                IncidentPhase::Identified,
                "We know <b>why</b>.",
            ),
            update(Some("09:55:00"), IncidentPhase::Investigating, ""),
            update(None, IncidentPhase::Investigating, "At some time."),
        ],
    }
}

fn incident() -> Incident {
    let entry = |clock, what| Entry {
        at: at(clock),
        what,
    };
    let first = |surface| Happening::FirstFailure {
        surface,
        outcome: Outcome::Answered { status: 503 },
    };
    Incident {
        id: chatgpt(),
        service: ServiceId::new("chatgpt"),
        worst: Health::MajorOutage,
        health: Health::MajorOutage,
        confidence: Confidence::Confirmed,
        source: Source::Both,
        began: at("09:41:00"),
        opened: at("09:41:20"),
        seen_here: Some(at("09:41:20")),
        posted: Some(at("09:55:00")),
        ended: None,
        reopened: 0,
        out_since: None,
        official: vec![page_incident()],
        timeline: vec![
            entry("09:41:00", first(Surface::Web)),
            entry("09:41:05", first(Surface::Web)),
            entry(
                "09:41:20",
                Happening::Confirmed {
                    failed: 4,
                    tried: 4,
                },
            ),
        ],
        cause: None,
        told: Told::Outage,
        awaited: true,
    }
}

fn explanation() -> Explanation {
    let counted = |moved, repeats| Worth::Counted { moved, repeats };
    let piece = |clock, outcome, worth| Piece {
        at: at(clock),
        outcome,
        worth,
    };
    Explanation {
        surfaces: vec![SurfaceEvidence {
            surface: Surface::Web,
            opinion: Opinion::Suspect,
            looks: vec![
                piece(
                    "09:59:50",
                    Outcome::Answered { status: 503 },
                    counted(3.621, false),
                ),
                piece(
                    "09:58:50",
                    Outcome::Challenged { status: 403 },
                    Worth::Ignored(Ignored::BotWall),
                ),
            ],
            usual: Usual {
                failure_rate: 0.005,
                looks: 340,
            },
            drift: DriftEvidence::default(),
        }],
        page: PageEvidence {
            sign: PageSign::Silent,
            failing_for: Some(Duration::from_secs(240)),
            moved: -0.09,
        },
        left_out: vec![("Slow in Asia".to_owned(), LeftOut::ElsewhereOnly)],
        said: None,
        common: None,
        loss: 0.0,
    }
}

fn service(name: &str, health: Health) -> ServiceStatus {
    let out = health.is_out();
    let outcome = if out {
        Outcome::TimedOut {
            phase: Phase::FirstByte,
        }
    } else {
        Outcome::Answered { status: 200 }
    };
    ServiceStatus {
        id: ServiceId::new(name.to_lowercase()),
        name: name.into(),
        open: "https://service.example/".parse().unwrap(),
        health,
        confidence: Some(Confidence::Confirmed),
        since: out.then(|| at("09:41:00")),
        reason: if out {
            fails()
        } else {
            Reason::Answers {
                surfaces: Tally { good: 1, all: 1 },
                page: PageSays::Fine,
            }
        },
        explanation: explanation(),
        official: OfficialStatus {
            health: if out {
                Health::MajorOutage
            } else {
                Health::Operational
            },
            read_at: Some(at("09:59:20")),
            trouble: None,
            incidents: if out {
                vec![page_incident()]
            } else {
                Vec::new()
            },
            url: Some("https://status.example/".into()),
        },
        probes: vec![ProbeStatus {
            surface: Surface::Web,
            at: at("09:59:50"),
            outcome,
            says: if out { Says::Fails } else { Says::Works },
            timing: Timing {
                dns: None,
                connect: Some(Duration::from_millis(12)),
                tls: Some(Duration::from_millis(30)),
                first_byte: (!out).then_some(Duration::from_millis(90)),
                body: None,
                first_token: None,
                total: Duration::from_millis(if out { 10_000 } else { 132 }),
            },
            usual: Some(Duration::from_millis(150)),
        }],
        completions: None,
        incident: out.then(chatgpt),
        spans: vec![Span {
            from: at("09:00:00"),
            to: at("10:00:00"),
            health,
        }],
        muted: false,
        alternatives: Vec::new(),
    }
}

fn snapshot() -> Snapshot {
    let mut out = service("ChatGPT", Health::MajorOutage);
    out.alternatives.push(Alternative {
        id: ServiceId::new("claude"),
        name: "Claude".into(),
        open: "https://claude.example/".parse().unwrap(),
        prompt: Some("https://claude.example/?q={prompt}".into()),
        checked_at: at("09:59:52"),
        capabilities: vec![Capability::Chat, Capability::Images],
        sign_in: true,
    });
    Snapshot {
        at: at("10:00:00"),
        checked_at: Some(at("09:59:50")),
        vantage: Vantage::Online,
        culprit: None,
        controls: Tally { good: 3, all: 3 },
        services: vec![service("Claude", Health::Operational), out],
        incidents: vec![incident()],
        faults: vec![event::Fault::NoTray],
        thrift: Thrift::None,
        checking: false,
        settled: true,
        catalogue_version: 1,
    }
}

#[test]
fn a_snapshot_is_told_whole_worst_first() {
    let told = view::Snapshot::of(&snapshot(), &english());
    insta::assert_json_snapshot!(told);
}

#[test]
fn vietnamese_changes_the_sentences_and_nothing_else() {
    let english = view::Snapshot::of(&snapshot(), &english());
    let words = Words::new(Language::from_tag("vi").unwrap(), jiff::tz::TimeZone::UTC);
    let vietnamese = view::Snapshot::of(&snapshot(), &words);
    assert_eq!(vietnamese.language, "vi");
    assert_ne!(vietnamese.headline, english.headline);
    assert_eq!(vietnamese.lamp, english.lamp);
    let bare = |snapshot: &view::Snapshot| {
        let services = snapshot.services.iter();
        services
            .map(|service| (service.id.clone(), service.health, service.since.clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(bare(&vietnamese), bare(&english));
}

/// Whether every key of `named` is in `found`, with the same value unless `named` has null there.
fn covers(found: &Value, named: &Value) -> bool {
    match (found, named) {
        (Value::Object(found), Value::Object(named)) => named
            .iter()
            .all(|(key, named)| found.get(key).is_some_and(|found| covers(found, named))),
        (Value::Array(found), Value::Array(named)) => {
            named
                .iter()
                .zip(found)
                .all(|(named, found)| covers(found, named))
                && named.len() <= found.len()
        }
        (_, Value::Null) => true,
        (found, named) => found == named,
    }
}

#[test]
fn the_lines_of_watch_have_the_names_of_the_contract() {
    let told = view::Snapshot::of(&snapshot(), &english());
    let line = serde_json::to_value(Message::Snapshot(told.into())).unwrap();
    let contract = json!({
        "type": "snapshot", "checked_at": "2026-11-22T09:59:50Z", "vantage": "online",
        "services": [{
            "id": "chatgpt", "name": "ChatGPT", "health": "major_outage",
            "confidence": "confirmed", "since": "2026-11-22T09:41:00Z", "reason": null,
            "official": {"health": "major_outage", "age_s": 40, "incidents": []},
            "probes": [{
                "surface": "web", "outcome": "timed_out", "status": null, "ms": 10_000,
                "phase": "first_byte",
            }],
        }],
    });
    assert!(covers(&line, &contract), "{line:#}");

    let transition = event::Transition {
        at: at("09:41:20"),
        service: ServiceId::new("chatgpt"),
        from: Health::Operational,
        to: Health::MajorOutage,
        confidence: Some(Confidence::Confirmed),
        reason: fails(),
        incident: Some(chatgpt()),
    };
    let transition = view::Transition::of(&transition, &english());
    let notice = Notice {
        id: chatgpt(),
        at: at("09:41:20"),
        kind: NoticeKind::Outage {
            health: Health::MajorOutage,
            since: at("09:41:00"),
            reason: fails(),
            stage: None,
        },
        worked_before: None,
        services: vec![(ServiceId::new("chatgpt"), "ChatGPT".into())],
        replaces: None,
        silent: false,
        update: false,
        instead: None,
    };
    let notice = view::Notice::of(&notice, &english());
    let vantage = view::VantageChange::of(at("09:41:20"), Vantage::Online, Vantage::Offline);
    insta::assert_json_snapshot!([
        Message::Transition(transition),
        Message::Notice(notice),
        Message::Vantage(vantage),
    ]);
}

#[test]
fn what_is_told_is_read_back_the_same() {
    let told = Message::Snapshot(view::Snapshot::of(&snapshot(), &english()).into());
    let line = serde_json::to_string(&told).unwrap();
    assert!(!line.contains('\n'));
    assert_eq!(serde_json::from_str::<Message>(&line).unwrap(), told);
}

#[test]
fn a_vendors_address_is_passed_on_only_if_a_browser_may_open_it() {
    let mut snapshot = snapshot();
    snapshot.services[1].official.url = Some("file:///etc/passwd".into());
    let told = view::Snapshot::of(&snapshot, &english());
    assert_eq!(told.services[0].official.url, None);
    assert_eq!(told.incidents[0].official[0].url, None);
}

#[test]
fn every_piece_of_evidence_says_what_it_was_worth_or_why_it_does_not_count() {
    let told = view::Snapshot::of(&snapshot(), &english());
    let asked = serde_json::to_value(&told.services[0].explanation).unwrap();
    assert_eq!(
        asked["surfaces"][0]["looks"],
        json!([
            {"at": "2026-11-22T09:59:50Z", "outcome": "answered", "status": 503, "how": "server error 503",
             "nats": 3.62, "words": "speaks strongly for an outage"},
            {"at": "2026-11-22T09:58:50Z", "outcome": "challenged", "status": 403,
             "how": "a bot check answers", "nats": null,
             "words": "does not count: a bot check answered, which says nothing about the service"},
        ])
    );
    assert_eq!(
        asked["page"],
        "The page has been silent for 4 min while test requests fail: that speaks a little for working."
    );
    assert_eq!(told.brief().services[0].explanation, None);
}
