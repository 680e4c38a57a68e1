//! Damage to the fixtures that bring no good news: keys dropped, values of another type, documents cut
//! off, lines lost. What leaves a whole page of its own is no damage (`tree`).

use std::sync::LazyLock;

use aldis_core::page::Format;
use serde_json::Value;

use crate::fixture::{Fixture, is_good_news, no_good_news, source};
use crate::tree::{at, json, leaves_a_whole_page, places, take};

static PAGES: LazyLock<Vec<(Format, Fixture)>> = LazyLock::new(no_good_news);

/// Bytes of the input that choose one damage.
const STEP: usize = 3;
const LARGEST_INPUT: usize = 2 + 64 * STEP;
/// Lines that a feed may lose: with an end, a beginning and all between two bodies gone, two entries
/// are one whole entry, and nobody can tell.
const MOST_LINES_LOST: usize = 4;

/// Damages the page that the first two bytes choose, as the rest says. Panics if it turns green.
pub fn check(input: &[u8]) {
    let Some((choice, steps)) = input.split_first_chunk::<2>() else {
        return;
    };
    let chosen = usize::from(u16::from_le_bytes(*choice)) % PAGES.len();
    let (format, fixture) = &PAGES[chosen];
    let steps = steps
        .get(..LARGEST_INPUT)
        .unwrap_or(steps)
        .chunks_exact(STEP);
    let damaged = match json(fixture) {
        Some(document) => json_damaged(*format, document, steps),
        None => lines_lost(*format, &fixture.bytes, steps),
    };
    if let Some(bytes) = damaged {
        let shown = String::from_utf8_lossy(&bytes);
        assert!(
            !is_good_news(*format, &bytes),
            "{} turns green: {shown}",
            fixture.name
        );
    }
}

/// The document with each of the damages, or nothing if none of them is one.
fn json_damaged<'s>(
    format: Format,
    mut document: Value,
    steps: impl Iterator<Item = &'s [u8]>,
) -> Option<Vec<u8>> {
    let mut cut = None;
    let mut damages = 0;
    for step in steps {
        let [kind, low, high] = *step else { continue };
        let number = usize::from(u16::from_le_bytes([low, high]));
        if kind % 8 == 7 {
            cut = Some(number);
            continue;
        }
        let places = places(&document);
        if places.is_empty() {
            break;
        }
        let place = &places[number % places.len()];
        if leaves_a_whole_page(format, place) {
            continue;
        }
        damages += usize::from(damage(&mut document, place, kind % 8));
    }
    let mut bytes = serde_json::to_vec(&document).ok()?;
    if let Some(cut) = cut {
        bytes.truncate(cut % bytes.len());
        damages += 1;
    }
    (damages > 0).then_some(bytes)
}

/// Whether there was a place to damage, and it differs now.
fn damage(document: &mut Value, place: &[String], kind: u8) -> bool {
    let stranger = match kind {
        0 | 1 => {
            take(document, place);
            return true;
        }
        2 => Value::Null,
        3 => Value::Bool(true),
        4 => 7.into(),
        5 => "strange".into(),
        _ => serde_json::json!({}),
    };
    let Some(value) = at(document, place) else {
        return false;
    };
    // The other of two answers is no damage.
    if *value == stranger || (value.is_boolean() && stranger.is_boolean()) {
        return false;
    }
    *value = stranger;
    true
}

/// The feed without some of its lines, or cut off. One that names what a message concerns may change
/// whom it concerns, and stays.
fn lines_lost<'s>(
    format: Format,
    bytes: &[u8],
    steps: impl Iterator<Item = &'s [u8]>,
) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(bytes).ok()?;
    let own: Vec<String> = source(format).components.into_values().flatten().collect();
    let mut lines: Vec<&str> = text.lines().collect();
    let mut cut = None;
    let before = lines.len();
    for step in steps {
        let [kind, low, high] = *step else { continue };
        let number = usize::from(u16::from_le_bytes([low, high]));
        if kind % 8 == 7 {
            cut = Some(number);
        } else if !lines.is_empty() && before - lines.len() < MOST_LINES_LOST {
            let number = number % lines.len();
            if !own.iter().any(|id| lines[number].contains(id.as_str())) {
                lines.remove(number);
            }
        }
    }
    let mut damaged = lines.join("\n").into_bytes();
    let whole = damaged.trim_ascii_end().len();
    match cut.filter(|_| whole > 0) {
        Some(cut) => damaged.truncate(cut % whole),
        None if lines.len() == before => return None,
        None => {}
    }
    Some(damaged)
}
