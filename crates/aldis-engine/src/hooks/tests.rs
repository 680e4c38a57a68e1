//! Real programs, and a real listener on loop-back.

use aldis_core::event::{Fault, ProgramFailure};
use aldis_core::evidence::Outcome;
use aldis_core::monitor::{Past, Start};
use aldis_core::pace::Tempo;
use aldis_core::settings::Hooks as Wanted;
use aldis_core::{Catalogue, Event, Monitor, Timestamp};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::time::timeout;

use super::*;
use crate::handle::Message;

const AMPLE: Duration = Duration::from_secs(20);
const JSON: &str = r#"{"type":"transition","service":"chatgpt"}"#;

/// What stands in for the engine: the settings in force, and what it is told.
struct Engine {
    settings: watch::Sender<Arc<Settings>>,
    messages: mpsc::Receiver<Message>,
    handle: Handle,
}

impl Engine {
    fn with(hooks: Wanted) -> Self {
        let settings = Settings::default();
        let monitor = Monitor::new(
            Start {
                settings: settings.clone(),
                catalogue: Catalogue::embedded(),
                past: Past::default(),
                zone: jiff::tz::TimeZone::UTC,
                seed: 0,
                tempo: Tempo::REAL,
            },
            Timestamp::from_millis(0),
        );
        let (sender, messages) = mpsc::channel(WAITING);
        let (_, snapshot) = watch::channel(Arc::new(monitor.snapshot(Timestamp::from_millis(0))));
        let (settings, in_force) = watch::channel(Arc::new(settings));
        let engine = Self {
            settings,
            messages,
            handle: Handle::new(sender, snapshot, in_force),
        };
        engine.wants(hooks);
        engine
    }

    /// The settings change.
    fn wants(&self, hooks: Wanted) {
        self.settings.send_replace(Arc::new(Settings {
            hooks,
            ..Settings::default()
        }));
    }

    /// The next fault it is told of, and whether it is broken.
    async fn fault(&mut self) -> (Fault, bool) {
        let told = timeout(AMPLE, self.messages.recv()).await.unwrap();
        let Some(Message::Event(event)) = told else {
            panic!("told {told:?}");
        };
        let Event::Fault { fault, broken } = *event else {
            panic!("told {event:?}");
        };
        (fault, broken)
    }
}

fn to_webhook(url: Url) -> Wanted {
    Wanted {
        on_transition: Vec::new(),
        webhook: Some(url),
    }
}

/// What came in one request, head and body.
struct Call {
    head: String,
    body: String,
}

/// A listener that answers each call with the next of `statuses`, the last for ever.
async fn address(statuses: &'static [&'static str]) -> (Url, mpsc::Receiver<Call>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let (calls, called) = mpsc::channel(16);
    tokio::spawn(async move {
        let mut statuses = statuses.iter().peekable();
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                head.push(stream.read_u8().await.unwrap());
            }
            let head = String::from_utf8(head).unwrap().to_ascii_lowercase();
            let length = head
                .lines()
                .find_map(|line| line.strip_prefix("content-length: "))
                .map_or(0, |length| length.parse().unwrap());
            let mut body = vec![0; length];
            stream.read_exact(&mut body).await.unwrap();
            let status = statuses.next().unwrap();
            if statuses.peek().is_none() {
                statuses = std::slice::from_ref(status).iter().peekable();
            }
            let answer = format!(
                "HTTP/1.1 {status}\r\nlocation: /elsewhere\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
            );
            stream.write_all(answer.as_bytes()).await.unwrap();
            let body = String::from_utf8(body).unwrap();
            calls.send(Call { head, body }).await.unwrap();
        }
    });
    let url = format!("http://127.0.0.1:{port}/hook?token=secret");
    (Url::parse(&url).unwrap(), called)
}

fn webhook(url: Url, retries: &[u64]) -> Hooks {
    let soon = retries.iter().map(|&ms| Duration::from_millis(ms));
    let pauses = Pauses {
        soon: soon.collect(),
        later: Vec::new(),
    };
    Hooks::of(&Engine::with(to_webhook(url)).handle, AMPLE, pauses)
}

