//! A stretch of failures that belong together: since when, how, and how many. Whether it is an outage
//! is decided in `belief.rs`.

use crate::evidence::Outcome;
use crate::likelihood::Sign;
use crate::snapshot::Tally;
use crate::time::Timestamp;

/// A stretch of failures that belong together, from the first one until it is over.
#[derive(Clone, Debug)]
pub struct Episode {
    /// The first failing look.
    pub since: Timestamp,
    /// How that one failed; `None` where it was before a restart.
    pub first: Option<Outcome>,
    /// The last failing look, and how it failed.
    pub last: Option<(Timestamp, Outcome)>,
    /// Good and all looks that counted.
    pub requests: Tally,
    /// All looks, those that say nothing included.
    pub looks: u32,
    pub(super) called: Option<Called>,
}

/// What an episode was found to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Called {
    Unreliable,
    Out,
}

impl Episode {
    pub(super) const fn since(since: Timestamp, first: Option<Outcome>) -> Self {
        Self {
            since,
            first,
            last: None,
            requests: Tally { good: 0, all: 0 },
            looks: 0,
            called: None,
        }
    }

    /// Whether it was called out or unreliable.
    pub const fn is_called(&self) -> bool {
        self.called.is_some()
    }

    /// Share of its looks that failed, one good and one bad added; zero until it was called out.
    pub(super) fn failing_share(&self) -> f64 {
        let Tally { good, all } = self.requests;
        let failed = f64::from(all.saturating_sub(good));
        self.called
            .map_or(0.0, |_| (failed + 1.0) / (f64::from(all) + 2.0))
    }

    pub(super) fn count(&mut self, sign: Sign) {
        self.looks = self.looks.saturating_add(1);
        self.requests.all = self.requests.all.saturating_add(1);
        self.requests.good += u32::from(sign.is_good());
    }
}
