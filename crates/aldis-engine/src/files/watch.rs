//! Notices that a file of the user's changed, appeared, went or was replaced, and tells the engine
//! what is in force then.

use std::path::{Path, PathBuf};
use std::time::Duration;

use aldis_core::event::Fault;
use aldis_core::{Event, ServiceId};
use anyhow::Context;
use notify::event::{AccessKind, AccessMode, EventKind};
use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use super::{Files, Loaded, SERVICES, SETTINGS};
use crate::handle::Message;
use crate::update::Updates;

/// Editors write in several steps; the last one counts.
const SETTLE: Duration = Duration::from_millis(200);

/// Watches until it is dropped.
#[derive(Debug)]
pub(crate) struct Watcher {
    _system: RecommendedWatcher,
    touched: mpsc::Sender<()>,
    task: JoinHandle<()>,
}

impl Drop for Watcher {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Watcher {
    /// Watches the files in `dir`, which is made if need be. `only` takes the place of the settings'
    /// own `watch`.
    pub(crate) fn start(
        dir: PathBuf,
        updates: Option<Updates>,
        only: Option<Vec<ServiceId>>,
        messages: mpsc::Sender<Message>,
    ) -> anyhow::Result<Self> {
        std::fs::create_dir_all(&dir)
            .with_context(|| format!("failed to create {}", dir.display()))?;
        let mut reload = Reload::new(&dir, updates, only, messages);
        let (touched, touches) = mpsc::channel(1);
        let touch = touched.clone();
        let mut system = notify::recommended_watcher(move |event| {
            if concerns(&event) {
                // One waiting touch is as good as many.
                let _ = touch.try_send(());
            }
        })
        .context("failed to watch files")?;
        system
            .watch(&dir, RecursiveMode::NonRecursive)
            .with_context(|| format!("failed to watch {}", dir.display()))?;
        let task = tokio::spawn(async move { reload.run(touches).await });
        Ok(Self {
            _system: system,
            touched,
            task,
        })
    }

    /// What makes it read everything again.
    pub(crate) fn touch(&self) -> mpsc::Sender<()> {
        self.touched.clone()
    }
}

/// Reading a file is an event as well: it must not lead to reading it again.
fn concerns(event: &notify::Result<notify::Event>) -> bool {
    let Ok(event) = event else { return true };
    let writes = match event.kind {
        EventKind::Access(access) => access == AccessKind::Close(AccessMode::Write),
        EventKind::Any
        | EventKind::Create(_)
        | EventKind::Modify(_)
        | EventKind::Remove(_)
        | EventKind::Other => true,
    };
    let ours = |path: &PathBuf| {
        let name = path.file_name();
        name.is_some_and(|name| name == SETTINGS || name == SERVICES)
    };
    writes && (event.paths.is_empty() || event.paths.iter().any(ours))
}

struct Reload {
    files: Files,
    only: Option<Vec<ServiceId>>,
    last: Loaded,
    messages: mpsc::Sender<Message>,
}

impl Reload {
    fn new(
        dir: &Path,
        updates: Option<Updates>,
        only: Option<Vec<ServiceId>>,
        messages: mpsc::Sender<Message>,
    ) -> Self {
        let mut files = Files::new(dir).renewed_from(updates);
        let last = files.load();
        Self {
            files,
            only,
            last,
            messages,
        }
    }

    async fn run(&mut self, mut touches: mpsc::Receiver<()>) {
        while touches.recv().await.is_some() {
            tokio::time::sleep(SETTLE).await;
            let loaded = self.files.load();
            if loaded != self.last {
                self.tell(&loaded).await;
                self.last = loaded;
            }
        }
    }

    async fn tell(&self, loaded: &Loaded) {
        if loaded.findings != self.last.findings {
            self.tell_findings(loaded).await;
        }
        let same = loaded.settings == self.last.settings && loaded.catalogue == self.last.catalogue;
        if same {
            return;
        }
        tracing::info!("settings or services changed");
        let mut settings = loaded.settings.clone();
        if let Some(only) = &self.only {
            settings.watch.clone_from(only);
        }
        self.send(Event::Configured {
            settings: Box::new(settings),
            catalogue: Box::new(loaded.catalogue.clone()),
        })
        .await;
    }

