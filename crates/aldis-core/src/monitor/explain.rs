//! The evidence behind each health, gathered for showing. Nothing is weighed here.

use std::collections::VecDeque;

use super::Monitor;
use super::watched::{SurfaceState, Watched};
use crate::belief::Filter;
use crate::correlation::Cause;
use crate::event::Target;
use crate::evidence::Outcome;
use crate::likelihood::Likelihood;
use crate::page::LeftOut;
use crate::snapshot::{
    Common, DriftEvidence, Explanation, Ignored, PageEvidence, Piece, SaidBroken, SurfaceEvidence,
    Usual, Worth,
};
use crate::time::Timestamp;

/// How many looks at a surface are shown.
const SHOWN: usize = 8;

/// How many incidents that say nothing are shown.
const LEFT_OUT: usize = 5;

/// The last looks at one surface, oldest first, whether or not they counted.
#[derive(Clone, Debug, Default)]
pub(super) struct Looks(VecDeque<Piece>);

impl Looks {
    fn note(&mut self, at: Timestamp, outcome: &Outcome, worth: Worth) {
        if self.0.len() == SHOWN {
            self.0.pop_front();
        }
        let outcome = outcome.clone();
        self.0.push_back(Piece { at, outcome, worth });
    }

    /// The clock was set back to `now`.
    pub(super) fn step_back(&mut self, now: Timestamp) {
        self.0
            .iter_mut()
            .for_each(|piece| piece.at = piece.at.min(now));
    }
}

impl SurfaceState {
    /// Notes the look that the belief has just taken in.
    pub(super) fn note_counted(&mut self, at: Timestamp, outcome: &Outcome) {
        if let Some(look) = self.belief.looks().last() {
            let worth = Worth::Counted {
                moved: look.moved,
                repeats: look.weight < 1.0,
            };
            self.seen.note(at, outcome, worth);
        }
    }

    /// Notes a look that counts for nothing.
    pub(super) fn note_ignored(&mut self, at: Timestamp, outcome: &Outcome, why: Ignored) {
        self.seen.note(at, outcome, Worth::Ignored(why));
    }

    fn evidence(&self) -> SurfaceEvidence {
        let baseline = self.belief.baseline();
        SurfaceEvidence {
            surface: self.probe.surface,
            opinion: self.opinion,
            looks: self.seen.0.iter().rev().cloned().collect(),
            usual: Usual {
                failure_rate: baseline.failure_rate(),
                looks: baseline.looked(),
            },
            drift: DriftEvidence {
                speed: self.drift.speed(),
                hour: self.drift.hour(),
                found: self.drifting,
            },
        }
    }
}

fn left_out(watched: &Watched) -> Vec<(String, LeftOut)> {
    let verdict = watched.official.verdict.iter();
    let left_out = verdict.flat_map(|verdict| &verdict.left_out);
    let left_out = left_out.map(|(incident, why)| (incident.title.clone(), *why));
    left_out.take(LEFT_OUT).collect()
}

impl Monitor {
    /// Notes, where the target is a surface, that a look at it began before a gap.
    pub(super) fn note_before_gap(&mut self, target: &Target, at: Timestamp, outcome: &Outcome) {
        let Target::Probe { service, surface } = target else {
            return;
        };
        let Some(index) = self.index_of(service) else {
            return;
        };
        if let Some(state) = self.watched[index].surface_mut(*surface) {
            state.note_ignored(at, outcome, Ignored::BeforeGap);
        }
    }

    /// What was seen of a service, and what it was worth.
    pub(super) fn explanation(&self, watched: &Watched, now: Timestamp) -> Explanation {
        Explanation {
            surfaces: watched
                .surfaces
                .iter()
                .map(SurfaceState::evidence)
                .collect(),
            page: self.page_evidence(watched, now),
            left_out: left_out(watched),
            said: self.broken_said_at(watched, now).map(|at| SaidBroken {
                at,
                moved: Filter::PRIOR.moved_to(Filter::PRIOR.seen(Likelihood::BROKEN_FOR_ME, 1.0)),
            }),
            common: watched.cause.as_ref().map(|cause| self.common(cause)),
            loss: self.gate.loss(now),
        }
    }

    fn page_evidence(&self, watched: &Watched, now: Timestamp) -> PageEvidence {
        let episodes = watched.surfaces.iter().filter_map(|it| it.belief.episode());
        let since = episodes.map(|it| it.since).min();
        let failing_for = since.map(|since| now.since(since));
        let silent_for = self.tempo.nominal(failing_for.unwrap_or_default());
        let sign = self.page_sign(watched, &watched.official);
        let before = Filter::PRIOR;
        let after = before.seen(sign.likelihood(silent_for), 1.0);
        PageEvidence {
            sign,
            failing_for,
            moved: before.moved_to(after),
        }
    }

    fn common(&self, cause: &Cause) -> Common {
        match cause {
            Cause::Way => Common::Way,
            Cause::Upstream(id) => {
                let known = self.catalogue.upstreams.iter().find(|it| it.id == *id);
                Common::Upstream {
                    name: known.map_or_else(|| id.clone(), |it| it.name.clone()),
                    reported: self.upstreams_out.contains(id),
                }
            }
        }
    }
}
