//! What is due when, and what is on its way. Nothing here knows why.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use crate::event::Target;
use crate::pace::Tempo;
use crate::time::Timestamp;
use crate::vantage::Vantage;

/// Looks that become due together start this far apart.
const STAGGER: Duration = Duration::from_millis(150);

/// Every target but the controls, whose rounds the gate keeps.
#[derive(Clone, Debug, Default)]
pub(super) struct Schedule {
    slots: BTreeMap<Target, Slot>,
    /// Those that wait for their time, the first one due first.
    queue: BTreeSet<(Timestamp, Target)>,
}

#[derive(Clone, Debug)]
struct Slot {
    due: Timestamp,
    /// Whoever told us to wait is not asked before this, whatever else happens.
    not_before: Timestamp,
    in_flight: bool,
    /// What is on its way counts for nothing when it arrives.
    void: bool,
    /// Not needed at present: a fallback whose first choice can be read.
    resting: bool,
    looks: u64,
}

impl Slot {
    fn due(&self) -> Timestamp {
        self.due.max(self.not_before)
    }

    /// When it is due, if it is neither under way nor resting.
    fn waits_for(&self) -> Option<Timestamp> {
        (!self.in_flight && !self.resting).then(|| self.due())
    }
}

impl Schedule {
    /// Keeps exactly these targets; new ones are due at once.
    pub(super) fn fit(&mut self, targets: impl Iterator<Item = Target>, now: Timestamp) {
        let mut old = std::mem::take(&mut self.slots);
        for target in targets {
            let slot = old.remove(&target).unwrap_or(Slot {
                due: now,
                not_before: now,
                in_flight: false,
                void: false,
                resting: false,
                looks: 0,
            });
            self.slots.insert(target, slot);
        }
        self.line_up();
    }

    /// The first moment something is due that may be ordered in this vantage.
    pub(super) fn wake_at(&self, vantage: Vantage) -> Option<Timestamp> {
        let mut queue = self.queue.iter();
        let first = queue.find(|(_, target)| may_order(target, vantage));
        first.map(|(due, _)| *due)
    }

    /// Marks what is due as in flight and returns it.
    pub(super) fn take_due(&mut self, vantage: Vantage, now: Timestamp) -> Vec<Target> {
        let due = self.queue.iter().take_while(|(due, _)| *due <= now);
        let due = due.filter(|(_, target)| may_order(target, vantage));
        let mut due: Vec<Target> = due.map(|(_, target)| target.clone()).collect();
        due.sort_unstable();
        for target in &due {
            self.change(target, |slot| {
                slot.in_flight = true;
                slot.looks += 1;
            });
        }
        due
    }

    /// Changes one slot, and its place in the queue with it. `false` if nobody watches the target.
    fn change(&mut self, target: &Target, change: impl FnOnce(&mut Slot)) -> bool {
        let Some(slot) = self.slots.get_mut(target) else {
            return false;
        };
        let before = slot.waits_for();
        change(slot);
        let after = slot.waits_for();
        if before != after {
            if let Some(due) = before {
                self.queue.remove(&(due, target.clone()));
            }
            self.queue.extend(after.map(|due| (due, target.clone())));
        }
        true
    }

    /// Changes every slot, and the queue with them.
    fn change_all(&mut self, change: impl FnMut(&mut Slot)) {
        self.slots.values_mut().for_each(change);
        self.line_up();
    }

    fn line_up(&mut self) {
        let waiting = self.slots.iter();
        let waiting = waiting.filter_map(|(it, slot)| Some((slot.waits_for()?, it.clone())));
        self.queue = waiting.collect();
    }

    /// A look has ended; the next one is due then, and none before `floor`. `false` if nobody
    /// watches the target any more.
    pub(super) fn ended(&mut self, target: &Target, floor: Timestamp, due: Timestamp) -> bool {
        self.change(target, |slot| {
            slot.in_flight = false;
            slot.void = false;
            slot.not_before = floor;
            slot.due = due;
        })
    }

    /// What is on its way is to count for nothing.
    pub(super) fn void(&mut self) {
        for slot in self.slots.values_mut() {
            slot.void = slot.in_flight;
        }
    }

