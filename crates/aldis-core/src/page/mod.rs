//! What a vendor's status page says: bytes in, [`PageReport`] out. One file per format.
//!
//! Fetching is not here; nor is what a report means for a service: see [`verdict()`].

mod alibaba;
mod atom;
mod aws;
mod azure_rss;
mod beats;
mod better_stack;
mod cachet;
mod checkly;
mod datadog;
mod decode;
mod detect;
mod feed;
mod feed_body;
mod feed_words;
mod flashcat;
mod gather;
mod gatus;
mod google;
mod incident_io;
mod instatus;
mod json;
mod microsoft_posts;
mod report;
mod rootly;
mod rss;
mod status_io;
mod statuspage;
mod text;
mod uptime_kuma;
mod verdict;
mod when;
mod widget;
mod xml;

use thiserror::Error;

pub use report::{
    Component, Impact, IncidentPhase, IncidentUpdate, Maintenance, MaintenancePhase, PageHead,
    PageIncident, PageReport,
};
pub use text::is_showable;
pub use verdict::{Because, LeftOut, Verdict, verdict, verdict_at};

/// A status-page format we can read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Atlassian Statuspage v2 (`/api/v2/summary.json`, `incidents.json`).
    Statuspage,
    /// incident.io in any of its three shapes: Statuspage-like shim, widget, native.
    IncidentIo,
    /// incident.io's widget document only (`/api/v1/summary`).
    IncidentIoWidget,
    /// incident.io's own documents only (`/proxy/HOST`).
    IncidentIoNative,
    /// Instatus (`/summary.json`, `/v2/components.json`, the data of the page itself).
    Instatus,
    /// Better Stack (`/index.json`).
    BetterStack,
    /// Status.io (`/1.0/status/PAGE`).
    StatusIo,
    /// Google Cloud and Workspace (`incidents.json`).
    Google,
    /// AWS (`/public/currentevents`).
    Aws,
    /// Azure (RSS of what is wrong at present).
    AzureRss,
    /// Microsoft (`/api/posts/…`).
    MicrosoftPosts,
    /// Checkly (`/api/status-page/PAGE/uptime`).
    Checkly,
    /// Datadog (`/config.json`).
    Datadog,
    /// Flashcat, also called Flashduty (`/summary/active`).
    Flashcat,
    /// Alibaba Cloud (`/api/status/listHistoryEvent`).
    Alibaba,
    /// Cachet 2 and 3 (lists of components and incidents).
    Cachet,
    /// Uptime Kuma (page and heartbeats).
    UptimeKuma,
    /// Gatus (`/api/v1/endpoints/statuses`).
    Gatus,
    /// Rootly (`/api/v1/status.json`).
    Rootly,
    /// RSS of any status page.
    Rss,
    /// Atom of any status page.
    Atom,
}

impl Format {
    /// All of them, in the order of CONTRACTS.md.
    pub const ALL: [Self; 21] = [
        Self::Statuspage,
        Self::IncidentIo,
        Self::IncidentIoWidget,
        Self::IncidentIoNative,
        Self::Instatus,
        Self::BetterStack,
        Self::StatusIo,
        Self::Google,
        Self::Aws,
        Self::AzureRss,
        Self::MicrosoftPosts,
        Self::Checkly,
        Self::Datadog,
        Self::Flashcat,
        Self::Alibaba,
        Self::Cachet,
        Self::UptimeKuma,
        Self::Gatus,
        Self::Rootly,
        Self::Rss,
        Self::Atom,
    ];

