//! All of it at one moment, immutable: what every shell shows and nothing else.

mod explanation;

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::catalogue::{ServiceId, Surface};
use crate::drift::Speed;
use crate::event::Fault;
use crate::evidence::{Outcome, Timing};
use crate::health::{Confidence, Health};
use crate::incident::{Incident, IncidentId};
use crate::lateness::Lateness;
use crate::page::PageIncident;
use crate::thrift::Thrift;
use crate::time::Timestamp;
use crate::vantage::{Culprit, Vantage};

pub use explanation::{
    Common, DriftEvidence, Drifting, Explanation, Ignored, PageEvidence, Piece, SaidBroken,
    SurfaceEvidence, Usual, Worth,
};

/// All of it at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Snapshot {
    /// When this was made.
    pub at: Timestamp,
    /// When any look last ended.
    pub checked_at: Option<Timestamp>,
    /// The state of our own network.
    pub vantage: Vantage,
    /// What of ours is in the way, where it can be named; also while we are online.
    pub culprit: Option<Culprit>,
    /// Controls that answered as they must, and all of them, in the last round.
    pub controls: Tally,
    /// Watched services in the user's order.
    pub services: Vec<ServiceStatus>,
    /// Open incidents and those that ended in the last 24 hours, newest first.
    pub incidents: Vec<Incident>,
    /// What of Aldis itself is broken.
    pub faults: Vec<Fault>,
    /// How sparing we are with looks at present.
    pub thrift: Thrift,
    /// Whether looks are in flight that somebody is waiting for (`CheckNow`).
    pub checking: bool,
    /// Whether everything was looked at and no suspicion is still being confirmed: what a one-time
    /// check waits for.
    pub settled: bool,
    /// Which version of the catalogue is in force.
    pub catalogue_version: u32,
}

/// Good ones of all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tally {
    /// How many were good.
    pub good: u32,
    /// Of how many.
    pub all: u32,
}

impl Tally {
    /// How many were not good.
    pub const fn bad(self) -> u32 {
        self.all.saturating_sub(self.good)
    }

    /// Both together.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self {
            good: self.good.saturating_add(other.good),
            all: self.all.saturating_add(other.all),
        }
    }
}

/// One watched service.
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceStatus {
    /// Stable id.
    pub id: ServiceId,
    /// Name for people.
    pub name: String,
    /// Where a person goes.
    pub open: url::Url,
    /// How it is.
    pub health: Health,
    /// How sure; `None` when unknown.
    pub confidence: Option<Confidence>,
    /// Since when it has been in trouble; `None` when it is not.
    pub since: Option<Timestamp>,
    /// Why we say so.
    pub reason: Reason,
    /// The evidence behind it.
    pub explanation: Explanation,
    /// What the vendor says.
    pub official: OfficialStatus,
    /// The last look at each surface.
    pub probes: Vec<ProbeStatus>,
    /// How many completions were asked for today, where they are switched on.
    pub completions: Option<Allowance>,
    /// The open incident, if any.
    pub incident: Option<IncidentId>,
    /// The last 24 hours, oldest first, without overlap; the last one is still going on.
    pub spans: Vec<Span>,
    /// Whether the user muted it.
    pub muted: bool,
    /// What to use instead, best first; empty unless something is out.
    pub alternatives: Vec<Alternative>,
}

/// What may be asked for on the user's account in a day, and what was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// How many were asked for.
    pub spent: u32,
    /// Of how many.
    pub daily: u32,
}

/// What the vendor's page says about a service.
#[derive(Clone, Debug, PartialEq)]
pub struct OfficialStatus {
    /// Its verdict; unknown when unread, unreadable or too old.
    pub health: Health,
    /// When it was last read well.
    pub read_at: Option<Timestamp>,
    /// Why it cannot be read, if the last try failed.
    pub trouble: Option<PageTrouble>,
    /// Open incidents that concern this service.
    pub incidents: Vec<PageIncident>,
    /// Where a person reads it.
    pub url: Option<String>,
}

/// Why a status page says nothing at present.
#[derive(Clone, Debug, PartialEq)]
pub enum PageTrouble {
    /// Fetched, not readable.
    Unreadable(crate::page::PageError),
    /// Not fetched.
    Unreachable(Outcome),
    /// It answers, but its own clock stands still.
    Frozen {
        /// What it says the time is.
        since: Timestamp,
    },
    /// It cannot be read, like most pages of whoever runs it for many vendors: that says nothing of
    /// this one.
    Platform {
        /// Who runs it.
        name: &'static str,
    },
}

