//! The window itself: built out of sight, shown, put away, and ended when it is not missed.

use std::path::Path;
use std::time::Duration;

use tauri::webview::NewWindowResponse;
use tauri::{App, AppHandle, Url, WebviewUrl, WebviewWindow, WebviewWindowBuilder, WindowEvent};
use tokio::sync::watch;

use super::{LABEL, corner};

/// Logical pixels.
const SIZE: (f64, f64) = (400.0, 620.0);
const SMALLEST: (f64, f64) = (320.0, 480.0);

/// Builds the window out of sight; closing it puts it away.
pub(super) fn build(
    app: &App,
    data_dir: &Path,
    shown: watch::Sender<bool>,
) -> tauri::Result<WebviewWindow> {
    let window = WebviewWindowBuilder::new(app, LABEL, WebviewUrl::App("index.html".into()))
        .title("Aldis")
        .inner_size(SIZE.0, SIZE.1)
        .min_inner_size(SMALLEST.0, SMALLEST.1)
        .visible(false)
        // The page keeps nothing; what the web engine keeps goes when the data directory goes.
        // Its private mode would do, but it cannot be driven by a test.
        .data_directory(data_dir.join("window"))
        .on_navigation(is_ours)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .build()?;
    corner::place(&window, SIZE);
    let closing = window.clone();
    window.on_window_event(move |event| {
        if let WindowEvent::CloseRequested { api, .. } = event {
            api.prevent_close();
            log(closing.hide(), "hide the window");
            shown.send_replace(false);
        }
    });
    Ok(window)
}

/// The page may go nowhere but to itself; links go through the lamp.
fn is_ours(url: &Url) -> bool {
    url.scheme() == "tauri" || url.host_str() == Some("tauri.localhost")
}

/// Brings the window to the eyes.
pub(super) fn show(window: &WebviewWindow, shown: &watch::Sender<bool>) {
    log(window.show(), "show the window");
    log(window.unminimize(), "bring the window back");
    log(window.set_focus(), "focus the window");
    shown.send_replace(true);
    tracing::debug!("the window is shown");
}

/// Ends the process once the window has been out of sight for `grace`.
pub(super) async fn end_after(grace: Duration, mut shown: watch::Receiver<bool>, app: AppHandle) {
    loop {
        let hidden = shown.wait_for(|shown| !shown).await.is_ok();
        let seen_again = async { shown.wait_for(|shown| *shown).await.is_ok() };
        if !hidden || tokio::time::timeout(grace, seen_again).await.is_err() {
            return app.exit(0);
        }
    }
}

fn log(done: tauri::Result<()>, what: &'static str) {
    if let Err(error) = done {
        tracing::warn!(%error, "failed to {what}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_cannot_be_led_away() {
        let may = |url: &str| is_ours(&Url::parse(url).unwrap());
        assert!(may("tauri://localhost/index.html"));
        assert!(may("http://tauri.localhost/index.html"));
        for away in [
            "https://example.com/",
            "http://tauri.localhost.example.com/",
            "file:///etc/passwd",
            "data:text/html,x",
            "about:blank",
            "javascript:alert(1)",
        ] {
            assert!(!may(away), "{away}");
        }
    }
}
