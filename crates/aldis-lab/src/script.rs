//! What happens when: a script with times, played at a speed.

use std::time::Duration;

use serde::Deserialize;
use thiserror::Error;
use tokio::time::{Instant, sleep_until};

use crate::action::Action;
use crate::stage::{LabError, Stage};

const MAX_STEPS: usize = 10_000;
const LONGEST: f64 = 7.0 * 24.0 * 3600.0;
pub(crate) const SPEEDS: std::ops::RangeInclusive<f64> = 0.01..=10_000.0;

/// A script as written.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Script {
    /// What it plays, for people.
    #[serde(default)]
    pub title: String,
    /// How many scripted seconds pass in one real second unless the player wishes otherwise.
    /// A watcher takes its own real time to confirm, however fast the script is played.
    #[serde(default = "real_time")]
    pub speed: f64,
    /// In order of time.
    #[serde(default, rename = "at")]
    pub steps: Vec<Step>,
}

/// What happens at one time.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Scripted seconds after the beginning.
    pub seconds: f64,
    /// What the narrator says; empty for nothing.
    #[serde(default)]
    pub say: String,
    /// What is done.
    #[serde(default)]
    pub actions: Vec<Action>,
}

/// Why a script cannot be played.
#[derive(Debug, Error)]
pub enum ScriptError {
    /// It is not a script.
    #[error("not a script: {0}")]
    Unreadable(#[from] toml::de::Error),
    /// Time runs one way.
    #[error("step {step} is not at a time, in order, within a week")]
    Time {
        /// Counted from one.
        step: usize,
    },
    /// Too many.
    #[error("more than {MAX_STEPS} steps")]
    TooLong,
    /// It would never end or be over at once.
    #[error("a speed must be between 0.01 and 10000")]
    Speed,
    /// A step was refused.
    #[error("step {step} failed")]
    Step {
        /// Counted from one.
        step: usize,
        /// Why.
        source: LabError,
    },
}

const fn real_time() -> f64 {
    1.0
}

impl Script {
    /// Reads a script.
    pub fn parse(text: &str) -> Result<Self, ScriptError> {
        let script: Self = toml::from_str(text)?;
        if script.steps.len() > MAX_STEPS {
            return Err(ScriptError::TooLong);
        }
        check_speed(script.speed)?;
        let mut before = 0.0;
        for (index, step) in script.steps.iter().enumerate() {
            if !(before..=LONGEST).contains(&step.seconds) {
                return Err(ScriptError::Time { step: index + 1 });
            }
            before = step.seconds;
        }
        Ok(script)
    }

    /// How long it lasts at `speed`, in real time.
    pub fn length(&self, speed: f64) -> Duration {
        let last = self.steps.last().map_or(0.0, |step| step.seconds);
        Duration::try_from_secs_f64(last / speed).unwrap_or(Duration::MAX)
    }

    /// Plays it on a lab, telling `on_step` after each step was done. Dropping the future stops
    /// it where it is.
    pub async fn play(
        &self,
        stage: &Stage,
        speed: f64,
        mut on_step: impl FnMut(&Step),
    ) -> Result<(), ScriptError> {
        check_speed(speed)?;
        let begin = Instant::now();
        for (index, step) in self.steps.iter().enumerate() {
            let after = Duration::try_from_secs_f64(step.seconds / speed).unwrap_or_default();
            sleep_until(begin + after).await;
            for action in &step.actions {
                let done = action.perform(stage).await;
                done.map_err(|source| ScriptError::Step {
                    step: index + 1,
                    source,
                })?;
            }
            on_step(step);
        }
        Ok(())
    }
}

fn check_speed(speed: f64) -> Result<(), ScriptError> {
    if SPEEDS.contains(&speed) {
        Ok(())
    } else {
        Err(ScriptError::Speed)
    }
}
