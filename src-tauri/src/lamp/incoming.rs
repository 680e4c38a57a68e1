//! Everything that reaches the lamp from outside the engine: clicks, answers to notifications,
//! and parts of the desktop that are missing.

use aldis_core::event::Fault;
use aldis_core::present::notice::Action;
use aldis_core::present::tray::Click;
use aldis_core::thrift::Means;
use serde::{Deserialize, Serialize};

/// Something that reached the lamp.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Incoming {
    /// Somebody clicked in the tray.
    Clicked(Click),
    /// Somebody pressed a button of a notification, or the notification itself.
    Replied(Reply),
    /// A part of the desktop is missing, or is there again.
    Fault {
        /// Which.
        fault: Fault,
        /// Whether it is missing.
        broken: bool,
    },
    /// How much power and data there is, as the desktop says, whenever that changes.
    Means(Means),
}

/// What pressing a button of a notification means. Serialised into the action's key: no string
/// vocabulary.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    /// Open the window at this incident.
    Details(String),
    /// Open this address in the browser.
    Open(String),
    /// Say nothing more about these services until they work again.
    Mute(Vec<String>),
}

impl From<Action> for Reply {
    fn from(action: Action) -> Self {
        match action {
            Action::Details(incident) => Self::Details(incident.as_str().to_owned()),
            Action::Open(address) => Self::Open(address.into()),
            Action::Mute(services) => Self::Mute(
                services
                    .iter()
                    .map(|service| service.as_str().to_owned())
                    .collect(),
            ),
        }
    }
}
