//! Who is played and on which stages: vendors, their parts, and the parts' names in scripts.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A vendor the lab plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Vendor {
    /// ChatGPT and the OpenAI API; its page is incident.io's.
    OpenAi,
    /// Claude and the Claude API; its page is Statuspage's.
    Anthropic,
    /// Gemini; no page in a format the lab speaks.
    Google,
    /// Microsoft Copilot; no page in a format the lab speaks.
    Microsoft,
    /// GitHub Copilot; its page is Statuspage's.
    GitHub,
}

impl Vendor {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::OpenAi,
        Self::Anthropic,
        Self::Google,
        Self::Microsoft,
        Self::GitHub,
    ];

    /// The word used in scripts and over HTTP.
    pub const fn word(self) -> &'static str {
        match self {
            Self::OpenAi => "openai",
            Self::Anthropic => "anthropic",
            Self::Google => "google",
            Self::Microsoft => "microsoft",
            Self::GitHub => "github",
        }
    }

    /// Whether the lab plays a model of it.
    pub const fn has_model(self) -> bool {
        match self {
            Self::OpenAi | Self::Anthropic | Self::Google => true,
            Self::Microsoft | Self::GitHub => false,
        }
    }

    /// Whether the lab plays a status page for it.
    pub const fn has_page(self) -> bool {
        match self {
            Self::OpenAi | Self::Anthropic | Self::GitHub => true,
            Self::Google | Self::Microsoft => false,
        }
    }
}

/// One listener of its own, so that it can fail alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Part {
    /// The vendor's status page.
    Page(Vendor),
    /// What a person opens in a browser.
    Web(Vendor),
    /// The programming interface's front door.
    Api(Vendor),
    /// The model behind it, for whoever brings a key.
    Completion(Vendor),
    /// One of the three endpoints that tell whether the watcher itself is online.
    Control(Operator),
    /// A resolver that is asked over HTTP: it knows [`KNOWN_ELSEWHERE`] and nothing else.
    Resolver,
    /// The sign-in page of a hotel: where redirects away lead.
    Portal,
}

/// A name that the resolver of no machine knows, and the lab's does.
pub const KNOWN_ELSEWHERE: &str = "known-elsewhere.invalid";

/// Who runs a control: three, independent of each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Operator {
    /// The first.
    North,
    /// The second.
    South,
    /// The third.
    West,
}

impl Operator {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::North, Self::South, Self::West];

    /// The word used in scripts, over HTTP and as the catalogue's `operator`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::North => "north",
            Self::South => "south",
            Self::West => "west",
        }
    }

    /// The exact body that proves the watcher online.
    pub const fn body(self) -> &'static str {
        match self {
            Self::North => "Lab Connect Test",
            Self::South => "success",
            Self::West => "online",
        }
    }
}

impl Part {
    /// Every part the lab plays.
    pub fn all() -> Vec<Self> {
        let vendors = Vendor::ALL.into_iter().flat_map(|vendor| {
            let page = vendor.has_page().then_some(Self::Page(vendor));
            let model = vendor.has_model().then_some(Self::Completion(vendor));
            page.into_iter()
                .chain([Self::Web(vendor), Self::Api(vendor)])
                .chain(model)
        });
        vendors
            .chain(Self::controls())
            .chain([Self::Resolver, Self::Portal])
            .collect()
    }

    /// The three controls.
    pub fn controls() -> [Self; 3] {
        Operator::ALL.map(Self::Control)
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Page(vendor) => write!(f, "{}.page", vendor.word()),
            Self::Web(vendor) => write!(f, "{}.web", vendor.word()),
            Self::Api(vendor) => write!(f, "{}.api", vendor.word()),
            Self::Completion(vendor) => write!(f, "{}.completion", vendor.word()),
            Self::Control(operator) => write!(f, "control.{}", operator.word()),
            Self::Resolver => f.write_str("resolver"),
            Self::Portal => f.write_str("portal"),
        }
    }
}

/// A name that is no part of the lab.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("no part is called {name:?}; there are {}", list(&Part::all()))]
pub struct UnknownPart {
    /// What was asked for.
    pub name: String,
}

fn list(parts: &[Part]) -> String {
    let names: Vec<String> = parts.iter().map(Part::to_string).collect();
    names.join(", ")
}

impl FromStr for Part {
    type Err = UnknownPart;

    fn from_str(name: &str) -> Result<Self, UnknownPart> {
        Self::all()
            .into_iter()
            .find(|part| part.to_string() == name)
            .ok_or_else(|| UnknownPart {
                name: name.to_owned(),
            })
    }
}

impl TryFrom<String> for Part {
    type Error = UnknownPart;

    fn try_from(name: String) -> Result<Self, UnknownPart> {
        name.parse()
    }
}

impl From<Part> for String {
    fn from(part: Part) -> Self {
        part.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_is_found_again_by_its_name() {
        let all = Part::all();
        assert_eq!(all.len(), 3 + 10 + 3 + 3 + 2);
        for part in all {
            assert_eq!(part.to_string().parse::<Part>(), Ok(part));
        }
    }

    #[test]
    fn an_unknown_part_is_named_with_what_there_is() {
        let error = "openai.fax".parse::<Part>().unwrap_err();
        assert!(error.to_string().contains("openai.fax"));
        assert!(error.to_string().contains("openai.web"));
        assert!("google.page".parse::<Part>().is_err());
    }
}
