//! Somebody to turn to: while a watched service is out, a few others of the catalogue are looked at,
//! so that there is something to suggest to a person who watches only one.

use super::Monitor;
use crate::alternatives::{self, SHOWN};
use crate::catalogue::{Service, ServiceId};
use crate::health::Health;
use crate::time::Timestamp;

impl Monitor {
    /// Takes stand-ins on when something goes out and the watched ones that work are too few, and
    /// lets them go when nothing is out any more.
    pub(super) fn find_stand_ins(&mut self, now: Timestamp) {
        let wanted = match self.first_out() {
            None => Vec::new(),
            Some(_) if !self.stand_ins.is_empty() => return,
            Some(failing) => self.stand_ins_for(failing, now),
        };
        if wanted != self.stand_ins {
            self.stand_ins = wanted;
            self.rebuild(Vec::new(), now);
        }
    }

    /// The first watched service with an outage that is not over, whatever can be seen just now.
    fn first_out(&self) -> Option<&Service> {
        let first = self.attention.first_out();
        first.map(|index| &self.watched[index].service)
    }

    fn stand_ins_for(&self, failing: &Service, now: Timestamp) -> Vec<ServiceId> {
        let known = |service: &Service| self.watched.iter().any(|it| it.service.id == service.id);
        let healthy = self.watched.iter().filter(|it| {
            it.health == Health::Operational && !it.service.may_speak_as(&failing.family)
        });
        if healthy.count() >= SHOWN {
            return Vec::new();
        }
        let others: Vec<&Service> = self
            .catalogue
            .services
            .iter()
            .filter(|it| !known(it))
            .collect();
        let shared = alternatives::shared_upstreams(&self.failing());
        alternatives::stand_ins(self.wanted(failing, &shared, now), &others)
    }
}
