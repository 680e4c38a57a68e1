//! Looks in flight: so many at once, each with a deadline behind its own, none ever lost.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use aldis_core::{Event, Target};
use tokio::sync::Semaphore;
use tokio::task::{Id, JoinError, JoinSet};
use tokio::time::Instant;

use crate::clock::Clock;
use crate::probe::{Look, Prober, overrun};

/// Looks at services and pages at once.
const AT_ONCE: usize = 8;
/// Controls have places of their own: hanging vendors never keep us from learning that we are offline.
const CONTROLS_AT_ONCE: usize = 3;
/// A prober keeps its deadline by itself; this long after it, it is no longer believed to.
const GRACE: Duration = Duration::from_secs(2);

/// Looks in flight.
#[derive(Debug)]
pub(crate) struct Looks<P> {
    prober: Arc<P>,
    clock: Clock,
    tasks: JoinSet<Event>,
    flying: HashMap<Id, Flying>,
    services: Arc<Semaphore>,
    controls: Arc<Semaphore>,
}

#[derive(Debug)]
struct Flying {
    target: Target,
    started: aldis_core::Timestamp,
    since: Instant,
}

impl<P: Prober> Looks<P> {
    pub(crate) fn new(prober: P, clock: Clock) -> Self {
        Self {
            prober: Arc::new(prober),
            clock,
            tasks: JoinSet::new(),
            flying: HashMap::new(),
            services: Arc::new(Semaphore::new(AT_ONCE)),
            controls: Arc::new(Semaphore::new(CONTROLS_AT_ONCE)),
        }
    }

    pub(crate) fn forget_pages(&self) {
        self.prober.forget_pages();
    }

    pub(crate) fn start(&mut self, look: Look) {
        let flying = Flying {
            target: look.target.clone(),
            started: self.clock.read().wall,
            since: Instant::now(),
        };
        let places = match look.target {
            Target::Probe { .. } | Target::Page { .. } => &self.services,
            Target::Control { .. } => &self.controls,
        };
        let task = self.tasks.spawn(run(
            Arc::clone(&self.prober),
            self.clock.clone(),
            Arc::clone(places),
            look,
        ));
        self.flying.insert(task.id(), flying);
    }

    /// The next look that ends; `None` when none is in flight.
    pub(crate) async fn next(&mut self) -> Option<Event> {
        match self.tasks.join_next_with_id().await? {
            Ok((id, event)) => {
                self.flying.remove(&id);
                Some(event)
            }
            Err(error) => self.lost(&error),
        }
    }

    /// A look that panicked still brings evidence: what never answered is a look that timed out.
    fn lost(&mut self, error: &JoinError) -> Option<Event> {
        tracing::error!(%error, "a look ended abnormally");
        let flying = self.flying.remove(&error.id())?;
        Some(Event::Looked {
            evidence: overrun(&flying.target, flying.since.elapsed()),
            target: flying.target,
            started: flying.started,
        })
    }
}

async fn run<P: Prober>(prober: Arc<P>, clock: Clock, places: Arc<Semaphore>, look: Look) -> Event {
    // The semaphore is never closed; without a permit the look is made all the same.
    let _place = places.acquire().await.ok();
    let started = clock.read().wall;
    let (target, patience) = (look.target.clone(), look.deadline + GRACE);
    let evidence = tokio::time::timeout(patience, prober.look(look))
        .await
        .unwrap_or_else(|_| {
            tracing::error!(?target, "a look overran its deadline");
            overrun(&target, patience)
        });
    Event::Looked {
        target,
        started,
        evidence,
    }
}
