//! What most monitors do: look at each surface by the clock, count failures, ask no control.

use std::time::Duration;

use aldis_core::evidence::Outcome;
use aldis_core::{Health, Surface};

use super::uptime::Uptime;
use crate::simulate::{Alarm, AlarmLog, Requests, Run, Source, Stand, Told, is_alive};
use crate::world::{Place, Scene};

/// A monitor that looks by the clock.
pub(super) struct Poller {
    pub(super) every_s: f64,
    pub(super) timeout: Duration,
    pub(super) patience: Patience,
    /// How long an alarm is held back; one that is over by then is told to nobody.
    pub(super) told_after_s: f64,
}

/// How much it takes.
#[derive(Clone, Copy)]
pub(super) enum Patience {
    /// So many bad looks in a row, and so many good ones to clear.
    InARow { bad: u32, good: u32 },
    /// Nothing but bad looks for so long, from the beginning of the first to that of the last; a
    /// longer hole in the data begins anew.
    Lasting { seconds: f64 },
}

/// What is remembered of one surface.
#[derive(Clone, Copy, Default)]
struct Memory {
    alarmed: bool,
    in_a_row: u32,
    bad_since: Option<f64>,
    looked_at: Option<f64>,
}

impl Poller {
    pub(super) fn run(&self, scene: &Scene<'_>) -> Run {
        let uptime = Uptime::of(scene.world());
        let surfaces = scene.world().surfaces();
        let mut memories = vec![Memory::default(); surfaces.len()];
        let mut log = AlarmLog::default();
        let mut requests = Requests::default();
        for tick in uptime.ticks(self.every_s) {
            let mut ends: Vec<(f64, usize, bool)> = surfaces
                .iter()
                .enumerate()
                .map(|(index, &surface)| {
                    requests.count(Place::Surface(surface));
                    let seen = scene.look(Place::Surface(surface), tick.at, self.timeout);
                    let ended = tick.at + seen.timing.total.as_secs_f64();
                    (ended, index, works(surface, &seen.outcome))
                })
                .filter(|(ended, _, _)| *ended < tick.asleep_at)
                .collect();
            ends.sort_by(|one, other| one.0.total_cmp(&other.0));
            for (ended, index, works) in ends {
                let memory = &mut memories[index];
                let stood = memory.alarmed;
                memory.saw(works, tick.at, self.patience);
                let raised = memory.alarmed && !stood;
                log.set(ended, called_out(&memories));
                if raised {
                    log.another(ended);
                }
            }
        }
        let alarms = log.into_alarms(scene.world().length());
        finish(self.told(&uptime, alarms), requests)
    }

    /// Alarms that are over before they are told of are never heard of.
    fn told(&self, uptime: &Uptime, alarms: Vec<Alarm>) -> Vec<Alarm> {
        let told = alarms.into_iter().map(|alarm| Alarm {
            from: uptime.after(alarm.from, self.told_after_s),
            ..alarm
        });
        told.filter(|alarm| alarm.from < alarm.to).collect()
    }
}

impl Memory {
    /// A look that began at second `at` found that it works, or not.
    fn saw(&mut self, works: bool, at: f64, patience: Patience) {
        match patience {
            Patience::InARow { bad, good } => {
                let enough = if self.alarmed { good } else { bad };
                self.in_a_row = if works == self.alarmed {
                    self.in_a_row + 1
                } else {
                    0
                };
                if self.in_a_row >= enough {
                    self.alarmed = !self.alarmed;
                    self.in_a_row = 0;
                }
            }
            Patience::Lasting { seconds } => {
                let holed = self.looked_at.is_some_and(|last| at - last > seconds);
                let since = self.bad_since.filter(|_| !holed).unwrap_or(at);
                self.bad_since = (!works).then_some(since);
                self.alarmed = self.bad_since.is_some_and(|since| at - since >= seconds);
            }
        }
        self.looked_at = Some(at);
    }
}

/// Anything but the answer that was configured is a failure.
fn works(surface: Surface, outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Answered { status } if is_alive(surface, *status))
}

fn called_out(memories: &[Memory]) -> Stand {
    let alarmed = memories.iter().filter(|it| it.alarmed).count();
    let health = match alarmed {
        0 => return Stand::Clear,
        some if some == memories.len() => Health::MajorOutage,
        _ => Health::PartialOutage,
    };
    Stand::CalledOut(health, Source::Local, None)
}

/// Every alarm is told, and so is its end.
pub(super) fn finish(alarms: Vec<Alarm>, requests: Requests) -> Run {
    let told = |at, kind| Told { at, kind };
    Run {
        notices: alarms
            .iter()
            .flat_map(|alarm| [told(alarm.from, "outage"), told(alarm.to, "recovery")])
            .collect(),
        alarms,
        requests,
    }
}
