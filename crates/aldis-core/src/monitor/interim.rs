//! Stand-ins until `alternatives` and `present::notice` land; gone with the next commit.

use crate::catalogue::{Capability, Service, ServiceId};
use crate::health::Health;
use crate::present::notice::{Notice, NoticeKind};
use crate::snapshot::Alternative;
use crate::time::Timestamp;

pub(super) struct Candidate<'a> {
    pub(super) service: &'a Service,
    pub(super) health: Health,
    pub(super) good_at: Option<Timestamp>,
    pub(super) reliability: f64,
}

pub(super) fn alternatives(
    failing: &Service,
    candidates: &[Candidate<'_>],
    _p: &[ServiceId],
    _n: &[Capability],
    now: Timestamp,
) -> Vec<Alternative> {
    candidates
        .iter()
        .filter(|c| {
            c.health == Health::Operational
                && c.service.vendor != failing.vendor
                && c.good_at
                    .is_some_and(|a| now.since(a) < std::time::Duration::from_secs(120))
        })
        .map(|c| Alternative {
            id: c.service.id.clone(),
            name: c.service.name.clone(),
            open: c.service.open.clone(),
            prompt: None,
            checked_at: now,
            capabilities: vec![],
            sign_in: false,
        })
        .collect()
}

pub(super) fn permitted(
    notice: Notice,
    told: bool,
    settings: &crate::settings::NotifySettings,
    muted: bool,
    _local_minute: u16,
) -> Option<Notice> {
    let level = settings.level;
    let ok = match notice.kind {
        NoticeKind::Outage { .. } => level >= crate::settings::NotifyLevel::Outages,
        NoticeKind::Degraded { .. } => level >= crate::settings::NotifyLevel::Degraded,
        NoticeKind::Recovery { .. } => told && settings.recoveries,
    };
    (ok && !muted).then_some(notice)
}
