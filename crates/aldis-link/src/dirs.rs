//! Where settings and data are, the same for every program. Environment and arguments are read by
//! the programs; what they found is handed in.

use std::path::PathBuf;

/// The two directories of one Aldis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dirs {
    /// `settings.toml` and the user's `services.toml`.
    pub config: PathBuf,
    /// History, log and the lock of the lamp.
    pub data: PathBuf,
}

impl Dirs {
    /// What was given, else the system's places; `None` when there is no home directory.
    pub fn resolve(config: Option<PathBuf>, data: Option<PathBuf>) -> Option<Self> {
        let usual = directories::ProjectDirs::from("dev", "aldis", "Aldis");
        let usual = usual.as_ref();
        Some(Self {
            config: config.or_else(|| Some(usual?.config_dir().to_owned()))?,
            data: data.or_else(|| Some(usual?.data_local_dir().to_owned()))?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_given_is_used_and_the_rest_is_the_systems() {
        let dirs = Dirs::resolve(Some("/c".into()), Some("/d".into())).unwrap();
        assert_eq!(dirs.config, PathBuf::from("/c"));
        assert_eq!(dirs.data, PathBuf::from("/d"));
        if let Some(dirs) = Dirs::resolve(None, None) {
            assert!(dirs.config.is_absolute());
            assert!(dirs.data.is_absolute());
        }
    }
}
