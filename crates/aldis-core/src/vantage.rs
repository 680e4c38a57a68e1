//! Are *we* all right? The state of our own network, decided before anybody else is judged.

/// The state of our own network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Vantage {
    /// At least two controls of different operators answer as they must.
    Online,
    /// Just started or just woken: nothing is known yet.
    Waking,
    /// A portal answers in place of the controls.
    Captive,
    /// Online, but so lossy or slow that a failure proves little.
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
            Self::Online | Self::Impaired => true,
            Self::Waking | Self::Captive | Self::Offline => false,
        }
    }
}
