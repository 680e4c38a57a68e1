//! Decides. Evidence in, verdict out: no I/O, no clock, no async, no randomness that was not given.
//!
//! The whole of Aldis turns around [`Monitor::handle`]: a function of (state, event, now) that
//! returns [`Effect`]s for somebody else to carry out.

pub mod ablation;
pub mod alternatives;
pub mod belief;
pub mod budget;
pub mod catalogue;
pub mod correlation;
pub mod doctor;
pub mod drift;
pub mod event;
pub mod evidence;
pub mod finding;
pub mod flap;
pub mod health;
pub mod history;
pub mod incident;
pub mod lateness;
pub mod learned;
pub mod likelihood;
pub mod monitor;
pub mod pace;
pub mod page;
pub mod present;
pub mod propose;
pub mod quota;
pub mod settings;
pub mod snapshot;
mod tables;
pub mod thrift;
pub mod time;
pub mod vantage;

pub use catalogue::{Capability, Catalogue, Service, ServiceId, Surface};
pub use event::{Command, Effect, Event, Order, Record, Target};
pub use evidence::{Evidence, Phase, Sight};
pub use health::{Confidence, Health};
pub use monitor::Monitor;
pub use settings::Settings;
pub use snapshot::Snapshot;
pub use time::Timestamp;
pub use vantage::{Culprit, Vantage};
