//! What a command stands on: the two directories, the user's files as in force, the language.
//! Mistakes in the files are named on standard error; the rest of them counts.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use aldis_core::catalogue::Service;
use aldis_core::finding::Finding;
use aldis_core::pace::Tempo;
use aldis_core::present::words::{Words, quoted};
use aldis_core::settings::Proxy;
use aldis_core::{Catalogue, ServiceId, Settings};
use aldis_engine::{Config, Updates, local};
use aldis_link::dirs::Dirs;
use thiserror::Error;

/// How alike two ids are for one to be meant by the other.
const ALIKE: f64 = 0.8;

/// What a command stands on.
pub(crate) struct Ground {
    dirs: Option<Dirs>,
    settings: Settings,
    findings: Vec<Finding>,
    /// As in force.
    pub(crate) catalogue: Catalogue,
    /// In the user's language.
    pub(crate) words: Arc<Words>,
}

/// There is nothing to look at, in the user's words.
#[derive(Debug, PartialEq, Eq, Error)]
#[error("{0}")]
pub(crate) struct NothingToLookAt(String);

/// The language of what is said before it is known which settings count.
pub(crate) fn words_before_the_line_is_read() -> Words {
    let dir = std::env::var_os("ALDIS_CONFIG_DIR").map(PathBuf::from);
    let dirs = Dirs::resolve(dir, None);
    let settings = dirs.map(|dirs| aldis_engine::load(&dirs.config).settings);
    let choice = settings.unwrap_or_default().language;
    Words::new(local::language(choice), local::time_zone())
}

/// The output cannot be written.
pub(crate) fn cannot_write(words: &Words, error: &std::io::Error) -> String {
    words.text("cli-cannot-write", [("why", error.to_string().into())])
}

/// The known ids that may be meant by `id`, if any.
fn alike(id: &str, known: &[String]) -> Vec<String> {
    let likeness = |name: &&String| {
        let part = id.len() > 2 && (name.contains(id) || id.contains(name.as_str()));
        if part {
            1.0
        } else {
            strsim::jaro_winkler(id, name)
        }
    };
    let alike = known.iter().filter(|name| likeness(name) >= ALIKE);
    alike.cloned().collect()
}

impl Ground {
    /// What was given and what is in the files there.
    pub(crate) fn find(config_dir: Option<PathBuf>, data_dir: Option<PathBuf>) -> Self {
        let given = config_dir.clone();
        let ground = Self::in_dirs(Dirs::resolve(config_dir, data_dir));
        for dir in given.iter().filter(|dir| !dir.is_dir()) {
            let dir = dir.display().to_string();
            let said = ground.words.text("cli-no-folder", [("folder", dir.into())]);
            anstream::eprintln!("aldis: {said}");
        }
        for finding in &ground.findings {
            anstream::eprintln!("aldis: {}", ground.words.finding(finding));
        }
        ground
    }

    fn in_dirs(dirs: Option<Dirs>) -> Self {
        let loaded = dirs.as_ref().map(|dirs| {
            let updates = Updates::in_dir(&dirs.data);
            aldis_engine::load_renewed(&dirs.config, &updates)
        });
        let (settings, catalogue, findings) = match loaded {
            Some(loaded) => (loaded.settings, loaded.catalogue, loaded.findings),
            None => (Settings::default(), Catalogue::embedded(), Vec::new()),
        };
        let language = local::language(settings.language);
        Self {
            dirs,
            settings,
            findings,
            catalogue,
            words: Arc::new(Words::new(language, local::time_zone())),
        }
    }

    /// Nothing of the user's.
    #[cfg(test)]
    pub(crate) fn as_it_comes() -> Self {
        Self {
            words: Arc::new(Words::new(
                aldis_core::present::words::Language::ENGLISH,
                jiff::tz::TimeZone::UTC,
            )),
            ..Self::in_dirs(None)
        }
    }

    /// Where a running lamp is found.
    pub(crate) fn data_dir(&self) -> Option<&Path> {
        self.dirs.as_ref().map(|dirs| dirs.data.as_path())
    }

    /// The service of this id.
    pub(crate) fn service(&self, id: &str) -> Result<&Service, NothingToLookAt> {
        let found = self.catalogue.service(&ServiceId::new(id));
        found.ok_or_else(|| NothingToLookAt(self.no_service(id)))
    }

