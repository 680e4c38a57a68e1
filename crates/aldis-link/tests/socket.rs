//! The two ends of the socket against each other, over real sockets.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use aldis_link::client::{Client, ConnectError};
use aldis_link::command::Ask;
use aldis_link::message::{Announcement, Message};
use aldis_link::query::Query;
use aldis_link::server::{BindError, Feed, Limits, Server, Windows};
use aldis_link::view::{Answer, Snapshot, Vantage, VantageChange};
use serde_json::json;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::{broadcast, mpsc, watch};
use tokio::task::JoinHandle;

/// How long anything here may take before it is called hung.
const DEADLINE: Duration = Duration::from_secs(20);

struct Lamp {
    data: TempDir,
    snapshots: watch::Sender<Arc<Snapshot>>,
    announcements: broadcast::Sender<Announcement>,
    asks: mpsc::Receiver<Ask>,
    windows: Windows,
    serving: JoinHandle<()>,
}

fn lamp() -> Lamp {
    lamp_with(Limits::default())
}

fn lamp_with(limits: Limits) -> Lamp {
    let data = tempfile::tempdir().unwrap();
    let server = Server::bind(data.path()).unwrap().with_limits(limits);
    let (feed, snapshots, announcements) = Feed::new(Arc::new(snapshot("first")));
    let (ask_tx, asks) = mpsc::channel(8);
    Lamp {
        windows: server.windows(),
        serving: tokio::spawn(server.serve(feed, ask_tx)),
        data,
        snapshots,
        announcements,
        asks,
    }
}

impl Lamp {
    async fn client(&self) -> Client {
        Client::connect(self.data.path()).await.unwrap()
    }

    async fn watcher(&self) -> Client {
        let mut client = self.client().await;
        client.ask(&Ask::Watch).await.unwrap();
        assert_eq!(headline(&mut client).await, "first");
        client
    }

    async fn raw(&self) -> UnixStream {
        let file = aldis_link::socket_file(self.data.path()).unwrap();
        UnixStream::connect(file).await.unwrap()
    }
}

fn snapshot(headline: &str) -> Snapshot {
    serde_json::from_value(json!({
        "checked_at": "2026-11-22T10:00:00Z", "vantage": "online", "vantage_words": "",
        "language": "en", "lamp": "well", "headline": headline, "detail": "", "checking": false,
        "services": [], "incidents": [], "faults": [], "catalogue_version": 1,
    }))
    .unwrap()
}

fn offline() -> VantageChange {
    VantageChange {
        at: "2026-11-22T10:00:00Z".into(),
        from: Vantage::Online,
        to: Vantage::Offline,
    }
}

async fn next(client: &mut Client) -> Option<Message> {
    tokio::time::timeout(DEADLINE, client.next())
        .await
        .unwrap()
        .unwrap()
}

async fn headline(client: &mut Client) -> String {
    match next(client).await {
        Some(Message::Snapshot(snapshot)) => snapshot.headline.clone(),
        other => panic!("a snapshot was due, not {other:?}"),
    }
}

/// Reads until the other side hangs up.
async fn all(stream: &mut UnixStream) -> String {
    let mut bytes = Vec::new();
    let read = tokio::time::timeout(DEADLINE, stream.read_to_end(&mut bytes));
    match read.await.unwrap() {
        Ok(_) => {}
        Err(error) => assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset),
    }
    String::from_utf8(bytes).unwrap()
}

#[tokio::test]
async fn a_second_lamp_on_one_data_directory_is_told_so() {
    let first = lamp();
    let second = Server::bind(first.data.path());
    assert!(matches!(second, Err(BindError::AlreadyRunning)));
    assert_eq!(first.watcher().await.greeting().pid, std::process::id());
    drop(first.snapshots);
    first.serving.await.unwrap();
    Server::bind(first.data.path()).unwrap();
}

#[tokio::test]
async fn nobody_is_there_when_no_lamp_ever_ran() {
    let data = tempfile::tempdir().unwrap();
    let error = Client::connect(data.path()).await.err().unwrap();
    assert!(matches!(error, ConnectError::NotRunning), "{error}");
}

