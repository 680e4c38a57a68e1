//! What the vendor's own page says, and why it says nothing, each with its age.

use super::{Words, quoted};
use crate::health::Health;
use crate::page::PageError;
use crate::snapshot::{OfficialStatus, PageTrouble};
use crate::time::Timestamp;

impl Words {
    /// "Their page says …", or why it could not be read and how old the last good answer is.
    pub fn official(&self, official: &OfficialStatus, now: Timestamp) -> String {
        match (&official.trouble, official.read_at) {
            (Some(trouble), Some(read_at)) => self.text(
                if is_reached(trouble) {
                    "page-unreadable"
                } else {
                    "page-unreachable"
                },
                [
                    ("why", self.page_trouble(trouble, now).into()),
                    ("ago", self.ago(read_at, now).into()),
                ],
            ),
            (Some(trouble), None) => self.text(
                if is_reached(trouble) {
                    "page-unreadable-never"
                } else {
                    "page-unreachable-never"
                },
                [("why", self.page_trouble(trouble, now).into())],
            ),
            (None, Some(read_at)) => self.page_says(official, self.ago(read_at, now)),
            (None, None) if official.url.is_none() => self.label("page-none"),
            (None, None) => self.label("page-not-yet"),
        }
    }

    fn page_says(&self, official: &OfficialStatus, ago: String) -> String {
        let open = official
            .incidents
            .iter()
            .find(|incident| incident.phase.is_open());
        if let Some(incident) = open {
            return self.text(
                "page-incident",
                [
                    ("title", quoted(&incident.title).into()),
                    ("stage", self.stage(incident.phase).into()),
                    ("ago", ago.into()),
                ],
            );
        }
        let key = match official.health {
            Health::Operational => "page-operational",
            Health::Degraded => "page-degraded",
            Health::PartialOutage => "page-partial-outage",
            Health::MajorOutage => "page-major-outage",
            Health::Maintenance => "page-maintenance",
            Health::Unknown => "page-unknown",
        };
        self.text(key, [("ago", ago.into())])
    }

    fn page_trouble(&self, trouble: &PageTrouble, now: Timestamp) -> String {
        match trouble {
            PageTrouble::Unreachable(outcome) => self.outcome_brief(outcome),
            PageTrouble::Unreadable(error) => self.page_error(error),
            PageTrouble::Frozen { since } => {
                self.text("page-frozen", [("ago", self.ago(*since, now).into())])
            }
            PageTrouble::Platform { name } => {
                self.text("page-platform", [("platform", (*name).into())])
            }
        }
    }

    /// Why a page could not be read, as a fragment.
    pub fn page_error(&self, error: &PageError) -> String {
        match error {
            PageError::Empty => self.label("page-error-empty"),
            PageError::Html { .. } => self.label("page-error-html"),
            PageError::NotThisFormat { .. } => self.label("page-error-not-this-format"),
            PageError::Missing { field } => {
                self.text("page-error-missing", [("field", quoted(field).into())])
            }
            PageError::UnknownValue { field, value } => self.text(
                "page-error-unknown-value",
                [
                    ("field", quoted(field).into()),
                    ("value", quoted(value).into()),
                ],
            ),
        }
    }
}

/// Whether some answer came: an error page is not silence.
const fn is_reached(trouble: &PageTrouble) -> bool {
    match trouble {
        PageTrouble::Unreadable(_) | PageTrouble::Frozen { .. } => true,
        PageTrouble::Platform { .. } => false,
        PageTrouble::Unreachable(outcome) => outcome.status().is_some(),
    }
}
