//! What one look at the world saw. Every failure has its own name: failing to reach somebody is an
//! observation, not an error.

use std::time::Duration;

use crate::page::{PageError, PageReport};

/// The layer a look was in when it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// Asking for the address of a name.
    Dns,
    /// Opening the TCP connection.
    Connect,
    /// The TLS handshake.
    Tls,
    /// Writing the request.
    Send,
    /// Waiting for the head of the answer.
    FirstByte,
    /// Reading the body.
    Body,
}

impl Phase {
    /// The word of CONTRACTS.md.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Dns => "dns",
            Self::Connect => "connect",
            Self::Tls => "tls",
            Self::Send => "send",
            Self::FirstByte => "first_byte",
            Self::Body => "body",
        }
    }
}

/// How long each layer took; `None` where it was not reached or cannot be told (a proxy resolves
/// names for us, a connection was reused).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Timing {
    /// Name to address.
    pub dns: Option<Duration>,
    /// TCP handshake.
    pub connect: Option<Duration>,
    /// TLS handshake.
    pub tls: Option<Duration>,
    /// Request sent to first byte of the answer.
    pub first_byte: Option<Duration>,
    /// First byte to end of body.
    pub body: Option<Duration>,
    /// Of a completion: request sent to the first word of the model.
    pub first_token: Option<Duration>,
    /// The whole look.
    pub total: Duration,
}

/// How an HTTP look ended.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// An HTTP answer with this status arrived whole.
    Answered {
        /// The HTTP status code.
        status: u16,
    },
    /// The connection was refused.
    Refused,
    /// The connection was cut in `phase`.
    Reset {
        /// Where it was cut.
        phase: Phase,
    },
    /// The deadline passed in `phase`.
    TimedOut {
        /// Where it was waiting.
        phase: Phase,
    },
    /// The name has no address.
    NameUnknown,
    /// The TLS handshake failed: wrong name, unknown issuer, expired, not TLS at all.
    TlsBroken {
        /// What is wrong, as far as the TLS library can tell.
        fault: TlsFault,
        /// What the TLS library said, one line.
        why: String,
    },
    /// A bot wall answered instead of the service (`cf-mitigated: challenge` and the like).
    Challenged {
        /// The HTTP status code that came with it.
        status: u16,
    },
    /// 429, or 503 with `Retry-After` from a limiter that names itself.
    RateLimited {
        /// The HTTP status code.
        status: u16,
        /// How long it asks us to wait.
        retry_after: Option<Duration>,
    },
    /// Redirected to another host than the one asked, or more than the allowed number of times.
    RedirectedAway {
        /// The host we ended at.
        to: String,
    },
    /// An answer, but not with the body that proves who spoke.
    WrongBody {
        /// The HTTP status code.
        status: u16,
    },
    /// The body went on past the cap.
    TooLarge {
        /// The cap, in bytes.
        limit: usize,
    },
    /// The proxy we go through cannot be reached, refuses to pass us on or wants a password.
    ProxyFailed,
    /// The operating system says there is no network at all.
    WeAreOffline,
    /// A completion began with 200 and broke while the model spoke, or never came to its end.
    FailedInStream {
        /// The vendor's word for it, one line.
        why: String,
    },
    /// The vendor says that it has too much to do.
    Overloaded {
        /// The HTTP status code.
        status: u16,
    },
    /// What the user's account may ask for, by quota, credit or rate, is used up, as the vendor says.
    OverQuota {
        /// The HTTP status code.
        status: u16,
        /// How long until it may ask again.
        retry_after: Option<Duration>,
    },
    /// The user's key is not taken.
    KeyRefused {
        /// The HTTP status code.
        status: u16,
    },
    /// The vendor does not serve the place we ask from.
    NotHere {
        /// The HTTP status code.
        status: u16,
    },
    /// Not asked: the key store has no such key.
    NoKey,
    /// Not asked: no key store could be opened.
    NoKeyStore,
}

/// What is wrong with a TLS handshake.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TlsFault {
    /// The certificate is another name's.
    WrongName,
    /// Nobody we trust issued the certificate.
    UnknownIssuer,
    /// The certificate is over, by our clock.
    Expired,
    /// The certificate is yet to begin, by our clock.
    NotYetValid,
    /// Anything else: no common cipher, an alert, not TLS at all.
    Other,
}

impl TlsFault {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::WrongName,
        Self::UnknownIssuer,
        Self::Expired,
        Self::NotYetValid,
        Self::Other,
    ];

    /// The word in history.
    pub const fn word(self) -> &'static str {
        match self {
            Self::WrongName => "wrong_name",
            Self::UnknownIssuer => "unknown_issuer",
            Self::Expired => "expired",
            Self::NotYetValid => "not_yet_valid",
            Self::Other => "other",
        }
    }

    /// The reverse of [`TlsFault::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fault| fault.word() == word)
    }

    /// Whether somebody else answered in the place of whom we asked.
    pub const fn is_foreign(self) -> bool {
        matches!(self, Self::WrongName | Self::UnknownIssuer)
    }

    /// Whether a clock that is off, ours or theirs, explains it.
    pub const fn is_of_time(self) -> bool {
        matches!(self, Self::Expired | Self::NotYetValid)
    }
}

