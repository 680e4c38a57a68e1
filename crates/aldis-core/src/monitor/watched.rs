//! What is known of one watched service and its surfaces.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use super::explain::Looks;
use super::pages::Official;
use super::said::Said;
use crate::belief::{Belief, Opinion};
use crate::catalogue::{ProbeTarget, Service, Surface};
use crate::correlation::Cause;
use crate::drift::{Drift, Trend};
use crate::event::Target;
use crate::evidence::{Outcome, Sight};
use crate::flap::Flap;
use crate::health::{Confidence, Health};
use crate::incident::Incident;
use crate::likelihood::Sign;
use crate::pace::Tempo;
use crate::snapshot::{Drifting, Ignored, ProbeStatus, Reason, Says, Span};
use crate::time::Timestamp;
use crate::vantage::Culprit;

/// Maintenance is late when it is not over so long after its announced end, and what fails is
/// excused until then.
const OVERRUN: Duration = Duration::from_secs(15 * 60);
/// How much of the past is shown.
const STRIP: Duration = Duration::from_secs(24 * 3_600);
/// Good looks from which the usual latency is taken.
const LATENCIES: usize = 60;
/// Whoever is asked less often than [`RARELY`] within this and still says "too many requests" does
/// not mean us.
const RARELY_IN: Duration = Duration::from_secs(600);

/// One watched service.
#[derive(Clone, Debug)]
pub(super) struct Watched {
    pub(super) service: Service,
    /// Nobody asked for it: it is looked at only to stand in for one that is out.
    pub(super) stands_in: bool,
    pub(super) surfaces: Vec<SurfaceState>,
    /// What its pages said when last looked up: see [`super::Monitor::official`].
    pub(super) official: Arc<Official>,
    pub(super) health: Health,
    pub(super) confidence: Option<Confidence>,
    pub(super) reason: Reason,
    pub(super) since: Option<Timestamp>,
    /// What it has in common with others that fail, or the cloud under it that reports trouble.
    pub(super) cause: Option<Cause>,
    /// When the user last said that it is broken for them.
    pub(super) said_broken: Option<Said>,
    /// What has slowly become of it, since when and where, if that is not ours.
    pub(super) drifting: Option<(Timestamp, Surface, Trend)>,
    /// How often it went down lately, and whether the user was told that it does not hold.
    pub(super) flap: Flap,
    pub(super) told_unstable: bool,
    pub(super) spans: VecDeque<Span>,
    /// When it was last known to work before Aldis was started.
    pub(super) worked_before_start: Option<Timestamp>,
    /// The last maintenance of the whole of it that was announced.
    maintenance: Option<Announced>,
}

/// Maintenance that was announced.
#[derive(Clone, Debug)]
struct Announced {
    /// Its title.
    what: String,
    /// When it last was going on as announced.
    until: Timestamp,
}

/// One surface of it.
#[derive(Clone, Debug)]
pub(super) struct SurfaceState {
    pub(super) probe: ProbeTarget,
    pub(super) belief: Belief,
    pub(super) drift: Drift,
    /// What that comes to.
    pub(super) drifting: Drifting,
    pub(super) opinion: Opinion,
    pub(super) last: Option<ProbeStatus>,
    /// The last looks and what they were worth, for showing.
    pub(super) seen: Looks,
    pub(super) worked_at: Option<Timestamp>,
    /// When it had last worked, where nobody looked from then until what fails now was seen to fail.
    pub(super) worked_before: Option<Timestamp>,
    /// Whether [`Self::worked_at`] was lately enough to count.
    pub(super) answered_lately: bool,
    /// Whether it turned us away the last time: a limiter, a bot wall where none is expected, or
    /// something about the user's account.
    pub(super) turned_away: bool,
    /// Whether a key that was let in before, and asks rarely, was turned away.
    pub(super) refused: bool,
    pub(super) retry_after: Option<Duration>,
    /// How long until the user's own account may ask again.
    pub(super) own_limit: Option<Duration>,
    /// When it was asked lately.
    asked: VecDeque<Timestamp>,
    /// What of ours the last look ran into.
    pub(super) ours: Option<Culprit>,
    latencies: VecDeque<Duration>,
}

