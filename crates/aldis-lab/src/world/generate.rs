//! Makes a world from a seed: a laptop-month that looks like real ones as far as numbers are known
//! (`figures.rs`). The same seed gives the same world everywhere.

use std::time::Duration;

use aldis_core::belief::is_busy;
use aldis_core::{Surface, Timestamp};
use rand::{Rng as _, RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution as _, Exp, LogNormal};

use super::figures as f;
use super::{DAY, Errors, Impact, Noise, NoiseKind, Outage, Rates, World};

/// 2026-03-02T00:00:00Z, a Monday.
const MONDAY: Timestamp = Timestamp::from_millis(1_772_409_600_000);
const HOUR: f64 = 3_600.0;

/// What kind of world.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Recipe {
    /// How long.
    pub days: u32,
    /// Whether the user gave a key.
    pub keys: bool,
    /// How many times the usual noise.
    pub noise: f64,
}

impl Default for Recipe {
    fn default() -> Self {
        Self {
            days: 30,
            keys: true,
            noise: 1.0,
        }
    }
}

/// The world of this seed.
pub fn generate(seed: u64, recipe: Recipe) -> World {
    let mut dice = Dice(ChaCha8Rng::seed_from_u64(seed));
    let length = f64::from(recipe.days) * DAY;
    let awake = awake(&mut dice, recipe.days);
    let outages = outages(&mut dice, length);
    let noise = noise(&mut dice, &awake, length, recipe.noise);
    let usual = Rates::default();
    let worse = |rate: f64| rate * recipe.noise;
    World {
        name: format!("seed-{seed}"),
        start: MONDAY,
        days: f64::from(recipe.days),
        seed,
        awake: Some(awake),
        noise,
        rates: Rates {
            web: worse(usual.web),
            api: worse(usual.api),
            completion: worse(usual.completion),
            control: worse(usual.control),
            stray_429: worse(usual.stray_429),
        },
        outages,
        keys: recipe.keys,
    }
}

/// Random numbers with the distributions wanted here.
struct Dice(ChaCha8Rng);

impl Dice {
    fn between(&mut self, low: f64, high: f64) -> f64 {
        self.0.random_range(low..high)
    }

    fn happens(&mut self, share: f64) -> bool {
        self.0.random::<f64>() < share
    }

    fn place(&mut self, count: usize) -> usize {
        self.0.random_range(0..count)
    }

    fn one_of<T: Copy>(&mut self, values: &[T]) -> T {
        values[self.place(values.len())]
    }

    #[expect(
        clippy::expect_used,
        reason = "the parameters are positive figures of ours, so the distributions exist"
    )]
    fn about(&mut self, median: f64, spread: f64) -> f64 {
        let distribution = LogNormal::new(median.ln(), spread).expect("a positive median");
        distribution.sample(&mut self.0)
    }

    #[expect(
        clippy::expect_used,
        reason = "the parameters are positive figures of ours, so the distributions exist"
    )]
    fn wait(&mut self, per_second: f64) -> f64 {
        let distribution = Exp::new(per_second).expect("a positive rate");
        distribution.sample(&mut self.0)
    }

    /// A separate stream, so that more of one thing does not move the others.
    fn split(&mut self) -> Self {
        Self(ChaCha8Rng::seed_from_u64(self.0.next_u64()))
    }

    /// A separate stream that leaves this one as it is.
    fn aside(&self) -> Self {
        let mut aside = self.0.clone();
        aside.set_stream(1);
        Self(aside)
    }

    /// Moments at random within `stretches`, so many a second.
    fn moments(&mut self, per_second: f64, stretches: &[(f64, f64)]) -> Vec<f64> {
        let mut moments = Vec::new();
        if per_second <= 0.0 {
            return moments;
        }
        for &(from, to) in stretches {
            let mut at = from + self.wait(per_second);
            while at < to {
                moments.push(at);
                at += self.wait(per_second);
            }
        }
        moments
    }
}

/// To a tenth of a second: worlds are read by people, and by machines whose last digits differ.
fn round(seconds: f64) -> f64 {
    (seconds * 10.0).round() / 10.0
}

