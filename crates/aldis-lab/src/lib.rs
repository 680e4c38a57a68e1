//! Outages on demand: a loop-back server that plays vendors over real HTTP, faults and all.
//!
//! It plays; it judges nothing. Whether what it plays is an outage is for whoever looks at it.
//! Beside the server: the detector bench, which plays whole laptop-months in virtual time
//! ([`world`], [`simulate`], [`rules`], [`score`]).
//!
//! Every part (a vendor's page, web and API edge, a control) has a port of its own on 127.0.0.1
//! that speaks HTTP and TLS alike. Driven by [`Stage::set`] and [`Stage::post`], by a [`Script`]
//! with times, or over HTTP at [`Lab::remote_url`].

mod action;
mod answer;
mod bomb;
mod catalogue;
mod fault;
mod http;
mod lab;
mod log;
mod model;
mod page;
mod port;
mod remote;
pub mod rules;
pub mod scenario;
pub mod score;
mod script;
mod serve;
pub mod simulate;
mod spoil;
mod stage;
mod tls;
mod vendor;
pub mod world;

pub use action::Action;
pub use fault::{Fault, Phase, When};
pub use lab::{Config, Lab};
pub use log::Seen;
pub use model::{KEY, ModelTrouble};
pub use page::{
    ComponentStatus, Impact, IncidentPhase, Maintenance, MaintenancePhase, Post, UnknownComponent,
};
pub use scenario::Scenario;
pub use script::{Script, ScriptError, Step};
pub use stage::{LabError, Stage};
pub use vendor::{KNOWN_ELSEWHERE, Operator, Part, UnknownPart, Vendor};
