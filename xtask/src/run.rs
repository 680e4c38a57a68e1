//! `cargo xtask run`: set up, build, and start the tray app, or the terminal view where there is no display.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;

use crate::command::Call;
use crate::need::Purpose;
use crate::system::System;
use crate::web::Web;
use crate::{machine, setup};

#[derive(clap::Args)]
pub(crate) struct Options {
    /// Print what would be installed, and stop.
    #[arg(long)]
    check: bool,
    /// Build small and fast programs, slowly.
    #[arg(long)]
    release: bool,
    /// What the program is given.
    #[arg(last = true)]
    arguments: Vec<String>,
}

pub(crate) fn run(root: &Path, options: &Options) -> anyhow::Result<ExitCode> {
    let system = machine::system();
    let purpose = purpose(&system);
    if options.check {
        setup::describe(&system, purpose);
        if purpose == Purpose::Desktop {
            Web::of(root).describe();
        }
        return Ok(ExitCode::SUCCESS);
    }
    let programs = Programs::build(root, &system, purpose, options.release)?;
    let call = match purpose {
        Purpose::Terminal => Call::at("aldis", programs.path("aldis"), root).args(["watch"]),
        Purpose::Desktop | Purpose::Test => {
            Call::at("aldis-desktop", programs.path("aldis-desktop"), root)
        }
    };
    call.args(&options.arguments).take_over()
}

/// What this machine can show, said aloud where it is less than a person expects.
pub(crate) fn purpose(system: &System) -> Purpose {
    if machine::has_display(system) {
        Purpose::Desktop
    } else {
        eprintln!(
            "There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set): using the terminal."
        );
        Purpose::Terminal
    }
}

/// The folder that holds what was built.
pub(crate) struct Programs {
    folder: PathBuf,
}

impl Programs {
    pub(crate) fn build(
        root: &Path,
        system: &System,
        purpose: Purpose,
        release: bool,
    ) -> anyhow::Result<Self> {
        setup::install(system, purpose, root)?;
        let mut packages = vec!["--package", "aldis-cli"];
        if purpose >= Purpose::Desktop {
            Web::of(root).prepare()?;
            packages.extend(["--package", "aldis-desktop"]);
        }
        let profile: &[&str] = if release { &["--release"] } else { &[] };
        Call::cargo(root)
            .args(["build", "--locked", "--bins"])
            .args(packages)
            .args(profile)
            .run()?;
        Ok(Self {
            folder: target_folder(root)?.join(if release { "release" } else { "debug" }),
        })
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder
            .join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    }
}

fn target_folder(root: &Path) -> anyhow::Result<PathBuf> {
    #[derive(serde::Deserialize)]
    struct Metadata {
        target_directory: PathBuf,
    }
    let text = Call::cargo(root)
        .args(["metadata", "--locked", "--no-deps", "--format-version", "1"])
        .answer()
        .context("failed to ask cargo where it builds")?;
    let metadata: Metadata =
        serde_json::from_str(&text).context("failed to read what cargo says of this tree")?;
    Ok(metadata.target_directory)
}
