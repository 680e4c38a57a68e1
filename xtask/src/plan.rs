//! From what is missing to what is to be done about it. Pure: nothing is run here.

use std::fmt;

use crate::need::{Need, Remedy};
use crate::system::System;

/// What we may do on this machine without asking anybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Authority {
    Root,
    /// `sudo` does not ask for a password.
    Sudo,
    /// Somebody has to type a password.
    Ask,
    /// The same, where there is no `sudo`.
    AskForRoot,
}

/// One call of the system's package manager.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Call {
    pub(crate) words: Vec<String>,
    /// Whether its failure is the end: refreshing a package list may fail where installing still works.
    pub(crate) must_pass: bool,
}

impl fmt::Display for Call {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.words.join(" "))
    }
}

/// What is to be done before building.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Plan {
    Nothing,
    /// We may do it ourselves.
    Install(Vec<Call>),
    /// One command, for a person to paste.
    Paste(String),
    /// What is missing, on a system whose package names we do not know.
    ByHand(Vec<&'static str>),
}

pub(crate) fn plan(system: &System, missing: &[&Need], authority: Authority) -> Plan {
    let remedies: Vec<Remedy> = missing.iter().map(|need| need.remedy(system)).collect();
    if remedies.is_empty() {
        return Plan::Nothing;
    }
    let mut packages: Vec<&str> = Vec::new();
    let mut commands: Vec<&str> = Vec::new();
    for remedy in remedies {
        match remedy {
            Remedy::Packages(names) => packages.extend(names),
            Remedy::Paste(command) => commands.push(command),
            Remedy::Unknown => return Plan::ByHand(missing.iter().map(|need| need.what).collect()),
            Remedy::NotNeeded => {}
        }
    }
    packages.sort_unstable();
    packages.dedup();
    match system {
        System::Debian => linux(&apt(authority), &packages, authority),
        System::Fedora => linux(&[("dnf install -y", true)], &packages, authority),
        System::Arch => linux(
            &[("pacman -S --needed --noconfirm", true)],
            &packages,
            authority,
        ),
        System::OtherLinux(_) => Plan::ByHand(missing.iter().map(|need| need.what).collect()),
        System::MacOs => Plan::Paste(commands.join(" && ")),
        System::Windows => Plan::Paste(commands.join("; ")),
    }
}

