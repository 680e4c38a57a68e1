//! Whether a hook fails, and who hears of it: the engine, as a fault of ours, until the hook works
//! again or is another one.

use std::sync::Arc;

use aldis_core::Settings;
use aldis_core::event::Fault;
use aldis_core::settings::Hooks as Wanted;
use tokio::sync::{mpsc, watch};

use crate::handle::Handle;

/// How the hook that the settings name as `H` stands.
pub(super) struct Standing<H> {
    engine: Handle,
    settings: watch::Receiver<Arc<Settings>>,
    named: fn(&Wanted) -> H,
    /// What the engine was told, and of which hook.
    failing: Option<(Fault, H)>,
}

impl<H: PartialEq> Standing<H> {
    pub(super) fn new(engine: Handle, named: fn(&Wanted) -> H) -> Self {
        Self {
            settings: engine.settings(),
            engine,
            named,
            failing: None,
        }
    }

    /// The next change to tell. Meanwhile a failing hook that leaves the settings fails no more.
    pub(super) async fn next<T>(&mut self, waiting: &mut mpsc::Receiver<T>) -> Option<T> {
        loop {
            tokio::select! {
                told = waiting.recv() => return told,
                changed = self.settings.changed() => {
                    if changed.is_err() {
                        return waiting.recv().await;
                    }
                    let known = self.failing.as_ref();
                    if known.is_some_and(|(_, hook)| !self.is_in_force(hook)) {
                        self.settle();
                    }
                }
            }
        }
    }

    /// This hook was told of a change, or was not.
    pub(super) fn note(&mut self, hook: H, told: Result<(), Fault>) {
        match told {
            Err(fault) if self.is_in_force(&hook) => {
                if self
                    .failing
                    .as_ref()
                    .is_some_and(|(known, _)| *known != fault)
                {
                    self.settle();
                }
                self.report(fault.clone(), true);
                self.failing = Some((fault, hook));
            }
            Ok(()) | Err(_) => self.settle(),
        }
    }

    /// Whether it failed the last time and is in force still.
    pub(super) const fn is_failing(&self) -> bool {
        self.failing.is_some()
    }

    fn is_in_force(&self, hook: &H) -> bool {
        (self.named)(&self.settings.borrow().hooks) == *hook
    }

    fn settle(&mut self) {
        if let Some((fault, _)) = self.failing.take() {
            self.report(fault, false);
        }
    }

    fn report(&self, fault: Fault, broken: bool) {
        if let Err(error) = self.engine.report_fault(fault, broken) {
            tracing::warn!(%error, broken, "failed to say how a hook stands");
        }
    }
}
