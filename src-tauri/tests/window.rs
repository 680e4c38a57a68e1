//! The real window under a virtual display, driven by WebDriver, with a real link server as its lamp.

#![cfg(target_os = "linux")]
#![cfg(test)]

use std::ffi::OsStr;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use aldis_link::command::Ask;
use aldis_link::server::{Feed, Server, Windows};
use aldis_link::view::Snapshot;
use fantoccini::key::Key;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;

const PROGRAM: &str = env!("CARGO_BIN_EXE_aldis-window");
/// How long anything here may take before it is called hung.
const DEADLINE: Duration = Duration::from_secs(30);

/// A process that ends with the test.
struct Owned(Child);

impl Owned {
    fn start(command: &mut Command) -> Self {
        let name = command.get_program().to_owned();
        let child = command.spawn();
        Self(child.unwrap_or_else(|error| {
            panic!(
                "{}: {error} (`cargo xtask test` installs it)",
                name.display()
            )
        }))
    }
}

impl Drop for Owned {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A display and a WebDriver of this test's own.
struct Desk {
    home: TempDir,
    display: String,
    webdriver: String,
    _driver: Owned,
    _xvfb: Owned,
}

impl Desk {
    async fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let screen = ["-screen", "0", "1280x1024x24", "-nolisten", "tcp"];
        let mut xvfb = Owned::start(
            Command::new("Xvfb")
                .args(["-displayfd", "1"])
                .args(screen)
                .stdout(Stdio::piped())
                .stderr(Stdio::null()),
        );
        let mut number = String::new();
        let out = xvfb.0.stdout.as_mut().unwrap();
        BufReader::new(out).read_line(&mut number).unwrap();
        let display = format!(":{}", number.trim());
        let port = free_port();
        let driver = Owned::start(
            Command::new("WebKitWebDriver")
                .args(["--host=127.0.0.1", &format!("--port={port}")])
                .envs(surroundings(home.path(), &display))
                .env("TAURI_WEBVIEW_AUTOMATION", "true")
                .stdout(Stdio::null()),
        );
        eventually("the WebDriver answers", async || {
            let stream = tokio::net::TcpStream::connect(("127.0.0.1", port)).await;
            stream.ok().map(drop)
        })
        .await;
        Self {
            home,
            display,
            webdriver: format!("http://127.0.0.1:{port}"),
            _driver: driver,
            _xvfb: xvfb,
        }
    }

    /// Starts the window by way of the driver.
    async fn window(&self, lamp: &Lamp, arguments: &[&str]) -> Client {
        self.start(Path::new(PROGRAM), lamp.data.path(), arguments)
            .await
    }

    async fn start(&self, program: &Path, data: &Path, arguments: &[&str]) -> Client {
        let data = data.to_str().unwrap();
        let arguments = [&["--config-dir", data, "--data-dir", data], arguments].concat();
        let capabilities = json!({
            "webkitgtk:browserOptions": { "binary": program, "args": arguments },
        });
        ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities.as_object().unwrap().clone())
            .connect(&self.webdriver)
            .await
            .unwrap()
    }

    /// Starts the window as a person would.
    fn by_hand(&self, lamp: &Lamp, arguments: &[&str]) -> Owned {
        Owned::start(
            Command::new(PROGRAM)
                .env("ALDIS_CONFIG_DIR", lamp.data.path())
                .env("ALDIS_DATA_DIR", lamp.data.path())
                .envs(surroundings(self.home.path(), &self.display))
                .args(arguments),
        )
    }
}

/// Keeps what the window might write out of the home directory of whoever runs the test, and the
/// desktop's own bus out of the test.
fn surroundings<'a>(home: &'a Path, display: &'a str) -> [(&'static str, &'a OsStr); 8] {
    [
        ("DISPLAY", display.as_ref()),
        ("HOME", home.as_os_str()),
        ("XDG_CACHE_HOME", home.as_os_str()),
        ("XDG_CONFIG_HOME", home.as_os_str()),
        ("XDG_DATA_HOME", home.as_os_str()),
        ("DBUS_SESSION_BUS_ADDRESS", OsStr::new("disabled:")),
        ("GDK_BACKEND", OsStr::new("x11")),
        ("NO_AT_BRIDGE", OsStr::new("1")),
    ]
}

fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    listener.local_addr().unwrap().port()
}

/// A lamp that says what the test wants it to say.
struct Lamp {
    data: TempDir,
    light: Light,
}

