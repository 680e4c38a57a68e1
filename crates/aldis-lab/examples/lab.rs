//! A lab to drive by hand: `cargo run -p aldis-lab --example lab -- CONFIG_DIR`, then `curl` the
//! printed address, and point `aldis --config-dir CONFIG_DIR` at it. Ctrl-C ends it.
#![expect(clippy::print_stdout, reason = "it talks to the person who started it")]

use std::path::PathBuf;

use aldis_lab::{Config, Lab};
use anyhow::Context;

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let dir = std::env::args_os().nth(1).map(PathBuf::from);
    let dir =
        dir.context("usage: lab CONFIG_DIR (services.toml and settings.toml are written there)")?;
    let lab = Lab::start(Config::default()).await?;
    lab.write_config(&dir)?;
    println!("config   {}", dir.display());
    if let Some(url) = lab.remote_url() {
        println!("commands {url}  (a GET there tells what it takes)");
    }
    tokio::signal::ctrl_c().await?;
    Ok(())
}
