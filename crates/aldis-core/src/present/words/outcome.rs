//! How looks ended, in words: whole for "How we know", short for brackets.

use std::time::Duration;

use super::{Words, quoted, sentence};
use crate::evidence::{Outcome, TlsFault};
use crate::snapshot::{Allowance, ProbeStatus, Says};

impl Words {
    /// How a look ended after `took`: "no answer within 10 s while waiting for the first byte".
    pub fn outcome(&self, outcome: &Outcome, took: Duration) -> String {
        match outcome {
            Outcome::Answered { status } => self.text(
                "outcome-answered",
                [
                    ("status", status.to_string().into()),
                    ("duration", self.latency(took).into()),
                ],
            ),
            Outcome::Refused => self.label("outcome-refused"),
            Outcome::Reset { phase } => {
                self.text("outcome-reset", [("layer", self.layer(*phase).into())])
            }
            Outcome::TimedOut { phase } => self.text(
                "outcome-timed-out",
                [
                    ("duration", self.patience(took).into()),
                    ("layer", self.layer(*phase).into()),
                ],
            ),
            Outcome::NameUnknown => self.label("outcome-name-unknown"),
            Outcome::TlsBroken { fault, why } => self.tls_broken(*fault, why),
            Outcome::Challenged { status } => self.text(
                "outcome-challenged",
                [("status", status.to_string().into())],
            ),
            Outcome::RateLimited {
                status,
                retry_after,
            } => self.rate_limited(*status, *retry_after),
            Outcome::RedirectedAway { to } => {
                self.text("outcome-redirected-away", [("host", quoted(to).into())])
            }
            Outcome::WrongBody { status } => self.text(
                "outcome-wrong-body",
                [("status", status.to_string().into())],
            ),
            Outcome::TooLarge { limit } => self.text(
                "outcome-too-large",
                [("size", limit.div_ceil(1 << 20).into())],
            ),
            Outcome::ProxyFailed => self.label("outcome-proxy-failed"),
            Outcome::WeAreOffline => self.label("outcome-offline"),
            Outcome::FailedInStream { why } => {
                self.text("outcome-failed-in-stream", [("why", quoted(why).into())])
            }
            Outcome::Overloaded { status } => self.with_status("outcome-overloaded", *status),
            Outcome::OverQuota {
                status,
                retry_after,
            } => self.over_quota(*status, *retry_after),
            Outcome::KeyRefused { status } => self.with_status("outcome-key-refused", *status),
            Outcome::NotHere { status } => self.with_status("outcome-not-here", *status),
            Outcome::NoKey => self.label("outcome-no-key"),
            Outcome::NoKeyStore => self.label("outcome-no-key-store"),
        }
    }

    fn tls_broken(&self, fault: TlsFault, why: &str) -> String {
        match fault {
            TlsFault::WrongName => self.label("outcome-tls-wrong-name"),
            TlsFault::UnknownIssuer => self.label("outcome-tls-unknown-issuer"),
            TlsFault::Expired => self.label("outcome-tls-expired"),
            TlsFault::NotYetValid => self.label("outcome-tls-not-yet-valid"),
            TlsFault::Other => self.text("outcome-tls-broken", [("why", quoted(why).into())]),
        }
    }

    fn with_status(&self, key: &str, status: u16) -> String {
        self.text(key, [("status", status.to_string().into())])
    }

    fn rate_limited(&self, status: u16, retry_after: Option<Duration>) -> String {
        let status = status.to_string();
        match retry_after {
            Some(wait) => self.text(
                "outcome-rate-limited-wait",
                [
                    ("status", status.into()),
                    ("duration", self.duration(wait).into()),
                ],
            ),
            None => self.text("outcome-rate-limited", [("status", status.into())]),
        }
    }

    fn over_quota(&self, status: u16, retry_after: Option<Duration>) -> String {
        match retry_after {
            Some(wait) => self.text(
                "outcome-over-quota-wait",
                [
                    ("status", status.to_string().into()),
                    ("duration", self.duration(wait).into()),
                ],
            ),
            None => self.with_status("outcome-over-quota", status),
        }
    }

    /// A deadline that ran out, to the nearest second: it is measured a little late.
    fn patience(&self, took: Duration) -> String {
        if took < Duration::from_secs(1) {
            return self.latency(took);
        }
        self.duration(took + Duration::from_millis(500))
    }

    /// How a look ended, short, for brackets: "server error 503".
    pub fn outcome_brief(&self, outcome: &Outcome) -> String {
        let key = match outcome {
            Outcome::Answered { status } => {
                let key = match status {
                    500.. => "brief-server-error",
                    ..500 => "brief-answered",
                };
                return self.text(key, [("status", status.to_string().into())]);
            }
            Outcome::Refused => "brief-refused",
            Outcome::Reset { .. } => "brief-reset",
            Outcome::TimedOut { .. } => "brief-timed-out",
            Outcome::NameUnknown => "brief-name-unknown",
            Outcome::TlsBroken { .. } => "brief-tls-broken",
            Outcome::Challenged { .. } => "brief-challenged",
            Outcome::RateLimited { .. } => "brief-rate-limited",
            Outcome::RedirectedAway { .. } => "brief-redirected-away",
            Outcome::WrongBody { .. } => "brief-wrong-body",
            Outcome::TooLarge { .. } => "brief-too-large",
            Outcome::ProxyFailed => "brief-proxy-failed",
            Outcome::WeAreOffline => "brief-offline",
            Outcome::FailedInStream { .. } => "brief-failed-in-stream",
            Outcome::Overloaded { .. } => "brief-overloaded",
            Outcome::OverQuota { .. } => "brief-over-quota",
            Outcome::KeyRefused { .. } => "brief-key-refused",
            Outcome::NotHere { .. } => "brief-not-here",
            Outcome::NoKey => "brief-no-key",
            Outcome::NoKeyStore => "brief-no-key-store",
        };
        self.label(key)
    }

    /// What completions cost today: "12 of 200 real requests today".
    pub fn completions(&self, allowance: Allowance) -> String {
        self.text(
            "completions-spent",
            [
                ("spent", allowance.spent.into()),
                ("daily", allowance.daily.into()),
            ],
        )
    }

    /// One look in one sentence, with what it says where the outcome alone does not tell.
    pub fn probe(&self, probe: &ProbeStatus) -> String {
        let what = self.outcome(&probe.outcome, probe.timing.total);
        let status = probe.outcome.status();
        let key = match probe.says {
            Says::Nothing => Some("outcome-says-nothing"),
            Says::Fails if status.is_some() => Some("outcome-says-fails"),
            // Who turns us away as always is there to do it: most often for want of a key.
            Says::Works if status.is_some_and(|status| status >= 400) => Some("outcome-says-works"),
            Says::Fails | Says::Works => None,
        };
        sentence(&match key {
            Some(key) => self.text(key, [("what", what.into())]),
            None => what,
        })
    }
}
