//! From a health that changes to alarms with a beginning and an end.

use aldis_core::incident::IncidentId;
use aldis_core::{Confidence, Health, Snapshot};
use serde::{Serialize, Serializer};

/// A stretch in which the vendor was called out.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Alarm {
    /// From.
    pub from: f64,
    /// To: the all-clear, or the moment we could see no longer.
    pub to: f64,
    /// The worst it said.
    #[serde(serialize_with = "word")]
    pub health: Health,
    /// Who said so first.
    pub source: Source,
    /// When it got worse while it stood, or another surface was called out as well.
    #[serde(skip)]
    pub worse: Vec<f64>,
}

/// Who said so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// Looks of our own.
    Local,
    /// The vendor's page alone.
    Official,
}

fn word<S: Serializer>(health: &Health, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(health.word())
}

/// What is known of the vendor at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Stand {
    /// It is called out.
    CalledOut(Health, Source, Option<IncidentId>),
    /// It is not.
    Clear,
    /// We cannot see, or are only looking again after we could not.
    Blind,
}

/// Alarms as they come and go. One that we lost sight of lasts if it is still the same incident
/// when we see again; otherwise it ended when we lost sight of it.
#[derive(Debug, Default)]
pub(crate) struct AlarmLog {
    health: Option<Health>,
    open: Option<(Alarm, Option<IncidentId>)>,
    blind_since: Option<f64>,
    done: Vec<Alarm>,
}

impl AlarmLog {
    /// The service's health changed.
    pub(crate) fn became(&mut self, health: Health) {
        self.health = Some(health);
    }

    /// What is shown at second `at`. Only trouble needs the whole picture.
    pub(crate) fn observe(&mut self, at: f64, snapshot: impl FnOnce() -> Snapshot) {
        let stand = match self.health {
            Some(health) if health.is_trouble() => {
                let stand = stand_of(&snapshot());
                // After we could not see, it is looked at again before it is shown again.
                let unsure = stand == Stand::Clear && health == Health::Degraded;
                if unsure && self.blind_since.is_some() {
                    Stand::Blind
                } else {
                    stand
                }
            }
            Some(Health::Unknown) | None => Stand::Blind,
            Some(_) => Stand::Clear,
        };
        self.set(at, stand);
    }

    /// From second `at` on things stand so.
    pub(crate) fn set(&mut self, at: f64, stand: Stand) {
        // Clocks here count milliseconds; what is finer is only arithmetic.
        let at = (at * 1_000.0).round() / 1_000.0;
        match stand {
            Stand::Blind => {
                self.blind_since.get_or_insert(at);
            }
            Stand::Clear => {
                self.close(at);
                self.blind_since = None;
            }
            Stand::CalledOut(health, source, incident) => {
                if self.open.as_ref().is_some_and(|(_, it)| *it != incident) {
                    self.close(at);
                }
                self.blind_since = None;
                let alarm = Alarm {
                    from: at,
                    to: at,
                    health,
                    source,
                    worse: Vec::new(),
                };
                let (open, _) = self.open.get_or_insert((alarm, incident));
                if health > open.health {
                    open.health = health;
                    open.worse.push(at);
                }
            }
        }
    }

    /// Another surface is called out at second `at`, whether or not an alarm stands already.
    pub(crate) fn another(&mut self, at: f64) {
        if let Some((open, _)) = &mut self.open {
            open.worse.push(at);
        }
    }

    fn close(&mut self, at: f64) {
        let to = self.blind_since.unwrap_or(at);
        let closed = self.open.take().map(|(open, _)| Alarm { to, ..open });
        // What began and ended in one moment was never seen by anybody.
        self.done.extend(closed.filter(|it| it.from < it.to));
    }

    /// All of them, when the world ends at second `end`.
    pub(crate) fn into_alarms(mut self, end: f64) -> Vec<Alarm> {
        self.close(end);
        self.done
    }
}

/// Whether the service is called out. A suspicion is no alarm, and neither is "it works again here,
/// their page still reports it".
fn stand_of(snapshot: &Snapshot) -> Stand {
    let Some(service) = snapshot.services.first() else {
        return Stand::Blind;
    };
    let source = match service.confidence {
        None => return Stand::Blind,
        Some(Confidence::Reported) => Source::Official,
        Some(Confidence::Possible | Confidence::Likely | Confidence::Confirmed) => Source::Local,
    };
    let incident = service.incident.clone();
    let works_again = snapshot
        .incidents
        .iter()
        .find(|it| Some(&it.id) == incident.as_ref())
        .is_some_and(|it| it.works_again_at().is_some());
    let called_out = match service.health {
        Health::PartialOutage | Health::MajorOutage => true,
        Health::Degraded => {
            service.confidence > Some(Confidence::Possible)
                && !(works_again && source == Source::Official)
        }
        Health::Operational | Health::Maintenance | Health::Unknown => false,
    };
    if called_out {
        Stand::CalledOut(service.health, source, incident)
    } else {
        Stand::Clear
    }
}
