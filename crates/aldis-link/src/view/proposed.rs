//! A status page that was found by its address, for the window's "add any status page" and for
//! scripts.

use aldis_core::Catalogue;
use aldis_core::page;
use aldis_core::present::words::Words;
use aldis_core::propose;
use serde::{Deserialize, Serialize};

use super::Health;

/// A status page that Aldis reads, and the entry it would get.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Proposal {
    /// The id of the new service.
    pub id: String,
    /// What the page calls itself.
    pub name: String,
    /// What it is written in.
    pub format: String,
    /// Where it is read.
    pub url: String,
    /// How it is by this page as a whole, at present.
    pub health: Health,
    /// The same in words.
    pub state: String,
    /// Its parts; empty where the page names none.
    pub components: Vec<ProposedComponent>,
    /// The entry for `services.toml`.
    pub entry: String,
}

/// A part of a page that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct ProposedComponent {
    /// Stable id.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Name of the group it stands in.
    pub group: Option<String>,
    /// What the page says of it at present.
    pub health: Health,
}

impl Proposal {
    /// What was found, with the entry in which the components in `main` are the service, or the page
    /// as a whole where there are none.
    pub fn of(
        found: &propose::Proposal,
        main: &[String],
        catalogue: &Catalogue,
        words: &Words,
    ) -> Self {
        let entry = found.entry(main, catalogue);
        Self {
            id: entry.id.to_string(),
            name: found.name.clone(),
            format: found.format.word().to_owned(),
            url: found.url.to_string(),
            health: found.health.into(),
            state: words.health(found.health),
            components: found.components.iter().map(Into::into).collect(),
            entry: entry.toml,
        }
    }
}

impl From<&page::Component> for ProposedComponent {
    fn from(component: &page::Component) -> Self {
        Self {
            id: component.id.clone(),
            name: component.name.clone(),
            group: component.group.clone(),
            health: component.health.into(),
        }
    }
}
