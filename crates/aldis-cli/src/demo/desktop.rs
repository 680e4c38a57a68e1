//! A demo in a real lamp: it is started with directories of its own, sees the story, and is asked
//! to quit over its socket.

use std::path::{Path, PathBuf};
use std::time::Duration;

use aldis_link::client::Client;
use aldis_link::command::Ask;
use aldis_link::message::Message;
use aldis_link::view::Lamp;
use anyhow::{Context, bail};
use tokio::process::{Child, Command};
use tokio::time::{sleep, timeout};

use super::{CURTAIN, PATIENCE, Play, print};
use crate::watch::Stop;

/// How long a desktop may take to answer its socket.
const START: Duration = Duration::from_secs(30);
/// How long it may take to quit.
const FAREWELL: Duration = Duration::from_secs(10);

/// Plays the story to the lamp of `program`.
pub(super) async fn run(
    play: &Play,
    program: &Path,
    [config, data]: [&PathBuf; 2],
    stop: &mut Stop,
) -> anyhow::Result<()> {
    let mut child = Command::new(program)
        .arg("--config-dir")
        .arg(config)
        .arg("--data-dir")
        .arg(data)
        .kill_on_drop(true)
        .spawn()
        .with_context(|| format!("failed to start {}", program.display()))?;
    let told = tokio::select! {
        () = stop.asked() => Ok(()),
        told = story(play, data) => told,
        ended = child.wait() => match ended {
            // Somebody quit it from its menu.
            Ok(status) if status.success() => return Ok(()),
            Ok(status) => bail!("{} ended by itself: {status}", program.display()),
            Err(error) => Err(error.into()),
        },
    };
    quit(&mut child, data).await;
    told
}

async fn story(play: &Play, data: &Path) -> anyhow::Result<()> {
    let mut lamp = timeout(START, connect(data))
        .await
        .context("the lamp does not answer")?;
    lamp.ask(&Ask::Watch).await?;
    all_well(&mut lamp).await;
    // The lamp says more than its socket holds: nobody may stop reading.
    let listen = async { while let Ok(Some(_)) = lamp.next().await {} };
    tokio::select! {
        told = play.tell(print) => told?,
        () = listen => bail!("the lamp has gone"),
    }
    all_well(&mut lamp).await;
    print(&play.ground.words.label("cli-demo-over"));
    sleep(CURTAIN).await;
    Ok(())
}

async fn connect(data: &Path) -> Client {
    loop {
        if let Ok(client) = Client::connect(data).await {
            return client;
        }
        sleep(Duration::from_millis(200)).await;
    }
}

/// Waits for it; a story that ends badly ends all the same.
async fn all_well(lamp: &mut Client) {
    let well = async {
        loop {
            match lamp.next().await {
                Ok(Some(Message::Snapshot(snapshot))) if snapshot.lamp == Lamp::Well => return,
                Ok(Some(_)) => {}
                Ok(None) | Err(_) => return,
            }
        }
    };
    drop(timeout(PATIENCE, well).await);
}

/// Asks it to quit, and ends it if it does not.
async fn quit(child: &mut Child, data: &Path) {
    let asked = async {
        let mut lamp = Client::connect(data).await.ok()?;
        lamp.ask(&Ask::Quit).await.ok()?;
        timeout(FAREWELL, child.wait()).await.ok()
    };
    if asked.await.is_none() {
        tracing::warn!("the lamp did not quit when asked");
        // It may have ended meanwhile.
        drop(child.kill().await);
    }
}
