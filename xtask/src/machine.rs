//! Looking at this machine: which system, what it has, what we may do. Changes nothing.

use std::path::Path;

use crate::command::Call;
use crate::need::{Probe, node_will_do};
use crate::plan::Authority;
use crate::system::System;

pub(crate) fn system() -> System {
    let release = ["/etc/os-release", "/usr/lib/os-release"]
        .iter()
        .find_map(|path| std::fs::read_to_string(path).ok())
        .unwrap_or_default();
    System::of(std::env::consts::OS, &release)
}

/// Whether a window can be shown here.
pub(crate) fn has_display(system: &System) -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !system.is_linux() || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

pub(crate) fn has(probe: Probe) -> bool {
    match probe {
        Probe::Program(name) => which::which(name).is_ok(),
        Probe::PkgConfig(module) => ask("pkg-config", &["--exists", module]).is_some(),
        Probe::AnyFile(paths) => paths.iter().any(|path| Path::new(path).exists()),
        Probe::Node => has_node(),
        Probe::XcodeTools => ask("xcode-select", &["-p"]).is_some(),
        Probe::WebView2 => has_webview2(),
    }
}

pub(crate) fn authority() -> Authority {
    if ask("id", &["-u"]).is_some_and(|id| id.trim() == "0") {
        Authority::Root
    } else if ask("sudo", &["-n", "true"]).is_some() {
        Authority::Sudo
    } else if which::which("sudo").is_ok() {
        Authority::Ask
    } else {
        Authority::AskForRoot
    }
}

fn ask(program: &str, arguments: &[&str]) -> Option<String> {
    Call::new(program, Path::new("."))
        .ok()?
        .args(arguments)
        .answer()
}

fn has_node() -> bool {
    which::which("npm").is_ok()
        && ask("node", &["--version"])
            .and_then(|text| node_version(&text))
            .is_some_and(node_will_do)
}

fn node_version(text: &str) -> Option<(u32, u32)> {
    let mut parts = text.trim().strip_prefix('v')?.split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

/// The key under which the runtime's updater keeps its version, for the machine or for the user.
fn has_webview2() -> bool {
    const CLIENT: &str = r"Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}";
    [
        r"HKLM\SOFTWARE\WOW6432Node",
        r"HKLM\SOFTWARE",
        r"HKCU\Software",
    ]
    .iter()
    .any(|root| ask("reg", &["query", &format!(r"{root}\{CLIENT}"), "/v", "pv"]).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn node_says_its_version_after_a_letter() {
        assert_eq!(node_version("v20.19.2\n"), Some((20, 19)));
        assert_eq!(node_version("nonsense"), None);
    }

    #[test]
    fn what_is_not_there_is_not_found() {
        assert!(!has(Probe::Program("no-such-program-as-this")));
        assert!(!has(Probe::PkgConfig("no-such-module-as-this")));
        assert!(!has(Probe::AnyFile(&["/no/such/file/as/this"])));
        assert!(has(Probe::Program("cargo")));
    }
}
