//! `aldis doctor --add URL`: the entry for a status page that the catalogue does not have, on standard
//! output, to be put into `services.toml`.

use std::io::{self, Write};

use aldis_core::present::words::Words;
use aldis_core::propose::{Tried, Why};
use aldis_link::view;
use url::Url;

use crate::exit::Exit;
use crate::ground::Ground;

/// Finds out how to read `page` and prints what was found.
pub(super) async fn run(page: &Url, json: bool, ground: &Ground) -> anyhow::Result<Exit> {
    let words = &ground.words;
    if !matches!(page.scheme(), "http" | "https") || !page.has_host() {
        return Err(anyhow::anyhow!(words.label("cli-add-no-address")));
    }
    let found = match aldis_engine::propose(page, ground.proxy()).await? {
        Ok(found) => found,
        Err(tried) => {
            for tried in &tried {
                let said = [
                    ("url", tried.url.as_str().into()),
                    ("why", why(tried, words).into()),
                ];
                anstream::eprintln!("aldis: {}", words.text("cli-add-tried", said));
            }
            anstream::eprintln!("aldis: {}", words.label("cli-add-nothing"));
            return Ok(Exit::CannotTell);
        }
    };
    let shown = view::Proposal::of(&found, &[], &ground.catalogue, words);
    let mut out = io::stdout().lock();
    let written = if json {
        serde_json::to_string_pretty(&shown)? + "\n"
    } else {
        shown.entry.clone()
    };
    match out.write_all(written.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => return Err(error.into()),
        Ok(()) | Err(_) => {}
    }
    if !json {
        let said = [
            ("state", shown.state.into()),
            ("parts", shown.components.len().into()),
        ];
        anstream::eprintln!("aldis: {}", words.text("cli-add-found", said));
    }
    Ok(Exit::Fine)
}

fn why(tried: &Tried, words: &Words) -> String {
    match &tried.why {
        Why::Unreachable(outcome) => words.outcome_brief(outcome),
        Why::Unreadable(error) => words.page_error(error),
    }
}