#[tokio::test]
async fn an_address_gets_every_change_by_post_in_their_order() {
    let (url, mut called) = address(&["204 No Content"]).await;
    let hooks = webhook(url, &[]);
    hooks.tell(JSON);
    hooks.tell("{}");
    let first = timeout(AMPLE, called.recv()).await.unwrap().unwrap();
    assert!(
        first
            .head
            .starts_with("post /hook?token=secret http/1.1\r\n"),
        "{}",
        first.head
    );
    assert!(
        first
            .head
            .contains("\r\ncontent-type: application/json\r\n"),
        "{}",
        first.head
    );
    assert_eq!(first.body, JSON);
    let second = timeout(AMPLE, called.recv()).await.unwrap().unwrap();
    assert_eq!(second.body, "{}");
}

#[tokio::test]
async fn an_address_that_fails_is_tried_again_after_longer_and_longer_and_then_let_go() {
    let (url, mut called) = address(&["503 No", "429 No", "500 No", "500 No", "200 OK"]).await;
    let hooks = webhook(url, &[20, 200, 400]);
    let begun = std::time::Instant::now();
    hooks.tell(JSON);
    let mut at = Vec::new();
    for _ in 0..4 {
        let call = timeout(AMPLE, called.recv()).await.unwrap().unwrap();
        assert_eq!(call.body, JSON);
        at.push(begun.elapsed());
    }
    // From the beginning: a call that is heard late makes the pause after it look short.
    for (at, least) in at[1..].iter().zip([20, 220, 620]) {
        assert!(*at >= Duration::from_millis(least), "{at:?}");
    }
    hooks.tell("{}");
    let next = timeout(AMPLE, called.recv()).await.unwrap().unwrap();
    assert_eq!(next.body, "{}", "the first change was let go");
}

#[tokio::test]
async fn what_will_not_change_is_not_tried_again_and_no_redirect_is_followed() {
    for status in ["404 No", "302 Found", "307 Temporary"] {
        let statuses: &'static [&'static str] = Box::leak(Box::new([status]));
        let (url, mut called) = address(statuses).await;
        let hooks = webhook(url, &[1, 1, 1]);
        hooks.tell(JSON);
        hooks.tell("{}");
        for body in [JSON, "{}"] {
            let call = timeout(AMPLE, called.recv()).await.unwrap().unwrap();
            assert_eq!(call.body, body, "{status}");
            assert!(call.head.starts_with("post /hook?"), "{}", call.head);
        }
    }
}

#[tokio::test]
async fn a_slow_address_never_holds_the_caller_up_and_only_so_much_waits() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let hooks = webhook(
        Url::parse(&format!("http://127.0.0.1:{port}/")).unwrap(),
        &[],
    );
    let begun = std::time::Instant::now();
    for _ in 0..10 * WAITING {
        hooks.tell(JSON);
    }
    assert!(begun.elapsed() < Duration::from_secs(1));
    assert_eq!(hooks.addresses.capacity(), 0);
}

#[tokio::test]
async fn hooks_are_those_of_the_settings_in_force() {
    let (url, mut called) = address(&["200 OK"]).await;
    let engine = Engine::with(Wanted::default());
    let hooks = Hooks::of(&engine.handle, AMPLE, Pauses::default());
    hooks.tell("before");
    engine.wants(to_webhook(url));
    hooks.tell("after");
    let call = timeout(AMPLE, called.recv()).await.unwrap().unwrap();
    assert_eq!(call.body, "after");
}

#[tokio::test]
async fn a_webhook_that_fails_is_a_fault_until_it_works_again() {
    let (url, _called) = address(&["404 No", "404 No", "200 OK"]).await;
    let mut engine = Engine::with(to_webhook(url));
    let hooks = Hooks::of(&engine.handle, AMPLE, Pauses::default());
    let fault = Fault::Webhook(Outcome::Answered { status: 404 });
    hooks.tell(JSON);
    assert_eq!(engine.fault().await, (fault.clone(), true));
    hooks.tell(JSON);
    assert_eq!(engine.fault().await, (fault.clone(), true));
    hooks.tell(JSON);
    assert_eq!(engine.fault().await, (fault, false));
}

