//! One laptop over some days: when it was awake, what its network did, and what really happened at a
//! vendor (CONTRACTS.md, bench worlds). Nothing here looks or judges.

mod answer;
mod figures;
mod generate;
mod page;
mod read;
mod scene;

use aldis_core::{Surface, Timestamp};
use serde::{Deserialize, Serialize};

pub use generate::{Recipe, generate};
pub use read::{Unread, WorldError, read};
pub use scene::{Place, Scene};

/// Seconds in a day.
pub const DAY: f64 = 86_400.0;

/// One laptop over some days. Times are in seconds from `start`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct World {
    /// What it is called in the output.
    pub name: String,
    /// When it begins.
    #[serde(with = "read::stamp")]
    pub start: Timestamp,
    /// How long it lasts.
    pub days: f64,
    /// Decides every die that is thrown in it.
    #[serde(default)]
    pub seed: u64,
    /// When the laptop runs, in order; everything, if it is not said.
    #[serde(default)]
    pub awake: Option<Vec<(f64, f64)>>,
    /// What goes wrong on our side or in between.
    #[serde(default)]
    pub noise: Vec<Noise>,
    /// How often single looks fail though nothing is wrong.
    #[serde(default)]
    pub rates: Rates,
    /// What really happened.
    #[serde(default)]
    pub outages: Vec<Outage>,
    /// Whether the user gave a key, so that completions can be asked for.
    #[serde(default)]
    pub keys: bool,
}

/// A stretch of trouble that is not the vendor's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Noise {
    /// What it is.
    pub kind: NoiseKind,
    /// Which surface, for the kinds that concern one.
    #[serde(
        default,
        with = "read::surface",
        skip_serializing_if = "Option::is_none"
    )]
    pub surface: Option<Surface>,
    /// From.
    pub from: f64,
    /// To.
    pub to: f64,
}

/// What can go wrong without the vendor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoiseKind {
    /// No network: nothing is reached.
    NetDown,
    /// A portal answers in place of everybody.
    Captive,
    /// The resolver fails for most names.
    Dns,
    /// A slow link: four times the latency, some looks time out.
    Slow,
    /// The route changes: every connection is cut.
    Vpn,
    /// A bot wall stands before one surface.
    Challenge,
    /// One surface cannot be reached on our path.
    Path,
}

impl NoiseKind {
    /// Whether it concerns one surface, which has to be named then.
    pub const fn concerns_a_surface(self) -> bool {
        match self {
            Self::Challenge | Self::Path => true,
            Self::NetDown | Self::Captive | Self::Dns | Self::Slow | Self::Vpn => false,
        }
    }

    /// Whether nobody at all can be reached: then no vendor may be judged.
    pub const fn is_offline(self) -> bool {
        match self {
            Self::NetDown | Self::Captive => true,
            Self::Dns | Self::Slow | Self::Vpn | Self::Challenge | Self::Path => false,
        }
    }

    /// The word of CONTRACTS.md.
    pub const fn word(self) -> &'static str {
        match self {
            Self::NetDown => "net_down",
            Self::Captive => "captive",
            Self::Dns => "dns",
            Self::Slow => "slow",
            Self::Vpn => "vpn",
            Self::Challenge => "challenge",
            Self::Path => "path",
        }
    }
}

/// How often single looks fail though nothing is wrong (DETECTOR.md §B2).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Rates {
    /// The web surface.
    pub web: f64,
    /// The API's front door.
    pub api: f64,
    /// A completion.
    pub completion: f64,
    /// A control; a status page fails as often.
    pub control: f64,
    /// A surface that answers 429 for no reason.
    pub stray_429: f64,
}

impl Default for Rates {
    fn default() -> Self {
        Self {
            web: 0.004,
            api: 0.004,
            completion: 0.006,
            control: 0.003,
            stray_429: 0.001,
        }
    }
}

/// Something that really happened at the vendor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outage {
    /// When impact began.
    pub from: f64,
    /// When it was over.
    pub to: f64,
    /// How long it took to reach its peak.
    #[serde(default)]
    pub ramp_s: f64,
    /// Peak failure probability of each surface.
    #[serde(default)]
    pub errors: Errors,
    /// What a failing look is answered with, each as often; 0 stands for silence until the
    /// deadline, 200 for an answer that is not right. Without any it is 503.
    #[serde(default)]
    pub answers: Vec<u16>,
    /// From, to, and the share of the peak that fails in between.
    #[serde(default)]
    pub dips: Vec<(f64, f64, f64)>,
    /// When the vendor's page first told of it; never in time, if it is not said.
    #[serde(default)]
    pub posted: Option<f64>,
    /// When the page called it fixed and under watch; never, if it is not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub monitoring_post: Option<f64>,
    /// When the page called it over; never, if it is not said.
    #[serde(default)]
    pub resolved_post: Option<f64>,
    /// How bad the page says it is.
    #[serde(default)]
    pub impact: Impact,
}

/// Peak failure probability of each surface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Errors {
    /// The web surface.
    pub web: f64,
    /// The API's front door.
    pub api: f64,
    /// A completion.
    pub completion: f64,
}

impl Errors {
    /// Of one surface.
    pub const fn of(&self, surface: Surface) -> f64 {
        match surface {
            Surface::Web => self.web,
            Surface::Api => self.api,
            Surface::Completion => self.completion,
        }
    }

    /// Of the surface that fails most.
    pub fn peak(&self) -> f64 {
        self.web.max(self.api).max(self.completion)
    }
}

/// How bad the vendor's page says it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Impact {
    /// No impact.
    None,
    /// Minor.
    #[default]
    Minor,
    /// Major.
    Major,
    /// Critical.
    Critical,
}

impl World {
    /// The surfaces a watcher can look at in it.
    pub fn surfaces(&self) -> &'static [Surface] {
        const ALL: [Surface; 3] = [Surface::Web, Surface::Api, Surface::Completion];
        if self.keys { &ALL } else { &ALL[..2] }
    }

    /// Its length in seconds.
    pub fn length(&self) -> f64 {
        self.days * DAY
    }

    /// The stretches the laptop is awake, clipped to the world.
    pub fn awake(&self) -> Vec<(f64, f64)> {
        let whole = vec![(0.0, self.length())];
        let stretches = self.awake.as_ref().unwrap_or(&whole).iter();
        let clipped = stretches.map(|&(from, to)| (from.max(0.0), to.min(self.length())));
        clipped.filter(|(from, to)| from < to).collect()
    }
}

#[cfg(test)]
mod tests;
