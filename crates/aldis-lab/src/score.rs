//! Holds alarms against what really happened (DETECTOR.md §B1). Summing up over many worlds is in
//! `score/card.rs`, the tables in `score/table.rs`, what they come to in `score/verdict.rs`.
//!
//! An alarm is judged by the moment it was raised. In an outage, or in the aftermath of one, it is right;
//! otherwise it is false, and remains so if an outage happens to begin while it stands. An outage is
//! detected by an alarm raised in it, or by a right one of an earlier outage that still stands: the lamp
//! is red, and rightly. A false one that stands detects nothing, unless it gets worse in the outage.

mod card;
mod chance;
mod table;
mod verdict;

use crate::simulate::{Alarm, Requests, Run, Source};
use crate::world::{DAY, NoiseKind, Outage, World};

pub use card::{Card, Interval, Share, Spread};
pub use table::{Scored, differences, scorecard};
pub use verdict::{ablated, cost, verdict};

/// An alarm raised in no impact and not this shortly after one is false.
const AFTERMATH_S: f64 = 90.0 * 60.0;
/// Clearing this long before the end is too soon.
const TOO_SOON_S: f64 = 300.0;
/// Trouble of our own this recent explains a false alarm.
const CAUSE_S: f64 = 600.0;

/// How much fails at the peak of an outage, and whether any surface shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// 90 % or more.
    Total,
    /// 50 to 90 %.
    Heavy,
    /// 10 to 50 %.
    Partial,
    /// Below 10 %.
    Slight,
    /// No surface fails: login or one feature, only the page tells.
    Unseen,
}

impl Class {
    /// All of them, worst first.
    pub const ALL: [Self; 5] = [
        Self::Total,
        Self::Heavy,
        Self::Partial,
        Self::Slight,
        Self::Unseen,
    ];

    /// As the head of a column.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Total => "≥ 90 %",
            Self::Heavy => "50–90 %",
            Self::Partial => "10–50 %",
            Self::Slight => "< 10 %",
            Self::Unseen => "page only",
        }
    }

    fn of(outage: &Outage) -> Self {
        match outage.errors.peak() {
            peak if peak >= 0.9 => Self::Total,
            peak if peak >= 0.5 => Self::Heavy,
            peak if peak >= 0.1 => Self::Partial,
            peak if peak > 0.0 => Self::Slight,
            _ => Self::Unseen,
        }
    }
}

/// How one run in one world did.
#[derive(Clone, Debug, PartialEq)]
pub struct Month {
    /// The outages that could be seen: the laptop was awake and online in them.
    pub outages: Vec<OutageScore>,
    /// Alarms without an impact.
    pub false_alarms: Vec<FalseAlarm>,
    /// Alarms of our own looks that began while nobody could be reached.
    pub wrong_blame: usize,
    /// Outages that would have been detected by the false alarms alone, had they come at other times.
    pub by_chance: Share,
    /// Requests to the vendor: web, API, completions, page; and to controls.
    pub requests: Requests,
    /// The world's length.
    pub days: f64,
}

/// How one outage was seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OutageScore {
    /// What kind of outage.
    pub class: Class,
    /// Seconds from its first awake, online second to the alarm; `None` if there was none before
    /// its end.
    pub delay: Option<f64>,
    /// Who saw it first.
    pub source: Option<Source>,
    /// How often it was cleared and raised again while we could see.
    pub flaps: usize,
    /// Seconds the laptop was awake from its end to the all-clear, less than nothing if that came
    /// first; `None` if nobody was there for it.
    pub clear_lag: Option<f64>,
}

impl OutageScore {
    /// Whether it was cleared more than five minutes before its end.
    pub fn cleared_too_soon(&self) -> bool {
        self.clear_lag.is_some_and(|lag| lag < -TOO_SOON_S)
    }
}

/// An alarm without an impact.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FalseAlarm {
    /// How long it stood.
    pub seconds: f64,
    /// Who said so.
    pub source: Source,
    /// What of our own went wrong then or shortly before.
    pub cause: Option<NoiseKind>,
}

/// Scores a run.
pub fn score(world: &World, run: &Run) -> Month {
    let awake = world.awake();
    let outages = world.outages.iter();
    let offline = |at: f64| {
        let mut noise = world.noise.iter().filter(|it| it.kind.is_offline());
        noise.any(|it| it.from <= at && at < it.to)
    };
    let wrong: Vec<&Alarm> = run
        .alarms
        .iter()
        .filter(|alarm| !is_right(world, alarm))
        .collect();
    let blamed = run
        .alarms
        .iter()
        .filter(|alarm| alarm.source == Source::Local && offline(alarm.from));
    Month {
        outages: outages
            .filter_map(|it| {
                let seen_from = first_seen(world, &awake, it)?;
                Some(score_outage(world, &awake, it, seen_from, &run.alarms))
            })
            .collect(),
        by_chance: chance::by_chance(world, &awake, &wrong),
        false_alarms: wrong
            .iter()
            .map(|alarm| FalseAlarm {
                seconds: alarm.to - alarm.from,
                source: alarm.source,
                cause: cause(world, alarm.from),
            })
            .collect(),
        wrong_blame: blamed.count(),
        requests: run.requests,
        days: world.length() / DAY,
    }
}

