//! Moments as vendors write them. What a moment is, is in `time`.

use jiff::SignedDuration;
use jiff::civil::DateTime;
use jiff::fmt::rfc2822;
use jiff::tz::{Offset, TimeZone};

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
        .or_else(|| zoned(text))
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

/// How far a zone is from UTC: a number, with or without the words before it, or one of the short
/// names that mean the same to everybody who writes them on a status page.
pub(super) fn offset(zone: &str) -> Option<Offset> {
    let hours = match zone {
        "Z" | "UTC" | "GMT" => 0,
        "CET" | "BST" => 1,
        "CEST" | "EET" => 2,
        "EEST" => 3,
        "SGT" => 8,
        "JST" => 9,
        "AEST" => 10,
        "AEDT" => 11,
        "EDT" => -4,
        "EST" | "CDT" => -5,
        "CST" | "MDT" => -6,
        "MST" | "PDT" => -7,
        "PST" => -8,
        number => return numbered(number),
    };
    Offset::from_hours(hours).ok()
}

/// `+0530`, `+05:30`, `-3`, `GMT+0`.
fn numbered(zone: &str) -> Option<Offset> {
    let words = ["UTC", "GMT"];
    let zone = words
        .iter()
        .find_map(|it| zone.strip_prefix(it))
        .unwrap_or(zone);
    let (sign, digits) = match zone.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, zone.strip_prefix('+')?),
    };
    let digits = digits.replace(':', "");
    if !(1..=4).contains(&digits.len()) || !digits.bytes().all(|it| it.is_ascii_digit()) {
        return None;
    }
    let number: i32 = digits.parse().ok()?;
    let (hours, minutes) = match digits.len() {
        1 | 2 => (number, 0),
        _ => (number / 100, number % 100),
    };
    Offset::from_seconds(sign * (hours * 3_600 + minutes * 60)).ok()
}

/// Some write a zone that the standard does not know, and some the wrong day of the week.
fn mail_date(text: &str) -> Option<Timestamp> {
    let parser = rfc2822::DateTimeParser::new().relaxed_weekday(true);
    let known = text
        .rsplit_once(' ')
        .and_then(|(date, zone)| Some((date, offset(zone)?)));
    let at = match known {
        Some((date, zone)) => {
            let utc = parser.parse_timestamp(format!("{date} +0000")).ok()?;
            utc.checked_sub(zone_length(zone)).ok()?
        }
        None => parser.parse_timestamp(text).ok()?,
    };
    Some(Timestamp::from_millis(at.as_millisecond()))
}

/// A date and time with a space before the zone.
fn zoned(text: &str) -> Option<Timestamp> {
    let (date, zone) = text.rsplit_once(' ')?;
    let (date, zone): (DateTime, _) = (date.parse().ok()?, offset(zone)?);
    let at = zone.to_timestamp(date).ok()?;
    Some(Timestamp::from_millis(at.as_millisecond()))
}

const fn zone_length(zone: Offset) -> SignedDuration {
    SignedDuration::from_secs(zone.seconds() as i64)
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
            ("Tue, 01 Sep 2026 10:00:00 CEST", "2026-09-01T08:00:00Z"),
            ("Fri, 14 Jan 2022 14:44:00 PST", "2022-01-14T22:44:00Z"),
            ("Tue, 01 Sep 2026 10:00:00 +0530", "2026-09-01T04:30:00Z"),
            ("2026-09-01 10:00:00 -0700", "2026-09-01T17:00:00Z"),
            ("2026-09-01 10:00:00 UTC", "2026-09-01T10:00:00Z"),
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
            "Tue, 01 Sep 2026 10:00:00 +99999",
            "2026-09-01 10:00:00 +9999",
            &"9".repeat(500),
        ] {
            assert_eq!(moment(nonsense), None, "{nonsense}");
        }
        assert_eq!(seconds(i64::MAX), None);
    }
}
