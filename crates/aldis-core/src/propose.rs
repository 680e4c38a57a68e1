//! From a status page's address alone to a catalogue entry: which addresses to try, when to stop, what
//! to make of what came. Fetching is the engine's; whether the user wants the entry is theirs.

mod addresses;
mod entry;

use std::collections::VecDeque;

use url::Url;

use crate::evidence::Outcome;
use crate::health::Health;
use crate::page::{self, Component, Format, PageError};

pub use entry::Entry;

/// Nobody is asked more often than this for one proposal.
const TRIES: usize = 25;
/// Walls in a row after which the rest would be walls too.
const WALLS: usize = 3;

/// What came from an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fetched {
    /// A document, answered with 200.
    Document {
        /// What the server called it.
        content_type: Option<String>,
        /// The document.
        bytes: Vec<u8>,
    },
    /// Anything else.
    Nothing(Outcome),
}

/// One address that was tried in vain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tried {
    /// Which.
    pub url: Url,
    /// Why it is no page that Aldis reads.
    pub why: Why,
}

/// Why an address is no page that Aldis reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// No document came.
    Unreachable(Outcome),
    /// It is of no format, or a damaged one.
    Unreadable(PageError),
}

/// A status page that Aldis reads, and what stands on it at present.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// The address a person gave.
    pub page: Url,
    /// Where it can be read.
    pub url: Url,
    /// What it is written in.
    pub format: Format,
    /// What the page calls itself, or its host.
    pub name: String,
    /// How it is by this page as a whole: what a person can check it by.
    pub health: Health,
    /// Its parts; empty where the document names none.
    pub components: Vec<Component>,
}

/// A search for the machine-readable side of a page: one address after the other, until one reads.
#[derive(Clone, Debug)]
pub struct Search {
    page: Url,
    waiting: VecDeque<Url>,
    tried: Vec<Tried>,
    walls: usize,
    found: Option<Proposal>,
}

impl Search {
    /// A search that begins at the page's own address.
    pub fn new(page: &Url) -> Self {
        Self {
            page: page.clone(),
            waiting: addresses::of(page).into(),
            tried: Vec::new(),
            walls: 0,
            found: None,
        }
    }

    /// What to fetch next; nothing once something was found or the rest would be in vain.
    pub fn next_address(&mut self) -> Option<Url> {
        let over = self.found.is_some() || self.tried.len() >= TRIES || self.walls >= WALLS;
        if over {
            return None;
        }
        self.waiting.pop_front()
    }

    /// What came from the address that was fetched last.
    pub fn take(&mut self, url: Url, fetched: &Fetched) {
        let why = match fetched {
            Fetched::Nothing(outcome) => {
                self.note_wall(outcome);
                Why::Unreachable(outcome.clone())
            }
            Fetched::Document {
                content_type,
                bytes,
            } => match read(&self.page, &url, bytes, content_type.as_deref()) {
                Ok(proposal) => {
                    self.found = Some(proposal);
                    return;
                }
                Err(error) => {
                    self.walls = 0;
                    self.follow_feeds(&url, bytes, &error);
                    Why::Unreadable(error)
                }
            },
        };
        self.tried.push(Tried { url, why });
    }

    /// The proposal, or everything that was tried.
    pub fn conclude(self) -> Result<Proposal, Vec<Tried>> {
        self.found.ok_or(self.tried)
    }

    /// A host that is not there, or wants to be left alone, is not asked for more.
    fn note_wall(&mut self, outcome: &Outcome) {
        match outcome {
            Outcome::RateLimited { .. } => self.walls = WALLS,
            Outcome::Answered { .. } | Outcome::TooLarge { .. } | Outcome::WrongBody { .. } => {
                self.walls = 0;
            }
            // One address of a page may lead elsewhere while the others stay.
            Outcome::RedirectedAway { .. } => {}
            Outcome::Challenged { .. }
            | Outcome::Refused
            | Outcome::Reset { .. }
            | Outcome::TimedOut { .. }
            | Outcome::NameUnknown
            | Outcome::TlsBroken { .. }
            | Outcome::ProxyFailed
            | Outcome::WeAreOffline
            | Outcome::FailedInStream { .. }
            | Outcome::Overloaded { .. }
            | Outcome::OverQuota { .. }
            | Outcome::KeyRefused { .. }
            | Outcome::NotHere { .. }
            | Outcome::NoKey
            | Outcome::NoKeyStore => self.walls += 1,
        }
    }

    /// Feeds that the page itself names come last: they tell least.
    fn follow_feeds(&mut self, url: &Url, bytes: &[u8], error: &PageError) {
        if !matches!(error, PageError::Html { .. }) || self.tried.len() > 1 {
            return;
        }
        for feed in addresses::feeds_in(url, bytes) {
            let known = self.waiting.contains(&feed) || self.tried.iter().any(|it| it.url == feed);
            if !known {
                self.waiting.push_back(feed);
            }
        }
    }
}

fn read(
    page: &Url,
    url: &Url,
    bytes: &[u8],
    content_type: Option<&str>,
) -> Result<Proposal, PageError> {
    let format = Format::detect(bytes, content_type)?;
    let report = page::parse(format, bytes)?;
    let health = page::verdict(&report, &entry::whole_page(format, url)).health;
    let host = || page.host_str().unwrap_or_default().to_owned();
    Ok(Proposal {
        page: page.clone(),
        url: url.clone(),
        format,
        name: report
            .page
            .name
            .filter(|name| !name.is_empty())
            .unwrap_or_else(host),
        health,
        components: report.components.unwrap_or_default(),
    })
}

#[cfg(test)]
mod tests;
