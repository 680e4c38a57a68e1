//! By which way packets leave this machine: a change of network, of the default route or of a VPN
//! shows in the address they leave from. What that means for anybody's health is core's.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};
use std::sync::Arc;

/// The addresses packets to the outside leave from; `None` where there is no way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WayOut {
    /// Over IPv4.
    pub v4: Option<Ipv4Addr>,
    /// The network half of it over IPv6: the other half changes by itself, for privacy.
    pub v6: Option<u64>,
}

/// Where the way out is found.
#[derive(Clone)]
pub struct Network {
    way_out: Arc<dyn Fn() -> WayOut + Send + Sync>,
}

impl fmt::Debug for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Network")
    }
}

impl Network {
    /// The system's own routing table.
    pub fn system() -> Self {
        Self::from_fn(|| WayOut {
            v4: leaves_from(Ipv4Addr::new(198, 51, 100, 1).into()).and_then(|ip| match ip {
                IpAddr::V4(ip) => Some(ip),
                IpAddr::V6(_) => None,
            }),
            v6: leaves_from(Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1).into()).and_then(|ip| {
                match ip {
                    IpAddr::V4(_) => None,
                    IpAddr::V6(ip) => u64::try_from(ip.to_bits() >> 64).ok(),
                }
            }),
        })
    }

    /// A way out of one's own.
    pub fn from_fn(way_out: impl Fn() -> WayOut + Send + Sync + 'static) -> Self {
        Self {
            way_out: Arc::new(way_out),
        }
    }

    /// The way out now.
    pub fn way_out(&self) -> WayOut {
        (self.way_out)()
    }
}

/// Where the system would send from to `outside`, an address that belongs to nobody (RFC 5737,
/// RFC 3849). Connecting a datagram socket sends nothing.
fn leaves_from(outside: IpAddr) -> Option<IpAddr> {
    let any: IpAddr = match outside {
        IpAddr::V4(_) => Ipv4Addr::UNSPECIFIED.into(),
        IpAddr::V6(_) => Ipv6Addr::UNSPECIFIED.into(),
    };
    let socket = UdpSocket::bind((any, 0)).ok()?;
    socket.connect(SocketAddr::new(outside, 443)).ok()?;
    Some(socket.local_addr().ok()?.ip())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_out_stays_the_same_while_nothing_changes() {
        let network = Network::system();
        assert_eq!(network.way_out(), network.way_out());
    }

    #[test]
    fn to_this_machine_packets_leave_from_this_machine() {
        let here = IpAddr::from(Ipv4Addr::LOCALHOST);
        assert_eq!(leaves_from(here), Some(here));
    }
}
