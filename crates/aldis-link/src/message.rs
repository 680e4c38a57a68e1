//! What the lamp says to whoever is connected: a greeting first, then one [`Message`] a line.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::view::{Answer, Failure, Notice, Snapshot, Transition, VantageChange};

/// The first line of every connection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Greeting {
    /// [`crate::PROTOCOL`] of the lamp.
    pub aldis: u32,
    /// Version of the lamp's program.
    pub version: String,
    /// Process id of the lamp.
    pub pid: u32,
    /// How many windows are connected: a second one asks the first to come forward and ends.
    #[serde(default)]
    pub windows: usize,
}

/// One line from the lamp. `snapshot`, `transition`, `notice` and `vantage` are the lines of
/// `aldis watch --json`; the others concern only the two ends of the socket.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Message {
    /// Everything at one moment; replaces the one before.
    Snapshot(Arc<Snapshot>),
    /// A service's health changed.
    Transition(Transition),
    /// The user was told something.
    Notice(Notice),
    /// The state of our own network changed.
    Vantage(VantageChange),
    /// To a window only: come forward, at `page` if it is named.
    Show {
        /// As in [`crate::command::Ask::OpenWindow`].
        page: Option<String>,
    },
    /// To whoever asked a question: its answer.
    Answer {
        /// As in [`crate::command::Ask::Query`].
        id: u32,
        /// The answer.
        answer: Answer,
    },
    /// What was asked is refused; the connection ends after it.
    Failure(Failure),
    /// The lamp ends on purpose. Without this line, a lost connection is an accident.
    Bye,
}

/// What happened, for scripts and for everybody who watches: goes out once and is not repeated.
#[derive(Clone, Debug, PartialEq)]
pub enum Announcement {
    /// A service's health changed.
    Transition(Transition),
    /// The user was told something.
    Notice(Notice),
    /// The state of our own network changed.
    Vantage(VantageChange),
}

impl Announcement {
    /// What hooks are told of it, the line of `aldis watch --json`; `None` where they are not.
    pub fn for_hooks(&self) -> Option<String> {
        match self {
            Self::Transition(transition) => {
                serde_json::to_string(&Message::Transition(transition.clone())).ok()
            }
            Self::Notice(_) | Self::Vantage(_) => None,
        }
    }
}

impl From<Announcement> for Message {
    fn from(announcement: Announcement) -> Self {
        match announcement {
            Announcement::Transition(transition) => Self::Transition(transition),
            Announcement::Notice(notice) => Self::Notice(notice),
            Announcement::Vantage(change) => Self::Vantage(change),
        }
    }
}
