//! One connection on the lamp's side: a reader that only reads and a writer that only writes, so
//! that neither can hold up the other; when either ends, the guest is gone.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use interprocess::local_socket::tokio::Stream;
use serde::Serialize;
use thiserror::Error;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::{broadcast, mpsc, watch};
use tokio::time::Instant;

use crate::command::Ask;
use crate::framing::{self, FrameError, LONGEST_ASK, Lines};
use crate::message::{Announcement, Greeting, Message};
use crate::query::Query;
use crate::view::{Answer, Code, Failure, Snapshot};

use super::{Limits, Question, Windows};

/// Answers that may wait for one guest.
const ANSWERS: usize = 16;

/// What one guest is connected to.
pub(super) struct Guest {
    pub(super) snapshots: watch::Receiver<Arc<Snapshot>>,
    pub(super) announcements: broadcast::Receiver<Announcement>,
    pub(super) windows: Windows,
    pub(super) asks: mpsc::Sender<Ask>,
    pub(super) questions: Option<mpsc::Sender<Question>>,
    pub(super) limits: Limits,
}

/// What a guest has asked to be told, and how many shows it says it has heard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Wants {
    snapshots: bool,
    shows: bool,
    heard: u32,
}

/// Why a guest is gone.
#[derive(Debug, Error)]
enum Gone {
    #[error("it hung up")]
    HungUp,
    #[error("it asked for nothing")]
    Silent,
    #[error("it sent something that is no request: {0}")]
    Babble(FrameError),
    #[error("it does not take what it is sent")]
    Stuck,
    #[error("it lags so far behind that lines were lost")]
    Lagging,
    #[error("the lamp ends")]
    LampEnds,
    #[error("the connection broke: {0}")]
    Io(io::Error),
}

impl Guest {
    pub(super) async fn serve(self, stream: Stream) {
        let (read, mut write) = tokio::io::split(stream);
        let (wants_tx, wants) = watch::channel(Wants::default());
        let (answer, answers) = mpsc::channel(ANSWERS);
        let ways = Ways {
            asks: self.asks.clone(),
            questions: self.questions,
            answer,
        };
        let lines = Lines::new(read, LONGEST_ASK);
        let reader = hear(lines, wants_tx, ways, self.limits.first_ask);
        let mut writer = Writer {
            to: &mut write,
            snapshots: self.snapshots,
            announcements: self.announcements,
            answers,
            shows: None,
            unheard: None,
            told: 0,
            windows: self.windows,
            wants,
            limits: self.limits,
        };
        let gone = tokio::select! {
            gone = reader => gone,
            gone = writer.tell() => gone,
        };
        let lost = writer.lost_show();
        drop(writer);
        if let Gone::Babble(error) = &gone {
            let failure = Message::Failure(Failure {
                code: Code::NotUnderstood,
                message: error.to_string(),
            });
            let said = send(&mut write, &failure, self.limits.patience).await;
            tracing::debug!(?said, "said why");
        }
        tracing::debug!(%gone, "a guest of the socket is gone");
        if let Some(page) = lost
            && !matches!(gone, Gone::LampEnds)
        {
            tracing::warn!(%gone, "a window was to come forward and did not");
            // An error means that the lamp ends.
            drop(self.asks.send(Ask::OpenWindow { page }).await);
        }
    }
}

/// Where what a guest asks goes to.
struct Ways {
    asks: mpsc::Sender<Ask>,
    questions: Option<mpsc::Sender<Question>>,
    answer: mpsc::Sender<Message>,
}

impl Ways {
    /// Hands a question on; never waits for its answer.
    async fn question(&self, id: u32, query: Query) {
        let to = self.answer.clone();
        let question = Question { query, id, to };
        let refused = match &self.questions {
            Some(questions) => questions.send(question).await.err().map(|error| error.0),
            None => Some(question),
        };
        if let Some(question) = refused {
            question.answer(Answer::Failed(Failure {
                code: Code::NotUnderstood,
                message: "nobody answers questions here".to_owned(),
            }));
        }
    }
}

/// Passes on what the guest asks, until there is no more.
async fn hear(
    mut lines: Lines<impl AsyncRead + Unpin>,
    wants: watch::Sender<Wants>,
    ways: Ways,
    first_ask: Duration,
) -> Gone {
    let mut ask = match tokio::time::timeout(first_ask, lines.next()).await {
        Ok(first) => first,
        Err(_) => return Gone::Silent,
    };
    loop {
        match ask {
            Ok(Some(Ask::Watch)) => wants.send_modify(|wants| wants.snapshots = true),
            Ok(Some(Ask::Window)) => wants.send_modify(|wants| wants.shows = true),
            Ok(Some(Ask::Shown)) => wants.send_modify(|wants| wants.heard += 1),
            Ok(Some(Ask::Query { id, query })) => ways.question(id, query).await,
            Ok(Some(other)) => {
                if ways.asks.send(other).await.is_err() {
                    return Gone::LampEnds;
                }
            }
            Ok(None) => return Gone::HungUp,
            Err(FrameError::Io(error)) => return Gone::Io(error),
            Err(error @ (FrameError::TooLong { .. } | FrameError::NotUnderstood(_))) => {
                return Gone::Babble(error);
            }
        }
        ask = lines.next().await;
    }
}

