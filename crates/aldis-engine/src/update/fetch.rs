//! Gets a catalogue and its signature from where they are published. Neither is believed here.

use std::time::Duration;

use aldis_core::settings::Proxy;
use anyhow::{Context, bail};
use reqwest::StatusCode;
use url::Url;

use super::signed::Signed;
use crate::probe::wire::{Redirects, Request, Wire};

const DEADLINE: Duration = Duration::from_secs(30);
/// What is published beside a file as its signature.
const SIGNATURE: &str = ".minisig";
/// Larger catalogues are not kept; ours is a hundredth of it.
const MOST: usize = 2 * 1024 * 1024;
/// Larger signatures are none.
const MOST_SIGNATURE: usize = 4096;

/// The catalogue at `url` and the signature beside it.
pub(super) async fn signed(wire: &Wire, url: &Url, proxy: &Proxy) -> anyhow::Result<Signed> {
    let mut beside = url.clone();
    beside.set_path(&format!("{}{SIGNATURE}", url.path()));
    let signature = get(wire, &beside, proxy, MOST_SIGNATURE).await?;
    let signature = String::from_utf8(signature).context("the signature is no text")?;
    let text = get(wire, url, proxy, MOST).await?;
    Ok(Signed { text, signature })
}

async fn get(wire: &Wire, url: &Url, proxy: &Proxy, most: usize) -> anyhow::Result<Vec<u8>> {
    let request = Request {
        url,
        proxy,
        headers: Vec::new(),
        post: None,
        redirects: Redirects::SameSite(&[]),
        deadline: DEADLINE,
    };
    let answer = match wire.ask(request).await.end {
        Ok(answer) => answer,
        Err(outcome) => bail!("failed to fetch it: {outcome:?}"),
    };
    if answer.status != StatusCode::OK {
        bail!("it is answered with {}", answer.status.as_u16());
    }
    if answer.body.len() > most {
        bail!("it is larger than {most} bytes");
    }
    Ok(answer.body)
}
