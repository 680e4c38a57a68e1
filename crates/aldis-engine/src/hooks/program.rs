//! Runs the user's program, the change on its standard input.

use std::process::Stdio;
use std::time::Duration;

use anyhow::Context;
use tokio::io::AsyncWriteExt;
use tokio::process::{Child, Command};
use tokio::sync::mpsc;

use super::ToProgram;

pub(super) async fn work(mut waiting: mpsc::Receiver<ToProgram>, limit: Duration) {
    while let Some(told) = waiting.recv().await {
        if let Err(error) = run(&told, limit).await {
            let error = format!("{error:#}");
            tracing::warn!(error, "on_transition failed");
        }
    }
}

/// Arguments are not named in errors: they may be secrets.
async fn run(told: &ToProgram, limit: Duration) -> anyhow::Result<()> {
    let (program, arguments) = told.command.split_first().context("no program is named")?;
    let mut command = Command::new(program);
    command
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true);
    #[cfg(unix)]
    command.process_group(0);
    let child = command
        .spawn()
        .with_context(|| format!("failed to start {program}"))?;
    let mut group = Group(child);
    let status = tokio::time::timeout(limit, group.tell(&told.json))
        .await
        .with_context(|| format!("{program} was ended after {} s", limit.as_secs()))?
        .with_context(|| format!("failed to wait for {program}"))?;
    anyhow::ensure!(status.success(), "{program} failed: {status}");
    Ok(())
}

/// A program and, where the system can, all that it started: nothing of it outlives its time.
struct Group(Child);

impl Group {
    async fn tell(&mut self, json: &str) -> std::io::Result<std::process::ExitStatus> {
        if let Some(mut input) = self.0.stdin.take() {
            // A program may do its work without reading what changed.
            let line = format!("{json}\n");
            let _ = input.write_all(line.as_bytes()).await;
            let _ = input.shutdown().await;
        }
        self.0.wait().await
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        // The id is gone once the program has ended and was waited for.
        #[cfg(unix)]
        if let Some(id) = self.0.id()
            && let Some(group) = i32::try_from(id)
                .ok()
                .and_then(rustix::process::Pid::from_raw)
            && let Err(error) =
                rustix::process::kill_process_group(group, rustix::process::Signal::KILL)
        {
            tracing::debug!(%error, "a program ended just before it was ended");
        }
    }
}
