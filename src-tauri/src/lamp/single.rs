//! One lamp per data directory: whoever comes second asks the first to open its window.

use std::path::Path;
use std::time::Duration;

use aldis_link::client::{Client, ConnectError};
use aldis_link::command::Ask;
use aldis_link::server::{BindError, Server};
use anyhow::Context;

/// How long the first one may take to listen after it has taken the lock.
const PATIENCE: Duration = Duration::from_secs(5);

/// Which lamp of this data directory this is.
pub enum Turn {
    /// The only one.
    First(Server),
    /// Another one runs and was asked to open its window.
    Second,
}

/// Takes the socket of `data_dir`, or asks the lamp that holds it to open its window.
///
/// # Errors
/// When the socket can neither be had nor spoken to.
pub async fn take_turn(data_dir: &Path) -> anyhow::Result<Turn> {
    match Server::bind(data_dir) {
        Ok(server) => Ok(Turn::First(server)),
        Err(BindError::AlreadyRunning) => {
            tokio::time::timeout(PATIENCE, ask_first(data_dir))
                .await
                .context("the running lamp does not answer")??;
            Ok(Turn::Second)
        }
        Err(error @ BindError::Io(_)) => Err(error.into()),
    }
}

async fn ask_first(data_dir: &Path) -> anyhow::Result<()> {
    let mut client = loop {
        match Client::connect(data_dir).await {
            Ok(client) => break client,
            Err(ConnectError::NotRunning) => tokio::time::sleep(Duration::from_millis(50)).await,
            Err(error) => return Err(error.into()),
        }
    };
    client
        .ask(&Ask::OpenWindow { page: None })
        .await
        .context("failed to ask the running lamp for its window")
}
