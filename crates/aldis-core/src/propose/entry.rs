//! A proposal written as the catalogue wants it. What is written was read once, and is read back
//! before anybody adds it.

use std::fmt::Write as _;

use url::Url;

use super::Proposal;
use crate::catalogue::{Catalogue, ServiceId, StatusSource};
use crate::page::Format;

/// Parts named in an entry; a page with more is named by the first of them.
const PARTS: usize = 400;
/// Pages that nobody vouches for are asked seldom.
const EVERY: &str = "5m";

/// An entry for `services.toml`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The id of the new service.
    pub id: ServiceId,
    /// The text to append.
    pub toml: String,
}

impl Proposal {
    /// The entry, with an id that `catalogue` does not have. Those of its components that are in
    /// `main` are the service; without any, the page as a whole is.
    pub fn entry(&self, main: &[String], catalogue: &Catalogue) -> Entry {
        let id = self.free_id(catalogue);
        let mut toml = String::new();
        let mut line = |key: &str, value: String| {
            let _infallible = writeln!(toml, "{key} = {value}");
        };
        line("id", quoted(id.as_str()));
        line("name", quoted(&self.name));
        line("vendor", quoted(id.as_str()));
        line("open", quoted(self.page.as_str()));
        let mut toml = format!("[[service]]\n{toml}[[service.status]]\n");
        let mut line = |text: String| {
            toml.push_str(&text);
            toml.push('\n');
        };
        line(format!("format = {}", quoted(self.format.word())));
        line(format!("url = {}", quoted(self.url.as_str())));
        line(format!("every = {}", quoted(EVERY)));
        if !main.is_empty() {
            let ids: Vec<String> = main.iter().map(|id| quoted(id)).collect();
            line(format!("components = {{ main = [{}] }}", ids.join(", ")));
        }
        for part in self.components.iter().take(PARTS) {
            let group = part.group.as_deref().unwrap_or_default();
            let name = [group, &part.name].join(" ");
            line(format!("# {} {}", quoted(&part.id), plain(name.trim())));
        }
        Entry { id, toml }
    }

    fn free_id(&self, catalogue: &Catalogue) -> ServiceId {
        let word = id_of(&self.name)
            .or_else(|| id_of(self.page.host_str().unwrap_or_default()))
            .unwrap_or_else(|| "page".to_owned());
        let is_free = |id: &ServiceId| catalogue.service(id).is_none();
        let numbered = (2..).map(|number| ServiceId::new(format!("{word}-{number}")));
        let first = std::iter::once(ServiceId::new(word.as_str()));
        // Of endlessly many, one is free.
        first
            .chain(numbered)
            .find(is_free)
            .unwrap_or_else(|| ServiceId::new(word.as_str()))
    }
}

/// The page as a whole, as a source.
pub(super) fn whole_page(format: Format, url: &Url) -> StatusSource {
    StatusSource::new(format, url.clone())
}

/// A name as an id: "Harbor Status" is `harbor`.
fn id_of(name: &str) -> Option<String> {
    let lower = name.to_lowercase();
    let words = lower
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty() && !matches!(*word, "status" | "page"));
    let id: Vec<&str> = words.collect();
    let id: String = id.join("-").chars().take(60).collect();
    let id = id.trim_matches('-').to_owned();
    (!id.is_empty()).then_some(id)
}

/// As TOML writes text.
fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

/// As a comment may hold it: one line that steers nothing.
fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(200).collect()
}
