//! Slow degradation of one surface: answers that became slow and failures that became frequent, too
//! gradually for any look to be the one that tells (DETECTOR.md §A2). It never speaks of an outage.
//! Whether what is found here may be our own doing is for `monitor/drift.rs`.

mod creep;
mod latency;

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::pace::Tempo;
use crate::snapshot::Tally;
use crate::time::Timestamp;
use crate::vantage::LOSSY;

use creep::Creep;
use latency::Latency;

/// What one look at a surface has to say to a drift.
#[derive(Clone, Copy, Debug)]
pub struct Glance {
    /// When it ended.
    pub at: Timestamp,
    /// Whether it failed.
    pub failed: bool,
    /// How long the first word took, of a look that was answered well.
    pub took: Option<Duration>,
    /// How long our controls take at present; `None` while our own line is doubtful.
    pub line: Option<Duration>,
    /// How often the surface failed before this hour although nothing was wrong.
    pub usual: f64,
    /// How often a request gets lost on our side.
    pub loss: f64,
    /// Whether nothing is suspected of it.
    pub calm: bool,
}

/// How fast a surface answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Speed {
    /// At this time of the day, when nothing is wrong.
    pub usual: Duration,
    /// In the last hour.
    pub lately: Duration,
}

/// What has slowly become of a surface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trend {
    /// It answers, much later than usual.
    Slow(Speed),
    /// It fails far more often than usual: the looks of the last hour.
    Failing(Tally),
}

/// How a surface drifts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Drift {
    latency: Latency,
    creep: Creep,
}

impl Drift {
    /// Takes in a look that counted; what our own line may have spoiled is left out.
    pub fn saw(&mut self, glance: Glance, tempo: Tempo) {
        let Some(line) = glance.line else { return };
        if !glance.failed || glance.loss <= LOSSY {
            self.creep.saw(glance, tempo);
        }
        // Looks that follow a failure come thick and fast: they would outvote the hour before.
        if let Some(took) = glance.took.filter(|_| glance.calm) {
            self.latency.saw((glance.at, took, line), tempo);
        }
    }

    /// What became of it, and since about when.
    pub fn trend(&self) -> Option<(Timestamp, Trend)> {
        let failing = self.creep.risen_since();
        let failing = failing.map(|at| (at, Trend::Failing(self.creep.hour())));
        failing.or_else(|| {
            let (since, speed) = self.latency.slow()?;
            Some((since, Trend::Slow(speed)))
        })
    }

    /// Since when it has been on the way to a trend, found or not yet.
    pub fn leans_since(&self) -> Option<Timestamp> {
        let slower = self.latency.leans_since();
        slower.into_iter().chain(self.creep.leans_since()).min()
    }

    /// How fast it answers, once that is known.
    pub const fn speed(&self) -> Option<Speed> {
        self.latency.speed()
    }

    /// Looks of the last hour, and those among them that did not fail.
    pub fn hour(&self) -> Tally {
        self.creep.hour()
    }

    /// What failed or was slow is explained: it was called out, or the vendor reports trouble.
    pub fn is_explained(&mut self) {
        self.creep = Creep::default();
        self.latency.lapse();
    }

    /// Nobody looked for a while: what was found is to be found again.
    pub fn lapse(&mut self) {
        self.is_explained();
    }

    /// The same for keeping: single looks are left out, and an hour brings them back.
    pub(crate) fn without_windows(&self) -> Self {
        Self {
            latency: self.latency.without_windows(),
            creep: self.creep.clone(),
        }
    }

    /// Whether it can have come about by `now`: what was kept may have been tampered with.
    pub(crate) fn is_sound(&self, now: Timestamp) -> bool {
        self.latency.is_sound(now) && self.creep.is_sound(now)
    }

    /// Packets leave by another way: how far everybody is has to be learned again.
    pub fn another_network(&mut self) {
        self.latency.settle();
    }
}
