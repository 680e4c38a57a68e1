//! How a watch looks: a table that is drawn over, a line a change, or JSON lines.

use std::io::{self, Write};
use std::sync::Arc;
use std::time::Duration;

use aldis_core::present::words::Words;
use aldis_link::message::Message;

use super::live::Live;
use super::plain::Plain;
use super::source::Update;
use crate::terminal;

/// How soon a resized terminal is drawn anew.
const RESIZED: Duration = Duration::from_millis(500);
/// How soon a watch without news notices that nobody reads it; rarely, for it wakes the machine.
const UNREAD: Duration = Duration::from_secs(3);

/// How a watch looks.
pub(crate) enum Screen {
    /// Drawn over.
    Live(Live),
    /// A line a change.
    Plain(Plain),
    /// For scripts.
    Json(Json),
}

impl Screen {
    /// What fits standard output; `who` says who looks.
    pub(crate) fn open(json: bool, words: &Arc<Words>, who: String) -> Self {
        if json {
            Self::Json(Json { begun: false })
        } else if terminal::is_live() {
            Self::Live(Live::new(Arc::clone(words), who))
        } else {
            Self::Plain(Plain::new(Arc::clone(words)))
        }
    }

    /// Shows it at once.
    pub(crate) fn show(&mut self, update: Update) -> io::Result<()> {
        match self {
            Self::Live(live) => live.show(update),
            Self::Plain(plain) => plain.show(&update),
            Self::Json(json) => json.show(update),
        }
    }

    /// How often [`Self::tick`] is due.
    pub(crate) const fn every(&self) -> Duration {
        match self {
            Self::Live(_) => RESIZED,
            Self::Plain(_) | Self::Json(_) => UNREAD,
        }
    }

    /// Nothing happened for a while.
    pub(crate) fn tick(&mut self) -> io::Result<()> {
        match self {
            Self::Live(live) => live.tick(),
            Self::Plain(_) | Self::Json(_) if terminal::nobody_reads() => {
                Err(io::ErrorKind::BrokenPipe.into())
            }
            Self::Plain(plain) => plain.tick(),
            Self::Json(_) => Ok(()),
        }
    }

    /// Leaves the terminal as it was, with the last table on it.
    pub(crate) fn close(self) -> io::Result<()> {
        match self {
            Self::Live(live) => live.close(),
            Self::Plain(_) | Self::Json(_) => Ok(()),
        }
    }
}

/// The lines of CONTRACTS.md: one snapshot, then what happens.
pub(crate) struct Json {
    begun: bool,
}

impl Json {
    fn show(&mut self, update: Update) -> io::Result<()> {
        let message = match update {
            Update::Snapshot(snapshot) if !self.begun => Message::Snapshot(snapshot),
            Update::Happened(happened) => happened.into(),
            Update::Snapshot(_) | Update::Said(_) => return Ok(()),
        };
        self.begun = true;
        let mut line = serde_json::to_vec(&message)?;
        line.push(b'\n');
        let mut out = io::stdout().lock();
        out.write_all(&line)?;
        out.flush()
    }
}
