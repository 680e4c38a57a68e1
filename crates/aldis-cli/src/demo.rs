//! `aldis demo`: a real outage re-told in numbers, played by the lab on this machine, watched by
//! the real engine in this terminal or by a real lamp.

mod desktop;

use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use aldis_core::Snapshot;
use aldis_core::present::tray::{Lamp, lamp};
use aldis_lab::{Config, Lab, Scenario};
use anyhow::{Context, bail};
use tokio::sync::{mpsc, watch};

use crate::exit::Exit;
use crate::ground::Ground;
use crate::shell::Heard;
use crate::watch::{End, Own, Screen, Source, Stop, follow};

/// How long all may take to be seen working, before the story and after it.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long the last words stay before the curtain falls.
const CURTAIN: Duration = Duration::from_secs(2);

/// Replays an outage at speed, against vendors played on this machine.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Which outage.
    #[arg(value_name = "NAME", default_value = Scenario::DEFAULT)]
    name: String,
    /// How many seconds of the story pass in one; as its script proposes where not given.
    #[arg(long, value_name = "N", value_parser = speed)]
    speed: Option<f64>,
    /// Shows it in this `aldis-desktop` instead of the terminal.
    #[arg(long, value_name = "PATH")]
    desktop: Option<PathBuf>,
}

fn speed(text: &str) -> anyhow::Result<f64> {
    let speed: f64 = text.parse()?;
    if !(0.01..=10_000.0).contains(&speed) {
        bail!("a speed is between 0.01 and 10000");
    }
    Ok(speed)
}

/// What is played, and with what.
struct Play {
    scenario: Scenario,
    speed: Option<f64>,
    lab: Lab,
    ground: Ground,
}

/// Plays it to its end, or until somebody stops it.
pub(crate) async fn run(args: &Args) -> anyhow::Result<Exit> {
    let scenario = Scenario::named(&args.name)?;
    let lab = Lab::start(Config::default()).await?;
    let dir = tempfile::tempdir().context("failed to make a directory for the demo")?;
    let (config, data) = (dir.path().join("config"), dir.path().join("data"));
    lab.write_config(&config)?;
    std::fs::create_dir(&data).context("failed to make a directory for the demo")?;
    let play = Play {
        speed: args.speed,
        ground: Ground::find(Some(config.clone()), Some(data.clone())),
        scenario,
        lab,
    };
    play.introduce();
    let mut stop = Stop::new()?;
    match &args.desktop {
        Some(program) => desktop::run(&play, program, [&config, &data], &mut stop).await?,
        None => in_terminal(&play, &mut stop).await?,
    }
    Ok(Exit::Fine)
}

impl Play {
    /// Says what is real and what is not.
    fn introduce(&self) {
        let words = &self.ground.words;
        let speed = self.speed.unwrap_or(self.scenario.script.speed);
        let speed = words.text("cli-demo-speed", [("speed", speed.to_string().into())]);
        anstream::eprintln!("aldis: {} ({speed})", self.scenario.script.title);
        anstream::eprintln!("aldis: {}", words.label("cli-demo-simulated"));
    }

    /// Plays it on the lab; `say` gets what the narrator says.
    async fn tell(&self, mut say: impl FnMut(&str)) -> anyhow::Result<()> {
        let words = &self.ground.words;
        let told = |seconds: f64, text: &str| {
            let into = Duration::try_from_secs_f64(seconds).unwrap_or_default();
            if text.is_empty() {
            } else if into.is_zero() {
                say(text);
            } else {
                let into = words.duration(into);
                say(&words.text(
                    "cli-demo-at",
                    [("into", into.into()), ("text", text.into())],
                ));
            }
        };
        self.scenario.play(&self.lab, self.speed, told).await?;
        Ok(())
    }
}

async fn in_terminal(play: &Play, stop: &mut Stop) -> anyhow::Result<()> {
    let words = &play.ground.words;
    let own = Own::start(play.ground.ongoing(None), words).await?;
    let (narrator, snapshots) = (own.narrator(), own.snapshots());
    let mut source = Source::Own(own);
    let mut screen = Screen::open(false, words, words.label("cli-demo-simulated"));
    let mut told = Ok(());
    let until = async {
        tokio::select! {
            () = stop.asked() => {}
            end = story(play, snapshots, narrator) => told = end,
        }
    };
    let followed = follow(&mut source, &mut screen, until).await;
    let closed = screen.close();
    source.end().await;
    told?;
    match followed.and_then(|end| closed.map(|()| end)) {
        Ok(End::Stopped) => Ok(()),
        Ok(End::Gone) => bail!("the engine has ended by itself"),
        // Whoever read us has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(error).context("failed to write"),
    }
}

/// The story between two moments at which all is seen to be well.
async fn story(
    play: &Play,
    mut snapshots: watch::Receiver<Arc<Snapshot>>,
    narrator: mpsc::Sender<Heard>,
) -> anyhow::Result<()> {
    let say = |text: &str| {
        if narrator.try_send(Heard::Said(text.to_owned())).is_err() {
            tracing::warn!("the terminal does not keep up: the narrator is not heard");
        }
    };
    all_well(&mut snapshots).await;
    play.tell(say).await?;
    all_well(&mut snapshots).await;
    say(&play.ground.words.label("cli-demo-over"));
    tokio::time::sleep(CURTAIN).await;
    Ok(())
}

/// Waits for it; a story that ends badly ends all the same.
async fn all_well(snapshots: &mut watch::Receiver<Arc<Snapshot>>) {
    let well = snapshots.wait_for(|snapshot| lamp(snapshot) == Lamp::Well);
    // An error means that the engine is gone, which its own reader notices.
    drop(tokio::time::timeout(PATIENCE, well).await);
}

/// A line of the story where no screen is; who does not read it still sees the lamp.
fn print(text: &str) {
    let mut out = io::stdout().lock();
    drop(writeln!(out, "{text}").and_then(|()| out.flush()));
}