    fn no_service(&self, id: &str) -> String {
        let known: Vec<_> = self
            .catalogue
            .services
            .iter()
            .map(|it| it.id.to_string())
            .collect();
        let alike = alike(id, &known);
        if alike.is_empty() {
            return self.words.unknown_service(id, &known);
        }
        let meant = self
            .words
            .text("cli-did-you-mean", [("names", alike.join("\", \"").into())]);
        let none = self
            .words
            .text("cli-no-service", [("id", quoted(id).into())]);
        format!("{none}; {meant}")
    }

    /// Mistakes in the user's files.
    pub(crate) fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Whether one of the user's files counts for nothing.
    pub(crate) fn is_broken(&self) -> bool {
        self.findings.iter().any(Finding::is_of_whole_file)
    }

    /// How to reach the network.
    pub(crate) const fn proxy(&self) -> &Proxy {
        &self.settings.proxy
    }

    /// The services asked for, or those of the settings where none was.
    pub(crate) fn select(&self, wanted: &[String]) -> Result<Vec<ServiceId>, NothingToLookAt> {
        let mut chosen = Vec::new();
        for id in wanted {
            let service = self.service(id)?;
            if !chosen.contains(&service.id) {
                chosen.push(service.id.clone());
            }
        }
        if wanted.is_empty() {
            let watched = self.settings.watch.iter();
            chosen.extend(watched.filter_map(|id| Some(self.catalogue.service(id)?.id.clone())));
        }
        if chosen.is_empty() {
            return Err(NothingToLookAt(self.words.label("cli-nothing-watched")));
        }
        Ok(chosen)
    }

    /// An engine for one look: the files as they are, nothing kept but what completions cost.
    /// Mistakes in the files were named.
    pub(crate) fn once(&self, services: Vec<ServiceId>) -> Config {
        Config {
            tempo: Tempo::QUICK,
            account: self.account(),
            ..Config::in_memory(self.settings.clone(), self.catalogue.clone())
        }
        .watching(services)
    }

    /// Where it is written what completions cost, if they are switched on: a day's budget is one,
    /// whoever spends it.
    fn account(&self) -> Option<PathBuf> {
        let wanted = !self.settings.completion.services.is_empty();
        self.data_dir().filter(|_| wanted).map(Path::to_owned)
    }

    /// An engine that goes on and follows the files; history is the lamp's to keep.
    pub(crate) fn ongoing(&self, services: Option<Vec<ServiceId>>) -> Config {
        let config = Config {
            findings: self.findings.clone(),
            reload: self.dirs.as_ref().map(|dirs| dirs.config.clone()),
            account: self.account(),
            ..Config::in_memory(self.settings.clone(), self.catalogue.clone())
        };
        match services {
            Some(services) => config.watching(services),
            None => config,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(wanted: &[&str]) -> Vec<String> {
        wanted.iter().map(|&id| id.to_owned()).collect()
    }

    #[test]
    fn without_any_directory_everything_is_as_it_comes() {
        let ground = Ground::as_it_comes();
        assert_eq!(ground.select(&[]).unwrap(), Settings::default().watch);
        assert_eq!(ground.data_dir(), None);
    }

    #[test]
    fn a_service_is_looked_at_once_however_often_it_is_named() {
        let ground = Ground::as_it_comes();
        let chosen = ground.select(&names(&["claude", "chatgpt", "claude"]));
        let expected = ["claude", "chatgpt"].map(ServiceId::new);
        assert_eq!(chosen.unwrap(), expected);
    }

    #[test]
    fn a_misspelt_service_brings_the_one_that_was_meant() {
        let ground = Ground::as_it_comes();
        let says = |id: &str| ground.select(&names(&[id])).unwrap_err().to_string();
        assert_eq!(
            says("chatgtp"),
            "there is no service \"chatgtp\"; did you mean \"chatgpt\"?"
        );
        assert!(
            says("gpt").contains("did you mean \"chatgpt\"?"),
            "{}",
            says("gpt")
        );
        assert!(
            says("xyz").contains("there are: chatgpt, "),
            "{}",
            says("xyz")
        );
    }
}
