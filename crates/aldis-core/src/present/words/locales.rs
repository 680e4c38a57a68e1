//! Tests: the locale files are whole, alike, and say every sentence.

use std::collections::{BTreeMap, BTreeSet};

use fluent_bundle::FluentResource;

use super::Language;

/// What a message takes, by following every `$name` in its text.
fn arguments(text: &str) -> BTreeSet<String> {
    text.split('$')
        .skip(1)
        .map(|rest| {
            rest.chars()
                .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
                .collect()
        })
        .collect()
}

/// Every key of a locale file with the lines that belong to it.
fn messages(language: Language) -> BTreeMap<&'static str, String> {
    let mut found = BTreeMap::<&str, String>::new();
    let mut key = "";
    for line in language.source().lines() {
        if line.starts_with(|c: char| c.is_ascii_lowercase()) {
            let (name, text) = line.split_once('=').unwrap();
            key = name.trim();
            let twice = found.insert(key, text.to_owned());
            assert_eq!(twice, None, "{key} stands twice in {language:?}");
        } else if line.starts_with([' ', '}']) {
            found.get_mut(key).unwrap().push_str(line);
        }
    }
    found
}

#[test]
fn every_locale_file_parses_without_a_mistake() {
    for language in Language::all() {
        let parsed = FluentResource::try_new(language.source().to_owned());
        let mistakes = parsed.map(|_| ()).map_err(|(_, mistakes)| mistakes);
        assert_eq!(mistakes, Ok(()), "{language:?}");
    }
}

#[test]
fn every_language_has_the_same_keys_with_the_same_arguments() {
    let english = messages(Language::ENGLISH);
    let own = arguments_by_key(&english);
    for language in Language::all() {
        let theirs = arguments_by_key(&messages(language));
        let keys = |of: &BTreeMap<&str, BTreeSet<String>>| {
            of.keys().map(|key| (*key).to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(keys(&theirs), keys(&own), "{language:?}");
        assert_eq!(theirs, own, "{language:?}");
    }
}

fn arguments_by_key<'a>(
    messages: &BTreeMap<&'a str, String>,
) -> BTreeMap<&'a str, BTreeSet<String>> {
    messages
        .iter()
        .map(|(key, text)| (*key, arguments(text)))
        .collect()
}

#[test]
fn no_locale_file_has_direction_marks_or_tabs() {
    for language in Language::all() {
        let marks = |c: char| super::is_direction_mark(c) || c == '\t' || c == '\u{feff}';
        assert!(!language.source().contains(marks), "{language:?}");
    }
}

#[test]
fn every_key_that_the_code_names_exists_and_every_key_of_ours_is_named() {
    let sources = [
        include_str!("../words.rs"),
        include_str!("evidence.rs"),
        include_str!("finding.rs"),
        include_str!("headline.rs"),
        include_str!("host.rs"),
        include_str!("incident.rs"),
        include_str!("official.rs"),
        include_str!("outcome.rs"),
        include_str!("reason.rs"),
        include_str!("state.rs"),
        include_str!("time.rs"),
        include_str!("../tray.rs"),
        include_str!("../notice.rs"),
    ];
    let code = sources
        .iter()
        .map(|source| source.split("#[cfg(test)]\nmod tests").next().unwrap())
        .collect::<String>();
    let named = code
        .split('"')
        .filter(|part| is_key(part))
        .collect::<BTreeSet<_>>();
    let messages = messages(Language::ENGLISH);
    let families = named
        .iter()
        .filter_map(|key| key.split('-').next())
        .collect::<BTreeSet<_>>();
    let ours = messages
        .keys()
        .copied()
        .filter(|key| families.contains(key.split('-').next().unwrap()))
        .collect::<BTreeSet<_>>();
    let named = named
        .into_iter()
        .filter(|key| key.contains('-') || messages.contains_key(key))
        .collect::<BTreeSet<_>>();
    assert_eq!(named, ours);
}

fn is_key(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c == '-';
    !text.is_empty() && text.chars().all(plain)
}