struct Light {
    snapshots: watch::Sender<Arc<Snapshot>>,
    asks: mpsc::Receiver<Ask>,
    windows: Windows,
    serving: JoinHandle<()>,
}

impl Lamp {
    fn new(first: Snapshot) -> Self {
        let data = tempfile::tempdir().unwrap();
        let light = light(data.path(), first);
        Self { data, light }
    }

    fn say(&self, snapshot: Snapshot) {
        self.light.snapshots.send(Arc::new(snapshot)).unwrap();
    }

    /// As if it had been killed: without a good-bye.
    async fn crash(&mut self) {
        self.light.serving.abort();
        let ended = (&mut self.light.serving).await;
        assert!(ended.unwrap_err().is_cancelled());
    }

    async fn asked(&mut self) -> Ask {
        let ask = tokio::time::timeout(DEADLINE, self.light.asks.recv());
        ask.await.unwrap().unwrap()
    }

    /// Process ids of the windows of this lamp and everything below them.
    fn processes(&self) -> Vec<u32> {
        let data = self.data.path().to_str().unwrap();
        let ours = |pid: &u32| {
            let line = fs::read_to_string(format!("/proc/{pid}/cmdline")).unwrap_or_default();
            line.starts_with(PROGRAM) && line.contains(data)
        };
        let all: Vec<(u32, u32)> = fs::read_dir("/proc")
            .unwrap()
            .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
            .filter_map(|pid| Some((pid, parent_of(pid)?)))
            .collect();
        let mut found: Vec<u32> = all.iter().map(|(pid, _)| *pid).filter(ours).collect();
        let mut next = 0;
        while let Some(&parent) = found.get(next) {
            let children = all.iter().filter(|(_, of)| *of == parent);
            found.extend(children.map(|(pid, _)| *pid));
            next += 1;
        }
        found
    }
}

fn light(data: &Path, first: Snapshot) -> Light {
    let server = Server::bind(data).unwrap();
    let windows = server.windows();
    let (feed, snapshots, _) = Feed::new(Arc::new(first));
    let (ask_tx, asks) = mpsc::channel(8);
    Light {
        snapshots,
        asks,
        windows,
        serving: tokio::spawn(server.serve(feed, ask_tx)),
    }
}

/// The parent of a process that still runs.
fn parent_of(pid: u32) -> Option<u32> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let mut fields = stat.rsplit(')').next()?.split_ascii_whitespace();
    let running = fields.next()? != "Z";
    running.then(|| fields.next()?.parse().ok())?
}

fn snapshot(lamp: &str, headline: &str) -> Snapshot {
    let began = "2026-11-22T09:41:00Z";
    let service = json!({
        "id": "chatgpt", "name": "ChatGPT", "health": "major_outage", "confidence": "confirmed",
        "since": began, "reason": "3 of 3 test requests fail", "state": "outage",
        "official": {"health": "unknown", "age_s": null, "words": "", "incidents": [], "url": null},
        "probes": [], "open": "https://chatgpt.com/", "incident": "chatgpt-1",
        "spans": [], "muted": false, "alternatives": [],
    });
    let incident = json!({
        "id": "chatgpt-1", "service": "chatgpt", "name": "ChatGPT", "worst": "major_outage",
        "health": "major_outage", "confidence": "confirmed", "confidence_words": "sure",
        "source": "local", "title": "ChatGPT is down since 09:41", "began": began, "ended": null, "awaited": false,
        "lead": null, "affected": [], "official": [],
        "timeline": [{"at": began, "by": "us", "text": "The first look failed.", "phase": null}],
    });
    serde_json::from_value(json!({
        "checked_at": "2026-11-22T10:00:00Z", "vantage": "online", "vantage_words": "online",
        "language": "en", "lamp": lamp, "headline": headline, "detail": "", "checking": false,
        "services": [service], "incidents": [incident], "faults": [], "catalogue_version": 1,
    }))
    .unwrap()
}

/// Looks again until there is something to see.
async fn eventually<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(seen) = look().await {
            return seen;
        }
        assert!(began.elapsed() < DEADLINE, "did not happen: {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn reads(page: &Client, selector: &str, text: &str) {
    let what = format!("{selector} reads {text:?}");
    eventually(&what, async || {
        let element = page.find(Locator::Css(selector)).await.ok()?;
        let found = element.text().await.ok()?;
        found.contains(text).then_some(())
    })
    .await;
}

