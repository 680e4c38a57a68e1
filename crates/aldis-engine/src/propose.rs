//! Looks for the machine-readable side of a status page, one address at a time, and adds what was
//! found to the user's catalogue. Which addresses, and when to stop, is core's.

use std::path::Path;
use std::time::Duration;

use aldis_core::evidence::Outcome;
use aldis_core::propose::{Entry, Fetched, Proposal, Search, Tried};
use aldis_core::settings::{Proxy, is_loopback};
use aldis_core::{ServiceId, catalogue, finding};
use anyhow::{Context, bail};
use reqwest::StatusCode;
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderValue};
use url::Url;

use crate::files::{self, SERVICES};
use crate::probe::classify;
use crate::probe::wire::{Redirects, Request, Wire};

/// How long one address may take.
const DEADLINE: Duration = Duration::from_secs(10);
/// Between two requests to somebody else's host.
const PAUSE: Duration = Duration::from_millis(500);

/// Finds out how to read the status page at `page`, or what was tried in vain. Polite: one request
/// after the other, with pauses, and no more once one reads or the host wants its peace.
pub async fn propose(page: &Url, proxy: &Proxy) -> anyhow::Result<Result<Proposal, Vec<Tried>>> {
    let wire = Wire::new().context("failed to set up TLS")?;
    Ok(search(&wire, page, proxy).await)
}

async fn search(wire: &Wire, page: &Url, proxy: &Proxy) -> Result<Proposal, Vec<Tried>> {
    let mut search = Search::new(page);
    let mut is_first = true;
    while let Some(url) = search.next_address() {
        if !is_first && !is_loopback(&url) {
            tokio::time::sleep(PAUSE).await;
        }
        is_first = false;
        let fetched = fetch(wire, &url, proxy).await;
        search = taken(search, url, fetched).await;
    }
    search.conclude()
}

/// Reading a large document takes long enough to be felt: another thread does it.
async fn taken(search: Search, url: Url, fetched: Fetched) -> Search {
    let spare = search.clone();
    let reading = tokio::task::spawn_blocking(move || {
        let mut search = search;
        search.take(url, &fetched);
        search
    });
    reading.await.unwrap_or_else(|error| {
        tracing::error!(%error, "failed to read what may be a status page");
        spare
    })
}

async fn fetch(wire: &Wire, url: &Url, proxy: &Proxy) -> Fetched {
    let accept = "application/json, application/xml;q=0.9, */*;q=0.5";
    let request = Request {
        url,
        proxy,
        headers: vec![(ACCEPT, HeaderValue::from_static(accept))],
        post: None,
        redirects: Redirects::SameSite(&[]),
        deadline: DEADLINE,
    };
    let answer = match wire.ask(request).await.end {
        Ok(answer) => answer,
        Err(outcome) => return Fetched::Nothing(outcome),
    };
    if let Some(to) = classify::redirect(&answer.url, answer.status, &answer.headers) {
        let to = classify::destination(&to);
        return Fetched::Nothing(Outcome::RedirectedAway { to });
    }
    if answer.status != StatusCode::OK {
        let status = answer.status.as_u16();
        return Fetched::Nothing(Outcome::Answered { status });
    }
    let content_type = answer.headers.get(CONTENT_TYPE);
    Fetched::Document {
        content_type: content_type.and_then(|it| Some(it.to_str().ok()?.to_owned())),
        bytes: answer.body,
    }
}

/// Adds `entry` to the `services.toml` in `dir`, whose text stays as it is. A running engine that
/// watches `dir` notices.
pub fn add_entry(dir: &Path, entry: &Entry) -> anyhow::Result<()> {
    let path = dir.join(SERVICES);
    let old = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => {
            return Err(error).with_context(|| format!("failed to read {}", path.display()));
        }
    };
    if finding::syntax(&old, SERVICES, finding::Instead::Usual).is_some() {
        bail!(
            "failed to add to {}: it is no TOML as it stands",
            path.display()
        );
    }
    let new = joined(&old, &entry.toml);
    if !has(&new, &entry.id) {
        bail!(
            "failed to add to {}: the entry would not be read",
            path.display()
        );
    }
    files::replace(&path, &new)
}

fn joined(old: &str, entry: &str) -> String {
    if old.trim().is_empty() {
        return entry.to_owned();
    }
    format!("{}\n\n{entry}", old.trim_end())
}

fn has(text: &str, id: &ServiceId) -> bool {
    let (read, _) = catalogue::parse(text, SERVICES);
    read.services.iter().any(|service| service.id == *id)
}

#[cfg(test)]
mod tests {
    use aldis_core::Catalogue;
    use aldis_core::page::Format;
    use aldis_core::propose::Why;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    use super::*;

    const SUMMARY: &str = r#"{"page":{"id":"harborpage00","name":"Harbor","time_zone":"Etc/UTC"},
        "status":{"indicator":"none"},"incidents":[],
        "components":[{"id":"harborchat00","name":"Chat","status":"operational"}]}"#;

    /// A server that answers `path` with `body` and everything else with a shell of HTML.
    async fn serving(path: &'static str, body: &'static str) -> Url {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut head = Vec::new();
                while !head.ends_with(b"\r\n\r\n") {
                    head.push(stream.read_u8().await.unwrap());
                }
                let head = String::from_utf8(head).unwrap();
                let is_it = head.starts_with(&format!("GET {path} "));
                let body = if is_it {
                    body
                } else {
                    "<!doctype html><p>Here is our app"
                };
                let length = body.len();
                let answer = format!(
                    "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}"
                );
                stream.write_all(answer.as_bytes()).await.unwrap();
            }
        });
        format!("http://127.0.0.1:{port}/").parse().unwrap()
    }

    #[tokio::test]
    async fn a_page_whose_every_address_answers_is_read_where_it_speaks() {
        let page = serving("/api/v2/summary.json", SUMMARY).await;
        let found = propose(&page, &Proxy::None).await.unwrap().unwrap();
        assert_eq!(
            (found.format, found.name.as_str()),
            (Format::Statuspage, "Harbor")
        );
        assert_eq!(found.url.path(), "/api/v2/summary.json");
    }

    #[tokio::test]
    async fn where_nothing_reads_everything_tried_is_told() {
        let page = serving("/nothing", "").await;
        let tried = propose(&page, &Proxy::None).await.unwrap().unwrap_err();
        assert!(tried.len() > 10);
        assert!(tried.iter().all(|it| matches!(it.why, Why::Unreadable(_))));
    }

    #[tokio::test]
    async fn an_entry_is_added_below_what_the_user_wrote() {
        let page = serving("/api/v2/summary.json", SUMMARY).await;
        let found = propose(&page, &Proxy::None).await.unwrap().unwrap();
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(SERVICES);
        let entry = found.entry(&["harborchat00".to_owned()], &Catalogue::embedded());
        add_entry(&dir.path().join("not-yet"), &entry).unwrap();
        std::fs::write(&path, "# mine\n").unwrap();
        add_entry(dir.path(), &entry).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("# mine\n\n[[service]]\n"), "{text}");
        let loaded = crate::load(dir.path());
        assert_eq!(loaded.findings, []);
        assert!(loaded.catalogue.service(&entry.id).is_some());

        std::fs::write(&path, "[[service").unwrap();
        assert!(add_entry(dir.path(), &entry).is_err());
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "[[service");
    }
}
