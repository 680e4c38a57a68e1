//! `cargo-deny`: found on the machine, or built once into a cache folder outside the tree.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use crate::command::Call;

const CARGO_DENY: &str = "0.20.2";

/// Where cargo-deny is, if it is there.
pub(crate) fn find_deny() -> Option<PathBuf> {
    which::which("cargo-deny").ok().or_else(|| {
        let cached = cache(|name| std::env::var_os(name))?
            .join("bin")
            .join(program_name());
        cached.is_file().then_some(cached)
    })
}

/// Where cargo-deny is, built first if it has to be.
pub(crate) fn deny(root: &Path) -> anyhow::Result<PathBuf> {
    if let Some(found) = find_deny() {
        return Ok(found);
    }
    let cache = cache(|name| std::env::var_os(name))
        .context("failed to find a cache folder for cargo-deny")?;
    // Unoptimised it is there in half the time, and still checks this tree in seconds.
    Call::cargo(root)
        .args([
            "install",
            "--locked",
            "--debug",
            "--version",
            CARGO_DENY,
            "--root",
        ])
        .args([&cache])
        .args(["cargo-deny"])
        .without_env("CARGO_TARGET_DIR")
        .run()?;
    Ok(cache.join("bin").join(program_name()))
}

/// The version in the name keeps an older one from being taken for the one wanted.
fn cache(variable: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let folder = |name| {
        variable(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    let base = folder("XDG_CACHE_HOME")
        .or_else(|| folder("LOCALAPPDATA"))
        .or_else(|| Some(folder("HOME")?.join(".cache")))?;
    Some(
        base.join("aldis-xtask")
            .join(format!("cargo-deny-{CARGO_DENY}")),
    )
}

fn program_name() -> String {
    format!("cargo-deny{}", std::env::consts::EXE_SUFFIX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with<'a>(pairs: &'a [(&str, &str)]) -> impl Fn(&str) -> Option<OsString> + 'a {
        move |wanted| {
            pairs
                .iter()
                .find(|(name, _)| *name == wanted)
                .map(|(_, value)| OsString::from(value))
        }
    }

    #[test]
    fn the_cache_is_where_the_system_keeps_caches() {
        let tail = format!("aldis-xtask/cargo-deny-{CARGO_DENY}");
        let home = with(&[("XDG_CACHE_HOME", ""), ("HOME", "/home/ann")]);
        assert_eq!(cache(home), Some(Path::new("/home/ann/.cache").join(&tail)));
        let set = with(&[("XDG_CACHE_HOME", "/caches"), ("HOME", "/home/ann")]);
        assert_eq!(cache(set), Some(Path::new("/caches").join(&tail)));
        assert_eq!(cache(with(&[])), None);
    }
}
