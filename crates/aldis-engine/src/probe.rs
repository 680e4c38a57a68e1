//! Looks at the world: one file per way of looking. Never an error: failing to reach somebody is an
//! observation. Nothing else in Aldis opens a network connection, but for the webhook over
//! the same [`wire`].

pub(crate) mod classify;
mod control;
mod edge;
mod page;
mod resolve;
mod resolver;
pub(crate) mod trace;
pub(crate) mod wire;

use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use aldis_core::catalogue::{Catalogue, Completion, Control, ProbeTarget};
use aldis_core::evidence::{Evidence, Outcome, PageSight, Phase, Resolution, Sight, Timing};
use aldis_core::page::Format;
use aldis_core::settings::Proxy;
use aldis_core::{Order, Target};
use anyhow::Context;
use tokio::time::Instant;
use url::Url;

use crate::completion;
use crate::keys::{KeyError, KeyStore, SystemKeys};

pub(crate) use classify::destination;
pub use wire::BODY_LIMIT;

/// A look to be made, with everything it needs to know.
#[derive(Clone, Debug)]
pub struct Look {
    /// What is looked at, as ordered.
    pub target: Target,
    /// How.
    pub plan: Plan,
    /// How to reach the network.
    pub proxy: Proxy,
    /// How long it may take in all.
    pub deadline: Duration,
}

/// How to look at a target.
#[derive(Clone, Debug)]
pub enum Plan {
    /// At a surface of a service.
    Edge(ProbeTarget),
    /// At a model.
    Completion(ProbeTarget, Completion),
    /// At a status page.
    Page {
        /// Its address.
        url: Url,
        /// What it is written in.
        format: Format,
    },
    /// At a control.
    Control(Control),
    /// Up a name.
    Name {
        /// Where the resolver is asked.
        resolver: Url,
        /// What for.
        name: String,
    },
}

impl fmt::Debug for NetProber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NetProber").finish_non_exhaustive()
    }
}

/// Whoever makes looks: the network, or a script in tests.
pub trait Prober: Send + Sync + 'static {
    /// Looks once. The deadline is the prober's to keep; the engine keeps a later one behind it.
    fn look(&self, look: Look) -> impl Future<Output = Evidence> + Send;

    /// Readings of status pages may have been thrown away: "unchanged" would mean nothing, also of
    /// looks that are in flight.
    fn forget_pages(&self) {}
}

impl Look {
    /// What `order` asks for, from the catalogue in force; `None` if it names nothing in it.
    pub fn plan(order: Order, catalogue: &Catalogue, proxy: &Proxy) -> Option<Self> {
        let plan = match &order.target {
            Target::Probe { service, surface } => {
                let probes = &catalogue.service(service)?.probes;
                let probe = probes.iter().find(|probe| probe.surface == *surface)?;
                match &probe.completion {
                    Some(completion) => Plan::Completion(probe.clone(), completion.clone()),
                    None => Plan::Edge(probe.clone()),
                }
            }
            Target::Page { url } => {
                let services = catalogue.services.iter().flat_map(|entry| &entry.status);
                let upstreams = catalogue.upstreams.iter().flat_map(|entry| &entry.status);
                let source = services
                    .chain(upstreams)
                    .find(|source| source.url == *url)?;
                Plan::Page {
                    url: url.clone(),
                    format: source.format,
                }
            }
            Target::Control { index } => Plan::Control(catalogue.controls.get(*index)?.clone()),
            Target::Resolver { index, name } => Plan::Name {
                resolver: catalogue.resolvers.get(*index)?.url.clone(),
                name: name.clone(),
            },
        };
        Some(Self {
            target: order.target,
            plan,
            proxy: proxy.clone(),
            deadline: order.deadline,
        })
    }
}

/// The evidence of a look that never came to an end of its own.
pub(crate) fn overrun(target: &Target, total: Duration) -> Evidence {
    let outcome = Outcome::TimedOut {
        phase: Phase::FirstByte,
    };
    let sight = |outcome| Sight {
        outcome,
        timing: Timing {
            total,
            ..Timing::default()
        },
    };
    match target {
        Target::Probe { .. } => Evidence::Probe(sight(outcome)),
        Target::Control { .. } => Evidence::Control(sight(outcome)),
        Target::Page { .. } => Evidence::Page(PageSight::Unreachable(outcome)),
        Target::Resolver { .. } => Evidence::Resolved(Resolution::NoAnswer),
    }
}

/// Looks over the real network.
#[derive(Clone)]
pub struct NetProber {
    wire: wire::Wire,
    validators: Arc<page::Validators>,
    keys: Arc<dyn KeyStore>,
}

impl NetProber {
    /// Trusts the system's root certificates and uses the system's key store.
    pub fn new() -> anyhow::Result<Self> {
        Self::with_keys(SystemKeys)
    }

    /// The same with keys from elsewhere.
    pub fn with_keys(keys: impl KeyStore) -> anyhow::Result<Self> {
        let wire = wire::Wire::new().context("failed to set up TLS")?;
        Ok(Self::over(wire, keys))
    }

    fn over(wire: wire::Wire, keys: impl KeyStore) -> Self {
        Self {
            wire,
            validators: Arc::default(),
            keys: Arc::new(keys),
        }
    }

    /// Asks the key store, which may itself wait for a person, and then the model in what is left of
    /// the time. A key that is not there is nobody's outage.
    async fn complete(
        &self,
        target: &ProbeTarget,
        completion: &Completion,
        proxy: &Proxy,
        deadline: Duration,
    ) -> Sight {
        let began = Instant::now();
        let (keys, name) = (Arc::clone(&self.keys), completion.key.clone());
        let fetching = tokio::task::spawn_blocking(move || keys.get(&name));
        let key = match tokio::time::timeout(deadline / 2, fetching).await {
            Ok(Ok(Ok(Some(key)))) => Ok(key),
            Ok(Ok(Ok(None) | Err(KeyError::NotAKey))) => Err(Outcome::NoKey),
            Ok(Ok(Err(error))) => {
                tracing::warn!(%error, "no key for a completion");
                Err(Outcome::NoKeyStore)
            }
            Ok(Err(_)) | Err(_) => Err(Outcome::NoKeyStore),
        };
        match key {
            Ok(key) => {
                let left = deadline.saturating_sub(began.elapsed());
                completion::probe(&self.wire, target, (completion, &key), proxy, left).await
            }
            Err(outcome) => Sight {
                outcome,
                timing: Timing {
                    total: began.elapsed(),
                    ..Timing::default()
                },
            },
        }
    }
}

impl Prober for NetProber {
    async fn look(&self, look: Look) -> Evidence {
        let (proxy, deadline) = (&look.proxy, look.deadline);
        match &look.plan {
            Plan::Edge(target) => {
                Evidence::Probe(edge::probe(&self.wire, target, proxy, deadline).await)
            }
            Plan::Completion(target, completion) => {
                Evidence::Probe(self.complete(target, completion, proxy, deadline).await)
            }
            Plan::Control(control) => {
                Evidence::Control(control::probe(&self.wire, control, proxy, deadline).await)
            }
            Plan::Page { url, format } => {
                let document = (url, *format);
                let validators = &self.validators;
                let sight = page::probe(&self.wire, validators, document, proxy, deadline).await;
                Evidence::Page(sight)
            }
            Plan::Name { resolver, name } => {
                let asked = (resolver, name.as_str());
                Evidence::Resolved(resolver::probe(&self.wire, asked, proxy, deadline).await)
            }
        }
    }

    fn forget_pages(&self) {
        self.validators.clear();
    }
}

#[cfg(test)]
mod tests;
