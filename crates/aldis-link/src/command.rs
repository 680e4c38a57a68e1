//! What a window, a bar or a script may ask of the lamp.

use serde::{Deserialize, Serialize};

use crate::query::Query;

/// One request, one line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(tag = "ask", rename_all = "snake_case", deny_unknown_fields)]
pub enum Ask {
    /// Send snapshots from now on, the latest one first.
    Watch,
    /// I am the window: tell me with [`crate::message::Message::Show`] when to come forward.
    Window,
    /// I am the window and have heard [`crate::message::Message::Show`]. One that does not say so
    /// soon is taken for hung, and the lamp opens another.
    Shown,
    /// Look at everything now.
    CheckNow,
    /// The user says that this service is broken for them: one voice for ten minutes, and a closer look.
    BrokenForMe {
        /// Service id.
        service: String,
    },
    /// The user takes that back.
    WorksForMe {
        /// Service id.
        service: String,
    },
    /// Tell the user when this service in trouble is back, or no longer, whatever else they hear of.
    TellWhenBack {
        /// Service id.
        service: String,
        /// Whether they want to be told.
        on: bool,
    },
    /// Show the window (a second start of the lamp, a script).
    OpenWindow {
        /// `now`, `incident/ID`, `incidents`, `history`, `settings` or `welcome`; `None` leaves an
        /// open window at its page.
        page: Option<String>,
    },
    /// Say nothing about `service` for a while; all of them if absent.
    Mute {
        /// Service id.
        service: Option<String>,
        /// For how long.
        until: MuteUntil,
    },
    /// Speak again.
    Unmute {
        /// Service id; all of them if absent.
        service: Option<String>,
    },
    /// Open an address in the system's browser; refused unless http(s).
    OpenUrl {
        /// The address.
        url: String,
    },
    /// Open `settings.toml` in whatever the system edits text with.
    OpenSettings,
    /// Answer a question, with [`crate::message::Message::Answer`] of the same id.
    Query {
        /// Chosen by who asks.
        id: u32,
        /// The question.
        query: Query,
    },
    /// End the lamp.
    Quit,
}

/// When a mute ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum MuteUntil {
    /// In an hour.
    Hour,
    /// Tomorrow at eight, local time.
    Tomorrow,
    /// When the service works again.
    Back,
}
