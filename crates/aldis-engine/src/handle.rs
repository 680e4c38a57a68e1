//! The way in and out of a running engine, cheap to clone.

use std::sync::Arc;
use std::time::Duration;

use aldis_core::event::Fault;
use aldis_core::thrift::Means;
use aldis_core::{Command, Event, Settings, Snapshot};
use thiserror::Error;
use tokio::sync::{mpsc, oneshot, watch};

/// How long a clean end may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// What reaches the engine's task from outside of it.
#[derive(Debug)]
pub(crate) enum Message {
    Event(Box<Event>),
    Quit(oneshot::Sender<()>),
}

impl From<Event> for Message {
    fn from(event: Event) -> Self {
        Self::Event(Box::new(event))
    }
}

/// A running engine.
///
/// Nobody starts it anew: should its task ever end by itself, which only a panic does, then
/// `changed()` of [`Handle::snapshot`] fails, [`Handle::send`] says [`NotTaken::Ended`], and
/// [`Handle::quit`] returns at once. Whoever holds a handle has to wait for `changed()` and to end
/// with an error when it fails: what was shown last would be believed for ever.
#[derive(Clone, Debug)]
pub struct Handle {
    messages: mpsc::Sender<Message>,
    snapshot: watch::Receiver<Arc<Snapshot>>,
    settings: watch::Receiver<Arc<Settings>>,
}

/// The engine did not take a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NotTaken {
    /// Too much is waiting already; try again.
    #[error("the engine is busy")]
    Busy,
    /// It has ended.
    #[error("the engine has ended")]
    Ended,
}

impl Handle {
    pub(crate) fn new(
        messages: mpsc::Sender<Message>,
        snapshot: watch::Receiver<Arc<Snapshot>>,
        settings: watch::Receiver<Arc<Settings>>,
    ) -> Self {
        Self {
            messages,
            snapshot,
            settings,
        }
    }

    /// Asks for something. Never blocks; may be called from any thread.
    pub fn send(&self, command: Command) -> Result<(), NotTaken> {
        self.pass(Event::Asked(command))
    }

    /// Says that a part of Aldis is broken, or works again. Never blocks.
    pub fn report_fault(&self, fault: Fault, broken: bool) -> Result<(), NotTaken> {
        self.pass(Event::Fault { fault, broken })
    }

    /// Says how much power and data there is. Never blocks.
    pub fn report_means(&self, means: Means) -> Result<(), NotTaken> {
        self.pass(Event::Means(means))
    }

    /// All of it, latest wins. `changed()` fails when the engine has ended, however it ended.
    pub fn snapshot(&self) -> watch::Receiver<Arc<Snapshot>> {
        self.snapshot.clone()
    }

    /// All of it at this moment.
    pub fn latest(&self) -> Arc<Snapshot> {
        Arc::clone(&self.snapshot.borrow())
    }

    /// The settings in force, latest wins. `changed()` fails when the engine has ended.
    pub fn settings(&self) -> watch::Receiver<Arc<Settings>> {
        self.settings.clone()
    }

    /// Ends the engine: looks in flight are dropped, history is written out. Returns after five
    /// seconds at the latest; `false` means that it had not ended by then.
    pub async fn quit(&self) -> bool {
        let (done, ended) = oneshot::channel();
        let quit = async {
            if self.messages.send(Message::Quit(done)).await.is_ok() {
                // An error means that the engine went away, which is what was asked.
                let _ = ended.await;
            }
        };
        tokio::time::timeout(PATIENCE, quit).await.is_ok()
    }

    fn pass(&self, event: Event) -> Result<(), NotTaken> {
        self.messages
            .try_send(event.into())
            .map_err(|error| match error {
                mpsc::error::TrySendError::Full(_) => NotTaken::Busy,
                mpsc::error::TrySendError::Closed(_) => NotTaken::Ended,
            })
    }
}
