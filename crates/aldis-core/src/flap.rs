//! When a service goes up and down so often that telling each turn would only annoy: the route-flap
//! damping of routers (RFC 2439), with a penalty for each fall that fades by half in half an hour.

use std::time::Duration;

use crate::pace::Tempo;
use crate::time::Timestamp;

/// For each time it goes down.
const PENALTY: f64 = 1_000.0;
/// Above this it is unstable, and nothing more is told of it …
const UNSTABLE: f64 = 2_000.0;
/// … until it is below this.
const STABLE: f64 = 750.0;
/// The penalty is half after this.
const HALF_LIFE: Duration = Duration::from_secs(30 * 60);

/// How often a service went down lately.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Flap {
    penalty: f64,
    as_of: Option<Timestamp>,
    unstable: bool,
}

impl Flap {
    /// It went down, or down again.
    pub fn fell(&mut self, now: Timestamp, tempo: Tempo) {
        self.settle(now, tempo);
        self.penalty += PENALTY;
        self.unstable |= self.penalty > UNSTABLE;
    }

    /// Whether it is too unstable to tell each turn.
    pub fn is_unstable(&mut self, now: Timestamp, tempo: Tempo) -> bool {
        self.settle(now, tempo);
        self.unstable
    }

    fn settle(&mut self, now: Timestamp, tempo: Tempo) {
        let elapsed = self.as_of.map_or(Duration::ZERO, |at| now.since(at));
        let halvings = elapsed.as_secs_f64() / tempo.of(HALF_LIFE).as_secs_f64();
        self.penalty *= (-halvings).exp2();
        self.as_of = Some(now);
        self.unstable &= self.penalty >= STABLE;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: i64) -> Timestamp {
        Timestamp::from_millis(minutes * 60_000)
    }

    fn after_falls_at(minutes: &[i64]) -> Flap {
        let mut flap = Flap::default();
        for minute in minutes {
            flap.fell(at(*minute), Tempo::REAL);
        }
        flap
    }

    #[test]
    fn two_falls_are_told_and_the_third_within_half_an_hour_is_one_too_many() {
        assert!(!after_falls_at(&[0, 1]).is_unstable(at(1), Tempo::REAL));
        assert!(after_falls_at(&[0, 10, 20]).is_unstable(at(20), Tempo::REAL));
        assert!(!after_falls_at(&[0, 60, 120]).is_unstable(at(120), Tempo::REAL));
    }

    #[test]
    fn it_is_stable_again_once_it_has_been_quiet_for_long() {
        let mut flap = after_falls_at(&[0, 10, 20]);
        assert!(flap.is_unstable(at(65), Tempo::REAL));
        assert!(!flap.is_unstable(at(80), Tempo::REAL));
        assert!(!flap.is_unstable(at(90), Tempo::REAL));
    }
}