    /// The word of CONTRACTS.md.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Statuspage => "statuspage",
            Self::IncidentIo => "incident_io",
            Self::IncidentIoWidget => "incident_io_widget",
            Self::IncidentIoNative => "incident_io_native",
            Self::Instatus => "instatus",
            Self::BetterStack => "better_stack",
            Self::StatusIo => "status_io",
            Self::Google => "google",
            Self::Aws => "aws",
            Self::AzureRss => "azure_rss",
            Self::MicrosoftPosts => "microsoft_posts",
            Self::Checkly => "checkly",
            Self::Datadog => "datadog",
            Self::Flashcat => "flashcat",
            Self::Alibaba => "alibaba",
            Self::Cachet => "cachet",
            Self::UptimeKuma => "uptime_kuma",
            Self::Gatus => "gatus",
            Self::Rootly => "rootly",
            Self::Rss => "rss",
            Self::Atom => "atom",
        }
    }

    /// The reverse of [`Format::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.word() == word)
    }

    /// Who runs pages of this format for many vendors; `None` where every vendor runs its own.
    pub const fn platform(self) -> Option<&'static str> {
        Some(match self {
            Self::Statuspage => "Statuspage",
            Self::IncidentIo | Self::IncidentIoWidget | Self::IncidentIoNative => "incident.io",
            Self::Instatus => "Instatus",
            Self::BetterStack => "Better Stack",
            Self::StatusIo => "Status.io",
            Self::Checkly => "Checkly",
            Self::Datadog => "Datadog",
            Self::Flashcat => "Flashcat",
            Self::Rootly => "Rootly",
            Self::Google
            | Self::Aws
            | Self::AzureRss
            | Self::MicrosoftPosts
            | Self::Alibaba
            | Self::Cachet
            | Self::UptimeKuma
            | Self::Gatus
            | Self::Rss
            | Self::Atom => return None,
        })
    }

    /// Whether it is one of incident.io's, which all are read from the same pages.
    pub const fn is_incident_io(self) -> bool {
        matches!(
            self,
            Self::IncidentIo | Self::IncidentIoWidget | Self::IncidentIoNative
        )
    }

    /// The format that `bytes` are in, by what they hold; `content_type` is what the server called
    /// them, where one did. What is of no format we know is as unreadable as what is damaged.
    pub fn detect(bytes: &[u8], content_type: Option<&str>) -> Result<Self, PageError> {
        detect::detect(bytes, content_type)
    }
}

/// Reads the bytes of a status page. Anything that is not a whole document of `format` is an error.
pub fn parse(format: Format, bytes: &[u8]) -> Result<PageReport, PageError> {
    match format {
        Format::Statuspage => statuspage::parse(bytes),
        Format::IncidentIo => incident_io::parse(bytes),
        Format::IncidentIoWidget => incident_io::parse_widget(bytes),
        Format::IncidentIoNative => incident_io::parse_native(bytes),
        Format::Instatus => instatus::parse(bytes),
        Format::BetterStack => better_stack::parse(bytes),
        Format::StatusIo => status_io::parse(bytes),
        Format::Google => google::parse(bytes),
        Format::Aws => aws::parse(bytes),
        Format::AzureRss => azure_rss::parse(bytes),
        Format::MicrosoftPosts => microsoft_posts::parse(bytes),
        Format::Checkly => checkly::parse(bytes),
        Format::Datadog => datadog::parse(bytes),
        Format::Flashcat => flashcat::parse(bytes),
        Format::Alibaba => alibaba::parse(bytes),
        Format::Cachet => cachet::parse(bytes),
        Format::UptimeKuma => uptime_kuma::parse(bytes),
        Format::Gatus => gatus::parse(bytes),
        Format::Rootly => rootly::parse(bytes),
        Format::Rss => rss::parse(bytes),
        Format::Atom => atom::parse(bytes),
    }
}

/// Why a page says nothing we can use. Never good news.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PageError {
    /// Zero bytes, or white space only.
    #[error("the body is empty")]
    Empty,
    /// HTML where data was due.
    #[error("an HTML page came where {expected} was due")]
    Html {
        /// The format that was due.
        expected: &'static str,
    },
    /// Not the format at all.
    #[error("this is not {expected}: {why}")]
    NotThisFormat {
        /// The format that was due.
        expected: &'static str,
        /// What the parser met, with line and column where there is one.
        why: String,
    },
    /// A key that the verdict needs is not there.
    #[error("`{field}` is missing")]
    Missing {
        /// Dotted path.
        field: String,
    },
    /// A word that is not in the vendor's vocabulary as we know it.
    #[error("`{field}` has the unknown value \"{value}\"")]
    UnknownValue {
        /// Dotted path.
        field: String,
        /// The word, cut to 60 characters.
        value: String,
    },
}
