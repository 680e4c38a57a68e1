//! From arguments to a running lamp, on every system.

use std::path::PathBuf;

use aldis_link::dirs::Dirs;
use anyhow::Context;
use tokio::runtime::Runtime;
use tokio::sync::{mpsc, watch};

#[cfg(target_os = "linux")]
use super::linux::Desktop;
#[cfg(not(target_os = "linux"))]
use super::native::Desktop;
use super::run::{Ends, FAREWELL, Lamp};
use super::single::{Turn, take_turn};

/// Notifications that may wait for the desktop.
const NOTES: usize = 16;

/// Runs a lamp until somebody quits it. Returns at once where one runs for this data directory
/// already: that one was asked to open its window.
///
/// # Errors
/// When it cannot start, or the engine ends by itself.
pub fn start(
    config_dir: Option<PathBuf>,
    data_dir: Option<PathBuf>,
    log: Option<String>,
) -> anyhow::Result<()> {
    let dirs = Dirs::resolve(config_dir, data_dir).context("there is no home directory")?;
    // One thread: the lamp waits nearly all of the time, and every thread costs memory.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("failed to start the runtime")?;
    on_the_right_thread(runtime, dirs, log)
}

#[cfg(target_os = "linux")]
fn on_the_right_thread(runtime: Runtime, dirs: Dirs, log: Option<String>) -> anyhow::Result<()> {
    live(&runtime, dirs, log.as_deref(), Desktop::run)
}

#[cfg(not(target_os = "linux"))]
fn on_the_right_thread(runtime: Runtime, dirs: Dirs, log: Option<String>) -> anyhow::Result<()> {
    super::native::on_main_thread(move |main| {
        live(&runtime, dirs, log.as_deref(), |desktop| desktop.run(main))
    })
}

fn live<F>(
    runtime: &Runtime,
    dirs: Dirs,
    log: Option<&str>,
    show: impl FnOnce(Desktop) -> F,
) -> anyhow::Result<()>
where
    F: Future<Output = ()> + Send + 'static,
{
    let ended = runtime.block_on(async {
        let Turn::First(server) = take_turn(&dirs.data).await? else {
            return Ok(());
        };
        start_log(&dirs, log);
        let mut showing = None;
        let lamp = Lamp::start(dirs, server, |tray, inbox| {
            let (tray, wanted) = watch::channel(tray);
            let (notes, orders) = mpsc::channel(NOTES);
            showing = Some(tokio::spawn(show(Desktop {
                tray: wanted,
                notes: orders,
                inbox,
            })));
            Ends { tray, notes }
        })
        .await?;
        let ended = lamp.run(stopped()).await;
        if let Some(showing) = showing {
            // The icon leaves the tray; a desktop that hangs does not keep us.
            drop(tokio::time::timeout(FAREWELL, showing).await);
        }
        ended
    });
    if let Err(error) = &ended {
        tracing::error!(error = format!("{error:#}"), "the lamp has ended");
    }
    ended
}

/// A lamp without a log is better than no lamp.
fn start_log(dirs: &Dirs, filter: Option<&str>) {
    if let Err(error) = aldis_engine::log::start(&dirs.data, filter) {
        crate::complain("aldis-desktop", &error.context("no log"));
    }
}

/// Ends when the system asks the lamp to end.
#[cfg(unix)]
async fn stopped() {
    use tokio::signal::unix::{SignalKind, signal};
    let wait = async |kind| match signal(kind) {
        Ok(mut signal) => {
            signal.recv().await;
        }
        Err(error) => {
            tracing::warn!(%error, "a signal cannot be waited for");
            std::future::pending().await
        }
    };
    tokio::select! {
        () = wait(SignalKind::terminate()) => {}
        () = wait(SignalKind::interrupt()) => {}
        () = wait(SignalKind::hangup()) => {}
    }
}

/// Ends when the system asks the lamp to end.
#[cfg(windows)]
async fn stopped() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
