//! The evidence behind a health, piece by piece: what was seen, what it was worth, what was left out
//! and why. Words are core's.

use aldis_core::Timestamp;
use aldis_core::present::words::Words;
use aldis_core::snapshot as core;
use serde::{Deserialize, Serialize};

/// The evidence behind a service's health.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Explanation {
    /// Each surface with its last looks.
    pub surfaces: Vec<SurfaceEvidence>,
    /// What the vendor's page adds, in one sentence.
    pub page: String,
    /// Open incidents on that page that count for nothing here, and why, a sentence each.
    pub left_out: Vec<String>,
    /// That the user said it is broken for them, and what that is worth, in one sentence; null unless
    /// it was said in the last ten minutes.
    pub said: Option<String>,
    /// What it has in common with others that fail, in one sentence; null where nothing.
    pub common: Option<String>,
    /// What gets lost on our own side, in one sentence.
    pub loss: String,
}

/// What is known of one surface.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct SurfaceEvidence {
    /// `web` `api` `completion`.
    pub surface: String,
    /// What all of it comes to: "taken together: it works".
    pub words: String,
    /// How often it fails although nothing is wrong, in one sentence.
    pub usual: String,
    /// How fast it answers and how often it failed in the last hour, beside what is usual, and what
    /// that comes to, in one sentence; null until there is something to compare with.
    pub drift: Option<String>,
    /// The last looks, newest first.
    pub looks: Vec<Piece>,
}

/// One look and what it was worth.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Piece {
    /// When it ended.
    pub at: String,
    /// The outcome's word of CONTRACTS.md.
    pub outcome: String,
    /// HTTP status, where an answer came.
    pub status: Option<u16>,
    /// How it ended, short: "server error 503".
    pub how: String,
    /// By how many nats it moved the odds that something is wrong, negative towards "works"; null
    /// where it counts for nothing.
    pub nats: Option<f64>,
    /// What it was worth, or why it counts for nothing.
    pub words: String,
}

impl Explanation {
    pub(super) fn of(explanation: &core::Explanation, words: &Words, now: Timestamp) -> Self {
        Self {
            surfaces: explanation
                .surfaces
                .iter()
                .map(|surface| SurfaceEvidence::of(surface, words))
                .collect(),
            page: words.page_evidence(&explanation.page),
            left_out: explanation
                .left_out
                .iter()
                .map(|(title, why)| words.left_out(title, *why))
                .collect(),
            said: explanation
                .said
                .as_ref()
                .map(|it| words.said_broken(it, now)),
            common: explanation.common.as_ref().map(|it| words.common(it)),
            loss: words.loss(explanation.loss),
        }
    }
}

impl SurfaceEvidence {
    fn of(surface: &core::SurfaceEvidence, words: &Words) -> Self {
        Self {
            surface: surface.surface.word().to_owned(),
            words: words.opinion(surface.opinion),
            usual: words.usual(surface.usual),
            drift: words.drift(&surface.drift),
            looks: surface
                .looks
                .iter()
                .map(|piece| Piece::of(piece, words))
                .collect(),
        }
    }
}

impl Piece {
    fn of(piece: &core::Piece, words: &Words) -> Self {
        Self {
            at: piece.at.to_string(),
            outcome: piece.outcome.word().to_owned(),
            status: piece.outcome.status(),
            how: words.outcome_brief(&piece.outcome),
            nats: match piece.worth {
                core::Worth::Counted { moved, .. } => Some((moved * 100.0).round() / 100.0),
                core::Worth::Ignored(_) => None,
            },
            words: words.worth(&piece.worth),
        }
    }
}
