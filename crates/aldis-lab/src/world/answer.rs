//! What one look sees, from the noise of that moment, the outages and the dice.

use std::time::Duration;

use aldis_core::evidence::{Outcome, Phase, Timing, TlsFault};
use aldis_core::{Sight, Surface};
use rand::RngExt as _;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution as _, StandardNormal};

use super::{Noise, NoiseKind, Outage, Place, World};

/// Share of names a failing resolver does not find (DETECTOR.md §B2).
const NAMES_LOST: f64 = 0.75;
/// What a slow link does to a look (DETECTOR.md §B2).
const SLOW_FACTOR: f64 = 4.0;
const SLOW_LOST: f64 = 0.08;
/// Spread of latencies.
const SPREAD: f64 = 0.35;
/// Who answers in a captive network.
const PORTAL: &str = "portal.example";

/// What a look at `place` sees that begins at second `at`.
pub(super) fn look<'a>(
    world: &World,
    noise: impl Iterator<Item = &'a Noise>,
    place: Place,
    at: f64,
    deadline: Duration,
    dice: &mut ChaCha8Rng,
) -> Sight {
    let mut slow = false;
    let mut disturbed = None;
    for noise in noise {
        slow |= noise.kind == NoiseKind::Slow;
        disturbed = disturbed.or_else(|| disturb(noise, place, dice));
    }
    let outcome = disturbed
        .or_else(|| fail(world, place, at, dice))
        .or_else(|| stumble(world, place, dice))
        .unwrap_or_else(|| well(place));
    let factor = if slow { SLOW_FACTOR } else { 1.0 };
    finish(outcome, usual(place) * factor, deadline, dice)
}

/// What a stretch of noise makes of a look; `None` where it lets it through.
fn disturb(noise: &Noise, place: Place, dice: &mut ChaCha8Rng) -> Option<Outcome> {
    let concerned = match place {
        Place::Surface(surface) => noise.surface.is_none_or(|it| it == surface),
        Place::Control(_) | Place::Page => noise.surface.is_none(),
        // It is reached by its number.
        Place::Resolver => noise.surface.is_none() && noise.kind != NoiseKind::Dns,
    };
    if !concerned {
        return None;
    }
    let die: f64 = dice.random();
    match noise.kind {
        NoiseKind::NetDown => Some(match die {
            die if die < 0.4 => Outcome::WeAreOffline,
            die if die < 0.7 => Outcome::NameUnknown,
            _ => timed_out(Phase::Connect),
        }),
        NoiseKind::Captive => Some(captive(place, die)),
        NoiseKind::Dns if die < NAMES_LOST => Some(Outcome::NameUnknown),
        NoiseKind::Slow if die < SLOW_LOST => Some(timed_out(Phase::FirstByte)),
        NoiseKind::Dns | NoiseKind::Slow => None,
        NoiseKind::Vpn => Some(reset(if die < 0.5 {
            Phase::Connect
        } else {
            Phase::FirstByte
        })),
        NoiseKind::Challenge => Some(Outcome::Challenged { status: 403 }),
        NoiseKind::Path if die < 0.7 => Some(timed_out(Phase::Connect)),
        NoiseKind::Path => Some(reset(Phase::Connect)),
    }
}

/// A portal answers plain HTTP; it cannot answer TLS in anybody's name.
fn captive(place: Place, die: f64) -> Outcome {
    match place {
        Place::Control(index) if is_plain(index) && die < 0.5 => Outcome::WrongBody { status: 200 },
        Place::Control(index) if is_plain(index) => Outcome::RedirectedAway {
            to: PORTAL.to_owned(),
        },
        Place::Control(_) | Place::Page | Place::Surface(_) | Place::Resolver => {
            Outcome::TlsBroken {
                fault: TlsFault::UnknownIssuer,
                why: "certificate has an issuer nobody knows".to_owned(),
            }
        }
    }
}

/// The first two controls are asked over plain HTTP, as those that come with Aldis.
pub(crate) const fn is_plain(control: usize) -> bool {
    control < 2
}

/// What an outage makes of a look.
fn fail(world: &World, place: Place, at: f64, dice: &mut ChaCha8Rng) -> Option<Outcome> {
    let Place::Surface(surface) = place else {
        return None;
    };
    let hit = world
        .outages
        .iter()
        .filter(|outage| outage.from <= at && at < outage.to)
        .find(|outage| dice.random::<f64>() < outage.share_failing(surface, at))?;
    let status = match hit.answers.as_slice() {
        [] => 503,
        answers => answers[dice.random_range(0..answers.len())],
    };
    let is_completion = surface == Surface::Completion;
    Some(match status {
        0 => timed_out(Phase::FirstByte),
        // As whoever asks for completions reads these.
        200 if is_completion => Outcome::FailedInStream {
            why: "server_error".to_owned(),
        },
        401 | 403 if is_completion => Outcome::KeyRefused { status },
        529 if is_completion => Outcome::Overloaded { status },
        200 => Outcome::WrongBody { status },
        429 => Outcome::RateLimited {
            status,
            retry_after: None,
        },
        status => Outcome::Answered { status },
    })
}

