//! `cargo xtask test`: the same set-up as `run` and what the tests need besides, then every gate.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, bail};

use crate::command::Call;
use crate::gate::{self, Gate};
use crate::need::Purpose;
use crate::web::Web;
use crate::{fuzz, licences, machine, setup, tool};

#[derive(clap::Args)]
pub(crate) struct Options {
    /// Print what would be installed, and stop.
    #[arg(long)]
    check: bool,
    /// Look for known vulnerabilities too, which needs the internet.
    #[arg(long)]
    advisories: bool,
}

pub(crate) fn test(root: &Path, options: &Options) -> anyhow::Result<ExitCode> {
    let system = machine::system();
    if options.check {
        setup::describe(&system, Purpose::Test);
        Web::of(root).describe();
        match tool::find_deny() {
            Some(_) => println!("cargo-deny: is there."),
            None => println!("cargo-deny: would be built once, into the cache folder."),
        }
        return Ok(ExitCode::SUCCESS);
    }
    setup::install(&system, Purpose::Test, root)?;
    let before = changes(root);
    let mut pass = |gate: Gate| {
        println!("\n=== {} ===", gate.label());
        perform(gate, root, before.as_deref())
    };
    let gates: Vec<Gate> = gate::all()
        .filter(|&gate| options.advisories || gate != Gate::Advisories)
        .collect();
    let results = gate::judge(&gates, &mut pass);
    print!("\n{}", gate::summary(&results));
    if !options.advisories {
        println!(
            "Known vulnerabilities were not looked for: that needs the internet and `--advisories`."
        );
    }
    Ok(if gate::all_passed(&results) {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn perform(gate: Gate, root: &Path, before: Option<&str>) -> anyhow::Result<()> {
    let web = Web::of(root);
    let cargo = |arguments: &[&str]| Call::cargo(root).args(arguments);
    match gate {
        Gate::Format => cargo(&["fmt", "--all", "--check"]).run(),
        Gate::WebPackages => web.refresh_packages(),
        Gate::WebTypes => web.script("check"),
        Gate::WebLint => web.script("lint"),
        Gate::WebTests => web.script("test"),
        Gate::WebBuild => web.script("build"),
        Gate::WebBrowser => web.script("test:browser"),
        Gate::Clippy => cargo(&[
            "clippy",
            "--locked",
            "--workspace",
            "--all-targets",
            "--",
            "--deny",
            "warnings",
        ])
        .run(),
        // The same cases each time, like the fuzzing: others are tried each week.
        Gate::Tests => cargo(&["test", "--locked", "--workspace", "--no-fail-fast"])
            .env("PROPTEST_RNG_SEED", "1")
            .run(),
        Gate::Fuzz => fuzz::gate(root),
        Gate::Docs => cargo(&[
            "doc",
            "--locked",
            "--workspace",
            "--no-deps",
            "--document-private-items",
        ])
        .env("RUSTDOCFLAGS", "--deny warnings")
        .run(),
        Gate::Dependencies => deny(root, &["bans", "licenses", "sources"]),
        Gate::Licences => licences::check(root),
        Gate::Advisories => deny(root, &["advisories"]),
        Gate::TreeUnchanged => unchanged(before, changes(root).as_deref()),
    }
}

fn deny(root: &Path, checks: &[&str]) -> anyhow::Result<()> {
    let program = tool::deny(root)?;
    Call::at("cargo-deny", program, root)
        .args(["--locked", "--all-features", "check"])
        .args(checks)
        .run()
}

/// What differs from the last commit, with the differences themselves; nothing outside a git checkout.
fn changes(root: &Path) -> Option<String> {
    let git = |arguments: &[&str]| Call::new("git", root).ok()?.args(arguments).answer();
    Some(git(&["status", "--porcelain"])? + &git(&["diff", "HEAD"])?)
}

/// Generated files are committed: a run that changed one found it stale.
fn unchanged(before: Option<&str>, after: Option<&str>) -> anyhow::Result<()> {
    let before = before
        .context("this is not a git checkout, so a stale generated file would not be seen")?;
    let after = after.context("failed to ask git what changed")?;
    if before != after {
        println!("{after}");
        bail!("the run changed files of the tree (above): a generated file was stale, commit it");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_that_changed_under_the_run_is_stale() {
        assert!(unchanged(Some(" M a\n"), Some(" M a\n")).is_ok());
        assert!(unchanged(Some(""), Some(" M ui/src/lib/bindings.ts\n")).is_err());
        assert!(unchanged(None, None).is_err());
    }
}
