//! `cargo xtask bench`: builds the detector bench and hands over to it; the options are the bench's own.

use std::path::Path;
use std::process::ExitCode;

use anyhow::bail;

use crate::command::Call;

#[derive(clap::Args)]
#[command(disable_help_flag = true)]
pub(crate) struct Options {
    /// What the bench takes; `--help` shows it. `--write --all` writes the sections of `cargo bench` as well.
    #[arg(
        trailing_var_arg = true,
        allow_hyphen_values = true,
        value_name = "OPTION"
    )]
    options: Vec<String>,
}

/// Writes every section of the report that needs no display; ours, for the bench knows nothing of others.
const ALL: &str = "--all";
/// The benches whose figures are sections of the report, in this order.
const SECTIONS: [&str; 2] = ["handle", "parsing"];

pub(crate) fn bench(root: &Path, options: &Options) -> anyhow::Result<ExitCode> {
    let all = options.options.iter().any(|option| option == ALL);
    if !all {
        return of_the_detector(root, &options.options).take_over();
    }
    let others: Vec<String> = options
        .options
        .iter()
        .filter(|option| *option != ALL)
        .cloned()
        .collect();
    if others != ["--write"] {
        bail!("--all goes with --write alone: it writes every section of BENCHMARKS.md anew");
    }
    of_the_detector(root, &others).run()?;
    for section in SECTIONS {
        Call::cargo(root)
            .args(["bench", "--package", "aldis-core", "--bench", section])
            .args(["--", "--write"])
            .run()?;
    }
    Ok(ExitCode::SUCCESS)
}

fn of_the_detector(root: &Path, options: &[String]) -> Call {
    // The bench knows no source tree: it is told where the report goes.
    let told = options.iter().flat_map(|option| {
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
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_is_written_anew_or_one_thing_is_asked() {
        for options in [&["--all"][..], &["--all", "--write", "--json"]] {
            let options = Options {
                options: options.iter().map(ToString::to_string).collect(),
            };
            let said = bench(Path::new("."), &options).unwrap_err().to_string();
            assert!(said.starts_with("--all goes with --write alone"), "{said}");
        }
    }
}
