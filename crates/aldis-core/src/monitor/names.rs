//! Second opinions about names. A name that the resolver of this machine does not know is held
//! against nobody before another resolver says the same.

use std::collections::BTreeMap;
use std::time::Duration;

use super::{Monitor, Pending};
use crate::event::{Effect, Order, Target};
use crate::evidence::Resolution;
use crate::snapshot::Ignored;
use crate::time::Timestamp;
use crate::vantage::Culprit;

/// How long asking may take.
const DEADLINE: Duration = Duration::from_secs(5);
/// How long an opinion holds before the same name is asked for again.
const HOLDS: Duration = Duration::from_secs(60);

/// What was asked, what is known, and the failing looks that wait for it.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    waiting: Vec<(String, Pending)>,
    /// The resolver that is being asked for a name.
    asked: BTreeMap<String, usize>,
    known: BTreeMap<String, (Resolution, Timestamp)>,
}

impl Names {
    pub(super) fn is_waiting(&self) -> bool {
        !self.asked.is_empty()
    }
}

impl Monitor {
    /// Judges a look that failed for want of a name, once a second resolver has been heard. Where
    /// none is in the catalogue, the controls, whose names are known, have to do.
    pub(super) fn doubt(&mut self, look: Pending, now: Timestamp, effects: &mut Vec<Effect>) {
        let name = self.host_of(&look.target);
        match name.filter(|_| !self.catalogue.resolvers.is_empty()) {
            Some(name) => {
                self.names.waiting.push((name.clone(), look));
                self.ask_for(name, now, effects);
            }
            None => {
                let seen = (&look.target, &look.sight, look.ended);
                self.judge(seen, Ok(look.sign), now, effects);
            }
        }
    }

    /// Asks whether the name of this control exists: nobody answers, and names may be why.
    pub(super) fn doubt_control(
        &mut self,
        index: usize,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let name = self.host_of(&Target::Control { index });
        if let Some(name) = name.filter(|_| !self.catalogue.resolvers.is_empty()) {
            self.ask_for(name, now, effects);
        }
    }

    /// A second resolver was heard about `name`.
    pub(super) fn resolved(
        &mut self,
        (index, name): (usize, String),
        resolution: Resolution,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        if self.names.asked.get(&name) != Some(&index) {
            return;
        }
        let another = index + 1;
        if resolution == Resolution::NoAnswer && another < self.catalogue.resolvers.len() {
            self.order_name(another, name, effects);
            return;
        }
        self.names.asked.remove(&name);
        self.names.known.insert(name.clone(), (resolution, now));
        self.settle(&name, resolution, now, effects);
    }

    /// Whatever was asked is void, and what was heard is of another network or another time.
    pub(super) fn forget_names(&mut self) {
        self.names = Names::default();
    }

    fn ask_for(&mut self, name: String, now: Timestamp, effects: &mut Vec<Effect>) {
        if self.names.asked.contains_key(&name) {
            return;
        }
        self.names.known.retain(|_, (_, at)| now.since(*at) < HOLDS);
        match self.names.known.get(&name) {
            Some((resolution, _)) => self.settle(&name, *resolution, now, effects),
            None => self.order_name(0, name, effects),
        }
    }

    fn order_name(&mut self, index: usize, name: String, effects: &mut Vec<Effect>) {
        self.names.asked.insert(name.clone(), index);
        effects.push(Effect::Look(Order {
            target: Target::Resolver { index, name },
            deadline: self.tempo.deadline(DEADLINE),
        }));
    }

    /// A name that exists and that nobody here knows is our resolver's fault. One that nobody else
    /// could be asked for may be anybody's, and is held against nobody.
    fn settle(
        &mut self,
        name: &str,
        resolution: Resolution,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        if resolution == Resolution::Address {
            self.gate.names_exist(now);
            self.note_vantage(now);
        }
        let (settled, waiting): (Vec<_>, Vec<_>) = std::mem::take(&mut self.names.waiting)
            .into_iter()
            .partition(|(waits_for, _)| waits_for == name);
        self.names.waiting = waiting;
        for (_, look) in settled {
            let seen = (&look.target, &look.sight, look.ended);
            let sign = match resolution {
                Resolution::Address => Err(Ignored::OurNetwork(Some(Culprit::Resolver))),
                Resolution::NoAnswer => Err(Ignored::NameUnchecked),
                Resolution::NoAddress => Ok(look.sign),
            };
            self.judge(seen, sign, now, effects);
        }
    }

    fn host_of(&self, target: &Target) -> Option<String> {
        let url = match target {
            Target::Probe { service, surface } => {
                let watched = &self.watched[self.index_of(service)?];
                let mut surfaces = watched.surfaces.iter();
                &surfaces.find(|it| it.probe.surface == *surface)?.probe.url
            }
            Target::Control { index } => &self.catalogue.controls.get(*index)?.url,
            Target::Page { .. } | Target::Resolver { .. } => return None,
        };
        url.domain().map(str::to_owned)
    }
}
