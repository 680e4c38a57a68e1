//! The rules that are compared: ours, and those that other monitors ship, in the same worlds with
//! the same answers.

mod official;
mod poller;
mod uptime;

use std::fmt;

use aldis_core::ablation::Ablation;

use crate::simulate::{Run, Spins, simulate};
use crate::world::Scene;
use poller::{Patience, Poller};

/// A way to tell whether a vendor is down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// The real monitor.
    Aldis,
    /// The real monitor, made to do without one of its parts.
    AldisWithout(Part),
    /// The vendor's page, every five minutes.
    Official,
    /// Three failures in a row, two successes to clear, every minute: Gatus as it comes.
    Consecutive3,
    /// One failure, every minute: Uptime Kuma as it comes.
    Kuma,
    /// Failing for five minutes: the Blackbox exporter's customary alert, told by Alertmanager.
    Blackbox5m,
}

/// A part of the detector that can be left out, to see what it is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Judging by the state of our own network.
    Gate,
    /// Counting the same outcome a moment later for less.
    Correlation,
    /// Waiting for more than one failing look.
    Persistence,
    /// The vendor's page.
    Page,
}

/// How long Alertmanager waits for others of the same group before it tells of an alarm: `group_wait` as
/// it comes (v).
const GROUP_WAIT_S: f64 = 30.0;

impl Rule {
    /// Those that are compared, ours first.
    pub const ALL: [Self; 5] = [
        Self::Aldis,
        Self::Official,
        Self::Consecutive3,
        Self::Kuma,
        Self::Blackbox5m,
    ];

    /// Ours, whole and without each of its parts.
    pub const ABLATIONS: [Self; 5] = [
        Self::Aldis,
        Self::AldisWithout(Part::Gate),
        Self::AldisWithout(Part::Correlation),
        Self::AldisWithout(Part::Persistence),
        Self::AldisWithout(Part::Page),
    ];

    /// The word of CONTRACTS.md, where it has one.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Aldis => "aldis",
            Self::AldisWithout(Part::Gate) => "without-gate",
            Self::AldisWithout(Part::Correlation) => "without-correlation",
            Self::AldisWithout(Part::Persistence) => "without-persistence",
            Self::AldisWithout(Part::Page) => "without-page",
            Self::Official => "official",
            Self::Consecutive3 => "consecutive3",
            Self::Kuma => "kuma",
            Self::Blackbox5m => "blackbox5m",
        }
    }

    /// The reverse of [`Rule::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        let mut all = Self::ALL.into_iter().chain(Self::ABLATIONS);
        all.find(|rule| rule.word() == word)
    }

    /// What it makes of a world.
    pub fn run(self, scene: &Scene<'_>) -> Result<Run, Spins> {
        Ok(match self {
            Self::Aldis => simulate(scene, Ablation::default())?,
            Self::AldisWithout(part) => simulate(scene, without(part))?,
            Self::Official => official::run(scene),
            Self::Consecutive3 => poller(Patience::InARow { bad: 3, good: 2 }, 10).run(scene),
            Self::Kuma => poller(Patience::InARow { bad: 1, good: 1 }, 48).run(scene),
            Self::Blackbox5m => Poller {
                told_after_s: GROUP_WAIT_S,
                ..poller(Patience::Lasting { seconds: 300.0 }, 10)
            }
            .run(scene),
        })
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

fn without(part: Part) -> Ablation {
    let nothing = Ablation::default();
    match part {
        Part::Gate => Ablation {
            gate: true,
            ..nothing
        },
        Part::Correlation => Ablation {
            correlation: true,
            ..nothing
        },
        Part::Persistence => Ablation {
            persistence: true,
            ..nothing
        },
        Part::Page => Ablation {
            page: true,
            ..nothing
        },
    }
}

/// All of these look once a minute; how long they wait for an answer differs.
const fn poller(patience: Patience, timeout_s: u64) -> Poller {
    Poller {
        every_s: 60.0,
        timeout: std::time::Duration::from_secs(timeout_s),
        patience,
        told_after_s: 0.0,
    }
}

#[cfg(test)]
mod tests;
