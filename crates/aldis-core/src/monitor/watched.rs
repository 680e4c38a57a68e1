//! What is known of one watched service and its surfaces.

use std::collections::VecDeque;
use std::time::Duration;

use crate::belief::{Belief, Opinion};
use crate::catalogue::{ProbeTarget, Service, Surface};
use crate::event::Target;
use crate::evidence::{Outcome, Sight};
use crate::health::{Confidence, Health};
use crate::snapshot::{ProbeStatus, Reason, Says, Span};
use crate::time::Timestamp;

/// How much of the past is shown.
const STRIP: Duration = Duration::from_secs(24 * 3_600);
/// Good looks from which the usual latency is taken.
const LATENCIES: usize = 60;

/// One watched service.
#[derive(Clone, Debug)]
pub(super) struct Watched {
    pub(super) service: Service,
    pub(super) surfaces: Vec<SurfaceState>,
    pub(super) health: Health,
    pub(super) confidence: Option<Confidence>,
    pub(super) reason: Reason,
    pub(super) since: Option<Timestamp>,
    pub(super) spans: VecDeque<Span>,
}

/// One surface of it.
#[derive(Clone, Debug)]
pub(super) struct SurfaceState {
    pub(super) probe: ProbeTarget,
    pub(super) belief: Belief,
    pub(super) opinion: Opinion,
    pub(super) last: Option<ProbeStatus>,
    pub(super) worked_at: Option<Timestamp>,
    /// When the first failure that still counts was, and how it failed.
    pub(super) first_failure: Option<(Timestamp, Outcome)>,
    /// The same of the last one.
    pub(super) last_failure: Option<(Timestamp, Outcome)>,
    /// First good look of the streak that is going on.
    pub(super) good_since: Option<Timestamp>,
    pub(super) retry_after: Option<Duration>,
    latencies: VecDeque<Duration>,
}

impl Watched {
    pub(super) fn new(service: Service, spans: Vec<Span>, now: Timestamp) -> Self {
        let mut spans = VecDeque::from(spans);
        if let Some(last) = spans.back().copied().filter(|last| last.to < now) {
            spans.push_back(Span {
                from: last.to,
                to: now,
                health: Health::Unknown,
            });
        }
        Self {
            surfaces: service
                .probes
                .iter()
                .cloned()
                .map(SurfaceState::new)
                .collect(),
            health: Health::Unknown,
            confidence: None,
            reason: Reason::NotLookedYet,
            since: None,
            spans,
            service,
        }
    }

    /// The same service after its catalogue entry changed.
    pub(super) fn fitted_to(mut self, service: Service) -> Self {
        let mut known = std::mem::take(&mut self.surfaces);
        self.surfaces = service
            .probes
            .iter()
            .map(
                |probe| match known.iter().position(|it| it.probe == *probe) {
                    Some(index) => known.swap_remove(index),
                    None => SurfaceState::new(probe.clone()),
                },
            )
            .collect();
        Self { service, ..self }
    }

    pub(super) fn targets(&self) -> impl Iterator<Item = Target> + '_ {
        self.surfaces.iter().map(|it| Target::Probe {
            service: self.service.id.clone(),
            surface: it.probe.surface,
        })
    }

    pub(super) fn surface_mut(&mut self, surface: Surface) -> Option<&mut SurfaceState> {
        self.surfaces
            .iter_mut()
            .find(|it| it.probe.surface == surface)
    }

    /// Carries the health of now into the strip of the last 24 hours.
    pub(super) fn mark(&mut self, now: Timestamp) {
        let from = now - STRIP;
        while self.spans.front().is_some_and(|oldest| oldest.to <= from) {
            self.spans.pop_front();
        }
        match self.spans.back_mut() {
            Some(last) if last.health == self.health => last.to = last.to.max(now),
            Some(last) => {
                last.to = last.to.max(now);
                let from = last.to;
                self.spans.push_back(Span {
                    from,
                    to: from,
                    health: self.health,
                });
            }
            None => self.spans.push_back(Span {
                from: now,
                to: now,
                health: self.health,
            }),
        }
    }

    /// Nothing was observed for `gap` up to `now`: an honest hole in the strip.
    pub(super) fn hole(&mut self, gap: Duration, now: Timestamp) {
        let from = now - gap;
        if let Some(last) = self.spans.back_mut() {
            last.to = last.to.min(from).max(last.from);
            let from = last.to;
            self.spans.push_back(Span {
                from,
                to: now,
                health: Health::Unknown,
            });
        }
    }
}

impl SurfaceState {
    fn new(probe: ProbeTarget) -> Self {
        Self {
            probe,
            belief: Belief::default(),
            opinion: Opinion::Blank,
            last: None,
            worked_at: None,
            first_failure: None,
            last_failure: None,
            good_since: None,
            retry_after: None,
            latencies: VecDeque::new(),
        }
    }

    /// What a look says about the service, taken by itself and with our own network fine.
    pub(super) fn says(&self, outcome: &Outcome) -> Says {
        match outcome {
            Outcome::Answered { status } if *status >= 500 => Says::Fails,
            Outcome::Answered { status } if self.probe.alive.contains(status) => Says::Works,
            Outcome::Refused
            | Outcome::Reset { .. }
            | Outcome::TimedOut { .. }
            | Outcome::NameUnknown => Says::Fails,
            Outcome::Answered { .. }
            | Outcome::TlsBroken { .. }
            | Outcome::Challenged { .. }
            | Outcome::RateLimited { .. }
            | Outcome::RedirectedAway { .. }
            | Outcome::WrongBody { .. }
            | Outcome::TooLarge { .. }
            | Outcome::WeAreOffline => Says::Nothing,
        }
    }

    /// Remembers a look for showing; `says` is what it was found to say.
    pub(super) fn remember(&mut self, sight: &Sight, says: Says, at: Timestamp) {
        self.retry_after = match sight.outcome {
            Outcome::RateLimited { retry_after, .. } => retry_after,
            Outcome::Answered { .. }
            | Outcome::Refused
            | Outcome::Reset { .. }
            | Outcome::TimedOut { .. }
            | Outcome::NameUnknown
            | Outcome::TlsBroken { .. }
            | Outcome::Challenged { .. }
            | Outcome::RedirectedAway { .. }
            | Outcome::WrongBody { .. }
            | Outcome::TooLarge { .. }
            | Outcome::WeAreOffline => None,
        };
        if says == Says::Works {
            self.worked_at = Some(at);
            self.good_since = self.good_since.or(Some(at));
            self.latencies.push_back(sight.timing.total);
            if self.latencies.len() > LATENCIES {
                self.latencies.pop_front();
            }
        }
        self.last = Some(ProbeStatus {
            surface: self.probe.surface,
            at,
            outcome: sight.outcome.clone(),
            says,
            timing: sight.timing,
            usual: self.usual(),
        });
    }

    fn usual(&self) -> Option<Duration> {
        if self.latencies.len() < 3 {
            return None;
        }
        let mut sorted: Vec<Duration> = self.latencies.iter().copied().collect();
        sorted.sort_unstable();
        sorted.get(sorted.len() / 2).copied()
    }
}
