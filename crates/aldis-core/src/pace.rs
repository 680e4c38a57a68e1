//! When to look next, and why then. Pure: every signal comes in as an argument.

use std::time::Duration;

use crate::belief;
use crate::budget::Budget;
use crate::settings::Intervals;
use crate::snapshot::Allowance;
use crate::thrift::Thrift;
use crate::time::Timestamp;

/// How many times as often a model is asked in busy hours.
const BUSY: u32 = 3;
/// Every how many-th completion of a day is kept for confirming.
const KEPT_FOR_BURSTS: u32 = 10;
/// One of how many hours of the rest of a day somebody is awake to ask.
const AWAKE_ONE_IN: u32 = 2;
/// What is left of a spent budget is not spread thinner than this: what was seen longer ago is not known to
/// last. Where the model answers again, closer: it takes three more good looks within the longest hold.
const SPARED_AT_MOST: Duration = Duration::from_secs(30 * 60);
const SPARED_WHILE_RECOVERING: Duration = Duration::from_secs(4 * 60);
/// After the first failure: when to look again, counted from that failure. Closer together than in
/// DETECTOR.md: where half of the requests fail, three of them have to fall within the minute.
const BURST: [Duration; 6] = [
    Duration::from_secs(6),
    Duration::from_secs(14),
    Duration::from_secs(24),
    Duration::from_secs(34),
    Duration::from_secs(46),
    Duration::from_secs(60),
];
/// Between looks while something may be wrong and the burst is over.
const DOUBT: Duration = Duration::from_secs(10);
/// Between requests to whoever refuses one who is usually let in and asks rarely: often enough to find out
/// within minutes, and with less than ten in ten minutes still rare.
const REFUSED: Duration = Duration::from_secs(75);
/// Between looks at whoever turns us away while that is called an outage: what nobody has looked at for
/// ten minutes is not known to last.
const TURNED_AWAY_IN_ALARM: Duration = Duration::from_secs(240);
/// Between looks at a front door while it is called out.
pub const ALARM: Duration = Duration::from_secs(30);
/// Between requests to the model while it is called out.
pub const ALARM_COMPLETION: Duration = Duration::from_secs(60);
/// An outage this old is looked at less often, and less often again after each further stretch.
const ALARM_SLOWS_AFTER: Duration = Duration::from_secs(30 * 60);
const ALARM_SLOWS_EVERY: Duration = Duration::from_secs(15 * 60);
/// Between looks at a page while its service is in trouble.
const PAGE_IN_TROUBLE: Duration = Duration::from_secs(60);
/// A page that turned us away is left alone for twice as long each time, up to this factor.
const BACK_OFF_AT_MOST: u32 = 16;
/// A `Retry-After` longer than this is obeyed no longer than this.
const RETRY_AFTER_AT_MOST: Duration = Duration::from_secs(15 * 60);
/// Real hosts are never looked at more often than this; only loop-back intervals are shorter.
const SHORTEST_REAL_INTERVAL: Duration = Duration::from_secs(20);

/// How fast our own clockwork runs, in thousandths of real time.
///
/// Against real vendors it is always real time. An edge interval below [20 s] is only possible
/// against loop-back (CONTRACTS.md) and shrinks every wait in proportion, so that a test or a demo
/// sees the same sequence in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tempo {
    thousandths: u32,
}

impl Tempo {
    /// Real time.
    pub const REAL: Self = Self { thousandths: 1_000 };
    /// For a person who waits at a terminal: a confirm burst of five seconds.
    pub const QUICK: Self = Self { thousandths: 100 };

    /// The tempo that goes with these intervals.
    pub fn for_intervals(intervals: &Intervals) -> Self {
        let shortest = SHORTEST_REAL_INTERVAL.as_millis();
        let part = intervals.edge.as_millis().min(shortest) * 1_000 / shortest;
        Self {
            thousandths: u32::try_from(part).unwrap_or(1_000).max(5),
        }
    }

    /// The faster of two.
    #[must_use]
    pub fn min(self, other: Self) -> Self {
        if other.thousandths < self.thousandths {
            other
        } else {
            self
        }
    }

