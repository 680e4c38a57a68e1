//! Outages that happened, minute by minute in UTC: what the user must and must not be told, and when.
//! Times and kinds of failure are the vendors' and independent probes'; where a share of failing
//! requests was never published, or where it was to be seen, the test says what it assumes.

mod anthropic;
mod cloudflare;
mod day;
mod openai;

use super::world::Post;
use super::{minutes, seconds};
use crate::catalogue::Surface;
use crate::evidence::{Outcome, Phase};
use crate::health::Health;
use crate::settings::NotifyLevel;
use crate::time::Timestamp;
use day::{Day, Key, fails};

const UNAVAILABLE: Outcome = Outcome::Answered { status: 503 };
const SERVER_ERROR: Outcome = Outcome::Answered { status: 500 };

const API: &[&str] = &["api"];
const CHAT: &[&str] = &["chat"];
const BOTH: &[&str] = &["chat", "api"];

/// A major incident in this phase, that names these parts.
fn post(at: Timestamp, phase: &'static str, about: &'static [&'static str]) -> Post {
    let status = if phase == "monitoring" {
        "operational"
    } else {
        "major_outage"
    };
    let impact = "major";
    Post {
        at,
        phase,
        impact,
        about,
        status,
    }
}

/// No day of the record: the vendor reports what no look of ours sees, then calls it fixed.
fn reported_and_fixed(key: Key) -> Day {
    let mut day = Day::up_to("2026-03-04", "15:00", key, NotifyLevel::Degraded);
    let posted = day.at("15:00");
    day.posts("openai", post(posted, "investigating", API));
    day.until("15:40");
    assert!(day.health("openai-api").is_trouble());
    day.posts("openai", post(posted, "monitoring", API));
    day.until("16:10");
    day
}

#[test]
fn what_they_call_fixed_and_completions_bear_out_is_over_here_before_they_call_it_over() {
    let mut day = reported_and_fixed(Key::Given);
    let again = day.incident("openai-api").works_again_at();
    assert!(again.is_some(), "{:?}", day.incident("openai-api").timeline);
    assert_eq!(
        day.told("openai-api").len(),
        2,
        "{:?}",
        day.told("openai-api")
    );
    day.posts("openai", post(day.at("15:00"), "identified", API));
    day.until("16:20");
    assert_eq!(day.incident("openai-api").works_again_at(), None);
    day.resolves("openai").until("16:40");
    assert_eq!(day.health("openai-api"), Health::Operational);
    assert_eq!(day.incidents("openai-api"), 1);
}

#[test]
fn without_completions_nothing_bears_out_that_it_is_fixed() {
    let mut day = reported_and_fixed(Key::None);
    assert_eq!(day.incident("openai-api").works_again_at(), None);
    day.resolves("openai").until("16:30");
    assert_eq!(day.health("openai-api"), Health::Operational);
}
