//! Answers that became slow: a CUSUM over how much later than usual they come, both taken by itself and
//! beside our controls, and two windows that must agree (DETECTOR.md §A2).

use std::collections::VecDeque;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::Speed;
use crate::pace::Tempo;
use crate::time::Timestamp;

/// What is usual is learned apart for each stretch of the day: most vendors have a rhythm.
const BANDS: usize = 6;
const BAND: Duration = Duration::from_secs(4 * 3_600);
/// How much one look teaches, and how many it takes before anything is judged.
const TEACHES: f64 = 0.02;
const ENOUGH: u32 = 30;
/// Spreads below this are luck; a mean deviation is this part of a standard one.
const SPREAD_AT_LEAST: f64 = 0.1;
const DEVIATION: f64 = 1.25;
/// No single look counts for more standard deviations than this.
const CLIP: f64 = 4.0;
/// CUSUM: what is forgiven each look, when it speaks, and how far it counts on.
const SLACK: f64 = 0.5;
const SPEAKS: f64 = 8.0;
const AT_MOST: f64 = 16.0;
/// Half way there: what comes now is no lesson in what is usual.
const LEANS: f64 = 4.0;
/// The 95th percentile, in standard deviations; and below which the end is called.
const P95: f64 = 1.645;
const OVER: f64 = 1.0;
/// The short window: five minutes, three looks at least. The long one: an hour, eight at least.
const SHORT: (Duration, usize) = (Duration::from_secs(300), 3);
const LONG: (Duration, usize) = (Duration::from_secs(3_600), 8);
/// What has to be quick again before it is over.
const QUICK_FOR: (Duration, usize) = (Duration::from_secs(20 * 60), 5);
/// Nobody is called slow for what nobody feels: half as long again, and this much.
const SLOWER: f64 = 1.5;
const FELT: Duration = Duration::from_millis(300);
/// What has lasted for so long is how it is: longer than nine in ten incidents.
const ADOPTED_AFTER: Duration = Duration::from_secs(6 * 3_600);
/// No latency is so many natural logarithms from a millisecond, or from another latency.
const FARTHEST: f64 = 30.0;
/// Looks kept: an hour of them at the shortest interval there is against real vendors, about.
const KEPT: usize = 64;

/// How the latency of a surface stands to what is usual.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Latency {
    bands: [Band; BANDS],
    /// Distances from what was usual, while everything is found anew in another network.
    settling: Option<Vec<Measure>>,
    sum: f64,
    since: Option<Timestamp>,
    slow: Option<Timestamp>,
    #[serde(skip)]
    recent: VecDeque<Timed>,
    #[serde(skip)]
    speed: Option<Speed>,
}

/// Natural logarithms: of the latency in milliseconds, and of it in latencies of our controls.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Measure {
    own: f64,
    beside: f64,
}

/// What is usual in one stretch of the day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Band {
    looks: u32,
    mean: Measure,
    deviation: Measure,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Timed {
    at: Timestamp,
    millis: u32,
    excess: f32,
}

impl Latency {
    /// An answer at that moment took so long, and our controls so long.
    pub(super) fn saw(&mut self, (at, took, line): (Timestamp, Duration, Duration), tempo: Tempo) {
        let seen = Measure::of(took, line);
        let index = band_of(at);
        self.begin_band(index);
        if !self.bands[index].is_known() {
            self.bands[index].learn(seen);
            return;
        }
        if self.settling.is_some() {
            self.find_anew(index, seen);
            return;
        }
        let excess = self.bands[index].excess(seen);
        self.sum = (self.sum + excess - SLACK).clamp(0.0, AT_MOST);
        self.since = (self.sum > 0.0).then(|| self.since.unwrap_or(at));
        self.remember(at, took, excess, tempo);
        if self.sum <= LEANS {
            self.bands[index].learn(seen);
        }
        self.conclude(at, index, tempo);
    }

    /// A stretch of the day that was never seen begins as the last one that was ended.
    fn begin_band(&mut self, index: usize) {
        if self.bands[index].is_known() {
            return;
        }
        let before = (1..BANDS).map(|back| self.bands[(index + BANDS - back) % BANDS]);
        if let Some(known) = before.into_iter().find(Band::is_known) {
            self.bands[index] = Band {
                looks: ENOUGH,
                ..known
            };
        }
    }

