//! Fetches a status page, by conditional request where the vendor gave us a validator. What a page
//! means is core's.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use aldis_core::evidence::{Outcome, PageSight};
use aldis_core::page::{self, Format, PageError, PageReport};
use aldis_core::settings::Proxy;
use reqwest::StatusCode;
use reqwest::header::{
    ACCEPT, AGE, ETAG, HeaderMap, HeaderName, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH,
    LAST_MODIFIED,
};
use url::Url;

use super::classify;
use super::wire::{Answer, Redirects, Request, Wire};

/// Pages beyond this are read on another thread, so that the engine's stays free.
const LARGE: usize = 16 * 1024;
const LONGEST_VALIDATOR: usize = 512;
/// A copy younger than this is as good as the page: edges keep pages for seconds.
const YOUNG: Duration = Duration::from_secs(60);
/// More than this nobody keeps, whatever a header says.
const OLDEST: Duration = Duration::from_secs(30 * 86_400);

/// What the vendors gave us to ask "anything new?" with, per page whose last reading was good.
#[derive(Debug, Default)]
pub(crate) struct Validators {
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    /// Goes up when all are forgotten: a look from before must not bring its validator back.
    generation: u64,
    by_page: HashMap<(Url, Format), Validator>,
}

#[derive(Clone, Debug, Default)]
struct Validator {
    etag: Option<HeaderValue>,
    modified: Option<HeaderValue>,
}

impl Validators {
    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn of(&self, key: &(Url, Format)) -> (u64, Option<Validator>) {
        let known = self.known();
        (known.generation, known.by_page.get(key).cloned())
    }

    fn set(&self, generation: u64, key: (Url, Format), validator: Option<Validator>) {
        let mut known = self.known();
        match validator {
            Some(validator) if known.generation == generation => {
                known.by_page.insert(key, validator);
            }
            Some(_) | None => drop(known.by_page.remove(&key)),
        }
    }

    /// Forgets all of them: whoever holds the last readings may not have got those.
    pub(crate) fn clear(&self) {
        let mut known = self.known();
        known.generation += 1;
        known.by_page.clear();
    }
}

impl Validator {
    fn from(headers: &HeaderMap) -> Option<Self> {
        let short = |name: HeaderName| {
            headers
                .get(name)
                .filter(|value| value.len() <= LONGEST_VALIDATOR)
                .cloned()
        };
        let found = Self {
            etag: short(ETAG),
            modified: short(LAST_MODIFIED),
        };
        (found.etag.is_some() || found.modified.is_some()).then_some(found)
    }

    fn headers(self) -> impl Iterator<Item = (HeaderName, HeaderValue)> {
        let etag = self.etag.map(|value| (IF_NONE_MATCH, value));
        let modified = self.modified.map(|value| (IF_MODIFIED_SINCE, value));
        etag.into_iter().chain(modified)
    }
}

pub(crate) async fn probe(
    wire: &Wire,
    validators: &Validators,
    (url, format): (&Url, Format),
    proxy: &Proxy,
    deadline: Duration,
) -> PageSight {
    let key = (url.clone(), format);
    let (generation, validator) = validators.of(&key);
    let conditional = validator.is_some();
    let mut headers = vec![(
        ACCEPT,
        HeaderValue::from_static("application/json, */*;q=0.5"),
    )];
    headers.extend(validator.into_iter().flat_map(Validator::headers));
    let request = Request {
        url,
        proxy,
        headers,
        post: None,
        redirects: Redirects::SameSite(&[]),
        deadline,
    };
    let answer = match wire.ask(request).await.end {
        Ok(answer) => answer,
        Err(outcome) => return PageSight::Unreachable(outcome),
    };
    if let Some(trouble) = refused(&answer, conditional) {
        return trouble;
    }
    let fresh = Validator::from(&answer.headers);
    let age = age(&answer.headers);
    let read = parse(format, answer.body).await;
    let good = read.is_ok();
    validators.set(generation, key, fresh.filter(|_| good));
    match read {
        Ok(report) if age < YOUNG => PageSight::Read(Box::new(report)),
        Ok(report) => PageSight::ReadCopy {
            report: Box::new(report),
            age,
        },
        Err(error) => PageSight::Unreadable(error),
    }
}

/// For how long somebody on the way has kept what was answered, as they say.
fn age(headers: &HeaderMap) -> Duration {
    let value = headers.get(AGE).and_then(|value| value.to_str().ok());
    let seconds = value.and_then(|value| value.trim().parse().ok());
    Duration::from_secs(seconds.unwrap_or(0)).min(OLDEST)
}

/// What an answer other than a document says.
fn refused(answer: &Answer, conditional: bool) -> Option<PageSight> {
    if answer.status == StatusCode::NOT_MODIFIED && conditional {
        return Some(PageSight::Unchanged);
    }
    if let Some(to) = classify::redirect(&answer.url, answer.status, &answer.headers) {
        return Some(PageSight::Unreachable(Outcome::RedirectedAway {
            to: classify::destination(&to),
        }));
    }
    (answer.status != StatusCode::OK).then(|| {
        PageSight::Unreachable(Outcome::Answered {
            status: answer.status.as_u16(),
        })
    })
}

async fn parse(format: Format, body: Vec<u8>) -> Result<PageReport, PageError> {
    if body.len() < LARGE {
        return page::parse(format, &body);
    }
    let parsing = tokio::task::spawn_blocking(move || page::parse(format, &body));
    parsing.await.unwrap_or_else(|error| {
        tracing::error!(%error, "failed to read a status page");
        Err(PageError::NotThisFormat {
            expected: "readable",
            why: "reading it failed".to_owned(),
        })
    })
}
