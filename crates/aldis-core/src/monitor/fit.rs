//! Fits what is watched, asked and scheduled to what the user wants and the catalogue has; what is
//! known of everything that stays is kept.

use std::collections::{BTreeMap, BTreeSet};

use super::Monitor;
use super::attention::{Attention, Places};
use super::watched::Watched;
use crate::catalogue::{Catalogue, Service, ServiceId, Surface};
use crate::event::Record;
use crate::pace::Tempo;
use crate::settings::{Settings, is_loopback};
use crate::snapshot::Span;
use crate::time::Timestamp;

impl Monitor {
    pub(super) fn configured(&mut self, settings: Settings, catalogue: Catalogue, now: Timestamp) {
        self.settings = settings;
        self.catalogue = catalogue;
        self.stand_ins.clear();
        self.gate.hurry(now);
        self.rebuild(Vec::new(), now);
        self.schedule.all_due(now);
    }

    /// Also where only who stands in has changed. `past` is of those watched for the first time.
    pub(super) fn rebuild(&mut self, past: Vec<(ServiceId, Vec<Span>)>, now: Timestamp) {
        self.fit_watched(past, now);
        self.fit_pages();
        let probes = self.watched.iter().flat_map(Watched::targets);
        self.schedule.fit(probes.chain(self.pages.targets()), now);
        self.set_tempo();
        self.rest_pages(now);
        self.be_sparing(now);
        self.awaited.retain(|target| self.schedule.has(target));
        self.close_unwatched(now);
    }

    fn fit_watched(&mut self, past: Vec<(ServiceId, Vec<Span>)>, now: Timestamp) {
        let known = std::mem::take(&mut self.watched).into_iter();
        let mut known: BTreeMap<_, _> = known.map(|it| (it.service.id.clone(), it)).collect();
        let mut past: BTreeMap<_, _> = past.into_iter().collect();
        for service in self.wanted_services() {
            let mut watched = match known.remove(&service.id) {
                Some(known) => known.fitted_to(service),
                None => {
                    let spans = past.remove(&service.id).unwrap_or_default();
                    self.newly_watched(service, spans, now)
                }
            };
            watched.stands_in = self.stand_ins.contains(&watched.service.id);
            self.watched.push(watched);
        }
        self.places = Places::of(&self.watched);
        self.vendors.fit(&self.watched);
        let indices = 0..self.watched.len();
        let out = indices.filter(|it| self.has_outage(&self.watched[*it].service.id));
        self.attention = Attention::anew(out.collect());
        let deep = self.watched.iter();
        let deep = deep.filter(|it| it.surface(Surface::Completion).is_some());
        self.completions = deep.map(|it| it.target(Surface::Completion)).collect();
    }

    /// Every service to be watched, once, as it is watched.
    fn wanted_services(&self) -> Vec<Service> {
        let ids = self.catalogue.ids();
        let mut seen = BTreeSet::new();
        let wanted = self.settings.watch.iter().chain(&self.stand_ins);
        let known = wanted.filter_map(|id| ids.get(id).copied());
        let once = known.filter(|it| seen.insert(&it.id));
        once.map(|it| self.as_switched_on(it)).collect()
    }

    fn newly_watched(&self, service: Service, past: Vec<Span>, now: Timestamp) -> Watched {
        let mut watched = Watched::new(service, past, now);
        if let Some(incident) = self.ledger.last(&watched.service.id) {
            watched.recall(incident, now);
        }
        watched
    }

    /// The pages of all that is watched, and of the clouds and CDNs under it.
    fn fit_pages(&mut self) {
        let stood_on = self.watched.iter().flat_map(|it| &it.service.upstreams);
        let stood_on: BTreeSet<&String> = stood_on.collect();
        let upstreams = self.catalogue.upstreams.iter();
        let upstreams = upstreams.filter(|it| stood_on.contains(&it.id));
        let sources = self.watched.iter().flat_map(|it| &it.service.status);
        let sources = sources.chain(upstreams.flat_map(|it| &it.status));
        let held = self.settings.intervals.held_to_minimum(false);
        self.pages.fit(sources, held.status_page);
    }

    /// Our own clockwork follows the intervals as they apply to everybody who is asked.
    fn set_tempo(&mut self) {
        let intervals = self.settings.intervals.held_to_minimum(self.is_all_ours());
        self.tempo = self.start_tempo.min(Tempo::for_intervals(&intervals));
        self.gate.set_tempo(self.tempo);
    }

    /// Whether everybody who is asked is on this machine.
    pub(super) fn is_all_ours(&self) -> bool {
        let probes = self.watched.iter().flat_map(|it| &it.service.probes);
        let sources = self.watched.iter().flat_map(|it| &it.service.status);
        let controls = self.catalogue.controls.iter().map(|it| &it.url);
        controls
            .chain(probes.map(|it| &it.url))
            .chain(sources.map(|it| &it.url))
            .all(is_loopback)
    }

    /// What nobody watches any more, at most to stand in, has no open incident.
    fn close_unwatched(&mut self, now: Timestamp) {
        let place = |id: &ServiceId| self.places.of_service(id);
        let is_watched = |id: &ServiceId| place(id).is_some_and(|it| !self.watched[it].stands_in);
        let closed = self.ledger.close_unwatched(is_watched, now);
        self.records
            .extend(closed.into_iter().map(Record::Incident));
    }
}
