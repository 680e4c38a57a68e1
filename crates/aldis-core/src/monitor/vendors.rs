//! What each vendor is asked, all its services together, and how much less often it is asked for that.

use std::collections::{BTreeMap, BTreeSet};

use url::Url;

use super::Monitor;
use super::watched::Watched;
use crate::catalogue::{ServiceId, Surface};
use crate::event::Target;
use crate::pace::{Rhythm, Why};
use crate::quota::Quota;
use crate::settings::is_loopback;
use crate::time::Timestamp;

/// While a vendor's service is out, no other vendor is left alone for longer than so many times the usual: who
/// may stand in has to be known by what is younger than [`crate::alternatives::FRESH`], and of two front
/// doors each is looked at every two minutes, often in the same moment.
const WHILE_OUT: f64 = 0.8;

/// Every vendor that is asked over the internet; on our own machine nobody is spared.
#[derive(Clone, Debug, Default)]
pub(super) struct Vendors(BTreeMap<String, Vendor>);

#[derive(Clone, Debug)]
struct Vendor {
    /// How many of its services have a front door that is looked at.
    with_doors: u32,
    pages: BTreeSet<Url>,
    completions: Vec<ServiceId>,
    quota: Quota,
    /// How many times as long as usual it is left alone, as of the last request.
    stretch: f64,
}

impl Vendors {
    /// The vendors of what is watched; what those that stay were asked is kept.
    pub(super) fn fit(&mut self, watched: &[Watched]) {
        let mut old = std::mem::take(&mut self.0);
        for service in watched.iter().map(|it| &it.service) {
            let vendor = self.0.entry(service.vendor.clone()).or_insert_with(|| {
                let known = old.remove(&service.vendor);
                Vendor {
                    with_doors: 0,
                    pages: BTreeSet::new(),
                    completions: Vec::new(),
                    quota: known.as_ref().map_or_else(Quota::default, |it| it.quota),
                    stretch: known.map_or(1.0, |it| it.stretch),
                }
            });
            let far = || service.probes.iter().filter(|it| !is_loopback(&it.url));
            let is_door = |surface: Surface| surface != Surface::Completion;
            vendor.with_doors += u32::from(far().any(|it| is_door(it.surface)));
            if far().any(|it| !is_door(it.surface)) {
                vendor.completions.push(service.id.clone());
            }
            let page = service.status.first().map(|it| &it.url);
            vendor
                .pages
                .extend(page.filter(|it| !is_loopback(it)).cloned());
        }
    }
}

impl Monitor {
    /// A look is ordered: it is one of the day's requests to whoever gets it.
    pub(super) fn note_asked(&mut self, target: &Target, now: Timestamp) {
        let index = match target {
            Target::Probe { service, .. } => self.index_of(service),
            Target::Page { url } => self.places.on_page(url).next(),
            Target::Control { .. } | Target::Resolver { .. } => None,
        };
        let Some(index) = index else { return };
        let held = self.settings.intervals.held_to_minimum(false);
        let between_doors = held.edge.max(self.thrift.between_edges()).as_secs_f64();
        let daily = self.settings.completion.daily;
        let name = &self.watched[index].service.vendor;
        let Some(vendor) = self.vendors.0.get_mut(name) else {
            return;
        };
        let pages = vendor.pages.iter();
        let pages = pages.filter_map(|url| self.pages.pace(url));
        let pages: f64 = pages.map(|it| 1.0 / it.every.as_secs_f64()).sum();
        let usual = f64::from(vendor.with_doors) / between_doors + pages;
        let completions = vendor.completions.iter().filter_map(|id| {
            let spent = self.budget.as_ref()?.spent(id, now);
            Some(daily.saturating_sub(spent))
        });
        let completions = completions.sum();
        vendor.quota.ask(now);
        vendor.stretch = vendor.quota.stretch(usual, completions, now);
    }

    /// How many times as long as usual a surface is left alone for its vendor's sake. Completions have a
    /// budget of their own.
    pub(super) fn stretch_of(&self, watched: &Watched, surface: Surface) -> f64 {
        let probe = watched.surface(surface).map(|it| &it.probe.url);
        let is_spared = surface != Surface::Completion && !probe.is_some_and(is_loopback);
        let vendor = self.vendors.0.get(&watched.service.vendor);
        vendor
            .filter(|_| is_spared)
            .map_or(1.0, |vendor| vendor.stretch)
    }

    /// The same pace, or quicker where it may have to stand in for somebody of another vendor. What was seen
    /// stays known as long as it does otherwise.
    pub(super) fn while_out(&self, watched: &Watched, surface: Surface, rhythm: Rhythm) -> Rhythm {
        let out = self.attention.first_out().map(|it| &self.watched[it]);
        let stands_in = out.is_some_and(|it| it.service.vendor != watched.service.vendor);
        let is_door = surface != Surface::Completion;
        if !stands_in || !is_door || matches!(rhythm.why, Why::Sparing(_)) {
            return rhythm;
        }
        let stretch = self.stretch_of(watched, surface);
        Rhythm {
            every: rhythm.every.mul_f64(stretch.min(WHILE_OUT) / stretch),
            ..rhythm
        }
    }

    /// The same for a page; that of a cloud or CDN is asked for only while what stands on it fails.
    pub(super) fn page_stretch(&self, url: &Url) -> f64 {
        let index = self.places.on_page(url).next();
        let index = index.filter(|_| !is_loopback(url));
        let vendor = index.and_then(|it| self.vendors.0.get(&self.watched[it].service.vendor));
        vendor.map_or(1.0, |vendor| vendor.stretch)
    }
}