    /// `wait` at this tempo.
    pub fn of(self, wait: Duration) -> Duration {
        wait * self.thousandths / 1_000
    }

    /// How long `elapsed` at this tempo would have been in real time.
    pub fn nominal(self, elapsed: Duration) -> Duration {
        elapsed * 1_000 / self.thousandths.max(1)
    }

    /// How long a look may take: `wait` at this tempo, but never less than a second.
    pub fn deadline(self, wait: Duration) -> Duration {
        self.of(wait).max(Duration::from_secs(1)).min(wait)
    }
}

/// Why we look then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Nothing is wrong.
    Steady,
    /// Nothing is wrong, and power or data is to be saved.
    Sparing(Thrift),
    /// The day's requests have to last.
    Rationed,
    /// Confirming a first failure.
    Burst,
    /// Something may be wrong.
    Doubt,
    /// It is out: watching for its return.
    Alarm,
    /// It told us to wait.
    ToldToWait,
    /// It turned us away.
    BackOff,
}

impl Why {
    const fn steady(stretch: f64) -> Self {
        if stretch > 1.0 {
            Self::Rationed
        } else {
            Self::Steady
        }
    }
}

/// When to look next, and why then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Next {
    /// The moment.
    pub at: Timestamp,
    /// The reason.
    pub why: Why,
}

/// How often somebody is looked at when nothing is wrong, and why no oftener.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rhythm {
    /// Between looks.
    pub every: Duration,
    /// [`Why::Steady`], [`Why::Sparing`] or [`Why::Rationed`].
    pub why: Why,
}

impl Rhythm {
    /// The interval that was asked for.
    pub const fn steady(every: Duration) -> Self {
        Self {
            every,
            why: Why::Steady,
        }
    }

    /// The same for a front door, unless power or data is too scarce for it.
    pub fn sparing(interval: Duration, thrift: Thrift, tempo: Tempo) -> Self {
        let spared = tempo.of(thrift.between_edges());
        if spared <= interval {
            return Self::steady(interval);
        }
        Self {
            every: spared,
            why: Why::Sparing(thrift),
        }
    }

    /// The same where the vendor is left alone for so many times as long.
    #[must_use]
    pub fn stretched(self, stretch: f64) -> Self {
        let why = if self.why == Why::Steady {
            Why::steady(stretch)
        } else {
            self.why
        };
        Self {
            every: self.every.mul_f64(stretch),
            why,
        }
    }

    /// The same for one of `count` that take turns.
    #[must_use]
    pub fn in_turns(self, count: u32) -> Self {
        Self {
            every: self.every * count,
            ..self
        }
    }
}

/// What decides when a surface is looked at next.
#[derive(Clone, Copy, Debug)]
pub struct EdgePace {
    /// The moment the last look ended.
    pub now: Timestamp,
    /// How often it is looked at when nothing is wrong.
    pub rhythm: Rhythm,
    /// First failure of the episode that is going on, and all looks since, that one included.
    pub episode: Option<(Timestamp, u32)>,
    /// When the user said that it is broken for them, if that was a moment ago.
    pub doubted_at: Option<Timestamp>,
    /// Whether it may well be that something is wrong.
    pub doubtful: bool,
    /// Since when it is called out.
    pub alarm_since: Option<Timestamp>,
    /// Between looks while it is.
    pub alarm_interval: Duration,
    /// The least between looks while it is: what is left of a budget is to last.
    pub alarm_spares: Duration,
    /// How many times as long as usual its vendor is left alone; `rhythm` has that in it already.
    pub stretch: f64,
    /// Whether it answers again: then the end is near, however long it lasted.
    pub recovering: bool,
    /// Whether we cannot judge others: no hurry then.
    pub blind: bool,
    /// Whether it turned us away without saying for how long.
    pub turned_away: bool,
    /// Whether it refused us although we are usually let in and ask rarely.
    pub refused: bool,
    /// What a rate limiter asked for.
    pub retry_after: Option<Duration>,
    /// How long until the user's own account may ask again.
    pub own_limit: Option<Duration>,
    /// For the jitter: a number that differs from look to look and target to target.
    pub dice: u64,
}

