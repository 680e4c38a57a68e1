//! The gate every judgement passes. Looks at the controls come in rounds: all of them at once. A failure
//! elsewhere counts only when a round that began after it found us online.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use super::loss::Loss;
use super::round::{Round, Says};
use super::{Culprit, Vantage};
use crate::catalogue::{Control, quorum};
use crate::evidence::{Sight, TlsFault};
use crate::pace::Tempo;
use crate::snapshot::Tally;
use crate::time::Timestamp;

/// After waking, networks need a moment: nothing is asked before (DETECTOR.md, sleep/wake).
const SETTLE: Duration = Duration::from_secs(10);
/// One change of network brings others with it: nothing is asked before they have ceased this long,
const CHANGES_CEASE: Duration = Duration::from_secs(5);
/// but a network that never rests is asked all the same after this long.
const CHANGES_AT_MOST: Duration = Duration::from_secs(15);
/// How long after waking silence still counts as waking and not as offline.
const WAKING_AT_MOST: Duration = Duration::from_secs(60);
/// Until when after a fresh start silence still counts as waking.
const STARTING_AT_MOST: Duration = Duration::from_secs(8);
/// Between rounds while waking.
const ROUND_WAKING: Duration = Duration::from_secs(4);
/// Between rounds while we cannot see.
const ROUND_BLIND: Duration = Duration::from_secs(6);
/// Between rounds when all is quiet. Always a whole round: one control alone proves nothing.
const ROUND_QUIET: Duration = Duration::from_secs(300);
/// However often somebody asks, rounds are no closer together than this.
const ROUND_APART: Duration = Duration::from_secs(1);

/// Our own state and the round that is finding it out.
#[derive(Clone, Debug)]
pub struct Gate {
    state: Vantage,
    culprit: Option<Culprit>,
    tempo: Tempo,
    round: Option<Round>,
    next_round: Timestamp,
    waking_until: Timestamp,
    changing_since: Option<Timestamp>,
    last: Tally,
    secure: bool,
    nameless: bool,
    witnesses: BTreeMap<String, Witness>,
    online_since: Option<Timestamp>,
    last_round: Option<Timestamp>,
    loss: Loss,
}

/// When a vendor answered well.
#[derive(Clone, Copy, Debug)]
struct Witness {
    last: Timestamp,
    /// The last moment before that one.
    before: Option<Timestamp>,
}

impl Witness {
    /// When it last spoke before `now`: what comes in the very moment a round ends waits for the next
    /// one, whichever of the two is handed on first.
    fn spoke_before(self, now: Timestamp) -> Option<Timestamp> {
        if self.last < now {
            Some(self.last)
        } else {
            self.before
        }
    }
}

/// A round has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoundEnded {
    /// When it began: failures that ended before may be judged by it.
    pub began: Timestamp,
    /// Our state before.
    pub from: Vantage,
    /// Our state after.
    pub to: Vantage,
    /// A control whose name led nowhere, where that alone may be why nobody answers: the name to
    /// ask a second resolver for.
    pub nameless: Option<usize>,
}

impl Gate {
    /// A gate that knows nothing yet and wants its first round at once.
    pub fn starting(tempo: Tempo, now: Timestamp) -> Self {
        Self {
            state: Vantage::Waking,
            culprit: None,
            tempo,
            round: None,
            next_round: now,
            waking_until: now + tempo.of(STARTING_AT_MOST),
            changing_since: None,
            last: Tally::default(),
            secure: false,
            nameless: false,
            witnesses: BTreeMap::new(),
            online_since: None,
            last_round: None,
            loss: Loss::default(),
        }
    }

    /// The state of our own network.
    pub const fn state(&self) -> Vantage {
        self.state
    }

    /// What of ours is in the way: why we may not judge, or what makes failures prove little.
    pub fn culprit(&self, now: Timestamp) -> Option<Culprit> {
        if self.state.may_judge() {
            self.loss.impaired(now)
        } else {
            self.culprit
        }
    }

    /// The share of looks that get lost on our own side: what it is, a failure may be ours.
    pub fn loss(&self, now: Timestamp) -> f64 {
        self.loss.share(now)
    }

    /// How long our controls take at present, to compare others with; `None` while our own line is
    /// slow or fails.
    pub fn line(&self, now: Timestamp) -> Option<Duration> {
        let fine = self.state.may_judge() && self.loss.impaired(now).is_none();
        self.loss.lately().filter(|_| fine)
    }

    /// Whether somebody was reached over a secure connection in the last round: then our clock is
    /// right, and nobody opens our connections.
    pub const fn is_secure(&self) -> bool {
        self.secure
    }

    /// Controls that answered as they must in the last round.
    pub const fn tally(&self) -> Tally {
        self.last
    }