fn apt(authority: Authority) -> [(&'static str, bool); 2] {
    match authority {
        Authority::Root | Authority::Sudo => [
            (
                "env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 update",
                false,
            ),
            (
                "env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends",
                true,
            ),
        ],
        Authority::Ask | Authority::AskForRoot => [
            ("apt-get update", false),
            ("apt-get install -y --no-install-recommends", true),
        ],
    }
}

fn linux(commands: &[(&str, bool)], packages: &[&str], authority: Authority) -> Plan {
    let prefix = match authority {
        Authority::Root | Authority::AskForRoot => "",
        Authority::Sudo => "sudo -n ",
        Authority::Ask => "sudo ",
    };
    let calls = commands.iter().map(|&(command, installs)| {
        let mut words: Vec<String> = format!("{prefix}{command}")
            .split_whitespace()
            .map(str::to_owned)
            .collect();
        if installs {
            words.extend(packages.iter().map(|&name| name.to_owned()));
        }
        Call {
            words,
            must_pass: installs,
        }
    });
    match authority {
        Authority::Root | Authority::Sudo => Plan::Install(calls.collect()),
        Authority::Ask => Plan::Paste(join(calls)),
        Authority::AskForRoot => Plan::Paste(format!("su -c '{}'", join(calls))),
    }
}

fn join(calls: impl Iterator<Item = Call>) -> String {
    let lines: Vec<String> = calls.map(|call| call.to_string()).collect();
    lines.join(" && ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::need::{Probe, Purpose, missing};

    fn plan_without(system: &System, absent: &[Probe], authority: Authority) -> Plan {
        plan(
            system,
            &missing(system, Purpose::Test, &|probe| !absent.contains(&probe)),
            authority,
        )
    }

    fn lines(plan: Plan) -> Vec<String> {
        match plan {
            Plan::Install(calls) => calls.iter().map(Call::to_string).collect(),
            Plan::Paste(command) => vec![command],
            Plan::ByHand(names) => names.iter().map(|&name| name.to_owned()).collect(),
            Plan::Nothing => Vec::new(),
        }
    }

    const WEBKIT: Probe = Probe::PkgConfig("webkit2gtk-4.1");
    const SCREEN: Probe = Probe::Program("Xvfb");

    #[test]
    fn a_complete_machine_needs_nothing() {
        assert_eq!(
            plan_without(&System::Debian, &[], Authority::Root),
            Plan::Nothing
        );
    }

    #[test]
    fn root_on_debian_refreshes_the_lists_and_installs() {
        let plan = plan_without(&System::Debian, &[WEBKIT, SCREEN], Authority::Root);
        assert!(matches!(&plan, Plan::Install(calls) if !calls[0].must_pass && calls[1].must_pass));
        let lines = lines(plan);
        assert!(lines[0].ends_with("update"), "{lines:?}");
        assert!(
            lines[1].starts_with("env DEBIAN_FRONTEND=noninteractive apt-get"),
            "{lines:?}"
        );
        assert!(
            lines[1].ends_with("--no-install-recommends libwebkit2gtk-4.1-dev xvfb"),
            "{lines:?}"
        );
    }

    #[test]
    fn a_free_sudo_is_used_without_ever_waiting_for_a_password() {
        for line in lines(plan_without(&System::Debian, &[WEBKIT], Authority::Sudo)) {
            assert!(line.starts_with("sudo -n "), "{line}");
        }
    }

    #[test]
    fn a_person_gets_one_command_to_paste() {
        let cases = [
            (
                System::Debian,
                "sudo apt-get update && sudo apt-get install -y --no-install-recommends libwebkit2gtk-4.1-dev xvfb",
            ),
            (
                System::Fedora,
                "sudo dnf install -y webkit2gtk4.1-devel xorg-x11-server-Xvfb",
            ),
            (
                System::Arch,
                "sudo pacman -S --needed --noconfirm webkit2gtk-4.1 xorg-server-xvfb",
            ),
        ];
        for (system, command) in cases {
            let plan = plan_without(&system, &[WEBKIT, SCREEN], Authority::Ask);
            assert_eq!(plan, Plan::Paste(command.to_owned()));
        }
    }

    #[test]
    fn without_sudo_the_command_asks_for_the_password_of_root() {
        let plan = plan_without(&System::Fedora, &[SCREEN], Authority::AskForRoot);
        let command = "su -c 'dnf install -y xorg-x11-server-Xvfb'";
        assert_eq!(plan, Plan::Paste(command.to_owned()));
    }

    #[test]
    fn a_package_wanted_twice_is_named_once() {
        let absent = [Probe::PkgConfig("dbus-1"), Probe::Program("dbus-daemon")];
        let lines = lines(plan_without(&System::Arch, &absent, Authority::Root));
        assert_eq!(lines, ["pacman -S --needed --noconfirm dbus"]);
    }

    #[test]
    fn an_unknown_linux_is_told_what_is_missing() {
        let system = System::OtherLinux("Void Linux".to_owned());
        let plan = plan_without(&system, &[WEBKIT, SCREEN], Authority::Root);
        assert_eq!(plan, Plan::ByHand(vec!["WebKitGTK 4.1", "Xvfb"]));
    }

    #[test]
    fn macos_and_windows_are_asked_for_what_only_a_person_can_install() {
        let everything = [
            Probe::XcodeTools,
            Probe::WebView2,
            Probe::Node,
            WEBKIT,
            SCREEN,
        ];
        assert_eq!(
            plan_without(&System::MacOs, &everything, Authority::Root),
            Plan::Paste("xcode-select --install && brew install node".to_owned())
        );
        assert_eq!(
            lines(plan_without(
                &System::Windows,
                &[Probe::WebView2],
                Authority::Ask
            )),
            ["winget install --exact --id Microsoft.EdgeWebView2Runtime"]
        );
    }
}
