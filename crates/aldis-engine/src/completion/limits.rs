//! What the headers of an answer say of the limits of the user's account: whether one of them is used
//! up, and until when. One rule reads all dialects, since all of them name a limit twice:
//! `x-ratelimit-remaining-requests` with `x-ratelimit-reset-requests` (OpenAI, Groq, xAI),
//! `anthropic-ratelimit-tokens-remaining` with `…-reset`, `x-ratelimit-remaining` with
//! `x-ratelimit-reset` (OpenRouter, Together), `ratelimitbysize-remaining` with `…-reset` (Mistral).

use std::time::{Duration, SystemTime};

use jiff::{SignedDuration, Timestamp};
use reqwest::header::HeaderMap;

use crate::probe::classify::{self, LONGEST_WAIT};

/// Numbers from here on are milliseconds since 1970, those from [`SECONDS`] on seconds since then,
/// smaller ones seconds from now.
const MILLIS: f64 = 1e12;
const SECONDS: f64 = 1e9;

/// The limits of an account that an answer says are used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct UsedUp {
    /// How long until the account may ask again.
    pub(super) retry_after: Option<Duration>,
}

/// Which limits `headers` say are used up; `None` if they name none that is.
pub(super) fn used_up(headers: &HeaderMap, now: SystemTime) -> Option<UsedUp> {
    let spent = headers.iter().filter_map(|(name, value)| {
        let name = name.as_str();
        let is_left = name.contains("ratelimit") && name.contains("remaining");
        let left: f64 = value.to_str().ok()?.trim().parse().ok()?;
        (is_left && left <= 0.0).then_some(name)
    });
    let resets: Vec<_> = spent
        .map(|name| reset(headers, &name.replace("remaining", "reset"), now))
        .collect();
    if resets.is_empty() {
        return None;
    }
    let told = classify::retry_after(headers, now);
    Some(UsedUp {
        retry_after: told.or_else(|| resets.into_iter().flatten().max()),
    })
}

fn reset(headers: &HeaderMap, name: &str, now: SystemTime) -> Option<Duration> {
    let text = headers.get(name)?.to_str().ok()?.trim();
    wait(text, now).map(|it| it.min(LONGEST_WAIT))
}

/// `6m0s`, `120ms`, `2026-11-22T10:00:00Z`, `7.5`, `1795341600`, `1795341600000`.
pub(super) fn wait(text: &str, now: SystemTime) -> Option<Duration> {
    if let Ok(number) = text.parse::<f64>() {
        let since_1970 = now.duration_since(SystemTime::UNIX_EPOCH).ok()?;
        let seconds = if number >= MILLIS {
            number / 1_000.0 - since_1970.as_secs_f64()
        } else if number >= SECONDS {
            number - since_1970.as_secs_f64()
        } else {
            number
        };
        // Not `max`, which would make nothing of what is no number.
        let seconds = if seconds < 0.0 { 0.0 } else { seconds };
        return Duration::try_from_secs_f64(seconds).ok();
    }
    if let Ok(at) = text.parse::<Timestamp>() {
        let at = SystemTime::from(at);
        return Some(at.duration_since(now).unwrap_or_default());
    }
    let wait: SignedDuration = text.parse().ok()?;
    Some(wait.try_into().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use reqwest::header::{HeaderName, HeaderValue};

    use super::*;

    fn now() -> SystemTime {
        SystemTime::from("2026-11-22T10:00:00Z".parse::<Timestamp>().unwrap())
    }

    fn said(pairs: &[(&'static str, &'static str)]) -> Option<UsedUp> {
        let headers = pairs.iter().map(|(name, value)| {
            let value = HeaderValue::from_static(value);
            (HeaderName::from_static(name), value)
        });
        used_up(&headers.collect(), now())
    }

    fn until(millis: u64) -> Option<UsedUp> {
        Some(UsedUp {
            retry_after: Some(Duration::from_millis(millis)),
        })
    }

    #[test]
    fn every_vendor_s_way_to_name_a_reset_is_read() {
        let cases = [
            ("6m0s", 360_000),
            ("2m59.56s", 179_560),
            ("120ms", 120),
            ("1h", 3_600_000),
            ("7.5", 7_500),
            ("2026-11-22T10:00:30Z", 30_000),
            ("2026-11-22T09:59:00Z", 0),
            ("1795341645", 45_000),
            ("1795341645000", 45_000),
            ("-3", 0),
        ];
        for (text, millis) in cases {
            let read = wait(text, now());
            assert_eq!(read, Some(Duration::from_millis(millis)), "{text}");
        }
        for nonsense in ["", "soon", "NaN", "inf", "1e400"] {
            assert_eq!(wait(nonsense, now()), None, "{nonsense}");
        }
    }

    #[test]
    fn only_a_limit_that_is_used_up_counts_and_the_longest_of_them() {
        let requests = [
            ("x-ratelimit-remaining-requests", "0"),
            ("x-ratelimit-reset-requests", "8.64s"),
            ("x-ratelimit-remaining-tokens", "149984"),
            ("x-ratelimit-reset-tokens", "6m0s"),
        ];
        assert_eq!(said(&requests), until(8_640));
        let anthropic = [
            ("anthropic-ratelimit-requests-remaining", "49"),
            ("anthropic-ratelimit-input-tokens-remaining", "0"),
            (
                "anthropic-ratelimit-input-tokens-reset",
                "2026-11-22T10:01:00Z",
            ),
            ("anthropic-ratelimit-tokens-remaining", "0"),
            ("anthropic-ratelimit-tokens-reset", "2026-11-22T10:02:00Z"),
        ];
        assert_eq!(said(&anthropic), until(120_000));
        let router = [
            ("x-ratelimit-remaining", "0"),
            ("x-ratelimit-reset", "1795341660000"),
        ];
        assert_eq!(said(&router), until(60_000));
        let mistral = [
            ("ratelimitbysize-remaining", "0"),
            ("ratelimitbysize-reset", "41"),
        ];
        assert_eq!(said(&mistral), until(41_000));
        let left = [("x-ratelimit-remaining-requests", "12")];
        assert_eq!(said(&left), None);
        assert_eq!(said(&[("retry-after", "3")]), None);
    }

    #[test]
    fn what_the_vendor_asks_for_goes_before_a_reset_and_nobody_is_obeyed_for_longer_than_a_day() {
        let spent = ("x-ratelimit-remaining-requests", "0");
        let reset = ("x-ratelimit-reset-requests", "2h");
        assert_eq!(said(&[spent, reset, ("retry-after", "20")]), until(20_000));
        let far = ("x-ratelimit-reset-requests", "99999h");
        assert_eq!(said(&[spent, far]), until(24 * 60 * 60 * 1_000));
        assert_eq!(said(&[spent]), Some(UsedUp { retry_after: None }));
    }
}
