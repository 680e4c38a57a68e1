//! Which system this is, as far as installing things differs. Only a few package managers are told apart;
//! a derivative counts as what it derives from.

/// A system by the way things are installed on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum System {
    Debian,
    Fedora,
    Arch,
    /// A Linux whose package manager we do not know, by the name it gives itself.
    OtherLinux(String),
    MacOs,
    Windows,
}

impl System {
    /// `os` as in `std::env::consts::OS`; `os_release` is the text of `/etc/os-release`, empty if there is none.
    pub(crate) fn of(os: &str, os_release: &str) -> Self {
        match os {
            "macos" => Self::MacOs,
            "windows" => Self::Windows,
            other => Self::of_linux(other, os_release),
        }
    }

    fn of_linux(os: &str, os_release: &str) -> Self {
        let id = field(os_release, "ID").unwrap_or_default();
        let like = field(os_release, "ID_LIKE").unwrap_or_default();
        for name in std::iter::once(id.as_str()).chain(like.split_whitespace()) {
            match name {
                "debian" | "ubuntu" => return Self::Debian,
                "fedora" | "rhel" | "centos" => return Self::Fedora,
                "arch" | "archlinux" => return Self::Arch,
                _ => {}
            }
        }
        Self::OtherLinux(field(os_release, "PRETTY_NAME").unwrap_or_else(|| os.to_owned()))
    }

    pub(crate) fn is_linux(&self) -> bool {
        match self {
            Self::Debian | Self::Fedora | Self::Arch | Self::OtherLinux(_) => true,
            Self::MacOs | Self::Windows => false,
        }
    }
}

fn field(os_release: &str, key: &str) -> Option<String> {
    os_release.lines().find_map(|line| {
        let (name, value) = line.trim().split_once('=')?;
        (name == key).then(|| value.trim_matches(['"', '\'']).to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn systems_are_known_by_id_or_by_what_they_derive_from() {
        let cases = [
            ("ID=debian\nVERSION_ID=\"12\"", System::Debian),
            ("NAME=\"Ubuntu\"\nID=ubuntu\nID_LIKE=debian", System::Debian),
            ("ID=linuxmint\nID_LIKE=\"ubuntu debian\"", System::Debian),
            ("ID=fedora\nVARIANT_ID=workstation", System::Fedora),
            (
                "ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"",
                System::Fedora,
            ),
            ("ID=arch", System::Arch),
            ("ID='endeavouros'\nID_LIKE='arch'", System::Arch),
        ];
        for (text, expected) in cases {
            assert_eq!(System::of("linux", text), expected, "{text}");
        }
    }

    #[test]
    fn an_unknown_linux_is_named_as_it_names_itself() {
        let text = "ID=void\nPRETTY_NAME=\"Void Linux\"";
        assert_eq!(
            System::of("linux", text),
            System::OtherLinux("Void Linux".to_owned())
        );
        assert_eq!(
            System::of("freebsd", ""),
            System::OtherLinux("freebsd".to_owned())
        );
    }

    #[test]
    fn only_linux_is_asked_for_its_release_file() {
        assert_eq!(System::of("macos", "ID=debian"), System::MacOs);
        assert_eq!(System::of("windows", "ID=debian"), System::Windows);
        assert!(System::of("linux", "").is_linux());
        assert!(!System::MacOs.is_linux());
    }
}
