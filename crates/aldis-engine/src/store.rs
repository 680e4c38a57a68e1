//! History: looks, changes of health, incidents, our own vantage. One thread writes; the engine
//! never waits for it, and a disk that fails costs history, not the lamp.

mod file;
mod past;
mod read;
mod spans;
mod word;
mod write;

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use aldis_core::event::Fault;
use aldis_core::monitor::Past;
use aldis_core::{Event, Record, ServiceId, Timestamp};
use rusqlite::Connection;
use tokio::sync::mpsc;

use crate::handle::Message;

pub use read::{History, forget_history, history_size};

/// Records that may wait to be written.
const WAITING: usize = 1024;
/// Records are gathered for this long and written together.
const GATHER: Duration = Duration::from_millis(300);
const PRUNE_EVERY: Duration = Duration::from_secs(6 * 60 * 60);
/// SQLite is content with far less than the default of two megabytes.
const STACK: usize = 512 * 1024;

/// How much of history is this engine's to read and to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keeps {
    /// All of it.
    Everything,
    /// What completions cost, and nothing else: the rest is another process's.
    Account,
}

/// The writing end of history.
#[derive(Debug)]
pub(crate) struct Store {
    keeps: Keeps,
    lines: SyncSender<Line>,
    thread: JoinHandle<()>,
}

/// What is written.
#[derive(Debug)]
enum Line {
    Record(Record),
    /// At this moment it was known how these services are.
    Seen {
        at: Timestamp,
        services: Vec<ServiceId>,
    },
    /// Somebody wants to know what completions cost around now, by all that was recorded before.
    ReadAccount(Timestamp),
}

/// More records are waiting than may wait.
#[derive(Debug)]
pub(crate) struct Full;

impl Store {
    /// Opens the history in `dir` and reads back what was known. No store means that history is not
    /// kept; the faults say why, and where a damaged one went.
    pub(crate) async fn open(
        dir: &Path,
        keeps: Keeps,
        messages: mpsc::Sender<Message>,
        now: Timestamp,
    ) -> (Option<Self>, Past, Vec<Fault>) {
        let dir = dir.to_owned();
        let opening = tokio::task::spawn_blocking(move || start(dir, keeps, messages, now));
        match opening.await {
            Ok(Ok((store, past, faults))) => (Some(store), past, faults),
            Ok(Err(error)) => {
                let fault = Fault::History(format!("{error:#}"));
                (None, Past::default(), vec![fault])
            }
            Err(error) => {
                let fault = Fault::History(error.to_string());
                (None, Past::default(), vec![fault])
            }
        }
    }

    /// Hands a record over, without waiting.
    pub(crate) fn append(&self, record: Record) -> Result<(), Full> {
        self.send(Line::Record(record))
    }

    /// Notes that at this moment it is known how `services` are, without waiting. Without such
    /// marks at least every other minute, the time between is a gap.
    pub(crate) fn mark_seen(&self, at: Timestamp, services: Vec<ServiceId>) -> Result<(), Full> {
        self.send(Line::Seen { at, services })
    }

    /// Has what completions cost sent to the engine as [`Event::Account`], without waiting.
    pub(crate) fn read_account(&self, now: Timestamp) -> Result<(), Full> {
        self.send(Line::ReadAccount(now))
    }

    fn send(&self, line: Line) -> Result<(), Full> {
        let is_account = matches!(
            line,
            Line::Record(Record::Spent { .. }) | Line::ReadAccount(_)
        );
        if self.keeps == Keeps::Account && !is_account {
            return Ok(());
        }
        match self.lines.try_send(line) {
            // The writer ends only when the engine does.
            Ok(()) | Err(TrySendError::Disconnected(_)) => Ok(()),
            Err(TrySendError::Full(_)) => Err(Full),
        }
    }

    /// Writes out what is waiting, and ends.
    pub(crate) async fn close(self) {
        drop(self.lines);
        let thread = self.thread;
        let joined = tokio::task::spawn_blocking(move || thread.join()).await;
        if !matches!(joined, Ok(Ok(()))) {
            tracing::error!("the writer of history ended abnormally");
        }
    }
}

fn start(
    dir: PathBuf,
    keeps: Keeps,
    messages: mpsc::Sender<Message>,
    now: Timestamp,
) -> anyhow::Result<(Store, Past, Vec<Fault>)> {
    let opened = file::open(&dir, now)?;
    let faults = opened.moved_aside.map(Fault::HistoryMovedAside);
    let (sender, lines) = sync_channel(WAITING);
    let writer = Writer {
        dir,
        connection: opened.connection,
        messages,
        latest: now,
        pruned: None,
        failing: None,
        unwritten: Vec::new(),
    };
    let thread = std::thread::Builder::new()
        .name("aldis-history".to_owned())
        .stack_size(STACK)
        .spawn(move || writer.run(&lines))?;
    let store = Store {
        keeps,
        lines: sender,
        thread,
    };
    let past = match keeps {
        Keeps::Everything => opened.past,
        Keeps::Account => Past {
            spent: opened.past.spent,
            ..Past::default()
        },
    };
    Ok((store, past, faults.into_iter().collect()))
}

