//! Announced work on a page: what a vendor tells of it and where it stands. How the documents write
//! it is not here.

use std::time::Duration;

use aldis_core::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Between the announcement and the work, and from its beginning to its planned end.
const HOUR: Duration = Duration::from_secs(60 * 60);

/// Where announced work stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MaintenancePhase {
    /// It is announced.
    Scheduled,
    /// They are at it.
    InProgress,
    /// It is done.
    Completed,
}

impl MaintenancePhase {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Scheduled => "scheduled",
            Self::InProgress => "in_progress",
            Self::Completed => "completed",
        }
    }
}

/// One thing a vendor tells of its work. The first one under a name announces it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Maintenance {
    /// The script's own name for the work; never on the page.
    pub maintenance: String,
    /// Where it stands from here on.
    pub phase: MaintenancePhase,
    /// The headline; stays as it was when absent, and is the name when it never was given.
    #[serde(default)]
    pub title: Option<String>,
    /// The text; may be empty.
    #[serde(default)]
    pub text: String,
    /// What is worked on, by name or id, besides what was named before.
    #[serde(default)]
    pub components: Vec<String>,
}

/// Everything announced on a page, oldest first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Maintenances(Vec<Window>);

/// One piece of announced work.
#[derive(Clone, Debug)]
pub(crate) struct Window {
    key: String,
    pub(crate) number: u32,
    pub(crate) title: String,
    pub(crate) announced_at: Timestamp,
    pub(crate) starts_at: Timestamp,
    pub(crate) components: Vec<&'static str>,
    /// Oldest first.
    pub(crate) updates: Vec<Told>,
}

#[derive(Clone, Debug)]
pub(crate) struct Told {
    pub(crate) at: Timestamp,
    pub(crate) phase: MaintenancePhase,
    pub(crate) text: String,
}

impl Window {
    pub(crate) fn phase(&self) -> MaintenancePhase {
        let last = self.updates.last();
        last.map_or(MaintenancePhase::Scheduled, |told| told.phase)
    }

    pub(crate) fn updated_at(&self) -> Timestamp {
        self.updates
            .last()
            .map_or(self.announced_at, |told| told.at)
    }

    pub(crate) fn ends_at(&self) -> Timestamp {
        self.starts_at + HOUR
    }
}

impl Maintenances {
    pub(crate) fn newest_first(&self) -> impl Iterator<Item = &Window> {
        self.0.iter().rev()
    }

    pub(crate) fn in_phase(&self, phase: MaintenancePhase) -> impl Iterator<Item = &Window> {
        self.newest_first()
            .filter(move |window| window.phase() == phase)
    }

    pub(crate) fn in_progress(&self) -> bool {
        self.in_phase(MaintenancePhase::InProgress).next().is_some()
    }

    pub(super) fn tell(
        &mut self,
        told: Maintenance,
        named: &[&'static str],
        now: Timestamp,
    ) -> &Window {
        let index = self.find_or_announce(&told.maintenance, now);
        let window = &mut self.0[index];
        let began = told.phase != MaintenancePhase::Scheduled
            && window.phase() == MaintenancePhase::Scheduled;
        if began {
            window.starts_at = now;
        }
        for id in named {
            if !window.components.contains(id) {
                window.components.push(id);
            }
        }
        if let Some(title) = told.title {
            window.title = title;
        }
        window.updates.push(Told {
            at: now,
            phase: told.phase,
            text: told.text,
        });
        window
    }

    fn find_or_announce(&mut self, key: &str, now: Timestamp) -> usize {
        let known = self.0.iter().position(|known| known.key == key);
        known.unwrap_or_else(|| {
            self.0.push(Window {
                key: key.to_owned(),
                number: u32::try_from(self.0.len()).unwrap_or(u32::MAX),
                title: key.to_owned(),
                announced_at: now,
                starts_at: now + HOUR,
                components: Vec::new(),
                updates: Vec::new(),
            });
            self.0.len() - 1
        })
    }
}
