//! A desktop session of its own for one test: directories, bus, screen, panel, daemon. Everything
//! in it ends with the test, by process id.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;
use zbus::Connection;

use crate::screen::Screen;
use crate::wait::until;

/// Program and the Debian package it is in.
const PROGRAMS: [(&str, &str); 8] = [
    ("Xvfb", "xvfb"),
    ("dbus-daemon", "dbus"),
    ("openbox", "openbox"),
    ("xfce4-panel", "xfce4-panel"),
    ("xfconf-query", "xfconf"),
    ("dunst", "dunst"),
    ("gnome-keyring-daemon", "gnome-keyring"),
    ("WebKitWebDriver", "webkit2gtk-driver"),
];

/// How the panel is painted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Panel {
    Light,
    Dark,
}

/// One session.
pub(crate) struct Session {
    /// Last one first, when it ends.
    children: Vec<Child>,
    environment: Vec<(String, String)>,
    screen: Option<Screen>,
    dir: TempDir,
}

impl Session {
    /// A bus on which nothing is and nothing can be activated.
    pub(crate) fn bare() -> Self {
        require_programs();
        let mut session = Self::empty();
        let config = session.dir.path().join("bus.conf");
        let sockets = session.dir.path().display();
        std::fs::write(&config, format!("<busconfig><type>session</type><listen>unix:dir={sockets}</listen><policy context=\"default\"><allow send_destination=\"*\" eavesdrop=\"true\"/><allow eavesdrop=\"true\"/><allow own=\"*\"/></policy></busconfig>")).unwrap();
        session.start_bus(&format!("--config-file={}", config.display()));
        session
    }

    /// A screen with a window manager, and nothing that hosts a tray.
    pub(crate) async fn without_tray() -> Self {
        require_programs();
        let mut session = Self::empty();
        session.start_screen().await;
        session.start_bus("--session");
        session.start(Command::new("openbox"));
        session
    }

    /// A screen with a window manager, a panel that hosts the tray, and a notification daemon.
    pub(crate) async fn desktop(panel: Panel) -> Self {
        let mut session = Self::without_tray().await;
        session.configure(panel);
        let mut program = Command::new("xfce4-panel");
        program.arg("--disable-wm-check");
        session.start(program);
        session.start(Command::new("dunst"));
        let bus = session.connect().await;
        for name in [
            "org.kde.StatusNotifierWatcher",
            "org.freedesktop.Notifications",
        ] {
            until(name, Duration::from_secs(20), async || {
                owned(&bus, name).await
            })
            .await;
        }
        session
    }

