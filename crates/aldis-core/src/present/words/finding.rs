//! Words for mistakes in the user's files. What is a mistake is decided where the files are read.

use super::{Words, quoted};
use crate::finding::{Allowed, Finding, Instead, Mistake, Place};

impl Words {
    /// One mistake on one line, with its place: `settings.toml:3: …`.
    pub fn finding(&self, finding: &Finding) -> String {
        let mistake = self.mistake(&finding.mistake);
        match finding.line {
            Some(line) => format!("{}:{line}: {mistake}", finding.file),
            None => format!("{}: {mistake}", finding.file),
        }
    }

    /// A fragment: what is wrong, and what is allowed.
    pub fn mistake(&self, mistake: &Mistake) -> String {
        match mistake {
            Mistake::Syntax { why, instead } => self.broken("finding-syntax", why, *instead),
            Mistake::Unreadable { why, instead } => {
                self.broken("finding-unreadable", why, *instead)
            }
            Mistake::UnknownKey {
                key,
                place,
                allowed,
            } => self.text(
                "finding-unknown-key",
                [
                    ("key", quoted(key).into()),
                    ("place", self.place(place).into()),
                    ("allowed", allowed.join(", ").into()),
                ],
            ),
            Mistake::WrongValue {
                key,
                place,
                written,
                allowed,
            } => self.wrong_value(key, place, written.as_deref(), allowed),
            Mistake::MissingKey {
                key,
                place,
                allowed,
            } => self.text(
                "finding-missing-key",
                [
                    ("key", quoted(key).into()),
                    ("place", self.place(place).into()),
                    ("allowed", self.allowed(allowed).into()),
                ],
            ),
            Mistake::UnknownService { id, known } => self.unknown_service(id, known),
            Mistake::LeftOut { entry } => {
                self.text("finding-left-out", [("entry", quoted(entry).into())])
            }
            Mistake::Twice { entry } => {
                self.text("finding-twice", [("entry", quoted(entry).into())])
            }
            Mistake::UnknownPart { part, allowed } => self.text(
                "finding-unknown-part",
                [
                    ("part", quoted(part).into()),
                    ("allowed", allowed.join(", ").into()),
                ],
            ),
            Mistake::NoMain => self.label("finding-no-main"),
            Mistake::OneOperator => self.label("finding-one-operator"),
        }
    }

    /// A fragment: nobody knows this service, and which there are.
    pub fn unknown_service(&self, id: &str, known: &[String]) -> String {
        self.text(
            "finding-unknown-service",
            [
                ("id", quoted(id).into()),
                ("known", known.join(", ").into()),
            ],
        )
    }

    fn broken(&self, key: &str, why: &str, instead: Instead) -> String {
        let what = self.text(key, [("why", quoted(why).into())]);
        let key = match instead {
            Instead::Usual => "finding-instead-usual",
            Instead::Before => "finding-instead-before",
        };
        self.text(key, [("what", what.into())])
    }

    fn wrong_value(
        &self,
        key: &str,
        place: &Place,
        written: Option<&str>,
        allowed: &Allowed,
    ) -> String {
        let written = match written {
            Some(written) => quoted(written),
            None => self.label("finding-secret"),
        };
        self.text(
            "finding-wrong-value",
            [
                ("key", quoted(key).into()),
                ("place", self.place(place).into()),
                ("written", written.into()),
                ("allowed", self.allowed(allowed).into()),
            ],
        )
    }

    fn place(&self, place: &Place) -> String {
        match place {
            Place::Top => self.label("finding-top"),
            Place::In(table) => quoted(table),
        }
    }

    fn allowed(&self, allowed: &Allowed) -> String {
        let key = match allowed {
            Allowed::OneOf(words) => {
                let words: Vec<_> = words.iter().map(|word| format!("\"{word}\"")).collect();
                return self.text("allowed-one-of", [("words", words.join(", ").into())]);
            }
            Allowed::Table(written) => {
                return self.text("allowed-table", [("written", (*written).into())]);
            }
            Allowed::Tables(written) => {
                return self.text("allowed-tables", [("written", (*written).into())]);
            }
            Allowed::ListOf(one) => {
                return self.text("allowed-list", [("one", self.allowed(one).into())]);
            }
            Allowed::UpTo(most) => {
                return self.text("allowed-up-to", [("most", (*most).into())]);
            }
            Allowed::Text => "allowed-text",
            Allowed::Model => "allowed-model",
            Allowed::Flag => "allowed-flag",
            Allowed::Duration => "allowed-duration",
            Allowed::TimeOfDay => "allowed-time-of-day",
            Allowed::Address => "allowed-address",
            Allowed::PromptAddress => "allowed-prompt-address",
            Allowed::Id => "allowed-id",
            Allowed::Status => "allowed-status",
            Allowed::AliveStatus => "allowed-alive-status",
            Allowed::Proxy => "allowed-proxy",
            Allowed::Webhook => "allowed-webhook",
            Allowed::Components => "allowed-components",
        };
        self.label(key)
    }
}
