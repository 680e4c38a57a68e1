//! The lab from outside: over real connections, as a watcher and a person with `curl` meet it.
#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod common;
mod driving;
mod faults;
mod pages;
