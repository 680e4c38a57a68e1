//! Every chatbot we can watch, as data: services, surfaces, status pages, controls, upstreams.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use url::Url;

use crate::finding::Finding;
use crate::settings::is_loopback;

pub mod hosts;
mod read;
mod renew;
mod source;
#[cfg(test)]
mod tests;

pub use renew::NotRenewed;
pub use source::{Filters, Part, StatusSource};

/// Stable name of a service: `chatgpt`. Renames go to `was`, ids are for ever.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ServiceId(String);

impl ServiceId {
    /// Wraps an id without checking it; the loader checks.
    pub fn new(id: impl Into<String>) -> Self {
        Self(id.into())
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ServiceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a service can do for a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Capability {
    /// Conversation.
    Chat,
    /// Making images.
    Images,
    /// Speaking and listening.
    Voice,
    /// Searching the web.
    WebSearch,
    /// Reading the user's files.
    Files,
    /// Writing and running code.
    Code,
    /// Making video.
    Video,
    /// Programs talking to it.
    Api,
    /// Getting in at all.
    Login,
}

impl Capability {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Chat,
        Self::Images,
        Self::Voice,
        Self::WebSearch,
        Self::Files,
        Self::Code,
        Self::Video,
        Self::Api,
        Self::Login,
    ];

    /// The word of CONTRACTS.md.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Chat => "chat",
            Self::Images => "images",
            Self::Voice => "voice",
            Self::WebSearch => "web-search",
            Self::Files => "files",
            Self::Code => "code",
            Self::Video => "video",
            Self::Api => "api",
            Self::Login => "login",
        }
    }

    /// The reverse of [`Capability::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|capability| capability.word() == word)
    }
}

/// Where a service can be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Surface {
    /// What a person opens in a browser.
    Web,
    /// The programming interface's front door.
    Api,
    /// A real, tiny request to the model.
    Completion,
}

impl Surface {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Web, Self::Api, Self::Completion];

    /// The reverse of [`Surface::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|surface| surface.word() == word)
    }

    /// The word of CONTRACTS.md.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::Api => "api",
            Self::Completion => "completion",
        }
    }
}

/// All of it, as in force: embedded entries overridden by the user's own.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Catalogue {
    /// Grows with every change; of two catalogues of ours the one with the higher counts.
    pub version: u32,
    /// In catalogue order.
    pub services: Vec<Service>,
    /// Three endpoints of different operators that tell whether we are online.
    pub controls: Vec<Control>,
    /// Whom to ask about names that the resolver of this machine does not know, in this order.
    pub resolvers: Vec<Resolver>,
    /// Clouds and CDNs that services stand on.
    pub upstreams: Vec<Upstream>,
}

macro_rules! files {
    ($($name:literal,)*) => {
        [$(($name, include_str!(concat!("catalogue/vendors/", $name)))),*]
    };
}

/// What comes with Aldis: a file for each vendor with several entries, and for the others one for
/// each kind of thing.
const EMBEDDED: [(&str, &str); 16] = files![
    "openai.toml",
    "anthropic.toml",
    "google.toml",
    "microsoft.toml",
    "perplexity.toml",
    "mistral.toml",
    "deepseek.toml",
    "xai.toml",
    "moonshot.toml",
    "poe.toml",
    "hugging-face.toml",
    "chats.toml",
    "models.toml",
    "coding.toml",
    "upstreams.toml",
    "network.toml",
];

/// Grows with every change of those files: the day, and its how manieth change. A test knows when it
/// has to, by `DIGEST`.
const VERSION: u32 = 2_026_112_201;

/// A version and what the files of that version add up to.
#[cfg(test)]
const DIGEST: (u32, u64) = (2_026_112_201, 0x2D10_EADD_FD87_FBE9);

/// Reads a catalogue file. What is wrong in it is named; the rest works.
pub fn parse(text: &str, file_name: &str) -> (Catalogue, Vec<Finding>) {
    read::read(text, file_name)
}