/// Pauses of these milliseconds, after one try.
fn later(millis: &[u64]) -> Pauses {
    let later = millis.iter().map(|&ms| Duration::from_millis(ms));
    Pauses {
        soon: Vec::new(),
        later: later.collect(),
    }
}

#[tokio::test]
async fn a_webhook_that_works_again_is_no_fault_before_anything_new_happens() {
    let (url, mut called) = address(&["500 No", "404 No", "500 No", "200 OK"]).await;
    let mut engine = Engine::with(to_webhook(url));
    let hooks = Hooks::of(&engine.handle, AMPLE, later(&[10, 100]));
    hooks.tell(JSON);
    let begun = std::time::Instant::now();
    let mut faults = Vec::new();
    for _ in 0..6 {
        faults.push(engine.fault().await);
    }
    assert!(begun.elapsed() >= Duration::from_millis(210));
    let fault = |status| Fault::Webhook(Outcome::Answered { status });
    let expected = [
        (fault(500), true),
        (fault(500), false),
        (fault(404), true),
        (fault(404), false),
        (fault(500), true),
        (fault(500), false),
    ];
    assert_eq!(faults, expected);
    for _ in 0..4 {
        assert_eq!(called.recv().await.unwrap().body, JSON);
    }
    hooks.tell("{}");
    let next = timeout(AMPLE, called.recv()).await.unwrap().unwrap();
    assert_eq!(next.body, "{}", "what was told is not told twice");
}

#[tokio::test]
async fn newer_news_takes_the_place_of_what_could_not_be_told() {
    let (url, mut called) = address(&["404 No", "200 OK"]).await;
    let mut engine = Engine::with(to_webhook(url));
    let hooks = Hooks::of(&engine.handle, AMPLE, later(&[3_600_000]));
    hooks.tell(JSON);
    assert!(engine.fault().await.1);
    hooks.tell("{}");
    assert!(!engine.fault().await.1);
    assert_eq!(called.recv().await.unwrap().body, JSON);
    assert_eq!(called.recv().await.unwrap().body, "{}");
}

#[tokio::test]
async fn an_address_that_left_the_settings_is_not_tried_again() {
    let (url, mut called) = address(&["404 No"]).await;
    let mut engine = Engine::with(to_webhook(url));
    let hooks = Hooks::of(&engine.handle, AMPLE, later(&[500]));
    hooks.tell(JSON);
    assert!(engine.fault().await.1);
    engine.wants(Wanted::default());
    assert!(!engine.fault().await.1);
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(called.recv().await.unwrap().body, JSON);
    assert!(called.try_recv().is_err(), "it was tried again");
}

#[tokio::test]
async fn a_failing_webhook_that_leaves_the_settings_is_a_fault_no_more() {
    let (url, _called) = address(&["404 No"]).await;
    let mut engine = Engine::with(to_webhook(url));
    let hooks = Hooks::of(&engine.handle, AMPLE, Pauses::default());
    hooks.tell(JSON);
    let (fault, broken) = engine.fault().await;
    assert!(broken);
    engine.wants(Wanted::default());
    assert_eq!(engine.fault().await, (fault, false));
}

#[cfg(unix)]
mod programs {
    use std::os::unix::fs::PermissionsExt;
    use std::path::{Path, PathBuf};

    use super::*;

    fn script(dir: &Path, text: &str) -> PathBuf {
        let path = dir.join("hook");
        std::fs::write(&path, format!("#!/bin/sh\n{text}\n")).unwrap();
        std::fs::set_permissions(&path, PermissionsExt::from_mode(0o755)).unwrap();
        path
    }

    fn hooks(command: &[&str], limit: Duration) -> Hooks {
        Hooks::of(
            &Engine::with(to_program(command)).handle,
            limit,
            Pauses::default(),
        )
    }

    fn to_program(command: &[&str]) -> Wanted {
        Wanted {
            on_transition: command.iter().map(|&word| word.to_owned()).collect(),
            webhook: None,
        }
    }