    fn remember(&mut self, at: Timestamp, took: Duration, excess: f64, tempo: Tempo) {
        let oldest = tempo.of(LONG.0);
        while self.recent.len() >= KEPT
            || (self.recent.front()).is_some_and(|it| at.since(it.at) > oldest)
        {
            self.recent.pop_front();
        }
        self.recent.push_back(Timed {
            at,
            millis: u32::try_from(took.as_millis()).unwrap_or(u32::MAX),
            #[expect(
                clippy::cast_possible_truncation,
                reason = "clipped to four either way"
            )]
            excess: excess as f32,
        });
    }

    fn conclude(&mut self, at: Timestamp, index: usize, tempo: Tempo) {
        let lately = median(self.recent.iter().map(|it| it.millis).collect());
        let usual = self.bands[index].usual();
        self.speed = lately.map(|millis| Speed {
            usual,
            lately: Duration::from_millis(u64::from(millis)),
        });
        if (self.since).is_some_and(|since| at.since(since) > tempo.of(ADOPTED_AFTER)) {
            self.settle();
        } else if self.slow.is_some() {
            if self
                .excess_within(at, QUICK_FOR, tempo)
                .is_some_and(|it| it < OVER)
            {
                (self.slow, self.since, self.sum) = (None, None, 0.0);
            }
        } else if self.sum > SPEAKS && self.is_felt() {
            let windows = [SHORT, LONG].map(|window| self.excess_within(at, window, tempo));
            let agree = windows.iter().all(|it| it.is_some_and(|it| it > P95));
            self.slow = self.since.filter(|_| agree);
        }
    }

    fn is_felt(&self) -> bool {
        self.speed.is_some_and(|Speed { usual, lately }| {
            lately >= usual + FELT && lately >= usual.mul_f64(SLOWER)
        })
    }

    /// The median excess of the looks within the window, or of its least number of looks if there
    /// are fewer; `None` where there are not even so many.
    fn excess_within(
        &self,
        now: Timestamp,
        (window, at_least): (Duration, usize),
        tempo: Tempo,
    ) -> Option<f64> {
        let window = tempo.of(window);
        let within = self.recent.iter().rev().enumerate();
        let within: Vec<f32> = within
            .take_while(|(nth, it)| *nth < at_least || now.since(it.at) <= window)
            .map(|(_, it)| it.excess)
            .collect();
        let enough = within.len() >= at_least;
        median_of(within).filter(|_| enough).map(f64::from)
    }

    pub(super) fn without_windows(&self) -> Self {
        Self {
            recent: VecDeque::new(),
            speed: None,
            bands: self.bands,
            settling: self.settling.clone(),
            ..*self
        }
    }

    pub(super) fn is_sound(&self, now: Timestamp) -> bool {
        let settling = self.settling.as_ref();
        let few = settling.is_none_or(|it| it.len() < usize::try_from(ENOUGH).unwrap_or(0));
        let measures = settling.into_iter().flatten();
        few && measures.copied().all(Measure::is_sound)
            && self.bands.iter().all(Band::is_sound)
            && (0.0..=AT_MOST).contains(&self.sum)
            && self.since.max(self.slow) <= Some(now)
    }

    /// Since when it has been slow, and how much.
    pub(super) fn slow(&self) -> Option<(Timestamp, Speed)> {
        Option::zip(self.slow, self.speed)
    }

    pub(super) fn leans_since(&self) -> Option<Timestamp> {
        let leans = self.slow.is_some() || self.sum > SPEAKS;
        self.since.filter(|_| leans)
    }

    pub(super) const fn speed(&self) -> Option<Speed> {
        self.speed
    }

    /// What was found is to be found again; what is usual stays.
    pub(super) fn lapse(&mut self) {
        self.recent.clear();
        (self.slow, self.since, self.sum) = (None, None, 0.0);
    }

    /// The level is another from here on; the rhythm of the day stays.
    pub(super) fn settle(&mut self) {
        self.lapse();
        self.speed = None;
        if self.bands.iter().any(Band::is_known) {
            self.settling = Some(Vec::new());
        }
    }

    fn find_anew(&mut self, index: usize, seen: Measure) {
        let Some(distances) = &mut self.settling else {
            return;
        };
        distances.push(seen.minus(self.bands[index].mean));
        if distances.len() < usize::try_from(ENOUGH).unwrap_or(usize::MAX) {
            return;
        }
        let of = |part: fn(&Measure) -> f64| {
            let mut parts: Vec<f64> = distances.iter().map(part).collect();
            parts.sort_by(f64::total_cmp);
            parts[parts.len() / 2]
        };
        let shift = Measure {
            own: of(|it| it.own),
            beside: of(|it| it.beside),
        };
        for band in self.bands.iter_mut().filter(|it| it.is_known()) {
            band.mean = band.mean.plus(shift);
        }
        self.settling = None;
    }
}

