//! Are *we* all right? The state of our own network, decided before anybody else is judged.

mod gate;
mod loss;
mod round;

pub use gate::{Gate, RoundEnded};
pub use loss::LOSSY;

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

/// What of ours is in the way, where it can be named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Culprit {
    /// Our link answers much slower than it usually does.
    Slow,
    /// Our resolver does not know names that exist.
    Resolver,
    /// Our proxy does not let us through.
    Proxy,
    /// Somebody opens secure connections on their way.
    Interception,
    /// Our clock is off: certificates seem to be over, or yet to begin.
    Clock,
}
