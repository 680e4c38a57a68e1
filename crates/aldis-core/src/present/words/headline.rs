//! The sentence at the top of the window and the one below it.

use super::Words;
use crate::health::{Confidence, Health};
use crate::present::tray::{Lamp, lamp_of};
use crate::present::{is_suspected, worst_first};
use crate::snapshot::{Here, Reason, ServiceStatus, Snapshot};
use crate::time::Timestamp;
use crate::vantage::{Culprit, Vantage};

impl Words {
    /// "ChatGPT is down. It's them, not you."
    pub fn headline(&self, snapshot: &Snapshot) -> String {
        if snapshot.services.is_empty() {
            return self.label("headline-nothing-watched");
        }
        if let Some(culprit) = self.culprit(snapshot) {
            return culprit;
        }
        match snapshot.vantage {
            Vantage::Waking if snapshot.checked_at.is_none() => {
                return self.label("headline-first-look");
            }
            Vantage::Waking => return self.label("headline-waking"),
            Vantage::Captive => return self.label("headline-captive"),
            Vantage::Offline => return self.label("headline-offline"),
            Vantage::Impaired => return self.label("headline-impaired"),
            Vantage::Online => {}
        }
        let (worst, affected) = affected(snapshot);
        let names = affected
            .iter()
            .map(|one| one.name.as_str())
            .collect::<Vec<_>>();
        let key = match worst {
            Lamp::Well => return self.well(snapshot),
            Lamp::CannotSee if affected.len() == snapshot.services.len() => {
                let fresh = |one: &&ServiceStatus| one.reason == Reason::NotLookedYet;
                return self.label(if affected.iter().all(fresh) {
                    "headline-first-look"
                } else {
                    "headline-unseen-all"
                });
            }
            Lamp::CannotSee => "headline-unseen",
            Lamp::Maintenance => "headline-maintenance",
            Lamp::SomethingOff => off(&affected),
            Lamp::Outage => out(&affected),
        };
        self.text(
            key,
            [
                ("count", names.len().into()),
                ("names", self.list(&names).into()),
            ],
        )
    }

    /// What keeps us from seeing, where it can be named.
    fn culprit(&self, snapshot: &Snapshot) -> Option<String> {
        let culprit = snapshot.culprit.filter(|_| !snapshot.vantage.may_judge())?;
        Some(self.label(match culprit {
            Culprit::Slow => "headline-impaired",
            Culprit::Resolver => "headline-resolver",
            Culprit::Proxy => "headline-proxy",
            Culprit::Interception => "headline-interception",
            Culprit::Clock => "headline-clock",
        }))
    }

    /// The sentence under the headline: why, or when it was last looked at.
    pub fn detail(&self, snapshot: &Snapshot) -> String {
        if !snapshot.vantage.may_judge() {
            return self.vantage(snapshot.vantage, snapshot.culprit, snapshot.controls);
        }
        let (worst, affected) = affected(snapshot);
        let looked = snapshot.checked_at.map(|at| {
            let time = self.clock_seconds(at, snapshot.at);
            self.text("detail-looked", [("time", time.into())])
        });
        match (worst, affected.as_slice(), looked) {
            (Lamp::Well, _, Some(looked)) => looked,
            (_, [], looked) => looked.unwrap_or_default(),
            (_, [only], _) => self.detail_of(only, snapshot, false),
            (_, [first, ..], _) => self.detail_of(first, snapshot, true),
        }
    }

    /// "14:02"; "14:02 at the latest" where nobody saw it begin.
    pub(super) fn since(
        &self,
        at: Timestamp,
        service: &ServiceStatus,
        snapshot: &Snapshot,
    ) -> String {
        let time = self.clock(at, snapshot.at);
        let mut incidents = snapshot.incidents.iter();
        let incident = incidents.find(|it| Some(&it.id) == service.incident.as_ref());
        if incident.is_some_and(|it| it.began == at && it.worked_before().is_some()) {
            self.text("clock-at-the-latest", [("time", time.into())])
        } else {
            time
        }
    }

    fn detail_of(&self, service: &ServiceStatus, snapshot: &Snapshot, named: bool) -> String {
        let reason = self.reason(&service.reason);
        let since = service.since.map(|at| self.since(at, service, snapshot));
        let name = service.name.as_str();
        match (since, named) {
            (None, false) => reason,
            (None, true) => self.text(
                "detail-of",
                [("name", name.into()), ("reason", reason.into())],
            ),
            (Some(time), false) => self.text(
                "detail-since",
                [("time", time.into()), ("reason", reason.into())],
            ),
            (Some(time), true) => self.text(
                "detail-of-since",
                [
                    ("name", name.into()),
                    ("time", time.into()),
                    ("reason", reason.into()),
                ],
            ),
        }
    }

    fn well(&self, snapshot: &Snapshot) -> String {
        match snapshot.services.as_slice() {
            [only] => self.text("headline-well-one", [("name", only.name.as_str().into())]),
            [..] => self.label("headline-well"),
        }
    }
}

/// The worst lamp any service lights, and the services that light it.
fn affected(snapshot: &Snapshot) -> (Lamp, Vec<&ServiceStatus>) {
    let services = worst_first(snapshot);
    let worst = services
        .first()
        .map_or(Lamp::CannotSee, |one| lamp_of(one, snapshot.vantage));
    let affected = services
        .into_iter()
        .filter(|one| lamp_of(one, snapshot.vantage) == worst)
        .collect();
    (worst, affected)
}

fn out(affected: &[&ServiceStatus]) -> &'static str {
    let all = |test: fn(&ServiceStatus) -> bool| affected.iter().all(|one| test(one));
    if all(|one| matches!(one.reason, Reason::Recovering { .. })) {
        "headline-recovering"
    } else if all(|one| one.confidence == Some(Confidence::Reported)) {
        "headline-reported-down"
    } else if all(|one| one.confidence == Some(Confidence::Likely)) {
        "headline-likely-down"
    } else if all(|one| one.health == Health::PartialOutage) {
        "headline-partly-down"
    } else {
        "headline-down"
    }
}

fn off(affected: &[&ServiceStatus]) -> &'static str {
    let all = |test: fn(&ServiceStatus) -> bool| affected.iter().all(|one| test(one));
    if all(is_suspected) {
        "headline-confirming"
    } else if all(|one| matches!(one.reason, Reason::Recovering { .. })) {
        "headline-recovering"
    } else if all(|one| {
        matches!(
            one.reason,
            Reason::VendorReports {
                here: Here::Works | Here::WorksAgain,
                ..
            }
        )
    }) {
        "headline-reported-works-here"
    } else if all(|one| matches!(one.reason, Reason::VendorReports { .. })) {
        "headline-reported"
    } else {
        "headline-degraded"
    }
}
