//! The heart: all state has one owner, changed in one function.

use crate::event::{Effect, Event};
use crate::time::Timestamp;

/// All state.
#[derive(Clone, Debug)]
pub struct Monitor {}

impl Monitor {
    /// Changes state; returns what should happen.
    #[must_use]
    pub fn handle(&mut self, _event: Event, _now: Timestamp) -> Vec<Effect> {
        Vec::new()
    }
}
