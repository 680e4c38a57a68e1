//! What can go wrong at a part, and how often. How it is done to a connection is in `serve.rs`.

use serde::{Deserialize, Serialize};

use crate::model::ModelTrouble;

/// One way for a part to misbehave.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Fault {
    /// It works.
    #[default]
    None,
    /// It answers with this status.
    Status {
        /// E.g. 503.
        status: u16,
        /// Plain text; the status's own words when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        body: Option<String>,
    },
    /// 429 with `Retry-After`.
    RateLimited {
        /// Seconds to wait.
        retry_after: u32,
    },
    /// 403.
    Forbidden {
        /// With the header by which a CDN says it is a bot wall.
        challenge: bool,
    },
    /// 405 with the bot wall of a CDN that asks for a puzzle.
    Puzzle,
    /// Nothing more happens from this phase on.
    Hang {
        /// Where it stops.
        phase: Phase,
    },
    /// The connection is reset in this phase.
    Reset {
        /// Where it is cut.
        phase: Phase,
    },
    /// It answers well, late.
    Slow {
        /// Milliseconds before the first byte.
        ms: u64,
    },
    /// It promises a whole body and ends after half of it.
    HalfBody,
    /// 200 with a body that is somebody else's.
    WrongBody,
    /// 302 to another host, as a hotel's network does.
    RedirectAway,
    /// 302 to itself, for ever.
    RedirectLoop,
    /// It promises a gigabyte and starts to send it.
    TooLarge,
    /// It promises nothing and never stops sending.
    Endless,
    /// A small body that becomes this large.
    GzipBomb {
        /// Mebibytes after decompression.
        mib: u16,
    },
    /// Over TLS: a certificate for another name.
    TlsWrongName,
    /// Over TLS: a certificate of long ago.
    TlsExpired,
    /// The port is closed.
    Refuse,
    /// 200 with a web application's shell, as single-page apps answer every path.
    HtmlShell,
    /// 200 and nothing.
    EmptyBody,
    /// 200 and `{}`.
    EmptyObject,
    /// The right body cut in its middle, its length honest.
    Truncated,
    /// A model, or the account of whoever asks it, is in trouble. Other parts answer as they would.
    Model {
        /// Which.
        trouble: ModelTrouble,
    },
    /// The right page, with a component status nobody has heard of.
    UnknownWord,
}

/// Where in an exchange a hang or a reset happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Before the connection stands: it is never completed. Hangs only, and only where a full
    /// queue makes the system drop connections (Linux).
    Connect,
    /// The connection stands; nothing is ever read. Over TLS the handshake never ends.
    Accept,
    /// The request was read; no byte comes back.
    FirstByte,
    /// The head and half of the body were sent.
    Body,
}

/// Which connections a fault meets. The others are served well.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum When {
    /// All.
    #[default]
    Always,
    /// The first of every `n`.
    EveryNth {
        /// At least 1.
        n: u32,
    },
    /// The next `count`, then none.
    Next {
        /// How many.
        count: u32,
    },
    /// About `percent` of a hundred, the same ones for the same seed.
    Share {
        /// 0 to 100.
        percent: u8,
        /// Which ones.
        #[serde(default)]
        seed: u64,
    },
}

impl Fault {
    /// Whether it is a property of the port and not of one connection.
    pub const fn closes_port(&self) -> bool {
        matches!(
            self,
            Self::Refuse
                | Self::Hang {
                    phase: Phase::Connect
                }
        )
    }
}

/// A fault and whom it meets, with how many connections came since it was set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Setting {
    pub(crate) fault: Fault,
    pub(crate) when: When,
    seen: u32,
}

impl Setting {
    pub(crate) const fn new(fault: Fault, when: When) -> Self {
        Self {
            fault,
            when,
            seen: 0,
        }
    }

    /// What the next connection meets.
    pub(crate) fn next(&mut self) -> Fault {
        let number = self.seen;
        self.seen = self.seen.saturating_add(1);
        let hit = match self.when {
            When::Always => true,
            When::EveryNth { n } => number.is_multiple_of(n.max(1)),
            When::Next { count } => number < count,
            When::Share { percent, seed } => scatter(seed, number) % 100 < u64::from(percent),
        };
        if hit { self.fault.clone() } else { Fault::None }
    }
}

/// SplitMix64: spreads neighbouring numbers evenly, the same way on every machine.
fn scatter(seed: u64, number: u32) -> u64 {
    let mut z = seed.wrapping_add(
        u64::from(number)
            .wrapping_add(1)
            .wrapping_mul(0x9E37_79B9_7F4A_7C15),
    );
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hits(when: When, of: usize) -> Vec<bool> {
        let mut setting = Setting::new(Fault::EmptyBody, when);
        (0..of)
            .map(|_| setting.next() == Fault::EmptyBody)
            .collect()
    }

    #[test]
    fn the_next_two_fail_and_then_none() {
        assert_eq!(hits(When::Next { count: 2 }, 4), [true, true, false, false]);
    }

    #[test]
    fn every_third_fails_beginning_with_the_first() {
        assert_eq!(
            hits(When::EveryNth { n: 3 }, 6),
            [true, false, false, true, false, false]
        );
        assert_eq!(hits(When::EveryNth { n: 0 }, 2), [true, true]);
    }

    #[test]
    fn a_share_is_about_right_and_the_same_every_time() {
        let when = When::Share {
            percent: 30,
            seed: 7,
        };
        let first = hits(when, 1000);
        let failed = first.iter().filter(|hit| **hit).count();
        assert!((250..350).contains(&failed), "{failed} of 1000");
        assert_eq!(first, hits(when, 1000));
        assert_ne!(
            first,
            hits(
                When::Share {
                    percent: 30,
                    seed: 8
                },
                1000
            )
        );
        assert!(
            !hits(
                When::Share {
                    percent: 0,
                    seed: 1
                },
                200
            )
            .contains(&true)
        );
    }

    #[test]
    fn a_model_s_trouble_is_written_within_its_fault() {
        let text = r#"{"kind":"model","trouble":{"kind":"own_limit","reset_ms":1500}}"#;
        let trouble = ModelTrouble::OwnLimit { reset_ms: 1_500 };
        let read = serde_json::from_str::<Fault>(text).unwrap();
        assert_eq!(read, Fault::Model { trouble });
    }

    #[test]
    fn a_misspelt_fault_is_refused() {
        let bad = serde_json::from_str::<Fault>(r#"{"kind":"status","status":503,"boody":"x"}"#);
        assert!(bad.is_err());
        let good = serde_json::from_str::<Fault>(r#"{"kind":"hang","phase":"first_byte"}"#);
        assert_eq!(
            good.unwrap(),
            Fault::Hang {
                phase: Phase::FirstByte
            }
        );
    }
}
