//! The window: shows what the lamp sends and passes on what the user asks. It has no keys, no
//! database and no network of its own, and it ends a while after it was closed.

pub mod arguments;
pub mod bindings;
pub mod commands;
mod corner;
mod frame;
mod link;
#[cfg(target_os = "linux")]
pub mod render;
mod tend;

use anyhow::Context as _;
use tokio::sync::{mpsc, watch};

use arguments::Arguments;
use link::Link;
use tend::Tend;

/// The label of the only window, named in `capabilities/window.json`.
const LABEL: &str = "main";

/// Runs the window until it ends. `context` is made in the program's `main`, so that no other
/// program of this package needs the built UI.
pub fn run(arguments: &Arguments, context: tauri::Context) -> anyhow::Result<()> {
    anyhow::ensure!(
        crate::has_display(),
        "there is no display here: `aldis watch` shows the same in a terminal"
    );
    let dirs = arguments
        .dirs()
        .context("failed to find a home directory")?;
    let (link, lamp) = Link::new(arguments, &dirs);
    let bindings = bindings::builder();
    let (hidden, page, grace) = (arguments.hidden, arguments.page.clone(), arguments.grace);
    tauri::Builder::default()
        .invoke_handler(bindings.invoke_handler())
        .manage(link.clone())
        .setup(move |app| {
            bindings.mount_events(app);
            // One that is about to be shown is not one that nobody misses.
            let (shown_tx, shown) = watch::channel(!hidden);
            let window = frame::build(app, &dirs.data, shown_tx.clone())?;
            let (show_tx, shows) = mpsc::channel(16);
            tauri::async_runtime::spawn(lamp.run(app.handle().clone(), show_tx));
            let tend = Tend {
                window,
                link,
                shown: shown_tx,
                shows,
                page,
            };
            tauri::async_runtime::spawn(tend.run(hidden));
            tauri::async_runtime::spawn(frame::end_after(grace, shown, app.handle().clone()));
            Ok(())
        })
        .run(context)
        .context("failed to run the window")
}