impl Catalogue {
    /// The catalogue that comes with Aldis. A test makes sure that nothing is wrong in it.
    pub fn embedded() -> Self {
        let mut all = Self {
            version: VERSION,
            ..Self::default()
        };
        for (name, text) in EMBEDDED {
            let (file, _) = parse(text, name);
            all.services.extend(file.services);
            all.controls.extend(file.controls);
            all.resolvers.extend(file.resolvers);
            all.upstreams.extend(file.upstreams);
        }
        all
    }

    /// This catalogue with the user's own entries: services and upstreams replace those of the
    /// same id or are added; controls, which have no id, replace all of ours if they can judge, and
    /// so do resolvers if there are any.
    #[must_use]
    pub fn overlaid_with(mut self, user: Self) -> Self {
        for service in user.services {
            match self.services.iter_mut().find(|ours| ours.id == service.id) {
                Some(ours) => *ours = service,
                None => self.services.push(service),
            }
        }
        for upstream in user.upstreams {
            match self
                .upstreams
                .iter_mut()
                .find(|ours| ours.id == upstream.id)
            {
                Some(ours) => *ours = upstream,
                None => self.upstreams.push(upstream),
            }
        }
        if can_judge(&user.controls) {
            self.controls = user.controls;
        }
        if !user.resolvers.is_empty() {
            self.resolvers = user.resolvers;
        }
        self
    }

    /// The names of all keys that completions ask for, each once.
    pub fn key_names(&self) -> BTreeSet<&str> {
        let probes = self.services.iter().flat_map(|service| &service.probes);
        probes
            .filter_map(|probe| Some(probe.completion.as_ref()?.key.as_str()))
            .collect()
    }

    /// The service of this id, or the one that used to have it.
    pub fn service(&self, id: &ServiceId) -> Option<&Service> {
        self.services
            .iter()
            .find(|service| service.id == *id)
            .or_else(|| {
                self.services
                    .iter()
                    .find(|service| service.was.contains(id))
            })
    }

    /// Every service by each of its names, to look up many: as [`Catalogue::service`] finds them.
    pub fn ids(&self) -> BTreeMap<&ServiceId, &Service> {
        let mut ids = BTreeMap::new();
        for service in &self.services {
            ids.entry(&service.id).or_insert(service);
        }
        let former = self.services.iter();
        for (id, service) in former.flat_map(|it| it.was.iter().map(move |id| (id, it))) {
            ids.entry(id).or_insert(service);
        }
        ids
    }
}

/// Whether these controls can tell our own trouble from their operator's: it takes two operators. On
/// loop-back one will do, for a rehearsal: there it is the same person who runs both ends.
fn can_judge(controls: &[Control]) -> bool {
    let is_rehearsal = || controls.iter().all(|control| is_loopback(&control.url));
    match operators(controls) {
        0 => false,
        1 => is_rehearsal(),
        _ => true,
    }
}

/// How many operators have to answer before we are online: two, or the one there is.
pub fn quorum(controls: &[Control]) -> usize {
    if operators(controls) == 1 { 1 } else { 2 }
}

fn operators(controls: &[Control]) -> usize {
    let all: BTreeSet<&str> = controls.iter().map(|it| it.operator.as_str()).collect();
    all.len()
}

