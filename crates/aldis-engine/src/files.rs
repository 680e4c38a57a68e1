//! The user's `settings.toml` and `services.toml`: read at start, read again when they change. A
//! broken file never takes a working configuration away. Where the files are is told to us.

use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use aldis_core::finding::{self, Finding, Instead, Mistake};
use aldis_core::{Catalogue, Settings, catalogue, settings};
use anyhow::Context;

use crate::update::Updates;

mod edit;
mod watch;

pub use edit::{Edit, EditError, Value, edit};
pub(crate) use watch::Watcher;

/// The file the user's wishes are in.
pub const SETTINGS: &str = "settings.toml";
/// The file the user's own services are in.
pub(crate) const SERVICES: &str = "services.toml";

/// What the user's files say, over what comes with Aldis.
#[derive(Clone, Debug, PartialEq)]
pub struct Loaded {
    /// As in force.
    pub settings: Settings,
    /// As in force.
    pub catalogue: Catalogue,
    /// Mistakes in the files, by file and line.
    pub findings: Vec<Finding>,
}

/// Reads the files in `dir`. Files that are not there are not missed.
pub fn load(dir: &Path) -> Loaded {
    Files::new(dir).load()
}

/// The same, where newer catalogues that were fetched count too.
pub fn load_renewed(dir: &Path, updates: &Updates) -> Loaded {
    Files::new(dir).renewed_from(Some(updates.clone())).load()
}

/// The two files, and the last text of each that was TOML at all.
#[derive(Clone, Debug)]
pub(crate) struct Files {
    dir: PathBuf,
    updates: Option<Updates>,
    settings: Option<String>,
    services: Option<String>,
}

impl Files {
    pub(crate) fn new(dir: &Path) -> Self {
        Self {
            dir: dir.to_owned(),
            updates: None,
            settings: None,
            services: None,
        }
    }

    pub(crate) fn renewed_from(self, updates: Option<Updates>) -> Self {
        Self { updates, ..self }
    }

    /// What is in force now, and what is wrong in the files as they are. Of a file that is broken
    /// as a whole only that is named: other mistakes would be those of its text before.
    pub(crate) fn load(&mut self) -> Loaded {
        let dir = self.dir.clone();
        let broken = |good: &mut Option<String>, name| renew(good, &dir.join(name), name);
        let broken_services = broken(&mut self.services, SERVICES);
        let broken_settings = broken(&mut self.settings, SETTINGS);
        let text = self.services.as_deref().unwrap_or_default();
        let (own, mistakes) = catalogue::parse(text, SERVICES);
        let mut findings = broken_services.map_or(mistakes, |broken| vec![broken]);
        let ours = Catalogue::embedded();
        let renewed = self.updates.as_ref().and_then(|it| it.kept(&ours));
        let catalogue = renewed.unwrap_or(ours).overlaid_with(own);
        let text = self.settings.as_deref().unwrap_or_default();
        let (settings, mut mistakes) = settings::parse(text, SETTINGS);
        mistakes.extend(settings::unknown_services(text, SETTINGS, &catalogue));
        findings.extend(broken_settings.map_or(mistakes, |broken| vec![broken]));
        findings.sort();
        Loaded {
            settings,
            catalogue,
            findings,
        }
    }
}

/// Takes the text of `path` over into `good`, unless it cannot be read or is no TOML at all: then
/// `good` stays, and why is returned.
fn renew(good: &mut Option<String>, path: &Path, name: &str) -> Option<Finding> {
    let instead = match good {
        Some(_) => Instead::Before,
        None => Instead::Usual,
    };
    match std::fs::read_to_string(path) {
        Ok(text) => {
            let broken = finding::syntax(&text, name, instead);
            if broken.is_none() {
                *good = Some(text);
            }
            broken
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {
            *good = None;
            None
        }
        Err(error) => Some(Finding {
            file: name.to_owned(),
            line: None,
            mistake: Mistake::Unreadable {
                why: error.to_string(),
                instead,
            },
        }),
    }
}

/// Writes `text` so that whoever reads the file meets the old text or the new one, whole.
pub(crate) fn replace(path: &Path, text: impl AsRef<[u8]>) -> anyhow::Result<()> {
    let dir = path.parent().unwrap_or(Path::new("."));
    let writing = || format!("failed to write {}", path.display());
    std::fs::create_dir_all(dir).with_context(writing)?;
    let mut file = tempfile::NamedTempFile::new_in(dir).with_context(writing)?;
    file.write_all(text.as_ref()).with_context(writing)?;
    file.as_file().sync_all().with_context(writing)?;
    file.persist(path).with_context(writing)?;
    Ok(())
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
        std::fs::write(&path, "colour = 3\nwatch = [\"gemi").unwrap();
        let kept = files.load();
        assert_eq!(kept.settings, good.settings);
        let [broken] = &kept.findings[..] else {
            panic!("{:?}", kept.findings);
        };
        assert_eq!(broken.line, Some(2));
        let is = |finding: &Finding, counts: Instead| matches!(finding.mistake, Mistake::Syntax { instead, .. } if instead == counts);
        assert!(is(broken, Instead::Before));
        let fresh = load(dir.path());
        assert_eq!(fresh.settings, Settings::default());
        assert!(is(&fresh.findings[0], Instead::Usual));
        std::fs::write(&path, "watch = [\"gemini\"]").unwrap();
        let mended = files.load();
        assert_eq!(mended.settings.watch, [ServiceId::new("gemini")]);
        assert_eq!(mended.findings, []);
        std::fs::remove_file(&path).unwrap();
        assert_eq!(files.load().settings, Settings::default());
    }

    #[test]
    fn mistakes_come_by_file_and_line_as_numbers() {
        let dir = tempfile::tempdir().unwrap();
        let lines: String = (1..=12).map(|line| format!("x{line} = 1\n")).collect();
        for name in [SETTINGS, SERVICES] {
            std::fs::write(dir.path().join(name), &lines).unwrap();
        }
        let found = load(dir.path()).findings;
        let places: Vec<_> = found.iter().map(|it| (it.file.as_str(), it.line)).collect();
        let expected: Vec<_> = [SERVICES, SETTINGS]
            .into_iter()
            .flat_map(|name| (1..=12).map(move |line| (name, Some(line))))
            .collect();
        assert_eq!(places, expected);
    }
}
