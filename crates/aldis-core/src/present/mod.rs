//! What people see: tray, notices and every sentence, as values computed from a snapshot.

pub mod notice;
pub mod tray;
pub mod words;

use crate::health::Confidence;
use crate::snapshot::{Reason, ServiceStatus, Snapshot};

/// Whether what we hold against a service is a suspicion still being confirmed.
fn is_suspected(service: &ServiceStatus) -> bool {
    matches!(service.reason, Reason::Confirming { .. })
        || (service.health.is_trouble() && service.confidence == Some(Confidence::Possible))
}

/// Watched services as shown in lists: worst first, then in the user's own order.
pub fn worst_first(snapshot: &Snapshot) -> Vec<&ServiceStatus> {
    let mut services = snapshot.services.iter().collect::<Vec<_>>();
    services.sort_by_key(|service| {
        std::cmp::Reverse((tray::lamp_of(service, snapshot.vantage), service.health))
    });
    services
}