/// One thing a person uses and we watch.
#[derive(Clone, Debug, PartialEq)]
pub struct Service {
    /// Stable id.
    pub id: ServiceId,
    /// Name for people.
    pub name: String,
    /// Who runs it, e.g. `openai`.
    pub vendor: String,
    /// Model family: alternatives must differ.
    pub family: String,
    /// Families of others whose models it offers as well: no alternative to any of them.
    pub resells: Vec<String>,
    /// Where a person goes.
    pub open: Url,
    /// Link that starts a chat with `{prompt}` in it, where one is known to work.
    pub prompt: Option<String>,
    /// What it can do.
    pub capabilities: Vec<Capability>,
    /// Whether it is useless without an account.
    pub sign_in: bool,
    /// Ids of the clouds and CDNs it stands on.
    pub upstreams: Vec<String>,
    /// Discontinued: never watched by default, never suggested.
    pub retired: bool,
    /// Ids it used to have.
    pub was: Vec<ServiceId>,
    /// Its status pages: the first that can be read counts, the next are fallbacks.
    pub status: Vec<StatusSource>,
    /// How we look at it ourselves.
    pub probes: Vec<ProbeTarget>,
    /// What is believed of it and was never confirmed.
    pub unconfirmed: Unconfirmed,
}

impl Service {
    /// Whether its answers may come from models of this family, by all that is known or believed.
    pub fn may_speak_as(&self, family: &str) -> bool {
        let resold = self.resells.iter().chain(&self.unconfirmed.resells);
        self.family == family || resold.into_iter().any(|resold| resold == family)
    }
}

/// What is believed of a service and was never confirmed. Nothing is promised by it; it may only
/// count against a service, as an alternative.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unconfirmed {
    /// What else it may be able to do.
    pub capabilities: Vec<Capability>,
    /// Whether it needs an account.
    pub sign_in: Option<bool>,
    /// A link that may start a chat with `{prompt}` in it.
    pub prompt: Option<String>,
    /// Whose models it may offer.
    pub resells: Vec<String>,
    /// What it may stand on.
    pub upstreams: Vec<String>,
}

/// One way to look at a service from here: without credentials, but for a completion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProbeTarget {
    /// What it looks at.
    pub surface: Surface,
    /// Asked with GET; of a completion, where its programming interface begins.
    pub url: Url,
    /// Statuses that prove the surface alive; 5xx never does.
    pub alive: Vec<u16>,
    /// Whether a bot wall is to be expected there: neutral, not an outage.
    pub challenge: bool,
    /// How to ask the model itself: of the completion surface, and of no other.
    pub completion: Option<Completion>,
    /// Whether what it answers is believed only.
    pub unconfirmed: bool,
}

/// How a model is asked for one word, with the user's own key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// What the interface speaks.
    pub dialect: Dialect,
    /// The vendor's name of the model.
    pub model: String,
    /// The name of the key in the key store: who pays.
    pub key: String,
}

/// What a programming interface speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// Chat completions as OpenAI's, which many others speak as well.
    OpenAi,
    /// Messages as Anthropic's.
    Anthropic,
    /// `generateContent` as Gemini's.
    Gemini,
}

impl Dialect {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::OpenAi, Self::Anthropic, Self::Gemini];

    /// The word in the catalogue.
    pub const fn word(self) -> &'static str {
        match self {
            Self::OpenAi => "openai",
            Self::Anthropic => "anthropic",
            Self::Gemini => "gemini",
        }
    }

    /// The reverse of [`Dialect::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|dialect| dialect.word() == word)
    }
}

/// One endpoint that tells whether our own network works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Control {
    /// Who runs it; controls of one operator count once. Its host where the file does not say; on
    /// loop-back, where all have one host, its whole address.
    pub operator: String,
    /// Asked with GET, redirects not followed.
    pub url: Url,
    /// The status that proves us online.
    pub status: u16,
    /// The exact body that proves it, white space at the ends aside.
    pub body: Option<String>,
}

/// A resolver asked over https, `?name=…&type=A`, that answers in JSON (`application/dns-json`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolver {
    /// Who runs it.
    pub operator: String,
    /// Asked with GET. By number, so that it takes no resolver to reach it.
    pub url: Url,
}

/// A cloud or CDN.
#[derive(Clone, Debug, PartialEq)]
pub struct Upstream {
    /// Stable id, named in [`Service::upstreams`].
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Its status pages.
    pub status: Vec<StatusSource>,
}
