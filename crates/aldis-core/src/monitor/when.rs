//! When a surface or a page is looked at next: what is known of it, as `pace` wants it told.

use std::collections::BTreeSet;
use std::time::Duration;

use url::Url;

use super::Monitor;
use super::attention::Turn;
use super::watched::Watched;
use crate::belief::{Beside, Opinion};
use crate::catalogue::{StatusSource, Surface, Upstream};
use crate::event::Target;
use crate::pace::{self, EdgePace, Next, PagePace, Rhythm, Why};
use crate::settings::is_loopback;
use crate::thrift::Thrift;
use crate::time::Timestamp;

impl Monitor {
    /// When a surface is looked at next, and why then.
    pub(super) fn next_look(
        &self,
        index: usize,
        surface: Surface,
        beside: Beside,
        now: Timestamp,
    ) -> Next {
        let watched = &self.watched[index];
        let target = watched.target(surface);
        let looks = self.schedule.looks(&target);
        let rhythm = self.rhythm(watched, surface, self.thrift, now);
        let rhythm = self.while_out(watched, surface, rhythm);
        let dice = pace::dice(
            self.seed,
            &format!("{}/{}", watched.service.id, surface.word()),
            looks,
        );
        let quiet = EdgePace::quiet(now, rhythm, dice);
        let Some(state) = watched.surface(surface) else {
            return pace::next_edge(quiet, self.tempo);
        };
        let episode = state.belief.episode();
        let pace = EdgePace {
            episode: episode.map(|it| (it.since, it.looks)),
            doubted_at: self.broken_said_at(watched, now),
            doubtful: state.belief.is_doubtful(beside, now, self.tempo),
            alarm_since: watched.called_since(surface),
            stretch: self.stretch_of(watched, surface),
            alarm_interval: match surface {
                Surface::Web | Surface::Api => pace::ALARM,
                Surface::Completion => pace::ALARM_COMPLETION,
            },
            alarm_spares: self.spares(watched, surface, now),
            recovering: state.opinion == Opinion::Recovering,
            blind: !self.vantage().may_judge(),
            turned_away: state.turned_away,
            refused: state.refused,
            retry_after: state.retry_after,
            own_limit: state.own_limit,
            ..quiet
        };
        pace::next_edge(pace, self.tempo)
    }

    /// How often a surface is looked at when nothing is wrong. The front doors of one service take
    /// turns: the interval is the service's, and one failure brings all of them forward.
    pub(super) fn rhythm(
        &self,
        watched: &Watched,
        surface: Surface,
        thrift: Thrift,
        now: Timestamp,
    ) -> Rhythm {
        let probe = watched.surface(surface).map(|it| &it.probe.url);
        let is_ours = probe.is_some_and(is_loopback);
        let intervals = self.settings.intervals.held_to_minimum(is_ours);
        match surface {
            Surface::Completion => Rhythm::steady(match self.allowance(&watched.service, now) {
                Some(today) => pace::by_hour(intervals.completion, today, now),
                None => intervals.completion,
            }),
            Surface::Web | Surface::Api => {
                let edges = watched.surfaces.iter();
                let edges = edges.filter(|it| it.probe.surface != Surface::Completion);
                let rhythm = Rhythm::sparing(intervals.edge, thrift, self.tempo);
                let stretch = self.stretch_of(watched, surface);
                rhythm
                    .in_turns(if edges.count() > 1 { 2 } else { 1 })
                    .stretched(stretch)
            }
        }
    }

    /// The least between requests to a surface that is called out.
    pub(super) fn spares(&self, watched: &Watched, surface: Surface, now: Timestamp) -> Duration {
        match (surface, self.allowance(&watched.service, now)) {
            (Surface::Completion, Some(today)) => pace::spared(today, now),
            (Surface::Web | Surface::Api | Surface::Completion, _) => Duration::ZERO,
        }
    }

    /// Until the next look, where nothing else decides about it.
    pub(super) fn usual_wait(&self, target: &Target, now: Timestamp) -> Duration {
        let probe = match target {
            Target::Probe { service, surface } => Some((service, *surface)),
            Target::Page { .. } | Target::Control { .. } | Target::Resolver { .. } => None,
        };
        let watched = probe.and_then(|(service, surface)| {
            let watched = &self.watched[self.index_of(service)?];
            let rhythm = self.rhythm(watched, surface, self.thrift, now);
            Some(rhythm.every)
        });
        watched.unwrap_or(self.settings.intervals.held_to_minimum(false).edge)
    }

