//! The smallest lamp: listens for a data directory and says one thing, until it is killed. The
//! tests need one that is a process of its own.

use std::path::PathBuf;
use std::sync::Arc;

use aldis_link::server::{Feed, Server};
use anyhow::Context;
use tokio::sync::mpsc;

fn main() -> anyhow::Result<()> {
    let data = std::env::args_os().nth(1).map(PathBuf::from);
    let data = data.context("which data directory?")?;
    let snapshot = serde_json::from_value(serde_json::json!({
        "checked_at": null, "vantage": "online", "vantage_words": "", "language": "en",
        "lamp": "well", "headline": "doomed", "detail": "", "checking": false,
        "services": [], "incidents": [], "faults": [], "catalogue_version": 1,
    }))?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let server = Server::bind(&data)?;
        let (feed, _snapshots, _announcements) = Feed::new(Arc::new(snapshot));
        server.serve(feed, mpsc::channel(1).0).await;
        Ok(())
    })
}
