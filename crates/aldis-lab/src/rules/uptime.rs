//! When a program that looks by the clock gets to look on a laptop that sleeps.

use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use crate::world::World;

/// The stream of the world's seed that the phases of timers come from; the world itself is of the first.
const STREAM: u64 = 1;

/// A clock that stands still in sleep. The timers of Go and of Node, which these programs run on, count
/// by such a one on Linux and macOS: after waking the rest of the interval goes on.
pub(super) struct Uptime {
    stretches: Vec<(f64, f64)>,
    /// How much of the first interval is left at the start, as a share of it.
    phase: f64,
}

/// A moment to look at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Tick {
    pub(super) at: f64,
    /// When the laptop falls asleep after it.
    pub(super) asleep_at: f64,
}

impl Uptime {
    pub(super) fn of(world: &World) -> Self {
        let mut dice = ChaCha8Rng::seed_from_u64(world.seed);
        dice.set_stream(STREAM);
        Self {
            stretches: world.awake(),
            phase: dice.random(),
        }
    }

    /// Every time a timer of this interval fires.
    pub(super) fn ticks(&self, every_s: f64) -> Vec<Tick> {
        let mut ticks = Vec::new();
        let mut rest = self.phase * every_s;
        for &(from, asleep_at) in &self.stretches {
            let mut at = from + rest;
            while at < asleep_at {
                ticks.push(Tick { at, asleep_at });
                at += every_s;
            }
            rest = at - asleep_at;
        }
        ticks
    }

    /// The moment so many seconds of being awake after `at`; never, if the world ends first.
    pub(super) fn after(&self, at: f64, seconds: f64) -> f64 {
        let mut rest = seconds;
        for &(from, asleep_at) in &self.stretches {
            let begins = from.max(at);
            if begins + rest <= asleep_at {
                return begins + rest;
            }
            rest -= (asleep_at - begins).max(0.0);
        }
        f64::INFINITY
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::{Recipe, generate};

    fn uptime(phase: f64) -> Uptime {
        Uptime {
            stretches: vec![(100.0, 250.0), (1_000.0, 1_010.0), (2_000.0, 2_100.0)],
            phase,
        }
    }

    #[test]
    fn the_rest_of_an_interval_goes_on_after_waking() {
        let ticks = uptime(0.5).ticks(60.0);
        let moments: Vec<f64> = ticks.iter().map(|it| it.at).collect();
        // 250 is reached 0 seconds before the next tick: it comes at once after waking.
        assert_eq!(moments, [130.0, 190.0, 1_000.0, 2_050.0]);
        assert_eq!(ticks[1].asleep_at, 250.0);
    }

    #[test]
    fn waiting_stands_still_in_sleep() {
        let uptime = uptime(0.0);
        assert_eq!(uptime.after(120.0, 30.0), 150.0);
        assert_eq!(uptime.after(240.0, 30.0), 2_010.0);
        assert_eq!(uptime.after(2_090.0, 30.0), f64::INFINITY);
    }

    #[test]
    fn no_program_begins_to_look_whenever_the_lid_opens() {
        let worlds = (0..40).map(|seed| generate(seed, Recipe::default()));
        let mut first: Vec<f64> = Vec::new();
        for world in worlds {
            let ticks = Uptime::of(&world).ticks(60.0);
            first.extend(world.awake().iter().filter_map(|&(woke, slept)| {
                let next = ticks.iter().find(|it| it.at >= woke && it.at < slept)?;
                Some(next.at - woke)
            }));
        }
        let soon = first.iter().filter(|waited| **waited < 6.0).count();
        let share = soon as f64 / first.len() as f64;
        assert!((0.07..0.13).contains(&share), "{share} within 6 s of 60");
    }
}