    /// Whether what is on its way counts for nothing.
    pub(super) fn is_void(&self, target: &Target) -> bool {
        self.slots.get(target).is_some_and(|slot| slot.void)
    }

    /// Moves the next look.
    pub(super) fn set_due(&mut self, target: &Target, due: Timestamp) {
        self.change(target, |slot| {
            slot.due = due;
        });
    }

    /// Moves the next look to `due` if it would be later.
    pub(super) fn bring_forward(&mut self, target: &Target, due: Timestamp) {
        self.change(target, |slot| {
            slot.due = slot.due.min(due);
        });
    }

    /// Moves the next look, and nothing brings it forward.
    pub(super) fn hold(&mut self, target: &Target, until: Timestamp) {
        self.change(target, |slot| {
            slot.due = until;
            slot.not_before = until;
        });
    }

    /// Moves the next look to `until` if it would be sooner, and nothing brings it forward.
    pub(super) fn hold_longer(&mut self, target: &Target, until: Timestamp) {
        self.change(target, |slot| {
            slot.due = slot.due.max(until);
            slot.not_before = slot.not_before.max(until);
        });
    }

    /// Lets a target rest, or wakes it: then it is due at once.
    pub(super) fn rest(&mut self, target: &Target, resting: bool, now: Timestamp) {
        self.change(target, |slot| {
            if slot.resting && !resting {
                slot.due = now;
            }
            slot.resting = resting;
        });
    }

    /// Whether it is not needed at present.
    pub(super) fn is_resting(&self, target: &Target) -> bool {
        self.slots.get(target).is_some_and(|slot| slot.resting)
    }

    /// Whether a look is on its way.
    pub(super) fn in_flight(&self, target: &Target) -> bool {
        self.slots.get(target).is_some_and(|slot| slot.in_flight)
    }

    /// Whether anybody watches it.
    pub(super) fn has(&self, target: &Target) -> bool {
        self.slots.contains_key(target)
    }

    /// How many looks there were.
    pub(super) fn looks(&self, target: &Target) -> u64 {
        self.slots.get(target).map_or(0, |slot| slot.looks)
    }

    /// Makes everything due that was not looked at a moment ago; returns what is to be waited for.
    pub(super) fn check_now(&mut self, vantage: Vantage, now: Timestamp) -> BTreeSet<Target> {
        let mut awaited = BTreeSet::new();
        for (target, slot) in &mut self.slots {
            let ours = !slot.resting && may_order(target, vantage);
            if ours && (slot.in_flight || slot.not_before <= now) {
                slot.due = slot.due.min(now);
                awaited.insert(target.clone());
            }
        }
        self.line_up();
        awaited
    }

    /// Everything is due now.
    pub(super) fn all_due(&mut self, now: Timestamp) {
        self.change_all(|slot| slot.due = slot.due.min(now));
    }

    /// The clock was set back to `now`: no wait is longer for it.
    pub(super) fn step_back(&mut self, now: Timestamp) {
        self.change_all(|slot| {
            slot.due = slot.due.min(now);
            slot.not_before = slot.not_before.min(now);
        });
    }

    /// Everything is due now, one after the other.
    pub(super) fn all_due_staggered(&mut self, now: Timestamp, tempo: Tempo) {
        for (index, slot) in (0_u32..).zip(self.slots.values_mut()) {
            slot.due = now + tempo.of(STAGGER) * index;
        }
        self.line_up();
    }
}

/// Until we know about ourselves nobody is asked; while we cannot see, services are still asked,
/// since one that answers proves the network works, but status pages are left alone.
fn may_order(target: &Target, vantage: Vantage) -> bool {
    match (vantage, target) {
        (Vantage::Online, _) => true,
        (Vantage::Waking, _) => false,
        (Vantage::Captive | Vantage::Impaired | Vantage::Offline, Target::Probe { .. }) => true,
        (
            Vantage::Captive | Vantage::Impaired | Vantage::Offline,
            Target::Page { .. } | Target::Control { .. } | Target::Resolver { .. },
        ) => false,
    }
}
