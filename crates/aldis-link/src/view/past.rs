//! From what core makes of history to what is told of it. Field by field.

use std::time::Duration;

use aldis_core::history as core;
use aldis_core::lateness::Lateness;
use aldis_core::{ServiceId, Surface, Timestamp};

use super::{Account, DayOf, Latency, ServiceHistory, SurfaceLatency};
use crate::query::Reach;

impl ServiceHistory {
    /// How the service `id` did.
    pub fn of(
        id: &ServiceId,
        name: String,
        accounts: &[core::Account],
        days: &[core::DayOf],
        late: Lateness,
    ) -> Self {
        Self {
            id: id.to_string(),
            name,
            accounts: accounts.iter().map(Account::from).collect(),
            days: days.iter().map(DayOf::from).collect(),
            late_s: seconds(late.median),
            late_learned: late.learned,
        }
    }
}

impl From<&core::Account> for Account {
    fn from(account: &core::Account) -> Self {
        Self {
            reach: account.reach.into(),
            observed_s: seconds(account.observed),
            out_s: seconds(account.out),
            degraded_s: seconds(account.degraded),
            availability: account.availability,
            incidents: account.incidents,
            recovery_s: account.recovery.map(seconds),
        }
    }
}

impl From<&core::DayOf> for DayOf {
    fn from(day: &core::DayOf) -> Self {
        Self {
            from: day.from.to_string(),
            worst: day.worst.into(),
            observed_s: seconds(day.observed),
            out_s: seconds(day.out),
        }
    }
}

impl Latency {
    /// How quick `service` was since `since`.
    pub fn of(
        service: String,
        reach: Reach,
        since: Timestamp,
        surfaces: Vec<SurfaceLatency>,
    ) -> Self {
        Self {
            service,
            reach,
            from_s: u32::try_from(since.as_millis() / 1000).unwrap_or_default(),
            step_s: seconds(core::Reach::from(reach).step()),
            surfaces,
        }
    }
}

impl SurfaceLatency {
    /// How quick `surface` was; `None` where it never answered.
    pub fn of(surface: Surface, quick: &core::Quickness) -> Option<Self> {
        quick.median.iter().flatten().next()?;
        let each = |times: &[Option<Duration>]| times.iter().map(|it| it.map(millis)).collect();
        Some(Self {
            surface: surface.word().to_owned(),
            median_ms: each(&quick.median),
            slow_ms: each(&quick.slow),
        })
    }
}

impl From<core::Reach> for Reach {
    fn from(reach: core::Reach) -> Self {
        match reach {
            core::Reach::Day => Self::Day,
            core::Reach::Week => Self::Week,
            core::Reach::Month => Self::Month,
            core::Reach::Quarter => Self::Quarter,
        }
    }
}

impl From<Reach> for core::Reach {
    fn from(reach: Reach) -> Self {
        match reach {
            Reach::Day => Self::Day,
            Reach::Week => Self::Week,
            Reach::Month => Self::Month,
            Reach::Quarter => Self::Quarter,
        }
    }
}

fn seconds(span: Duration) -> u32 {
    u32::try_from(span.as_secs()).unwrap_or(u32::MAX)
}

fn millis(span: Duration) -> u32 {
    u32::try_from(span.as_millis()).unwrap_or(u32::MAX)
}