    /// One surface began to fail: what do the others say?
    pub(super) fn hurry_siblings(&mut self, index: usize, failing: Surface, now: Timestamp) {
        let siblings: Vec<Target> = self.watched[index]
            .surfaces
            .iter()
            .filter(|it| it.probe.surface != failing && it.belief.episode().is_none())
            .map(|it| self.watched[index].target(it.probe.surface))
            .collect();
        for target in siblings {
            self.schedule.bring_forward(&target, now);
        }
    }

    /// One service failed twice: is it alone?
    pub(super) fn hurry_others(&mut self, failing: usize, now: Timestamp) {
        let vendor = &self.watched[failing].service.vendor;
        let others = self.watched.iter().filter(|it| {
            let fails = it.surfaces.iter().any(|it| it.belief.episode().is_some());
            it.service.vendor != *vendor && !fails
        });
        let fronts = others.filter_map(|it| Some(it.target(it.surfaces.first()?.probe.surface)));
        for target in fronts.collect::<Vec<_>>() {
            self.schedule.bring_forward(&target, now);
        }
    }

    /// What a page that was asked means for others; `moved` where it may mean something for other pages.
    pub(super) fn page_seen(&mut self, target: &Target, moved: bool, now: Timestamp) {
        let Target::Page { url } = target else { return };
        for index in self.places.on_page(url) {
            self.attention.touch(index);
        }
        if moved {
            self.attention.touch_everybody();
        }
        self.pace_page(target, url, now);
        if moved {
            self.rest_pages(now);
        }
        self.rest_upstreams(now);
    }

    fn pace_page(&mut self, target: &Target, url: &Url, now: Timestamp) {
        if let Some(known) = self.pages.pace(url) {
            let trouble = self.places.on_page(url).any(|index| {
                let watched = &self.watched[index];
                let mut on_it = watched.service.status.iter().filter(|it| it.url == *url);
                let waits = |source: &StatusSource| {
                    source.hold && self.pages.official(&watched.service.status, now).held
                };
                on_it.any(|source| watched.health.is_trouble() || waits(source))
            });
            let pace = PagePace {
                now,
                every: known.every,
                refusals: known.refusals,
                stretch: self.page_stretch(url),
                trouble: trouble && !known.gentle,
                retry_after: known.retry_after,
                dice: pace::dice(self.seed, url.as_str(), self.schedule.looks(target)),
            };
            let next = pace::next_page(pace, self.tempo);
            self.book(target, next);
            if known.gentle {
                self.schedule.hold(target, next.at);
            }
            for other in self.pages.beside(url) {
                self.schedule.hold_longer(&other, next.at);
            }
        }
    }

    /// Books the next look; what somebody asked us to wait for, nothing brings forward.
    pub(super) fn book(&mut self, target: &Target, next: Next) {
        match next.why {
            Why::ToldToWait | Why::BackOff => self.schedule.hold(target, next.at),
            Why::Steady
            | Why::Sparing(_)
            | Why::Rationed
            | Why::Burst
            | Why::Doubt
            | Why::Alarm => {
                self.schedule.set_due(target, next.at);
            }
        }
    }

    /// Only the first page of a service that can be read is fetched, and those before it; the page
    /// of what it stands on only while it fails.
    pub(super) fn rest_pages(&mut self, now: Timestamp) {
        self.upstreams_asked.clone_from(&self.upstreams_failing);
        let failing = |upstream: &&Upstream| self.upstreams_asked.contains(&upstream.id);
        let services = self.watched.iter().map(|it| it.service.status.as_slice());
        let upstreams = self.catalogue.upstreams.iter().filter(failing);
        let upstreams = upstreams.map(|it| it.status.as_slice());
        let needed = self.pages.needed(services.chain(upstreams));
        for target in self.pages.targets() {
            let resting = matches!(&target, Target::Page { url } if !needed.contains(url));
            self.schedule.rest(&target, resting, now);
        }
    }

    /// Asks for the pages of what services stand on only while those fail.
    pub(super) fn rest_upstreams(&mut self, now: Timestamp) {
        if self.upstreams_failing != self.upstreams_asked {
            self.rest_pages(now);
        }
    }

    /// What services stand on that fail or are in trouble, all of which a whole turn concerned.
    pub(super) fn failing_upstreams(&self, turn: &Turn) -> BTreeSet<String> {
        let services = turn.places.iter().map(|index| &self.watched[*index]);
        let failing = services.filter(|it| {
            it.health.is_trouble() || it.surfaces.iter().any(|it| it.belief.episode().is_some())
        });
        let stands_on = failing.flat_map(|it| &it.service.upstreams);
        stands_on
            .collect::<BTreeSet<_>>()
            .into_iter()
            .cloned()
            .collect()
    }
}
