//! From what the HTTP stack reports to [`Outcome`]. Whether an outcome speaks against a service is
//! not decided here.

use std::error::Error;
use std::io;
use std::time::{Duration, SystemTime};

use aldis_core::evidence::{Outcome, Phase, TlsFault};
use reqwest::StatusCode;
use reqwest::header::{HeaderMap, LOCATION, RETRY_AFTER};
use url::Url;

use super::resolve::{self, LookupFailed};

/// Nobody who asks us to wait is obeyed for longer.
pub(crate) const LONGEST_WAIT: Duration = Duration::from_secs(24 * 60 * 60);

/// What cut a look short, from the error and the layer it was in.
pub(crate) fn failure(error: &reqwest::Error, phase: Phase) -> Outcome {
    outcome(error, phase, resolve::has_any_route)
}

fn outcome(error: &(dyn Error + 'static), phase: Phase, online: fn() -> bool) -> Outcome {
    let mut next = Some(error);
    while let Some(link) = next {
        if let Some(outcome) = named(link, phase) {
            // One place that nobody can reach is its own trouble, or its network's; no route at all
            // is ours.
            if outcome == Outcome::WeAreOffline && online() {
                let phase = Phase::Connect;
                return Outcome::Reset { phase };
            }
            return outcome;
        }
        next = link.source();
    }
    Outcome::Reset { phase }
}

fn named(link: &(dyn Error + 'static), phase: Phase) -> Option<Outcome> {
    if let Some(failed) = link.downcast_ref::<LookupFailed>() {
        return Some(match failed {
            LookupFailed::NameUnknown => Outcome::NameUnknown,
            LookupFailed::NoAnswer => Outcome::TimedOut { phase: Phase::Dns },
            LookupFailed::NoRoute => Outcome::WeAreOffline,
        });
    }
    if let Some(broken) = link.downcast_ref::<rustls::Error>() {
        return Some(tls(broken));
    }
    let io = link.downcast_ref::<io::Error>()?;
    // The source of an `io::Error` skips the error it wraps.
    if let Some(inner) = io.get_ref() {
        let inner: &(dyn Error + 'static) = inner;
        if let Some(outcome) = named(inner, phase) {
            return Some(outcome);
        }
    }
    socket(io.kind(), phase)
}

fn socket(kind: io::ErrorKind, phase: Phase) -> Option<Outcome> {
    use io::ErrorKind as Kind;
    if matches!(
        kind,
        Kind::NetworkUnreachable
            | Kind::NetworkDown
            | Kind::HostUnreachable
            | Kind::AddrNotAvailable
    ) {
        return Some(Outcome::WeAreOffline);
    }
    if matches!(kind, Kind::ConnectionRefused) {
        return Some(Outcome::Refused);
    }
    if matches!(kind, Kind::TimedOut) {
        return Some(Outcome::TimedOut { phase });
    }
    if matches!(kind, Kind::BrokenPipe | Kind::WriteZero) && phase == Phase::FirstByte {
        return Some(Outcome::Reset { phase: Phase::Send });
    }
    let cut = matches!(
        kind,
        Kind::ConnectionReset
            | Kind::ConnectionAborted
            | Kind::BrokenPipe
            | Kind::UnexpectedEof
            | Kind::NotConnected
    );
    cut.then_some(Outcome::Reset { phase })
}

/// What a look through a proxy ran into, where that is the proxy and not whoever was asked: names are
/// the proxy's to find and connections its to make. hyper-util names its reasons in words only.
pub(crate) fn by_proxy(
    outcome: Outcome,
    error: &(dyn Error + 'static),
    through_proxy: impl FnOnce() -> bool,
) -> Outcome {
    let mut next = Some(error);
    let mut turned_away = false;
    while let Some(link) = next {
        let text = link.to_string();
        turned_away |=
            text.starts_with("tunnel error: proxy auth") || text == "tunnel error: unsuccessful";
        next = link.source();
    }
    let never_got_there = outcome == Outcome::Refused || outcome.is_nameless();
    if turned_away || never_got_there && through_proxy() {
        Outcome::ProxyFailed
    } else {
        outcome
    }
}

fn fault(error: &rustls::Error) -> TlsFault {
    use rustls::CertificateError as Bad;
    let rustls::Error::InvalidCertificate(bad) = error else {
        return TlsFault::Other;
    };
    if matches!(
        bad,
        Bad::NotValidForName | Bad::NotValidForNameContext { .. }
    ) {
        TlsFault::WrongName
    } else if matches!(bad, Bad::UnknownIssuer) {
        TlsFault::UnknownIssuer
    } else if matches!(bad, Bad::Expired | Bad::ExpiredContext { .. }) {
        TlsFault::Expired
    } else if matches!(bad, Bad::NotValidYet | Bad::NotValidYetContext { .. }) {
        TlsFault::NotYetValid
    } else {
        TlsFault::Other
    }
}

fn tls(error: &rustls::Error) -> Outcome {
    const LONGEST: usize = 200;
    let why: String = error
        .to_string()
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|&c| aldis_core::page::is_showable(c))
        .take(LONGEST)
        .collect();
    Outcome::TlsBroken {
        fault: fault(error),
        why,
    }
}

/// An answer that is nobody's verdict on the service: a bot wall, or a limiter.
pub(crate) fn gatekeeper(
    status: StatusCode,
    headers: &HeaderMap,
    now: SystemTime,
) -> Option<Outcome> {
    // Only a proxy says so.
    if status == StatusCode::PROXY_AUTHENTICATION_REQUIRED {
        return Some(Outcome::ProxyFailed);
    }
    if is_bot_wall(headers) {
        return Some(Outcome::Challenged {
            status: status.as_u16(),
        });
    }
    let named_limiter = || {
        headers.keys().any(|name| {
            let name = name.as_str();
            name.starts_with("x-ratelimit") || name.starts_with("ratelimit")
        })
    };
    let limited = status == StatusCode::TOO_MANY_REQUESTS
        || (status == StatusCode::SERVICE_UNAVAILABLE
            && headers.contains_key(RETRY_AFTER)
            && named_limiter());
    limited.then(|| Outcome::RateLimited {
        status: status.as_u16(),
        retry_after: retry_after(headers, now),
    })
}

pub(crate) fn is_bot_wall(headers: &HeaderMap) -> bool {
    let says = |name: &str, words: &[&str]| {
        headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| words.iter().any(|word| value.eq_ignore_ascii_case(word)))
    };
    says("cf-mitigated", &["challenge"])
        || says("x-amzn-waf-action", &["challenge", "captcha"])
        || says("x-vercel-mitigated", &["challenge", "deny"])
}

/// Milliseconds where somebody gives them (OpenAI, Azure), seconds or an HTTP date.
pub(crate) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = |name: &str| Some(headers.get(name)?.to_str().ok()?.trim());
    let number = |name: &str| text(name)?.parse::<f64>().ok();
    let millis = number("retry-after-ms").or_else(|| number("x-ms-retry-after-ms"));
    let seconds = millis.map(|it| it / 1_000.0);
    if let Some(seconds) = seconds.or_else(|| number(RETRY_AFTER.as_str())) {
        let wait = Duration::try_from_secs_f64(seconds).ok()?;
        return Some(wait.min(LONGEST_WAIT));
    }
    let at = jiff::fmt::rfc2822::parse(text(RETRY_AFTER.as_str())?).ok()?;
    let at = SystemTime::from(at.timestamp());
    Some(at.duration_since(now).unwrap_or_default().min(LONGEST_WAIT))
}

/// Where a redirect leads, if its answer says so.
pub(crate) fn redirect(from: &Url, status: StatusCode, headers: &HeaderMap) -> Option<Url> {
    if !matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    from.join(headers.get(LOCATION)?.to_str().ok()?).ok()
}

/// Whether `to` is still the same site: the same host with or without `www.`, and never from https
/// to http.
pub(crate) fn same_site(from: &Url, to: &Url) -> bool {
    let scheme_holds =
        from.scheme() == to.scheme() || (from.scheme(), to.scheme()) == ("http", "https");
    let port_holds = from.port() == to.port();
    let bare = |url: &Url| {
        url.host_str()
            .map(|host| host.strip_prefix("www.").unwrap_or(host).to_owned())
    };
    scheme_holds && port_holds && bare(from).is_some() && bare(from) == bare(to)
}

/// The place a redirect led to, for a person: the host, or the scheme where there is none.
pub(crate) fn destination(to: &Url) -> String {
    match (to.host_str(), to.port()) {
        (Some(host), Some(port)) => format!("{host}:{port}"),
        (Some(host), None) => host.to_owned(),
        (None, _) => format!("{}:", to.scheme()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
            .collect()
    }

    fn now() -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000)
    }

    #[test]
    fn one_place_without_a_route_is_not_our_network_gone() {
        for kind in [
            io::ErrorKind::HostUnreachable,
            io::ErrorKind::NetworkUnreachable,
            io::ErrorKind::NetworkDown,
            io::ErrorKind::AddrNotAvailable,
        ] {
            let error = io::Error::from(kind);
            let seen = |online| outcome(&error, Phase::Connect, online);
            assert_eq!(seen(|| false), Outcome::WeAreOffline, "{kind}");
            let connect = Phase::Connect;
            assert_eq!(seen(|| true), Outcome::Reset { phase: connect }, "{kind}");
        }
        let wrapped = io::Error::other(LookupFailed::NoRoute);
        assert_eq!(
            outcome(&wrapped, Phase::Dns, || false),
            Outcome::WeAreOffline
        );
        let elsewhere = outcome(&wrapped, Phase::Dns, || true);
        assert_eq!(
            elsewhere,
            Outcome::Reset {
                phase: Phase::Connect
            }
        );
        let refused = io::Error::from(io::ErrorKind::ConnectionRefused);
        assert_eq!(outcome(&refused, Phase::Connect, || true), Outcome::Refused);
    }

    #[test]
    fn what_the_tls_library_quotes_turns_no_text() {
        let broken = rustls::Error::General("a\u{202e}b\u{200b}\u{1b}[31m\nc".to_owned());
        let Outcome::TlsBroken { why, .. } = tls(&broken) else {
            panic!("not TLS")
        };
        assert!(why.ends_with("ab[31m c"), "{why:?}");
    }

    #[test]
    fn bot_walls_are_known_by_their_headers() {
        for (status, wall) in [
            (403, [("cf-mitigated", "challenge")]),
            (202, [("x-amzn-waf-action", "challenge")]),
            (405, [("x-amzn-waf-action", "captcha")]),
            (429, [("x-vercel-mitigated", "challenge")]),
        ] {
            let seen = gatekeeper(
                StatusCode::from_u16(status).unwrap(),
                &headers(&wall),
                now(),
            );
            assert_eq!(seen, Some(Outcome::Challenged { status }));
        }
        assert_eq!(
            gatekeeper(StatusCode::FORBIDDEN, &headers(&[]), now()),
            None
        );
    }

    #[test]
    fn retry_after_is_read_as_seconds_and_as_a_date() {
        let limited = |status, pairs: &[(&'static str, &'static str)]| {
            gatekeeper(status, &headers(pairs), now())
        };
        let after = |seconds| {
            Some(Outcome::RateLimited {
                status: 429,
                retry_after: Some(Duration::from_secs(seconds)),
            })
        };
        let too_many = StatusCode::TOO_MANY_REQUESTS;
        assert_eq!(limited(too_many, &[("retry-after", "30")]), after(30));
        assert_eq!(
            limited(
                too_many,
                &[("retry-after", "Sun, 09 Sep 2001 01:47:40 GMT")]
            ),
            after(60)
        );
        assert_eq!(
            limited(too_many, &[("retry-after", "99999999")]),
            after(24 * 60 * 60)
        );
        let in_millis = [("retry-after", "60"), ("retry-after-ms", "1500")];
        assert_eq!(
            limited(too_many, &in_millis),
            Some(Outcome::RateLimited {
                status: 429,
                retry_after: Some(Duration::from_millis(1_500)),
            })
        );
        assert_eq!(
            limited(too_many, &[]),
            Some(Outcome::RateLimited {
                status: 429,
                retry_after: None
            })
        );
    }

    #[test]
    fn an_outage_page_with_retry_after_is_not_a_limiter() {
        let down = StatusCode::SERVICE_UNAVAILABLE;
        assert_eq!(
            gatekeeper(down, &headers(&[("retry-after", "30")]), now()),
            None
        );
        assert!(
            gatekeeper(
                down,
                &headers(&[("retry-after", "30"), ("x-ratelimit-limit", "5")]),
                now()
            )
            .is_some()
        );
    }

    #[test]
    fn only_the_same_site_is_followed() {
        let url = |text: &str| Url::parse(text).unwrap();
        let holds = |from: &str, to: &str| same_site(&url(from), &url(to));
        assert!(holds("https://a.example/", "https://a.example/login"));
        assert!(holds("http://a.example/", "https://www.a.example/"));
        assert!(!holds("https://a.example/", "http://a.example/"));
        assert!(!holds("https://a.example/", "https://b.example/"));
        assert!(!holds("https://a.example/", "https://a.example:8443/"));
        assert!(!holds("http://a.example/", "file:///etc/passwd"));
    }
}
