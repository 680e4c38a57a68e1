//! `aldis check`: looks once, with a quick confirm, and says what it saw. Nothing is kept
//! but the account of completions, where they are switched on.

use std::io::{self, Write};
use std::time::Duration;

use aldis_core::present::words::Words;
use aldis_core::snapshot::Reason;
use aldis_core::{Snapshot, Vantage};
use aldis_engine::{Engine, Handle};
use aldis_link::view;

use crate::exit::Exit;
use crate::ground::Ground;
use crate::line::Line;
use crate::shell::Nobody;
use crate::terminal::{self, Size};
use crate::{evidence, table};

/// A look has its own deadline and a confirm burst takes seconds; who is not done by then is hung.
const DEADLINE: Duration = Duration::from_secs(30);

/// Looks once and prints how the chatbots are. Exit code: 0 all work (or are under announced
/// maintenance), 1 something is degraded or out, 2 usage or configuration, 3 cannot tell.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Ids of the services; those of the settings where none is named.
    #[arg(value_name = "SERVICE")]
    services: Vec<String>,
    /// Shows the evidence behind each verdict, what each piece was worth and what was left out.
    #[arg(long)]
    explain: bool,
    /// Prints JSON; with --explain the evidence piece by piece, too.
    #[arg(long)]
    json: bool,
}

/// Looks, prints, and tells by the exit code.
pub(crate) async fn run(args: &Args, ground: &Ground) -> anyhow::Result<Exit> {
    let services = ground.select(&args.services)?;
    let engine = Engine::start(ground.once(services), Nobody).await?;
    let progress = Progress::new();
    let on_time = tokio::time::timeout(DEADLINE, settle(&engine, &progress, &ground.words)).await;
    progress.clear();
    let snapshot = engine.latest();
    engine.quit().await;
    on_time.unwrap_or(Ok(()))?;
    if !snapshot.settled {
        anstream::eprintln!("aldis: {}", ground.words.label("cli-not-settled"));
    }
    match print(args, &snapshot, &ground.words) {
        // Whoever read us has seen enough; the verdict stands.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        // It was looked, but not at what the person chose.
        Ok(()) | Err(_) if ground.is_broken() => Ok(Exit::Usage),
        Ok(()) | Err(_) => Ok(Exit::of(&snapshot)),
    }
}

async fn settle(engine: &Handle, progress: &Progress, words: &Words) -> anyhow::Result<()> {
    let mut snapshots = engine.snapshot();
    let settled = snapshots.wait_for(|snapshot| {
        progress.show(snapshot, words);
        snapshot.settled
    });
    settled.await?;
    Ok(())
}

fn print(args: &Args, snapshot: &Snapshot, words: &Words) -> io::Result<()> {
    let seen = view::Snapshot::of(snapshot, words);
    let seen = if args.explain { seen } else { seen.brief() };
    let width = terminal::size().map(|size| size.columns);
    let colours = terminal::takes_colours();
    let mut out = io::stdout().lock();
    if args.json {
        serde_json::to_writer_pretty(&mut out, &seen)?;
        writeln!(out)?;
        return out.flush();
    }
    let lines = if args.explain {
        evidence::lines(&seen, words, width)
    } else {
        table::lines(&seen, words, width)
    };
    for line in lines {
        writeln!(out, "{}", line.paint(colours))?;
    }
    out.flush()
}

/// What is going on, on standard error while somebody looks at it. A terminal that does not take
/// it is no reason to stop looking.
struct Progress(Option<Size>);

impl Progress {
    fn new() -> Self {
        Self(terminal::progress_size())
    }

    fn show(&self, snapshot: &Snapshot, words: &Words) {
        let all = snapshot.services.len();
        let seen = snapshot.services.iter().filter(|it| is_seen(&it.reason));
        let text = words.text(
            "cli-progress",
            [("seen", seen.count().into()), ("all", all.into())],
        );
        self.write(&text);
    }

    fn clear(&self) {
        self.write("");
    }

    fn write(&self, text: &str) {
        let Some(size) = self.0 else { return };
        let line = Line::plain(text).fitted(size.columns.saturating_sub(1));
        let mut err = io::stderr().lock();
        let written = write!(err, "\r\u{1b}[K{}", line.paint(false));
        drop(written.and_then(|()| err.flush()));
    }
}

fn is_seen(reason: &Reason) -> bool {
    !matches!(
        reason,
        Reason::NotLookedYet | Reason::Confirming { .. } | Reason::Vantage(Vantage::Waking, _)
    )
}