impl Watched {
    pub(super) fn new(service: Service, spans: Vec<Span>, now: Timestamp) -> Self {
        let mut spans = VecDeque::from(spans);
        let mut known = spans.iter().rev();
        let worked = known.find(|it| it.health == Health::Operational).copied();
        if let Some(last) = spans.back().copied().filter(|last| last.to < now) {
            spans.push_back(Span {
                from: last.to,
                to: now,
                health: Health::Unknown,
            });
        }
        Self {
            stands_in: false,
            surfaces: service
                .probes
                .iter()
                .cloned()
                .map(SurfaceState::new)
                .collect(),
            official: Arc::new(Official::unread()),
            health: Health::Unknown,
            confidence: None,
            reason: Reason::NotLookedYet,
            since: None,
            cause: None,
            said_broken: None,
            drifting: None,
            flap: Flap::default(),
            told_unstable: false,
            worked_before_start: worked.map(|span| span.to),
            spans,
            maintenance: None,
            service,
        }
    }

    /// Remembers what an incident found before a restart, so that its end takes as much evidence as
    /// without one.
    pub(super) fn recall(&mut self, incident: &Incident, now: Timestamp) {
        if incident.seen_here.is_none() {
            return;
        }
        let failed: BTreeSet<Surface> = incident.failed_surfaces().collect();
        let everywhere = failed.is_empty() && incident.health == Health::MajorOutage;
        let belief = self.recalled(incident, now);
        for surface in &mut self.surfaces {
            if everywhere || failed.contains(&surface.probe.surface) {
                surface.belief = belief.clone();
            }
        }
    }

    /// What we believed of a surface that failed in the incident.
    fn recalled(&self, incident: &Incident, now: Timestamp) -> Belief {
        if let Some(over) = incident.ended.or(incident.works_again_at()) {
            return Belief::default().after(incident.began, over);
        }
        let mut known = self.spans.iter().rev();
        let known = known.find(|span| span.health != Health::Unknown);
        let seen = known.map_or(now, |span| span.to);
        let since = incident.out_since.unwrap_or(incident.began);
        let belief = Belief::remembering(since, seen, incident.health.is_out());
        if incident.reopened > 0 {
            belief.after(incident.began, since)
        } else {
            belief
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
        Self {
            service,
            official: Arc::new(Official::unread()),
            ..self
        }
    }

    /// Notes the maintenance that the page says is going on.
    pub(super) fn heed_maintenance(&mut self, now: Timestamp) {
        let verdict = self.official.verdict.as_ref().filter(|it| it.excused);
        if let Some(window) = verdict.and_then(|it| it.maintenance.as_ref()) {
            self.maintenance = Some(Announced {
                what: window.title.clone(),
                until: window.ends_at.map_or(now, |end| end.min(now)),
            });
        }
    }

    /// The announced maintenance that excuses what fails: going on, or over for a moment only.
    pub(super) fn excuse(&self, now: Timestamp, tempo: Tempo) -> Option<&str> {
        let announced = self.maintenance.as_ref();
        let fresh = announced.filter(|it| now.since(it.until) <= tempo.of(OVERRUN));
        fresh.map(|it| it.what.as_str())
    }

    /// Whether its health was known all the time since then.
    pub(super) fn was_seen_since(&self, from: Timestamp) -> bool {
        let mut since = self.spans.iter().filter(|span| span.to > from);
        let begins_before = self.spans.front().is_some_and(|span| span.from <= from);
        begins_before && since.all(|span| span.health != Health::Unknown)
    }

    pub(super) fn targets(&self) -> impl Iterator<Item = Target> + '_ {
        self.surfaces.iter().map(|it| self.target(it.probe.surface))
    }

