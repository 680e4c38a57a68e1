//! The words for how a service is and how sure we are. Nothing here decides.

/// How a service is, as shown. Ordered by how much it matters: `max` of several is the worst.
///
/// `Unknown` stands below `Degraded`: missing evidence about one surface hides no trouble on
/// another; and above `Operational`: it is never good news.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Health {
    /// Fresh evidence says it works.
    Operational,
    /// Nothing worse than announced maintenance.
    Maintenance,
    /// No fresh, readable evidence.
    Unknown,
    /// Slow, or a capability or secondary surface fails.
    Degraded,
    /// Part of its main surface is out.
    PartialOutage,
    /// Its main surface is out.
    MajorOutage,
}

impl Health {
    /// Whether a person would call this "down".
    pub const fn is_out(self) -> bool {
        matches!(self, Self::PartialOutage | Self::MajorOutage)
    }

    /// Whether something is wrong at the vendor: degraded or out.
    pub const fn is_trouble(self) -> bool {
        matches!(
            self,
            Self::Degraded | Self::PartialOutage | Self::MajorOutage
        )
    }

    /// The word of CONTRACTS.md.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Operational => "operational",
            Self::Maintenance => "maintenance",
            Self::Unknown => "unknown",
            Self::Degraded => "degraded",
            Self::PartialOutage => "partial_outage",
            Self::MajorOutage => "major_outage",
        }
    }

    /// The reverse of [`Health::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "operational" => Self::Operational,
            "maintenance" => Self::Maintenance,
            "unknown" => Self::Unknown,
            "degraded" => Self::Degraded,
            "partial_outage" => Self::PartialOutage,
            "major_outage" => Self::MajorOutage,
            _ => return None,
        })
    }
}

/// How sure we are of a health other than unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// A suspicion that is being confirmed.
    Possible,
    /// One independent group of evidence says so.
    Likely,
    /// Two independent groups, or a confirm burst with our own network proven fine.
    Confirmed,
    /// Only the vendor says so.
    Reported,
}

impl Confidence {
    /// The word of CONTRACTS.md.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Possible => "possible",
            Self::Likely => "likely",
            Self::Confirmed => "confirmed",
            Self::Reported => "reported",
        }
    }

    /// The reverse of [`Confidence::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "possible" => Self::Possible,
            "likely" => Self::Likely,
            "confirmed" => Self::Confirmed,
            "reported" => Self::Reported,
            _ => return None,
        })
    }
}
