//! Brings the window to the eyes when it is due and tells the page what it has to know.

use tauri::{AppHandle, WebviewWindow};
use tauri_specta::Event;
use tokio::sync::{mpsc, watch};

use super::commands::{ConnectionChanged, PageAsked, SnapshotChanged};
use super::frame;
use super::link::{Link, LinkState};

/// How long an empty window may stay out of sight: a page that fails must be seen to fail.
const PATIENCE: std::time::Duration = std::time::Duration::from_millis(1500);

/// The task beside the window.
pub(super) struct Tend {
    pub(super) window: WebviewWindow,
    pub(super) link: Link,
    pub(super) shown: watch::Sender<bool>,
    pub(super) shows: mpsc::Receiver<Option<String>>,
    /// The page that is wanted and not yet told.
    pub(super) page: Option<String>,
}

impl Tend {
    pub(super) async fn run(mut self, hidden: bool) {
        let mut state = self.link.state();
        let mut wanted = !hidden;
        let mut told = LinkState::default();
        let late = tokio::time::sleep(PATIENCE);
        tokio::pin!(late);
        let mut is_late = false;
        loop {
            let ready = told.page_ready > 0;
            if wanted && (ready || is_late) {
                frame::show(&self.window, &self.shown);
                wanted = false;
            }
            if ready && let Some(page) = self.page.take() {
                emit(self.app(), &PageAsked(page));
            }
            tokio::select! {
                show = self.shows.recv() => {
                    let Some(page) = show else { return };
                    self.answer();
                    self.page = page.or_else(|| self.page_when_reopened());
                    wanted = true;
                }
                changed = state.changed() => {
                    if changed.is_err() { return }
                    let latest = state.borrow_and_update().clone();
                    if latest.page_ready > 0 {
                        self.tell(&told, &latest);
                        told = latest;
                    }
                }
                () = &mut late, if !is_late => is_late = true,
            }
        }
    }

    /// Tells the lamp that the wish was heard, from the main thread: a window whose main thread
    /// hangs will not come forward.
    fn answer(&self) {
        let link = self.link.clone();
        if let Err(error) = self.app().run_on_main_thread(move || link.heard_show()) {
            tracing::warn!(%error, "the main thread does not listen");
        }
    }

    /// A window that was put away starts afresh; one that is open stays where it is.
    fn page_when_reopened(&mut self) -> Option<String> {
        let wanted = self.page.take();
        if *self.shown.borrow() {
            return wanted;
        }
        wanted.or_else(|| Some("now".to_owned()))
    }

    fn app(&self) -> &AppHandle {
        use tauri::Manager;
        self.window.app_handle()
    }

    /// Emits what differs; all of it to a page that has just been loaded.
    fn tell(&self, told: &LinkState, latest: &LinkState) {
        let anew = told.page_ready != latest.page_ready;
        if let Some(connected) = latest.connected
            && (anew || told.connected != latest.connected)
        {
            emit(self.app(), &ConnectionChanged { connected });
        }
        if let Some(snapshot) = &latest.latest
            && (anew
                || told
                    .latest
                    .as_ref()
                    .is_none_or(|told| !std::sync::Arc::ptr_eq(told, snapshot)))
        {
            emit(self.app(), &SnapshotChanged(snapshot.clone()));
        }
    }
}

fn emit(app: &AppHandle, event: &(impl Event + serde::Serialize + Clone)) {
    if let Err(error) = event.emit(app) {
        tracing::warn!(%error, "failed to tell the page");
    }
}
