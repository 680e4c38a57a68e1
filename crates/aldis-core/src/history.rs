//! What history comes to: how much of the time that somebody looked a service worked, how soon it
//! came back, how quick it answered. Time that nobody saw counts neither for it nor against it.

use std::time::Duration;

use jiff::tz::TimeZone;

use crate::health::Health;
use crate::incident::Incident;
use crate::snapshot::Span;
use crate::time::Timestamp;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// How far back an account goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// 24 hours.
    Day,
    /// 7 days.
    Week,
    /// 30 days.
    Month,
    /// 90 days, which is all that is kept.
    Quarter,
}

impl Reach {
    /// All of them, shortest first.
    pub const ALL: [Self; 4] = [Self::Day, Self::Week, Self::Month, Self::Quarter];

    /// How long it is.
    pub const fn length(self) -> Duration {
        DAY.saturating_mul(match self {
            Self::Day => 1,
            Self::Week => 7,
            Self::Month => 30,
            Self::Quarter => 90,
        })
    }

    /// Into stretches of this length latencies are gathered: about a hundred of them.
    pub const fn step(self) -> Duration {
        Duration::from_secs(match self {
            Self::Day => 15 * 60,
            Self::Week => 2 * 60 * 60,
            Self::Month => 8 * 60 * 60,
            Self::Quarter => 24 * 60 * 60,
        })
    }
}

/// How one service did within one reach.
#[derive(Clone, Debug, PartialEq)]
pub struct Account {
    /// How far back it goes.
    pub reach: Reach,
    /// How long it was known how the service is.
    pub observed: Duration,
    /// How long of that it was out, wholly or in part.
    pub out: Duration,
    /// How long of that it was degraded.
    pub degraded: Duration,
    /// The share of the observed time in which it was not out; `None` where nothing was observed.
    pub availability: Option<f64>,
    /// How many incidents touched it.
    pub incidents: u32,
    /// The median length of those that ended and were watched from their beginning; `None` where none
    /// did.
    pub recovery: Option<Duration>,
}

/// How a service did from `now` as far back as `reach` goes.
pub fn account(spans: &[Span], incidents: &[Incident], reach: Reach, now: Timestamp) -> Account {
    let since = now - reach.length();
    let mut account = Account {
        reach,
        observed: Duration::ZERO,
        out: Duration::ZERO,
        degraded: Duration::ZERO,
        availability: None,
        incidents: 0,
        recovery: None,
    };
    for span in spans {
        let length = within(span, since, now);
        match span.health {
            Health::Unknown => continue,
            Health::Operational | Health::Maintenance => {}
            Health::Degraded => account.degraded += length,
            Health::PartialOutage | Health::MajorOutage => account.out += length,
        }
        account.observed += length;
    }
    if !account.observed.is_zero() {
        let share = account.out.as_secs_f64() / account.observed.as_secs_f64();
        account.availability = Some(1.0 - share);
    }
    let mut lengths = Vec::new();
    for incident in incidents {
        if incident.ended.is_some_and(|ended| ended < since) || incident.began > now {
            continue;
        }
        account.incidents += 1;
        let known = incident.worked_before().is_none();
        let ended = incident.ended.filter(|_| known);
        lengths.extend(ended.map(|ended| ended.since(incident.began)));
    }
    lengths.sort_unstable();
    account.recovery = quantile(&lengths, 0.5);
    account
}

/// One calendar day of one service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayOf {
    /// When it begins.
    pub from: Timestamp,
    /// The worst that was seen; unknown where nothing was.
    pub worst: Health,
    /// How long it was known how the service is.
    pub observed: Duration,
    /// How long of that it was out, wholly or in part.
    pub out: Duration,
}

/// The last `count` calendar days in `zone`, oldest first; the last one is today.
pub fn days(spans: &[Span], count: u16, now: Timestamp, zone: &TimeZone) -> Vec<DayOf> {
    let Some(today) = now.in_zone(zone) else {
        return Vec::new();
    };
    let begins = |back: i64| {
        let day = today
            .date()
            .checked_sub(jiff::Span::new().days(back))
            .ok()?;
        let begins = day.to_zoned(zone.clone()).ok()?;
        Some(Timestamp::from_millis(begins.timestamp().as_millisecond()))
    };
    (0..i64::from(count))
        .rev()
        .filter_map(|back| {
            let until = if back == 0 { now } else { begins(back - 1)? };
            Some(day(spans, begins(back)?, until))
        })
        .collect()
}

fn day(spans: &[Span], from: Timestamp, until: Timestamp) -> DayOf {
    let mut day = DayOf {
        from,
        worst: Health::Unknown,
        observed: Duration::ZERO,
        out: Duration::ZERO,
    };
    for span in spans {
        let length = within(span, from, until);
        if length.is_zero() || span.health == Health::Unknown {
            continue;
        }
        day.worst = if day.observed.is_zero() {
            span.health
        } else {
            day.worst.max(span.health)
        };
        day.observed += length;
        if matches!(span.health, Health::PartialOutage | Health::MajorOutage) {
            day.out += length;
        }
    }
    day
}

fn within(span: &Span, from: Timestamp, until: Timestamp) -> Duration {
    span.to.min(until).since(span.from.max(from))
}

/// How quick one surface answered: one place for each step, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quickness {
    /// The median of each step; `None` where nothing answered.
    pub median: Vec<Option<Duration>>,
    /// What nine of ten stayed under.
    pub slow: Vec<Option<Duration>>,
}

/// Gathers what answered, in any order, into the steps of `reach` up to `now`.
pub fn quickness(
    answers: impl IntoIterator<Item = (Timestamp, Duration)>,
    reach: Reach,
    now: Timestamp,
) -> Quickness {
    let since = now - reach.length();
    let steps = reach.length().as_millis() / reach.step().as_millis();
    let mut gathered = vec![Vec::new(); usize::try_from(steps).unwrap_or_default()];
    for (at, took) in answers {
        let place = at.since(since).as_millis() / reach.step().as_millis();
        let place = usize::try_from(place).unwrap_or(usize::MAX);
        if at >= since
            && let Some(step) = gathered.get_mut(place)
        {
            step.push(took);
        }
    }
    for step in &mut gathered {
        step.sort_unstable();
    }
    let each = |share| gathered.iter().map(|step| quantile(step, share)).collect();
    Quickness {
        median: each(0.5),
        slow: each(0.9),
    }
}

/// The value below which a share of `sorted` lies, in between its neighbours.
fn quantile(sorted: &[Duration], share: f64) -> Option<Duration> {
    let last = sorted.len().checked_sub(1)?;
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a place in a list of some thousands"
    )]
    let (below, rest) = {
        let place = last as f64 * share;
        (place.floor() as usize, place.fract())
    };
    let low = sorted.get(below)?;
    let high = sorted.get(below + 1).unwrap_or(low);
    Some(*low + high.saturating_sub(*low).mul_f64(rest))
}

#[cfg(test)]
mod tests;
