//! The user's `settings.toml` and `services.toml`: read at start, read again when they change. A
//! broken file never takes a working configuration away. Where the files are is told to us.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use aldis_core::finding::Finding;
use aldis_core::{Catalogue, Settings, catalogue, settings};

mod watch;

pub(crate) use watch::Watcher;

const SETTINGS: &str = "settings.toml";
const SERVICES: &str = "services.toml";

/// What the user's files say, over what comes with Aldis.
#[derive(Clone, Debug, PartialEq)]
pub struct Loaded {
    /// As in force.
    pub settings: Settings,
    /// As in force.
    pub catalogue: Catalogue,
    /// Mistakes in the files; everything else in them counts.
    pub findings: Vec<Finding>,
}

/// Reads the files in `dir`. Files that are not there are not missed.
pub fn load(dir: &Path) -> Loaded {
    Files::new(dir).load()
}

/// The two files, and the last text of each that could be read at all.
#[derive(Clone, Debug)]
pub(crate) struct Files {
    dir: PathBuf,
    settings: String,
    services: String,
}

impl Files {
    pub(crate) fn new(dir: &Path) -> Self {
        Self {
            dir: dir.to_owned(),
            settings: String::new(),
            services: String::new(),
        }
    }

    /// What is in force now, and what is wrong in the files as they are.
    pub(crate) fn load(&mut self) -> Loaded {
        let mut findings = Vec::new();
        let services = self.dir.join(SERVICES);
        findings.extend(renew(&mut self.services, &services, SERVICES, |text| {
            catalogue::parse(text, SERVICES).1
        }));
        let settings = self.dir.join(SETTINGS);
        findings.extend(renew(&mut self.settings, &settings, SETTINGS, |text| {
            settings::parse(text, SETTINGS).1
        }));
        let (own, mistakes) = catalogue::parse(&self.services, SERVICES);
        findings.extend(mistakes);
        let catalogue = Catalogue::embedded().overlaid_with(own);
        let (settings, mistakes) = settings::parse(&self.settings, SETTINGS);
        findings.extend(mistakes);
        let unknown = settings::unknown_services(&self.settings, SETTINGS, &catalogue);
        findings.extend(unknown);
        Loaded {
            settings,
            catalogue,
            findings,
        }
    }
}

/// Takes the text of `path` over into `good`, unless it cannot be read or is no TOML at all: then
/// `good` stays, and what is wrong is returned.
fn renew(
    good: &mut String,
    path: &Path,
    name: &str,
    mistakes: impl FnOnce(&str) -> Vec<Finding>,
) -> Vec<Finding> {
    let found = |message: String| Finding {
        file: name.to_owned(),
        line: None,
        message,
    };
    let stays = || found("what was read before stays in force".to_owned());
    match std::fs::read_to_string(path) {
        Ok(text) if text.parse::<toml::Table>().is_ok() => {
            *good = text;
            Vec::new()
        }
        Ok(text) => {
            let mut findings = mistakes(&text);
            findings.push(stays());
            findings
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {
            good.clear();
            Vec::new()
        }
        Err(error) => vec![found(format!("cannot be read: {error}")), stays()],
    }
}

#[cfg(test)]
mod tests {
    use aldis_core::ServiceId;

    use super::*;

    #[test]
    fn without_files_everything_is_as_it_comes() {
        let dir = tempfile::tempdir().unwrap();
        let loaded = load(&dir.path().join("nowhere"));
        assert_eq!(loaded.settings, Settings::default());
        assert_eq!(loaded.catalogue, Catalogue::embedded());
        assert_eq!(loaded.findings, []);
    }

    #[test]
    fn a_mistake_is_named_and_the_rest_counts() {
        let dir = tempfile::tempdir().unwrap();
        let text = "watch = [\"claude\"]\nlanguage = \"klingon\"\ncolour = 3\n";
        std::fs::write(dir.path().join(SETTINGS), text).unwrap();
        let loaded = load(dir.path());
        assert_eq!(loaded.settings.watch, [ServiceId::new("claude")]);
        let lines: Vec<_> = loaded.findings.iter().map(|it| it.line).collect();
        assert_eq!(lines.len(), 2, "{:?}", loaded.findings);
        assert!(lines.contains(&Some(2)) && lines.contains(&Some(3)));
    }

    #[test]
    fn a_broken_edit_keeps_the_last_good_version() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(SETTINGS);
        let mut files = Files::new(dir.path());
        std::fs::write(&path, "watch = [\"claude\"]").unwrap();
        let good = files.load();
        std::fs::write(&path, "watch = [\"gemi").unwrap();
        let kept = files.load();
        assert_eq!(kept.settings, good.settings);
        assert!(kept.findings.len() >= 2, "{:?}", kept.findings);
        std::fs::write(&path, "watch = [\"gemini\"]").unwrap();
        let mended = files.load();
        assert_eq!(mended.settings.watch, [ServiceId::new("gemini")]);
        assert_eq!(mended.findings, []);
        std::fs::remove_file(&path).unwrap();
        assert_eq!(files.load().settings, Settings::default());
    }
}