struct Writer<'w, W> {
    to: &'w mut W,
    snapshots: watch::Receiver<Arc<Snapshot>>,
    announcements: broadcast::Receiver<Announcement>,
    answers: mpsc::Receiver<Message>,
    shows: Option<broadcast::Receiver<Option<String>>>,
    /// The last show that was sent and not yet heard, and when it counts as lost.
    unheard: Option<(Option<String>, Instant)>,
    /// How many shows were sent.
    told: u32,
    windows: Windows,
    wants: watch::Receiver<Wants>,
    limits: Limits,
}

impl<W: AsyncWrite + Unpin> Writer<'_, W> {
    /// Sends what the guest wants, until it is gone.
    async fn tell(&mut self) -> Gone {
        let greeting = Greeting {
            aldis: crate::PROTOCOL,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            pid: std::process::id(),
            windows: self.windows.count(),
        };
        let mut sent = send(self.to, &greeting, self.limits.patience).await;
        loop {
            if let Err(gone) = sent {
                return gone;
            }
            match self.next().await {
                Ok(Some(message)) => sent = send(self.to, &message, self.limits.patience).await,
                Ok(None) => sent = Ok(()),
                Err(Gone::LampEnds) => {
                    return send(self.to, &Message::Bye, self.limits.patience)
                        .await
                        .err()
                        .unwrap_or(Gone::LampEnds);
                }
                Err(gone) => return gone,
            }
        }
    }

    /// Waits for something to say; `None` when what is wanted has changed.
    async fn next(&mut self) -> Result<Option<Message>, Gone> {
        let wants = *self.wants.borrow();
        tokio::select! {
            // What was announced comes before the snapshot that already shows it.
            biased;
            changed = self.wants.changed() => {
                changed.map_err(|_| Gone::HungUp)?;
                Ok(self.heed(wants))
            }
            () = passed(self.unheard.as_ref().map(|(_, until)| *until)) => Err(Gone::Stuck),
            Some(answer) = self.answers.recv() => Ok(Some(answer)),
            page = next_show(&mut self.shows) => {
                Ok(page?.map(|page| self.show(page)))
            }
            happened = self.announcements.recv(), if wants.snapshots => match happened {
                Ok(announcement) => Ok(Some(announcement.into())),
                Err(broadcast::error::RecvError::Lagged(_)) => Err(Gone::Lagging),
                Err(broadcast::error::RecvError::Closed) => Err(Gone::LampEnds),
            },
            changed = self.snapshots.changed() => {
                changed.map_err(|_| Gone::LampEnds)?;
                let latest = wants.snapshots.then(|| Arc::clone(&self.snapshots.borrow_and_update()));
                Ok(latest.map(Message::Snapshot))
            }
        }
    }

    fn show(&mut self, page: Option<String>) -> Message {
        self.told += 1;
        self.unheard = Some((page.clone(), Instant::now() + self.limits.show));
        Message::Show { page }
    }

    /// The latest page that was to be shown and, as far as is known, was not.
    fn lost_show(&mut self) -> Option<Option<String>> {
        let waiting = self.shows.as_mut().and_then(|shows| {
            let all = std::iter::from_fn(|| shows.try_recv().ok());
            all.last()
        });
        waiting.or_else(|| self.unheard.take().map(|(page, _)| page))
    }

    /// Starts what is wanted from here on: the latest snapshot first, and nothing that happened
    /// before it.
    fn heed(&mut self, before: Wants) -> Option<Message> {
        let wants = *self.wants.borrow();
        if wants.shows && self.shows.is_none() {
            self.shows = Some(self.windows.welcome());
        }
        if wants.heard >= self.told {
            self.unheard = None;
        }
        (wants.snapshots && !before.snapshots).then(|| {
            self.announcements = self.announcements.resubscribe();
            Message::Snapshot(Arc::clone(&self.snapshots.borrow_and_update()))
        })
    }
}

/// Waits for `until`; for ever where there is nothing to wait for.
async fn passed(until: Option<Instant>) {
    match until {
        Some(until) => tokio::time::sleep_until(until).await,
        None => std::future::pending().await,
    }
}

/// Waits for the next request to come forward; for ever where it is not wanted.
async fn next_show(
    shows: &mut Option<broadcast::Receiver<Option<String>>>,
) -> Result<Option<Option<String>>, Gone> {
    let Some(shows) = shows else {
        return std::future::pending().await;
    };
    match shows.recv().await {
        Ok(page) => Ok(Some(page)),
        Err(broadcast::error::RecvError::Lagged(_)) => Ok(None),
        Err(broadcast::error::RecvError::Closed) => Err(Gone::LampEnds),
    }
}

async fn send<T: Serialize + Sync>(
    to: &mut (impl AsyncWrite + Unpin),
    value: &T,
    patience: Duration,
) -> Result<(), Gone> {
    match tokio::time::timeout(patience, framing::write(to, value)).await {
        Ok(written) => written.map_err(Gone::Io),
        Err(_) => Err(Gone::Stuck),
    }
}
