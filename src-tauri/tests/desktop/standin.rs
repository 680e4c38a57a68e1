//! Stand-ins for a tray host and a notification daemon, for precise assertions without a desktop.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use zbus::Connection;
use zbus::object_server::SignalEmitter;
use zbus::zvariant::OwnedValue;

const HOST: &str = "org.kde.StatusNotifierWatcher";
const DAEMON: &str = "org.freedesktop.Notifications";
const DAEMON_PATH: &str = "/org/freedesktop/Notifications";

/// A tray host that only remembers who registered.
pub(crate) struct Host {
    connection: Connection,
    items: Arc<Mutex<Vec<String>>>,
}

impl Host {
    /// Comes up on the session's bus.
    pub(crate) async fn start(connection: Connection) -> Self {
        Self::start_busy(connection, 0).await
    }

    /// Comes up, but takes no item until so many were refused.
    pub(crate) async fn start_busy(connection: Connection, refusals: u32) -> Self {
        let items = Arc::new(Mutex::new(Vec::new()));
        let watcher = Watcher {
            items: items.clone(),
            refusals,
        };
        let server = connection.object_server();
        server.at("/StatusNotifierWatcher", watcher).await.unwrap();
        connection.request_name(HOST).await.unwrap();
        Self { connection, items }
    }

    /// Who registered, in order.
    pub(crate) fn items(&self) -> Vec<String> {
        self.items.lock().unwrap().clone()
    }

    /// Goes away, as a panel that crashes.
    pub(crate) async fn stop(self) {
        self.connection.close().await.unwrap();
    }
}

struct Watcher {
    items: Arc<Mutex<Vec<String>>>,
    refusals: u32,
}

#[zbus::interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    fn register_status_notifier_item(&mut self, service: String) -> zbus::fdo::Result<()> {
        if let Some(left) = self.refusals.checked_sub(1) {
            self.refusals = left;
            return Err(zbus::fdo::Error::Failed("starting".to_owned()));
        }
        let poisoned = |_| zbus::fdo::Error::Failed("a test has panicked".to_owned());
        self.items.lock().map_err(poisoned)?.push(service);
        Ok(())
    }

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        true
    }
}

/// One call of `Notify`.
#[derive(Clone, Debug)]
pub(crate) struct Shown {
    pub(crate) replaces: u32,
    pub(crate) id: u32,
    pub(crate) title: String,
    pub(crate) body: String,
    /// Keys and words, taken in turns.
    pub(crate) actions: Vec<String>,
    pub(crate) hints: HashMap<String, OwnedValue>,
}

impl Shown {
    /// The words of its buttons.
    pub(crate) fn buttons(&self) -> Vec<&str> {
        let pairs = self.actions.chunks_exact(2);
        pairs
            .filter(|pair| pair[0] != "default")
            .map(|pair| pair[1].as_str())
            .collect()
    }

    /// The key of the button with these words.
    pub(crate) fn key(&self, words: &str) -> &str {
        let mut pairs = self.actions.chunks_exact(2);
        let found = pairs.find(|pair| pair[1] == words && pair[0] != "default");
        &found.unwrap_or_else(|| panic!("no button {words:?} in {:?}", self.actions))[0]
    }
}

#[derive(Default)]
struct Seen {
    shown: Vec<Shown>,
    closed: Vec<u32>,
    last: u32,
}

/// A notification daemon that only remembers.
pub(crate) struct Daemon {
    connection: Connection,
    seen: Arc<Mutex<Seen>>,
}

impl Daemon {
    /// Comes up on the session's bus.
    pub(crate) async fn start(connection: Connection) -> Self {
        let seen = Arc::new(Mutex::new(Seen::default()));
        let served = Notifications(seen.clone());
        connection
            .object_server()
            .at(DAEMON_PATH, served)
            .await
            .unwrap();
        connection.request_name(DAEMON).await.unwrap();
        Self { connection, seen }
    }

    /// Every call of `Notify`, in order.
    pub(crate) fn shown(&self) -> Vec<Shown> {
        self.seen.lock().unwrap().shown.clone()
    }

    /// Every notification taken back, in order.
    pub(crate) fn closed(&self) -> Vec<u32> {
        self.seen.lock().unwrap().closed.clone()
    }

    /// Somebody puts a notification away.
    pub(crate) async fn dismiss(&self, id: u32) {
        const BY_A_PERSON: u32 = 2;
        let server = self.connection.object_server();
        let served = server
            .interface::<_, Notifications>(DAEMON_PATH)
            .await
            .unwrap();
        Notifications::notification_closed(served.signal_emitter(), id, BY_A_PERSON)
            .await
            .unwrap();
    }

    /// Somebody presses a button.
    pub(crate) async fn press(&self, id: u32, key: &str) {
        let server = self.connection.object_server();
        let served = server
            .interface::<_, Notifications>(DAEMON_PATH)
            .await
            .unwrap();
        Notifications::action_invoked(served.signal_emitter(), id, key)
            .await
            .unwrap();
    }
}

struct Notifications(Arc<Mutex<Seen>>);

#[zbus::interface(name = "org.freedesktop.Notifications")]
impl Notifications {
    fn get_capabilities(&self) -> Vec<&str> {
        vec!["body", "actions", "body-markup"]
    }

    #[expect(clippy::too_many_arguments, reason = "the protocol has eight")]
    fn notify(
        &self,
        _app: String,
        replaces: u32,
        _icon: String,
        title: String,
        body: String,
        actions: Vec<String>,
        hints: HashMap<String, OwnedValue>,
        _timeout: i32,
    ) -> u32 {
        let mut seen = self.0.lock().unwrap();
        if replaces == 0 {
            seen.last += 1;
        }
        let id = if replaces == 0 { seen.last } else { replaces };
        seen.shown.push(Shown {
            replaces,
            id,
            title,
            body,
            actions,
            hints,
        });
        id
    }

    fn close_notification(&self, id: u32) {
        self.0.lock().unwrap().closed.push(id);
    }

    #[zbus(signal)]
    async fn notification_closed(
        emitter: &SignalEmitter<'_>,
        id: u32,
        reason: u32,
    ) -> zbus::Result<()>;

    #[zbus(signal)]
    async fn action_invoked(emitter: &SignalEmitter<'_>, id: u32, key: &str) -> zbus::Result<()>;
}
