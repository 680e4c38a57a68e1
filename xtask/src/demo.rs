//! `cargo xtask demo`: builds, and hands over to `aldis demo`, which has the lab and the script of the outage.

use std::path::Path;
use std::process::ExitCode;

use crate::command::Call;
use crate::machine;
use crate::need::Purpose;
use crate::run::{Programs, purpose};

#[derive(clap::Args)]
pub(crate) struct Options {
    /// Which outage; without it, the one that `aldis demo` begins with.
    name: Option<String>,
    /// How many times faster than it happened.
    #[arg(long)]
    speed: Option<f64>,
}

pub(crate) fn demo(root: &Path, options: &Options) -> anyhow::Result<ExitCode> {
    let system = machine::system();
    let purpose = purpose(&system);
    let programs = Programs::build(root, &system, purpose, false)?;
    let mut call = Call::at("aldis", programs.path("aldis"), root)
        .args(["demo"])
        .args(&options.name);
    if let Some(speed) = options.speed {
        call = call.args(["--speed", &speed.to_string()]);
    }
    if purpose >= Purpose::Desktop {
        call = call
            .args(["--desktop"])
            .args([programs.path("aldis-desktop")]);
    }
    call.take_over()
}