impl EdgePace {
    /// A surface about which nothing is known that calls for haste or patience.
    pub const fn quiet(now: Timestamp, rhythm: Rhythm, dice: u64) -> Self {
        Self {
            now,
            rhythm,
            episode: None,
            doubted_at: None,
            doubtful: false,
            alarm_since: None,
            alarm_interval: ALARM,
            alarm_spares: Duration::ZERO,
            stretch: 1.0,
            recovering: false,
            blind: false,
            turned_away: false,
            refused: false,
            retry_after: None,
            own_limit: None,
            dice,
        }
    }
}

/// When a surface is looked at next: first match wins.
pub fn next_edge(pace: EdgePace, tempo: Tempo) -> Next {
    let Rhythm { every, why: steady } = pace.rhythm;
    let after = |wait, why| Next {
        at: pace.now + jittered(wait, 10, pace.dice),
        why,
    };
    let told = pace.retry_after.map(|wait| wait.min(RETRY_AFTER_AT_MOST));
    // Nothing is learned of them by asking before it is over, however long it lasts.
    if let Some(wait) = pace.own_limit.or(told) {
        return Next {
            at: pace.now + wait.max(every),
            why: Why::ToldToWait,
        };
    }
    if pace.refused && pace.alarm_since.is_none() {
        return after(tempo.of(REFUSED), Why::Doubt);
    }
    if pace.turned_away {
        let seldom = (every.div_f64(pace.stretch) * 2).max(every);
        let wait = match pace.alarm_since {
            Some(_) => seldom.min(tempo.of(TURNED_AWAY_IN_ALARM)),
            None => seldom,
        };
        return after(wait, Why::BackOff);
    }
    if pace.blind {
        return after(every, steady);
    }
    if let Some(since) = pace.alarm_since {
        let age = if pace.recovering {
            Duration::ZERO
        } else {
            pace.now.since(since)
        };
        let wait = tempo
            .of(pace.alarm_interval)
            .mul_f64(pace.stretch)
            .min(every);
        let wait = wait * slowness(age, tempo);
        let spares = if pace.recovering {
            pace.alarm_spares.min(tempo.of(SPARED_WHILE_RECOVERING))
        } else {
            pace.alarm_spares
        };
        return if spares > wait {
            after(spares, Why::Rationed)
        } else {
            after(wait, Why::Alarm)
        };
    }
    if let Some((first, looks)) = pace.episode {
        let index = usize::try_from(looks.saturating_sub(1)).unwrap_or(usize::MAX);
        if let Some(offset) = BURST.get(index) {
            let at = first + jittered(tempo.of(*offset), 10, pace.dice);
            return Next {
                at: at.max(pace.now + tempo.of(BURST[0] / 2)),
                why: Why::Burst,
            };
        }
        if pace.doubtful {
            return after(tempo.of(DOUBT), Why::Doubt);
        }
    }
    let doubted = pace.doubted_at.and_then(|at| burst_after(at, pace, tempo));
    doubted.unwrap_or_else(|| after(every, steady))
}

/// The next look of the burst that the user's word began, though nothing has failed.
fn burst_after(doubted_at: Timestamp, pace: EdgePace, tempo: Tempo) -> Option<Next> {
    let breath = tempo.of(BURST[0] / 2);
    let mut offsets = BURST.iter().map(|offset| doubted_at + tempo.of(*offset));
    let at = offsets.find(|at| *at >= pace.now + breath)?;
    Some(Next {
        at,
        why: Why::Burst,
    })
}

/// After half an hour twice as long, after three quarters four times: two minutes (DETECTOR.md).
fn slowness(age: Duration, tempo: Tempo) -> u32 {
    if age < tempo.of(ALARM_SLOWS_AFTER) {
        1
    } else if age < tempo.of(ALARM_SLOWS_AFTER + ALARM_SLOWS_EVERY) {
        2
    } else {
        4
    }
}

