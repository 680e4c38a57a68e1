//! Which services fail together, and what under them reports trouble.

use std::collections::BTreeSet;

use super::Monitor;
use crate::correlation::{Cause, Failing, common_cause};
use crate::time::Timestamp;

impl Monitor {
    /// Finds what services that fail have in common, or what they stand on that reports trouble. Who is
    /// not concerned by this turn does not fail.
    pub(super) fn correlate(&mut self, turn: &BTreeSet<usize>, now: Timestamp) {
        let failing: Vec<Failing<'_>> = turn
            .iter()
            .filter_map(|index| {
                let it = &self.watched[*index];
                Some(Failing {
                    service: &it.service,
                    since: it.failing_since()?,
                })
            })
            .collect();
        let out = self.upstreams_out(&failing, now);
        let causes: Vec<Option<Cause>> = turn
            .iter()
            .map(|index| {
                let it = &self.watched[*index];
                let one = failing
                    .iter()
                    .find(|failing| std::ptr::eq(failing.service, &it.service))?;
                let reported = || it.service.upstreams.iter().find(|id| out.contains(*id));
                common_cause(*one, &failing).or_else(|| Some(Cause::Upstream(reported()?.clone())))
            })
            .collect();
        for (index, cause) in turn.iter().zip(causes) {
            self.watched[*index].cause = cause;
        }
        self.upstreams_out = out;
    }

    /// The clouds and CDNs under what fails whose own page reports an outage.
    fn upstreams_out(&self, failing: &[Failing<'_>], now: Timestamp) -> BTreeSet<String> {
        let upstreams = self.catalogue.upstreams.iter();
        let out = upstreams.filter(|upstream| {
            let mut on_it = failing.iter().map(|it| &it.service.upstreams);
            on_it.any(|ids| ids.contains(&upstream.id)) && {
                let official = self.pages.official(&upstream.status, now);
                official.verdict.is_some_and(|it| it.health.is_out())
            }
        });
        out.map(|upstream| upstream.id.clone()).collect()
    }
}
