//! `cargo xtask bench`: builds the detector bench and hands over to it; the options are the bench's own.

use std::path::Path;
use std::process::ExitCode;

use crate::command::Call;

#[derive(clap::Args)]
#[command(disable_help_flag = true)]
pub(crate) struct Options {
    /// What the bench takes; `--help` shows it.
    #[arg(
        trailing_var_arg = true,
        allow_hyphen_values = true,
        value_name = "OPTION"
    )]
    options: Vec<String>,
}

pub(crate) fn bench(root: &Path, options: &Options) -> anyhow::Result<ExitCode> {
    // The bench knows no source tree: it is told where the report goes.
    let told = options.options.iter().flat_map(|option| {
        let root = (option == "--write").then(|| root.to_string_lossy().into_owned());
        [option.clone()].into_iter().chain(root)
    });
    let here = std::env::current_dir().unwrap_or_else(|_| root.to_owned());
    let manifest = root.join("Cargo.toml");
    Call::cargo(&here)
        .args([
            "run",
            "--quiet",
            "--profile",
            "lab",
            "--package",
            "aldis-lab",
        ])
        .args(["--example", "bench", "--manifest-path"])
        .args([manifest])
        .args(["--"])
        .args(told)
        .take_over()
}
