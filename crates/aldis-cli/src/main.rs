//! The `aldis` command: a terminal shell. It decides nothing about health.

mod decode;
mod services;

use std::path::PathBuf;
use std::process::ExitCode;

use aldis_core::catalogue::{self, Catalogue};
use aldis_link::dirs::Dirs;
use clap::{Parser, Subcommand};

/// Shows whether AI chatbots work.
#[derive(Debug, Parser)]
#[command(name = "aldis", version)]
struct Cli {
    /// Where the settings and the user's catalogue are.
    #[arg(long, global = true, env = "ALDIS_CONFIG_DIR", value_name = "DIR")]
    config_dir: Option<PathBuf>,
    /// Where history is kept.
    #[arg(long, global = true, env = "ALDIS_DATA_DIR", value_name = "DIR")]
    data_dir: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Decode(decode::Args),
    Services(services::Args),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let catalogue = catalogue_in_force(cli.config_dir, cli.data_dir);
    match cli.command {
        Command::Decode(args) => decode::run(&args, &catalogue),
        Command::Services(args) => services::run(&args, &catalogue),
    }
}

/// Ours with the user's own entries; what is wrong in those is named on standard error.
fn catalogue_in_force(config_dir: Option<PathBuf>, data_dir: Option<PathBuf>) -> Catalogue {
    let ours = Catalogue::embedded();
    let file = Dirs::resolve(config_dir, data_dir).map(|dirs| dirs.config.join("services.toml"));
    let Some(text) = file.and_then(|file| std::fs::read_to_string(file).ok()) else {
        return ours;
    };
    let (user, findings) = catalogue::parse(&text, "services.toml");
    for finding in findings {
        anstream::eprintln!("aldis: {finding}");
    }
    ours.overlaid_with(user)
}
