//! Every command of the page and every event it hears: they forward and decide nothing.

use std::sync::Arc;

use aldis_link::command::Ask;
use aldis_link::query::Query;
use aldis_link::view::{Answer, Failure, Snapshot};
use serde::{Deserialize, Serialize};
use tauri::{State, WebviewWindow};

use super::link::Link;

/// The lamp sent a snapshot; it replaces the one before.
#[derive(Clone, Debug, Serialize, Deserialize, specta::Type, tauri_specta::Event)]
pub struct SnapshotChanged(pub Arc<Snapshot>);

/// The lamp was found, or lost.
#[derive(Clone, Debug, Serialize, Deserialize, specta::Type, tauri_specta::Event)]
pub struct ConnectionChanged {
    /// Whether it is connected.
    pub connected: bool,
}

/// The lamp wants this page shown: `now`, `incident/ID`, `incidents`, `history`, `settings`, `welcome`.
#[derive(Clone, Debug, Serialize, Deserialize, specta::Type, tauri_specta::Event)]
pub struct PageAsked(pub String);

/// The latest snapshot, if the lamp has sent one. The page asks once, when it hears events.
#[tauri::command]
#[specta::specta]
pub(super) fn snapshot(link: State<'_, Link>) -> Option<Arc<Snapshot>> {
    link.page_is_ready();
    link.latest()
}

/// Passes a request on to the lamp.
#[tauri::command]
#[specta::specta]
pub(super) async fn ask(link: State<'_, Link>, ask: Ask) -> Result<(), Failure> {
    link.ask(ask).await
}

/// Asks the lamp a question and waits for its answer.
#[tauri::command]
#[specta::specta]
pub(super) async fn query(link: State<'_, Link>, query: Query) -> Result<Answer, Failure> {
    link.query(query).await
}

/// Starts the lamp again after it was lost.
#[tauri::command]
#[specta::specta]
pub(super) async fn start_lamp(link: State<'_, Link>) -> Result<(), Failure> {
    link.start_lamp()
}

/// Puts the window away; the lamp goes on.
#[tauri::command]
#[specta::specta]
pub(super) fn hide(window: WebviewWindow) {
    if let Err(error) = window.close() {
        tracing::warn!(%error, "failed to put the window away");
    }
}
