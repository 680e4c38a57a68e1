//! Real outages by name, re-told in numbers as scripts.

use thiserror::Error;

use crate::script::{Script, ScriptError};
use crate::stage::Stage;

/// A script of ours, by name.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// What it is asked for by.
    pub name: &'static str,
    /// What happens in it.
    pub script: Script,
}

const EMBEDDED: [(&str, &str); 2] = [
    ("2024-11-09", include_str!("scenario/2024-11-09.toml")),
    ("2024-12-26", include_str!("scenario/2024-12-26.toml")),
];

/// A name that is none of ours.
#[derive(Debug, Error)]
pub enum ScenarioError {
    /// Not there.
    #[error("no scenario is called {name:?}; there are: {}", names().join(", "))]
    Unknown {
        /// What was asked for.
        name: String,
    },
    /// There and wrong.
    #[error(transparent)]
    Script(#[from] ScriptError),
}

/// All names.
pub fn names() -> Vec<&'static str> {
    EMBEDDED.iter().map(|(name, _)| *name).collect()
}

impl Scenario {
    /// The one `aldis demo` plays when none is named.
    pub const DEFAULT: &'static str = "2024-11-09";

    /// The scenario of this name.
    pub fn named(name: &str) -> Result<Self, ScenarioError> {
        let found = EMBEDDED.iter().find(|(known, _)| *known == name);
        let (name, text) = found.ok_or_else(|| ScenarioError::Unknown {
            name: name.to_owned(),
        })?;
        Ok(Self {
            name,
            script: Script::parse(text)?,
        })
    }

    /// Plays it; at `None` at the speed its script proposes. `on_step` gets what the narrator
    /// says, with the scripted second.
    pub async fn play(
        &self,
        stage: &Stage,
        speed: Option<f64>,
        mut on_step: impl FnMut(f64, &str),
    ) -> Result<(), ScenarioError> {
        let speed = speed.unwrap_or(self.script.speed);
        let tell = |step: &crate::script::Step| on_step(step.seconds, &step.say);
        Ok(self.script.play(stage, speed, tell).await?)
    }
}
