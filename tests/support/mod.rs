//! A lab, directories of its own, and `aldis` as a process in them. Whoever waits here waits for
//! something, with a deadline.

#[cfg(unix)]
pub(crate) mod pty;
mod watcher;

use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use aldis_lab::{Config, Fault, Lab, Part, Vendor, When};
use tempfile::TempDir;
use tokio::process::Command;
use tokio::time::timeout;

pub(crate) use watcher::Watcher;

/// Nothing that is waited for takes longer, however busy the machine.
pub(crate) const DEADLINE: Duration = Duration::from_secs(60);

pub(crate) const CHATGPT: Part = Part::Web(Vendor::OpenAi);

/// A lab and the directories of one Aldis that watches it.
pub(crate) struct World {
    pub(crate) lab: Lab,
    dir: TempDir,
}

/// How a process ended and what it said.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Ran {
    /// That Ctrl-C was taken for a wish. Where it cannot be pressed for one process alone, the
    /// process was killed and there is nothing to see.
    #[track_caller]
    pub(crate) fn assert_peaceful(&self) {
        if cfg!(unix) {
            assert_eq!(self.code, Some(0), "{self:?}");
        }
    }

    #[track_caller]
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::with(Config::default()).await
    }

    pub(crate) async fn with(config: Config) -> Self {
        let lab = Lab::start(config).await.unwrap();
        let dir = tempfile::tempdir().unwrap();
        let world = Self { lab, dir };
        world.lab.write_config(&world.config()).unwrap();
        world
    }

    pub(crate) fn config(&self) -> PathBuf {
        self.dir.path().join("config")
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    /// More lines at the end of a file of the configuration.
    pub(crate) fn append(&self, name: &str, text: &str) -> usize {
        let path = self.config().join(name);
        let before = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, format!("{before}{text}")).unwrap();
        before.lines().count()
    }

    pub(crate) async fn set(&self, parts: &[Part], fault: Fault) {
        self.set_when(parts, fault, When::Always).await;
    }

    pub(crate) async fn set_when(&self, parts: &[Part], fault: Fault, when: When) {
        for part in parts {
            let set = self.lab.set_when(*part, fault.clone(), when).await;
            set.unwrap();
        }
    }

    /// How often `part` was asked so far.
    pub(crate) fn asked(&self, part: Part) -> u64 {
        self.lab.counts().get(&part).copied().unwrap_or(0)
    }

    /// Waits until `part` was asked so many times more.
    pub(crate) async fn asked_again(&self, part: Part, times: u64) {
        let enough = self.asked(part) + times;
        let asked = async {
            while self.asked(part) < enough {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        let waited = timeout(DEADLINE, asked).await;
        waited.unwrap_or_else(|_| panic!("{part} was not asked {times} times"));
    }

    /// `aldis` with these arguments, in this world and no other: nothing of the tester's own
    /// settings, language or time zone gets in.
    pub(crate) fn aldis(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_aldis"));
        command
            .args(args)
            .env_clear()
            .env("LC_ALL", "C")
            .env("TZ", "UTC")
            .env("ALDIS_CONFIG_DIR", self.config())
            .env("ALDIS_DATA_DIR", self.data())
            .env("HOME", self.dir.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        for kept in ["SystemRoot", "PATH"] {
            if let Some(value) = std::env::var_os(kept) {
                command.env(kept, value);
            }
        }
        command
    }

    /// Runs it to its end.
    pub(crate) async fn run(&self, args: &[&str]) -> Ran {
        finish(self.aldis(args)).await
    }

    /// Starts `aldis watch --json` and reads along.
    pub(crate) fn watch(&self, services: &[&str]) -> Watcher {
        let args = [&["watch", "--json"], services].concat();
        Watcher::start(self.aldis(&args))
    }
}

/// Runs a command to its end.
pub(crate) async fn finish(mut command: Command) -> Ran {
    let output = timeout(DEADLINE, command.output()).await;
    let output = output.expect("it ends by itself").unwrap();
    Ran {
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Everything the lab plays that a watcher asks.
pub(crate) fn everything() -> Vec<Part> {
    let portal = |part: &Part| *part == Part::Portal;
    Part::all()
        .into_iter()
        .filter(|part| !portal(part))
        .collect()
}

pub(crate) fn status(status: u16) -> Fault {
    Fault::Status { status, body: None }
}