struct Writer {
    dir: PathBuf,
    connection: Connection,
    messages: mpsc::Sender<Message>,
    latest: Timestamp,
    pruned: Option<Instant>,
    failing: Option<Fault>,
    unwritten: Vec<Line>,
}

impl Writer {
    fn run(mut self, lines: &Receiver<Line>) {
        while let Ok(first) = lines.recv() {
            let wanted = self.gather(first, lines);
            self.write();
            if let Some(now) = wanted {
                self.tell_account(now);
            }
            self.prune();
        }
    }

    /// Returns for when somebody wants to read the account, and waits for it. What is spent waits
    /// for nothing: others who ask for completions read it from the file.
    fn gather(&mut self, first: Line, lines: &Receiver<Line>) -> Option<Timestamp> {
        let until = Instant::now() + GATHER;
        let mut next = Ok(first);
        while let Ok(line) = next {
            if let Line::ReadAccount(now) = line {
                return Some(now);
            }
            if let Some(at) = moment(&line) {
                self.latest = self.latest.max(at);
            }
            let is_spending = matches!(line, Line::Record(Record::Spent { .. }));
            self.unwritten.push(line);
            if is_spending || self.unwritten.len() >= WAITING {
                break;
            }
            let left = until.saturating_duration_since(Instant::now());
            next = lines.recv_timeout(left);
            if matches!(next, Err(RecvTimeoutError::Disconnected)) {
                break;
            }
        }
        None
    }

    /// While something cannot be written what is read falls short.
    fn tell_account(&self, now: Timestamp) {
        let read = || {
            let spent = past::spent(&self.connection, now);
            spent.inspect_err(|error| tracing::warn!(%error, "failed to read what was spent"))
        };
        let spent = self.unwritten.is_empty().then(read).and_then(Result::ok);
        self.send(Event::Account(spent));
    }

    /// What cannot be written now is tried again with the next records, the newest of it.
    fn write(&mut self) {
        let mut written = write::write(&mut self.connection, &self.unwritten).map_err(Into::into);
        if written.as_ref().is_err_and(file::is_damage) {
            written = self.start_afresh();
        }
        match written {
            Ok(()) => {
                self.unwritten.clear();
                self.report(None);
            }
            Err(error) => {
                let excess = self.unwritten.len().saturating_sub(WAITING / 2);
                self.unwritten.drain(..excess);
                self.report(Some(Fault::History(format!("{error:#}"))));
            }
        }
    }

    fn start_afresh(&mut self) -> anyhow::Result<()> {
        // Lets go of the damaged file: some systems do not rename open ones.
        self.connection = Connection::open_in_memory()?;
        let opened = file::open(&self.dir, self.latest)?;
        self.connection = opened.connection;
        if let Some(name) = opened.moved_aside {
            self.tell(Fault::HistoryMovedAside(name), true);
        }
        Ok(write::write(&mut self.connection, &self.unwritten)?)
    }

    fn prune(&mut self) {
        if self.pruned.is_some_and(|at| at.elapsed() < PRUNE_EVERY) {
            return;
        }
        self.pruned = Some(Instant::now());
        if let Err(error) = write::prune(&self.connection, self.latest) {
            tracing::warn!(%error, "failed to forget what is old");
        }
    }

    /// Says it once when writing begins to fail, and once when it works again.
    fn report(&mut self, fault: Option<Fault>) {
        match (self.failing.take(), fault) {
            (None, Some(fault)) => {
                self.tell(fault.clone(), true);
                self.failing = Some(fault);
            }
            (Some(known), Some(_)) => self.failing = Some(known),
            (Some(known), None) => self.tell(known, false),
            (None, None) => {}
        }
    }

    fn tell(&self, fault: Fault, broken: bool) {
        self.send(Event::Fault { fault, broken });
    }

    fn send(&self, event: Event) {
        if self.messages.blocking_send(event.into()).is_err() {
            tracing::warn!("the engine ended before it could be told what history has to say");
        }
    }
}

fn moment(line: &Line) -> Option<Timestamp> {
    match line {
        Line::Seen { at, .. }
        | Line::Record(Record::Sample { at, .. } | Record::Vantage { at, .. }) => Some(*at),
        Line::Record(Record::Transition(transition)) => Some(transition.at),
        Line::Record(Record::Spent { day, .. }) => Some(day.begins()),
        Line::ReadAccount(_)
        | Line::Record(Record::Incident(_) | Record::Learned(_) | Record::Mutes(_)) => None,
    }
}

#[cfg(test)]
mod tests;
