//! What the user wants, as data. Reading the file is the engine's; reading its text is ours.

use std::time::Duration;

use crate::catalogue::{Catalogue, ServiceId};
use crate::finding::Finding;

mod read;

/// A duration as people write it: `500ms`, `20s`, `5m`, `2h`, `7d`. Zero is none.
pub use crate::tables::duration;

/// Reads a settings file. What is wrong in it is named and falls back to the default.
pub fn parse(text: &str, file_name: &str) -> (Settings, Vec<Finding>) {
    read::read(text, file_name)
}

/// Names every service id in a settings file that `catalogue` does not have.
pub fn unknown_services(text: &str, file_name: &str, catalogue: &Catalogue) -> Vec<Finding> {
    read::unknown_services(text, file_name, catalogue)
}

/// Everything of `settings.toml` (CONTRACTS.md), with defaults filled in.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// What to watch, in the order shown.
    pub watch: Vec<ServiceId>,
    /// The user's own order of alternatives.
    pub prefer: Vec<ServiceId>,
    /// Language of every sentence.
    pub language: LanguageChoice,
    /// The window in light or dark.
    pub theme: Theme,
    /// How often to look.
    pub intervals: Intervals,
    /// Where to ask the models themselves.
    pub completion: Completions,
    /// What to be told.
    pub notify: NotifySettings,
    /// How to reach the network.
    pub proxy: Proxy,
    /// Whether to be sparing with data.
    pub metered: Metered,
    /// Who else is told.
    pub hooks: Hooks,
    /// Whether the catalogue renews itself, and from where.
    pub updates: Updates,
}

/// Whether the catalogue renews itself, and from where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Updates {
    /// Whether newer catalogues are fetched at all; one that was fetched stays in force.
    pub catalogue: bool,
    /// From where, if not from where this Aldis came from.
    pub url: Option<url::Url>,
}

impl Default for Updates {
    fn default() -> Self {
        Self {
            catalogue: true,
            url: None,
        }
    }
}

/// Language of every sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LanguageChoice {
    /// As the system says.
    System,
    /// This one.
    Fixed(crate::present::words::Language),
}

/// The window in light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system says.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// How often to look when nothing is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Intervals {
    /// A service's web and API surfaces.
    pub edge: Duration,
    /// A completion with the user's own key.
    pub completion: Duration,
    /// A vendor's status page.
    pub status_page: Duration,
}

/// Where the models themselves are asked, on the user's own account. Off unless switched on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completions {
    /// The services.
    pub services: Vec<ServiceId>,
    /// How many completions a day, in UTC, for each of them.
    pub daily: u32,
}

impl Completions {
    /// Nobody is asked more often in a day, whatever the file says.
    pub const DAILY_AT_MOST: u32 = 400;
}

impl Default for Completions {
    fn default() -> Self {
        Self {
            services: Vec::new(),
            daily: 400,
        }
    }
}

impl Intervals {
    /// What hosts other than our own machine are asked at most.
    pub const MINIMUM: Self = Self {
        edge: Duration::from_secs(20),
        completion: Duration::from_secs(60),
        status_page: Duration::from_secs(60),
    };

    /// These intervals as they apply to a host: one that is not loop-back is held to the minimum.
    #[must_use]
    pub fn held_to_minimum(self, is_loopback: bool) -> Self {
        if is_loopback {
            return self;
        }
        Self {
            edge: self.edge.max(Self::MINIMUM.edge),
            completion: self.completion.max(Self::MINIMUM.completion),
            status_page: self.status_page.max(Self::MINIMUM.status_page),
        }
    }
}

/// Whether an address is on this machine.
pub fn is_loopback(url: &url::Url) -> bool {
    match url.host() {
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        Some(url::Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        None => false,
    }
}

/// What the user wants to be told about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotifySettings {
    /// For every service that has no level of its own.
    pub level: NotifyLevel,
    /// Per service.
    pub service: Vec<(ServiceId, NotifyLevel)>,
    /// Whether recoveries are told.
    pub recoveries: bool,
    /// When to stay silent, in local time.
    pub quiet_hours: Option<QuietHours>,
}

/// How much to be told about a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NotifyLevel {
    /// Nothing.
    Off,
    /// Outages.
    Outages,
    /// Outages and degradations.
    Degraded,
}

/// From one local time of day to another, in minutes after midnight; may cross midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuietHours {
    /// First quiet minute.
    pub from: u16,
    /// First minute that is loud again.
    pub to: u16,
}

/// How to reach the network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proxy {
    /// As the system says.
    System,
    /// Directly.
    None,
    /// Through this one.
    Url(url::Url),
}

/// Whether what goes through the link is paid for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Metered {
    /// As the system says.
    #[default]
    System,
    /// It is.
    Yes,
    /// It is not.
    No,
}

/// Programs and addresses that are told of every transition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hooks {
    /// Program and arguments; gets the transition as JSON on standard input.
    pub on_transition: Vec<String>,
    /// Gets the same JSON by POST.
    pub webhook: Option<url::Url>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            watch: ["chatgpt", "claude", "gemini", "copilot"]
                .map(ServiceId::new)
                .into(),
            prefer: Vec::new(),
            language: LanguageChoice::System,
            theme: Theme::System,
            intervals: Intervals {
                edge: Duration::from_secs(60),
                completion: Duration::from_secs(300),
                status_page: Duration::from_secs(120),
            },
            completion: Completions::default(),
            notify: NotifySettings {
                level: NotifyLevel::Outages,
                service: Vec::new(),
                recoveries: true,
                quiet_hours: None,
            },
            proxy: Proxy::System,
            metered: Metered::System,
            hooks: Hooks::default(),
            updates: Updates::default(),
        }
    }
}
