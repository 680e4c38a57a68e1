//! The rules that are compared: ours, and those that other monitors ship, in the same worlds with
//! the same answers.

mod official;
mod poller;

use std::fmt;

use crate::simulate::{Run, Spins, simulate};
use crate::world::Scene;
use poller::{Patience, Poller};

/// A way to tell whether a vendor is down.
///
/// A variant of the detector with a part switched off is another arm of [`Rule::run`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// The real monitor.
    Aldis,
    /// The vendor's page, every five minutes.
    Official,
    /// Three failures in a row, two successes to clear, every minute: Gatus as it comes.
    Consecutive3,
    /// One failure, every minute: Uptime Kuma as it comes.
    Kuma,
    /// Failing for five minutes: the Blackbox exporter's customary alert.
    Blackbox5m,
}

impl Rule {
    /// All of them, ours first.
    pub const ALL: [Self; 5] = [
        Self::Aldis,
        Self::Official,
        Self::Consecutive3,
        Self::Kuma,
        Self::Blackbox5m,
    ];

    /// The word of CONTRACTS.md.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Aldis => "aldis",
            Self::Official => "official",
            Self::Consecutive3 => "consecutive3",
            Self::Kuma => "kuma",
            Self::Blackbox5m => "blackbox5m",
        }
    }

    /// The reverse of [`Rule::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.word() == word)
    }

    /// What it makes of a world.
    pub fn run(self, scene: &Scene<'_>) -> Result<Run, Spins> {
        Ok(match self {
            Self::Aldis => simulate(scene)?,
            Self::Official => official::run(scene),
            Self::Consecutive3 => poller(Patience::InARow { bad: 3, good: 2 }, 10).run(scene),
            Self::Kuma => poller(Patience::InARow { bad: 1, good: 1 }, 48).run(scene),
            Self::Blackbox5m => poller(Patience::Lasting { seconds: 300.0 }, 10).run(scene),
        })
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// All of these look once a minute; how long they wait for an answer differs.
const fn poller(patience: Patience, timeout_s: u64) -> Poller {
    Poller {
        every_s: 60.0,
        timeout: std::time::Duration::from_secs(timeout_s),
        patience,
    }
}

#[cfg(test)]
mod tests;
