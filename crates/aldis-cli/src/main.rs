//! The `aldis` command: a terminal shell. It decides nothing about health.

mod check;
mod decode;
mod demo;
mod doctor;
mod evidence;
mod exit;
mod ground;
mod help;
mod key;
mod line;
mod services;
mod shell;
mod table;
mod terminal;
mod watch;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::exit::Exit;
use crate::ground::Ground;

/// Shows whether AI chatbots work.
#[derive(Debug, Parser)]
#[command(name = "aldis", version, subcommand_required = true)]
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
    Check(check::Args),
    Watch(watch::Args),
    Services(services::Args),
    Decode(decode::Args),
    Demo(demo::Args),
    Doctor(doctor::Args),
    Key(key::Args),
}

fn main() -> ExitCode {
    let words = ground::words_before_the_line_is_read();
    let mut command = help::translated(Cli::command(), &words);
    let read = command
        .try_get_matches_from_mut(std::env::args_os())
        .and_then(|read| Cli::from_arg_matches(&read));
    let cli = match read {
        Ok(cli) => cli,
        Err(error) => return help::answer(&error, &mut command, &words),
    };
    let ground = |cli: &Cli| Ground::find(cli.config_dir.clone(), cli.data_dir.clone());
    let ended = match &cli.command {
        Command::Check(args) => in_runtime(check::run(args, &ground(&cli))),
        Command::Watch(args) => in_runtime(watch::run(args, &ground(&cli))),
        Command::Services(args) => return services::run(args, &ground(&cli)),
        Command::Decode(args) => return decode::run(args, &ground(&cli)),
        Command::Demo(args) => in_runtime(demo::run(args)),
        Command::Doctor(args) => in_runtime(doctor::run(args, &ground(&cli))),
        Command::Key(args) => in_runtime(key::run(args, &ground(&cli))),
    };
    match ended {
        Ok(exit) => exit.into(),
        Err(error) => {
            anstream::eprintln!("aldis: {error:#}");
            Exit::Usage.into()
        }
    }
}

/// One thread does it all: whoever watches for days should not notice that somebody does.
fn in_runtime(command: impl Future<Output = anyhow::Result<Exit>>) -> anyhow::Result<Exit> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let ended = runtime.block_on(command);
    // A name that is still being looked up holds nobody back.
    runtime.shutdown_background();
    ended
}
