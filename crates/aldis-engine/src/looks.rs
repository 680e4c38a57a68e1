//! Looks in flight: so many at once, each with a deadline behind its own, none ever lost.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use aldis_core::{Event, Target};
use tokio::sync::Semaphore;
use tokio::task::{Id, JoinError, JoinSet};
use tokio::time::Instant;

use crate::clock::Clock;
use crate::log;
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
            Target::Control { .. } | Target::Resolver { .. } => &self.controls,
        };
        let task = self.tasks.spawn(run(
            Arc::clone(&self.prober),
            self.clock.clone(),
            Arc::clone(places),
            look,
        ));
        self.flying.insert(task.id(), flying);
    }

    /// A look that cannot even be tried ends like one that never answered: whoever ordered it is
    /// waiting for evidence.
    pub(crate) fn fail(&mut self, target: Target) {
        let flying = Flying {
            target: target.clone(),
            started: self.clock.read().wall,
            since: Instant::now(),
        };
        let event = Event::Looked {
            evidence: overrun(&target, Duration::ZERO),
            target,
            started: flying.started,
        };
        let task = self.tasks.spawn(std::future::ready(event));
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
        let flying = self.flying.remove(&error.id())?;
        let name = log::target(&flying.target);
        // What a panic says may hold anything.
        tracing::error!(name, panic = error.is_panic(), "a look ended abnormally");
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
            let name = log::target(&target);
            tracing::error!(name, "a look overran its deadline");
            overrun(&target, patience)
        });
    Event::Looked {
        target,
        started,
        evidence,
    }
}

#[cfg(test)]
mod tests {
    use aldis_core::catalogue::{Control, ProbeTarget, ServiceId, Surface};
    use aldis_core::evidence::{Evidence, Outcome, PageSight, Resolution, Sight, Timing};
    use aldis_core::settings::Proxy;
    use url::Url;

    use super::*;
    use crate::probe::Plan;

    /// Services hang; anything else answers.
    struct Hanging;

    impl Prober for Hanging {
        async fn look(&self, look: Look) -> Evidence {
            let outcome = Outcome::Answered { status: 200 };
            match look.plan {
                Plan::Edge(_) | Plan::Completion(..) => std::future::pending().await,
                Plan::Page { .. } => Evidence::Page(PageSight::Unreachable(outcome)),
                Plan::Name { .. } => Evidence::Resolved(Resolution::NoAnswer),
                Plan::Control(_) => Evidence::Control(Sight {
                    outcome,
                    timing: Timing::default(),
                }),
            }
        }
    }

    fn look(target: Target) -> Look {
        let url = Url::parse("http://one.example/").unwrap();
        let plan = match target {
            Target::Probe { surface, .. } => Plan::Edge(ProbeTarget {
                unconfirmed: false,
                completion: None,
                surface,
                url,
                alive: vec![200],
                challenge: false,
            }),
            Target::Page { .. } | Target::Control { .. } | Target::Resolver { .. } => {
                Plan::Control(Control {
                    operator: "one".to_owned(),
                    url,
                    status: 200,
                    body: None,
                })
            }
        };
        Look {
            target,
            plan,
            proxy: Proxy::None,
            deadline: Duration::from_secs(10),
        }
    }

    fn service(number: usize) -> Target {
        Target::Probe {
            service: ServiceId::new(format!("service-{number}")),
            surface: Surface::Web,
        }
    }

    #[tokio::test(start_paused = true)]
    async fn controls_never_wait_for_services_that_hang() {
        let mut looks = Looks::new(Hanging, Clock::system());
        for number in 0..3 * AT_ONCE {
            looks.start(look(service(number)));
        }
        looks.start(look(Target::Control { index: 0 }));
        let begun = Instant::now();
        let first = looks.next().await.unwrap();
        assert!(matches!(
            first,
            Event::Looked {
                target: Target::Control { index: 0 },
                ..
            }
        ));
        assert!(begun.elapsed() < Duration::from_secs(1));
    }

    #[tokio::test(start_paused = true)]
    async fn a_look_that_cannot_be_tried_brings_evidence_too() {
        let mut looks = Looks::new(Hanging, Clock::system());
        looks.fail(service(0));
        let Some(Event::Looked {
            target, evidence, ..
        }) = looks.next().await
        else {
            panic!("a look was lost")
        };
        assert_eq!(target, service(0));
        assert!(matches!(evidence, Evidence::Probe(_)), "{evidence:?}");
        assert!(looks.next().await.is_none() && looks.flying.is_empty());
    }

    #[tokio::test(start_paused = true)]
    async fn the_log_names_a_page_without_what_is_secret_in_its_address() {
        let log = Arc::new(std::sync::Mutex::new(Vec::new()));
        let writer = Arc::clone(&log);
        let lines = tracing_subscriber::fmt()
            .with_ansi(false)
            .with_writer(move || Lines(Arc::clone(&writer)))
            .finish();
        let _logging = tracing::subscriber::set_default(lines);
        let mut looks = Looks::new(Hanging, Clock::system());
        let url = Url::parse("https://one.example/summary?token=hunter2").unwrap();
        for _ in 0..2 {
            looks.start(Look {
                target: Target::Page { url: url.clone() },
                ..look(service(0))
            });
            assert!(looks.next().await.is_some());
            // A test on another thread may have met the line first, with nobody listening there.
            tracing::callsite::rebuild_interest_cache();
        }
        let text = String::from_utf8(log.lock().unwrap().clone()).unwrap();
        assert!(text.contains("page https://one.example/summary"), "{text}");
        assert!(!text.contains("hunter2"), "{text}");
    }

    struct Lines(Arc<std::sync::Mutex<Vec<u8>>>);

    impl std::io::Write for Lines {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            let mut lines = self.0.lock().map_err(|_| std::io::ErrorKind::Other)?;
            lines.extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[tokio::test(start_paused = true)]
    async fn every_look_brings_evidence_and_only_so_many_are_made_at_once() {
        let mut looks = Looks::new(Hanging, Clock::system());
        let begun = Instant::now();
        for number in 0..2 * AT_ONCE {
            looks.start(look(service(number)));
        }
        for ended in 1..=2 * AT_ONCE {
            let Some(Event::Looked { evidence, .. }) = looks.next().await else {
                panic!("a look was lost")
            };
            let Evidence::Probe(sight) = evidence else {
                panic!("{evidence:?}")
            };
            assert!(matches!(sight.outcome, Outcome::TimedOut { .. }));
            let round = if ended <= AT_ONCE { 1 } else { 2 };
            assert_eq!(begun.elapsed().as_secs(), 12 * round);
        }
        assert!(looks.next().await.is_none());
        assert!(looks.flying.is_empty());
    }
}
