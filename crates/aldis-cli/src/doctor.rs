//! `aldis doctor`: looks at every catalogue entry once, staggered, and says which no longer hold; and
//! proposes an entry for a page that the catalogue does not have. Judging is core's.

mod add;
mod machine;
mod report;

use std::io::{self, Write};

use aldis_core::ServiceId;
use aldis_core::doctor::Finding;
use aldis_engine::NetProber;
use aldis_engine::doctor::{Checked, examine, is_online};
use url::Url;

use self::report::Report;
use crate::exit::Exit;
use crate::ground::Ground;
use crate::line::Line;
use crate::terminal::{self, Size};

/// Looks at every entry of the catalogue once and says which no longer hold. Exit code: 0 all that
/// could be told hold, 1 some do not, 2 usage or configuration, 3 cannot tell.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Ids of the services; all entries where none is named.
    #[arg(value_name = "SERVICE")]
    services: Vec<String>,
    /// Finds out how to read this status page and prints an entry for it.
    #[arg(long, value_name = "URL", conflicts_with = "services")]
    add: Option<Url>,
    /// Prints JSON.
    #[arg(long)]
    json: bool,
}

/// Looks, prints, and tells by the exit code.
pub(crate) async fn run(args: &Args, ground: &Ground) -> anyhow::Result<Exit> {
    if let Some(page) = &args.add {
        return add::run(page, args.json, ground).await;
    }
    let only = if args.services.is_empty() {
        Vec::new()
    } else {
        ground.select(&args.services)?
    };
    let machine = machine::examine(ground).await;
    let prober = NetProber::new()?;
    let online = is_online(&ground.catalogue, &prober, ground.proxy()).await;
    let checked = if online {
        look(ground, &only, &prober).await
    } else {
        Vec::new()
    };
    let exit = exit(online, &checked);
    let report = Report::new(online, &machine, &checked, ground);
    match print(args, &report, ground) {
        // Whoever read us has seen enough; the verdict stands.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        Ok(()) | Err(_) => Ok(exit),
    }
}

async fn look(ground: &Ground, only: &[ServiceId], prober: &NetProber) -> Vec<Checked> {
    let size = terminal::progress_size();
    let progress = |seen: usize, all: usize| {
        let counted = [("seen", seen.into()), ("all", all.into())];
        show(size, &ground.words.text("cli-progress", counted));
    };
    let checked = examine(&ground.catalogue, only, prober, ground.proxy(), progress).await;
    show(size, "");
    checked
}

/// One line on standard error, while somebody looks at it.
fn show(size: Option<Size>, text: &str) {
    let Some(size) = size else { return };
    let line = Line::plain(text).fitted(size.columns.saturating_sub(1));
    let mut err = io::stderr().lock();
    let written = write!(err, "\r\u{1b}[K{}", line.paint(false));
    drop(written.and_then(|()| err.flush()));
}

fn exit(online: bool, checked: &[Checked]) -> Exit {
    let is_broken = |it: &Checked| matches!(it.finding, Finding::Broken(_));
    let holds = |it: &Checked| it.finding == Finding::Holds;
    if checked.iter().any(is_broken) {
        Exit::Trouble
    } else if online && (checked.is_empty() || checked.iter().any(holds)) {
        Exit::Fine
    } else {
        Exit::CannotTell
    }
}

fn print(args: &Args, report: &Report, ground: &Ground) -> io::Result<()> {
    let colours = terminal::takes_colours();
    let mut out = io::stdout().lock();
    if args.json {
        serde_json::to_writer_pretty(&mut out, report)?;
        writeln!(out)?;
    } else {
        for line in report.lines(&ground.words) {
            writeln!(out, "{}", line.paint(colours))?;
        }
    }
    out.flush()
}