/// What decides when a page is fetched next.
#[derive(Clone, Copy, Debug)]
pub struct PagePace {
    /// The moment the last fetch ended.
    pub now: Timestamp,
    /// The catalogue's interval for this page.
    pub every: Duration,
    /// How often in a row it could not be read.
    pub refusals: u32,
    /// How many times as long as usual its vendor is left alone.
    pub stretch: f64,
    /// Whether a service on it is in trouble or suspected, and its host does not mind.
    pub trouble: bool,
    /// What its host asked for.
    pub retry_after: Option<Duration>,
    /// For the jitter.
    pub dice: u64,
}

/// When a page is fetched next: first match wins.
pub fn next_page(pace: PagePace, tempo: Tempo) -> Next {
    if let Some(wait) = pace.retry_after {
        let longest = RETRY_AFTER_AT_MOST.max(pace.every);
        return Next {
            at: pace.now + wait.clamp(pace.every, longest),
            why: Why::ToldToWait,
        };
    }
    if pace.refusals > 0 {
        let factor = 1_u32
            .checked_shl(pace.refusals.min(4))
            .unwrap_or(1)
            .min(BACK_OFF_AT_MOST);
        let wait = (pace.every * factor / 2).min(Duration::from_secs(3_600));
        return Next {
            at: pace.now + jittered(wait, 10, pace.dice),
            why: Why::BackOff,
        };
    }
    let (wait, why) = if pace.trouble {
        (pace.every.min(tempo.of(PAGE_IN_TROUBLE)), Why::Alarm)
    } else {
        (pace.every, Why::steady(pace.stretch))
    };
    let wait = wait.mul_f64(pace.stretch);
    Next {
        at: pace.now + jittered(wait, 10, pace.dice),
        why,
    }
}

/// `wait` ± `percent` %, by `dice`.
fn jittered(wait: Duration, percent: u32, dice: u64) -> Duration {
    let span = u64::from(2 * percent) + 1;
    let part = 100 - percent + u32::try_from(dice % span).unwrap_or(percent);
    wait * part / 100
}

/// How often a model is asked when nothing is wrong: at the user's interval, and up to three times as
/// often, but not more than once a minute, in the third of the week in which three of four outages
/// begin. Oftener only as far as what is left of the day's budget lasts to the end of the day, less a
/// share kept for confirming: a budget gone by the evening is an evening in which nobody asks. Half of
/// what is left of the day is taken for slept through, as laptops do; on one that never sleeps, the
/// gaps grow towards the evening.
pub fn by_hour(interval: Duration, today: Allowance, now: Timestamp) -> Duration {
    let often = times_as_often(now);
    let wanted = (interval / often).max(Intervals::MINIMUM.completion.min(interval));
    let left = today.daily.saturating_sub(today.spent);
    let to_spend = left.saturating_sub(today.daily / KEPT_FOR_BURSTS).max(1);
    let lasting = weighed_rest_of(now) / AWAKE_ONE_IN / (often * to_spend);
    wanted.max(lasting.min(interval))
}

/// The least between requests to a model that is called out: the last tenth of a day's budget is spread
/// over what is left of the day, so that the end of the outage is seen.
pub fn spared(today: Allowance, now: Timestamp) -> Duration {
    let left = today.daily.saturating_sub(today.spent);
    if left > today.daily / KEPT_FOR_BURSTS {
        return Duration::ZERO;
    }
    (Budget::renewed_at(now).since(now) / left.max(1)).min(SPARED_AT_MOST)
}

fn times_as_often(at: Timestamp) -> u32 {
    if belief::is_busy(at) { BUSY } else { 1 }
}

/// The time until the budget is renewed, every hour as long as it is often asked in it.
fn weighed_rest_of(now: Timestamp) -> Duration {
    const HOUR: i64 = 3_600_000;
    let end = Budget::renewed_at(now);
    let mut rest = Duration::ZERO;
    let mut at = now;
    while at < end {
        let next = Timestamp::from_millis((at.as_millis().div_euclid(HOUR) + 1) * HOUR).min(end);
        rest += next.since(at) * times_as_often(at);
        at = next;
    }
    rest
}

/// A number that differs from look to look and target to target, the same on every run.
pub fn dice(seed: u64, target: &str, look: u64) -> u64 {
    let hashed = target
        .bytes()
        .fold(seed ^ 0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
    let mut mixed = hashed.wrapping_add(look.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests;