/// Whether it was raised in an outage or shortly after one.
fn is_right(world: &World, alarm: &Alarm) -> bool {
    let mut outages = world.outages.iter();
    outages.any(|it| (it.from..=it.to + AFTERMATH_S).contains(&alarm.from))
}

/// The first second of impact at which the laptop was awake and online.
fn first_seen(world: &World, awake: &[(f64, f64)], outage: &Outage) -> Option<f64> {
    awake.iter().find_map(|&(from, to)| {
        let (mut at, end) = (from.max(outage.from), to.min(outage.to));
        while at < end {
            let mut offline = world.noise.iter().filter(|it| it.kind.is_offline());
            match offline.find(|it| it.from <= at && at < it.to) {
                Some(noise) => at = noise.to,
                None => return Some(at),
            }
        }
        None
    })
}

fn score_outage(
    world: &World,
    awake: &[(f64, f64)],
    outage: &Outage,
    seen_from: f64,
    alarms: &[Alarm],
) -> OutageScore {
    let during: Vec<(f64, &Alarm)> = alarms
        .iter()
        .filter(|alarm| alarm.to > seen_from)
        .filter_map(|alarm| Some((tells(world, alarm, outage)?, alarm)))
        .collect();
    let flaps = during.windows(2).filter(|pair| match pair {
        [(_, one), (_, next)] => could_see_throughout(world, awake, one.to, next.from),
        _ => false,
    });
    OutageScore {
        class: Class::of(outage),
        delay: during.first().map(|(at, _)| (at - seen_from).max(0.0)),
        source: during.first().map(|(_, alarm)| alarm.source),
        flaps: flaps.count(),
        clear_lag: during
            .last()
            .filter(|(_, it)| could_see_throughout(world, awake, it.to - 1.0, it.to + 1.0))
            .map(|(_, it)| awake_between(awake, outage.to, it.to)),
    }
}

/// When `alarm` tells of `outage`, if it does.
fn tells(world: &World, alarm: &Alarm, outage: &Outage) -> Option<f64> {
    let in_it = |at: &f64| (outage.from..=outage.to).contains(at);
    if in_it(&alarm.from) {
        Some(alarm.from)
    } else if alarm.from > outage.to || alarm.to <= outage.from {
        None
    } else if is_right(world, alarm) {
        Some(outage.from)
    } else {
        alarm.worse.iter().copied().find(in_it)
    }
}

/// Seconds awake from `from` to `to`, negative where `to` is the earlier. Nobody looks at a lamp
/// while the lid is closed, and it is not late in what it could not see.
fn awake_between(awake: &[(f64, f64)], from: f64, to: f64) -> f64 {
    let (first, last) = (from.min(to), from.max(to));
    let parts = awake
        .iter()
        .map(|&(woke, slept)| (slept.min(last) - woke.max(first)).max(0.0));
    parts.sum::<f64>() * (to - from).signum()
}

/// Whether the laptop was awake and reached others all the time from `from` to `to`: an alarm that
/// goes out because we went blind was not cleared.
fn could_see_throughout(world: &World, awake: &[(f64, f64)], from: f64, to: f64) -> bool {
    let was_awake = awake
        .iter()
        .any(|(woke, slept)| *woke <= from && to <= *slept);
    let disturbed = world.noise.iter().any(|it| {
        let ours = it.surface.is_none() && it.kind != NoiseKind::Slow;
        ours && it.from < to && from < it.to
    });
    was_awake && !disturbed
}

/// What of our own went wrong at second `at` or shortly before: what took most of that time.
fn cause(world: &World, at: f64) -> Option<NoiseKind> {
    let lasted = |from: f64, to: f64| to.min(at) - from.max(at - CAUSE_S);
    let recent = world
        .noise
        .iter()
        .map(|it| (it.kind, lasted(it.from, it.to)));
    let recent = recent.filter(|(_, lasted)| *lasted > 0.0);
    let longest = recent.max_by(|one, other| one.1.total_cmp(&other.1));
    longest.map(|(kind, _)| kind)
}

#[cfg(test)]
mod tests;
