//! The lamp as a process, in a session, looking at a lab.

use std::path::{Path, PathBuf};
use std::process::{Child, ExitStatus, Stdio};
use std::time::Duration;

use aldis_lab::{Config, Fault, Lab, Part, Vendor};

use crate::session::Session;
use crate::wait::until;

/// A lamp that runs.
pub(crate) struct Lamp {
    child: Child,
    config: PathBuf,
    data: PathBuf,
}

impl Lamp {
    /// Starts one that looks at `lab`.
    pub(crate) fn start(session: &Session, lab: &Lab) -> Self {
        let (config, data) = (session.dir().join("aldis"), session.dir().join("history"));
        lab.write_config(&config).unwrap();
        let child = command(session, &config, &data).spawn().unwrap();
        Self {
            child,
            config,
            data,
        }
    }

    /// Its process id.
    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Changes its settings, as an editor would.
    pub(crate) fn set(&self, line: &str) {
        let path = self.config.join("settings.toml");
        let before = std::fs::read_to_string(&path).unwrap();
        std::fs::write(path, format!("{line}\n{before}")).unwrap();
    }

    /// Adds a service to its catalogue, as an editor would.
    pub(crate) fn offer(&self, service: &str) {
        let path = self.config.join("services.toml");
        let before = std::fs::read_to_string(&path).unwrap();
        std::fs::write(path, format!("{before}\n{service}")).unwrap();
    }

    /// Its configuration directory.
    pub(crate) fn config_dir(&self) -> &Path {
        &self.config
    }

    /// Its settings file as it is.
    pub(crate) fn settings(&self) -> String {
        std::fs::read_to_string(self.config.join("settings.toml")).unwrap()
    }

    /// Starts another one for the same directories, once this one has ended.
    pub(crate) fn start_again(&self, session: &Session) -> Self {
        let child = command(session, &self.config, &self.data).spawn().unwrap();
        Self {
            child,
            config: self.config.clone(),
            data: self.data.clone(),
        }
    }

    /// Its data directory.
    pub(crate) fn data_dir(&self) -> &Path {
        &self.data
    }

    /// What it has written to its log.
    pub(crate) fn log(&self) -> String {
        let files = std::fs::read_dir(self.data.join("logs")).unwrap();
        files
            .map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap())
            .collect()
    }

    /// Starts a second one for the same directories and waits for its end.
    pub(crate) async fn start_second(&self, session: &Session) -> ExitStatus {
        let mut second = command(session, &self.config, &self.data).spawn().unwrap();
        ended(&mut second, "a second start ends").await
    }

    /// Sends it SIGTERM and waits for its end.
    pub(crate) async fn terminate(&mut self) -> ExitStatus {
        let pid = self.pid().to_string();
        let kill = std::process::Command::new("kill").arg(pid).status();
        assert!(kill.unwrap().success());
        self.ended().await
    }

    /// Waits for its end.
    pub(crate) async fn ended(&mut self) -> ExitStatus {
        ended(&mut self.child, "the lamp ends").await
    }

    /// Whether it runs on.
    pub(crate) fn is_running(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    /// Seconds of processor time it has used.
    pub(crate) fn cpu_seconds(&self) -> f64 {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.pid())).unwrap();
        let fields: Vec<_> = stat.rsplit(") ").next().unwrap().split(' ').collect();
        let ticks = |index: usize| fields[index].parse::<f64>().unwrap();
        (ticks(11) + ticks(12)) / 100.0
    }

    /// Every process that was started for this lamp's data directory, itself included.
    pub(crate) fn family(&self) -> Vec<(u32, String)> {
        family(&self.data)
    }

    /// The processes of its window.
    pub(crate) fn windows(&self) -> Vec<u32> {
        let family = self.family().into_iter();
        family
            .filter(|(_, name)| name == "aldis-window")
            .map(|(pid, _)| pid)
            .collect()
    }
}

impl Drop for Lamp {
    fn drop(&mut self) {
        end_family(&self.data);
        drop(self.child.wait());
        if std::thread::panicking() {
            let logs = self.data.join("logs");
            for log in std::fs::read_dir(logs).into_iter().flatten().flatten() {
                let text = std::fs::read_to_string(log.path()).unwrap_or_default();
                eprintln!("the lamp's log:\n{text}");
            }
        }
    }
}

