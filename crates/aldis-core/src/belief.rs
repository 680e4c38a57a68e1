//! What we believe of one surface of a service, from every look at it so far: a Bayesian filter over
//! what each look was a sign of, and the persistence and hold that keep it quiet (DETECTOR.md §A2).
//! How surfaces make a service is in `monitor/assess.rs`.

mod baseline;
mod episode;
mod filter;
mod look;

use std::collections::VecDeque;
use std::time::Duration;

use crate::evidence::Outcome;
use crate::likelihood::{Known, Likelihood, Sign};
use crate::pace::Tempo;
use crate::snapshot::Tally;
use crate::time::Timestamp;
use crate::vantage::LOSSY;

use episode::Called;

pub use baseline::Baseline;
pub use episode::Episode;
pub use filter::{Filter, is_busy};
pub use look::{Beside, Look};

/// How far back single looks are remembered.
const WINDOW: Duration = Duration::from_secs(600);
/// The same outcome again within this time is not wholly new evidence.
const REPEATS_WITHIN: Duration = Duration::from_secs(15);
/// How sure we must be that something is wrong before anybody is told.
const ALARM: f64 = 0.99;
/// From here on it is a suspicion worth a hint in the icon.
const SUSPECT: f64 = 0.60;
/// Below this nothing is wrong any more. Until then what was suspected is worth a closer look.
const CLEAR: f64 = 0.10;
/// How many failing looks it takes, and how much time they span: whatever is over within half a minute
/// is told to nobody.
const PERSISTENCE: (usize, Duration) = (3, Duration::from_secs(30));
/// The same where every failure was in reaching it while another surface of the vendor answers.
const PERSISTENCE_CONNECTION_ONLY: (usize, Duration) = (3, Duration::from_secs(120));
/// The same when the vendor reports trouble, too.
const PERSISTENCE_REPORTED: (usize, Duration) = (2, Duration::from_secs(15));
/// If something is wrong: how sure we must be that it is out and not only unreliable, and how many
/// of its looks fail then; and below which share of failures it is only unreliable again.
const OUT: f64 = 0.6;
const OUT_SHARE: f64 = 0.7;
const NOT_OUT: f64 = 0.4;
/// So many good looks in a row, about as many as a confirm burst has, part what failed before from
/// what fails after.
const A_WHILE: u32 = 5;
/// How long it must have answered well before it is called back: a quarter of the outage, within:
const HOLD: (Duration, Duration) = (Duration::from_secs(120), Duration::from_secs(480));

/// What fails again so soon after it was called back was not over, as the ledger's reopening has it.
const RELAPSE_WITHIN: Duration = Duration::from_secs(30 * 60);

/// What we think of one surface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opinion {
    /// Nothing has been seen lately that counts.
    Blank,
    /// It answers.
    Works,
    /// Something seems wrong; not sure yet.
    Suspect,
    /// It fails so often that it is unreliable: sure.
    Unreliable,
    /// It is out: sure.
    Out,
    /// It was out and answers again; not for long enough yet.
    Recovering,
}

/// What came in about one surface.
#[derive(Clone, Debug, Default)]
pub struct Belief {
    filter: Option<(Timestamp, Filter)>,
    baseline: Baseline,
    looks: VecDeque<Look>,
    episode: Option<Episode>,
    good_since: Option<Timestamp>,
    /// The good streak that the last look broke, the first to fail in it: on a lossy line the next good one
    /// mends it.
    broken_streak: Option<Timestamp>,
    /// The last good look.
    good_at: Option<Timestamp>,
    failed_at: Option<Timestamp>,
    counted_at: Option<Timestamp>,
    /// Since when what was called back last had been failing, and when it was called back.
    called_back: Option<(Timestamp, Timestamp)>,
}

impl Belief {
    /// A surface that was called out (or unreliable) before a restart, and was last seen then.
    pub fn remembering(since: Timestamp, seen: Timestamp, out: bool) -> Self {
        let (called, filter) = if out {
            (Called::Out, Filter::REMEMBERED_OUT)
        } else {
            (Called::Unreliable, Filter::REMEMBERED_DEGRADED)
        };
        Self {
            filter: Some((seen, filter)),
            failed_at: Some(seen),
            episode: Some(Episode {
                called: Some(called),
                ..Episode::since(since, None)
            }),
            ..Self::default()
        }
    }

