//! Looks once at everything the catalogue names, staggered, and asks core what each look says of its
//! entry. The order is the catalogue's; an address is asked once, whoever names it.

use std::collections::HashMap;
use std::time::Duration;

use aldis_core::catalogue::{Catalogue, ProbeTarget, StatusSource, quorum};
use aldis_core::doctor::{self, Finding};
use aldis_core::evidence::{Evidence, Outcome};
use aldis_core::settings::{Proxy, is_loopback};
use aldis_core::{Order, ServiceId, Target};
use futures_util::StreamExt as _;
use futures_util::stream;
use url::Url;

use crate::probe::{Look, Plan, Prober};

/// How long one look may take.
const DEADLINE: Duration = Duration::from_secs(20);
/// Between the beginnings of two looks at other people's hosts.
const STAGGER: Duration = Duration::from_millis(250);
/// Looks that may wait for their answers at once.
const AT_ONCE: usize = 4;

/// One thing that an entry says, and whether it holds.
#[derive(Clone, Debug)]
pub struct Checked {
    /// Whose entry.
    pub entry: EntryName,
    /// What of it.
    pub part: CheckedPart,
    /// Whether it holds.
    pub finding: Finding,
}

/// An entry of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EntryName {
    /// A service.
    Service(ServiceId),
    /// An upstream, by its id.
    Upstream(String),
}

/// A part of an entry that can be looked at.
#[derive(Clone, Debug)]
pub enum CheckedPart {
    /// A status page.
    Page(StatusSource),
    /// A front door.
    Probe(ProbeTarget),
}

impl CheckedPart {
    /// Where it is.
    pub const fn url(&self) -> &Url {
        match self {
            Self::Page(source) => &source.url,
            Self::Probe(target) => &target.url,
        }
    }
}

/// Whether a round of the controls finds us online: enough operators answer as they should. Without
/// that, nothing that a look sees can be held against an entry.
pub async fn is_online(catalogue: &Catalogue, prober: &impl Prober, proxy: &Proxy) -> bool {
    let mut operators = Vec::new();
    for (index, control) in catalogue.controls.iter().enumerate() {
        let order = Order {
            target: Target::Control { index },
            deadline: DEADLINE,
        };
        let Some(look) = Look::plan(order, catalogue, proxy) else {
            continue;
        };
        let status = control.status;
        let answers = match prober.look(look).await {
            Evidence::Control(sight) => sight.outcome == Outcome::Answered { status },
            Evidence::Probe(_) | Evidence::Page(_) | Evidence::Resolved(_) => false,
        };
        if answers && !operators.contains(&&control.operator) {
            operators.push(&control.operator);
        }
    }
    operators.len() >= quorum(&catalogue.controls)
}

/// Looks at every page and every front door of the services in `only` (of all of them, and of the
/// upstreams, where there is no `only`), and tells `progress` how many looks of how many are done.
/// Models are not asked: that costs money.
pub async fn examine(
    catalogue: &Catalogue,
    only: &[ServiceId],
    prober: &impl Prober,
    proxy: &Proxy,
    mut progress: impl FnMut(usize, usize),
) -> Vec<Checked> {
    let parts = parts(catalogue, only);
    let places: Vec<Look> = looks(&parts, proxy);
    let all = places.len();
    progress(0, all);
    let mut wait = Duration::ZERO;
    let staggered = places.into_iter().map(|look| {
        let begins = wait;
        if !is_loopback(place(&look.plan)) {
            wait += STAGGER;
        }
        (begins, look)
    });
    let began = tokio::time::Instant::now();
    let mut looked = stream::iter(staggered.collect::<Vec<_>>())
        .map(|(begins, look)| async move {
            tokio::time::sleep_until(began + begins).await;
            (key(&look.plan), prober.look(look).await)
        })
        .buffer_unordered(AT_ONCE);
    let mut seen = HashMap::new();
    while let Some((key, evidence)) = looked.next().await {
        seen.insert(key, evidence);
        progress(seen.len(), all);
    }
    let checked = parts.into_iter().filter_map(|(entry, part)| {
        let evidence = seen.get(&key(&plan(&part)))?;
        let finding = judged(&part, evidence);
        Some(Checked {
            entry,
            part,
            finding,
        })
    });
    checked.collect()
}

fn judged(part: &CheckedPart, evidence: &Evidence) -> Finding {
    match (part, evidence) {
        (CheckedPart::Probe(target), Evidence::Probe(sight)) => doctor::probe(target, sight),
        (CheckedPart::Page(source), evidence) => doctor::page(source, evidence),
        (CheckedPart::Probe(_), _) => Finding::Holds,
    }
}

fn parts(catalogue: &Catalogue, only: &[ServiceId]) -> Vec<(EntryName, CheckedPart)> {
    let mut parts = Vec::new();
    let wanted = |id: &ServiceId| only.is_empty() || only.contains(id);
    let services = catalogue.services.iter();
    for service in services.filter(|it| wanted(&it.id) && !it.retired) {
        let name = || EntryName::Service(service.id.clone());
        let doors = service.probes.iter().filter(|it| it.completion.is_none());
        parts.extend(pages(&service.status).map(|part| (name(), part)));
        parts.extend(doors.map(|target| (name(), CheckedPart::Probe(target.clone()))));
    }
    if only.is_empty() {
        for upstream in &catalogue.upstreams {
            let name = || EntryName::Upstream(upstream.id.clone());
            parts.extend(pages(&upstream.status).map(|part| (name(), part)));
        }
    }
    parts
}

fn pages(sources: &[StatusSource]) -> impl Iterator<Item = CheckedPart> {
    sources.iter().cloned().map(CheckedPart::Page)
}

/// One look for each address and way of looking.
fn looks(parts: &[(EntryName, CheckedPart)], proxy: &Proxy) -> Vec<Look> {
    let mut keys = Vec::new();
    let mut looks = Vec::new();
    for (entry, part) in parts {
        let plan = plan(part);
        let key = key(&plan);
        if keys.contains(&key) {
            continue;
        }
        keys.push(key);
        looks.push(Look {
            target: target(entry, part),
            plan,
            proxy: proxy.clone(),
            deadline: DEADLINE,
        });
    }
    looks
}

fn plan(part: &CheckedPart) -> Plan {
    match part {
        CheckedPart::Page(source) => Plan::Page {
            url: source.url.clone(),
            format: source.format,
        },
        CheckedPart::Probe(target) => Plan::Edge(target.clone()),
    }
}

fn target(entry: &EntryName, part: &CheckedPart) -> Target {
    match (entry, part) {
        (EntryName::Service(service), CheckedPart::Probe(target)) => Target::Probe {
            service: service.clone(),
            surface: target.surface,
        },
        (_, part) => Target::Page {
            url: part.url().clone(),
        },
    }
}

const fn place(plan: &Plan) -> &Url {
    match plan {
        Plan::Edge(target) | Plan::Completion(target, _) => &target.url,
        Plan::Page { url, .. } => url,
        Plan::Control(control) => &control.url,
        Plan::Name { resolver, .. } => resolver,
    }
}

/// What makes two looks the same look.
fn key(plan: &Plan) -> String {
    match plan {
        Plan::Page { url, format } => format!("{} {url}", format.word()),
        Plan::Edge(target) => format!("probe {:?} {}", target.alive, target.url),
        Plan::Completion(..) | Plan::Control(_) | Plan::Name { .. } => {
            format!("other {}", place(plan))
        }
    }
}