    async fn tell_findings(&self, loaded: &Loaded) {
        let (old, new) = (&self.last.findings, &loaded.findings);
        let gone = old.iter().filter(|it| !new.contains(it));
        let come = new.iter().filter(|it| !old.contains(it));
        let changes = gone.map(|it| (it, false)).chain(come.map(|it| (it, true)));
        for (finding, broken) in changes {
            let fault = Fault::File(finding.clone());
            self.send(Event::Fault { fault, broken }).await;
        }
    }

    async fn send(&self, event: Event) {
        if self.messages.send(event.into()).await.is_err() {
            tracing::debug!("the engine ended before it heard of changed files");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn next(messages: &mut mpsc::Receiver<Message>) -> Event {
        let waiting = tokio::time::timeout(Duration::from_secs(20), messages.recv());
        match waiting.await.unwrap().unwrap() {
            Message::Event(event) => *event,
            Message::Quit(_) => panic!("nobody asked to quit"),
        }
    }

    fn watched(event: &Event) -> Vec<&str> {
        let Event::Configured { settings, .. } = event else {
            panic!("{event:?}")
        };
        settings.watch.iter().map(ServiceId::as_str).collect()
    }

    #[tokio::test]
    async fn a_file_that_appears_later_or_is_replaced_is_read() {
        let dir = tempfile::tempdir().unwrap();
        let config = dir.path().join("not-yet");
        let (sender, mut messages) = mpsc::channel(16);
        let _watcher = Watcher::start(config.clone(), None, None, sender).unwrap();
        std::fs::write(config.join(SETTINGS), "watch = [\"claude\"]").unwrap();
        assert_eq!(watched(&next(&mut messages).await), ["claude"]);
        let fresh = config.join("settings.toml.new");
        std::fs::write(&fresh, "watch = [\"gemini\"]").unwrap();
        std::fs::rename(&fresh, config.join(SETTINGS)).unwrap();
        assert_eq!(watched(&next(&mut messages).await), ["gemini"]);
    }

    #[tokio::test]
    async fn a_broken_edit_is_told_and_changes_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(SETTINGS);
        std::fs::write(&path, "watch = [\"claude\"]").unwrap();
        let (sender, mut messages) = mpsc::channel(16);
        let _watcher = Watcher::start(dir.path().to_owned(), None, None, sender).unwrap();
        std::fs::write(&path, "watch = [").unwrap();
        let told = next(&mut messages).await;
        assert!(
            matches!(&told, Event::Fault { fault: Fault::File(finding), broken: true } if finding.file == SETTINGS),
            "{told:?}"
        );
        std::fs::write(&path, "watch = [\"gemini\"]").unwrap();
        let mut events = vec![next(&mut messages).await];
        while !matches!(events.last(), Some(Event::Configured { .. })) {
            events.push(next(&mut messages).await);
        }
        assert!(events.iter().any(|event| matches!(
            event,
            Event::Fault {
                fault: Fault::File(_),
                broken: false
            }
        )));
        assert_eq!(watched(events.last().unwrap()), ["gemini"]);
    }

    #[tokio::test]
    async fn services_named_on_the_command_line_outlive_an_edit() {
        let dir = tempfile::tempdir().unwrap();
        let (sender, mut messages) = mpsc::channel(16);
        let only = Some(vec![ServiceId::new("chatgpt")]);
        let _watcher = Watcher::start(dir.path().to_owned(), None, only, sender).unwrap();
        std::fs::write(
            dir.path().join(SETTINGS),
            "watch = [\"gemini\"]\nlanguage = \"vi\"",
        )
        .unwrap();
        assert_eq!(watched(&next(&mut messages).await), ["chatgpt"]);
    }
}
