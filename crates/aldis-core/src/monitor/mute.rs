//! What the user does not want to hear of, and until when.

use super::Monitor;
use crate::catalogue::ServiceId;
use crate::event::{MuteUntil, Record};
use crate::health::Health;
use crate::time::Timestamp;

impl Monitor {
    pub(super) fn is_muted(&self, service: &ServiceId) -> bool {
        self.mutes.contains_key(&None) || self.mutes.contains_key(&Some(service.clone()))
    }

    /// "Until it is back" is a wish to hear that it is back.
    pub(super) fn is_muted_beyond_return(&self, service: &ServiceId) -> bool {
        let until = [None, Some(service.clone())]
            .into_iter()
            .filter_map(|key| self.mutes.get(&key).copied());
        until.into_iter().any(|until| until != MuteUntil::Back)
    }

    pub(super) fn end_mutes(&mut self, now: Timestamp) {
        let watched = &self.watched;
        let before = self.mutes.len();
        self.mutes.retain(|service, until| match until {
            MuteUntil::At(at) => now < *at,
            MuteUntil::Back => watched
                .iter()
                .filter(|it| service.as_ref().is_none_or(|id| *id == it.service.id))
                .any(|it| it.health != Health::Operational),
        });
        if self.mutes.len() != before {
            self.record_mutes();
        }
    }

    /// Unmuting one service under a mute of all leaves the others muted.
    pub(super) fn unmute(&mut self, service: Option<ServiceId>) {
        match service {
            None => self.mutes.clear(),
            Some(service) => {
                if let Some(until) = self.mutes.remove(&None) {
                    for other in &self.watched {
                        let own = self.mutes.entry(Some(other.service.id.clone()));
                        own.or_insert(until);
                    }
                }
                self.mutes.remove(&Some(service));
            }
        }
        self.record_mutes();
    }

    pub(super) fn record_mutes(&mut self) {
        let mutes = self.mutes.clone().into_iter().collect();
        self.records.push(Record::Mutes(mutes));
    }

    /// Minutes after local midnight.
    pub(super) fn local_minute(&self, now: Timestamp) -> u16 {
        let local = now.in_zone(&self.zone);
        local.map_or(0, |it| {
            u16::try_from(i32::from(it.hour()) * 60 + i32::from(it.minute())).unwrap_or(0)
        })
    }
}
