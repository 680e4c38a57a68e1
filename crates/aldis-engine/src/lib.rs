//! Acts: time, network, disk. One task owns all state; what to make of it is decided in core.
//!
//! A shell calls [`Engine::start`] with a [`Config`] and an implementation of [`Shell`], and keeps
//! the [`Handle`].

mod clock;
mod completion;
mod config;
pub mod doctor;
mod engine;
mod files;
mod handle;
mod hooks;
pub mod keys;
pub mod local;
pub mod log;
mod looks;
mod network;
mod probe;
mod propose;
mod shell;
mod store;
mod update;

pub use clock::{Clock, Reading};
pub use config::Config;
pub use engine::Engine;
pub use files::{Edit, EditError, Loaded, SETTINGS, Value, edit, load, load_renewed};
pub use handle::{Handle, NotTaken};
pub use hooks::Hooks;
pub use network::{Network, WayOut};
pub use probe::{BODY_LIMIT, Look, NetProber, Plan, Prober};
pub use propose::{add_entry, propose};
pub use shell::{Announcement, Shell};
pub use store::{History, forget_history, history_size};
pub use update::Updates;
