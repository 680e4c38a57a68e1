//! `aldis watch`: what the running lamp of this data directory sees, or, where none runs, what an
//! engine of our own sees; until Ctrl-C. Where it comes from: `source.rs`; how it looks: `screen.rs`.

mod live;
mod plain;
mod screen;
mod source;
mod stop;

use std::io;

use aldis_core::ServiceId;

use crate::exit::Exit;
use crate::ground::Ground;

pub(crate) use screen::Screen;
pub(crate) use source::{Own, Source};
pub(crate) use stop::Stop;

/// Shows how the chatbots are until Ctrl-C: a live table on a terminal, else a line a change.
/// Attaches to the running lamp of this data directory, or looks by itself where none runs.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Ids of the services; those of the lamp or of the settings where none is named.
    #[arg(value_name = "SERVICE")]
    services: Vec<String>,
    /// Prints one JSON object a line: the snapshot first, then what happens.
    #[arg(long)]
    json: bool,
}

/// Watches until somebody stops it or nobody reads it any more.
pub(crate) async fn run(args: &Args, ground: &Ground) -> anyhow::Result<Exit> {
    let chosen = ground.select(&args.services)?;
    let named = (!args.services.is_empty()).then_some(chosen);
    let mut stop = Stop::new()?;
    let mut lamp = Source::lamp(ground, named.as_deref()).await;
    loop {
        let (mut source, is_lamp) = match lamp.take() {
            Some(lamp) => (lamp, true),
            None => (alone(ground, named.clone()).await?, false),
        };
        let mut screen = Screen::open(
            args.json,
            &ground.words,
            ground
                .words
                .label(if is_lamp { "cli-attached" } else { "cli-alone" }),
        );
        let followed = follow(&mut source, &mut screen, stop.asked()).await;
        let closed = screen.close();
        source.end().await;
        match followed.and_then(|end| closed.map(|()| end)) {
            Ok(End::Stopped) => return Ok(Exit::Fine),
            Ok(End::Gone) if is_lamp => {
                anstream::eprintln!("aldis: {}", ground.words.label("cli-lamp-gone"))
            }
            Ok(End::Gone) => anyhow::bail!("the engine has ended by itself"),
            // Whoever read us has seen enough.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(Exit::Fine),
            Err(error) => return Err(anyhow::Error::from(error).context("failed to write")),
        }
    }
}

async fn alone(ground: &Ground, named: Option<Vec<ServiceId>>) -> anyhow::Result<Source> {
    anstream::eprintln!("aldis: {}", ground.words.label("cli-alone"));
    let own = Own::start(ground.ongoing(named), &ground.words).await?;
    Ok(Source::Own(own))
}

/// Why nothing more is shown.
pub(crate) enum End {
    /// Somebody asked for it.
    Stopped,
    /// The source has nothing more to say.
    Gone,
}

/// Shows all that `source` says until `until`.
pub(crate) async fn follow(
    source: &mut Source,
    screen: &mut Screen,
    until: impl Future<Output = ()>,
) -> io::Result<End> {
    let mut until = std::pin::pin!(until);
    let mut tick = tokio::time::interval(screen.every());
    tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = &mut until => return Ok(End::Stopped),
            update = source.next() => match update {
                Some(update) => screen.show(update)?,
                None => return Ok(End::Gone),
            },
            _ = tick.tick() => screen.tick()?,
        }
    }
}
