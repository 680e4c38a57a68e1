//! What the vendor's page says at each moment: a real document of each state, read once.

use aldis_core::Timestamp;
use aldis_core::evidence::PageSight;
use aldis_core::page::{self, Format};
use serde_json::{Value, json};

use super::{Impact, Outage, World};

/// A resolved incident stays on the page for a day.
const SHOWN_AFTER_S: f64 = 86_400.0;

/// What the page says, by the second from which it says so.
#[derive(Debug)]
pub(super) struct Pages {
    states: Vec<(f64, PageSight)>,
}

impl Pages {
    pub(super) fn of(world: &World) -> Self {
        let changes = world.outages.iter().flat_map(|outage| {
            let gone = outage.resolved_post.map(|at| at + SHOWN_AFTER_S);
            [
                outage.posted,
                outage.monitoring_post,
                outage.resolved_post,
                gone,
            ]
        });
        let mut changes: Vec<f64> = changes.flatten().chain([f64::NEG_INFINITY]).collect();
        changes.sort_by(f64::total_cmp);
        changes.dedup();
        let states = changes.into_iter().map(|at| (at, state(world, at)));
        Self {
            states: states.collect(),
        }
    }

    pub(super) fn at(&self, at: f64) -> PageSight {
        let after = self.states.partition_point(|(from, _)| *from <= at);
        let (_, sight) = &self.states[after.saturating_sub(1)];
        sight.clone()
    }
}

impl Outage {
    /// Whether the page calls it open at second `at`.
    pub fn is_posted(&self, at: f64) -> bool {
        self.posted.is_some_and(|posted| posted <= at)
            && self.resolved_post.is_none_or(|resolved| at < resolved)
    }

    fn is_shown(&self, at: f64) -> bool {
        self.posted.is_some_and(|posted| posted <= at)
            && self.resolved_post.is_none_or(|it| at < it + SHOWN_AFTER_S)
    }
}

fn state(world: &World, at: f64) -> PageSight {
    let text = document(world, at).to_string();
    match page::parse(Format::Statuspage, text.as_bytes()) {
        Ok(report) => PageSight::Read(Box::new(report)),
        Err(error) => PageSight::Unreadable(error),
    }
}

fn document(world: &World, at: f64) -> Value {
    let worst = world.outages.iter().filter(|it| it.is_posted(at));
    let worst = worst.map(|it| it.impact).max().unwrap_or(Impact::None);
    let stamp = |seconds: f64| moment(world, seconds).to_string();
    let now = stamp(at.max(0.0));
    let shown = world.outages.iter().enumerate();
    let incidents: Vec<Value> = shown
        .filter(|(_, it)| it.is_shown(at))
        .map(|(index, it)| {
            let posted = stamp(it.posted.unwrap_or(it.from));
            let resolved = it.resolved_post.filter(|resolved| *resolved <= at);
            let fixed = it.monitoring_post.filter(|fixed| *fixed <= at).map(stamp);
            let status = match (&fixed, resolved) {
                (_, Some(_)) => "resolved",
                (Some(_), None) => "monitoring",
                (None, None) => "investigating",
            };
            let updates = fixed.map(|fixed| {
                json!({
                    "id": format!("incident-{index}-fixed"), "status": "monitoring",
                    "body": "A fix is in place.", "incident_id": format!("incident-{index}"),
                    "created_at": fixed, "updated_at": fixed, "display_at": fixed,
                    "affected_components": null
                })
            });
            let updates: Vec<Value> = updates.into_iter().collect();
            json!({
                "id": format!("incident-{index}"), "name": "Elevated errors",
                "status": status,
                "impact": word(it.impact),
                "created_at": posted, "started_at": posted,
                "updated_at": resolved.map_or_else(|| posted.clone(), stamp),
                "resolved_at": resolved.map(stamp),
                "shortlink": "https://status.vendor.example/incident",
                "page_id": "page", "incident_updates": updates, "components": []
            })
        })
        .collect();
    json!({
        "page": {
            "id": "page", "name": "Vendor", "url": "https://status.vendor.example",
            "time_zone": "Etc/UTC", "updated_at": now
        },
        "status": { "indicator": word(worst), "description": "" },
        "components": [{
            "id": "main", "name": "Chat", "status": component(worst),
            "created_at": stamp(0.0), "updated_at": now, "position": 1, "description": null,
            "showcase": true, "start_date": null, "group_id": null, "page_id": "page",
            "group": false, "only_show_if_degraded": false
        }],
        "incidents": incidents,
        "scheduled_maintenances": []
    })
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "worlds end after ten years: milliseconds fit"
)]
pub(super) fn moment(world: &World, seconds: f64) -> Timestamp {
    let start = world.start.as_millis();
    Timestamp::from_millis(start + (seconds * 1_000.0).round() as i64)
}

const fn word(impact: Impact) -> &'static str {
    match impact {
        Impact::None => "none",
        Impact::Minor => "minor",
        Impact::Major => "major",
        Impact::Critical => "critical",
    }
}

const fn component(worst: Impact) -> &'static str {
    match worst {
        Impact::None => "operational",
        Impact::Minor => "degraded_performance",
        Impact::Major => "partial_outage",
        Impact::Critical => "major_outage",
    }
}
