//! Moments as vendors write them. What a moment is, is in `time`.

use jiff::civil::DateTime;
use jiff::fmt::rfc2822;
use jiff::tz::TimeZone;

use crate::time::Timestamp;

/// Longer texts are no dates.
const MAX_BYTES: usize = 64;

/// A moment in RFC 3339, in the manner of RFC 2822 as feeds use it, or without any zone, which
/// status-page software means as UTC.
pub(super) fn moment(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if text.len() > MAX_BYTES {
        return None;
    }
    Timestamp::parse(text)
        .or_else(|| mail_date(text))
        .or_else(|| utc(text.parse().ok()?))
}

/// Seconds since the Unix epoch.
pub(super) fn seconds(seconds: i64) -> Option<Timestamp> {
    seconds.checked_mul(1_000).map(Timestamp::from_millis)
}

/// A date and time that are in UTC.
pub(super) fn utc(at: DateTime) -> Option<Timestamp> {
    let at = at.to_zoned(TimeZone::UTC).ok()?;
    Some(Timestamp::from_millis(at.timestamp().as_millisecond()))
}

/// Some write the zone `Z`, which that standard does not know, and some the wrong day of the week.
fn mail_date(text: &str) -> Option<Timestamp> {
    let parser = rfc2822::DateTimeParser::new().relaxed_weekday(true);
    let spelled = match text
        .strip_suffix(" Z")
        .or_else(|| text.strip_suffix(" UTC"))
    {
        Some(date) => format!("{date} +0000"),
        None => text.to_owned(),
    };
    let at = parser.parse_timestamp(&spelled).ok()?;
    Some(Timestamp::from_millis(at.as_millisecond()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_vendors_write_them() {
        let cases = [
            ("2026-07-31T02:12:00+02:00", "2026-07-31T00:12:00Z"),
            ("Fri, 31 Jul 2026 00:12:00 Z", "2026-07-31T00:12:00Z"),
            ("Fri, 31 Jul 2026 00:12:00 UTC", "2026-07-31T00:12:00Z"),
            ("Thu, 18 Sep 2025 22:20:00 +0800", "2025-09-18T14:20:00Z"),
            ("Mon, 18 May 2026 02:29:34 GMT", "2026-05-18T02:29:34Z"),
            // It was a Friday.
            ("Mon, 31 Jul 2026 00:12:00 GMT", "2026-07-31T00:12:00Z"),
            ("2026-09-30 20:10:16.566", "2026-09-30T20:10:16.566Z"),
            ("2026-09-30 20:10:16", "2026-09-30T20:10:16Z"),
        ];
        for (written, expected) in cases {
            assert_eq!(
                moment(written).map(|at| at.to_string()).as_deref(),
                Some(expected),
                "{written}"
            );
        }
        for nonsense in [
            "",
            "today",
            "2026",
            "32 Jul",
            "Aug 21, 00:37 UTC",
            &"9".repeat(500),
        ] {
            assert_eq!(moment(nonsense), None, "{nonsense}");
        }
        assert_eq!(seconds(i64::MAX), None);
    }
}
