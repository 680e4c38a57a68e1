//! Are *we* all right? The state of our own network, decided before anybody else is judged.
//!
//! Looks at the controls come in rounds: all of them at once. A failure elsewhere counts only when a
//! round that began after it found us online.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use crate::catalogue::Control;
use crate::evidence::Outcome;
use crate::pace::Tempo;
use crate::snapshot::Tally;
use crate::time::Timestamp;

/// The state of our own network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Vantage {
    /// At least two controls of different operators answer as they must.
    Online,
    /// Just started or just woken: nothing is known yet.
    Waking,
    /// A portal answers in place of the controls.
    Captive,
    /// Something answers, but so little that a failure of others proves nothing.
    Impaired,
    /// No control answers.
    Offline,
}

impl Vantage {
    /// The word of CONTRACTS.md.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::Waking => "waking",
            Self::Captive => "captive",
            Self::Impaired => "impaired",
            Self::Offline => "offline",
        }
    }

    /// Whether what we see of others may be held against them.
    pub const fn may_judge(self) -> bool {
        match self {
            Self::Online => true,
            Self::Waking | Self::Captive | Self::Impaired | Self::Offline => false,
        }
    }
}

/// After waking, networks need a moment: nothing is asked before (DETECTOR.md, sleep/wake).
const SETTLE: Duration = Duration::from_secs(10);
/// How long after waking silence still counts as waking and not as offline.
const WAKING_AT_MOST: Duration = Duration::from_secs(60);
/// Until when after a fresh start silence still counts as waking.
const STARTING_AT_MOST: Duration = Duration::from_secs(8);
/// Between rounds while waking.
const ROUND_WAKING: Duration = Duration::from_secs(4);
/// Between rounds while we cannot see.
const ROUND_BLIND: Duration = Duration::from_secs(6);
/// Between rounds when all is quiet.
const ROUND_QUIET: Duration = Duration::from_secs(300);
/// However often somebody asks, rounds are no closer together than this.
const ROUND_APART: Duration = Duration::from_secs(1);
/// How many independent operators prove us online.
const QUORUM: usize = 2;

/// What one control has to say about us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ControlSays {
    /// It answered as it must.
    Good,
    /// Somebody else answered in its place.
    Impostor,
    /// Nothing came.
    Silent,
}

/// The gate every judgement passes: our own state and the round that is finding it out.
#[derive(Clone, Debug)]
pub struct Gate {
    state: Vantage,
    tempo: Tempo,
    round: Option<Round>,
    next_round: Timestamp,
    waking_until: Timestamp,
    last: Tally,
    witnesses: BTreeMap<String, Timestamp>,
    online_since: Option<Timestamp>,
    last_round: Option<Timestamp>,
}

#[derive(Clone, Debug)]
struct Round {
    began: Timestamp,
    waiting: BTreeSet<usize>,
    answers: BTreeMap<usize, ControlSays>,
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
}

impl Gate {
    /// A gate that knows nothing yet and wants its first round at once.
    pub fn starting(tempo: Tempo, now: Timestamp) -> Self {
        Self {
            state: Vantage::Waking,
            tempo,
            round: None,
            next_round: now,
            waking_until: now + tempo.of(STARTING_AT_MOST),
            last: Tally::default(),
            witnesses: BTreeMap::new(),
            online_since: None,
            last_round: None,
        }
    }