    /// What failed before a restart, too: since then, and until it was called back.
    #[must_use]
    pub fn after(mut self, since: Timestamp, ended: Timestamp) -> Self {
        self.called_back = Some((since, ended));
        self
    }

    /// A look that says something: `outcome` is how it ended, `sign` what that means.
    pub fn saw(
        &mut self,
        at: Timestamp,
        sign: Sign,
        outcome: &Outcome,
        beside: Beside,
        tempo: Tempo,
    ) {
        let before = self.filter_at(at, beside.upstream_out, tempo);
        let likelihood = sign.likelihood(Known {
            usual: self.baseline.failure_rate(),
            lately: self.episode.as_ref().map_or(0.0, Episode::failing_share),
            loss: beside.loss,
        });
        let weight = if beside.without.correlation {
            1.0
        } else {
            self.novelty(sign, at, tempo)
        };
        let after = before.seen(likelihood, weight);
        self.filter = Some((at, after));
        self.counted_at = Some(at);
        let watched = |look: &Look| at.since(look.at) <= tempo.of(WINDOW);
        if !self.looks.back().is_some_and(watched) {
            self.good_since = None;
            self.broken_streak = None;
        }
        if sign.is_good() {
            let resumed = self.broken_streak.take().filter(|_| beside.loss > LOSSY);
            self.good_since.get_or_insert(resumed.unwrap_or(at));
            self.good_at = Some(at);
        } else {
            self.broken_streak = self.good_since.take().filter(|it| !self.failed_since(*it));
            self.failed_at = Some(at);
            let episode = self
                .episode
                .get_or_insert_with(|| Episode::since(at, Some(outcome.clone())));
            episode.last = Some((at, outcome.clone()));
        }
        self.looks.push_back(Look {
            at,
            sign,
            moved: before.moved_to(after),
            weight,
            connection_level: outcome.is_of_the_way(),
        });
        match &mut self.episode {
            Some(episode) => episode.count(sign),
            None => self.baseline.learn(0, 1, at),
        }
        if after.bad() <= CLEAR && self.good_in_a_row() >= A_WHILE {
            self.end_suspicion(at);
        }
    }

    fn failed_since(&self, from: Timestamp) -> bool {
        let looks = self.looks.iter().filter(|look| look.at >= from);
        looks.into_iter().any(|look| !look.sign.is_good())
    }

    /// A look that says nothing either way.
    pub fn neutral(&mut self) {
        if let Some(episode) = &mut self.episode {
            episode.looks = episode.looks.saturating_add(1);
        }
    }

    /// The same outcome a moment ago makes this one worth less: one cause, seen twice.
    fn novelty(&self, sign: Sign, at: Timestamp, tempo: Tempo) -> f64 {
        let same = self.looks.iter().rev().find(|look| look.sign == sign);
        same.map_or(1.0, |look| {
            let apart = at.since(look.at).as_secs_f64();
            (apart / tempo.of(REPEATS_WITHIN).as_secs_f64()).min(1.0)
        })
    }

    fn filter_at(&self, now: Timestamp, upstream_out: bool, tempo: Tempo) -> Filter {
        let onset = filter::onset(now, upstream_out);
        self.filter.map_or(Filter::PRIOR, |(at, filter)| {
            filter.aged(tempo.nominal(now.since(at)), onset)
        })
    }

    /// How it stands with the surface at `now`, the vendor's page, the user's word and what it stands
    /// on included.
    pub fn posterior(&self, beside: Beside, now: Timestamp, tempo: Tempo) -> Filter {
        let failing_for = self
            .episode
            .as_ref()
            .map_or(Duration::ZERO, |it| tempo.nominal(now.since(it.since)));
        let said = if beside.said_broken {
            Likelihood::BROKEN_FOR_ME
        } else {
            Likelihood::NEUTRAL
        };
        self.filter_at(now, beside.upstream_out, tempo)
            .seen(beside.page.likelihood(failing_for), 1.0)
            .seen(said, 1.0)
    }

    /// Nobody looked for a long while: what was found stands, to be verified; what was only
    /// suspected is dropped.
    pub fn lapse(&mut self) {
        self.looks.clear();
        self.good_since = None;
        self.broken_streak = None;
        self.good_at = None;
        if !self.in_alarm() {
            self.episode = None;
            self.filter = None;
        }
    }

