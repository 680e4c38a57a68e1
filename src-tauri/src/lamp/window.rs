//! The window's process: shown if it runs, started if it does not. Whether it hangs or dies is no
//! concern of the lamp's.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use aldis_link::dirs::Dirs;
use aldis_link::server::Windows;
use anyhow::Context;
use tokio::process::{Child, Command};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::Instant;

/// A window that has not connected by then is ended and started anew when it is wanted again.
const START_DEADLINE: Duration = Duration::from_secs(15);
/// How long a window has to end by itself once the lamp has said good-bye.
const FAREWELL: Duration = Duration::from_secs(2);

/// The window's process, if there is one.
pub struct Window {
    program: PathBuf,
    dirs: Dirs,
    windows: Windows,
    running: Option<Running>,
    /// Whether it was said that there is no screen.
    said_blind: bool,
}

struct Running {
    since: Instant,
    /// How many windows had connected before it.
    met: usize,
    end: oneshot::Sender<()>,
    ended: JoinHandle<()>,
}

impl Window {
    /// `windows` is the way to those that are connected; the program lies beside this one.
    ///
    /// # Errors
    /// When the system does not say where this program is.
    pub fn new(dirs: Dirs, windows: Windows) -> anyhow::Result<Self> {
        let own = std::env::current_exe().context("failed to find this program")?;
        let name = format!("aldis-window{}", std::env::consts::EXE_SUFFIX);
        Ok(Self {
            program: own.with_file_name(name),
            dirs,
            windows,
            running: None,
            said_blind: false,
        })
    }

    /// Brings the window to the front, at `page` if one is named.
    ///
    /// # Errors
    /// When its program cannot be started.
    pub fn show(&mut self, page: Option<String>) -> anyhow::Result<()> {
        if self.windows.show(page.clone()) || !self.can_be_seen() {
            return Ok(());
        }
        match self.running.take() {
            Some(running) if running.is_starting(&self.windows) => {
                tokio::spawn(show_once_connected(self.windows.clone(), page));
                self.running = Some(running);
            }
            Some(Running { end, .. }) => {
                end.send(()).ok();
                self.running = Some(self.start(&at(page))?);
            }
            None => self.running = Some(self.start(&at(page))?),
        }
        Ok(())
    }

    /// Starts the window out of sight, so that it is there at once when it is wanted.
    ///
    /// # Errors
    /// When its program cannot be started.
    pub fn warm(&mut self) -> anyhow::Result<()> {
        let is_there = self.windows.count() > 0
            || self
                .running
                .as_ref()
                .is_some_and(|running| !running.ended.is_finished());
        if !is_there && self.can_be_seen() {
            self.running = Some(self.start(&["--hidden".into()])?);
        }
        Ok(())
    }

    /// Whether there is a screen; says once that there is none.
    fn can_be_seen(&mut self) -> bool {
        let has_display = crate::has_display();
        if !has_display && !std::mem::replace(&mut self.said_blind, true) {
            tracing::warn!("there is no display here: no window is opened");
        }
        has_display
    }

    /// Ends a window that is still starting, which would find no lamp any more.
    pub async fn end_unconnected(&mut self) {
        if self.windows.count() == 0
            && let Some(Running { end, ended, .. }) = self.running.take()
        {
            end.send(()).ok();
            // The task reaps what it killed; a panic in it changes nothing here.
            drop(ended.await);
        }
    }

    /// Waits until the window has ended by itself, or ends it.
    pub async fn finish(self) {
        if let Some(Running { end, mut ended, .. }) = self.running
            && tokio::time::timeout(FAREWELL, &mut ended).await.is_err()
        {
            end.send(()).ok();
            // The task reaps what it killed; a panic in it changes nothing here.
            drop(ended.await);
        }
    }

    fn start(&self, how: &[OsString]) -> anyhow::Result<Running> {
        let child = Command::new(&self.program)
            .arg("--config-dir")
            .arg(&self.dirs.config)
            .arg("--data-dir")
            .arg(&self.dirs.data)
            .arg("--from-lamp")
            .args(how)
            .stdin(Stdio::null())
            .spawn()
            .with_context(|| format!("failed to start {}", self.program.display()))?;
        let (end, ending) = oneshot::channel();
        Ok(Running {
            since: Instant::now(),
            met: self.windows.met(),
            end,
            ended: tokio::spawn(look_after(child, ending)),
        })
    }
}

impl Running {
    /// One that has connected and is not connected any more is hung, however young it is.
    fn is_starting(&self, windows: &Windows) -> bool {
        !self.ended.is_finished()
            && windows.met() == self.met
            && self.since.elapsed() < START_DEADLINE
    }
}

/// Reaps the process; ends it when told to.
async fn look_after(mut child: Child, ending: oneshot::Receiver<()>) {
    let told = async {
        if ending.await.is_err() {
            // Nobody can tell any more: the lamp let go of a window that is on its own.
            std::future::pending::<()>().await;
        }
    };
    let status = tokio::select! {
        status = child.wait() => status,
        () = told => {
            tracing::warn!("ending a window that does not answer");
            match child.kill().await {
                Ok(()) => child.wait().await,
                Err(error) => Err(error),
            }
        }
    };
    match status {
        Ok(status) if status.success() => tracing::info!("the window has ended"),
        Ok(status) => tracing::warn!(%status, "the window has died"),
        Err(error) => tracing::warn!(%error, "the window's end could not be seen"),
    }
}

/// The arguments that open `page`.
fn at(page: Option<String>) -> Vec<OsString> {
    let page = page.map(|page| ["--page".into(), page.into()]);
    page.into_iter().flatten().collect()
}

/// For a page that was asked for while the window was starting at another one.
async fn show_once_connected(windows: Windows, page: Option<String>) {
    let until = Instant::now() + START_DEADLINE;
    while Instant::now() < until && !windows.show(page.clone()) {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