    pub(super) fn target(&self, surface: Surface) -> Target {
        Target::Probe {
            service: self.service.id.clone(),
            surface,
        }
    }

    /// The first failing look of what fails now, once it failed more than once.
    pub(super) fn failing_since(&self) -> Option<Timestamp> {
        let episodes = self.surfaces.iter().filter_map(|it| it.belief.episode());
        let repeated = episodes.filter(|it| it.is_called() || it.requests.bad() >= 2);
        repeated.map(|it| it.since).min()
    }

    /// Since when the surface is called out; of requests to the model, also since when any other is:
    /// how far the trouble goes, and when it is over, they tell best.
    pub(super) fn called_since(&self, surface: Surface) -> Option<Timestamp> {
        let whole = surface == Surface::Completion;
        let concerned = self
            .surfaces
            .iter()
            .filter(|it| it.probe.surface == surface || whole);
        let episodes = concerned.filter_map(|it| it.belief.episode());
        episodes
            .filter(|it| it.is_called())
            .map(|it| it.since)
            .min()
    }

    /// The surfaces without which it is out: its first one, and the model itself.
    pub(super) fn main_surfaces(&self) -> impl Iterator<Item = &SurfaceState> {
        self.surfaces
            .iter()
            .enumerate()
            .filter(|(index, it)| *index == 0 || it.probe.surface == Surface::Completion)
            .map(|(_, it)| it)
    }

    pub(super) fn surface(&self, surface: Surface) -> Option<&SurfaceState> {
        self.surfaces.iter().find(|it| it.probe.surface == surface)
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
        self.cut_spans(from);
        if let Some(last) = self.spans.back().copied() {
            self.spans.push_back(Span {
                from: last.to,
                to: now,
                health: Health::Unknown,
            });
        }
    }

    /// The clock was set back to `now`: what lies in the future did not happen.
    pub(super) fn step_back(&mut self, now: Timestamp) {
        self.cut_spans(now);
        if let Some(announced) = &mut self.maintenance {
            announced.until = announced.until.min(now);
        }
        if let Some(said) = &mut self.said_broken {
            said.at = said.at.min(now);
        }
        for surface in &mut self.surfaces {
            surface.belief.lapse();
            surface.drift.lapse();
            surface.seen.step_back(now);
            surface.worked_at = surface.worked_at.map(|at| at.min(now));
            surface.asked.iter_mut().for_each(|at| *at = (*at).min(now));
            if let Some(last) = &mut surface.last {
                last.at = last.at.min(now);
            }
        }
    }

    fn cut_spans(&mut self, end: Timestamp) {
        self.spans.retain(|span| span.from < end);
        if let Some(last) = self.spans.back_mut() {
            last.to = last.to.min(end);
        }
    }
}

/// Fewer requests than this in ten minutes are too few for a limiter to mean us: the smallest plan of a
/// key allows three a minute, and a front door that allows less than one would turn readers away. Some
/// front doors count everybody behind an address: one more reason why refusals alone are no outage.
const RARELY: usize = 10;

impl SurfaceState {
    fn new(probe: ProbeTarget) -> Self {
        Self {
            probe,
            belief: Belief::default(),
            drift: Drift::default(),
            drifting: Drifting::No,
            opinion: Opinion::Blank,
            last: None,
            seen: Looks::default(),
            worked_at: None,
            worked_before: None,
            answered_lately: false,
            turned_away: false,
            refused: false,
            retry_after: None,
            own_limit: None,
            asked: VecDeque::new(),
            ours: None,
            latencies: VecDeque::new(),
        }
    }

