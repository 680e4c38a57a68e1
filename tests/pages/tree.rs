//! Documents of fixtures as trees that can be damaged in one place.

use aldis_core::page::Format;
use serde_json::Value;

use super::fixture::{Fixture, source};

/// The document in a fixture that is JSON.
pub(super) fn json(fixture: &Fixture) -> Option<Value> {
    let unit = |pair: &[u8]| Some(u16::from_le_bytes(pair.try_into().ok()?));
    let swapped = |pair: &[u8]| unit(pair).map(u16::swap_bytes);
    let text = match fixture.bytes.as_slice() {
        [0xFE, 0xFF, rest @ ..] => {
            String::from_utf16(&rest.chunks(2).filter_map(swapped).collect::<Vec<_>>()).ok()
        }
        [0xFF, 0xFE, rest @ ..] => {
            String::from_utf16(&rest.chunks(2).filter_map(unit).collect::<Vec<_>>()).ok()
        }
        text => String::from_utf8(text.to_vec()).ok(),
    };
    serde_json::from_str(&text?).ok()
}

/// Every place in a document, as the keys and indices that lead to it.
pub(super) fn places(value: &Value) -> Vec<Vec<String>> {
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

pub(super) fn at<'v>(value: &'v mut Value, place: &[String]) -> Option<&'v mut Value> {
    place.iter().try_fold(value, |value, step| {
        if value.is_array() {
            value.get_mut(step.parse::<usize>().ok()?)
        } else {
            value.get_mut(step)
        }
    })
}

pub(super) fn take(document: &mut Value, place: &[String]) {
    let (last, parent) = place.split_last().unwrap();
    match at(document, parent).unwrap() {
        Value::Object(members) => drop(members.remove(last)),
        Value::Array(items) => drop(items.remove(last.parse().unwrap())),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            unreachable!("a leaf has no members")
        }
    }
}

/// Whether a page whose `place` was damaged is a whole page of its own: one list entry fewer, or
/// another id for what it speaks of. incident.io leaves out or nulls the list when nothing is open, and Datadog
/// nulls it.
pub(super) fn leaves_a_whole_page(format: Format, place: &[String]) -> bool {
    let last = place.last().unwrap();
    let is_idle_shim =
        matches!(format, Format::IncidentIo | Format::Datadog) && place == ["incidents"];
    let ids = [
        "id",
        "_id",
        "component_id",
        "service",
        "service_key",
        "key",
        "code",
        "ServiceDisplayName",
    ];
    let is_own = source(format)
        .components
        .into_values()
        .flatten()
        .any(|id| id == *last);
    last.parse::<usize>().is_ok() || ids.contains(&last.as_str()) || is_own || is_idle_shim
}
