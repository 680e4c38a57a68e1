//! One round of controls: what each of them says about us. What follows from all of them is the
//! gate's to conclude.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use crate::catalogue::Control;
use crate::evidence::{Outcome, Sight, TlsFault};
use crate::time::Timestamp;

/// What one control has to say about us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Says {
    /// It answered as it must.
    Good,
    /// Somebody else answered in its place.
    Impostor,
    /// The secure connection to it failed.
    Insecure(TlsFault),
    /// Our proxy did not let us through.
    Proxy,
    /// Its name led nowhere.
    Nameless,
    /// Nothing came.
    Silent,
}

/// Looks at all controls at once.
#[derive(Clone, Debug)]
pub(super) struct Round {
    pub(super) began: Timestamp,
    waiting: BTreeSet<usize>,
    answers: BTreeMap<usize, (Says, Duration)>,
}

impl Round {
    pub(super) fn over(controls: usize, now: Timestamp) -> Self {
        Self {
            began: now,
            waiting: (0..controls).collect(),
            answers: BTreeMap::new(),
        }
    }

    pub(super) fn indices(&self) -> Vec<usize> {
        self.waiting.iter().copied().collect()
    }

    pub(super) fn is_over(&self) -> bool {
        self.waiting.is_empty()
    }

    pub(super) fn answered(&mut self, index: usize, sight: &Sight, controls: &[Control]) {
        if self.waiting.remove(&index) {
            let says = controls
                .get(index)
                .map_or(Says::Silent, |it| says(it, &sight.outcome));
            self.answers.insert(index, (says, sight.timing.total));
        }
    }

    pub(super) fn answers(&self) -> impl Iterator<Item = (usize, Says, Duration)> + '_ {
        self.answers
            .iter()
            .map(|(index, (says, took))| (*index, *says, *took))
    }

    pub(super) fn any(&self, test: impl Fn(Says) -> bool) -> bool {
        self.answers().any(|(_, says, _)| test(says))
    }

    pub(super) fn good(&self) -> impl Iterator<Item = (usize, Duration)> + '_ {
        self.answers()
            .filter(|(_, says, _)| *says == Says::Good)
            .map(|(index, _, took)| (index, took))
    }

    /// A control whose name led nowhere in a round that nothing else explains.
    pub(super) fn nameless(&self) -> Option<usize> {
        let unexplained = self
            .answers()
            .all(|(_, says, _)| matches!(says, Says::Nameless | Says::Silent));
        self.answers()
            .find(|(_, says, _)| unexplained && *says == Says::Nameless)
            .map(|(index, _, _)| index)
    }
}

fn says(control: &Control, outcome: &Outcome) -> Says {
    match outcome {
        Outcome::Answered { status } if *status == control.status => Says::Good,
        // Their own trouble, not somebody in their place.
        Outcome::Answered { status } if *status >= 500 => Says::Silent,
        Outcome::Answered { .. } | Outcome::WrongBody { .. } | Outcome::RedirectedAway { .. } => {
            Says::Impostor
        }
        Outcome::TlsBroken { fault, .. } => Says::Insecure(*fault),
        Outcome::ProxyFailed => Says::Proxy,
        outcome if outcome.is_nameless() => Says::Nameless,
        Outcome::Challenged { .. }
        | Outcome::RateLimited { .. }
        | Outcome::Refused
        | Outcome::Reset { .. }
        | Outcome::TimedOut { .. }
        | Outcome::NameUnknown
        | Outcome::TooLarge { .. }
        | Outcome::WeAreOffline
        | Outcome::FailedInStream { .. }
        | Outcome::Overloaded { .. }
        | Outcome::OverQuota { .. }
        | Outcome::KeyRefused { .. }
        | Outcome::NotHere { .. }
        | Outcome::NoKey
        | Outcome::NoKeyStore => Says::Silent,
    }
}
