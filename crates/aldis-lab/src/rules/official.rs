//! The vendor's page, every five minutes, believed as it stands.

use std::time::Duration;

use aldis_core::Health;
use aldis_core::evidence::PageSight;
use aldis_core::page::{Impact, PageReport};

use super::poller::finish;
use super::uptime::Uptime;
use crate::simulate::{AlarmLog, Requests, Run, Source, Stand};
use crate::world::{Place, Scene};

const EVERY_S: f64 = 300.0;
const TIMEOUT: Duration = Duration::from_secs(15);

pub(super) fn run(scene: &Scene<'_>) -> Run {
    let uptime = Uptime::of(scene.world());
    let mut log = AlarmLog::default();
    let mut requests = Requests::default();
    for tick in uptime.ticks(EVERY_S) {
        requests.count(Place::Page);
        let (sight, took) = scene.page(tick.at, TIMEOUT);
        let read_at = tick.at + took.as_secs_f64();
        if let PageSight::Read(report) = sight
            && read_at < tick.asleep_at
        {
            log.set(read_at, reported(&report));
        }
    }
    finish(log.into_alarms(scene.world().length()), requests)
}

/// The worst of the incidents that are open.
fn reported(report: &PageReport) -> Stand {
    let open = report.incidents.iter().flatten();
    let open = open.filter(|incident| incident.phase.is_open());
    let worst = open.map(|incident| match incident.impact {
        Some(Impact::Critical) => Health::MajorOutage,
        Some(Impact::Major) => Health::PartialOutage,
        Some(Impact::None | Impact::Maintenance | Impact::Minor) | None => Health::Degraded,
    });
    worst.max().map_or(Stand::Clear, |health| {
        Stand::CalledOut(health, Source::Official, None)
    })
}