    /// Drops what was found: somebody better placed says it is over.
    pub fn forgive(&mut self) {
        self.episode = None;
        self.lapse();
    }

    /// What was suspected came to nothing, and is learned from.
    fn end_suspicion(&mut self, now: Timestamp) {
        if let Some(episode) = self.episode.take_if(|it| it.called.is_none()) {
            let Tally { good, all } = episode.requests;
            self.baseline.learn(all.saturating_sub(good), all, now);
        }
    }

    /// What is usual for it.
    pub const fn baseline(&self) -> &Baseline {
        &self.baseline
    }

    /// The same, to learn.
    pub const fn baseline_mut(&mut self) -> &mut Baseline {
        &mut self.baseline
    }

    /// The looks of the last ten minutes that said something, oldest first.
    pub fn looks(&self) -> impl Iterator<Item = &Look> {
        self.looks.iter()
    }

    /// What is failing, or was until a moment ago.
    pub const fn episode(&self) -> Option<&Episode> {
        self.episode.as_ref()
    }

    /// Looks that spoke against it since it began to fail.
    pub fn failures(&self) -> u32 {
        let requests = self.episode.as_ref().map(|it| it.requests);
        requests.map_or(0, Tally::bad)
    }

    /// The last failing look ever.
    pub const fn failed_at(&self) -> Option<Timestamp> {
        self.failed_at
    }

    /// First look of the good streak that is going on; a single failure does not end it on a lossy line.
    pub const fn good_since(&self) -> Option<Timestamp> {
        self.good_since
    }

    /// The last look that counted.
    pub const fn counted_at(&self) -> Option<Timestamp> {
        self.counted_at
    }

    /// Good looks in a row at the end.
    pub fn good_in_a_row(&self) -> u32 {
        let good = self.looks.iter().rev().take_while(|it| it.sign.is_good());
        narrow(good.count())
    }

    /// Whether it was called out or unreliable, and not yet called back.
    pub fn in_alarm(&self) -> bool {
        self.called().is_some()
    }

    /// Whether it was called out, not only unreliable, and not yet called back.
    pub fn is_out(&self) -> bool {
        self.called() == Some(Called::Out)
    }

    /// Whether it deserves a closer look.
    pub fn is_doubtful(&self, beside: Beside, now: Timestamp, tempo: Tempo) -> bool {
        self.episode.is_some() && self.posterior(beside, now, tempo).bad() > CLEAR
    }

    fn called(&self) -> Option<Called> {
        self.episode.as_ref()?.called
    }

    /// Weighs what came in; the one place where a surface is called out or back.
    pub fn weigh(&mut self, beside: Beside, now: Timestamp, tempo: Tempo) -> Opinion {
        let from = now - tempo.of(WINDOW);
        // What an alarm rests on is kept as long as it is evidence.
        let keeps = usize::from(self.in_alarm());
        let is_old = |look: &Look, count: usize| {
            look.at < from && (count > keeps || look.at < beside.fresh_from)
        };
        while (self.looks.front()).is_some_and(|oldest| is_old(oldest, self.looks.len())) {
            self.looks.pop_front();
        }
        if self.looks.is_empty() {
            self.good_since = None;
            self.broken_streak = None;
        }
        let newest = self.looks.back().copied();
        let Some(last) = newest.filter(|last| last.at >= beside.fresh_from) else {
            self.episode.take_if(|episode| episode.called.is_none());
            return Opinion::Blank;
        };
        if self.in_alarm() {
            return self.weigh_alarm(last, beside, now, tempo);
        }
        let posterior = self.posterior(beside, now, tempo);
        let failing = !last.sign.is_good();
        let persists = beside.without.persistence || self.persists(beside, tempo);
        if failing && posterior.bad() >= ALARM && persists {
            return self.call(posterior);
        }
        let worked_lately = self.good_at.is_some_and(|at| at >= beside.fresh_from);
        if posterior.bad() >= SUSPECT && self.episode.is_some() || !worked_lately {
            Opinion::Suspect
        } else {
            Opinion::Works
        }
    }

