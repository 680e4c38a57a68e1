//! A status page by its address: found, shown, and added to what is watched.

use aldis_core::propose::Proposal;
use aldis_engine::{Edit, Value};
use aldis_link::view::{self, Answer};
use url::Url;

use super::super::run::words;
use super::{Answers, Refusal};

impl Answers {
    /// What is found at `address`, with the components in `main` as the service.
    pub(super) async fn propose(&self, address: &str, main: &[String]) -> Result<Answer, Refusal> {
        let loaded = self.loaded();
        let found = self.found(address).await?;
        let words = words(&loaded.settings);
        let proposal = view::Proposal::of(&found, main, &loaded.catalogue, &words);
        Ok(Answer::Proposed(Box::new(proposal)))
    }

    /// Adds what was found at `address` and watches it.
    pub(super) async fn add_page(&self, address: &str, main: &[String]) -> Result<Answer, Refusal> {
        let found = self.found(address).await?;
        let loaded = self.loaded();
        let entry = found.entry(main, &loaded.catalogue);
        aldis_engine::add_entry(&self.config_dir, &entry)?;
        let mut watch: Vec<_> = loaded
            .settings
            .watch
            .iter()
            .map(ToString::to_string)
            .collect();
        watch.push(entry.id.to_string());
        let words = words(&loaded.settings);
        let edit = Edit {
            key: vec!["watch".to_owned()],
            value: Some(Value::Texts(watch)),
        };
        aldis_engine::edit(&self.config_dir, &words.settings_example(), &[edit])
            .map_err(|error| Refusal::of(error, &words))?;
        Ok(Answer::Settings(Box::new(self.settings())))
    }

    /// What is at `address`; asked for once, however often it is looked at.
    async fn found(&self, address: &str) -> Result<Proposal, Refusal> {
        let loaded = self.loaded();
        let words = words(&loaded.settings);
        let said = |key| Refusal::Said(words.label(key));
        let page = Url::parse(address.trim()).ok();
        let page = page.filter(|page| matches!(page.scheme(), "http" | "https"));
        let page = page.ok_or_else(|| said("cli-add-no-address"))?;
        let mut known = self.proposal.lock().await;
        if let Some(known) = known.as_ref().filter(|known| known.page == page) {
            return Ok(known.clone());
        }
        let found = aldis_engine::propose(&page, &loaded.settings.proxy).await?;
        let found = found.map_err(|_| said("cli-add-nothing"))?;
        Ok(known.insert(found).clone())
    }
}