#[tokio::test]
async fn only_the_owner_may_knock() {
    let lamp = lamp();
    let file = aldis_link::socket_file(lamp.data.path()).unwrap();
    let mode = |path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(file.as_path()), 0o600);
    assert_eq!(mode(file.parent().unwrap()), 0o700);
}

/// Built with the tests, beside them.
fn example(name: &str) -> PathBuf {
    let own = std::env::current_exe().unwrap();
    let built = own.ancestors().nth(2).unwrap();
    built.join("examples").join(name)
}

#[tokio::test]
async fn the_socket_of_a_killed_lamp_is_replaced() {
    let data = tempfile::tempdir().unwrap();
    let mut doomed = Command::new(example("small_lamp"))
        .arg(data.path())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let mut client = loop {
        match Client::connect(data.path()).await {
            Ok(client) => break client,
            Err(ConnectError::NotRunning) => {
                assert_eq!(
                    doomed.try_wait().unwrap(),
                    None,
                    "it runs until it is killed"
                );
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            Err(error) => panic!("{error}"),
        }
    };
    assert_eq!(client.greeting().pid, doomed.id());
    assert!(matches!(
        Server::bind(data.path()),
        Err(BindError::AlreadyRunning)
    ));
    doomed.kill().unwrap();
    doomed.wait().unwrap();
    assert_eq!(next(&mut client).await, None, "an accident, not a good-bye");
    assert!(aldis_link::socket_file(data.path()).unwrap().exists());

    let server = Server::bind(data.path()).unwrap();
    let (feed, _snapshots, _) = Feed::new(Arc::new(snapshot("heir")));
    tokio::spawn(server.serve(feed, mpsc::channel(1).0));
    let mut client = Client::connect(data.path()).await.unwrap();
    client.ask(&Ask::Watch).await.unwrap();
    assert_eq!(headline(&mut client).await, "heir");
}

#[tokio::test]
async fn a_watcher_gets_the_snapshot_first_and_then_what_happens() {
    let lamp = lamp();
    lamp.announcements
        .send(Announcement::Vantage(offline()))
        .unwrap_err();
    let mut client = lamp.watcher().await;
    lamp.announcements
        .send(Announcement::Vantage(offline()))
        .unwrap();
    assert_eq!(
        next(&mut client).await,
        Some(Message::Vantage(offline())),
        "once: what happened before it asked is not told"
    );
    lamp.snapshots.send(Arc::new(snapshot("second"))).unwrap();
    assert_eq!(headline(&mut client).await, "second");
    drop(lamp.snapshots);
    assert_eq!(next(&mut client).await, Some(Message::Bye));
    assert_eq!(next(&mut client).await, None);
}

#[tokio::test]
async fn asks_reach_the_lamp_and_only_windows_are_told_to_show() {
    let mut lamp = lamp();
    assert!(!lamp.windows.show(None), "there is no window yet");
    let mut window = lamp.client().await;
    window.ask(&Ask::Window).await.unwrap();
    window.ask(&Ask::Watch).await.unwrap();
    assert_eq!(headline(&mut window).await, "first");
    let mut script = lamp.watcher().await;
    assert_eq!(script.greeting().windows, 1);
    let open = Ask::OpenWindow {
        page: Some("settings".into()),
    };
    script.ask(&open).await.unwrap();
    assert_eq!(lamp.asks.recv().await, Some(open));
    assert!(lamp.windows.show(Some("settings".into())));
    let show = Message::Show {
        page: Some("settings".into()),
    };
    assert_eq!(next(&mut window).await, Some(show));
    lamp.snapshots.send(Arc::new(snapshot("second"))).unwrap();
    assert_eq!(headline(&mut script).await, "second", "and no show before");
}

async fn window(lamp: &Lamp) -> Client {
    let mut window = lamp.client().await;
    window.ask(&Ask::Window).await.unwrap();
    window.ask(&Ask::Watch).await.unwrap();
    assert_eq!(headline(&mut window).await, "first");
    window
}

async fn asked(lamp: &mut Lamp) -> Option<Ask> {
    tokio::time::timeout(DEADLINE, lamp.asks.recv())
        .await
        .unwrap()
}

fn settings_page() -> Option<String> {
    Some("settings".to_owned())
}

#[tokio::test]
async fn a_window_that_takes_the_line_and_says_nothing_is_hung_and_another_is_asked_for() {
    let mut lamp = lamp_with(Limits {
        show: Duration::from_millis(100),
        ..Limits::default()
    });
    let mut hung = window(&lamp).await;
    assert!(lamp.windows.show(settings_page()));
    let page = settings_page();
    assert_eq!(asked(&mut lamp).await, Some(Ask::OpenWindow { page }));
    assert_eq!(lamp.windows.count(), 0, "it does not count any more");
    assert_eq!(lamp.windows.met(), 1);
    let page = settings_page();
    assert_eq!(next(&mut hung).await, Some(Message::Show { page }));
    assert_eq!(next(&mut hung).await, None);
}

#[tokio::test]
async fn a_window_that_ends_while_it_is_wanted_loses_no_click() {
    let mut lamp = lamp();
    let ending = window(&lamp).await;
    assert!(lamp.windows.show(None));
    assert!(lamp.windows.show(settings_page()));
    drop(ending);
    let page = settings_page();
    assert_eq!(asked(&mut lamp).await, Some(Ask::OpenWindow { page }));
}

#[tokio::test]
async fn a_window_that_says_it_heard_is_left_alone() {
    let mut lamp = lamp_with(Limits {
        show: Duration::from_millis(300),
        ..Limits::default()
    });
    let mut window = window(&lamp).await;
    for _ in 0..3 {
        assert!(lamp.windows.show(None));
        assert_eq!(next(&mut window).await, Some(Message::Show { page: None }));
        window.ask(&Ask::Shown).await.unwrap();
    }
    // Asks are taken in order, so that whatever follows them comes after the patience had begun.
    let patience = tokio::time::sleep(Duration::from_millis(600));
    tokio::pin!(patience);
    tokio::select! {
        ask = lamp.asks.recv() => panic!("nothing is asked, but {ask:?}"),
        () = &mut patience => {}
    }
    assert_eq!(lamp.windows.count(), 1);
}

#[tokio::test]
async fn a_guest_that_does_not_read_holds_up_nobody_and_is_dropped() {
    let lamp = lamp_with(Limits {
        patience: Duration::from_secs(1),
        ..Limits::default()
    });
    let mut stuck = lamp.raw().await;
    stuck.write_all(b"{\"ask\":\"watch\"}\n").await.unwrap();
    let mut client = lamp.watcher().await;
    let big = "x".repeat(1 << 20);
    for round in 0..8 {
        let latest = format!("{round}{big}");
        lamp.snapshots.send(Arc::new(snapshot(&latest))).unwrap();
        assert_eq!(headline(&mut client).await, latest);
    }
    let dropped = async {
        while lamp.announcements.receiver_count() > 1 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(DEADLINE, dropped).await.unwrap();
    // Of eight megabytes it finds what the system had buffered, and then the end.
    assert!(all(&mut stuck).await.len() < 4 << 20);
}

#[tokio::test]
async fn of_many_snapshots_a_slow_guest_gets_the_latest() {
    let lamp = lamp();
    let mut client = lamp.watcher().await;
    for round in 1..=1000 {
        let latest = Arc::new(snapshot(&format!("round {round}")));
        lamp.snapshots.send(latest).unwrap();
    }
    assert_eq!(headline(&mut client).await, "round 1000");
}

#[tokio::test]
async fn garbage_ends_the_guest_and_not_the_lamp() {
    let lamp = lamp();
    let long = format!("{{\"ask\":\"{}\"}}\n", "x".repeat(100_000));
    for garbage in [
        "hello\n",
        "{\"ask\":\"sing\"}\n",
        "{\"ask\":\"open_url\",\"more\":1}\n",
        "[[[[[[[\n",
        "\u{0}\u{1}\n",
        &long,
    ] {
        let mut raw = lamp.raw().await;
        // A guest may already be gone while it still babbles.
        let written = raw.write_all(garbage.as_bytes()).await;
        let heard = all(&mut raw).await;
        assert!(
            heard.contains("\"code\":\"not_understood\"") || written.is_err(),
            "{garbage:.20} → {heard}"
        );
    }
    lamp.watcher().await;
}

#[tokio::test]
async fn guests_that_say_nothing_or_are_too_many_are_turned_away() {
    let lamp = lamp_with(Limits {
        guests: 2,
        first_ask: Duration::from_millis(100),
        ..Limits::default()
    });
    let _watcher = lamp.watcher().await;
    let mut silent = lamp.raw().await;
    let mut one_too_many = lamp.raw().await;
    assert_eq!(all(&mut one_too_many).await, "");
    assert!(all(&mut silent).await.starts_with("{\"aldis\":1,"));
    lamp.watcher().await;
}

#[tokio::test]
async fn another_version_is_named() {
    let data = tempfile::tempdir().unwrap();
    drop(Server::bind(data.path()).unwrap());
    let listener = UnixListener::bind(aldis_link::socket_file(data.path()).unwrap()).unwrap();
    tokio::spawn(async move {
        for greeting in [
            "{\"aldis\":99,\"version\":\"9.1\",\"pid\":1,\"new\":0}\n",
            "HTTP/1.1 400\n",
        ] {
            let (mut stream, _) = listener.accept().await.unwrap();
            stream.write_all(greeting.as_bytes()).await.unwrap();
        }
    });
    let error = Client::connect(data.path()).await.err().unwrap();
    assert_eq!(
        error.to_string(),
        "the running Aldis is version 9.1 and speaks protocol 99, this program speaks 1: quit Aldis and start it again"
    );
    let error = Client::connect(data.path()).await.err().unwrap();
    assert!(matches!(error, ConnectError::NoGreeting(_)), "{error}");
}

#[tokio::test]
async fn a_question_is_answered_to_whoever_asked_it_and_nobody_else() {
    let data = tempfile::tempdir().unwrap();
    let (question, mut questions) = mpsc::channel(8);
    let server = Server::bind(data.path()).unwrap().with_answers(question);
    let (feed, _snapshots, _) = Feed::new(Arc::new(snapshot("first")));
    tokio::spawn(server.serve(feed, mpsc::channel(8).0));
    let mut first = Client::connect(data.path()).await.unwrap();
    let mut second = Client::connect(data.path()).await.unwrap();
    for (client, id, query) in [
        (&mut first, 7, Query::Licences),
        (&mut second, 9, Query::DeleteHistory),
    ] {
        client.ask(&Ask::Query { id, query }).await.unwrap();
    }
    for _ in 0..2 {
        let question = questions.recv().await.unwrap();
        let is_first = question.query == Query::Licences;
        question.answer(if is_first {
            Answer::Licences(vec![])
        } else {
            Answer::Done
        });
    }
    let told = |id, answer| Some(Message::Answer { id, answer });
    assert_eq!(next(&mut first).await, told(7, Answer::Licences(vec![])));
    assert_eq!(next(&mut second).await, told(9, Answer::Done));
}

#[tokio::test]
async fn where_nobody_answers_a_question_is_refused_and_the_guest_stays() {
    let lamp = lamp();
    let mut client = lamp.watcher().await;
    let query = Query::History;
    client.ask(&Ask::Query { id: 1, query }).await.unwrap();
    let Some(Message::Answer { id: 1, answer }) = next(&mut client).await else {
        panic!("an answer was due");
    };
    assert!(matches!(answer, Answer::Failed(_)), "{answer:?}");
    lamp.snapshots.send_replace(Arc::new(snapshot("second")));
    assert_eq!(headline(&mut client).await, "second");
}
