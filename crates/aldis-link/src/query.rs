//! What the window may ask and is answered: history, settings, keys, files. What changes the moment
//! is in [`crate::command`]; the answers are in `view/`.

use std::fmt;

use serde::{Deserialize, Serialize};

/// One question. Each is answered once, by [`crate::message::Message::Answer`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(tag = "query", rename_all = "snake_case", deny_unknown_fields)]
pub enum Query {
    /// The incidents of the last 90 days, in short.
    Incidents,
    /// One of them whole.
    Incident {
        /// Its id.
        id: String,
    },
    /// How the services did.
    History,
    /// How quick one service answered.
    Latency {
        /// Service id.
        service: String,
        /// How far back.
        reach: Reach,
    },
    /// The settings in force, and what can be chosen from.
    Settings,
    /// Changes `settings.toml`; answered with the settings as they are then.
    Change {
        /// What to change.
        change: Change,
    },
    /// Finds out how to read a status page.
    Propose {
        /// Its address.
        address: String,
        /// Ids of the components that are the service; the page as a whole where there are none.
        main: Vec<String>,
    },
    /// Adds what was found there and watches it; answered with the settings as they are then.
    AddPage {
        /// As in [`Query::Propose`].
        address: String,
        /// As in [`Query::Propose`].
        main: Vec<String>,
    },
    /// Which keys are kept. May open the key store, which may ask the person.
    Keys,
    /// Keeps a key in the key store, in place of one that is there.
    KeepKey {
        /// Its name.
        name: String,
        /// The key itself, on its one way: no answer ever holds one.
        key: Secret,
    },
    /// Forgets a key.
    ForgetKey {
        /// Its name.
        name: String,
    },
    /// Asks the vendor for one word with the key.
    TestKey {
        /// Its name.
        name: String,
    },
    /// Starts Aldis when the person signs in, or no longer.
    StartAtLogin {
        /// Whether it should.
        on: bool,
    },
    /// Writes the incidents of the last 90 days to a file of the person's.
    Export {
        /// As what.
        format: ExportFormat,
    },
    /// Forgets all history.
    DeleteHistory,
    /// What Aldis is made of.
    Licences,
}

/// A key on its way into the key store. Printing it shows nothing of it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// The key itself, for whoever keeps it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// How far back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// 24 hours.
    Day,
    /// 7 days.
    Week,
    /// 30 days.
    Month,
    /// 90 days.
    Quarter,
}

/// As what incidents are written to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum ExportFormat {
    /// A table, one incident a row.
    Csv,
    /// Everything, timelines too.
    Json,
}

/// One change of `settings.toml`, in the words of CONTRACTS.md. Comments and everything else in the
/// file stay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(tag = "what", rename_all = "snake_case", deny_unknown_fields)]
pub enum Change {
    /// What to watch, in the order shown.
    Watch {
        /// Service ids.
        services: Vec<String>,
    },
    /// What to suggest first.
    Prefer {
        /// Service ids.
        services: Vec<String>,
    },
    /// The language of every sentence.
    Language {
        /// `system`, `en` or `vi`.
        language: String,
    },
    /// The window in light or dark.
    Theme {
        /// Which.
        theme: Theme,
    },
    /// How much to tell.
    Level {
        /// Of this service only; of every other one if absent.
        service: Option<String>,
        /// How much; as of every other one if absent.
        level: Option<Level>,
    },
    /// Whether recoveries are told.
    Recoveries {
        /// Whether they are.
        on: bool,
    },
    /// When to stay silent.
    QuietHours {
        /// From when to when; never if absent.
        hours: Option<QuietHours>,
    },
    /// How often to look.
    Interval {
        /// At what.
        of: Interval,
        /// How many seconds apart.
        seconds: u32,
    },
    /// How to reach the network.
    Proxy {
        /// `system`, `none` or an address.
        proxy: String,
    },
    /// Whether to be sparing with data.
    Metered {
        /// Whether it is.
        metered: Metered,
    },
    /// Which services are asked for real answers, on the person's own account.
    Completions {
        /// Service ids.
        services: Vec<String>,
    },
}

/// The window in light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the system says.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// Whether what goes through the link is paid for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Metered {
    /// As the system says.
    #[default]
    System,
    /// It is.
    Yes,
    /// It is not.
    No,
}

/// How much to tell of a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Nothing.
    Off,
    /// Outages.
    Outages,
    /// Outages and degradations.
    Degraded,
}

/// Local times of day, such as `22:00`; may cross midnight.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct QuietHours {
    /// First quiet minute.
    pub from: String,
    /// First minute that is loud again.
    pub to: String,
}

/// What is looked at again and again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Interval {
    /// Websites and interfaces.
    Edge,
    /// The models themselves, with a key.
    Completion,
    /// Vendors' status pages.
    StatusPage,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_on_its_way_is_never_printed() {
        let query: Query =
            serde_json::from_str(r#"{"query":"keep_key","name":"openai","key":"sk-hunter2"}"#)
                .unwrap();
        assert!(!format!("{query:?}").contains("hunter2"));
        let Query::KeepKey { key, .. } = query else {
            panic!("not that");
        };
        assert_eq!(key.reveal(), "sk-hunter2");
    }
}
