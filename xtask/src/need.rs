//! What a machine must have, how to see that it has it, and what to install where it has not. Pure: the answer
//! of each probe comes from outside. UI packages and cargo tools are not here: they live in the tree and a cache.

use crate::system::System;

/// What the machine is set up for; each includes the ones before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Purpose {
    /// The command line alone.
    Terminal,
    /// The tray app and its window.
    Desktop,
    /// Every test, the desktop under a virtual display included.
    Test,
}

/// How to see that something is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Probe {
    Program(&'static str),
    PkgConfig(&'static str),
    AnyFile(&'static [&'static str]),
    /// Node.js in a version that builds the UI, with npm.
    Node,
    XcodeTools,
    WebView2,
}

/// Whether a Node.js, by its major and minor version, builds the UI: what its build tool and its linter ask for.
pub(crate) fn node_will_do(version: (u32, u32)) -> bool {
    matches!(version, (20, 19..) | (22, 13..) | (24.., _))
}

/// Where a missing thing comes from on one system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Remedy {
    /// Packages of the system's own package manager.
    Packages(&'static [&'static str]),
    /// A command that a person has to give.
    Paste(&'static str),
    /// We do not know.
    Unknown,
    /// The system does without.
    NotNeeded,
}

/// One thing a machine must have.
#[derive(Debug)]
pub(crate) struct Need {
    pub(crate) what: &'static str,
    purpose: Purpose,
    pub(crate) probe: Probe,
    debian: &'static [&'static str],
    fedora: &'static [&'static str],
    arch: &'static [&'static str],
    macos: Option<&'static str>,
    windows: Option<&'static str>,
}

impl Need {
    const fn linux(
        what: &'static str,
        purpose: Purpose,
        probe: Probe,
        [debian, fedora, arch]: [&'static [&'static str]; 3],
    ) -> Self {
        Self {
            what,
            purpose,
            probe,
            debian,
            fedora,
            arch,
            macos: None,
            windows: None,
        }
    }

    const fn everywhere(self, macos: &'static str, windows: &'static str) -> Self {
        Self {
            macos: Some(macos),
            windows: Some(windows),
            ..self
        }
    }

    pub(crate) fn remedy(&self, system: &System) -> Remedy {
        let has_packages = !self.debian.is_empty();
        match system {
            System::Debian if has_packages => Remedy::Packages(self.debian),
            System::Fedora if has_packages => Remedy::Packages(self.fedora),
            System::Arch if has_packages => Remedy::Packages(self.arch),
            System::OtherLinux(_) if has_packages => Remedy::Unknown,
            System::Debian | System::Fedora | System::Arch | System::OtherLinux(_) => {
                Remedy::NotNeeded
            }
            System::MacOs => self.macos.map_or(Remedy::NotNeeded, Remedy::Paste),
            System::Windows => self.windows.map_or(Remedy::NotNeeded, Remedy::Paste),
        }
    }
}

/// The needs that `system` has for `purpose` and that `has` does not find.
pub(crate) fn missing(
    system: &System,
    purpose: Purpose,
    has: &dyn Fn(Probe) -> bool,
) -> Vec<&'static Need> {
    NEEDS
        .iter()
        .filter(|need| need.purpose <= purpose)
        .filter(|need| need.remedy(system) != Remedy::NotNeeded)
        .filter(|need| !has(need.probe))
        .collect()
}

const NONE: [&[&str]; 3] = [&[], &[], &[]];

const FONTS: &[&str] = &[
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    "/usr/share/fonts/dejavu-sans-fonts/DejaVuSans.ttf",
    "/usr/share/fonts/TTF/DejaVuSans.ttf",
];

const BROWSERS: &[&str] = &[
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
];

