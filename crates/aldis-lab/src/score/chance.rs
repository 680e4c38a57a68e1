//! Who cries all the time is right by chance too. How often, is measured by moving the outages by whole
//! weeks, so that they fall on the same hours and days, and holding the false alarms alone against them.

use super::{Share, first_seen};
use crate::simulate::Alarm;
use crate::world::{DAY, Outage, World};

/// By so many weeks, one after the other.
const WEEKS: [f64; 3] = [1.0, 2.0, 3.0];

pub(super) fn by_chance(world: &World, awake: &[(f64, f64)], wrong: &[&Alarm]) -> Share {
    let mut share = Share { part: 0, all: 0 };
    for outage in WEEKS
        .iter()
        .flat_map(|weeks| world.outages.iter().map(|it| moved(world, it, *weeks)))
    {
        let Some(seen_from) = first_seen(world, awake, &outage) else {
            continue;
        };
        let in_it = |at: f64| (outage.from..=outage.to).contains(&at);
        share.all += 1;
        if wrong.iter().any(|it| in_it(it.from) && it.to > seen_from) {
            share.part += 1;
        }
    }
    share
}

/// What would fall behind the end begins again at the start.
fn moved(world: &World, outage: &Outage, weeks: f64) -> Outage {
    let from = (outage.from + weeks * 7.0 * DAY).rem_euclid(world.length().max(1.0));
    Outage {
        from,
        to: from + outage.to - outage.from,
        ..outage.clone()
    }
}
