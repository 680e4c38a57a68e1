//! Name to addresses through the system's own resolver, timed. Caching and second opinions are not
//! here.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use thiserror::Error;
use tokio::time::Instant;

use super::trace::Trace;

/// Why a name led nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub(crate) enum LookupFailed {
    #[error("the name has no address")]
    NameUnknown,
    #[error("the resolver does not answer")]
    NoAnswer,
    #[error("there is no route to any of its addresses")]
    NoRoute,
}

/// Resolves for one look and tells its trace.
#[derive(Debug)]
pub(crate) struct TracedResolver {
    pub(crate) trace: Arc<Trace>,
    /// The host we look at; any other name is a proxy's.
    pub(crate) host: String,
}

impl Resolve for TracedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let name = name.as_str().to_owned();
        let ours = name.eq_ignore_ascii_case(&self.host);
        let trace = Arc::clone(&self.trace);
        Box::pin(async move {
            trace.lookup_begins();
            let from = Instant::now();
            let addresses = lookup(&name).await?;
            trace.lookup_ended(from.elapsed(), ours);
            let addresses: Addrs = Box::new(addresses.into_iter());
            Ok(addresses)
        })
    }
}

async fn lookup(name: &str) -> Result<Vec<SocketAddr>, LookupFailed> {
    if let Some(answer) = special(name) {
        return answer;
    }
    let found: Vec<SocketAddr> = tokio::net::lookup_host((name, 0))
        .await
        .map_err(|error| meaning(&error))?
        .filter(|address| !address.ip().is_unspecified())
        .collect();
    // Filters answer with no address at all or with the one that means none.
    if found.is_empty() {
        return Err(LookupFailed::NameUnknown);
    }
    let reachable: Vec<SocketAddr> = found.into_iter().filter(has_route).collect();
    if reachable.is_empty() {
        return Err(LookupFailed::NoRoute);
    }
    Ok(reachable)
}

/// Names that RFC 6761 takes out of the DNS.
fn special(name: &str) -> Option<Result<Vec<SocketAddr>, LookupFailed>> {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    let under = |top: &str| name == top || name.ends_with(&format!(".{top}"));
    if under("invalid") {
        return Some(Err(LookupFailed::NameUnknown));
    }
    if under("localhost") {
        let addresses = [
            IpAddr::V4(Ipv4Addr::LOCALHOST),
            IpAddr::V6(Ipv6Addr::LOCALHOST),
        ];
        return Some(Ok(addresses.map(|ip| SocketAddr::new(ip, 0)).into()));
    }
    None
}

/// The standard library hands on only the text of `gai_strerror`, which is never translated in a
/// program that sets no locale, or on Windows the number.
fn meaning(error: &io::Error) -> LookupFailed {
    const WSAHOST_NOT_FOUND: i32 = 11_001;
    const WSANO_DATA: i32 = 11_004;
    if cfg!(windows) && matches!(error.raw_os_error(), Some(WSAHOST_NOT_FOUND | WSANO_DATA)) {
        return LookupFailed::NameUnknown;
    }
    let text = error.to_string();
    let unknown = [
        "not known",
        "No address associated",
        "does not exist",
        "Name does not resolve",
    ];
    if unknown.iter().any(|sign| text.contains(sign)) {
        LookupFailed::NameUnknown
    } else {
        LookupFailed::NoAnswer
    }
}

/// Whether the system has a route there. Connecting a datagram socket sends nothing; it only asks
/// the routing table. Addresses without a route are left out, else the last one tried (often IPv6
/// on a network without it) would hide how the reachable ones failed.
fn has_route(address: &SocketAddr) -> bool {
    let any: IpAddr = match address.ip() {
        IpAddr::V4(_) => Ipv4Addr::UNSPECIFIED.into(),
        IpAddr::V6(_) => Ipv6Addr::UNSPECIFIED.into(),
    };
    let mut with_port = *address;
    with_port.set_port(443);
    UdpSocket::bind((any, 0)).is_ok_and(|socket| socket.connect(with_port).is_ok())
}

/// Whether the system has a route to anywhere outside. Asked for addresses that belong to nobody
/// (RFC 5737, RFC 3849), so that only a default route answers; nothing is sent.
pub(crate) fn has_any_route() -> bool {
    let nobody = [
        IpAddr::from([198, 51, 100, 1]),
        IpAddr::from([203, 0, 113, 1]),
        IpAddr::from([0x2001, 0xdb8, 0, 0, 0, 0, 0, 1]),
    ];
    nobody.iter().any(|&ip| has_route(&SocketAddr::new(ip, 0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_resolver_that_cannot_answer_is_not_an_unknown_name() {
        let say = |text: &str| meaning(&io::Error::other(text.to_owned()));
        let prefix = "failed to lookup address information: ";
        assert_eq!(
            say(&format!("{prefix}Name or service not known")),
            LookupFailed::NameUnknown
        );
        assert_eq!(
            say(&format!(
                "{prefix}nodename nor servname provided, or not known"
            )),
            LookupFailed::NameUnknown
        );
        assert_eq!(
            say(&format!("{prefix}Temporary failure in name resolution")),
            LookupFailed::NoAnswer
        );
        assert_eq!(
            say(&format!(
                "{prefix}Non-recoverable failure in name resolution"
            )),
            LookupFailed::NoAnswer
        );
    }

    #[tokio::test]
    async fn names_under_invalid_are_never_asked_for() {
        assert_eq!(
            lookup("chatgpt.invalid").await,
            Err(LookupFailed::NameUnknown)
        );
        assert_eq!(
            lookup("0.0.0.0").await,
            Err(LookupFailed::NameUnknown),
            "what filters answer"
        );
        let home = lookup("localhost").await.unwrap();
        assert!(home.iter().all(|address| address.ip().is_loopback()));
    }
}
