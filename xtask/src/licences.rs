//! `cargo xtask licences`: writes the list of what Aldis is made of, which the window shows.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use serde_json::Value;

use crate::command::Call;

const LIST: &str = "src-tauri/licences.tsv";

pub(crate) fn licences(root: &Path) -> anyhow::Result<ExitCode> {
    let list = list(root)?;
    fs::write(root.join(LIST), &list).with_context(|| format!("failed to write {LIST}"))?;
    println!("{LIST}: {} parts", list.lines().count());
    Ok(ExitCode::SUCCESS)
}

/// Whether the list is of what is shipped now.
pub(crate) fn check(root: &Path) -> anyhow::Result<()> {
    let kept = fs::read_to_string(root.join(LIST))
        .with_context(|| format!("failed to read {LIST}"))?
        .replace("\r\n", "\n");
    match difference(&kept, &list(root)?) {
        Some(line) => bail!("{LIST} is stale ({line}): `cargo xtask licences` writes it anew"),
        None => Ok(()),
    }
}

/// The first line that only one of two lists has, marked as in a diff.
fn difference(kept: &str, fresh: &str) -> Option<String> {
    let lines = |list: &str| -> BTreeSet<String> { list.lines().map(str::to_owned).collect() };
    let (kept, fresh) = (lines(kept), lines(fresh));
    let gone = kept.difference(&fresh).map(|line| format!("-{line}"));
    let new = fresh.difference(&kept).map(|line| format!("+{line}"));
    gone.chain(new).next()
}

/// Name, version and licence of every part that is shipped, on whichever system.
fn list(root: &Path) -> anyhow::Result<String> {
    let mut parts = BTreeSet::new();
    parts.extend(crates(root)?);
    parts.extend(packages(root)?);
    Ok(parts.into_iter().map(|part| part + "\n").collect())
}

fn crates(root: &Path) -> anyhow::Result<Vec<String>> {
    let tree = Call::cargo(root)
        .args([
            "tree",
            "--locked",
            "--package=aldis-desktop",
            "--package=aldis-cli",
        ])
        .args([
            "--edges=normal",
            "--target=all",
            "--prefix=none",
            "--no-dedupe",
        ])
        .args(["--format={p}\t{l}"])
        .answer()
        .context("cargo did not name the crates")?;
    let parts = tree.lines().filter_map(|line| {
        let (package, licence) = line.split_once('\t')?;
        let mut words = package.split(' ');
        let (name, version) = (words.next()?, words.next()?.trim_start_matches('v'));
        let ours = words.next().is_some_and(|place| place.starts_with("(/"));
        let licence = if licence.is_empty() {
            "see its source"
        } else {
            licence
        };
        (!ours && !name.starts_with("aldis")).then(|| format!("{name} {version}\t{licence}"))
    });
    Ok(parts.collect())
}

fn packages(root: &Path) -> anyhow::Result<Vec<String>> {
    let lock = fs::read_to_string(root.join("ui/package-lock.json"))
        .context("failed to read ui/package-lock.json")?;
    let lock: Value = serde_json::from_str(&lock)?;
    let packages = lock["packages"]
        .as_object()
        .context("it names no packages")?;
    // What builds the window is not in it, but for Svelte, whose runtime is.
    let shipped = packages.iter().filter(|(path, package)| {
        path.starts_with("node_modules/")
            && (package["dev"] != Value::Bool(true) || *path == "node_modules/svelte")
    });
    let parts = shipped.filter_map(|(path, package)| {
        let name = path.rsplit("node_modules/").next()?;
        Some(format!(
            "{name} {}\t{}",
            package["version"].as_str()?,
            package["license"].as_str()?
        ))
    });
    Ok(parts.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_that_came_went_or_changed_makes_the_list_stale() {
        let kept = "serde 1.0.1\tMIT\ntokio 1.2.0\tMIT\n";
        assert_eq!(difference(kept, kept), None);
        let newer = "serde 1.0.2\tMIT\ntokio 1.2.0\tMIT\n";
        assert_eq!(difference(kept, newer).unwrap(), "-serde 1.0.1\tMIT");
        let more = "serde 1.0.1\tMIT\ntokio 1.2.0\tMIT\nzbus 5.0.0\tMIT\n";
        assert_eq!(difference(kept, more).unwrap(), "+zbus 5.0.0\tMIT");
    }
}
