//! The evidence behind a service's health: what was seen, how much each piece moved the belief, and
//! what was left out and why. It decides nothing; [`crate::present::words`] says it.

use std::time::Duration;

use crate::belief::Opinion;
use crate::catalogue::Surface;
use crate::drift::Speed;
use crate::evidence::Outcome;
use crate::likelihood::PageSign;
use crate::page::LeftOut;
use crate::snapshot::Tally;
use crate::time::Timestamp;
use crate::vantage::Culprit;

/// The evidence behind a service's health.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Explanation {
    /// Its surfaces, in the order of the catalogue.
    pub surfaces: Vec<SurfaceEvidence>,
    /// What the vendor's page adds.
    pub page: PageEvidence,
    /// Titles of open incidents on that page that count for nothing here, newest first, and why.
    pub left_out: Vec<(String, LeftOut)>,
    /// What the user says.
    pub said: Option<SaidBroken>,
    /// What it has in common with others that fail.
    pub common: Option<Common>,
    /// Share of requests that get lost on our own side.
    pub loss: f64,
}

/// The user said that it is broken for them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SaidBroken {
    /// When.
    pub at: Timestamp,
    /// By how many nats that moves the odds that something is wrong.
    pub moved: f64,
}

/// What is known of one surface.
#[derive(Clone, Debug, PartialEq)]
pub struct SurfaceEvidence {
    /// Which.
    pub surface: Surface,
    /// What all of it comes to.
    pub opinion: Opinion,
    /// The last looks, newest first, those that count for nothing included.
    pub looks: Vec<Piece>,
    /// What was learned of it while nothing was wrong.
    pub usual: Usual,
    /// What is slowly becoming of it.
    pub drift: DriftEvidence,
}

/// What is slowly becoming of a surface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DriftEvidence {
    /// How fast it answers, once that is known.
    pub speed: Option<Speed>,
    /// The looks of the last hour.
    pub hour: Tally,
    /// What that comes to.
    pub found: Drifting,
}

/// What a drift comes to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Drifting {
    /// Nothing out of the ordinary.
    #[default]
    No,
    /// It is slow.
    Slow,
    /// It fails more often than it should.
    Failing,
    /// One of both, but others began to drift at the same time: it may be the way there.
    WithOthers,
}

/// One look and what it was worth.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// When it ended.
    pub at: Timestamp,
    /// How it ended.
    pub outcome: Outcome,
    /// What it was worth.
    pub worth: Worth,
}

/// What a look was worth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Worth {
    /// It moved the belief.
    Counted {
        /// The odds that something is wrong grew by so many nats; negative: they shrank.
        moved: f64,
        /// The same was seen a moment before, so that it was worth less.
        repeats: bool,
    },
    /// It moved nothing.
    Ignored(Ignored),
}

/// Why a look counts for nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ignored {
    /// Our own network was not fine; what of it, where that is known.
    OurNetwork(Option<Culprit>),
    /// The name has no address here, and nobody else could be asked for it.
    NameUnchecked,
    /// A bot wall answered: that says how it likes us, not how it is.
    BotWall,
    /// We asked too often to be surprised at a limit.
    AskedTooOften,
    /// A limit, where nothing of ours was ever let in.
    NeverLetIn,
    /// It concerns the user's own key, account or country.
    OwnAccount,
    /// An answer that neither the catalogue nor experience knows as good or bad.
    UnknownAnswer,
    /// It was not the service that answered.
    NotTheService,
    /// It began before time went missing or the network changed.
    BeforeGap,
}

/// What is usual for a surface.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Usual {
    /// How often a look fails although nothing is wrong.
    pub failure_rate: f64,
    /// From how many looks that was learned; what is older than a week counts less.
    pub looks: u32,
}

/// What the vendor's page adds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PageEvidence {
    /// What it says.
    pub sign: PageSign,
    /// For how long looks of ours have failed by now; `None` while none does.
    pub failing_for: Option<Duration>,
    /// How far it moves the odds that something is wrong, in nats.
    pub moved: f64,
}

/// What services that fail have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Common {
    /// They stand on this cloud or CDN.
    Upstream {
        /// Its name.
        name: String,
        /// Whether its own page reports an outage.
        reported: bool,
    },
    /// The way from here to them.
    Way,
}
