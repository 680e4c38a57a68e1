//! The lamp's end of the socket. It doubles as the lock that keeps one lamp per data directory.

mod guest;

use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use interprocess::local_socket::tokio::{Listener, prelude::*};
use thiserror::Error;
use tokio::sync::{broadcast, mpsc, watch};
use tokio::task::JoinSet;

use crate::command::Ask;
use crate::message::{Announcement, Message};
use crate::place::{self, Place};
use crate::query::Query;
use crate::view::{Answer, Snapshot};
use guest::Guest;

/// Announcements that may wait for one guest; one that lags further behind is dropped.
const MOST_WAITING: usize = 256;
/// How long guests have to take the last line when the lamp ends.
const FAREWELL: Duration = Duration::from_secs(1);
/// How long to rest when the system refuses a new connection (no free file handle).
const REST: Duration = Duration::from_millis(200);

/// Why the socket of a data directory cannot be had.
#[derive(Debug, Error)]
pub enum BindError {
    /// A lamp of this data directory runs: ask it to open its window instead.
    #[error("a lamp is already running for this data directory")]
    AlreadyRunning,
    /// The directory, the lock or the socket cannot be used.
    #[error("the socket of Aldis cannot be opened")]
    Io(#[from] io::Error),
}

/// How much a guest may cost.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// So many may be connected at once; more are turned away.
    pub guests: usize,
    /// A guest that does not take a line within this time is dropped.
    pub patience: Duration,
    /// A window that does not say within this time that it heard `Show` is dropped as hung.
    pub show: Duration,
    /// A guest that asks for nothing within this time is dropped: it holds a place others may need.
    pub first_ask: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            guests: 32,
            patience: Duration::from_secs(5),
            show: Duration::from_secs(2),
            first_ask: Duration::from_secs(10),
        }
    }
}

/// A question of a guest, to be answered once.
#[derive(Debug)]
pub struct Question {
    /// What is asked.
    pub query: Query,
    id: u32,
    to: mpsc::Sender<Message>,
}

impl Question {
    /// Answers it. A guest that has gone, or takes no answers, is not waited for.
    pub fn answer(self, answer: Answer) {
        let id = self.id;
        if let Err(error) = self.to.try_send(Message::Answer { id, answer }) {
            tracing::debug!(%error, "an answer is not taken");
        }
    }
}

/// What is told to everybody who watches.
pub struct Feed {
    /// The latest snapshot. When its sender is dropped, the server says good-bye and ends.
    pub snapshots: watch::Receiver<Arc<Snapshot>>,
    /// What happened since.
    pub announcements: broadcast::Sender<Announcement>,
}

impl Feed {
    /// A feed with its sending halves.
    pub fn new(
        first: Arc<Snapshot>,
    ) -> (
        Self,
        watch::Sender<Arc<Snapshot>>,
        broadcast::Sender<Announcement>,
    ) {
        let (snapshot_tx, snapshots) = watch::channel(first);
        let (announcements, _) = broadcast::channel(MOST_WAITING);
        let feed = Self {
            snapshots,
            announcements: announcements.clone(),
        };
        (feed, snapshot_tx, announcements)
    }
}

/// Tells the running windows to come forward.
#[derive(Clone, Debug)]
pub struct Windows {
    shows: broadcast::Sender<Option<String>>,
    met: watch::Sender<usize>,
}

impl Windows {
    fn new() -> Self {
        Self {
            shows: broadcast::channel(16).0,
            met: watch::Sender::new(0),
        }
    }

    /// Whether there was a window to tell. Should it turn out to be hung or to be ending, the
    /// server asks for the window anew with [`Ask::OpenWindow`].
    pub fn show(&self, page: Option<String>) -> bool {
        self.shows.send(page).is_ok()
    }

    /// How many windows are connected.
    pub fn count(&self) -> usize {
        self.shows.receiver_count()
    }

    /// How many windows have ever connected.
    pub fn met(&self) -> usize {
        *self.met.borrow()
    }

    fn welcome(&self) -> broadcast::Receiver<Option<String>> {
        self.met.send_modify(|met| *met += 1);
        self.shows.subscribe()
    }
}

/// The socket of a data directory, taken: nobody else can take it while this lives.
pub struct Server {
    listener: Listener,
    windows: Windows,
    questions: Option<mpsc::Sender<Question>>,
    limits: Limits,
    /// Unlocked by the system when the process ends, however it ends. Declared last: the socket is
    /// gone before the lock is.
    _lock: File,
}

impl Server {
    /// Takes the socket of `data_dir`, which is made where it is missing. Needs a tokio runtime.
    pub fn bind(data_dir: &Path) -> Result<Self, BindError> {
        std::fs::create_dir_all(data_dir)?;
        Self::bind_at(&Place::of(data_dir)?)
    }

    fn bind_at(place: &Place) -> Result<Self, BindError> {
        let lock = File::options()
            .create(true)
            .write(true)
            .truncate(false)
            .open(place.lock_file())?;
        lock.try_lock().map_err(|error| match error {
            TryLockError::WouldBlock => BindError::AlreadyRunning,
            TryLockError::Error(error) => BindError::Io(error),
        })?;
        Ok(Self {
            listener: place::listen(place)?,
            windows: Windows::new(),
            questions: None,
            limits: Limits::default(),
            _lock: lock,
        })
    }

    /// The same with other limits.
    #[must_use]
    pub fn with_limits(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// The same with somebody who answers questions; without, each is answered with a failure.
    #[must_use]
    pub fn with_answers(self, questions: mpsc::Sender<Question>) -> Self {
        Self {
            questions: Some(questions),
            ..self
        }
    }

    /// The way to the windows that will connect.
    pub fn windows(&self) -> Windows {
        self.windows.clone()
    }

    /// Serves until the sender of `feed.snapshots` is dropped. What guests ask goes into `asks`;
    /// `Watch` and `Window` are answered here. No guest can hold up another one or the lamp.
    pub async fn serve(self, mut feed: Feed, asks: mpsc::Sender<Ask>) {
        let mut guests = JoinSet::new();
        loop {
            tokio::select! {
                changed = feed.snapshots.changed() => if changed.is_err() { break },
                Some(_) = guests.join_next() => {}
                accepted = self.listener.accept() => match accepted {
                    Ok(stream) if guests.len() < self.limits.guests => {
                        let guest = Guest {
                            snapshots: feed.snapshots.clone(),
                            announcements: feed.announcements.subscribe(),
                            windows: self.windows.clone(),
                            asks: asks.clone(),
                            questions: self.questions.clone(),
                            limits: self.limits,
                        };
                        guests.spawn(guest.serve(stream));
                    }
                    Ok(stream) => drop(stream),
                    Err(error) => {
                        tracing::warn!(%error, "failed to accept a connection");
                        tokio::time::sleep(REST).await;
                    }
                },
            }
        }
        let farewell = async { while guests.join_next().await.is_some() {} };
        if tokio::time::timeout(FAREWELL, farewell).await.is_err() {
            tracing::debug!("some guests did not take the last line");
        }
    }
}
