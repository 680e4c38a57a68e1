//! No damage to a page of any format turns trouble or silence into good news.

use std::collections::BTreeSet;

use aldis_core::Health;
use aldis_core::page::{self, Format};
use proptest::prelude::*;
use serde_json::Value;

use super::fixture::{Fixture, is_good_news, judge, no_good_news, readable, source};
use super::tree::{at, json, leaves_a_whole_page, places, take};

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
        let Some(document) = json(&fixture) else {
            continue;
        };
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
        let Some(document) = json(&fixture) else {
            continue;
        };
        for place in places(&document) {
            for stranger in &strangers {
                let mut damaged = document.clone();
                let value = at(&mut damaged, &place).unwrap();
                // The other of two answers is no damage.
                if value.is_boolean() && stranger.is_boolean() {
                    continue;
                }
                *value = stranger.clone();
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

#[test]
fn a_feed_without_one_of_its_lines_is_never_better_news() {
    for (format, fixture) in no_good_news() {
        let text = String::from_utf8_lossy(&fixture.bytes);
        let own: Vec<String> = source(format).components.into_values().flatten().collect();
        let is_own = |line: &str| own.iter().any(|id| line.contains(id));
        for (number, line) in text.lines().enumerate() {
            if !text.starts_with('<') || is_own(line) {
                continue;
            }
            let rest = text
                .lines()
                .enumerate()
                .filter(|(other, _)| *other != number);
            let rest: Vec<&str> = rest.map(|(_, line)| line).collect();
            let good = is_good_news(format, rest.join("\n").as_bytes());
            assert!(!good, "{} {} without {line}", format.word(), fixture.name);
        }
    }
}

#[test]
fn a_page_read_in_any_other_format_is_never_better_news() {
    for (format, fixture) in no_good_news() {
        for other in Format::ALL {
            let is_same = format.is_incident_io() && other.is_incident_io();
            let mut judged = source(format);
            judged.format = other;
            let read = page::parse(other, &fixture.bytes);
            let good = read
                .is_ok_and(|report| page::verdict(&report, &judged).health == Health::Operational);
            assert!(is_same || !good, "{} as {}", fixture.name, other.word());
        }
    }
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
        // What is written in wider characters is damaged as JSON elsewhere.
        if str::from_utf8(&fixture.bytes).is_err() {
            continue;
        }
        let ids = places_of_own_ids(format, &fixture.bytes);
        let own = source(format);
        for (position, old) in fixture.bytes.iter().enumerate() {
            if ids.contains(&position) || old.is_ascii_whitespace() {
                continue;
            }
            for byte in *b"\"0x\xff" {
                let mut bytes = fixture.bytes.clone();
                bytes[position] = byte;
                let read = page::parse(format, &bytes);
                let good =
                    read.is_ok_and(|it| page::verdict(&it, &own).health == Health::Operational);
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
    let deep_xml = format!("<rss><channel>{}", "<item>".repeat(100_000));
    let items = "<item><title>[Resolved] x</title></item>".repeat(6_000);
    let long_xml = format!("<rss><channel>{items}</channel></rss>");
    let bomb =
        "<!DOCTYPE rss [<!ENTITY a \"&b;&b;\"><!ENTITY b \"x\">]><rss><channel>&a;</channel></rss>";
    let texts = [long, large, deep_xml, long_xml, bomb.to_owned()];
    for bytes in texts.into_iter().map(String::into_bytes).chain([deep]) {
        for format in Format::ALL {
            assert!(page::parse(format, &bytes).is_err());
        }
    }
}

/// Another id is another component: with one, the page truly says something else.
fn places_of_own_ids(format: Format, bytes: &[u8]) -> BTreeSet<usize> {
    let own = source(format).components.into_values().flatten();
    // So AWS names what it does not name.
    let own = own.chain(["multipleservices".to_owned()]);
    own.flat_map(|id| {
        let starts = bytes.windows(id.len()).enumerate();
        let found = starts.filter(|(_, window)| *window == id.as_bytes());
        found
            .flat_map(|(start, _)| start..start + id.len())
            .collect::<Vec<_>>()
    })
    .collect()
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
