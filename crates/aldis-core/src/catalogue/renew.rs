//! When a catalogue that came as an update takes the place of the one in force. Who signed it is the
//! engine's to know.

use thiserror::Error;

use super::{Catalogue, can_judge, parse};
use crate::finding::Finding;

/// Why a catalogue does not take the place of another.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NotRenewed {
    /// It is as old as what there is, or older.
    #[error("version {version} is not newer than what is in force")]
    NotNewer {
        /// What it calls itself.
        version: u32,
    },
    /// Something in it is wrong: a file that is good in part is not believed at all.
    #[error("there is a mistake in line {}", .0.line.unwrap_or_default())]
    Broken(Box<Finding>),
    /// It has no services, or no controls to tell whether we are online.
    #[error("it has no services or too few controls")]
    Empty,
}

impl Catalogue {
    /// The catalogue in `text`, if it may take the place of this one: it is newer, and nothing in it
    /// is wrong but keys of a later Aldis.
    pub fn renewed(&self, text: &str, file_name: &str) -> Result<Self, NotRenewed> {
        let (new, findings) = parse(text, file_name);
        if let Some(broken) = findings.into_iter().find(|it| !it.is_unknown_key()) {
            return Err(NotRenewed::Broken(Box::new(broken)));
        }
        if new.services.is_empty() || !can_judge(&new.controls) {
            return Err(NotRenewed::Empty);
        }
        if new.version <= self.version {
            return Err(NotRenewed::NotNewer {
                version: new.version,
            });
        }
        Ok(new)
    }
}