#[tokio::test]
async fn the_window_follows_the_lamp_and_ends_when_nobody_misses_it() {
    let desk = Desk::new().await;
    let mut lamp = Lamp::new(snapshot("well", "Everything you watch works."));
    let page = desk.window(&lamp, &["--grace", "1s"]).await;
    reads(&page, "h1", "Everything you watch works.").await;
    lamp.say(snapshot("outage", "ChatGPT is down. It's them, not you."));
    reads(&page, "h1", "ChatGPT is down. It's them, not you.").await;

    let body = page.find(Locator::Css("body")).await.unwrap();
    body.send_keys("r").await.unwrap();
    assert_eq!(lamp.asked().await, Ask::CheckNow);

    lamp.crash().await;
    reads(&page, ".lost", "Reconnecting").await;
    reads(&page, "h1", "What was last seen").await;
    let again = snapshot("well", "ChatGPT works again.");
    lamp.light = light(lamp.data.path(), again);
    reads(&page, "h1", "ChatGPT works again.").await;
    assert!(page.find(Locator::Css(".lost")).await.is_err());

    let before = lamp.processes();
    assert!(before.len() > 1, "a window and its web engine: {before:?}");
    let escape = char::from(Key::Escape).to_string();
    body.send_keys(&escape).await.unwrap();
    eventually("window and web engine end", async || {
        let ended = before.iter().all(|pid| parent_of(*pid).is_none());
        ended.then_some(())
    })
    .await;
}

#[tokio::test]
async fn the_page_that_was_asked_for_opens_and_a_second_window_calls_the_first() {
    let desk = Desk::new().await;
    let mut lamp = Lamp::new(snapshot("outage", "ChatGPT is down."));
    let page = desk.window(&lamp, &["--page", "incident/chatgpt-1"]).await;
    reads(&page, "main", "The first look failed.").await;

    let mut second = desk.by_hand(&lamp, &["--page", "now"]);
    let now = Some("now".to_owned());
    assert_eq!(lamp.asked().await, Ask::OpenWindow { page: now.clone() });
    eventually("the second window ends", async || {
        second.0.try_wait().unwrap()
    })
    .await;
    assert_eq!(lamp.light.windows.count(), 1);
    assert!(lamp.light.windows.show(now));
    reads(&page, "h1", "ChatGPT is down.").await;

    let before = lamp.processes();
    drop(lamp.light.snapshots);
    eventually("the window ends with the lamp", async || {
        let ended = before.iter().all(|pid| parent_of(*pid).is_none());
        ended.then_some(())
    })
    .await;
    lamp.light.serving.await.unwrap();
}

#[tokio::test]
async fn a_window_started_hidden_is_loaded_and_comes_forward_when_the_lamp_asks() {
    let desk = Desk::new().await;
    let lamp = Lamp::new(snapshot("outage", "ChatGPT is down."));
    let page = desk.window(&lamp, &["--hidden"]).await;
    let sight = async || {
        let sight = page.execute("return document.visibilityState", vec![]);
        sight.await.unwrap()
    };
    eventually("the page has the snapshot", async || {
        let source = page.source().await.ok()?;
        source.contains("ChatGPT is down.").then_some(())
    })
    .await;
    assert_eq!(sight().await, "hidden");
    let details = Some("incident/chatgpt-1".to_owned());
    assert!(lamp.light.windows.show(details));
    reads(&page, "main", "The first look failed.").await;
    eventually("it is seen", async || {
        (sight().await == "visible").then_some(())
    })
    .await;
    page.close().await.unwrap();
}

#[tokio::test]
async fn a_window_that_finds_no_lamp_says_so_and_goes_on_looking() {
    let desk = Desk::new().await;
    let data = tempfile::tempdir().unwrap();
    // Away from its sibling, so that it cannot start the real lamp.
    let program = desk.home.path().join("aldis-window");
    fs::copy(PROGRAM, &program).unwrap();
    let page = desk.start(&program, data.path(), &[]).await;
    reads(&page, "h1", "The lamp is not running.").await;
    let light = light(data.path(), snapshot("well", "All well."));
    reads(&page, "h1", "All well.").await;
    page.close().await.unwrap();
    drop(light);
}

