//! What the engine asks of the lamp, handed on to the lamp's own task: nothing here may block.

use aldis_core::present::notice::Notice;
use aldis_engine::{Announcement, Shell};
use anyhow::Context;
use tokio::sync::mpsc;

/// What the engine tells.
#[derive(Clone, Debug, PartialEq)]
pub enum Told {
    /// Tell the user.
    Notice(Notice),
    /// Tell scripts.
    Announcement(Announcement),
}

/// The engine's view of the lamp.
pub struct Desktop {
    told: mpsc::Sender<Told>,
}

impl Desktop {
    /// Hands everything on to whoever holds the other end.
    pub const fn new(told: mpsc::Sender<Told>) -> Self {
        Self { told }
    }
}

impl Shell for Desktop {
    fn notify(&self, notice: Notice) -> anyhow::Result<()> {
        self.told
            .try_send(Told::Notice(notice))
            .context("the lamp does not take notices")
    }

    fn announce(&self, announcement: Announcement) {
        if let Err(error) = self.told.try_send(Told::Announcement(announcement)) {
            tracing::warn!(%error, "an announcement was lost");
        }
    }
}