fn awake(dice: &mut Dice, days: u32) -> Vec<(f64, f64)> {
    let mut dice = dice.split();
    let mut stretches = Vec::new();
    for day in 0..days {
        let midnight = f64::from(day) * DAY;
        let mut from = midnight + f::MORNING_S + dice.between(-HOUR, HOUR);
        let night = midnight + f::NIGHT_S + dice.between(-HOUR, HOUR);
        let mut closes: Vec<f64> = (0..f::LID_CLOSES)
            .map(|_| dice.between(from, night))
            .collect();
        closes.sort_by(f64::total_cmp);
        for close in closes {
            let closed_for = dice
                .about(f::LID_CLOSED_MEDIAN_S, 1.0)
                .clamp(60.0, 3.0 * HOUR);
            if close > from + 60.0 {
                stretches.push((round(from), round(close)));
                from = close + closed_for;
            }
        }
        if from + 60.0 < night {
            stretches.push((round(from), round(night)));
        }
    }
    stretches
}

fn moment(at: f64) -> Timestamp {
    MONDAY + Duration::from_secs_f64(at)
}

fn outages(dice: &mut Dice, length: f64) -> Vec<Outage> {
    let mut dice = dice.split();
    let busy = f::BUSY_STARTS / f::BUSY_WEEK;
    let quiet = (1.0 - f::BUSY_STARTS) / (1.0 - f::BUSY_WEEK);
    let starts = dice.moments(busy / (f::HOURS_BETWEEN * HOUR), &[(0.0, length)]);
    let kept: Vec<f64> = starts
        .into_iter()
        .filter(|&at| is_busy(moment(at)) || dice.happens(quiet / busy))
        .collect();
    let mut pages = dice.aside();
    let outages = kept.into_iter();
    let outages = outages.map(|from| outage(&mut dice, &mut pages, from));
    let mut outages: Vec<Outage> = outages.collect();
    for outage in &mut outages {
        outage.monitoring_post = fixed(&mut dice, outage);
    }
    outages
}

fn outage(dice: &mut Dice, pages: &mut Dice, from: f64) -> Outage {
    let from = round(from);
    let length = dice.place(f::IMPACT_MIN.len());
    let to = from + f::IMPACT_MIN[length] * 60.0;
    let peak = peak(dice);
    let moved = rank(dice.place(f::FIRST_POST_MIN.len()), &f::FIRST_POST_MIN);
    let second = dice.between(0.0, 60.0);
    let late = lateness(rank(length, &f::IMPACT_MIN), moved) * 60.0 + second;
    let posted = (!pages.happens(f::NEVER_POSTED)).then(|| round(from + late));
    let posted = posted.filter(|posted| *posted <= to + f::POSTED_AFTER_S);
    let resolved = to + dice.one_of(&f::RESOLVED_TAIL_MIN) * 60.0;
    // A peak is reached, however short the outage.
    let ramp = if peak >= 0.9 {
        f::RAMP_TOTAL_S
    } else {
        f::RAMP_PARTIAL_S
    };
    Outage {
        from,
        to,
        ramp_s: ramp.min(round((to - from) / 2.0)),
        errors: errors(dice, peak),
        answers: answers(dice),
        dips: dips(dice, from, to),
        posted,
        monitoring_post: None,
        resolved_post: posted.map(|posted| resolved.max(posted + 300.0)),
        impact: match peak {
            peak if peak >= 0.9 => Impact::Critical,
            peak if peak >= 0.44 => Impact::Major,
            _ => Impact::Minor,
        },
    }
}

/// Minutes until the page first tells of it. It takes longer with outages that last longer: the lateness
/// ranks about where the `length` of the outage does, `moved` by some. Both stay spread as they are in the
/// lists: whoever is moved beyond the first or the last is reflected, so that no rank gets more than its
/// share.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a place in a short list"
)]
fn lateness(length: f64, moved: f64) -> f64 {
    let moved = length + (2.0 * moved - 1.0) * f::LATENESS_REACH;
    let rank = if moved > 1.0 {
        2.0 - moved
    } else {
        moved.abs()
    };
    let values = &f::FIRST_POST_MIN;
    let place = (rank * values.len() as f64) as usize;
    values[place.min(values.len() - 1)]
}

/// Where in the list the middle of this place is, between 0 and 1.
#[expect(clippy::cast_precision_loss, reason = "a place in a short list")]
fn rank(place: usize, values: &[f64]) -> f64 {
    (place as f64 + 0.5) / values.len() as f64
}

/// When the page calls it fixed, if it ever called it broken: some time before it calls it over.
fn fixed(dice: &mut Dice, outage: &Outage) -> Option<f64> {
    let watched = dice.about(f::WATCHED_MEDIAN_MIN, f::WATCHED_SPREAD) * 60.0;
    let (posted, resolved) = (outage.posted?, outage.resolved_post?);
    Some(round((resolved - watched).max(posted + 60.0)))
}

