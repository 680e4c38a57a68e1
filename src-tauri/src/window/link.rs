//! The window's end of the socket: finds the lamp, listens, and finds it again when it was restarted.
//! A window that somebody started by hand starts a lamp if there is none.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use aldis_link::client::{Asker, Client, ConnectError, Listener};
use aldis_link::command::Ask;
use aldis_link::dirs::Dirs;
use aldis_link::message::Message;
use aldis_link::query::Query;
use aldis_link::view::{Answer, Code, Failure, Snapshot};
use anyhow::Context;
use tauri::AppHandle;
use tokio::process::Command;
use tokio::sync::{mpsc, oneshot, watch};

use super::arguments::Arguments;

/// How long to wait before the lamp is looked for again.
const AGAIN: Duration = Duration::from_millis(300);

/// How often the lamp is looked for before the page is told that there is none.
const TRIES: u32 = 10;

/// What the rest of the window has of the lamp; the only thing in Tauri's managed state.
#[derive(Clone)]
pub(super) struct Link {
    dirs: Dirs,
    asks: mpsc::Sender<Wish>,
    state: watch::Sender<LinkState>,
}

/// What is to be said to the lamp, and who waits for its answer.
enum Wish {
    Ask(Ask),
    Query(Query, oneshot::Sender<Answer>),
}

/// What is known of the lamp.
#[derive(Clone, Debug, Default)]
pub(super) struct LinkState {
    /// Whether it is connected; `None` while it is looked for at the start.
    pub(super) connected: Option<bool>,
    /// What it last said.
    pub(super) latest: Option<Arc<Snapshot>>,
    /// How often the page told that it hears events: it starts anew when it is loaded anew.
    pub(super) page_ready: u32,
}

impl Link {
    /// The link, and the task that holds the connection.
    pub(super) fn new(arguments: &Arguments, dirs: &Dirs) -> (Self, Lamp) {
        let (ask_tx, asks) = mpsc::channel(16);
        let link = Self {
            dirs: dirs.clone(),
            asks: ask_tx,
            state: watch::Sender::new(LinkState::default()),
        };
        let lamp = Lamp {
            dirs: dirs.clone(),
            page: arguments.page.clone(),
            hidden: arguments.hidden,
            called: arguments.is_called(),
            met: false,
            asks,
            waiting: BTreeMap::new(),
            queries: 0,
            state: link.state.clone(),
        };
        (link, lamp)
    }

    pub(super) fn latest(&self) -> Option<Arc<Snapshot>> {
        self.state.borrow().latest.clone()
    }

    pub(super) fn page_is_ready(&self) {
        tracing::debug!("the page hears events");
        self.state.send_modify(|state| state.page_ready += 1);
    }

    pub(super) fn state(&self) -> watch::Receiver<LinkState> {
        self.state.subscribe()
    }

    /// Tells the lamp that its wish to see the window was heard. Never waits.
    pub(super) fn heard_show(&self) {
        if let Err(error) = self.asks.try_send(Wish::Ask(Ask::Shown)) {
            tracing::warn!(%error, "the lamp is not told that it was heard");
        }
    }

    /// Starts the lamp of this window's directories; one that runs already is only asked to show
    /// the window.
    pub(super) fn start_lamp(&self) -> Result<(), Failure> {
        start_lamp(&self.dirs).map_err(|error| Failure {
            code: Code::NoLamp,
            message: format!("{error:#}"),
        })
    }

    /// Hands `ask` to the connection.
    pub(super) async fn ask(&self, ask: Ask) -> Result<(), Failure> {
        self.wish(Wish::Ask(ask)).await
    }

    /// Hands `query` to the connection and waits for its answer.
    pub(super) async fn query(&self, query: Query) -> Result<Answer, Failure> {
        let (answered, answer) = oneshot::channel();
        self.wish(Wish::Query(query, answered)).await?;
        match answer.await {
            Ok(Answer::Failed(failure)) => Err(failure),
            Ok(answer) => Ok(answer),
            Err(_) => Err(no_lamp()),
        }
    }

    async fn wish(&self, wish: Wish) -> Result<(), Failure> {
        if self.state.borrow().connected != Some(true) {
            return Err(no_lamp());
        }
        self.asks.send(wish).await.map_err(|_| no_lamp())
    }
}

fn no_lamp() -> Failure {
    Failure {
        code: Code::NoLamp,
        message: "no lamp is connected".to_owned(),
    }
}

/// The task that holds the connection.
pub(super) struct Lamp {
    dirs: Dirs,
    page: Option<String>,
    hidden: bool,
    /// Whether a lamp has called this window: when it has gone meanwhile, it has been quit.
    called: bool,
    /// Whether there ever was a connection.
    met: bool,
    asks: mpsc::Receiver<Wish>,
    waiting: BTreeMap<u32, oneshot::Sender<Answer>>,
    queries: u32,
    state: watch::Sender<LinkState>,
}

