//! Real files, real migrations.

use std::fs;

use aldis_core::catalogue::Surface;
use aldis_core::event::Transition;
use aldis_core::evidence::{Outcome, Phase, Sight, Timing};
use aldis_core::incident::{Entry, Happening, Incident, IncidentId, Source, Told};
use aldis_core::page::{Impact, IncidentPhase, IncidentUpdate, PageIncident};
use aldis_core::snapshot::{Reason, Span};
use aldis_core::{Confidence, Health, ServiceId, Vantage};

use super::*;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_millis(1_800_000_000_000 + seconds * 1_000)
}

fn sample(seconds: i64) -> Record {
    Record::Sample {
        at: at(seconds),
        service: ServiceId::new("chatgpt"),
        surface: Surface::Web,
        sight: Sight {
            outcome: Outcome::Answered { status: 200 },
            timing: Timing {
                total: Duration::from_millis(182),
                ..Timing::default()
            },
        },
        vantage: Vantage::Online,
    }
}

fn transition(seconds: i64, from: Health, to: Health) -> Record {
    Record::Transition(Transition {
        at: at(seconds),
        service: ServiceId::new("chatgpt"),
        from,
        to,
        confidence: Some(Confidence::Confirmed),
        reason: Reason::Stale,
        incident: None,
    })
}

fn incident(ended: Option<Timestamp>) -> Incident {
    let service = ServiceId::new("chatgpt");
    Incident {
        id: IncidentId::of(&service, at(60)),
        service,
        worst: Health::MajorOutage,
        health: Health::PartialOutage,
        confidence: Confidence::Confirmed,
        source: Source::Both,
        began: at(30),
        opened: at(60),
        seen_here: Some(at(60)),
        posted: Some(at(900)),
        ended,
        reopened: 1,
        told: Told::Outage,
        official: vec![PageIncident {
            id: "01J".to_owned(),
            title: "Elevated errors".to_owned(),
            phase: IncidentPhase::Monitoring,
            impact: Some(Impact::Major),
            started_at: Some(at(0)),
            resolved_at: None,
            url: Some("https://status.example/1".to_owned()),
            components: vec!["a".to_owned(), "b".to_owned()],
            updates: vec![
                IncidentUpdate {
                    at: Some(at(1_000)),
                    phase: Some(IncidentPhase::Monitoring),
                    text: "A fix is in.".to_owned(),
                },
                IncidentUpdate {
                    at: None,
                    phase: None,
                    text: String::new(),
                },
            ],
        }],
        timeline: [
            Happening::FirstFailure {
                surface: Surface::Api,
                outcome: Outcome::TimedOut {
                    phase: Phase::FirstByte,
                },
            },
            Happening::Confirmed {
                failed: 4,
                tried: 5,
            },
            Happening::Became(Health::PartialOutage),
            Happening::Posted {
                title: "Elevated errors".to_owned(),
            },
            Happening::Reopened,
            Happening::Ended,
        ]
        .into_iter()
        .enumerate()
        .map(|(index, what)| Entry {
            at: at(i64::try_from(index).unwrap()),
            what,
        })
        .collect(),
    }
}

fn channel() -> (mpsc::Sender<Message>, mpsc::Receiver<Message>) {
    mpsc::channel(16)
}

async fn open(dir: &Path, now: Timestamp) -> (Option<Store>, Past, Vec<Fault>) {
    Store::open(dir, channel().0, now).await
}

async fn keep(dir: &Path, records: Vec<Record>) {
    let (store, _, faults) = open(dir, at(0)).await;
    assert_eq!(faults, []);
    let store = store.unwrap();
    for record in records {
        store.append(record).unwrap();
    }
    store.close().await;
}

fn count(dir: &Path, table: &str) -> i64 {
    let connection = Connection::open(dir.join("history.sqlite")).unwrap();
    let query = format!("SELECT count(*) FROM {table}");
    connection.query_row(&query, [], |row| row.get(0)).unwrap()
}

#[test]
fn every_migration_runs_on_an_empty_database() {
    let mut connection = Connection::open_in_memory().unwrap();
    file::migrate(&mut connection).unwrap();
    file::migrate(&mut connection).unwrap();
    write::write(
        &mut connection,
        &[sample(0), Record::Incident(incident(None))],
    )
    .unwrap();
    assert_eq!(past::read(&connection, at(1)).unwrap().incidents.len(), 1);
}

#[tokio::test]
async fn an_incident_comes_back_as_it_went() {
    let dir = tempfile::tempdir().unwrap();
    let mut first = incident(None);
    first.official.clear();
    first.timeline.truncate(1);
    let records = vec![Record::Incident(first), Record::Incident(incident(None))];
    keep(dir.path(), records).await;
    let (store, past, _) = open(dir.path(), at(2_000)).await;
    assert_eq!(past.incidents, [incident(None)]);
    store.unwrap().close().await;
    assert_eq!(count(dir.path(), "incident_update"), 2);
}

#[tokio::test]
async fn an_incident_that_ended_two_days_ago_is_history() {
    let dir = tempfile::tempdir().unwrap();
    keep(
        dir.path(),
        vec![Record::Incident(incident(Some(at(3_600))))],
    )
    .await;
    let soon = open(dir.path(), at(7_200)).await;
    assert_eq!(soon.1.incidents.len(), 1);
    drop(soon);
    let later = open(dir.path(), at(2 * 86_400 + 7_200)).await;
    assert_eq!(later.1.incidents, []);
}

