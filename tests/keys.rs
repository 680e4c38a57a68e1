//! `aldis key` with a real key store: gnome-keyring on a private bus, with a home of its own.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::{Arc, Mutex};

#[cfg(target_os = "linux")]
use crate::support::pty::Terminal;

/// Starts a key store of its own in a session.
const UNLOCK: &str =
    "printf pw | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1";
const SECRET: &str = "sk-hunter2-never-shown";

/// Runs `script` in a session whose key store is unlocked, or is not there at all.
fn session(home: &Path, store: bool, script: &str) -> Output {
    let script = if store {
        format!("{UNLOCK} && {script}")
    } else {
        script.to_owned()
    };
    let mut child = Command::new("dbus-run-session")
        .args(["--", "bash", "-c", &script])
        .env("HOME", home)
        .env("XDG_RUNTIME_DIR", home)
        .env("XDG_DATA_HOME", home.join("data"))
        .env("ALDIS_CONFIG_DIR", home)
        .env("ALDIS_DATA_DIR", home)
        .env("ALDIS", env!("CARGO_BIN_EXE_aldis"))
        .env("LC_ALL", "en_US.UTF-8")
        .env("LANG", "en_US.UTF-8")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("dbus-run-session runs: `cargo xtask test` installs it");
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(SECRET.as_bytes()).unwrap();
    drop(stdin);
    child.wait_with_output().unwrap()
}