/// By the quantiles known, straight in between.
fn peak(dice: &mut Dice) -> f64 {
    let share = dice.between(0.0, 1.0);
    let pairs = f::PEAK_ERROR.windows(2);
    let mut peaks = pairs.filter_map(|pair| match pair {
        [(low, from), (high, to)] if share < *high => {
            Some(from + (to - from) * (share - low) / (high - low))
        }
        _ => None,
    });
    let peak = peaks.next().unwrap_or(1.0);
    (peak * 1_000.0).round() / 1_000.0
}

fn errors(dice: &mut Dice, peak: f64) -> Errors {
    let layer = dice.between(0.0, 1.0);
    let none = Errors::default();
    if layer < f::LAYER_EDGE {
        Errors {
            web: peak,
            api: peak,
            completion: peak,
        }
    } else if layer < f::LAYER_EDGE + f::LAYER_WEB {
        Errors { web: peak, ..none }
    } else if layer < f::LAYER_EDGE + f::LAYER_WEB + f::LAYER_INFERENCE {
        Errors {
            completion: peak,
            ..none
        }
    } else {
        none
    }
}

fn answers(dice: &mut Dice) -> Vec<u16> {
    let mut left = dice.between(0.0, 1.0);
    let mut found = f::ANSWERS.iter().find(|(share, _)| {
        left -= share;
        left < 0.0
    });
    found
        .take()
        .map_or_else(|| vec![503], |(_, answers)| answers.to_vec())
}

fn dips(dice: &mut Dice, from: f64, to: f64) -> Vec<(f64, f64, f64)> {
    let part = |share: f64| round(from + (to - from) * share);
    let mut dips = Vec::new();
    if dice.happens(f::TWO_WAVES) {
        dips.push((part(0.35), part(0.65), 0.0));
    }
    if dice.happens(f::PARTIAL_RECOVERY) {
        dips.push((part(2.0 / 3.0), to, 0.4));
    }
    dips
}

fn noise(dice: &mut Dice, awake: &[(f64, f64)], length: f64, times: f64) -> Vec<Noise> {
    let mut dice = dice.split();
    let always = [(0.0, length)];
    let in_use = awake.iter().map(|(from, to)| to - from).sum::<f64>();
    let mut all = Vec::new();
    let mut add = |kind: NoiseKind, surface: Option<Surface>, of: &f::Random, used: bool| {
        let mut dice = dice.split();
        // What comes with using the laptop comes while it is used; the rest, whenever it likes.
        let (stretches, over) = if used {
            (awake, in_use)
        } else {
            (&always[..], length)
        };
        let rate = times * of.per_day / DAY * length / over.max(1.0);
        for from in dice.moments(rate, stretches) {
            let lasts = dice.about(of.median_s, f::SPREAD).max(of.at_least_s);
            all.push(Noise {
                kind,
                surface,
                from: round(from),
                to: round(from + lasts),
            });
        }
    };
    add(NoiseKind::NetDown, None, &f::ISP_DOWN, false);
    add(NoiseKind::NetDown, None, &f::SHORT_DOWN, false);
    add(NoiseKind::NetDown, None, &f::WIFI_DROP, true);
    add(NoiseKind::Vpn, None, &f::VPN, true);
    add(NoiseKind::Captive, None, &f::CAPTIVE, true);
    add(NoiseKind::Dns, None, &f::DNS, false);
    add(NoiseKind::Slow, None, &f::SLOW, true);
    add(
        NoiseKind::Challenge,
        Some(Surface::Web),
        &f::CHALLENGE,
        false,
    );
    for surface in Surface::ALL {
        add(NoiseKind::Path, Some(surface), &f::PATH, false);
    }
    all.extend(wakes(&mut dice, awake));
    all.sort_by(|one, other| one.from.total_cmp(&other.from));
    all
}

/// After each waking the network needs a moment.
fn wakes(dice: &mut Dice, awake: &[(f64, f64)]) -> Vec<Noise> {
    let wakes = awake.iter().map(|&(woke, _)| {
        let mut needs = dice.about(f::WAKE_MEDIAN_S, f::WAKE_SPREAD);
        if dice.happens(f::WAKE_SLOW) {
            needs += dice.between(f::WAKE_SLOW_S.0, f::WAKE_SLOW_S.1);
        }
        Noise {
            kind: NoiseKind::NetDown,
            surface: None,
            from: woke,
            to: round(woke + needs.max(0.2)),
        }
    });
    wakes.collect()
}

#[cfg(test)]
mod tests;
