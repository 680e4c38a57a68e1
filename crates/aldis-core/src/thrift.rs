//! How sparing the computer wants everybody to be, and what that does to the pace of looks. Where it is
//! heard is the shell's business.

use std::time::Duration;

use crate::settings::Metered;

/// Between looks at a service's front doors while power is being saved (DETECTOR.md, schedule).
const SAVING: Duration = Duration::from_secs(300);
/// The same while the battery is low or every byte is paid for.
const LEAST: Duration = Duration::from_secs(600);

/// What the computer says of its means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Means {
    /// Its power.
    pub power: Power,
    /// Whether the way out is paid for by what goes through it.
    pub is_metered: bool,
}

/// How much power there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Power {
    /// Enough, or nobody says.
    #[default]
    Enough,
    /// The user, or the system for them, saves it.
    Saved,
    /// The battery is nearly empty.
    Low,
}

/// How sparing we are, least first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Thrift {
    /// Not at all.
    #[default]
    None,
    /// Power is saved: front doors are looked at less often.
    SavedPower,
    /// The battery is low: pages, and a front door now and then.
    LowBattery,
    /// The link is metered: the same.
    MeteredLink,
}

impl Thrift {
    /// How sparing to be with these means. What the user says of the link outweighs what the system does.
    pub fn of(means: Means, metered: Metered) -> Self {
        let is_metered = match metered {
            Metered::System => means.is_metered,
            Metered::Yes => true,
            Metered::No => false,
        };
        match means.power {
            _ if is_metered => Self::MeteredLink,
            Power::Low => Self::LowBattery,
            Power::Saved => Self::SavedPower,
            Power::Enough => Self::None,
        }
    }

    /// The least time between looks at a service's front doors when nothing is wrong.
    pub const fn between_edges(self) -> Duration {
        match self {
            Self::None => Duration::ZERO,
            Self::SavedPower => SAVING,
            Self::LowBattery | Self::MeteredLink => LEAST,
        }
    }

    /// Whether models are still asked.
    pub const fn asks_models(self) -> bool {
        match self {
            Self::None | Self::SavedPower => true,
            Self::LowBattery | Self::MeteredLink => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scarcest_decides_and_the_user_knows_the_link_best() {
        let means = |power, is_metered| Means { power, is_metered };
        for (means, metered, thrift) in [
            (means(Power::Enough, false), Metered::System, Thrift::None),
            (
                means(Power::Saved, false),
                Metered::System,
                Thrift::SavedPower,
            ),
            (
                means(Power::Low, false),
                Metered::System,
                Thrift::LowBattery,
            ),
            (
                means(Power::Saved, true),
                Metered::System,
                Thrift::MeteredLink,
            ),
            (means(Power::Saved, true), Metered::No, Thrift::SavedPower),
            (
                means(Power::Enough, false),
                Metered::Yes,
                Thrift::MeteredLink,
            ),
        ] {
            assert_eq!(Thrift::of(means, metered), thrift, "{means:?} {metered:?}");
        }
    }
}
