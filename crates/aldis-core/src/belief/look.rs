//! One look at a surface, and what else bears on what is believed of it.

use std::time::Duration;

use crate::ablation::Ablation;
use crate::likelihood::{PageSign, Sign};
use crate::time::Timestamp;

/// One look that said something.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Look {
    /// When it ended.
    pub at: Timestamp,
    /// What it was a sign of.
    pub sign: Sign,
    /// How much it moved the odds that something is wrong, in nats; negative: towards "works".
    pub moved: f64,
    /// Below one where the same was seen a moment before.
    pub weight: f64,
    pub(super) connection_level: bool,
}

/// What else bears on one surface.
#[derive(Clone, Copy, Debug)]
pub struct Beside {
    /// What the vendor's page says of it.
    pub page: PageSign,
    /// The user said a moment ago that it is broken for them.
    pub said_broken: bool,
    /// Another surface of the same service answers.
    pub sibling_answers: bool,
    /// Something it stands on is out.
    pub upstream_out: bool,
    /// Share of requests that fail on our side of the line.
    pub loss: f64,
    /// A look that ended before this is no evidence any more.
    pub fresh_from: Timestamp,
    /// What the bench leaves out.
    pub without: Ablation,
    /// Failures must span this much longer than usual before it is called out: many fail at once,
    /// and what they share may be ours.
    pub patience: Duration,
}