impl Measure {
    fn of(took: Duration, line: Duration) -> Self {
        let ln = |it: Duration| (it.as_secs_f64() * 1_000.0).max(1.0).ln();
        Self {
            own: ln(took),
            beside: ln(took) - ln(line),
        }
    }

    fn is_sound(self) -> bool {
        self.own.abs() <= FARTHEST && self.beside.abs() <= FARTHEST
    }

    fn plus(self, other: Self) -> Self {
        Self {
            own: self.own + other.own,
            beside: self.beside + other.beside,
        }
    }

    fn minus(self, other: Self) -> Self {
        Self {
            own: self.own - other.own,
            beside: self.beside - other.beside,
        }
    }
}

impl Band {
    const fn is_known(&self) -> bool {
        self.looks >= ENOUGH
    }

    fn is_sound(&self) -> bool {
        let Measure { own, beside } = self.deviation;
        self.mean.is_sound() && self.deviation.is_sound() && own >= 0.0 && beside >= 0.0
    }

    fn usual(&self) -> Duration {
        Duration::try_from_secs_f64(self.mean.own.exp() / 1_000.0).unwrap_or(Duration::MAX)
    }

    /// By how many standard deviations a look is later than usual. The lesser of two: a vendor is
    /// slow if its answers come late, and later than our line explains.
    fn excess(&self, seen: Measure) -> f64 {
        let distance = seen.minus(self.mean);
        let by = |distance: f64, deviation: f64| {
            (distance / (deviation * DEVIATION).max(SPREAD_AT_LEAST)).clamp(-CLIP, CLIP)
        };
        let own = by(distance.own, self.deviation.own);
        own.min(by(distance.beside, self.deviation.beside))
    }

    /// Moves what is usual a little towards what was seen; how far off that was matters no more than
    /// three deviations.
    fn learn(&mut self, seen: Measure) {
        let first = self.looks == 0;
        self.looks = self.looks.saturating_add(1);
        let teaches = TEACHES.max(1.0 / f64::from(self.looks));
        let early = !self.is_known();
        let step = |mean: &mut f64, deviation: &mut f64, seen: f64| {
            let most = 3.0 * (*deviation * DEVIATION).max(SPREAD_AT_LEAST);
            let off = seen - *mean;
            let off = if early { off } else { off.clamp(-most, most) };
            *mean += teaches * off;
            if !first {
                *deviation += teaches * (off.abs() - *deviation);
            }
        };
        step(&mut self.mean.own, &mut self.deviation.own, seen.own);
        step(
            &mut self.mean.beside,
            &mut self.deviation.beside,
            seen.beside,
        );
    }
}

fn band_of(at: Timestamp) -> usize {
    let length = i64::try_from(BAND.as_millis()).unwrap_or(i64::MAX);
    let bands = i64::try_from(BANDS).unwrap_or(1);
    usize::try_from(at.as_millis().div_euclid(length).rem_euclid(bands)).unwrap_or(0)
}

fn median(mut of: Vec<u32>) -> Option<u32> {
    of.sort_unstable();
    of.get(of.len() / 2).copied()
}

fn median_of(mut of: Vec<f32>) -> Option<f32> {
    of.sort_by(f32::total_cmp);
    of.get(of.len() / 2).copied()
}

#[cfg(test)]
mod tests;
