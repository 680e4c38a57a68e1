//! Slow degradation of what is watched: fed with looks that counted, and held against a vendor only
//! while it is the only one. How it is found is in [`crate::drift`].

use std::time::Duration;

use super::Monitor;
use super::attention::Turn;
use super::watched::{SurfaceState, Watched};
use crate::belief::{Beside, Opinion};
use crate::correlation::Onsets;
use crate::drift::{Glance, Trend};
use crate::evidence::{Sight, Timing};
use crate::likelihood::Sign;
use crate::pace::Tempo;
use crate::snapshot::Drifting;
use crate::time::Timestamp;

/// Two vendors do not begin to drift within this of each other: of 229 outages of one and 179 of the
/// other, in 18 months, none began together. What is between us and them does.
const TOGETHER: Duration = Duration::from_secs(30 * 60);

impl SurfaceState {
    /// Lets a look that counted speak for or against a drift; `line` is how long our controls take.
    pub(super) fn drifts(
        &mut self,
        at: Timestamp,
        sign: Sign,
        sight: &Sight,
        line: Option<Duration>,
        beside: Beside,
        tempo: Tempo,
    ) {
        if self.belief.in_alarm() || beside.page.is_trouble() {
            self.drift.is_explained();
            return;
        }
        let glance = Glance {
            at,
            failed: sign.is_failure(),
            took: sign.is_good().then(|| first_word(sight.timing)),
            line,
            usual: self
                .belief
                .baseline()
                .failure_rate_before(self.drift.hour()),
            loss: beside.loss,
            calm: self.belief.episode().is_none(),
        };
        self.drift.saw(glance, tempo);
    }

    fn trend(&self) -> Option<(Timestamp, Trend)> {
        self.drift
            .trend()
            .filter(|_| self.opinion != Opinion::Blank)
    }
}

impl Monitor {
    /// What has slowly become of each service. Where several vendors drift from the same time on, it
    /// is on the way to them, and none of them is blamed. Who is not concerned by a whole turn does
    /// not drift.
    pub(super) fn note_drifts(&mut self, turn: &Turn) {
        if turn.whole {
            let services = turn.places.iter().map(|index| &self.watched[*index]);
            self.leaning =
                Onsets::of(services.filter_map(|it| Some((&it.service, leans_since(it)?))));
        }
        let within = self.tempo.of(TOGETHER);
        for index in &turn.places {
            let watched = &mut self.watched[*index];
            watched.drifting = None;
            let vendor = &watched.service.vendor;
            for surface in &mut watched.surfaces {
                let Some((since, trend)) = surface.trend() else {
                    surface.drifting = Drifting::No;
                    continue;
                };
                let shared = self.leaning.others(vendor, since, within) > 0;
                surface.drifting = match trend {
                    _ if shared => Drifting::WithOthers,
                    Trend::Slow(_) => Drifting::Slow,
                    Trend::Failing(_) => Drifting::Failing,
                };
                if !shared && watched.drifting.is_none() {
                    watched.drifting = Some((since, surface.probe.surface, trend));
                }
            }
        }
    }
}

fn leans_since(watched: &Watched) -> Option<Timestamp> {
    let surfaces = watched.surfaces.iter();
    surfaces.filter_map(|it| it.drift.leans_since()).min()
}

/// How long the service took for its first word: what our own way to it costs is least in that.
fn first_word(timing: Timing) -> Duration {
    let first = timing.first_token.or(timing.first_byte);
    first.unwrap_or(timing.total)
}