#[tokio::test]
async fn the_time_in_which_nobody_looked_is_in_no_span() {
    use Health::{MajorOutage, Operational, Unknown};
    let dir = tempfile::tempdir().unwrap();
    let records = vec![
        transition(10, Unknown, Operational),
        sample(10),
        sample(70),
        transition(100, Operational, MajorOutage),
        sample(100),
        sample(160),
        // Not running from here on; started again at 10,000.
        transition(10_010, Unknown, Operational),
        sample(10_010),
        sample(10_070),
    ];
    keep(dir.path(), records).await;
    let (_, past, _) = open(dir.path(), at(20_000)).await;
    let span = |from, to, health| Span {
        from: at(from),
        to: at(to),
        health,
    };
    let expected = vec![
        span(10, 100, Operational),
        span(100, 160, MajorOutage),
        span(10_010, 10_070, Operational),
    ];
    assert_eq!(past.spans, [(ServiceId::new("chatgpt"), expected)]);
    let (_, later, _) = open(dir.path(), at(86_400 + 50)).await;
    assert_eq!(later.spans[0].1[0], span(50, 100, Operational));
}

#[tokio::test]
async fn old_looks_are_forgotten() {
    let dir = tempfile::tempdir().unwrap();
    let months = 91 * 86_400;
    keep(
        dir.path(),
        vec![sample(0), sample(months - 60), sample(months)],
    )
    .await;
    assert_eq!(count(dir.path(), "sample"), 2);
}

fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.contains("damaged") && name.ends_with(".sqlite"))
        .collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_damaged_database_is_moved_aside_and_a_fresh_one_started() {
    let dir = tempfile::tempdir().unwrap();
    for expected in [
        "history.damaged-2027-01-15.sqlite",
        "history.damaged-2027-01-15-2.sqlite",
    ] {
        fs::write(dir.path().join("history.sqlite"), vec![7; 8_192]).unwrap();
        let (store, past, faults) = open(dir.path(), at(0)).await;
        assert_eq!(faults, [Fault::HistoryMovedAside(expected.to_owned())]);
        assert_eq!(past.incidents, []);
        let store = store.unwrap();
        store.append(sample(1)).unwrap();
        store.close().await;
        assert_eq!(count(dir.path(), "sample"), 1);
    }
    assert_eq!(names(dir.path()).len(), 2);
}

#[tokio::test]
async fn damage_inside_the_file_is_found_at_start() {
    let dir = tempfile::tempdir().unwrap();
    keep(dir.path(), (0..2_000).map(sample).take(1_000).collect()).await;
    let path = dir.path().join("history.sqlite");
    let mut bytes = fs::read(&path).unwrap();
    let end = bytes.len();
    bytes[4_096..end].fill(0x55);
    fs::write(&path, bytes).unwrap();
    let (store, _, faults) = open(dir.path(), at(0)).await;
    assert!(
        matches!(&faults[..], [Fault::HistoryMovedAside(_)]),
        "{faults:?}"
    );
    store.unwrap().close().await;
}

#[tokio::test]
async fn a_place_where_nothing_can_be_written_costs_only_history() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    fs::write(&file, "in the way").unwrap();
    let (store, past, faults) = open(&file.join("data"), at(0)).await;
    assert!(store.is_none());
    assert_eq!(past.incidents, []);
    assert!(matches!(&faults[..], [Fault::History(_)]), "{faults:?}");
}

#[tokio::test]
async fn failing_writes_are_told_once_and_made_good_when_they_work_again() {
    let dir = tempfile::tempdir().unwrap();
    let (sender, mut messages) = channel();
    let (store, _, _) = Store::open(dir.path(), sender, at(0)).await;
    let store = store.unwrap();
    let blocker = Connection::open(dir.path().join("history.sqlite")).unwrap();
    blocker
        .execute_batch("ALTER TABLE sample RENAME TO away")
        .unwrap();
    for seconds in 0..3 {
        store.append(sample(seconds)).unwrap();
        tokio::time::sleep(GATHER * 2).await;
    }
    let told = |message: Option<Message>| {
        let Some(Message::Event(event)) = message else {
            panic!("{message:?}")
        };
        let Event::Fault { fault, broken } = *event else {
            panic!("{event:?}")
        };
        (fault, broken)
    };
    let (fault, broken) = told(messages.recv().await);
    assert!(matches!(fault, Fault::History(_)) && broken);
    blocker
        .execute_batch("ALTER TABLE away RENAME TO sample")
        .unwrap();
    store.append(sample(3)).unwrap();
    let (fault, broken) = told(messages.recv().await);
    assert!(matches!(fault, Fault::History(_)) && !broken);
    store.close().await;
    assert_eq!(count(dir.path(), "sample"), 4);
}

#[test]
fn damage_met_while_writing_loses_the_past_and_nothing_new() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("history.sqlite");
    fs::write(&path, vec![0x55; 8_192]).unwrap();
    let (messages, mut told) = channel();
    let mut writer = Writer {
        dir: dir.path().to_owned(),
        connection: Connection::open(&path).unwrap(),
        messages,
        latest: at(1),
        pruned: None,
        failing: None,
        unwritten: vec![sample(1)],
    };
    writer.write();
    assert!(writer.unwritten.is_empty());
    let Ok(Message::Event(event)) = told.try_recv() else {
        panic!("nothing was told")
    };
    let Event::Fault { fault, broken } = *event else {
        panic!("{event:?}")
    };
    assert!(matches!(fault, Fault::HistoryMovedAside(_)) && broken);
    drop(writer);
    assert_eq!(count(dir.path(), "sample"), 1);
    assert_eq!(names(dir.path()).len(), 1);
}
