//! The lamp's one task: everything that happens passes through here and is handed to whoever does
//! it. Snapshots become what the desktop shows; what people wish for is in `wishes`.

mod wishes;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use aldis_core::event::Fault;
use aldis_core::present::notice::{self, Notice, NoticeKind};
use aldis_core::present::tray::{Lamp as LitLamp, Tray};
use aldis_core::present::words::Words;
use aldis_core::settings::Theme;
use aldis_core::{Settings, Snapshot};
use aldis_engine::{Announcement, Clock, Config, Engine, Handle, Hooks};
use aldis_link::command::Ask;
use aldis_link::dirs::Dirs;
use aldis_link::message::Announcement as LinkAnnouncement;
use aldis_link::server::{Feed, Question, Server};
use aldis_link::view;
use anyhow::Context;
use tokio::sync::{broadcast, mpsc, oneshot, watch};
use tokio::task::JoinHandle;

use super::answers::Answers;
use super::incoming::{Incoming, Reply};
use super::note::{Note, NoteOrder};
use super::shell::{Desktop, Told};
use super::window::Window;

/// Things that may wait for the lamp's task.
const WAITING: usize = 64;
/// How long after the start a missing tray host is put down to a desktop that is still starting.
const HOST_DEADLINE: Duration = Duration::from_secs(10);
/// How long the desktop and the guests have to take leave.
pub(super) const FAREWELL: Duration = Duration::from_secs(1);

/// What the lamp shows itself through; the desktop holds the other ends.
pub struct Ends {
    /// The tray as it should be.
    pub tray: watch::Sender<Tray>,
    /// Notifications to show.
    pub notes: mpsc::Sender<NoteOrder>,
}

/// A running lamp.
pub struct Lamp {
    config_dir: PathBuf,
    engine: Handle,
    hooks: Hooks,
    words: Words,
    theme: Theme,
    clock: Clock,
    ends: Ends,
    feed: Option<watch::Sender<Arc<view::Snapshot>>>,
    announcements: broadcast::Sender<LinkAnnouncement>,
    guests: JoinHandle<()>,
    window: Window,
    told: mpsc::Receiver<Told>,
    asks: mpsc::Receiver<Ask>,
    questions: mpsc::Receiver<Question>,
    answers: Answers,
    inbox: mpsc::Receiver<Incoming>,
}

/// Whether the lamp goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    GoOn,
    Quit,
}

impl Lamp {
    /// Starts the engine and serves the socket. `desktop` is given the lamp's first tray and the
    /// way to its task, and returns the ends to show things through.
    ///
    /// # Errors
    /// When the engine cannot start.
    pub async fn start(
        dirs: Dirs,
        server: Server,
        desktop: impl FnOnce(Tray, mpsc::Sender<Incoming>) -> Ends,
    ) -> anyhow::Result<Self> {
        let config = Config::in_dirs(&dirs.config, &dirs.data);
        let (words, theme) = (words(&config.settings), config.settings.theme);
        let clock = config.clock.clone();
        let (tell, told) = mpsc::channel(WAITING);
        let engine = Engine::start(config, Desktop::new(tell))
            .await
            .context("failed to start the engine")?;
        let first = engine.latest();
        let (feed, snapshots, announcements) = Feed::new(Arc::new(in_full(&first, &words, theme)));
        let windows = server.windows();
        let (ask, asks) = mpsc::channel(WAITING);
        let (question, questions) = mpsc::channel(WAITING);
        let server = server.with_answers(question);
        let (send, inbox) = mpsc::channel(WAITING);
        Ok(Self {
            ends: desktop(Tray::of(&first, &words), send),
            guests: tokio::spawn(server.serve(feed, ask)),
            config_dir: dirs.config.clone(),
            answers: Answers::new(&dirs, clock.clone()),
            window: Window::new(dirs, windows)?,
            feed: Some(snapshots),
            hooks: Hooks::start(&engine),
            engine,
            words,
            theme,
            clock,
            announcements,
            told,
            asks,
            questions,
            inbox,
        })
    }

    /// Runs until somebody quits, or `stop` ends.
    ///
    /// # Errors
    /// When the engine has ended by itself.
    pub async fn run(mut self, stop: impl Future<Output = ()>) -> anyhow::Result<()> {
        let ended = self.until_quit(stop).await;
        self.finish().await;
        ended
    }

