//! The resident lamp's `main`: arguments, log, one lamp per data directory, and a clean end.
#![cfg_attr(windows, windows_subsystem = "windows")]

use std::path::PathBuf;
use std::process::ExitCode;

use aldis_desktop::lamp;
use clap::Parser;

/// A lamp in the tray that shows whether your AI chatbots work.
#[derive(Debug, Parser)]
#[command(name = "aldis-desktop", version)]
struct Arguments {
    /// Where settings.toml and services.toml are
    #[arg(long, env = "ALDIS_CONFIG_DIR", value_name = "DIR")]
    config_dir: Option<PathBuf>,
    /// Where history and log are kept; one lamp runs per data directory
    #[arg(long, env = "ALDIS_DATA_DIR", value_name = "DIR")]
    data_dir: Option<PathBuf>,
    /// What to log, as in "info,aldis_engine=debug"
    #[arg(long, env = "ALDIS_LOG", value_name = "FILTER")]
    log: Option<String>,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match lamp::start::start(arguments.config_dir, arguments.data_dir, arguments.log) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            aldis_desktop::complain("aldis-desktop", &error);
            ExitCode::FAILURE
        }
    }
}