impl Lamp {
    /// Holds the connection until the lamp ends on purpose, and the window with it. `shows` gets
    /// the lamp's wishes to see the window.
    pub(super) async fn run(mut self, app: AppHandle, shows: mpsc::Sender<Option<String>>) {
        let mut may_start = true;
        let mut tries = 0;
        loop {
            match Client::connect(&self.dirs.data).await {
                Ok(client) => {
                    may_start = false;
                    if self.attend(client, &shows).await.is_break() {
                        return app.exit(0);
                    }
                    self.waiting.clear();
                    self.state
                        .send_modify(|state| state.connected = Some(false));
                }
                Err(ConnectError::NotRunning) if self.called && !self.met => {
                    tracing::info!("the lamp that wanted a window has gone");
                    return app.exit(0);
                }
                Err(ConnectError::NotRunning) if may_start => {
                    may_start = false;
                    if let Err(error) = start_lamp(&self.dirs) {
                        tracing::error!(error = format!("{error:#}"), "no lamp");
                    }
                }
                Err(ConnectError::NotRunning) => {}
                Err(error) => {
                    let error = format!("{:#}", anyhow::Error::from(error));
                    tracing::warn!(error, "failed to connect");
                }
            }
            tries += 1;
            if tries == TRIES {
                self.lost();
            }
            tokio::time::sleep(AGAIN).await;
        }
    }

    fn lost(&self) {
        self.state
            .send_modify(|state| state.connected = Some(false));
    }

    /// Talks over one connection until it ends; `Break` when the window is not needed any more.
    async fn attend(
        &mut self,
        mut client: Client,
        shows: &mpsc::Sender<Option<String>>,
    ) -> ControlFlow<()> {
        let first = !std::mem::replace(&mut self.met, true);
        if first && client.greeting().windows > 0 {
            self.defer_to_the_first(&mut client).await;
            return ControlFlow::Break(());
        }
        let (mut asker, mut listener) = client.split();
        for ask in [Ask::Window, Ask::Watch] {
            if say(&mut asker, &ask).await.is_break() {
                return ControlFlow::Continue(());
            }
        }
        // Whoever still waits asked another connection.
        self.waiting.clear();
        self.state.send_modify(|state| state.connected = Some(true));
        tracing::debug!("connected");
        loop {
            tokio::select! {
                message = hear(&mut listener) => match message {
                    Some(message) => self.take(message, shows).await?,
                    None => return ControlFlow::Continue(()),
                },
                Some(wish) = self.asks.recv() => {
                    let ask = self.numbered(wish);
                    if say(&mut asker, &ask).await.is_break() {
                        return ControlFlow::Continue(());
                    }
                }
            }
        }
    }

    /// A question gets a number, by which its answer is known.
    fn numbered(&mut self, wish: Wish) -> Ask {
        match wish {
            Wish::Ask(ask) => ask,
            Wish::Query(query, answered) => {
                self.queries = self.queries.wrapping_add(1);
                self.waiting.insert(self.queries, answered);
                Ask::Query {
                    id: self.queries,
                    query,
                }
            }
        }
    }

    /// Two windows would be one too many: the first one is asked to come forward instead.
    async fn defer_to_the_first(&self, client: &mut Client) {
        let page = self.page.clone();
        if self.hidden {
            return;
        }
        if let Err(error) = client.ask(&Ask::OpenWindow { page }).await {
            tracing::warn!(%error, "failed to ask for the first window");
        }
    }

    async fn take(
        &mut self,
        message: Message,
        shows: &mpsc::Sender<Option<String>>,
    ) -> ControlFlow<()> {
        match message {
            Message::Snapshot(snapshot) => {
                self.state
                    .send_modify(|state| state.latest = Some(snapshot));
            }
            Message::Show { page } => {
                if shows.send(page).await.is_err() {
                    return ControlFlow::Break(());
                }
            }
            Message::Answer { id, answer } => {
                if let Some(waiting) = self.waiting.remove(&id) {
                    // The page may have gone meanwhile.
                    let _ = waiting.send(answer);
                }
            }
            Message::Failure(failure) => tracing::warn!(?failure, "the lamp refused"),
            Message::Bye => return ControlFlow::Break(()),
            // The snapshot that shows it is on its way.
            Message::Transition(_) | Message::Notice(_) | Message::Vantage(_) => {}
        }
        ControlFlow::Continue(())
    }
}

async fn say(asker: &mut Asker, ask: &Ask) -> ControlFlow<()> {
    match asker.ask(ask).await {
        Ok(()) => ControlFlow::Continue(()),
        Err(error) => {
            tracing::warn!(%error, "failed to ask the lamp");
            ControlFlow::Break(())
        }
    }
}

/// The next message; `None` when the connection is over.
async fn hear(listener: &mut Listener) -> Option<Message> {
    listener.next().await.unwrap_or_else(|error| {
        tracing::warn!(%error, "failed to understand the lamp");
        None
    })
}

fn start_lamp(dirs: &Dirs) -> anyhow::Result<()> {
    let lamp = sibling(&std::env::current_exe()?);
    let mut started = Command::new(&lamp)
        .arg("--config-dir")
        .arg(&dirs.config)
        .arg("--data-dir")
        .arg(&dirs.data)
        .stdin(Stdio::null())
        .spawn()
        .with_context(|| format!("failed to start {}", lamp.display()))?;
    // Reaps it, should it end before this window does.
    tokio::spawn(async move { started.wait().await });
    Ok(())
}

/// The lamp's program lies beside the window's.
fn sibling(window: &Path) -> PathBuf {
    window.with_file_name(format!("aldis-desktop{}", std::env::consts::EXE_SUFFIX))
}
