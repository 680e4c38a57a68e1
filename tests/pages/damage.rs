//! No damage to a page of any format turns trouble or silence into good news.

use std::collections::BTreeSet;

use aldis_core::page::{self, Format};
use proptest::prelude::*;
use serde_json::Value;

use super::fixture::{Fixture, is_good_news, judge, no_good_news, readable, source};

#[test]
fn a_page_cut_off_at_any_byte_is_unreadable() {
    for (format, fixture) in readable() {
        let whole = fixture.bytes.trim_ascii_end().len();
        for end in 0..whole {
            let read = page::parse(format, &fixture.bytes[..end]);
            assert!(
                read.is_err(),
                "{} cut at {end} of {whole} reads as {read:?}",
                fixture.name
            );
        }
    }
}

#[test]
fn a_page_without_one_of_its_keys_is_never_better_news() {
    let mut wrong = Vec::new();
    for (format, fixture) in no_good_news() {
        let document: Value = serde_json::from_slice(&fixture.bytes).unwrap();
        for place in places(&document) {
            let mut damaged = document.clone();
            take(&mut damaged, &place);
            wrong.extend(better_news(format, &fixture, &damaged, &place, "without"));
        }
    }
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn a_page_with_a_value_of_another_type_is_never_better_news() {
    let strangers = [
        Value::Null,
        Value::Bool(true),
        7.into(),
        "strange".into(),
        serde_json::json!({}),
    ];
    let mut wrong = Vec::new();
    for (format, fixture) in no_good_news() {
        let document: Value = serde_json::from_slice(&fixture.bytes).unwrap();
        for place in places(&document) {
            for stranger in &strangers {
                let mut damaged = document.clone();
                *at(&mut damaged, &place).unwrap() = stranger.clone();
                wrong.extend(better_news(
                    format,
                    &fixture,
                    &damaged,
                    &place,
                    &format!("with {stranger} at"),
                ));
            }
        }
    }
    assert_eq!(wrong, [""; 0]);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_the_bytes_nothing_panics_and_nothing_is_green(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        for format in Format::ALL {
            prop_assert!(!is_good_news(format, &bytes));
        }
    }
}

#[test]
fn a_page_with_any_one_byte_changed_never_hides_an_outage() {
    for (format, fixture) in readable() {
        if !judge(format, &fixture.bytes).is_some_and(|verdict| verdict.health.is_out()) {
            continue;
        }
        let ids = places_of_own_ids(format, &fixture.bytes);
        for position in (0..fixture.bytes.len()).filter(|position| !ids.contains(position)) {
            for byte in [0, b' ', b'"', b'0', b'x', b'}', 0xff] {
                let mut bytes = fixture.bytes.clone();
                bytes[position] = byte;
                let good = is_good_news(format, &bytes);
                assert!(!good, "{} with {byte} at {position}", fixture.name);
            }
        }
    }
}

#[test]
fn deep_nesting_and_endless_lists_are_refused() {
    let deep = [b"{\"components\":".as_slice(), &b"[".repeat(100_000)].concat();
    let long = format!("{{\"components\":[{}{{}}]}}", "{},".repeat(6_000));
    let large = format!(
        "{{\"components\":[],\"x\":\"{}\"}}",
        "x".repeat(9 * 1024 * 1024)
    );
    for bytes in [deep, long.into_bytes(), large.into_bytes()] {
        for format in Format::ALL {
            assert!(page::parse(format, &bytes).is_err());
        }
    }
}

/// Another id is another component: with one, the page truly says something else.
fn places_of_own_ids(format: Format, bytes: &[u8]) -> BTreeSet<usize> {
    let own = source(format).components.into_values().flatten();
    own.flat_map(|id| {
        let starts = bytes.windows(id.len()).enumerate();
        let found = starts.filter(|(_, window)| *window == id.as_bytes());
        found
            .flat_map(|(start, _)| start..start + id.len())
            .collect::<Vec<_>>()
    })
    .collect()
}

/// Every place in a document, as the keys and indices that lead to it.
fn places(value: &Value) -> Vec<Vec<String>> {
    let below = |key: String, value: &Value| {
        let mut found = vec![vec![key.clone()]];
        found.extend(
            places(value)
                .into_iter()
                .map(|place| [vec![key.clone()], place].concat()),
        );
        found
    };
    match value {
        Value::Object(members) => members
            .iter()
            .flat_map(|(key, value)| below(key.clone(), value))
            .collect(),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .flat_map(|(i, value)| below(i.to_string(), value))
            .collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    }
}

fn at<'v>(value: &'v mut Value, place: &[String]) -> Option<&'v mut Value> {
    place.iter().try_fold(value, |value, step| {
        if value.is_array() {
            value.get_mut(step.parse::<usize>().ok()?)
        } else {
            value.get_mut(step)
        }
    })
}

fn take(document: &mut Value, place: &[String]) {
    let (last, parent) = place.split_last().unwrap();
    match at(document, parent).unwrap() {
        Value::Object(members) => drop(members.remove(last)),
        Value::Array(items) => drop(items.remove(last.parse().unwrap())),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            unreachable!("a leaf has no members")
        }
    }
}

/// Damage may turn any page into an unreadable or unknown one. It may only turn trouble into
/// `operational` where what is left is a whole page that says so.
fn better_news(
    format: Format,
    fixture: &Fixture,
    damaged: &Value,
    place: &[String],
    how: &str,
) -> Option<String> {
    let is_better = !leaves_a_whole_page(format, place)
        && is_good_news(format, &serde_json::to_vec(damaged).unwrap());
    is_better.then(|| format!("{} {how} {}", fixture.name, place.join(".")))
}

/// Whether a page whose `place` was damaged is a whole page of its own: one list entry fewer, or
/// another id for what it speaks of. incident.io leaves out or nulls the list when nothing is open.
fn leaves_a_whole_page(format: Format, place: &[String]) -> bool {
    let last = place.last().unwrap();
    let is_idle_shim = format == Format::IncidentIo && place == ["incidents"];
    last.parse::<usize>().is_ok() || last == "id" || last == "component_id" || is_idle_shim
}