#[tokio::test]
async fn a_lamp_that_does_not_come_back_is_started_by_a_click() {
    let desk = Desk::new().await;
    // Stands where the real lamp would, and says with what it was started.
    let programs = desk.home.path().join("programs");
    let started = desk.home.path().join("started");
    fs::create_dir(&programs).unwrap();
    let program = programs.join("aldis-window");
    fs::copy(PROGRAM, &program).unwrap();
    let script = format!("#!/bin/sh\necho \"$@\" > '{}'\n", started.display());
    fs::write(programs.join("aldis-desktop"), script).unwrap();
    let may_run = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    fs::set_permissions(programs.join("aldis-desktop"), may_run).unwrap();

    let mut lamp = Lamp::new(snapshot("well", "Everything you watch works."));
    let page = desk.start(&program, lamp.data.path(), &[]).await;
    reads(&page, "h1", "Everything you watch works.").await;
    lamp.crash().await;
    reads(&page, ".lost", "Reconnecting").await;
    reads(&page, "h1", "What was last seen").await;
    reads(&page, ".lost button", "Start Aldis again").await;
    assert!(!started.exists(), "only when it is asked for");
    let button = page.find(Locator::Css(".lost button")).await.unwrap();
    button.click().await.unwrap();
    let data = lamp.data.path().display().to_string();
    eventually("the lamp is started", async || {
        let arguments = fs::read_to_string(&started).ok()?;
        arguments.contains(&data).then_some(())
    })
    .await;
    lamp.light = light(lamp.data.path(), snapshot("well", "All well."));
    reads(&page, "h1", "All well.").await;
    page.close().await.unwrap();
}

#[tokio::test]
async fn a_window_that_is_reopened_starts_at_now() {
    let desk = Desk::new().await;
    let lamp = Lamp::new(snapshot("outage", "ChatGPT is down."));
    let page = desk.window(&lamp, &["--page", "incident/chatgpt-1"]).await;
    reads(&page, "main", "The first look failed.").await;
    let at = async || {
        let title = page.find(Locator::Css("h1")).await.ok()?;
        title.text().await.ok()
    };
    assert!(lamp.light.windows.show(None));
    let details = Some("incident/chatgpt-1".to_owned());
    assert!(lamp.light.windows.show(details));
    reads(&page, "h1", "ChatGPT is down since 09:41").await;
    page.execute("return __TAURI_INTERNALS__.invoke('hide')", vec![])
        .await
        .unwrap();
    eventually("it is put away", async || {
        let sight = page.execute("return document.visibilityState", vec![]);
        (sight.await.ok()? == "hidden").then_some(())
    })
    .await;
    assert!(lamp.light.windows.show(None));
    eventually("it is at now", async || {
        (at().await? == "ChatGPT is down.").then_some(())
    })
    .await;
    assert_eq!(lamp.light.windows.count(), 1, "it says that it hears");
    page.close().await.unwrap();
}

#[tokio::test]
async fn the_page_can_neither_leave_nor_do_what_it_is_not_granted() {
    let desk = Desk::new().await;
    let lamp = Lamp::new(snapshot("well", "All well."));
    let page = desk.window(&lamp, &[]).await;
    reads(&page, "h1", "All well.").await;
    let start = page.current_url().await.unwrap();
    let run = async |script: &str| page.execute(script, vec![]).await.unwrap();

    run("location.href = 'http://127.0.0.1:9/'; window.open('http://127.0.0.1:9/')").await;
    run("const inline = document.createElement('script');
         inline.textContent = 'window.led = 1';
         document.body.append(inline)")
    .await;
    assert_eq!(run("return window.led ?? null").await, Value::Null);
    let fetched = run("return fetch('http://127.0.0.1:9/').then(() => 'out', String)").await;
    assert!(fetched.as_str().unwrap().contains("TypeError"), "{fetched}");
    let close = run("const close = ['plugin:window|close', {label: 'main'}];
                     return __TAURI_INTERNALS__.invoke(...close).then(() => 'done', String)")
    .await;
    assert!(close.as_str().unwrap().contains("not allowed"), "{close}");

    assert_eq!(page.current_url().await.unwrap(), start);
    assert_eq!(page.windows().await.unwrap().len(), 1);
    reads(&page, "h1", "All well.").await;
    page.close().await.unwrap();
}

#[test]
fn without_a_display_a_sentence_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let ended = std::process::Command::new(env!("CARGO_BIN_EXE_aldis-window"))
        .args(["--config-dir", "none", "--data-dir"])
        .arg(dir.path())
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .output()
        .unwrap();
    let said = String::from_utf8(ended.stderr).unwrap();
    assert_eq!(ended.status.code(), Some(1));
    assert!(said.contains("there is no display here"), "{said}");
    assert!(!said.contains("panicked"), "{said}");
}
