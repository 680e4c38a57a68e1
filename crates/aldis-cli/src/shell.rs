//! The terminal as the engine's shell: what is announced is passed on to whoever shows it.

use aldis_core::present::notice::Notice;
use aldis_engine::{Announcement, Shell};
use tokio::sync::mpsc;

/// So much may wait for a terminal that does not keep up.
const WAITING: usize = 1024;

/// Something to show besides snapshots.
#[derive(Debug)]
pub(crate) enum Heard {
    /// The engine announces something.
    Announced(Box<Announcement>),
    /// The narrator of a demo says something.
    Said(String),
}

/// The engine's end.
pub(crate) struct Terminal(mpsc::Sender<Heard>);

impl Terminal {
    /// Both ends, and the narrator's.
    pub(crate) fn new() -> (Self, mpsc::Sender<Heard>, mpsc::Receiver<Heard>) {
        let (sender, heard) = mpsc::channel(WAITING);
        (Self(sender.clone()), sender, heard)
    }
}

impl Shell for Terminal {
    /// A notice is announced as well, and shown as that.
    fn notify(&self, _: Notice) -> anyhow::Result<()> {
        Ok(())
    }

    fn announce(&self, announcement: Announcement) {
        let heard = Heard::Announced(Box::new(announcement));
        if self.0.try_send(heard).is_err() {
            tracing::warn!("the terminal does not keep up: a line is lost");
        }
    }
}

/// For a check, which only waits for a snapshot.
pub(crate) struct Nobody;

impl Shell for Nobody {
    fn notify(&self, _: Notice) -> anyhow::Result<()> {
        Ok(())
    }

    fn announce(&self, _: Announcement) {}
}
