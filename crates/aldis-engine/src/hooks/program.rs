//! Runs the user's program, the change on its standard input.

use std::process::Stdio;
use std::time::Duration;

use aldis_core::event::{Fault, ProgramFailure};
use tokio::io::AsyncWriteExt;
use tokio::process::{Child, Command};
use tokio::sync::mpsc;

use super::ToProgram;
use super::standing::Standing;

pub(super) async fn work(
    mut waiting: mpsc::Receiver<ToProgram>,
    limit: Duration,
    mut standing: Standing<Vec<String>>,
) {
    while let Some(told) = standing.next(&mut waiting).await {
        let Some((program, arguments)) = told.command.split_first() else {
            continue;
        };
        // Arguments are not named: they may be secrets.
        let done = run(program, arguments, &told.json, limit).await;
        let done = done.map_err(|why| {
            tracing::warn!(program, ?why, "on_transition failed");
            let name = program.clone();
            Fault::Program { name, why }
        });
        standing.note(told.command, done);
    }
}

async fn run(
    program: &str,
    arguments: &[String],
    json: &str,
    limit: Duration,
) -> Result<(), ProgramFailure> {
    let mut command = Command::new(program);
    command
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true);
    #[cfg(unix)]
    command.process_group(0);
    let not_started = |error: std::io::Error| ProgramFailure::NotStarted(error.to_string());
    let mut group = Group(command.spawn().map_err(not_started)?);
    let status = tokio::time::timeout(limit, group.tell(json))
        .await
        .map_err(|_| ProgramFailure::TooSlow(limit))?
        .map_err(not_started)?;
    if status.success() {
        Ok(())
    } else {
        Err(ProgramFailure::Failed(status.code()))
    }
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