impl Outage {
    /// Which share of the looks at `surface` fails at second `at`.
    pub fn share_failing(&self, surface: Surface, at: f64) -> f64 {
        if at < self.from || at >= self.to {
            return 0.0;
        }
        let since = at - self.from;
        let ramp = if self.ramp_s > 0.0 {
            (since / self.ramp_s).min(1.0)
        } else {
            1.0
        };
        let dips = self.dips.iter();
        let dipped: f64 = dips
            .filter(|(from, to, _)| (*from..*to).contains(&at))
            .map(|(_, _, scale)| scale)
            .product();
        self.errors.of(surface) * ramp * dipped
    }
}

/// Single looks fail though nothing is wrong.
fn stumble(world: &World, place: Place, dice: &mut ChaCha8Rng) -> Option<Outcome> {
    let rates = &world.rates;
    let (rate, stray) = match place {
        Place::Surface(Surface::Web) => (rates.web, rates.stray_429),
        Place::Surface(Surface::Api) => (rates.api, rates.stray_429),
        Place::Surface(Surface::Completion) => (rates.completion, rates.stray_429),
        Place::Control(_) | Place::Page | Place::Resolver => (rates.control, 0.0),
    };
    let (stumbles, limited): (f64, f64) = (dice.random(), dice.random());
    if limited < stray {
        return Some(Outcome::RateLimited {
            status: 429,
            retry_after: None,
        });
    }
    (stumbles < rate).then(|| match dice.random_range(0..4) {
        0 => timed_out(Phase::Connect),
        1 => timed_out(Phase::FirstByte),
        2 => reset(Phase::FirstByte),
        _ => Outcome::Answered { status: 502 },
    })
}

const fn well(place: Place) -> Outcome {
    Outcome::Answered {
        status: match place {
            Place::Surface(Surface::Api) => 401,
            Place::Control(index) if !is_plain(index) => 204,
            Place::Surface(Surface::Web | Surface::Completion)
            | Place::Control(_)
            | Place::Page
            | Place::Resolver => 200,
        },
    }
}

/// Median seconds of a look that is answered.
const fn usual(place: Place) -> f64 {
    match place {
        Place::Surface(Surface::Web | Surface::Api) => 0.18,
        Place::Surface(Surface::Completion) => 0.9,
        Place::Control(_) | Place::Resolver => 0.06,
        Place::Page => 0.2,
    }
}

const fn timed_out(phase: Phase) -> Outcome {
    Outcome::TimedOut { phase }
}

const fn reset(phase: Phase) -> Outcome {
    Outcome::Reset { phase }
}

/// Gives a look its duration; an answer that comes too late is none.
fn finish(outcome: Outcome, median: f64, deadline: Duration, dice: &mut ChaCha8Rng) -> Sight {
    let normal: f64 = StandardNormal.sample(dice);
    let answered = Duration::from_secs_f64(median * (SPREAD * normal).exp());
    let at_once = Duration::from_millis(5);
    let total = match outcome {
        Outcome::TimedOut { .. } => deadline,
        Outcome::WeAreOffline => at_once,
        Outcome::Refused
        | Outcome::Reset { .. }
        | Outcome::NameUnknown
        | Outcome::TlsBroken { .. }
        | Outcome::Answered { .. }
        | Outcome::Challenged { .. }
        | Outcome::RateLimited { .. }
        | Outcome::RedirectedAway { .. }
        | Outcome::WrongBody { .. }
        | Outcome::TooLarge { .. }
        | Outcome::ProxyFailed
        | Outcome::FailedInStream { .. }
        | Outcome::Overloaded { .. }
        | Outcome::OverQuota { .. }
        | Outcome::KeyRefused { .. }
        | Outcome::NotHere { .. }
        | Outcome::NoKey
        | Outcome::NoKeyStore => answered.max(at_once),
    };
    if total > deadline {
        let outcome = timed_out(Phase::FirstByte);
        let timing = timing(&outcome, deadline);
        return Sight { outcome, timing };
    }
    let timing = timing(&outcome, total);
    Sight { outcome, timing }
}

/// Splits a look that was answered over its layers, as a typical one.
fn timing(outcome: &Outcome, total: Duration) -> Timing {
    if outcome.status().is_none() {
        return Timing {
            total,
            ..Timing::default()
        };
    }
    Timing {
        dns: Some(total / 20),
        connect: Some(total / 5),
        tls: Some(total / 4),
        first_byte: Some(total * 9 / 20),
        body: Some(total / 20),
        first_token: None,
        total,
    }
}