    /// The text of `path` as soon as it has `lines` lines.
    async fn lines_of(path: &Path, lines: usize) -> String {
        let read = async {
            loop {
                let text = std::fs::read_to_string(path).unwrap_or_default();
                if text.matches('\n').count() >= lines {
                    return text;
                }
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        timeout(AMPLE, read).await.unwrap()
    }

    #[tokio::test]
    async fn a_program_gets_its_arguments_and_one_line_of_json() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("out");
        let program = script(dir.path(), "{ echo \"$2\"; cat; } >> \"$1\"");
        let word = "two words; $(echo not) run";
        let command = [program.to_str().unwrap(), out.to_str().unwrap(), word];
        let hooks = hooks(&command, AMPLE);
        hooks.tell(JSON);
        hooks.tell("{}");
        let text = lines_of(&out, 4).await;
        assert_eq!(text, format!("{word}\n{JSON}\n{word}\n{{}}\n"));
    }

    #[tokio::test]
    async fn a_program_that_fails_reads_nothing_or_is_not_there_costs_only_its_own_turn() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("out");
        let program = script(dir.path(), "echo ran >> \"$1\"; exec <&-; exit 3");
        let engine = Engine::with(to_program(&["/nowhere/at/all"]));
        let hooks = Hooks::of(&engine.handle, AMPLE, Pauses::default());
        hooks.tell(JSON);
        engine.wants(to_program(&[
            program.to_str().unwrap(),
            out.to_str().unwrap(),
        ]));
        let large = "x".repeat(1 << 20);
        hooks.tell(&large);
        hooks.tell(JSON);
        assert_eq!(lines_of(&out, 2).await, "ran\nran\n");
    }

    #[tokio::test]
    async fn a_program_is_ended_with_all_that_it_started_when_its_time_is_over() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("out");
        let program = script(
            dir.path(),
            "sleep 1000 &\necho $! >> \"$1\"\necho $$ >> \"$1\"\nwait",
        );
        let command = [program.to_str().unwrap(), out.to_str().unwrap()];
        let hooks = hooks(&command, Duration::from_secs(2));
        hooks.tell(JSON);
        // The second run begins when the first was ended.
        hooks.tell(JSON);
        let text = lines_of(&out, 4).await;
        let mut first = text
            .lines()
            .take(2)
            .map(|line| line.parse::<i32>().unwrap());
        let runs = |id: i32| {
            let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
            let state = stat.rsplit(") ").next().unwrap_or_default().chars().next();
            state.is_some_and(|state| state != 'Z')
        };
        if cfg!(target_os = "linux") {
            let gone = async {
                let (child, parent) = (first.next().unwrap(), first.next().unwrap());
                while runs(child) || runs(parent) {
                    tokio::time::sleep(Duration::from_millis(10)).await;
                }
            };
            timeout(AMPLE, gone).await.unwrap();
        }
        drop(hooks);
    }

    #[tokio::test]
    async fn a_program_that_fails_is_a_fault_that_says_how_and_names_no_argument() {
        let dir = tempfile::tempdir().unwrap();
        let program = script(dir.path(), "case $1 in slow) sleep 30;; bad) exit 3;; esac");
        let program = program.to_str().unwrap();
        let missing = dir.path().join("missing");
        let missing = missing.to_str().unwrap();
        let limit = Duration::from_secs(2);
        let mut engine = Engine::with(Wanted::default());
        let hooks = Hooks::of(&engine.handle, limit, Pauses::default());
        let mut fault_of = async |command: &[&str]| {
            engine.wants(to_program(command));
            hooks.tell(JSON);
            let mut told = engine.fault().await;
            if !told.1 {
                // The one before is in force no more.
                told = engine.fault().await;
            }
            told
        };
        let fault = |why| {
            let name = program.to_owned();
            (Fault::Program { name, why }, true)
        };
        let failed = fault_of(&[program, "bad"]).await;
        assert_eq!(failed, fault(ProgramFailure::Failed(Some(3))));
        let slow = fault_of(&[program, "slow"]).await;
        assert_eq!(slow, fault(ProgramFailure::TooSlow(limit)));
        let (absent, broken) = fault_of(&[missing, "hunter2"]).await;
        let is_so = matches!(&absent, Fault::Program { name, why: ProgramFailure::NotStarted(_) } if name == missing);
        assert!(is_so && broken, "{absent:?}");
        engine.wants(to_program(&[program, "good"]));
        hooks.tell(JSON);
        assert_eq!(engine.fault().await, (absent, false));
    }
}
