//! What goes into [`crate::Monitor::handle`] and what comes out of it.

use std::time::Duration;

use crate::budget::{Day, Spent};
use crate::catalogue::{Catalogue, ServiceId, Surface};
use crate::evidence::{Evidence, Outcome, Sight};
use crate::finding::Finding;
use crate::health::{Confidence, Health};
use crate::incident::{Incident, IncidentId};
use crate::learned::Learned;
use crate::present::notice::Notice;
use crate::settings::Settings;
use crate::thrift::Means;
use crate::time::Timestamp;
use crate::vantage::Vantage;

/// Something that happened.
#[derive(Clone, Debug)]
pub enum Event {
    /// The timer went off: see [`crate::Monitor::wake_at`].
    Woke,
    /// A look that was ordered has ended.
    Looked {
        /// What was looked at.
        target: Target,
        /// When the look began: what began before a gap in time is thrown away.
        started: Timestamp,
        /// What it saw.
        evidence: Evidence,
    },
    /// The machine slept, or the clock was set: this much time is missing.
    TimeJumped {
        /// How much is missing.
        gap: Duration,
    },
    /// Packets leave by another way than before: another network, a VPN that went up or down.
    NetworkChanged,
    /// What the computer says of its power and its link.
    Means(Means),
    /// The user, or the shell for them, asks for something.
    Asked(Command),
    /// The settings or the catalogue changed.
    Configured {
        /// As in force.
        settings: Box<Settings>,
        /// As in force.
        catalogue: Box<Catalogue>,
    },
    /// What completions cost, whoever asked for them: the answer to [`Effect::ReadAccount`]. `None`
    /// where it cannot be read.
    Account(Option<Vec<Spent>>),
    /// Something of ours works or does not: history is not being saved, no tray host, ….
    Fault {
        /// Which.
        fault: Fault,
        /// Whether it is broken.
        broken: bool,
    },
}

/// A part of Aldis itself that may be missing. Shown in the window, never a vendor's trouble.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// History is not being saved; why.
    History(String),
    /// A damaged database was moved aside to this file.
    HistoryMovedAside(String),
    /// No tray host: the lamp cannot be seen.
    NoTray,
    /// No notification daemon.
    NoNotifications,
    /// No key store.
    NoKeyStore,
    /// The user's own program is not told of changes.
    Program {
        /// Its name, without its arguments.
        name: String,
        /// Why not.
        why: ProgramFailure,
    },
    /// The user's webhook is not told of changes; how the last try ended.
    Webhook(Outcome),
    /// A mistake in a file of the user's.
    File(Finding),
}

/// How a program of the user's failed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProgramFailure {
    /// It cannot be started; why.
    NotStarted(String),
    /// It was ended because it ran for longer than this.
    TooSlow(Duration),
    /// It ended with this code, or from outside.
    Failed(Option<i32>),
}

impl Fault {
    /// Whether this is `other`, whatever the details of it: what mends the one mends the other.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        if let (Self::File(one), Self::File(other)) = (self, other) {
            return one == other;
        }
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }
}

/// What may be asked of a running engine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Look at everything now.
    CheckNow,
    /// The user says that this service is broken for them.
    BrokenForMe {
        /// Which.
        service: ServiceId,
    },
    /// The user takes that back.
    WorksForMe {
        /// Which.
        service: ServiceId,
    },
    /// Tell the user when the service in trouble is back, or no longer: whatever else they hear of.
    TellWhenBack {
        /// Which.
        service: ServiceId,
        /// Whether they want to be told.
        on: bool,
    },
    /// Say nothing about `service` (all of them if `None`) for a while.
    Mute {
        /// Which.
        service: Option<ServiceId>,
        /// For how long.
        until: MuteUntil,
    },
    /// Speak again.
    Unmute {
        /// Which; all of them if `None`.
        service: Option<ServiceId>,
    },
}

/// When a mute ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MuteUntil {
    /// At this moment.
    At(Timestamp),
    /// When the service works again.
    Back,
}

impl MuteUntil {
    /// In an hour.
    pub fn hour(now: Timestamp) -> Self {
        Self::At(now + Duration::from_secs(60 * 60))
    }