static NEEDS: &[Need] = &[
    Need::linux(
        "a C compiler",
        Purpose::Terminal,
        Probe::Program("cc"),
        [
            &["build-essential"],
            &["gcc", "gcc-c++", "make"],
            &["base-devel"],
        ],
    ),
    Need {
        macos: Some("xcode-select --install"),
        ..Need::linux(
            "the Xcode command line tools",
            Purpose::Terminal,
            Probe::XcodeTools,
            NONE,
        )
    },
    Need::linux(
        "pkg-config",
        Purpose::Desktop,
        Probe::Program("pkg-config"),
        [&["pkg-config"], &["pkgconf-pkg-config"], &["pkgconf"]],
    ),
    Need::linux(
        "WebKitGTK 4.1",
        Purpose::Desktop,
        Probe::PkgConfig("webkit2gtk-4.1"),
        [
            &["libwebkit2gtk-4.1-dev"],
            &["webkit2gtk4.1-devel"],
            &["webkit2gtk-4.1"],
        ],
    ),
    Need::linux(
        "the D-Bus library",
        Purpose::Desktop,
        Probe::PkgConfig("dbus-1"),
        [&["libdbus-1-dev"], &["dbus-devel"], &["dbus"]],
    ),
    Need {
        windows: Some("winget install --exact --id Microsoft.EdgeWebView2Runtime"),
        ..Need::linux(
            "the WebView2 runtime",
            Purpose::Desktop,
            Probe::WebView2,
            NONE,
        )
    },
    Need::linux(
        "Node.js 20.19, 22.13, 24 or newer, with npm",
        Purpose::Desktop,
        Probe::Node,
        [
            &["nodejs", "npm"],
            &["nodejs", "nodejs-npm"],
            &["nodejs", "npm"],
        ],
    )
    .everywhere(
        "brew install node",
        "winget install --exact --id OpenJS.NodeJS.LTS",
    ),
    test_program(
        "Xvfb",
        [&["xvfb"], &["xorg-x11-server-Xvfb"], &["xorg-server-xvfb"]],
    ),
    test_program("xauth", [&["xauth"], &["xorg-x11-xauth"], &["xorg-xauth"]]),
    test_program("dbus-daemon", [&["dbus"], &["dbus-daemon"], &["dbus"]]),
    test_program("gnome-keyring-daemon", [&["gnome-keyring"]; 3]),
    test_program("openbox", [&["openbox"]; 3]),
    test_program("xfce4-panel", [&["xfce4-panel"]; 3]),
    test_program("xfconf-query", [&["xfconf"]; 3]),
    test_program("dunst", [&["dunst"]; 3]),
    test_program("xdotool", [&["xdotool"]; 3]),
    test_program("strace", [&["strace"]; 3]),
    test_program(
        "WebKitWebDriver",
        [
            &["webkit2gtk-driver"],
            &["webkitgtk6.0"],
            &["webkitgtk-6.0"],
        ],
    ),
    Need::linux(
        "Chromium",
        Purpose::Test,
        Probe::AnyFile(BROWSERS),
        [&["chromium"]; 3],
    ),
    Need::linux(
        "the Adwaita icons",
        Purpose::Test,
        Probe::AnyFile(&["/usr/share/icons/Adwaita/index.theme"]),
        [&["adwaita-icon-theme"]; 3],
    ),
    Need::linux(
        "the DejaVu fonts",
        Purpose::Test,
        Probe::AnyFile(FONTS),
        [
            &["fonts-dejavu-core"],
            &["dejavu-sans-fonts"],
            &["ttf-dejavu"],
        ],
    ),
];

const fn test_program(name: &'static str, packages: [&'static [&'static str]; 3]) -> Need {
    Need::linux(name, Purpose::Test, Probe::Program(name), packages)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(system: &System, purpose: Purpose, has: &dyn Fn(Probe) -> bool) -> Vec<&'static str> {
        missing(system, purpose, has)
            .iter()
            .map(|need| need.what)
            .collect()
    }

    #[test]
    fn a_node_counts_only_if_it_builds_the_ui() {
        for version in [(20, 19), (22, 13), (22, 21), (24, 0), (26, 1)] {
            assert!(node_will_do(version), "{version:?}");
        }
        for version in [(18, 20), (20, 9), (21, 7), (22, 3), (23, 11)] {
            assert!(!node_will_do(version), "{version:?}");
        }
    }

    #[test]
    fn nothing_is_missing_where_every_probe_answers() {
        for system in [
            System::Debian,
            System::Fedora,
            System::Arch,
            System::MacOs,
            System::Windows,
        ] {
            assert!(missing(&system, Purpose::Test, &|_| true).is_empty());
        }
    }

    #[test]
    fn the_command_line_needs_a_compiler_and_nothing_of_the_desktop() {
        assert_eq!(
            names(&System::Debian, Purpose::Terminal, &|_| false),
            ["a C compiler"]
        );
        assert_eq!(
            names(&System::MacOs, Purpose::Terminal, &|_| false),
            ["the Xcode command line tools"]
        );
        assert!(names(&System::Windows, Purpose::Terminal, &|_| false).is_empty());
    }

    #[test]
    fn a_virtual_display_is_a_need_of_the_tests_on_linux_only() {
        for system in [
            System::Debian,
            System::Fedora,
            System::Arch,
            System::OtherLinux("Void".to_owned()),
        ] {
            assert!(!names(&system, Purpose::Desktop, &|_| false).contains(&"Xvfb"));
            assert!(names(&system, Purpose::Test, &|_| false).contains(&"Xvfb"));
        }
        assert!(!names(&System::MacOs, Purpose::Test, &|_| false).contains(&"Xvfb"));
        assert!(!names(&System::Windows, Purpose::Test, &|_| false).contains(&"Xvfb"));
    }

    #[test]
    fn only_what_a_probe_does_not_find_is_missing() {
        let has = |probe| probe != Probe::PkgConfig("webkit2gtk-4.1");
        assert_eq!(
            names(&System::Fedora, Purpose::Test, &has),
            ["WebKitGTK 4.1"]
        );
    }

    #[test]
    fn every_need_of_a_known_linux_has_packages() {
        for need in NEEDS {
            for system in [System::Debian, System::Fedora, System::Arch] {
                match need.remedy(&system) {
                    Remedy::Packages(packages) => {
                        assert!(!packages.is_empty(), "{} on {system:?}", need.what)
                    }
                    Remedy::NotNeeded => assert!(
                        need.macos.is_some() || need.windows.is_some(),
                        "{}",
                        need.what
                    ),
                    Remedy::Paste(_) | Remedy::Unknown => {
                        panic!("{} on {system:?} has no package", need.what)
                    }
                }
            }
        }
    }
}