    fn empty() -> Self {
        let dir = tempfile::Builder::new().prefix("aldis").tempdir().unwrap();
        let place = |name: &str| {
            use std::os::unix::fs::PermissionsExt;
            let path = dir.path().join(name);
            std::fs::create_dir(&path).unwrap();
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o700)).unwrap();
            path.display().to_string()
        };
        let environment = [
            ("HOME", place("home")),
            ("XDG_RUNTIME_DIR", place("run")),
            ("XDG_CONFIG_HOME", place("config")),
            ("XDG_DATA_HOME", place("data")),
            ("XDG_CACHE_HOME", place("cache")),
            ("XDG_STATE_HOME", place("state")),
            ("XDG_SESSION_TYPE", "x11".to_owned()),
            ("LANG", "C.UTF-8".to_owned()),
            ("TZ", "UTC".to_owned()),
            ("NO_AT_BRIDGE", "1".to_owned()),
            ("WEBKIT_DISABLE_DMABUF_RENDERER", "1".to_owned()),
            ("PATH", std::env::var("PATH").unwrap()),
        ];
        Self {
            children: Vec::new(),
            environment: environment.map(|(k, v)| (k.to_owned(), v)).into(),
            screen: None,
            dir,
        }
    }

    /// The session's own directory.
    pub(crate) fn dir(&self) -> &Path {
        self.dir.path()
    }

    /// What is on the screen.
    pub(crate) fn screen(&self) -> &Screen {
        self.screen.as_ref().expect("this session has a screen")
    }

    /// A program as somebody in this session would start it.
    pub(crate) fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        self.dress(&mut command);
        command
    }

    /// A browser that only writes down, in the file this returns, what it is told to open.
    pub(crate) fn browser(&mut self) -> PathBuf {
        use std::os::unix::fs::PermissionsExt;
        let programs = self.dir.path().join("programs");
        let opened = self.dir.path().join("opened");
        std::fs::create_dir(&programs).unwrap();
        let script = format!("#!/bin/sh\necho \"$@\" >> '{}'\n", opened.display());
        let program = programs.join("xdg-open");
        std::fs::write(&program, script).unwrap();
        std::fs::set_permissions(program, std::fs::Permissions::from_mode(0o755)).unwrap();
        let path = self.environment.iter_mut().find(|(key, _)| key == "PATH");
        let (_, path) = path.expect("set at the start");
        *path = format!("{}:{path}", programs.display());
        opened
    }

    /// A key store that is open.
    pub(crate) fn unlock_keys(&mut self) {
        let mut program = Command::new("sh");
        program.args([
            "-c",
            "printf pw | exec gnome-keyring-daemon --foreground --unlock --components=secrets",
        ]);
        program.stdout(Stdio::null());
        self.start(program);
    }

    /// A connection to the session's bus.
    pub(crate) async fn connect(&self) -> Connection {
        zbus::connection::Builder::address(self.variable("DBUS_SESSION_BUS_ADDRESS"))
            .unwrap()
            .build()
            .await
            .unwrap()
    }

    /// Starts a program that ends with the session at the latest; its number is for [`Self::end`].
    pub(crate) fn start(&mut self, command: Command) -> usize {
        self.start_with(command, &[])
    }

    /// As [`Self::start`], with more in its environment.
    pub(crate) fn start_with(&mut self, mut command: Command, more: &[(&str, &str)]) -> usize {
        self.dress(&mut command);
        command.envs(more.iter().copied());
        let log = std::fs::File::options()
            .append(true)
            .create(true)
            .open(self.dir.path().join("session.log"))
            .unwrap();
        command.stdin(Stdio::null()).stderr(log);
        self.children.push(command.spawn().unwrap());
        self.children.len() - 1
    }

    /// Ends a program at once.
    pub(crate) fn end(&mut self, number: usize) {
        self.children[number].kill().unwrap();
        self.children[number].wait().unwrap();
    }

    /// The bus goes, as at the end of a session.
    pub(crate) fn end_bus(&mut self) {
        self.end(0);
    }

    fn variable(&self, name: &str) -> &str {
        let found = self.environment.iter().find(|(key, _)| key == name);
        &found.expect("set at the start").1
    }

    fn dress(&self, command: &mut Command) {
        command
            .env_clear()
            .envs(self.environment.iter().map(|(k, v)| (k, v)));
    }

    fn start_bus(&mut self, kind: &str) {
        let mut program = Command::new("dbus-daemon");
        program
            .args([kind, "--nofork", "--nopidfile", "--print-address=1"])
            .stdout(Stdio::piped());
        let number = self.start(program);
        let address = first_line(&mut self.children[number]);
        self.environment
            .push(("DBUS_SESSION_BUS_ADDRESS".to_owned(), address));
    }

    async fn start_screen(&mut self) {
        let frame = self.dir.path().join("frame");
        std::fs::create_dir(&frame).unwrap();
        let mut program = Command::new("Xvfb");
        program
            .args([
                "-displayfd",
                "1",
                "-screen",
                "0",
                "1000x800x24",
                "-nolisten",
                "tcp",
            ])
            .arg("-fbdir")
            .arg(&frame)
            .stdout(Stdio::piped());
        let number = self.start(program);
        let display = format!(":{}", first_line(&mut self.children[number]));
        self.environment.push(("DISPLAY".to_owned(), display));
        self.screen = Some(Screen::new(frame.join("Xvfb_screen0")));
    }

    fn configure(&self, panel: Panel) {
        let config = PathBuf::from(self.variable("XDG_CONFIG_HOME"));
        let channel = config.join("xfce4/xfconf/xfce-perchannel-xml");
        std::fs::create_dir_all(&channel).unwrap();
        let dark = panel == Panel::Dark;
        std::fs::write(
            channel.join("xfce4-panel.xml"),
            include_str!("xfce4-panel.xml").replace("DARK", &dark.to_string()),
        )
        .unwrap();
        std::fs::create_dir_all(config.join("dunst")).unwrap();
        std::fs::write(config.join("dunst/dunstrc"), include_str!("dunstrc")).unwrap();
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        for child in self.children.iter_mut().rev() {
            // One that has ended already is what we want.
            drop(child.kill());
            drop(child.wait());
        }
        if std::thread::panicking() {
            let log = std::fs::read_to_string(self.dir.path().join("session.log"));
            eprintln!("the session's log:\n{}", log.unwrap_or_default());
        }
    }
}

/// Whether somebody owns `name` on the bus.
pub(crate) async fn owned(bus: &Connection, name: &str) -> Result<(), String> {
    let proxy = zbus::fdo::DBusProxy::new(bus).await.unwrap();
    match proxy.name_has_owner(name.try_into().unwrap()).await {
        Ok(true) => Ok(()),
        Ok(false) => Err("nobody has the name".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

fn first_line(child: &mut Child) -> String {
    let mut line = String::new();
    let stdout = child.stdout.take().expect("it was piped");
    BufReader::new(stdout).read_line(&mut line).unwrap();
    let line = line.trim().to_owned();
    assert!(!line.is_empty(), "a program of the session did not start");
    line
}

/// Fails with what to install; nothing is passed over in silence.
fn require_programs() {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let there = |program: &str| std::env::split_paths(&path).any(|dir| dir.join(program).is_file());
    let missing: Vec<_> = PROGRAMS
        .iter()
        .filter(|(program, _)| !there(program))
        .map(|(_, package)| *package)
        .collect();
    assert!(
        missing.is_empty(),
        "install these packages: {}",
        missing.join(" ")
    );
}