    /// Tomorrow at eight in `zone`; in a day where the calendar ends.
    pub fn tomorrow(now: Timestamp, zone: &jiff::tz::TimeZone) -> Self {
        let eight = || {
            let morning = now.in_zone(zone)?.date().tomorrow().ok()?.at(8, 0, 0, 0);
            let at = morning.to_zoned(zone.clone()).ok()?;
            Some(Timestamp::from_millis(at.timestamp().as_millisecond()))
        };
        Self::At(eight().unwrap_or(now + Duration::from_secs(24 * 60 * 60)))
    }
}

/// Something to look at.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// A surface of a service.
    Probe {
        /// The service.
        service: ServiceId,
        /// The surface.
        surface: Surface,
    },
    /// A status page, shared by every service that stands on it.
    Page {
        /// Its address.
        url: url::Url,
    },
    /// The control with this index in the catalogue.
    Control {
        /// Index into [`Catalogue::controls`].
        index: usize,
    },
    /// A name, by the resolver with this index in the catalogue.
    Resolver {
        /// Index into [`Catalogue::resolvers`].
        index: usize,
        /// The name.
        name: String,
    },
}

/// A look to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// What to look at.
    pub target: Target,
    /// How long it may take in all.
    pub deadline: Duration,
}

/// Something that should happen.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Look, and send [`Event::Looked`] back.
    Look(Order),
    /// Completions are due: read what they cost so far, everything recorded before this included,
    /// and send [`Event::Account`] back.
    ReadAccount,
    /// Write to history.
    Record(Record),
    /// Tell the user.
    Notify(Notice),
    /// Tell scripts and hooks that a service's health changed.
    Announce(Transition),
    /// Tell scripts that our own vantage changed.
    AnnounceVantage {
        /// When.
        at: Timestamp,
        /// Before.
        from: Vantage,
        /// After.
        to: Vantage,
    },
    /// The snapshot changed: show it.
    Publish,
}

/// One line of history.
#[derive(Clone, Debug, PartialEq)]
pub enum Record {
    /// One look at a service's surface.
    Sample {
        /// When it ended.
        at: Timestamp,
        /// The service.
        service: ServiceId,
        /// The surface.
        surface: Surface,
        /// What it saw.
        sight: Sight,
        /// What our own network was like.
        vantage: Vantage,
    },
    /// A change of health.
    Transition(Transition),
    /// An incident as it stands; replaces the row of the same id.
    Incident(Incident),
    /// Completions were counted, or one that was counted was not asked for after all.
    Spent {
        /// For which service.
        service: ServiceId,
        /// On which day.
        day: Day,
        /// What is added to the count of that day.
        by: i32,
    },
    /// What was learned of surfaces; replaces what was written of the same before.
    Learned(Vec<(ServiceId, Surface, Learned)>),
    /// What the user asked to be silent about, all of it; replaces what was written before.
    Mutes(Vec<(Option<ServiceId>, MuteUntil)>),
    /// A change of our own vantage.
    Vantage {
        /// When.
        at: Timestamp,
        /// What it is from then on.
        to: Vantage,
    },
}

/// A service's health changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transition {
    /// When we decided.
    pub at: Timestamp,
    /// The service.
    pub service: ServiceId,
    /// Before.
    pub from: Health,
    /// After.
    pub to: Health,
    /// How sure; `None` when `to` is unknown.
    pub confidence: Option<Confidence>,
    /// Why, in data; [`crate::present::words`] makes the sentence.
    pub reason: crate::snapshot::Reason,
    /// The incident it belongs to.
    pub incident: Option<IncidentId>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn until_tomorrow_ends_at_eight_in_the_zone_of_the_person() {
        let zone = jiff::tz::TimeZone::fixed(jiff::tz::offset(7));
        let evening = Timestamp::parse("2026-11-22T18:30:00+07:00").unwrap();
        let morning = Timestamp::parse("2026-11-23T08:00:00+07:00").unwrap();
        assert_eq!(MuteUntil::tomorrow(evening, &zone), MuteUntil::At(morning));
    }
}
