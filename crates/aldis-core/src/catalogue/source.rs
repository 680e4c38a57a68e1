//! A vendor's status page as a service sees it: where it is, which part of it is the service's, and
//! what on it says nothing.

use std::collections::BTreeMap;
use std::time::Duration;

use url::Url;

use super::Capability;
use crate::page::Format;

/// One machine-readable document of a vendor's status page.
#[derive(Clone, Debug, PartialEq)]
pub struct StatusSource {
    /// What it is written in.
    pub format: Format,
    /// Where it is.
    pub url: Url,
    /// How often to fetch it when nothing is wrong.
    pub every: Duration,
    /// Whether its host turns away who asks often: `every` holds in trouble as well, and nothing
    /// brings a fetch forward.
    pub gentle: bool,
    /// Which of the page's components are this service's, by part: `main` or a capability.
    pub components: BTreeMap<Part, Vec<String>>,
    /// The same for whole groups of components, by the group's id, or its name where it has none. A
    /// group that is the main part is out when all of it is.
    pub groups: BTreeMap<Part, Vec<String>>,
    /// What on the page says nothing about the service.
    pub filters: Filters,
    /// Whether the page reports by itself what lasts for seconds: trouble counts once two readings
    /// in a row tell of it.
    pub hold: bool,
    /// A page whose own clock moves all the time is frozen when that stands still for so long.
    pub frozen_after: Option<Duration>,
    /// Whether address, format or components are believed only: then trouble on it counts, and that
    /// it reports none is no good news.
    pub unconfirmed: bool,
}

impl StatusSource {
    /// A page that is the service's as a whole.
    pub fn new(format: Format, url: Url) -> Self {
        Self {
            format,
            url,
            every: Duration::from_secs(120),
            gentle: false,
            components: BTreeMap::new(),
            groups: BTreeMap::new(),
            filters: Filters::default(),
            hold: false,
            frozen_after: None,
            unconfirmed: false,
        }
    }
}

/// What on a vendor's page says nothing about a service.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filters {
    /// The page-wide indicator: pages that are never green, pages shared by several products.
    pub ignore_indicator: bool,
    /// Where the vendor links every incident to every component: an incident counts only when its
    /// title has one of these words (case-insensitive). Empty: titles are not looked at.
    pub title_words: Vec<String>,
    /// Products beside it, where titles name them: with these an incident counts as well when its
    /// title names none of them.
    pub title_others: Vec<String>,
    /// Incidents whose title has one of these words (case-insensitive).
    pub noise: Vec<String>,
    /// Incidents that happen in other regions of the vendor's than these. Empty: regions are not
    /// looked at.
    pub regions: Vec<String>,
    /// Incidents that began longer ago than this: a state of affairs, not an outage.
    pub permanent_after: Option<Duration>,
}

/// What a component of a vendor's page is to the service: its main part or one capability.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Without it the service is out.
    Main,
    /// Without it one thing cannot be done.
    Capability(Capability),
}

impl Part {
    /// `main`, or the capability's word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Main => "main",
            Self::Capability(capability) => capability.word(),
        }
    }

    /// The reverse of [`Part::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        if word == Self::Main.word() {
            Some(Self::Main)
        } else {
            Capability::from_word(word).map(Self::Capability)
        }
    }
}
