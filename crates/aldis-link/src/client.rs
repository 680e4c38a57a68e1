//! The listening end: a window, a terminal, a bar.

use std::io;
use std::path::Path;

use interprocess::local_socket::tokio::{Stream, prelude::*};
use thiserror::Error;
use tokio::io::{ReadHalf, WriteHalf};

use crate::command::Ask;
use crate::framing::{self, FrameError, LONGEST_MESSAGE, Lines};
use crate::message::{Greeting, Message};
use crate::place::{self, Place};

/// A lamp that does not greet within this time is hung.
const GREETING_DEADLINE: std::time::Duration = std::time::Duration::from_secs(5);

/// Why there is no connection.
#[derive(Debug, Error)]
pub enum ConnectError {
    /// No lamp runs for this data directory.
    #[error("Aldis is not running")]
    NotRunning,
    /// A lamp runs, of a version that speaks differently.
    #[error(
        "the running Aldis is version {version} and speaks protocol {theirs}, this program speaks {}: quit Aldis and start it again",
        crate::PROTOCOL
    )]
    OtherVersion {
        /// Its protocol.
        theirs: u32,
        /// Its program version.
        version: String,
    },
    /// Somebody listens who does not greet as a lamp does.
    #[error("the running Aldis does not answer as Aldis does")]
    NoGreeting(#[source] FrameError),
    /// The socket cannot be used.
    #[error("the socket of Aldis cannot be used")]
    Io(#[from] io::Error),
}

/// A connection to the lamp.
pub struct Client {
    greeting: Greeting,
    listener: Listener,
    asker: Asker,
}

impl Client {
    /// Connects to the lamp of `data_dir`.
    pub async fn connect(data_dir: &Path) -> Result<Self, ConnectError> {
        let stream = open(data_dir).await.map_err(|error| {
            let absent = [io::ErrorKind::NotFound, io::ErrorKind::ConnectionRefused];
            if absent.contains(&error.kind()) {
                ConnectError::NotRunning
            } else {
                ConnectError::Io(error)
            }
        })?;
        let (read, write) = tokio::io::split(stream);
        let mut lines = Lines::new(read, LONGEST_MESSAGE);
        let greeting = greet(&mut lines).await.map_err(ConnectError::NoGreeting)?;
        if greeting.aldis != crate::PROTOCOL {
            return Err(ConnectError::OtherVersion {
                theirs: greeting.aldis,
                version: greeting.version.chars().take(40).collect(),
            });
        }
        Ok(Self {
            greeting,
            listener: Listener { lines },
            asker: Asker { write },
        })
    }

    /// How the lamp greeted.
    pub fn greeting(&self) -> &Greeting {
        &self.greeting
    }

    /// Asks the lamp for something.
    pub async fn ask(&mut self, ask: &Ask) -> io::Result<()> {
        self.asker.ask(ask).await
    }

    /// The next message; `None` when the lamp is gone.
    pub async fn next(&mut self) -> Result<Option<Message>, FrameError> {
        self.listener.next().await
    }

    /// Both directions apart, for two tasks.
    pub fn split(self) -> (Asker, Listener) {
        (self.asker, self.listener)
    }
}

/// The direction to the lamp.
pub struct Asker {
    write: WriteHalf<Stream>,
}

impl Asker {
    /// Asks the lamp for something.
    pub async fn ask(&mut self, ask: &Ask) -> io::Result<()> {
        framing::write(&mut self.write, ask).await
    }
}

/// The direction from the lamp.
pub struct Listener {
    lines: Lines<ReadHalf<Stream>>,
}

impl Listener {
    /// The next message; `None` when the lamp is gone. Dropping the future loses nothing.
    pub async fn next(&mut self) -> Result<Option<Message>, FrameError> {
        self.lines.next().await
    }
}

async fn open(data_dir: &Path) -> io::Result<Stream> {
    let name = place::address(&Place::of(data_dir)?)?;
    Stream::connect(name).await
}

async fn greet(lines: &mut Lines<ReadHalf<Stream>>) -> Result<Greeting, FrameError> {
    let greeting = tokio::time::timeout(GREETING_DEADLINE, lines.next())
        .await
        .map_err(|_| io::Error::from(io::ErrorKind::TimedOut))??;
    greeting.ok_or_else(|| io::Error::from(io::ErrorKind::UnexpectedEof).into())
}