impl Outcome {
    /// The word of CONTRACTS.md.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Answered { .. } => "answered",
            Self::Refused => "refused",
            Self::Reset { .. } => "reset",
            Self::TimedOut { .. } => "timed_out",
            Self::NameUnknown => "name_unknown",
            Self::TlsBroken { .. } => "tls_broken",
            Self::Challenged { .. } => "challenged",
            Self::RateLimited { .. } => "rate_limited",
            Self::RedirectedAway { .. } => "redirected_away",
            Self::WrongBody { .. } => "wrong_body",
            Self::TooLarge { .. } => "too_large",
            Self::ProxyFailed => "proxy_failed",
            Self::WeAreOffline => "we_are_offline",
            Self::FailedInStream { .. } => "failed_in_stream",
            Self::Overloaded { .. } => "overloaded",
            Self::OverQuota { .. } => "over_quota",
            Self::KeyRefused { .. } => "key_refused",
            Self::NotHere { .. } => "not_here",
            Self::NoKey => "no_key",
            Self::NoKeyStore => "no_key_store",
        }
    }

    /// The HTTP status, where an answer came.
    pub const fn status(&self) -> Option<u16> {
        match self {
            Self::Answered { status }
            | Self::Challenged { status }
            | Self::RateLimited { status, .. }
            | Self::WrongBody { status }
            | Self::Overloaded { status }
            | Self::OverQuota { status, .. }
            | Self::KeyRefused { status }
            | Self::NotHere { status } => Some(*status),
            Self::FailedInStream { .. } => Some(200),
            Self::Refused
            | Self::Reset { .. }
            | Self::TimedOut { .. }
            | Self::NameUnknown
            | Self::TlsBroken { .. }
            | Self::RedirectedAway { .. }
            | Self::TooLarge { .. }
            | Self::ProxyFailed
            | Self::WeAreOffline
            | Self::NoKey
            | Self::NoKeyStore => None,
        }
    }

    /// How long until the user's own account may ask again, where the vendor says so.
    pub const fn own_limit(&self) -> Option<Duration> {
        if let Self::OverQuota { retry_after, .. } = self {
            *retry_after
        } else {
            None
        }
    }

    /// The layer where it failed; `None` when an answer came.
    pub const fn failed_in(&self) -> Option<Phase> {
        match self {
            Self::Refused => Some(Phase::Connect),
            Self::NameUnknown => Some(Phase::Dns),
            Self::TlsBroken { .. } => Some(Phase::Tls),
            Self::TooLarge { .. } | Self::FailedInStream { .. } => Some(Phase::Body),
            Self::Reset { phase } | Self::TimedOut { phase } => Some(*phase),
            Self::Answered { .. }
            | Self::Challenged { .. }
            | Self::RateLimited { .. }
            | Self::RedirectedAway { .. }
            | Self::WrongBody { .. }
            | Self::ProxyFailed
            | Self::WeAreOffline
            | Self::Overloaded { .. }
            | Self::OverQuota { .. }
            | Self::KeyRefused { .. }
            | Self::NotHere { .. }
            | Self::NoKey
            | Self::NoKeyStore => None,
        }
    }

    /// Whether it may as well be the way there: nobody took the request, or the connection was cut. Who
    /// takes it and then says nothing has failed at answering.
    pub const fn is_of_the_way(&self) -> bool {
        match self.failed_in() {
            Some(Phase::Dns | Phase::Connect | Phase::Tls | Phase::Send) => true,
            Some(Phase::FirstByte | Phase::Body) => matches!(self, Self::Reset { .. }),
            None => matches!(self, Self::ProxyFailed | Self::WeAreOffline),
        }
    }

    /// Whether it ended because the resolver gave no address: for want of one, or of an answer.
    pub const fn is_nameless(&self) -> bool {
        matches!(
            self,
            Self::NameUnknown | Self::TimedOut { phase: Phase::Dns }
        )
    }

    /// Whether a request left this machine: one that did not costs nothing.
    pub const fn was_asked(&self) -> bool {
        !matches!(self, Self::NoKey | Self::NoKeyStore)
    }
}

/// One HTTP look: how it ended and how long each layer took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sight {
    /// How it ended.
    pub outcome: Outcome,
    /// How long each layer took.
    pub timing: Timing,
}

/// What a look at a status page brought.
#[derive(Clone, Debug, PartialEq)]
pub enum PageSight {
    /// The page was fetched and read.
    Read(Box<PageReport>),
    /// The same, of a copy that somebody on the way has kept for so long.
    ReadCopy {
        /// What it says.
        report: Box<PageReport>,
        /// How old it is, as the server says.
        age: Duration,
    },
    /// The server says it is unchanged since our last good reading (HTTP 304).
    Unchanged,
    /// It was fetched but says nothing we can read.
    Unreadable(PageError),
    /// It could not be fetched.
    Unreachable(Outcome),
}

/// What a second resolver says about a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// It has an address.
    Address,
    /// It has none, or whoever should know does not say.
    NoAddress,
    /// The resolver could not be asked.
    NoAnswer,
}

/// Everything one look can have seen.
#[derive(Clone, Debug, PartialEq)]
pub enum Evidence {
    /// A look at a surface of a service.
    Probe(Sight),
    /// A look at one of the controls that tell whether we are online.
    Control(Sight),
    /// A look at a vendor's status page.
    Page(PageSight),
    /// A name that a second resolver was asked for.
    Resolved(Resolution),
}
