//! `aldis key`: puts the user's own API keys into the key store of the system, tries one, forgets
//! one. A key is never an argument, since others can read those, and is never printed.

use std::io::{self, BufRead, IsTerminal, Read};
use std::time::Duration;

use aldis_core::catalogue::Surface;
use aldis_core::evidence::{Evidence, Outcome, Sight};
use aldis_core::{Order, Target};
use aldis_engine::keys::{Key, KeyStore, SystemKeys};
use aldis_engine::{Look, NetProber, Prober};
use anyhow::{Context, anyhow};

use crate::exit::Exit;
use crate::ground::Ground;

/// How long a model may take for its one word.
const DEADLINE: Duration = Duration::from_secs(20);
/// More is read of nobody's standard input.
const LONGEST: u64 = 64 * 1024;

/// Keeps your own API keys.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// What to do.
    #[arg(value_enum, value_name = "ACTION")]
    action: Action,
    /// Name of the key.
    #[arg(value_name = "NAME", required_if_eq_any([("action", "set"), ("action", "test"), ("action", "remove")]))]
    name: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Action {
    Set,
    Test,
    Remove,
    List,
}

/// Does it, and tells by the exit code.
pub(crate) async fn run(args: &Args, ground: &Ground) -> anyhow::Result<Exit> {
    let names = ground.catalogue.key_names();
    let Some(name) = args.name.as_deref().filter(|_| args.action != Action::List) else {
        return list(&names.into_iter().collect::<Vec<_>>());
    };
    if !names.contains(name) {
        let known = names.into_iter().collect::<Vec<_>>().join(", ");
        let said = [("name", name.into()), ("known", known.into())];
        return Err(anyhow!(ground.words.text("cli-no-such-key", said)));
    }
    let done = match args.action {
        Action::Set => {
            let key = read(ground, name)?;
            SystemKeys.set(name, &key)?;
            "cli-key-kept"
        }
        Action::Remove if SystemKeys.remove(name)? => "cli-key-removed",
        Action::Remove => {
            let said = ground
                .words
                .text("cli-key-not-there", [("name", name.into())]);
            return Err(anyhow!(said));
        }
        Action::Test => return test(ground, name).await,
        Action::List => return Ok(Exit::Fine),
    };
    anstream::println!("{}", ground.words.text(done, [("name", name.into())]));
    Ok(Exit::Fine)
}

/// The names of the keys that are kept, one a line.
fn list(names: &[&str]) -> anyhow::Result<Exit> {
    for name in names {
        if SystemKeys.get(name)?.is_some() {
            anstream::println!("{name}");
        }
    }
    Ok(Exit::Fine)
}

/// From the terminal without an echo, or from standard input.
fn read(ground: &Ground, name: &str) -> anyhow::Result<Key> {
    let text = if io::stdin().is_terminal() {
        let _heard = hear_ctrl_c()?;
        let prompt = ground.words.text("cli-key-prompt", [("name", name.into())]);
        rpassword::prompt_password(format!("{prompt} ")).map_err(|error| {
            // Its own way to say Ctrl-C.
            if error.kind() == io::ErrorKind::Interrupted {
                anyhow!(ground.words.label("cli-key-interrupted"))
            } else {
                error.into()
            }
        })?
    } else {
        let mut line = String::new();
        io::stdin().lock().take(LONGEST).read_line(&mut line)?;
        line
    };
    Key::new(&text).with_context(|| ground.words.label("cli-key-malformed"))
}

/// At Ctrl-C the prompt raises the signal anew before it has put the terminal back. To whoever listens
/// it is not the end, and the prompt fails in order.
fn hear_ctrl_c() -> io::Result<impl Sized> {
    #[cfg(unix)]
    return tokio::signal::unix::signal(tokio::signal::unix::SignalKind::interrupt());
    #[cfg(windows)]
    return tokio::signal::windows::ctrl_c();
}

/// Asks one service that uses the key for one word.
async fn test(ground: &Ground, name: &str) -> anyhow::Result<Exit> {
    let services = ground.catalogue.services.iter();
    let service = services
        .filter(|service| {
            let mut probes = service.probes.iter();
            probes.any(|probe| probe.completion.as_ref().is_some_and(|it| it.key == name))
        })
        .map(|service| service.id.clone())
        .next();
    let order = service.map(|service| Order {
        target: Target::Probe {
            service,
            surface: Surface::Completion,
        },
        deadline: DEADLINE,
    });
    let look = order.and_then(|order| Look::plan(order, &ground.catalogue, ground.proxy()));
    let look = look.with_context(|| ground.words.label("cli-key-malformed"))?;
    let Evidence::Probe(Sight { outcome, timing }) = NetProber::new()?.look(look).await else {
        return Ok(Exit::CannotTell);
    };
    anstream::println!("{}", ground.words.outcome(&outcome, timing.total));
    let works = outcome == Outcome::Answered { status: 200 };
    Ok(if works { Exit::Fine } else { Exit::Trouble })
}
