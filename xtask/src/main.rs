//! `cargo xtask`: set-up and chores, one file a chore. What a chore needs is decided in `need` and `plan`,
//! which touch nothing; looking at the machine is in `machine`, changing it in `setup`.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a chore talks to the person at the terminal"
)]

mod bench;
mod command;
mod demo;
mod fuzz;
mod gate;
mod licences;
mod machine;
mod need;
mod plan;
mod run;
mod screenshots;
mod setup;
mod system;
mod test;
mod tool;
mod web;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(
    name = "cargo xtask",
    about = "Sets this machine up for Aldis and does the chores"
)]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Install what is missing, build, and start the tray app (`aldis watch` where there is no display).
    Run(run::Options),
    /// Install what is missing, and pass every test and check.
    Test(test::Options),
    /// Replay an outage at speed against the loop-back lab, with the real tray app.
    Demo(demo::Options),
    /// Take the pictures of the window in docs/screenshots anew.
    Screenshots,
    /// Write the list of what Aldis is made of, and under which licences.
    Licences,
    /// Play laptop-months to the detector and to the rules of other monitors, and score them.
    Bench(bench::Options),
    /// Throw damaged and made-up status pages at every format.
    Fuzz(fuzz::Options),
}

fn main() -> ExitCode {
    let chore = Arguments::parse().chore;
    let outcome = workspace_root().and_then(|root| match chore {
        Chore::Run(options) => run::run(&root, &options),
        Chore::Test(options) => test::test(&root, &options),
        Chore::Demo(options) => demo::demo(&root, &options),
        Chore::Screenshots => screenshots::screenshots(&root),
        Chore::Licences => licences::licences(&root),
        Chore::Bench(options) => bench::bench(&root, &options),
        Chore::Fuzz(options) => fuzz::fuzz(&root, &options),
    });
    match outcome {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn workspace_root() -> anyhow::Result<PathBuf> {
    let here = std::env::current_dir().context("failed to read the current directory")?;
    here.ancestors()
        .find(|folder| folder.join("xtask/Cargo.toml").is_file())
        .map(PathBuf::from)
        .context("this is not inside the Aldis source tree")
}
