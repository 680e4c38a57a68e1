//! What history has to tell: incidents, how services did, how quick they were.

use std::collections::BTreeMap;

use aldis_core::history::{self, Reach};
use aldis_core::incident::IncidentId;
use aldis_core::present::words::Words;
use aldis_core::{Catalogue, ServiceId, Surface, Timestamp};
use aldis_engine::History;
use aldis_link::query::Reach as LinkReach;
use aldis_link::view::{self, IncidentLine, Latency, SurfaceLatency};

use super::super::run::words;
use super::Answers;

/// As many days as are shown in a row.
const DAYS: u16 = 90;

impl Answers {
    pub(super) fn incidents(&self) -> anyhow::Result<Vec<IncidentLine>> {
        let (catalogue, words) = self.ground();
        let incidents = self.kept(|history, since| history.incidents(since))?;
        let line = |incident| IncidentLine::of(incident, name(&catalogue, incident), &words);
        Ok(incidents.iter().map(line).collect())
    }

    pub(super) fn whole_incidents(&self) -> anyhow::Result<Vec<view::Incident>> {
        let (catalogue, words) = self.ground();
        let incidents = self.kept(|history, since| history.incidents(since))?;
        let whole = |incident| view::Incident::of(incident, name(&catalogue, incident), &words);
        Ok(incidents.iter().map(whole).collect())
    }

    pub(super) fn incident(&self, id: &str) -> anyhow::Result<Option<view::Incident>> {
        let (catalogue, words) = self.ground();
        let id = IncidentId::new(id);
        let found = self.kept(|history, _| Ok(history.incident(&id)?.into_iter().collect()))?;
        let whole = |incident| view::Incident::of(incident, name(&catalogue, incident), &words);
        Ok(found.first().map(whole))
    }

    pub(super) fn history(&self) -> anyhow::Result<view::History> {
        let loaded = self.loaded();
        let now = self.clock.read().wall;
        let since = now - Reach::Quarter.length();
        let Some(kept) = History::open(&self.data_dir)? else {
            return Ok(view::History { services: vec![] });
        };
        let mut spans: BTreeMap<_, _> = kept.spans(since)?.into_iter().collect();
        let incidents = kept.incidents(since)?;
        let posts = kept.posts()?;
        let mut order = loaded.settings.watch.clone();
        let watched = |id: &ServiceId| loaded.settings.watch.contains(id);
        order.extend(spans.keys().filter(|id| !watched(id)).cloned());
        let zone = aldis_engine::local::time_zone();
        let services = order.into_iter().map(|id| {
            let spans = spans.remove(&id).unwrap_or_default();
            let own = incidents.iter().filter(|incident| incident.service == id);
            let own: Vec<_> = own.cloned().collect();
            let accounts = Reach::ALL.map(|reach| history::account(&spans, &own, reach, now));
            let days = history::days(&spans, DAYS, now, &zone);
            let found = loaded.catalogue.service(&id);
            let name = found.map_or_else(|| id.to_string(), |service| service.name.clone());
            view::ServiceHistory::of(&id, name, &accounts, &days, posts.usual(&id))
        });
        Ok(view::History {
            services: services.collect(),
        })
    }

    pub(super) fn latency(&self, service: String, reach: LinkReach) -> anyhow::Result<Latency> {
        let core: Reach = reach.into();
        let now = self.clock.read().wall;
        let since = now - core.length();
        let id = ServiceId::new(service.as_str());
        let answers = match History::open(&self.data_dir)? {
            Some(history) => history.answers(&id, since)?,
            None => Vec::new(),
        };
        let of = |surface: Surface| {
            let mine = answers.iter().filter(|(of, ..)| *of == surface);
            let mine = mine.map(|&(_, at, took)| (at, took));
            SurfaceLatency::of(surface, &history::quickness(mine, core, now))
        };
        let surfaces = Surface::ALL.map(of).into_iter().flatten().collect();
        Ok(Latency::of(service, reach, since, surfaces))
    }

    fn ground(&self) -> (Catalogue, Words) {
        let loaded = self.loaded();
        (loaded.catalogue, words(&loaded.settings))
    }

    /// What `read` finds of the last 90 days; nothing where no history is kept.
    fn kept<T>(
        &self,
        read: impl FnOnce(&History, Timestamp) -> anyhow::Result<Vec<T>>,
    ) -> anyhow::Result<Vec<T>> {
        let since = self.clock.read().wall - Reach::Quarter.length();
        match History::open(&self.data_dir)? {
            Some(history) => read(&history, since),
            None => Ok(Vec::new()),
        }
    }
}

fn name<'c>(
    catalogue: &'c Catalogue,
    incident: &aldis_core::incident::Incident,
) -> Option<&'c str> {
    let service = catalogue.service(&incident.service)?;
    Some(service.name.as_str())
}
