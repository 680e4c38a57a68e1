//! Which services fail together, and what under them reports trouble.

use std::collections::BTreeSet;

use super::Monitor;
use super::attention::Turn;
use super::watched::Watched;
use crate::correlation::{Cause, Onsets, common_cause};
use crate::time::Timestamp;

impl Monitor {
    /// Finds what services that fail have in common, or what they stand on that reports trouble. Who is
    /// not concerned by a whole turn does not fail.
    pub(super) fn correlate(&mut self, turn: &Turn, now: Timestamp) {
        if turn.whole {
            let services = turn.places.iter().map(|index| &self.watched[*index]);
            self.failing =
                Onsets::of(services.filter_map(|it| Some((&it.service, it.failing_since()?))));
            self.upstreams_out = self.find_upstreams_out(now);
        }
        for index in &turn.places {
            self.watched[*index].cause = self.cause_of(&self.watched[*index]);
        }
    }

    fn cause_of(&self, watched: &Watched) -> Option<Cause> {
        let since = watched.failing_since()?;
        common_cause(&watched.service, since, &self.failing).or_else(|| {
            let mut stands_on = watched.service.upstreams.iter();
            let reported = stands_on.find(|id| self.upstreams_out.contains(*id))?;
            Some(Cause::Upstream(reported.clone()))
        })
    }

    /// The clouds and CDNs under what fails whose own page reports an outage.
    fn find_upstreams_out(&self, now: Timestamp) -> BTreeSet<String> {
        let upstreams = self.catalogue.upstreams.iter();
        let out = upstreams.filter(|upstream| {
            self.failing.any_on(&upstream.id) && {
                let official = self.pages.official(&upstream.status, now);
                official.verdict.is_some_and(|it| it.health.is_out())
            }
        });
        out.map(|upstream| upstream.id.clone()).collect()
    }
}