    /// When the next round over this many controls is due; `None` while one is under way.
    pub fn wake_at(&self, controls: usize) -> Option<Timestamp> {
        (self.round.is_none() && controls > 0).then_some(self.next_round)
    }

    /// Since when we have been online without a break; `None` while we are not.
    pub const fn online_since(&self) -> Option<Timestamp> {
        self.online_since
    }

    /// The clock was set back to `now`. What a round under way finds would seem to come from the future.
    pub fn step_back(&mut self, now: Timestamp) {
        self.round = None;
        self.next_round = self.next_round.min(now);
        self.last_round = None;
        self.online_since = self.online_since.map(|at| at.min(now));
        self.waking_until = self.waking_until.min(now + self.tempo.of(WAKING_AT_MOST));
        self.changing_since = None;
        self.witnesses.clear();
        self.loss.step_back(now);
    }

    /// The intervals changed, and the pace of everything with them.
    pub fn set_tempo(&mut self, tempo: Tempo) {
        self.tempo = tempo;
    }

    /// Asks for a round as soon as may be; never before a network that has just come settles.
    pub fn hurry(&mut self, now: Timestamp) {
        if self.state == Vantage::Waking {
            return;
        }
        let soonest = self
            .last_round
            .map_or(now, |at| now.max(at + self.tempo.of(ROUND_APART)));
        self.next_round = self.next_round.min(soonest);
    }

    /// Time is missing: what was under way is void, and the network gets a moment to settle.
    pub fn woke_up(&mut self, now: Timestamp) {
        self.wake(now + self.tempo.of(SETTLE), now);
        self.changing_since = None;
    }

    /// Packets leave by another way: what was under way is void, and what was known of the last
    /// network says nothing of this one.
    pub fn network_changed(&mut self, now: Timestamp) {
        let since = *self.changing_since.get_or_insert(now);
        let calm = now + self.tempo.of(CHANGES_CEASE);
        self.wake(calm.min(since + self.tempo.of(CHANGES_AT_MOST)), now);
        self.loss.another_way(now);
    }

    fn wake(&mut self, next_round: Timestamp, now: Timestamp) {
        self.state = Vantage::Waking;
        self.culprit = None;
        self.secure = false;
        self.nameless = false;
        self.online_since = None;
        self.round = None;
        self.next_round = next_round.max(now);
        self.waking_until = now + self.tempo.of(WAKING_AT_MOST);
        self.witnesses.clear();
    }

    /// Begins a round over `controls` if one is due; returns the indices to look at.
    pub fn begin_if_due(&mut self, controls: usize, now: Timestamp) -> Vec<usize> {
        if self.round.is_some() || now < self.next_round || controls == 0 {
            return Vec::new();
        }
        let round = Round::over(controls, now);
        let indices = round.indices();
        self.round = Some(round);
        self.changing_since = None;
        indices
    }

    /// A vendor answered well: as good a witness as a control.
    pub fn witnessed(&mut self, vendor: &str, now: Timestamp) {
        let (last, mut before) = (now, None);
        if let Some(known) = self.witnesses.get(vendor) {
            before = known.spoke_before(now);
        }
        let witness = Witness { last, before };
        self.witnesses.insert(vendor.to_owned(), witness);
    }

    /// A second resolver knows a name that ours does not: failures prove little for a while, and
    /// where nobody answers for want of names, that is why.
    pub fn names_exist(&mut self, now: Timestamp) {
        self.loss.impair(Culprit::Resolver, now);
        if self.nameless {
            self.state = Vantage::Impaired;
            self.culprit = Some(Culprit::Resolver);
        }
    }

    /// One control of the round under way, looked at from `started` on, has answered or failed to. A
    /// vendor that answered well after `witness_from` speaks for us as a control does.
    pub fn answered(
        &mut self,
        (index, started): (usize, Timestamp),
        sight: &Sight,
        controls: &[Control],
        witness_from: Timestamp,
        now: Timestamp,
    ) -> Option<RoundEnded> {
        let round = self.round.as_mut().filter(|it| started >= it.began)?;
        round.answered(index, sight, controls);
        if !round.is_over() {
            return None;
        }
        let round = self.round.take()?;
        self.last_round = Some(now);
        let from = self.state;
        self.witnesses.retain(|_, it| it.last >= witness_from);
        (self.state, self.culprit) = self.conclude(&round, controls, witness_from, now);
        self.learn(&round, now);
        self.online_since = match self.state {
            Vantage::Online => self.online_since.or(Some(now)),
            Vantage::Waking | Vantage::Captive | Vantage::Impaired | Vantage::Offline => None,
        };
        self.next_round = now
            + self.tempo.of(match self.state {
                Vantage::Online => ROUND_QUIET,
                Vantage::Waking => ROUND_WAKING,
                Vantage::Captive | Vantage::Impaired | Vantage::Offline => ROUND_BLIND,
            });
        Some(RoundEnded {
            began: round.began,
            from,
            to: self.state,
            nameless: round.nameless().filter(|_| self.nameless),
        })
    }

