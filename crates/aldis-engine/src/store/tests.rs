//! Real files, real migrations.

use std::fs;

use aldis_core::budget::Day;
use aldis_core::catalogue::Surface;
use aldis_core::drift::Speed;
use aldis_core::event::Transition;
use aldis_core::evidence::{Outcome, Phase, Sight, Timing};
use aldis_core::incident::{Entry, Happening, Incident, IncidentId, Source, Told};
use aldis_core::learned::Learned;
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
        out_since: None,
        told: Told::Outage,
        awaited: true,
        cause: None,
        official: vec![PageIncident {
            id: "01J".to_owned(),
            title: "Elevated errors".to_owned(),
            phase: IncidentPhase::Monitoring,
            impact: Some(Impact::Major),
            started_at: Some(at(0)),
            resolved_at: None,
            url: Some("https://status.example/1".to_owned()),
            components: vec!["a".to_owned(), "b".to_owned()],
            regions: Vec::new(),
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
            Happening::LastWorked,
            Happening::WorksAgain,
            Happening::Reopened,
            Happening::Slowed {
                surface: Surface::Completion,
                speed: Speed {
                    usual: Duration::from_millis(400),
                    lately: Duration::from_millis(1_300),
                },
            },
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
    Store::open(dir, Keeps::Everything, channel().0, now).await
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
        &[sample(0), Record::Incident(incident(None))].map(Line::Record),
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
    let expected = vec![
        span(10, 100, Operational),
        span(100, 160, MajorOutage),
        span(10_010, 10_070, Operational),
    ];
    assert_eq!(past.spans, [(ServiceId::new("chatgpt"), expected)]);
    let (_, later, _) = open(dir.path(), at(86_400 + 50)).await;
    assert_eq!(later.spans[0].1[0], span(50, 100, Operational));
}

fn span(from: i64, to: i64, health: Health) -> Span {
    Span {
        from: at(from),
        to: at(to),
        health,
    }
}

#[tokio::test]
async fn sleep_is_a_gap_after_a_restart_although_a_change_ended_it() {
    use Health::{Operational, Unknown};
    let dir = tempfile::tempdir().unwrap();
    let records = vec![
        transition(10, Unknown, Operational),
        sample(10),
        sample(70),
        // The lid is closed here, and opened at 36,000.
        transition(36_000, Operational, Unknown),
        Record::Vantage {
            at: at(36_000),
            to: Vantage::Waking,
        },
        transition(36_010, Unknown, Operational),
        sample(36_010),
        sample(36_070),
    ];
    keep(dir.path(), records).await;
    let (_, past, _) = open(dir.path(), at(40_000)).await;
    let expected = [
        span(10, 70, Operational),
        span(36_000, 36_010, Unknown),
        span(36_010, 36_070, Operational),
    ];
    assert_eq!(past.spans[0].1, expected);
}

#[tokio::test]
async fn a_service_without_looks_of_our_own_has_its_day_and_its_gaps_too() {
    use Health::{MajorOutage, Operational, Unknown};
    let dir = tempfile::tempdir().unwrap();
    let (store, _, _) = open(dir.path(), at(0)).await;
    let store = store.unwrap();
    let chatgpt = || vec![ServiceId::new("chatgpt")];
    store.append(transition(10, Unknown, Operational)).unwrap();
    let marks = (60..=600).step_by(60).chain((9_000..=9_300).step_by(60));
    for seconds in marks {
        store.mark_seen(at(seconds), chatgpt()).unwrap();
    }
    store
        .append(transition(9_200, Operational, MajorOutage))
        .unwrap();
    // The clock is set back: nothing already seen is unseen.
    store.mark_seen(at(8_000), chatgpt()).unwrap();
    store.close().await;
    assert_eq!(count(dir.path(), "seen"), 3);
    let (_, past, _) = open(dir.path(), at(40_000)).await;
    let expected = [
        span(10, 600, Operational),
        span(9_000, 9_200, Operational),
        span(9_200, 9_300, MajorOutage),
    ];
    assert_eq!(past.spans, [(ServiceId::new("chatgpt"), expected.to_vec())]);
}

/// Opens twice: what is told first, and that it is over with it.
async fn opens_anew_after(dir: &Path, damage: &str) {
    let connection = Connection::open(dir.join("history.sqlite")).unwrap();
    connection.execute_batch(damage).unwrap();
    drop(connection);
    let (store, past, faults) = open(dir, at(100)).await;
    assert!(
        matches!(&faults[..], [Fault::HistoryMovedAside(_)]),
        "{damage}: {faults:?}"
    );
    assert_eq!(past.incidents, []);
    let store = store.unwrap();
    store.append(Record::Incident(incident(None))).unwrap();
    store
        .append(transition(1, Health::Unknown, Health::Operational))
        .unwrap();
    store.close().await;
    let (store, past, faults) = open(dir, at(100)).await;
    assert_eq!((past.incidents.len(), faults), (1, Vec::new()), "{damage}");
    store.unwrap().close().await;
}

#[tokio::test]
async fn damage_that_the_check_does_not_see_does_not_end_history() {
    let dir = tempfile::tempdir().unwrap();
    keep(
        dir.path(),
        vec![Record::Incident(incident(None)), sample(1)],
    )
    .await;
    for damage in [
        "UPDATE incident SET began = 'x'",
        "UPDATE incident SET worst = x'ff00'",
        "UPDATE incident_post SET url = x'ff00'",
        "UPDATE incident_entry SET failed = -1 WHERE kind = 'confirmed'",
        "UPDATE transition SET at = 1e300",
        "ALTER TABLE incident_entry DROP COLUMN title",
        "DROP TABLE seen",
    ] {
        opens_anew_after(dir.path(), damage).await;
    }
}

#[tokio::test]
async fn a_torn_index_does_not_end_history() {
    let dir = tempfile::tempdir().unwrap();
    let service = |number: i64| Transition {
        service: ServiceId::new(format!("service-with-a-rather-long-name-{number}")),
        at: at(number),
        from: Health::Unknown,
        to: Health::Operational,
        confidence: None,
        reason: Reason::Stale,
        incident: None,
    };
    keep(
        dir.path(),
        (0..900).map(|it| Record::Transition(service(it))).collect(),
    )
    .await;
    let path = dir.path().join("history.sqlite");
    let connection = Connection::open(&path).unwrap();
    let root: u32 = connection
        .query_row(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'transition_by_service'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    drop(connection);
    let mut bytes = fs::read(&path).unwrap();
    let page = (usize::try_from(root).unwrap() - 1) * 4_096;
    bytes[page + 2..page + 4_096].fill(0xff);
    fs::write(&path, bytes).unwrap();
    let (store, _, faults) = open(dir.path(), at(1_000)).await;
    assert!(
        matches!(&faults[..], [Fault::HistoryMovedAside(_)]),
        "{faults:?}"
    );
    store.unwrap().close().await;
}

#[tokio::test]
async fn history_of_a_later_version_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    keep(dir.path(), vec![sample(1)]).await;
    let connection = Connection::open(dir.path().join("history.sqlite")).unwrap();
    connection.pragma_update(None, "user_version", 99).unwrap();
    drop(connection);
    let (store, _, faults) = open(dir.path(), at(100)).await;
    assert!(store.is_none());
    assert!(matches!(&faults[..], [Fault::History(_)]), "{faults:?}");
    assert_eq!(count(dir.path(), "sample"), 1);
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

#[tokio::test]
async fn what_the_user_silenced_is_silent_after_a_restart() {
    use aldis_core::event::MuteUntil::{At, Back};
    let dir = tempfile::tempdir().unwrap();
    let claude = Some(ServiceId::new("claude"));
    let first = vec![(None, At(at(3_600))), (claude.clone(), Back)];
    keep(dir.path(), vec![Record::Mutes(first.clone())]).await;
    let (_, past, _) = open(dir.path(), at(60)).await;
    assert_eq!(past.mutes, first);
    keep(
        dir.path(),
        vec![Record::Mutes(vec![(claude.clone(), At(at(9)))])],
    )
    .await;
    let (_, past, _) = open(dir.path(), at(60)).await;
    assert_eq!(past.mutes, [(claude, At(at(9)))]);
}

fn write_learned(dir: &Path, service: &str, surface: &str, what: &str) {
    let connection = Connection::open(dir.join("history.sqlite")).unwrap();
    connection
        .execute(
            "INSERT INTO learned (service, surface, what) VALUES (?1, ?2, ?3)",
            [service, surface, what],
        )
        .unwrap();
}

#[tokio::test]
async fn what_was_learned_comes_back_and_what_is_broken_of_it_costs_nothing_else() {
    let dir = tempfile::tempdir().unwrap();
    let text = r#"{"at":AT,"baseline":{"failed":2.0,"looked":400.0,"as_of":null,"worked":398,"odd":null},
        "drift":{"latency":LATENCY,"creep":{"stretches":[],"risen":null}}}"#;
    let band =
        r#"{"looks":40,"mean":{"own":6.0,"beside":1.9},"deviation":{"own":0.2,"beside":0.2}}"#;
    let bands = [band; 6].join(",");
    let latency =
        format!(r#"{{"bands":[{bands}],"settling":null,"sum":0.0,"since":null,"slow":null}}"#);
    let text = text.replace("LATENCY", &latency);
    let text = text.replace("AT", &at(0).as_millis().to_string());
    let what = Learned::from_text(&text, at(60)).expect("as this version writes it");
    let key = (ServiceId::new("chatgpt"), Surface::Api);
    let learned = vec![(key.0.clone(), key.1, what)];
    keep(dir.path(), vec![Record::Learned(learned.clone())]).await;
    keep(dir.path(), vec![Record::Learned(learned.clone())]).await;
    write_learned(dir.path(), "claude", "web", &text[..90]);
    write_learned(dir.path(), "claude", "smell", &text);
    write_learned(dir.path(), "gemini", "web", "");
    let (_, past, faults) = open(dir.path(), at(60)).await;
    assert_eq!(faults, []);
    assert_eq!(past.learned, learned);
    let (_, past, _) = open(dir.path(), at(31 * 86_400)).await;
    assert_eq!(past.learned, [], "too old");
}

#[tokio::test]
async fn what_ended_three_months_ago_is_forgotten_and_what_lasts_is_not() {
    use Health::{Operational, Unknown};
    let dir = tempfile::tempdir().unwrap();
    let months = 91 * 86_400;
    let ended = |id: i64, ended| {
        Record::Incident(Incident {
            id: IncidentId::of(&ServiceId::new("chatgpt"), at(id)),
            ..incident(ended)
        })
    };
    let vantage = |seconds| Record::Vantage {
        at: at(seconds),
        to: Vantage::Online,
    };
    let of_another = Record::Transition(Transition {
        service: ServiceId::new("claude"),
        at: at(5),
        from: Unknown,
        to: Operational,
        confidence: None,
        reason: Reason::Stale,
        incident: None,
    });
    let records = vec![
        vantage(0),
        vantage(months),
        ended(1, Some(at(60))),
        ended(2, Some(at(months - 60))),
        ended(3, None),
        transition(1, Unknown, Operational),
        transition(2, Operational, Unknown),
        transition(months, Unknown, Operational),
        of_another,
    ];
    let (store, _, _) = open(dir.path(), at(0)).await;
    let store = store.unwrap();
    for seconds in [10, months] {
        store
            .mark_seen(at(seconds), vec![ServiceId::new("chatgpt")])
            .unwrap();
    }
    for record in records {
        store.append(record).unwrap();
    }
    store.close().await;
    for (table, left) in [
        ("vantage", 1),
        ("incident", 2),
        ("transition", 2),
        ("seen", 1),
    ] {
        assert_eq!(count(dir.path(), table), left, "{table}");
    }
    assert_eq!(count(dir.path(), "incident_update"), 4);
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
    let (store, _, _) = Store::open(dir.path(), Keeps::Everything, sender, at(0)).await;
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
        unwritten: vec![Line::Record(sample(1))],
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

#[tokio::test]
async fn how_late_a_post_was_is_known_only_of_what_was_watched_from_its_beginning() {
    for (watched_from, known) in [(0, 1), (200, 0)] {
        let dir = tempfile::tempdir().unwrap();
        let (store, _, _) = open(dir.path(), at(0)).await;
        let store = store.unwrap();
        for seconds in (watched_from..=1_000).step_by(100) {
            let chatgpt = vec![ServiceId::new("chatgpt")];
            store.mark_seen(at(seconds), chatgpt).unwrap();
        }
        store.append(Record::Incident(incident(None))).unwrap();
        store.close().await;
        let (_, past, _) = open(dir.path(), at(1_000)).await;
        assert_eq!(past.lateness.len(), known, "{:?}", past.lateness);
        for (service, late) in past.lateness {
            assert_eq!(service, ServiceId::new("chatgpt"));
            assert_eq!(late, Duration::from_secs(870));
        }
    }
}

fn spent(seconds: i64, by: i32) -> Record {
    Record::Spent {
        service: ServiceId::new("chatgpt"),
        day: Day::of(at(seconds)),
        by,
    }
}

fn counts(past: Past) -> Vec<u32> {
    let spent = past.spent.expect("an account is kept");
    spent.into_iter().map(|it| it.count).collect()
}

#[tokio::test]
async fn what_completions_cost_is_counted_by_day_and_never_below_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let (tomorrow, far) = (24 * 60 * 60, 10 * 24 * 60 * 60);
    let records = [
        spent(0, 1),
        spent(1, 1),
        spent(2, -1),
        spent(tomorrow, -1),
        spent(tomorrow, 1),
        spent(far, 1),
    ];
    keep(dir.path(), records.to_vec()).await;
    let (_, past, _) = open(dir.path(), at(3)).await;
    assert_eq!(counts(past), [1, 1]);
    let (_, past, _) = open(dir.path(), at(far)).await;
    assert_eq!(counts(past), [1]);
}

#[tokio::test]
async fn one_look_shares_the_account_with_the_lamp_and_nothing_else() {
    let dir = tempfile::tempdir().unwrap();
    keep(
        dir.path(),
        vec![sample(0), Record::Incident(incident(None)), spent(0, 1)],
    )
    .await;
    let (lamp, _, _) = open(dir.path(), at(1)).await;
    let (store, past, faults) = Store::open(dir.path(), Keeps::Account, channel().0, at(1)).await;
    assert_eq!(
        (past.incidents.len(), past.spans.len(), faults.len()),
        (0, 0, 0)
    );
    assert_eq!(counts(past), [1]);
    let store = store.unwrap();
    for record in [
        sample(1),
        Record::Incident(incident(Some(at(2)))),
        spent(2, 1),
    ] {
        store.append(record).unwrap();
    }
    store
        .mark_seen(at(2), vec![ServiceId::new("chatgpt")])
        .unwrap();
    lamp.as_ref().unwrap().append(spent(2, 1)).unwrap();
    store.close().await;
    lamp.unwrap().close().await;
    assert_eq!(
        (count(dir.path(), "sample"), count(dir.path(), "seen")),
        (1, 0)
    );
    let (_, past, _) = open(dir.path(), at(3)).await;
    assert_eq!(past.incidents[0].ended, None);
    assert_eq!(counts(past), [3]);
}

#[tokio::test]
async fn weeks_are_read_while_the_lamp_goes_on_writing() {
    let dir = tempfile::tempdir().unwrap();
    assert!(
        History::open(dir.path()).unwrap().is_none(),
        "none was kept"
    );
    keep(
        dir.path(),
        vec![
            transition(0, Health::Unknown, Health::Operational),
            sample(10),
            Record::Incident(incident(Some(at(300)))),
        ],
    )
    .await;
    let (store, ..) = open(dir.path(), at(400)).await;
    let history = History::open(dir.path()).unwrap().unwrap();
    let [found] = &history.incidents(at(0)).unwrap()[..] else {
        panic!("one incident was kept");
    };
    assert_eq!(found, &incident(Some(at(300))));
    assert_eq!(history.incident(&found.id).unwrap().as_ref(), Some(found));
    let nobody = IncidentId::new("nobody");
    assert_eq!(history.incident(&nobody).unwrap(), None);
    assert_eq!(history.incidents(at(301)).unwrap(), []);
    let chatgpt = ServiceId::new("chatgpt");
    let took = Duration::from_millis(182);
    assert_eq!(
        history.answers(&chatgpt, at(0)).unwrap(),
        [(Surface::Web, at(10), took)]
    );
    assert_eq!(history.answers(&chatgpt, at(11)).unwrap(), []);
    store.unwrap().close().await;
}

#[tokio::test]
async fn what_is_forgotten_is_gone_and_the_lamp_goes_on_writing() {
    let dir = tempfile::tempdir().unwrap();
    let mute = Record::Mutes(vec![(None, aldis_core::event::MuteUntil::Back)]);
    let first = Record::Incident(incident(None));
    keep(dir.path(), vec![sample(10), first, mute]).await;
    let (store, ..) = open(dir.path(), at(400)).await;
    forget_history(dir.path()).unwrap();
    for table in ["sample", "incident", "incident_entry", "incident_post"] {
        assert_eq!(count(dir.path(), table), 0, "{table}");
    }
    assert_eq!(count(dir.path(), "mute"), 1, "a wish is no history");
    let store = store.unwrap();
    store.append(sample(500)).unwrap();
    store.close().await;
    assert_eq!(count(dir.path(), "sample"), 1);
    assert!(history_size(dir.path()) > 0);
}