#[cfg(target_os = "linux")]
#[test]
fn a_key_is_kept_listed_and_forgotten_and_never_shown() {
    let home = tempfile::tempdir().unwrap();
    let script = "exec 3<&0; $ALDIS key list </dev/null && echo --- \
                  && head -c 100 <&3 | $ALDIS key set openai && $ALDIS key list && echo --- \
                  && $ALDIS key remove openai && $ALDIS key list && echo --- ; \
                  $ALDIS key remove openai; echo $?; $ALDIS key set nobody; echo $?";
    // The store is unlocked with a password of its own, so the script reads the key afterwards.
    let ran = session(home.path(), true, script);
    let (out, err) = (
        String::from_utf8_lossy(&ran.stdout).into_owned(),
        String::from_utf8_lossy(&ran.stderr).into_owned(),
    );
    let expected = "---\nthe key \"openai\" is kept in your key store\nopenai\n---\n\
                    the key \"openai\" is forgotten\n---\n2\n2\n";
    assert_eq!(out, expected, "{err}");
    assert!(
        err.contains("no key \"openai\"") && err.contains("there are: "),
        "{err}"
    );
    assert!(!out.contains("hunter2") && !err.contains("hunter2"));
    for entry in std::fs::read_dir(home.path()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            let held = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned();
            assert!(!held.contains("hunter2"), "{}", path.display());
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn without_a_key_store_it_says_so_at_once() {
    let home = tempfile::tempdir().unwrap();
    let script = "unset DBUS_SESSION_BUS_ADDRESS; $ALDIS key set openai";
    let ran = session(home.path(), false, script);
    let err = String::from_utf8_lossy(&ran.stderr).into_owned();
    assert_eq!(ran.status.code(), Some(2), "{err}");
    assert!(err.contains("no key store can be opened"), "{err}");
    assert!(err.contains("unlock or install one"), "{err}");
    assert!(!err.contains("hunter2"), "{err}");
}

/// `aldis key set openai` at a terminal of its own, in a session with a key store; then how it ended and
/// which keys are kept.
#[cfg(target_os = "linux")]
fn typed_into(terminal: &Terminal, home: &Path) -> tokio::process::Child {
    let set = "trap : INT; $ALDIS key set openai; echo \"ended $?, kept <$($ALDIS key list)>\"";
    let script = format!("{UNLOCK} && exec setsid -cw bash -c '{set}'");
    let mut command = tokio::process::Command::new("dbus-run-session");
    command
        .args(["--", "bash", "-c", &script])
        .env("HOME", home)
        .env("XDG_RUNTIME_DIR", home)
        .env("XDG_DATA_HOME", home.join("data"))
        .env("ALDIS_CONFIG_DIR", home)
        .env("ALDIS_DATA_DIR", home)
        .env("ALDIS", env!("CARGO_BIN_EXE_aldis"))
        .env("LC_ALL", "en_US.UTF-8")
        .env("LANG", "en_US.UTF-8")
        .kill_on_drop(true);
    terminal.spawn_typed(command)
}

/// What is on the terminal when somebody types this at the prompt.
#[cfg(target_os = "linux")]
async fn when_typed(text: &str) -> String {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::new(100, 30);
    let mut session = typed_into(&terminal, home.path());
    terminal.until(|it| it.contains("(not shown):")).await;
    let hidden = async {
        while terminal.echoes() {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    };
    let hidden = tokio::time::timeout(crate::support::DEADLINE, hidden).await;
    hidden.expect("what is typed would show");
    terminal.types(text);
    let shown = terminal.until(|it| it.contains(">\r\n")).await;
    assert!(terminal.echoes(), "what is typed afterwards does not show");
    assert!(!shown.contains("hunter2"), "{shown}");
    session.wait().await.unwrap();
    shown
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_key_that_is_typed_is_kept_and_never_on_the_screen() {
    let shown = when_typed(&format!("{SECRET}\r")).await;
    assert!(shown.contains("ended 0, kept <openai>"), "{shown}");
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn ctrl_c_at_the_prompt_keeps_nothing_and_leaves_the_terminal_as_it_was() {
    let shown = when_typed("sk-hunter2\u{3}").await;
    assert!(shown.contains("nothing was kept"), "{shown}");
    assert!(shown.contains("ended 2, kept <>"), "{shown}");
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn nothing_typed_is_no_key() {
    let shown = when_typed("\r").await;
    assert!(shown.contains("that is no key"), "{shown}");
    assert!(shown.contains("ended 2, kept <>"), "{shown}");
}

#[cfg(target_os = "linux")]
#[test]
fn nothing_piped_is_no_key() {
    let home = tempfile::tempdir().unwrap();
    let script = "$ALDIS key set openai </dev/null; echo $?; $ALDIS key list";
    let ran = session(home.path(), true, script);
    let err = String::from_utf8_lossy(&ran.stderr).into_owned();
    assert_eq!(String::from_utf8_lossy(&ran.stdout), "2\n", "{err}");
    assert!(err.contains("that is no key"), "{err}");
}

/// A vendor on loop-back that speaks one word to whoever brings the key, and of every request for
/// one whether it did.
fn vendor() -> (u16, Arc<Mutex<Vec<bool>>>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    let asked = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&asked);
    std::thread::spawn(move || {
        for mut stream in listener.incoming().map_while(Result::ok) {
            let head = head_of(&stream);
            let brought = head.contains(&format!("Bearer {SECRET}"));
            let (kind, body) = if head.starts_with("POST ") {
                log.lock().unwrap().push(brought);
                let word = r#"data: {"choices":[{"index":0,"delta":{"content":"Hel"}}]}"#;
                ("text/event-stream", format!("{word}\n\ndata: [DONE]\n\n"))
            } else {
                ("text/plain", "yes".to_owned())
            };
            let answer = format!(
                "HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\nconnection: close\r\n\
                 content-length: {}\r\n\r\n{body}",
                body.len()
            );
            drop(stream.write_all(answer.as_bytes()));
        }
    });
    (port, asked)
}

/// The head of a request, read with all of its body.
fn head_of(stream: &TcpStream) -> String {
    let mut reader = BufReader::new(stream);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") && reader.read_line(&mut head).unwrap_or(0) > 0 {}
    let length = head.lines().find_map(|line| {
        let line = line.to_ascii_lowercase();
        line.strip_prefix("content-length: ")?.parse().ok()
    });
    drop(reader.read_exact(&mut vec![0; length.unwrap_or(0)]));
    head
}

/// Settings and catalogue of somebody who watches a chatbot of this vendor and has a key for it.
fn write_config(home: &Path, port: u16) {
    let here = format!("http://127.0.0.1:{port}");
    let settings = "watch = [\"mine\"]\n[intervals]\nedge = \"500ms\"\n\
                    [completion]\nservices = [\"mine\"]\ndaily = 2\n[network]\nproxy = \"none\"\n";
    std::fs::write(home.join("settings.toml"), settings).unwrap();
    let controls = ["one", "two", "three"].map(|name| {
        format!(
            "[[control]]\noperator = \"{name}\"\nurl = \"{here}/{name}\"\n\
             status = 200\nbody = \"yes\"\n"
        )
    });
    let service = format!(
        "[[service]]\nid = \"mine\"\nname = \"Mine\"\nvendor = \"me\"\nfamily = \"me\"\n\
         open = \"{here}/\"\ncapabilities = [\"chat\"]\n\
         [[service.probe]]\nsurface = \"web\"\nurl = \"{here}/\"\nalive = [200]\n\
         [[service.probe]]\nsurface = \"completion\"\nurl = \"{here}/v1\"\n\
         dialect = \"openai\"\nmodel = \"small\"\nkey = \"mine\"\n"
    );
    std::fs::write(home.join("services.toml"), service + &controls.concat()).unwrap();
}

#[cfg(target_os = "linux")]
#[test]
fn a_key_is_tried_at_its_vendor_and_every_look_spends_one_budget() {
    let home = tempfile::tempdir().unwrap();
    let (port, asked) = vendor();
    write_config(home.path(), port);
    let script = "exec 3<&0; head -c 100 <&3 | $ALDIS key set mine && $ALDIS key test mine; echo $?; \
                  for _ in 1 2 3; do $ALDIS check --json </dev/null; done";
    let ran = session(home.path(), true, script);
    let (out, err) = (
        String::from_utf8_lossy(&ran.stdout).into_owned(),
        String::from_utf8_lossy(&ran.stderr).into_owned(),
    );
    assert!(!out.contains("hunter2") && !err.contains("hunter2"));
    let tried: Vec<_> = out.lines().skip(1).take(2).collect();
    assert!(tried[0].contains("200") && tried[1] == "0", "{out}{err}");
    let spent: Vec<_> = out
        .lines()
        .filter_map(|line| line.trim().strip_prefix("\"spent\": "))
        .collect();
    assert_eq!(spent, ["1,", "2,", "2,"], "{out}{err}");
    let asked = asked.lock().unwrap();
    assert_eq!(*asked, [true; 3], "one try, and a budget of two");
    let history = std::fs::read(home.path().join("history.sqlite")).unwrap();
    assert!(!String::from_utf8_lossy(&history).contains("hunter2"));
}
