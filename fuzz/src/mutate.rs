//! How inputs are varied: the line that names the format stays, and a document that is JSON is mostly
//! varied as JSON, so that most of what is tried gets past its syntax.

use serde_json::Value;

use crate::tree::{at, places, take};

/// How often of eight a JSON document is varied as such.
const AS_JSON: u64 = 5;

/// Words that formats know, to be tried where they do not belong.
const WORDS: [&str; 24] = [
    "operational",
    "OPERATIONAL",
    "Operational",
    "none",
    "resolved",
    "RESOLVED",
    "AVAILABLE",
    "completed",
    "degraded_performance",
    "partial_outage",
    "major_outage",
    "full_outage",
    "under_maintenance",
    "SERVICE_OUTAGE",
    "investigating",
    "monitoring",
    "critical",
    "",
    "$undefined",
    "0",
    "1",
    "100",
    "2026-10-09T12:00:00Z",
    "9999-12-31T23:59:60.999999999999Z",
];

/// Varies the input in `data[..size]` within `max_size` bytes; returns its new size.
pub fn mutate(data: &mut [u8], size: usize, max_size: usize, seed: u32) -> usize {
    let start = match crate::split(&data[..size]) {
        Some((_, document)) => size - document.len(),
        None => 0,
    };
    let mut dice = Dice(u64::from(seed).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    if start > 0
        && dice.below(8) < AS_JSON
        && let Ok(mut document) = serde_json::from_slice(&data[start..size])
    {
        for _ in 0..=dice.below(3) {
            vary(&mut document, &mut dice);
        }
        let bytes = serde_json::to_vec(&document).unwrap_or_default();
        if start + bytes.len() <= max_size {
            data[start..start + bytes.len()].copy_from_slice(&bytes);
            return start + bytes.len();
        }
    }
    start + libfuzzer_sys::fuzzer_mutate(&mut data[start..], size - start, max_size - start)
}

fn vary(document: &mut Value, dice: &mut Dice) {
    let places = places(document);
    if places.is_empty() {
        return;
    }
    let mut pick = || &places[dice.below(places.len() as u64) as usize];
    let (place, other) = (pick(), pick());
    let kind = dice.below(8);
    if kind == 0 {
        take(document, place);
        return;
    }
    let new = match kind {
        1 => Value::Null,
        2 => Value::from(dice.below(7)),
        3 => Value::from(i64::from_le_bytes(dice.next().to_le_bytes())),
        4 => Value::Array(Vec::new()),
        // Something of the same document in another place.
        5 => at(document, other).map_or(Value::Null, |value| value.clone()),
        _ => Value::from(WORDS[dice.below(WORDS.len() as u64) as usize]),
    };
    if let Some(value) = at(document, place) {
        *value = new;
    }
}

/// Pseudo-random numbers (xorshift) from the seed that libFuzzer gives, so that a run can be repeated.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }
}
