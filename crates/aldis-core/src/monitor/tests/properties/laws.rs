//! What holds whatever happens.

use std::collections::BTreeMap;
use std::time::Duration;

use proptest::prelude::*;

use crate::ablation::Ablation;
use crate::belief::Beside;
use crate::catalogue::{ServiceId, Surface};
use crate::health::Health;
use crate::likelihood::PageSign;
use crate::monitor::tests::world::{Since, World};
use crate::monitor::watched::{SurfaceState, Watched};
use crate::present::notice::{Notice, NoticeKind};
use crate::thrift::Thrift;
use crate::time::Timestamp;

/// Those at rest are assessed this often at least.
const AT_REST: Duration = Duration::from_secs(10);
/// A page read this lately always counts.
const PAGE_FRESH: Duration = Duration::from_secs(15 * 60);

/// After every event: no timer in the past, no green without fresh evidence, no belief that is none, no
/// word about who is muted, nothing in history out of its order.
pub(super) fn always(world: &World) {
    let now = world.now;
    let wake_at = world.monitor.wake_at();
    assert!(wake_at.is_none_or(|at| at >= now), "{wake_at:?} at {now}");
    for watched in &world.monitor.watched {
        is_green_for_a_reason(world, watched);
        for surface in &watched.surfaces {
            is_a_belief(surface, now);
        }
        incidents_are_in_order(world, watched);
    }
    if let Some(last) = world.notices.last().filter(|it| it.at == now) {
        let back = matches!(last.kind, NoticeKind::Recovery { .. });
        let mut about = last.services.iter();
        let heard = about.any(|(id, _)| !world.monitor.is_muted(id));
        assert!(back || heard, "{last:?}");
    }
}

fn is_green_for_a_reason(world: &World, watched: &Watched) {
    if !world.monitor.vantage().may_judge() {
        assert_eq!(watched.health, Health::Unknown, "{}", watched.service.id);
    }
    if watched.health != Health::Operational {
        return;
    }
    let within = |at: Option<Timestamp>, window: Duration| {
        at.is_some_and(|at| world.now.since(at) <= window + AT_REST)
    };
    let mut surfaces = watched.surfaces.iter();
    let answered = surfaces.any(|it| within(it.worked_at, window(world, watched, it)));
    let page = &watched.official.status;
    let reported = page.trouble.is_none() && within(page.read_at, PAGE_FRESH);
    let mut surfaces = watched.surfaces.iter();
    let contradicted = surfaces.any(|it| {
        let last = it.belief.looks().last();
        last.is_some_and(|look| look.at >= fresh_from(world, watched, it) && !look.sign.is_good())
    });
    assert!(
        answered || reported && !contradicted,
        "{} at {}",
        watched.service.id,
        world.now
    );
}

fn fresh_from(world: &World, watched: &Watched, surface: &SurfaceState) -> Timestamp {
    let monitor = &world.monitor;
    monitor.fresh_from(watched, surface.probe.surface, world.now)
}

/// Three missed looks and half a minute.
fn window(world: &World, watched: &Watched, surface: &SurfaceState) -> Duration {
    let is_door = |it: &&SurfaceState| it.probe.surface != Surface::Completion;
    let doors = u32::try_from(watched.surfaces.iter().filter(is_door).count()).unwrap();
    let spared = world.monitor.thrift_lately(world.now) != Thrift::None;
    let every = match (surface.probe.surface, spared) {
        (Surface::Completion, _) => Duration::from_secs(300),
        (Surface::Web | Surface::Api, true) => Duration::from_secs(600) * doors,
        (Surface::Web | Surface::Api, false) => Duration::from_secs(60) * doors,
    };
    every * 3 + Duration::from_secs(30)
}

fn is_a_belief(surface: &SurfaceState, now: Timestamp) {
    for look in surface.belief.looks() {
        assert!(look.moved.is_finite(), "{look:?}");
        assert!((0.0..=1.0).contains(&look.weight), "{look:?}");
    }
    for page in [PageSign::Nothing, PageSign::Silent, PageSign::Critical] {
        let beside = Beside {
            page,
            said_broken: true,
            sibling_answers: false,
            upstream_out: true,
            loss: 0.0,
            fresh_from: now,
            without: Ablation::default(),
            patience: Duration::ZERO,
        };
        let posterior = surface
            .belief
            .posterior(beside, now, crate::pace::Tempo::REAL);
        let shares = [posterior.bad(), posterior.out_share()];
        let sound = shares.iter().all(|it| (0.0..=1.0 + 1e-9).contains(it));
        assert!(sound, "{posterior:?}");
    }
}

fn incidents_are_in_order(world: &World, watched: &Watched) {
    let id = &watched.service.id;
    let incidents = world.monitor.ledger.all();
    let own = || incidents.iter().filter(|it| it.service == *id);
    let open = own().filter(|it| it.ended.is_none()).count();
    assert!(open <= 1, "{id} has {open} open incidents");
    assert!(
        open == 0 || watched.health != Health::Operational,
        "{id} is green with an open incident"
    );
    assert!(own().all(|it| it.ended.is_none_or(|ended| ended >= it.began)));
}

/// To at least one service it names every notice is news: trouble where none or milder was told, that
/// it will not settle once, a recovery only where trouble was, or where it was asked for. Where the end
/// of an incident fell into a time of silence, the next trouble follows trouble.
pub(super) fn tells_each_change_once<'a>(
    notices: impl Iterator<Item = (&'a Notice, &'a BTreeMap<ServiceId, Since>)>,
) -> Result<(), TestCaseError> {
    let mut told: BTreeMap<ServiceId, &str> = BTreeMap::new();
    for (notice, since) in notices {
        let word = notice.kind.word();
        let is_news = |id: &ServiceId, before: Option<&str>| {
            let since = since.get(id).copied().unwrap_or_default();
            let untold_end = since.over && since.hushed;
            match word {
                "recovery" => since.asked || before.is_some_and(|it| it != "recovery"),
                "degraded" => untold_end || before.is_none_or(|it| it == "recovery"),
                "unstable" => untold_end || before != Some("unstable"),
                _ => untold_end || before.is_none_or(|it| matches!(it, "recovery" | "degraded")),
            }
        };
        let about = notice.services.iter().map(|(id, _)| id.clone());
        let before: Vec<_> = about
            .map(|id| (told.insert(id.clone(), word), id))
            .collect();
        let news = before.iter().any(|(before, id)| is_news(id, *before));
        prop_assert!(news, "{before:?}, {since:?}, and then {notice:?}");
    }
    Ok(())
}

/// What was told in this world, and what had happened to those it names.
pub(super) fn told(world: &World) -> impl Iterator<Item = (&Notice, &BTreeMap<ServiceId, Since>)> {
    world.notices.iter().zip(&world.before)
}
