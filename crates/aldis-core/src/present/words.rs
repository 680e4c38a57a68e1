//! Every sentence, in every language, from `locales/*.ftl`. One file per kind of sentence in
//! `words/`. What is true is decided elsewhere; here it is only said.

mod evidence;
mod finding;
mod headline;
mod host;
mod incident;
mod official;
mod outcome;
mod reason;
mod state;
mod time;

#[cfg(test)]
mod headline_tests;
#[cfg(test)]
mod locales;
#[cfg(test)]
pub(crate) mod sample;
#[cfg(test)]
mod sentences;
#[cfg(test)]
mod sentences_of_ours;
#[cfg(test)]
mod sentences_of_pages;

use std::borrow::Cow;
use std::fmt;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use jiff::tz::TimeZone;

/// Longest text of somebody else's that goes into a sentence of ours, in characters.
const QUOTE: usize = 120;

/// Tag and sentences of every language, in the order of the tags: what `build.rs` found in `locales/`.
const LOCALES: &[(&str, &str)] = &include!(concat!(env!("OUT_DIR"), "/locales.rs"));

/// A language Aldis speaks whole: its BCP 47 tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language(&'static str);

impl Language {
    /// What is spoken where nobody asks for anything else.
    pub const ENGLISH: Self = Self("en");

    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        LOCALES.iter().map(|(tag, _)| Self(tag))
    }

    /// The language of a BCP 47 tag or a POSIX locale name: `vi`, `vi-VN`, `vi_VN.UTF-8`.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_', '.', '@']).next()?;
        Self::all().find(|language| language.tag().eq_ignore_ascii_case(primary))
    }

    /// Its BCP 47 tag.
    pub const fn tag(self) -> &'static str {
        self.0
    }

    fn source(self) -> &'static str {
        let mut locales = LOCALES.iter();
        let found = locales.find(|(tag, _)| *tag == self.0);
        found.map_or("", |(_, source)| source)
    }
}

/// Speaks one language in one time zone.
pub struct Words {
    language: Language,
    zone: TimeZone,
    bundle: FluentBundle<FluentResource>,
}

impl Words {
    /// Sentences in `language`, clock times in `zone`.
    pub fn new(language: Language, zone: TimeZone) -> Self {
        let tag = language.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![tag]);
        bundle.set_use_isolating(false);
        // A mistake in a locale file fails a test; here the rest of the file still counts.
        let resource = match FluentResource::try_new(language.source().to_owned()) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        bundle.add_resource_overriding(resource);
        Self {
            language,
            zone,
            bundle,
        }
    }

    /// The language spoken.
    pub const fn language(&self) -> Language {
        self.language
    }

    /// The zone of every clock time.
    pub const fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The message of this key; the key itself where there is none, which a test of its user's
    /// should catch. Every other method goes through here.
    pub fn text<'a, const N: usize>(&self, key: &str, args: [(&'a str, Arg<'a>); N]) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|found| found.value()) else {
            return key.to_owned();
        };
        let mut given = FluentArgs::with_capacity(N);
        for (name, value) in args {
            given.set(name, value.0);
        }
        let mut trouble = Vec::new();
        self.bundle
            .format_pattern(pattern, Some(&given), &mut trouble)
            .into_owned()
    }

    /// A settings file in which nothing counts yet and everything is explained.
    pub fn settings_example(&self) -> String {
        self.label("settings-example") + "\n"
    }

    /// The message of a key that takes no arguments.
    pub fn label(&self, key: &str) -> String {
        self.text(key, [])
    }

    /// "A", "A and B", "A, B and C", "A, B, C and 4 more".
    pub fn list(&self, names: &[&str]) -> String {
        const SHOWN: usize = 3;
        match names {
            [] => String::new(),
            [one] => (*one).to_owned(),
            [rest @ .., last] if names.len() <= SHOWN => self.text(
                "list-last",
                [("rest", rest.join(", ").into()), ("last", (*last).into())],
            ),
            [..] => self.text(
                "list-more",
                [
                    ("rest", names[..SHOWN].join(", ").into()),
                    ("count", (names.len() - SHOWN).into()),
                ],
            ),
        }
    }
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Words")
            .field("language", &self.language)
            .field("zone", &self.zone)
            .finish_non_exhaustive()
    }
}

/// What goes into a message: a text, or a number that plural rules look at.
#[derive(Clone, Debug)]
pub struct Arg<'a>(FluentValue<'a>);

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Self(FluentValue::String(Cow::Borrowed(text)))
    }
}

impl From<String> for Arg<'_> {
    fn from(text: String) -> Self {
        Self(FluentValue::String(Cow::Owned(text)))
    }
}

macro_rules! number {
    ($($of:ty)*) => {$(
        impl From<$of> for Arg<'_> {
            fn from(number: $of) -> Self {
                Self(FluentValue::from(number))
            }
        }
    )*};
}
number!(u16 u32 u64 usize);

/// Somebody else's text as it may stand in a sentence of ours: one line, no control or
/// direction characters, not endless.
pub fn quoted(text: &str) -> String {
    let clean = text
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !c.is_control() && !is_direction_mark(*c))
        .collect::<String>();
    let words = clean.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(QUOTE) {
        Some((end, _)) => format!("{}…", words[..end].trim_end()),
        None => words,
    }
}

const fn is_direction_mark(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The fragment as a sentence: first letter large, full stop at the end.
fn sentence(fragment: &str) -> String {
    let mut chars = fragment.chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string());
    let stop = if fragment.ends_with(['.', '…', '!', '?']) {
        ""
    } else {
        "."
    };
    format!("{}{}{stop}", first.unwrap_or_default(), chars.as_str())
}

#[cfg(test)]
mod tests {
    use super::sample::english;
    use super::*;

    #[test]
    fn a_language_is_found_by_any_tag_of_its_own() {
        for tag in ["vi", "vi-VN", "VI_vn.UTF-8", " vi@latin "] {
            assert_eq!(
                Language::from_tag(tag).map(Language::tag),
                Some("vi"),
                "{tag}"
            );
        }
        for tag in ["", "vie", "fr-VI", "C", "-vi"] {
            assert_eq!(Language::from_tag(tag), None, "{tag}");
        }
        for language in Language::all() {
            assert_eq!(Language::from_tag(language.tag()), Some(language));
        }
    }

    #[test]
    fn names_are_listed_as_people_do() {
        let words = english();
        assert_eq!(words.list(&[]), "");
        assert_eq!(words.list(&["A"]), "A");
        assert_eq!(words.list(&["A", "B"]), "A and B");
        assert_eq!(words.list(&["A", "B", "C"]), "A, B and C");
        assert_eq!(words.list(&["A", "B", "C", "D", "E"]), "A, B, C and 2 more");
    }

    #[test]
    fn hostile_text_is_one_short_plain_line() {
        assert_eq!(quoted(" a\n\tb \u{202e}c\u{7}d "), "a b cd");
        let long = quoted(&"ộ".repeat(500));
        assert_eq!(long.chars().count(), QUOTE + 1);
        assert!(long.ends_with('…'));
    }

    #[test]
    fn an_unknown_key_is_shown_as_it_is() {
        assert_eq!(english().label("no-such-key"), "no-such-key");
    }
}
