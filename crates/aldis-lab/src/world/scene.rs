//! A world made ready to be asked: what does a look at this place see at this moment? The same look
//! at the same moment sees the same, whoever asks and in whatever order.

use std::time::Duration;

use aldis_core::evidence::{Outcome, PageSight};
use aldis_core::{Sight, Surface, Timestamp};
use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;

use super::page::{Pages, moment};
use super::{Noise, World, answer};

const HOUR: f64 = 3_600.0;

/// What can be looked at in a world.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// A surface of the vendor.
    Surface(Surface),
    /// The control of this index.
    Control(usize),
    /// The vendor's page.
    Page,
    /// Another resolver than that of this machine.
    Resolver,
}

/// A world made ready to be asked.
#[derive(Debug)]
pub struct Scene<'w> {
    world: &'w World,
    /// Indices of the noise that touches each hour.
    hours: Vec<Vec<usize>>,
    pages: Pages,
}

impl<'w> Scene<'w> {
    /// Prepares a world.
    pub fn new(world: &'w World) -> Self {
        let count = hour_of(world.length()) + 1;
        let mut hours = vec![Vec::new(); count];
        for (index, noise) in world.noise.iter().enumerate() {
            let last = hour_of(noise.to).min(count - 1);
            for hour in hours.iter_mut().take(last + 1).skip(hour_of(noise.from)) {
                hour.push(index);
            }
        }
        Self {
            world,
            hours,
            pages: Pages::of(world),
        }
    }

    /// The world it is made from.
    pub fn world(&self) -> &'w World {
        self.world
    }

    /// The moment of a second of the world.
    pub fn moment(&self, second: f64) -> Timestamp {
        moment(self.world, second)
    }

    /// The second of the world a moment is.
    #[expect(
        clippy::cast_precision_loss,
        reason = "worlds end after ten years: milliseconds fit"
    )]
    pub fn second(&self, moment: Timestamp) -> f64 {
        (moment.as_millis() - self.world.start.as_millis()) as f64 / 1_000.0
    }

    /// What a look at `place` that begins at second `at` sees.
    pub fn look(&self, place: Place, at: f64, deadline: Duration) -> Sight {
        let mut dice = ChaCha8Rng::seed_from_u64(key(self.world.seed, place, at));
        answer::look(self.world, self.noise(at), place, at, deadline, &mut dice)
    }

    /// What a look at the vendor's page sees.
    pub fn page(&self, at: f64, deadline: Duration) -> (PageSight, Duration) {
        let seen = self.look(Place::Page, at, deadline);
        let sight = if seen.outcome == (Outcome::Answered { status: 200 }) {
            self.pages.at(at)
        } else {
            PageSight::Unreachable(seen.outcome)
        };
        (sight, seen.timing.total)
    }

    /// The noise at second `at`.
    pub fn noise(&self, at: f64) -> impl Iterator<Item = &'w Noise> + '_ {
        let touching = self.hours.get(hour_of(at)).into_iter().flatten();
        touching
            .filter_map(|&index| self.world.noise.get(index))
            .filter(move |noise| noise.from <= at && at < noise.to)
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the cast saturates: before the beginning is the first hour"
)]
fn hour_of(at: f64) -> usize {
    (at / HOUR) as usize
}

/// A number of its own for every look.
#[expect(
    clippy::cast_possible_truncation,
    reason = "worlds end after ten years: milliseconds fit"
)]
fn key(seed: u64, place: Place, at: f64) -> u64 {
    let place = match place {
        Place::Surface(Surface::Web) => 1,
        Place::Surface(Surface::Api) => 2,
        Place::Surface(Surface::Completion) => 3,
        Place::Page => 4,
        Place::Resolver => 5,
        Place::Control(index) => 6 + index as u64,
    };
    let at = (at * 1_000.0).round() as i64;
    [place, at.cast_unsigned()]
        .into_iter()
        .fold(scatter(seed), |sum, part| scatter(sum ^ part))
}

/// The finaliser of `SplitMix64`.
const fn scatter(value: u64) -> u64 {
    let value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}