    async fn until_quit(&mut self, stop: impl Future<Output = ()>) -> anyhow::Result<()> {
        let mut stop = std::pin::pin!(stop);
        if !self.config_dir.join(aldis_engine::SETTINGS).exists() {
            self.show_window(Some("welcome".to_owned()));
        }
        let mut host_deadline = std::pin::pin!(tokio::time::sleep(HOST_DEADLINE));
        let mut snapshots = self.engine.snapshot();
        let mut settings = self.engine.settings();
        loop {
            let next = tokio::select! {
                () = &mut stop => Next::Quit,
                changed = snapshots.changed() => {
                    changed.context("the engine has ended by itself")?;
                    let snapshot = snapshots.borrow_and_update().clone();
                    self.publish(&snapshot);
                    Next::GoOn
                }
                changed = settings.changed() => {
                    changed.context("the engine has ended by itself")?;
                    let settings = settings.borrow_and_update().clone();
                    (self.words, self.theme) = (words(&settings), settings.theme);
                    self.publish(&self.engine.latest());
                    Next::GoOn
                }
                Some(told) = self.told.recv() => self.tell(told),
                Some(ask) = self.asks.recv() => self.answer(ask),
                Some(question) = self.questions.recv() => {
                    self.answers.attend(question);
                    Next::GoOn
                }
                Some(incoming) = self.inbox.recv() => self.take(incoming),
                () = &mut host_deadline, if !host_deadline.is_elapsed() => {
                    if self.engine.latest().faults.contains(&Fault::NoTray) {
                        self.show_window(None);
                    }
                    Next::GoOn
                }
            };
            if next == Next::Quit {
                return Ok(());
            }
        }
    }

    fn publish(&self, snapshot: &Snapshot) {
        self.ends.tray.send_replace(Tray::of(snapshot, &self.words));
        if let Some(feed) = &self.feed {
            feed.send_replace(Arc::new(in_full(snapshot, &self.words, self.theme)));
        }
    }

    fn tell(&mut self, told: Told) -> Next {
        match told {
            Told::Notice(notice) => self.show_notice(&notice),
            Told::Announcement(announcement) => {
                let announcement = in_words(&announcement, &self.words);
                if let Some(json) = announcement.for_hooks() {
                    self.hooks.tell(&json);
                }
                // An error means that nobody listens.
                drop(self.announcements.send(announcement));
            }
        }
        Next::GoOn
    }

    fn show_notice(&mut self, notice: &Notice) {
        if !notice.silent
            && let Err(error) = self.window.warm()
        {
            tracing::error!(error = format!("{error:#}"), "no window");
        }
        let text = notice::text(notice, &self.words);
        let note = Note {
            incident: notice.id.as_str().to_owned(),
            title: text.title,
            body: text.body,
            lamp: picture(&notice.kind),
            silent: notice.silent,
            update: notice.update,
            press: Reply::Details(notice.id.as_str().to_owned()),
            buttons: text
                .actions
                .into_iter()
                .map(|(action, words)| (action.into(), words))
                .collect(),
        };
        if self.ends.notes.try_send(NoteOrder::Show(note)).is_err() {
            tracing::warn!("too many notifications wait already");
            self.report(Fault::NoNotifications, true);
        }
    }

    /// Takes leave of everybody at once; the slowest has the engine's five seconds.
    async fn finish(mut self) {
        self.window.end_unconnected().await;
        drop(self.feed.take());
        let (closed, done) = oneshot::channel();
        let notes = async {
            if self
                .ends
                .notes
                .send(NoteOrder::CloseAll(closed))
                .await
                .is_ok()
            {
                // An error means that the desktop has gone, with everything on it.
                drop(done.await);
            }
        };
        let guests = async { drop(self.guests.await) };
        let (_, (), (), on_time) = tokio::join!(
            tokio::time::timeout(FAREWELL, notes),
            guests,
            self.window.finish(),
            self.engine.quit(),
        );
        if !on_time {
            tracing::warn!("the engine did not end in time");
        }
    }
}

/// What the window and everybody else who watches are told.
fn in_full(snapshot: &Snapshot, words: &Words, theme: Theme) -> view::Snapshot {
    let theme = (theme != Theme::System).then(|| theme.into());
    view::Snapshot {
        theme,
        ..view::Snapshot::of(snapshot, words)
    }
}

pub(super) fn words(settings: &Settings) -> Words {
    Words::new(
        aldis_engine::local::language(settings.language),
        aldis_engine::local::time_zone(),
    )
}

/// The lamp that stands for this kind of news.
const fn picture(kind: &NoticeKind) -> LitLamp {
    match kind {
        NoticeKind::Outage { .. } | NoticeKind::Upstream { .. } => LitLamp::Outage,
        NoticeKind::Degraded { .. } | NoticeKind::Unstable { .. } => LitLamp::SomethingOff,
        NoticeKind::Recovery { .. } => LitLamp::Well,
    }
}

fn in_words(announcement: &Announcement, words: &Words) -> LinkAnnouncement {
    match announcement {
        Announcement::Transition(transition) => {
            LinkAnnouncement::Transition(view::Transition::of(transition, words))
        }
        Announcement::Vantage { at, from, to } => {
            LinkAnnouncement::Vantage(view::VantageChange::of(*at, *from, *to))
        }
        Announcement::Notice(notice) => LinkAnnouncement::Notice(view::Notice::of(notice, words)),
    }
}
