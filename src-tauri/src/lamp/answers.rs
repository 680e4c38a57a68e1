//! Answers the window's questions, each in a task of its own, so that none holds up the lamp: history
//! is read from its file, settings are written to theirs, keys go into the key store.

mod export;
mod keys;
mod licences;
mod login;
mod pages;
mod past;
mod settings;

use std::path::PathBuf;
use std::sync::Arc;

use aldis_core::present::words::Words;
use aldis_core::propose::Proposal;
use aldis_engine::{Clock, EditError, Loaded};
use aldis_link::dirs::Dirs;
use aldis_link::query::Query;
use aldis_link::server::Question;
use aldis_link::view::{Answer, Code, Failure};
use tokio::sync::Mutex;

/// Whoever answers.
#[derive(Clone, Debug)]
pub(super) struct Answers {
    config_dir: PathBuf,
    data_dir: PathBuf,
    clock: Clock,
    /// Two changes at once would each undo the other's.
    changing: Arc<Mutex<()>>,
    /// The last status page that was found by its address.
    proposal: Arc<Mutex<Option<Proposal>>>,
}

/// Why there is no answer.
#[derive(Debug)]
enum Refusal {
    /// A sentence for the person.
    Said(String),
    /// Something went wrong.
    Broke(anyhow::Error),
}

impl From<anyhow::Error> for Refusal {
    fn from(error: anyhow::Error) -> Self {
        Self::Broke(error)
    }
}

impl Answers {
    pub(super) fn new(dirs: &Dirs, clock: Clock) -> Self {
        Self {
            config_dir: dirs.config.clone(),
            data_dir: dirs.data.clone(),
            clock,
            changing: Arc::default(),
            proposal: Arc::default(),
        }
    }

    /// Answers in a task of its own.
    pub(super) fn attend(&self, question: Question) {
        let answers = self.clone();
        tokio::spawn(async move {
            let query = question.query.clone();
            let changes = matches!(query, Query::Change { .. } | Query::AddPage { .. });
            let turn = if changes {
                Some(answers.changing.lock().await)
            } else {
                None
            };
            let answer = answers.answer(query).await;
            drop(turn);
            question.answer(answer.unwrap_or_else(failure));
        });
    }

    async fn answer(&self, query: Query) -> Result<Answer, Refusal> {
        let answers = self.clone();
        match self.answer_from_elsewhere(query).await {
            Ok(answer) => answer,
            Err(query) => {
                let answering =
                    tokio::task::spawn_blocking(move || answers.answer_from_files(query));
                let answered = answering.await;
                answered.map_err(|error| Refusal::Broke(error.into()))?
            }
        }
    }

    /// What others have to be asked for; the question itself where it is not of this kind.
    async fn answer_from_elsewhere(&self, query: Query) -> Result<Result<Answer, Refusal>, Query> {
        match query {
            Query::TestKey { name } => Ok(keys::test(&name, &self.loaded()).await),
            Query::Propose { address, main } => Ok(self.propose(&address, &main).await),
            Query::AddPage { address, main } => Ok(self.add_page(&address, &main).await),
            Query::Incidents
            | Query::Incident { .. }
            | Query::History
            | Query::Latency { .. }
            | Query::Settings
            | Query::Change { .. }
            | Query::Keys
            | Query::KeepKey { .. }
            | Query::ForgetKey { .. }
            | Query::StartAtLogin { .. }
            | Query::Export { .. }
            | Query::DeleteHistory
            | Query::Licences => Err(query),
        }
    }

    fn answer_from_files(&self, query: Query) -> Result<Answer, Refusal> {
        Ok(match query {
            Query::Incidents => Answer::Incidents(self.incidents()?),
            Query::Incident { id } => Answer::Incident(self.incident(&id)?.map(Box::new)),
            Query::History => Answer::History(self.history()?),
            Query::Latency { service, reach } => Answer::Latency(self.latency(service, reach)?),
            Query::Settings => Answer::Settings(Box::new(self.settings())),
            Query::Change { change } => {
                self.change(&change)?;
                Answer::Settings(Box::new(self.settings()))
            }
            Query::Keys => Answer::Keys(keys::kept(&self.loaded())?),
            Query::KeepKey { name, key } => keys::keep(&name, &key, &self.loaded())?,
            Query::ForgetKey { name } => keys::forget(&name, &self.loaded())?,
            // Answered above, without a thread of its own.
            Query::TestKey { .. } | Query::Propose { .. } | Query::AddPage { .. } => Answer::Done,
            Query::StartAtLogin { on } => {
                login::set(on, &self.config_dir, &self.data_dir)?;
                Answer::Settings(Box::new(self.settings()))
            }
            Query::Export { format } => Answer::Exported(self.export(format)?),
            Query::DeleteHistory => {
                aldis_engine::forget_history(&self.data_dir)?;
                Answer::Done
            }
            Query::Licences => Answer::Licences(licences::all()),
        })
    }

    fn loaded(&self) -> Loaded {
        aldis_engine::load(&self.config_dir)
    }
}

impl Refusal {
    fn of(error: EditError, words: &Words) -> Self {
        match error {
            EditError::Mistake(finding) => Self::Said(words.finding(&finding)),
            EditError::Io(_) => Self::Broke(error.into()),
        }
    }
}

fn failure(refusal: Refusal) -> Answer {
    let message = match refusal {
        Refusal::Said(message) => message,
        Refusal::Broke(error) => {
            let error = format!("{error:#}");
            tracing::warn!(error, "a question was not answered");
            error
        }
    };
    Answer::Failed(Failure {
        code: Code::Failed,
        message,
    })
}