    /// What the round says of us, and what is in the way.
    fn conclude(
        &mut self,
        round: &Round,
        controls: &[Control],
        witness_from: Timestamp,
        now: Timestamp,
    ) -> (Vantage, Option<Culprit>) {
        let heard = |it: &Witness| it.spoke_before(now) >= Some(witness_from);
        let witnesses = self.witnesses.iter().filter(|(_, it)| heard(it));
        let witnesses: Vec<&str> = witnesses.map(|(vendor, _)| vendor.as_str()).collect();
        let control = |(index, _)| controls.get(index);
        self.secure = !witnesses.is_empty()
            || (round.good())
                .filter_map(control)
                .any(|it| it.url.scheme() == "https");
        let operators: BTreeSet<&str> = (round.good())
            .filter_map(control)
            .map(|it| it.operator.as_str())
            .chain(witnesses)
            .collect();
        let tls = |test: fn(TlsFault) -> bool| {
            !self.secure && round.any(|says| matches!(says, Says::Insecure(fault) if test(fault)))
        };
        let (foreign, dated) = (tls(TlsFault::is_foreign), tls(TlsFault::is_of_time));
        if operators.len() >= quorum(controls) && !foreign && !dated {
            (Vantage::Online, None)
        } else if round.any(|says| says == Says::Impostor) {
            (Vantage::Captive, None)
        } else if dated {
            (Vantage::Impaired, Some(Culprit::Clock))
        } else if tls(|_| true) {
            (Vantage::Captive, Some(Culprit::Interception))
        } else if self.state == Vantage::Waking && now < self.waking_until {
            (Vantage::Waking, None)
        } else if round.any(|says| says == Says::Proxy) {
            (Vantage::Impaired, Some(Culprit::Proxy))
        } else if round.nameless().is_some() && self.loss.impaired(now) == Some(Culprit::Resolver) {
            (Vantage::Impaired, Some(Culprit::Resolver))
        } else if operators.is_empty() {
            (Vantage::Offline, None)
        } else {
            (Vantage::Impaired, None)
        }
    }

    /// What is lost and how slow it is shows only where something comes through: a network that is
    /// not there, or somebody else's, says nothing of how good ours is.
    fn learn(&mut self, round: &Round, now: Timestamp) {
        let good: Vec<(usize, Duration)> = round.good().collect();
        self.last = Tally {
            good: count(good.len()),
            all: count(round.answers().count()),
        };
        self.nameless = match self.state {
            Vantage::Online | Vantage::Waking | Vantage::Captive => false,
            Vantage::Impaired | Vantage::Offline => round.nameless().is_some(),
        };
        let something_comes = match self.state {
            Vantage::Online => true,
            Vantage::Impaired => self.culprit.is_none(),
            Vantage::Waking | Vantage::Captive | Vantage::Offline => false,
        };
        if something_comes {
            for (index, says, _) in round.answers() {
                self.loss.count(index, says == Says::Good, now);
            }
            self.loss
                .timed(good.into_iter().map(|(_, took)| took).collect(), now);
        }
    }
}

fn count(of: usize) -> u32 {
    u32::try_from(of).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::{Outcome, Timing};

    const START: Timestamp = Timestamp::from_millis(1_795_356_310_000);
    const FAILED: Sight = Sight {
        outcome: Outcome::Refused,
        timing: Timing {
            dns: None,
            connect: None,
            tls: None,
            first_byte: None,
            body: None,
            first_token: None,
            total: Duration::from_millis(80),
        },
    };

    /// Two vendors answer after so long, and after so long the only control of a round does not: what
    /// is found where the vendors are heard before the control, or after it.
    fn found(vendors: &[u64], control: u64, vendors_first: bool) -> Vantage {
        let mut gate = Gate::starting(Tempo::REAL, START);
        gate.waking_until = START;
        assert_eq!(gate.begin_if_due(1, START), [0]);
        let after = |millis: u64| START + Duration::from_millis(millis);
        let ends = after(control);
        let hear = |gate: &mut Gate, at: u64| {
            gate.witnessed("one", after(at));
            gate.witnessed("two", after(at));
        };
        let early = vendors.iter().filter(|at| **at < control || vendors_first);
        early.for_each(|at| hear(&mut gate, *at));
        let ended = gate.answered((0, START), &FAILED, &[], START, ends);
        assert!(ended.is_some());
        gate.state()
    }

    #[test]
    fn a_witness_in_the_very_moment_a_round_ends_waits_for_the_next_one_in_any_order() {
        for first in [true, false] {
            assert_eq!(found(&[80], 80, first), Vantage::Offline);
            assert_eq!(found(&[79], 80, first), Vantage::Online);
            assert_eq!(found(&[40, 80], 80, first), Vantage::Online);
        }
    }
}
