//! A notification as a value, before any desktop shows it.

use aldis_core::present::tray::Lamp;

use super::incoming::Reply;

/// What is shown in place of the one before with the same `incident`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// One notification per incident is on the screen at a time.
    pub incident: String,
    /// One line of plain text.
    pub title: String,
    /// Plain text.
    pub body: String,
    /// The picture beside it.
    pub lamp: Lamp,
    /// Whether it comes without sound.
    pub silent: bool,
    /// Whether it only takes the place of one that is still on the screen.
    pub update: bool,
    /// What pressing the notification itself means.
    pub press: Reply,
    /// Buttons, first one first, with their words.
    pub buttons: Vec<(Reply, String)>,
}

/// What the part that shows notifications is told to do.
#[derive(Debug)]
pub enum NoteOrder {
    /// Show this one.
    Show(Note),
    /// Take back whatever is on the screen and say when that is done.
    CloseAll(tokio::sync::oneshot::Sender<()>),
}
