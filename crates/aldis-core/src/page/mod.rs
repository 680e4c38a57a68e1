//! What a vendor's status page says: bytes in, [`PageReport`] out. One file per format.
//!
//! Fetching is not here; nor is what a report means for a service: see [`verdict()`].

mod detect;
mod incident_io;
mod json;
mod report;
mod statuspage;
mod text;
mod verdict;

use thiserror::Error;

pub use report::{
    Component, Impact, IncidentPhase, IncidentUpdate, Maintenance, MaintenancePhase, PageHead,
    PageIncident, PageReport,
};
pub use text::is_showable;
pub use verdict::{Because, Verdict, verdict};

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
}

impl Format {
    /// All of them, in the order of CONTRACTS.md.
    pub const ALL: [Self; 4] = [
        Self::Statuspage,
        Self::IncidentIo,
        Self::IncidentIoWidget,
        Self::IncidentIoNative,
    ];

    /// The word of CONTRACTS.md.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Statuspage => "statuspage",
            Self::IncidentIo => "incident_io",
            Self::IncidentIoWidget => "incident_io_widget",
            Self::IncidentIoNative => "incident_io_native",
        }
    }

    /// The reverse of [`Format::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.word() == word)
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