    /// What a look is a sign of, taken by itself, or why it says nothing. A bad sign counts only
    /// once a round of controls finds our own network fine: then even "no route" is a path that
    /// fails.
    pub(super) fn sign(&mut self, outcome: &Outcome, now: Timestamp) -> Result<Sign, Ignored> {
        while self
            .asked
            .front()
            .is_some_and(|at| now.since(*at) > RARELY_IN)
        {
            self.asked.pop_front();
        }
        self.asked.push_back(now);
        let surface = self.probe.surface;
        let rarely = self.asked.len() < RARELY;
        let let_in = self.belief.baseline().is_let_in();
        match outcome {
            Outcome::Answered { status } if *status >= 500 => Ok(Sign::of(surface, false)),
            Outcome::Answered { status } if self.probe.alive.contains(status) => {
                self.belief.baseline_mut().answered_as_listed();
                Ok(Sign::of(surface, true))
            }
            Outcome::Answered {
                status: status @ (401 | 403 | 404 | 405),
            } if surface != Surface::Completion => {
                let usual = self.belief.baseline_mut().is_usual(*status, now);
                let refuses = matches!(*status, 401 | 403);
                let forbidden = (refuses && let_in).then_some(Sign::Forbidden);
                let works = usual.then_some(Sign::of(surface, true));
                works.or(forbidden).ok_or(Ignored::UnknownAnswer)
            }
            Outcome::Refused
            | Outcome::Reset { .. }
            | Outcome::TimedOut { .. }
            | Outcome::NameUnknown
            | Outcome::WeAreOffline
            | Outcome::FailedInStream { .. }
            | Outcome::Overloaded { .. } => Ok(Sign::of(surface, false)),
            Outcome::KeyRefused { status: 403 } if let_in => Ok(Sign::Forbidden),
            Outcome::RateLimited { .. } if !rarely => Err(Ignored::AskedTooOften),
            Outcome::RateLimited { .. } if !let_in => Err(Ignored::NeverLetIn),
            Outcome::RateLimited { .. } => Ok(Sign::Limited),
            Outcome::TlsBroken { fault, .. } if fault.is_of_time() => Ok(Sign::of(surface, false)),
            Outcome::TlsBroken { fault, .. } if fault.is_foreign() => {
                Err(Ignored::OurNetwork(Some(Culprit::Interception)))
            }
            Outcome::Answered { .. } => Err(Ignored::UnknownAnswer),
            Outcome::Challenged { .. } => Err(Ignored::BotWall),
            Outcome::ProxyFailed => Err(Ignored::OurNetwork(Some(Culprit::Proxy))),
            Outcome::TlsBroken { .. }
            | Outcome::RedirectedAway { .. }
            | Outcome::WrongBody { .. }
            | Outcome::TooLarge { .. } => Err(Ignored::NotTheService),
            Outcome::OverQuota { .. }
            | Outcome::KeyRefused { .. }
            | Outcome::NotHere { .. }
            | Outcome::NoKey
            | Outcome::NoKeyStore => Err(Ignored::OwnAccount),
        }
    }

    /// Remembers a look for showing; `says` is what it was found to say.
    pub(super) fn remember(&mut self, sight: &Sight, says: Says, at: Timestamp) {
        self.own_limit = sight.outcome.own_limit();
        (self.retry_after, self.turned_away) = match sight.outcome {
            Outcome::RateLimited { retry_after, .. } => (retry_after, true),
            Outcome::Challenged { .. } => (None, !self.probe.challenge),
            Outcome::OverQuota { .. } | Outcome::KeyRefused { .. } | Outcome::NotHere { .. } => {
                (None, true)
            }
            Outcome::Answered { .. }
            | Outcome::Refused
            | Outcome::Reset { .. }
            | Outcome::TimedOut { .. }
            | Outcome::NameUnknown
            | Outcome::TlsBroken { .. }
            | Outcome::RedirectedAway { .. }
            | Outcome::WrongBody { .. }
            | Outcome::TooLarge { .. }
            | Outcome::ProxyFailed
            | Outcome::WeAreOffline
            | Outcome::FailedInStream { .. }
            | Outcome::Overloaded { .. }
            | Outcome::NoKey
            | Outcome::NoKeyStore => (None, false),
        };
        if says == Says::Works {
            self.worked_at = Some(at);
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