/// A window that somebody has started by hand, for directories of its own.
pub(crate) struct ByHand {
    child: Child,
    data: PathBuf,
}

impl ByHand {
    /// Starts one beside `lamp`, or where no lamp runs.
    pub(crate) fn start(session: &Session, lab: &Lab, beside: Option<&Lamp>, how: &[&str]) -> Self {
        let (config, data) = match beside {
            Some(lamp) => (lamp.config.clone(), lamp.data.clone()),
            None => (session.dir().join("aldis"), session.dir().join("history")),
        };
        lab.write_config(&config).unwrap();
        let mut window = session.command(program("aldis-window"));
        window
            .args(how)
            .env("ALDIS_CONFIG_DIR", &config)
            .env("ALDIS_DATA_DIR", &data)
            .stdin(Stdio::null());
        let child = window.spawn().unwrap();
        Self { child, data }
    }

    /// Waits for its end.
    pub(crate) async fn ended(&mut self) -> ExitStatus {
        ended(&mut self.child, "the window ends").await
    }

    /// Itself, what it has started, and what was started for the same directory.
    pub(crate) fn family(&self) -> Vec<(u32, String)> {
        family(&self.data)
    }

    /// Whether a lamp ever ran for its directories.
    pub(crate) fn was_there_a_lamp(&self) -> bool {
        self.data.join("lamp.lock").exists()
    }
}

impl Drop for ByHand {
    fn drop(&mut self) {
        end_family(&self.data);
        drop(self.child.wait());
    }
}

/// One of our programs: as built for the tests, or, so that a release can be measured, from the
/// directory that `ALDIS_PROGRAMS` names.
pub(crate) fn program(name: &str) -> PathBuf {
    match std::env::var_os("ALDIS_PROGRAMS") {
        Some(dir) => Path::new(&dir).join(name),
        None if name == "aldis-window" => env!("CARGO_BIN_EXE_aldis-window").into(),
        None => env!("CARGO_BIN_EXE_aldis-desktop").into(),
    }
}

fn family(data: &Path) -> Vec<(u32, String)> {
    let marker = format!("ALDIS_DATA_DIR={}\0", data.display());
    let processes = std::fs::read_dir("/proc").unwrap().filter_map(Result::ok);
    processes
        .filter_map(|entry| {
            let pid = entry.file_name().to_str()?.parse().ok()?;
            let environment = std::fs::read(entry.path().join("environ")).ok()?;
            let name = std::fs::read_to_string(entry.path().join("comm")).ok()?;
            let ours = String::from_utf8_lossy(&environment).contains(&marker);
            ours.then(|| (pid, name.trim().to_owned()))
        })
        .collect()
}

fn end_family(data: &Path) {
    for (pid, _) in family(data) {
        let pid = pid.to_string();
        let kill = std::process::Command::new("kill")
            .args(["-9", &pid])
            .output();
        drop(kill);
    }
}

/// A lab at the pace of a test.
pub(crate) async fn lab() -> Lab {
    Lab::start(Config::default()).await.unwrap()
}

/// ChatGPT answers nothing but 503.
pub(crate) async fn break_chatgpt(lab: &Lab) {
    for part in [Part::Web(Vendor::OpenAi), Part::Api(Vendor::OpenAi)] {
        let fault = Fault::Status {
            status: 503,
            body: None,
        };
        lab.set(part, fault).await.unwrap();
    }
}

fn command(session: &Session, config: &Path, data: &Path) -> std::process::Command {
    let mut command = session.command(program("aldis-desktop"));
    command
        .env("ALDIS_CONFIG_DIR", config)
        .env("ALDIS_DATA_DIR", data)
        .env("ALDIS_LOG", "info")
        .stdin(Stdio::null());
    command
}

async fn ended(child: &mut Child, what: &str) -> ExitStatus {
    until(what, Duration::from_secs(15), async || {
        child.try_wait().unwrap().ok_or("it runs".to_owned())
    })
    .await
}
