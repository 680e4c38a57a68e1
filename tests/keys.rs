//! `aldis key` with a real key store: gnome-keyring on a private bus, with a home of its own.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const SECRET: &str = "sk-hunter2-never-shown";

/// Runs `script` in a session whose key store is unlocked, or is not there at all.
fn session(home: &Path, store: bool, script: &str) -> Output {
    let unlock = "printf pw | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1";
    let script = if store {
        format!("{unlock} && {script}")
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
    assert!(!err.contains("hunter2"), "{err}");
}
