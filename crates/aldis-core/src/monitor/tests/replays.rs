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