    /// A page that still reports it makes us surer before we say that it is back.
    fn weigh_alarm(&mut self, last: Look, beside: Beside, now: Timestamp, tempo: Tempo) -> Opinion {
        let filter = if self.is_out() {
            self.filter_at(now, beside.upstream_out, tempo)
        } else {
            self.posterior(beside, now, tempo)
        };
        if filter.bad() <= CLEAR && self.has_held(last, tempo) {
            self.called_back = self.failing_since(tempo).map(|since| (since, last.at));
            self.episode = None;
            self.looks.retain(|look| look.sign.is_good());
            Opinion::Works
        } else if last.sign.is_good() {
            Opinion::Recovering
        } else {
            self.call(filter)
        }
    }

    fn call(&mut self, filter: Filter) -> Opinion {
        let share = self.failing_share();
        let out = if self.is_out() {
            share >= NOT_OUT
        } else {
            share >= OUT_SHARE && filter.out_share() >= OUT
        };
        let called = if out { Called::Out } else { Called::Unreliable };
        if let Some(episode) = &mut self.episode {
            episode.called = Some(called);
        }
        match called {
            Called::Out => Opinion::Out,
            Called::Unreliable => Opinion::Unreliable,
        }
    }

    /// Whether the failures are several, and far enough apart not to be one event.
    fn persists(&self, beside: Beside, tempo: Tempo) -> bool {
        // What was suspected before and came to nothing is no part of it.
        let since = self.episode.as_ref().map(|it| it.since);
        let looks = (self.looks.iter()).filter(|look| since.is_none_or(|it| look.at >= it));
        let mut failing = looks.filter(|look| !look.sign.is_good());
        let Some(first) = failing.next() else {
            return false;
        };
        let (mut count, mut last, mut connection_only) = (1, first, first.connection_level);
        for look in failing {
            (count, last) = (count + 1, look);
            connection_only &= look.connection_level;
        }
        let (needed, span) = if beside.page.is_trouble() {
            PERSISTENCE_REPORTED
        } else if beside.sibling_answers && connection_only {
            PERSISTENCE_CONNECTION_ONLY
        } else {
            PERSISTENCE
        };
        count >= needed && last.at.since(first.at) >= tempo.of(span.max(beside.patience))
    }

    /// Two good looks, and nothing but good ones for the hold: since the last failure where that
    /// was watched, since the first good look where nobody looked in between.
    fn has_held(&self, last: Look, tempo: Tempo) -> bool {
        let (Some(episode), Some(since)) = (&self.episode, self.failing_since(tempo)) else {
            return true;
        };
        let age = episode
            .last
            .as_ref()
            .map_or(Duration::ZERO, |(at, _)| at.since(since));
        let hold = hold(age, tempo);
        let watched = last.at - tempo.of(WINDOW);
        let before = |look: &&Look| {
            look.at >= watched && Some(look.at) < self.good_since && !look.sign.is_good()
        };
        let watched_failure = self.looks.iter().rev().find(before);
        let from = watched_failure.map(|look| look.at).or(self.good_since);
        self.good_in_a_row() >= 2 && from.is_some_and(|from| last.at.since(from) >= hold)
    }

    /// Since when it fails; what comes back within half an hour of its end is what it was before.
    fn failing_since(&self, tempo: Tempo) -> Option<Timestamp> {
        let episode = self.episode.as_ref()?;
        let soon = tempo.of(RELAPSE_WITHIN);
        // After it, that is, and not before it on a clock that was set back.
        let soon_after = |ended| episode.since >= ended && episode.since.since(ended) < soon;
        let relapsed = self.called_back.filter(|(_, ended)| soon_after(*ended));
        Some(relapsed.map_or(episode.since, |(since, _)| since))
    }

    /// Share of looks that fail since it last answered well for a while, one good and one bad added;
    /// refusals are not failures.
    fn failing_share(&self) -> f64 {
        let (mut failed, mut all, mut good_in_a_row) = (0_u32, 0_u32, 0_u32);
        for look in self.looks.iter().rev() {
            good_in_a_row = if look.sign.is_good() {
                good_in_a_row + 1
            } else {
                all += good_in_a_row + 1;
                failed += u32::from(look.sign.is_failure());
                0
            };
            if good_in_a_row >= A_WHILE {
                break;
            }
        }
        (f64::from(failed) + 1.0) / (f64::from(all) + 2.0)
    }
}

fn narrow(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// How long nothing may fail before what was wrong for `age` counts as over.
pub fn hold(age: Duration, tempo: Tempo) -> Duration {
    (age / 4).clamp(tempo.of(HOLD.0), tempo.of(HOLD.1))
}

#[cfg(test)]
mod tests;