/// The last look at one surface.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProbeStatus {
    /// Which surface.
    pub surface: Surface,
    /// When it ended.
    pub at: Timestamp,
    /// How it ended.
    pub outcome: Outcome,
    /// Whether it speaks for the service, against it, or neither.
    pub says: Says,
    /// How long each layer took.
    pub timing: Timing,
    /// Median of recent good looks, for comparison.
    pub usual: Option<Duration>,
}

/// What a look says about the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Says {
    /// It works.
    Works,
    /// It fails.
    Fails,
    /// Nothing either way (bot wall, our own limit, our own network).
    Nothing,
}

/// A stretch of one health.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// From.
    pub from: Timestamp,
    /// To.
    pub to: Timestamp,
    /// How it was; unknown stands for a gap: asleep, offline, not running.
    pub health: Health,
}

/// What to use instead.
#[derive(Clone, Debug, PartialEq)]
pub struct Alternative {
    /// The service.
    pub id: ServiceId,
    /// Name for people.
    pub name: String,
    /// Where a person goes.
    pub open: url::Url,
    /// Link template with `{prompt}`, where one works.
    pub prompt: Option<String>,
    /// When it was last seen working.
    pub checked_at: Timestamp,
    /// What it can do.
    pub capabilities: Vec<crate::catalogue::Capability>,
    /// Whether it needs an account.
    pub sign_in: bool,
}

/// Why a service has the health it has, in data: [`crate::present::words`] makes the sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Nothing has been seen yet.
    NotLookedYet,
    /// We cannot judge from here.
    Vantage(Vantage, Option<Culprit>),
    /// All evidence is older than it may be.
    Stale,
    /// No readable page and no probe that speaks.
    NothingSpeaks,
    /// Surfaces answer; whether the page has nothing open or could not be read.
    Answers {
        /// Surfaces that answer, of those looked at so far.
        surfaces: Tally,
        /// What the page says.
        page: PageSays,
    },
    /// Test requests fail while our own network is fine.
    Fails {
        /// All test requests since the first failure; of the last ten minutes once one was good.
        requests: Tally,
        /// How the last one failed.
        last: Outcome,
        /// Controls that answer.
        controls: Tally,
        /// What the page says.
        page: PageSays,
        /// How late that page usually is.
        late: Lateness,
    },
    /// Something failed; a second and third look are on their way.
    Confirming {
        /// All test requests since the first failure; of the last ten minutes once one was good.
        requests: Tally,
        /// How the last one failed.
        last: Outcome,
    },
    /// It failed, it answers again, we wait to be sure.
    Recovering {
        /// Answered in a row.
        good: u32,
    },
    /// It answers, much later than usual, and our own line is not why.
    Slow {
        /// Where.
        surface: Surface,
        /// How much.
        speed: Speed,
    },
    /// It fails now and then, far more often than usual.
    FailsAtTimes {
        /// All test requests of the last hour at the surface where it does.
        requests: Tally,
    },
    /// The vendor reports trouble.
    VendorReports {
        /// Their title, or the component's name.
        what: String,
        /// What our own looks have to say to that.
        here: Here,
    },
    /// The vendor announced maintenance that is going on.
    Maintenance {
        /// Their title.
        what: String,
        /// Whether it should have been over for a while.
        overrun: bool,
    },
}

/// What our own looks have to say to a vendor that reports trouble.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Here {
    /// It works: the model itself answers.
    Works,
    /// It failed here, too, and works again.
    WorksAgain,
    /// The front door answers, which contradicts nobody.
    FrontDoor,
    /// Nothing.
    Nothing,
}

/// What a status page has to say, in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageSays {
    /// No page to ask, or it was not read yet.
    NotAsked,
    /// Nothing open.
    Fine,
    /// Nothing open any more of what was reported.
    Resolved,
    /// Announced maintenance is going on.
    Maintenance,
    /// Announced maintenance should have been over for a while.
    Overrun,
    /// An incident is open, or a component is not operational.
    Trouble,
    /// Trouble since the last reading, on a page that often reports what lasts for seconds: the next
    /// reading decides.
    Held,
    /// No trouble, on a page that is only believed to be theirs.
    Unconfirmed,
    /// It could not be read.
    Unreadable,
}
