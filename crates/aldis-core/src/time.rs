//! A moment, as a number given to us. Reading a clock is not here: see the engine's `clock.rs`.

use std::fmt;
use std::time::Duration;

/// Milliseconds since the Unix epoch, UTC.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(transparent)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The moment `millis` milliseconds after the Unix epoch.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since the Unix epoch.
    pub const fn as_millis(self) -> i64 {
        self.0
    }

    /// Reads RFC 3339, with or without fractions of a second; an offset is turned into UTC.
    pub fn parse(text: &str) -> Option<Self> {
        let parsed: jiff::Timestamp = text.trim().parse().ok()?;
        Some(Self(parsed.as_millisecond()))
    }

    /// How long after `earlier` this is; zero when it is not after it (clocks step back).
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }

    /// This moment in `zone`, for showing to a person. `None` outside the years jiff can hold.
    pub fn in_zone(self, zone: &jiff::tz::TimeZone) -> Option<jiff::Zoned> {
        let at = jiff::Timestamp::from_millisecond(self.0).ok()?;
        Some(at.to_zoned(zone.clone()))
    }
}

impl std::ops::Add<Duration> for Timestamp {
    type Output = Self;
    fn add(self, by: Duration) -> Self {
        Self(
            self.0
                .saturating_add(i64::try_from(by.as_millis()).unwrap_or(i64::MAX)),
        )
    }
}

impl std::ops::Sub<Duration> for Timestamp {
    type Output = Self;
    fn sub(self, by: Duration) -> Self {
        Self(
            self.0
                .saturating_sub(i64::try_from(by.as_millis()).unwrap_or(i64::MAX)),
        )
    }
}

/// RFC 3339 in UTC, whole seconds unless there are milliseconds: `2026-11-22T10:00:00Z`.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match jiff::Timestamp::from_millisecond(self.0) {
            Ok(at) => write!(f, "{at}"),
            Err(_) => write!(f, "{}ms", self.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offset_is_turned_into_utc() {
        let at = Timestamp::parse("2026-11-22T12:00:00.250+02:00").unwrap();
        assert_eq!(at.to_string(), "2026-11-22T10:00:00.25Z");
        assert_eq!(
            Timestamp::parse("2026-11-22T10:00:00Z")
                .unwrap()
                .to_string(),
            "2026-11-22T10:00:00Z"
        );
        assert_eq!(Timestamp::parse("yesterday"), None);
    }

    #[test]
    fn a_clock_that_stepped_back_gives_no_negative_span() {
        let (early, late) = (Timestamp::from_millis(1_000), Timestamp::from_millis(4_000));
        assert_eq!(late.since(early), Duration::from_secs(3));
        assert_eq!(early.since(late), Duration::ZERO);
    }
}