    /// The state of our own network.
    pub const fn state(&self) -> Vantage {
        self.state
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

    /// The clock was set back to `now`.
    pub fn step_back(&mut self, now: Timestamp) {
        self.next_round = self.next_round.min(now);
        self.last_round = None;
        self.online_since = self.online_since.map(|at| at.min(now));
        self.witnesses.clear();
    }

    /// The intervals changed, and the pace of everything with them.
    pub fn set_tempo(&mut self, tempo: Tempo) {
        self.tempo = tempo;
    }

    /// Asks for a round as soon as may be.
    pub fn hurry(&mut self, now: Timestamp) {
        let soonest = self
            .last_round
            .map_or(now, |at| now.max(at + self.tempo.of(ROUND_APART)));
        self.next_round = self.next_round.min(soonest);
    }

    /// Time is missing: what was under way is void, and the network gets a moment to settle.
    pub fn woke_up(&mut self, now: Timestamp) {
        self.state = Vantage::Waking;
        self.online_since = None;
        self.round = None;
        self.next_round = now + self.tempo.of(SETTLE);
        self.waking_until = now + self.tempo.of(WAKING_AT_MOST);
        self.witnesses.clear();
    }

    /// Begins a round over `controls` if one is due; returns the indices to look at.
    pub fn begin_if_due(&mut self, controls: usize, now: Timestamp) -> Vec<usize> {
        if self.round.is_some() || now < self.next_round || controls == 0 {
            return Vec::new();
        }
        let waiting: BTreeSet<usize> = (0..controls).collect();
        let indices = waiting.iter().copied().collect();
        self.round = Some(Round {
            began: now,
            waiting,
            answers: BTreeMap::new(),
        });
        indices
    }

    /// A vendor answered well: as good a witness as a control.
    pub fn witnessed(&mut self, vendor: &str, now: Timestamp) {
        self.witnesses.insert(vendor.to_owned(), now);
    }

    /// One control of the round under way has answered, or failed to. A vendor that answered well
    /// after `witness_from` speaks for us as a control does.
    pub fn answered(
        &mut self,
        index: usize,
        outcome: &Outcome,
        controls: &[Control],
        witness_from: Timestamp,
        now: Timestamp,
    ) -> Option<RoundEnded> {
        let round = self.round.as_mut()?;
        if round.waiting.remove(&index) {
            let says = controls
                .get(index)
                .map_or(ControlSays::Silent, |it| control_says(it, outcome));
            round.answers.insert(index, says);
        }
        if !round.waiting.is_empty() {
            return None;
        }
        let round = self.round.take()?;
        self.last_round = Some(now);
        let from = self.state;
        self.state = self.conclude(&round, controls, witness_from, now);
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
        })
    }

    fn conclude(
        &mut self,
        round: &Round,
        controls: &[Control],
        witness_from: Timestamp,
        now: Timestamp,
    ) -> Vantage {
        let good = |says: &ControlSays| *says == ControlSays::Good;
        self.last = Tally {
            good: count(round.answers.values().filter(|says| good(says)).count()),
            all: count(round.answers.len()),
        };
        self.witnesses.retain(|_, at| *at >= witness_from);
        let operators: BTreeSet<&str> = round
            .answers
            .iter()
            .filter(|(_, says)| good(says))
            .filter_map(|(index, _)| controls.get(*index))
            .map(|control| control.operator.as_str())
            .chain(self.witnesses.keys().map(String::as_str))
            .collect();
        if operators.len() >= QUORUM {
            Vantage::Online
        } else if round
            .answers
            .values()
            .any(|says| *says == ControlSays::Impostor)
        {
            Vantage::Captive
        } else if self.state == Vantage::Waking && now < self.waking_until {
            Vantage::Waking
        } else if operators.is_empty() {
            Vantage::Offline
        } else {
            Vantage::Impaired
        }
    }
}

fn control_says(control: &Control, outcome: &Outcome) -> ControlSays {
    match outcome {
        Outcome::Answered { status } if *status == control.status => ControlSays::Good,
        // Their own trouble, not somebody in their place.
        Outcome::Answered { status } if *status >= 500 => ControlSays::Silent,
        Outcome::Answered { .. }
        | Outcome::WrongBody { .. }
        | Outcome::RedirectedAway { .. }
        | Outcome::TlsBroken { .. } => ControlSays::Impostor,
        Outcome::Challenged { .. }
        | Outcome::RateLimited { .. }
        | Outcome::Refused
        | Outcome::Reset { .. }
        | Outcome::TimedOut { .. }
        | Outcome::NameUnknown
        | Outcome::TooLarge { .. }
        | Outcome::WeAreOffline => ControlSays::Silent,
    }
}

fn count(of: usize) -> u32 {
    u32::try_from(of).unwrap_or(u32::MAX)
}
