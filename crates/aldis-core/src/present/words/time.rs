//! Durations and clock times. Rounding is down: a promise of time passed is never too large.

use std::time::Duration;

use jiff::Zoned;

use super::Words;
use crate::time::Timestamp;

impl Words {
    /// "8 s", "38 min", "1 h 5 min", "2 days 3 h".
    pub fn duration(&self, span: Duration) -> String {
        let s = span.as_secs();
        let (m, h, d) = (s / 60, s / 3_600, s / 86_400);
        match (d, h, m) {
            (0, 0, 0) => self.text("duration-seconds", [("s", s.into())]),
            (0, 0, _) => self.text("duration-minutes", [("m", m.into())]),
            (0, _, _) if m % 60 == 0 => self.text("duration-hours", [("h", h.into())]),
            (0, _, _) => self.text(
                "duration-hours-minutes",
                [("h", h.into()), ("m", (m % 60).into())],
            ),
            (_, _, _) if h % 24 == 0 => self.text("duration-days", [("d", d.into())]),
            (_, _, _) => self.text(
                "duration-days-hours",
                [("d", d.into()), ("h", (h % 24).into())],
            ),
        }
    }

    /// How long a look took: "182 ms", or as [`Words::duration`] from ten seconds on.
    pub fn latency(&self, span: Duration) -> String {
        if span < Duration::from_secs(10) {
            format!("{} ms", span.as_millis())
        } else {
            self.duration(span)
        }
    }

    /// "8 s ago", "just now".
    pub fn ago(&self, at: Timestamp, now: Timestamp) -> String {
        let span = now.since(at);
        if span < Duration::from_secs(2) {
            return self.label("ago-now");
        }
        self.text("ago", [("duration", self.duration(span).into())])
    }

    /// "14:02"; with the date when that is not the day of `now`.
    pub fn clock(&self, at: Timestamp, now: Timestamp) -> String {
        self.moment(at, now, "%H:%M")
    }

    /// "14:02"; "14:02 at the latest (it worked at 02:30)" where nobody looked in between.
    pub fn start(&self, at: Timestamp, worked: Option<Timestamp>, now: Timestamp) -> String {
        let at = self.clock(at, now);
        worked.map_or_else(
            || at.clone(),
            |worked| {
                let worked = self.clock(worked, now);
                self.text(
                    "clock-between",
                    [("time", at.as_str().into()), ("worked", worked.into())],
                )
            },
        )
    }

    /// "38 min"; "at least 38 min" where nobody saw it begin.
    pub fn length(&self, span: Duration, worked: Option<Timestamp>) -> String {
        let span = self.duration(span);
        match worked {
            Some(_) => self.text("duration-at-least", [("duration", span.into())]),
            None => span,
        }
    }

    /// "14:02:10"; with the date when that is not the day of `now`.
    pub fn clock_seconds(&self, at: Timestamp, now: Timestamp) -> String {
        self.moment(at, now, "%H:%M:%S")
    }

    /// Minutes after local midnight at `now`, for quiet hours.
    pub fn local_minute(&self, now: Timestamp) -> u16 {
        now.in_zone(self.zone()).map_or(0, |local| {
            u16::from(local.hour().unsigned_abs()) * 60 + u16::from(local.minute().unsigned_abs())
        })
    }

    fn moment(&self, at: Timestamp, now: Timestamp, format: &str) -> String {
        let (Some(local), Some(today)) = (at.in_zone(self.zone()), now.in_zone(self.zone())) else {
            return at.to_string();
        };
        let time = local.strftime(format).to_string();
        if local.date() == today.date() {
            return time;
        }
        self.dated(&local, &today, &time)
    }

    fn dated(&self, local: &Zoned, today: &Zoned, time: &str) -> String {
        let day = u16::from(local.day().unsigned_abs());
        let month = u16::from(local.month().unsigned_abs());
        if local.year() == today.year() {
            return self.text(
                "clock-day",
                [
                    ("time", time.into()),
                    ("day", day.into()),
                    ("month", month.into()),
                ],
            );
        }
        self.text(
            "clock-year",
            [
                ("time", time.into()),
                ("day", day.into()),
                ("month", month.into()),
                ("year", local.year().to_string().into()),
            ],
        )
    }
}

#[cfg(test)]
mod tests {
    use super::super::Language;
    use super::super::sample::{NOW, english, vietnamese};
    use super::*;
    use jiff::tz::TimeZone;

    #[test]
    fn durations_have_at_most_two_units_and_the_right_plural() {
        let (en, vi) = (english(), vietnamese());
        for (seconds, english, vietnamese) in [
            (0, "0 s", "0 giây"),
            (8, "8 s", "8 giây"),
            (59, "59 s", "59 giây"),
            (60, "1 min", "1 phút"),
            (38 * 60 + 59, "38 min", "38 phút"),
            (3_600, "1 h", "1 giờ"),
            (3_900, "1 h 5 min", "1 giờ 5 phút"),
            (86_400, "1 day", "1 ngày"),
            (2 * 86_400, "2 days", "2 ngày"),
            (86_400 + 3_600, "1 day 1 h", "1 ngày 1 giờ"),
            (50 * 3_600, "2 days 2 h", "2 ngày 2 giờ"),
        ] {
            let span = Duration::from_secs(seconds);
            assert_eq!(en.duration(span), english);
            assert_eq!(vi.duration(span), vietnamese);
        }
        assert_eq!(en.latency(Duration::from_millis(182)), "182 ms");
        assert_eq!(en.latency(Duration::from_secs(10)), "10 s");
    }

    #[test]
    fn the_clock_names_the_day_only_when_it_is_another() {
        let (en, vi) = (english(), vietnamese());
        assert_eq!(en.clock(NOW, NOW), "14:05");
        assert_eq!(en.clock_seconds(NOW, NOW), "14:05:10");
        let yesterday = NOW - Duration::from_secs(86_400);
        assert_eq!(en.clock(yesterday, NOW), "21 Nov, 14:05");
        assert_eq!(vi.clock(yesterday, NOW), "14:05 ngày 21/11");
        let last_year = NOW - Duration::from_secs(365 * 86_400);
        assert_eq!(en.clock(last_year, NOW), "22 Nov 2025, 14:05");
        assert_eq!(vi.clock(last_year, NOW), "14:05 ngày 22/11/2025");
    }

    #[test]
    fn clock_and_quiet_minutes_are_in_the_zone_of_the_person() {
        let saigon = TimeZone::get("Asia/Ho_Chi_Minh").unwrap();
        let words = Words::new(Language::from_tag("vi").unwrap(), saigon);
        assert_eq!(words.clock(NOW, NOW), "21:05");
        assert_eq!(words.local_minute(NOW), 21 * 60 + 5);
    }

    #[test]
    fn what_is_in_the_future_or_under_two_seconds_ago_was_just_now() {
        let words = english();
        for (millis, said) in [(0, "just now"), (1_999, "just now"), (2_000, "2 s ago")] {
            let at = NOW - Duration::from_millis(millis);
            assert_eq!(words.ago(at, NOW), said);
        }
        assert_eq!(words.ago(NOW + Duration::from_secs(9), NOW), "just now");
        assert_eq!(words.ago(NOW - Duration::from_secs(8), NOW), "8 s ago");
    }
}
