//! The window's `main`: arguments, log, Tauri. Everything else is in `aldis_desktop::window`.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

use aldis_desktop::window;
use clap::Parser;

fn main() -> ExitCode {
    let arguments = window::arguments::Arguments::parse();
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_env_filter(tracing_subscriber::EnvFilter::from_default_env())
        .init();
    #[cfg(target_os = "linux")]
    window::render::suit_the_machine();
    match window::run(&arguments, tauri::generate_context!()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            aldis_desktop::complain("aldis-window", &error);
            ExitCode::FAILURE
        }
    }
}
