//! Battery saver and metered links, as a desktop's portal tells of them.

use std::time::Duration;

use zbus::Connection;
use zbus::object_server::SignalEmitter;

use crate::process::{Lamp, lab};
use crate::session::Session;
use crate::talk::Talk;
use crate::wait::until;

const NAME: &str = "org.freedesktop.portal.Desktop";
const PATH: &str = "/org/freedesktop/portal/desktop";
const SOON: Duration = Duration::from_secs(40);

/// A portal that only knows whether power and link are to be spared.
struct Portal(Connection);

struct Power {
    saver: bool,
}

#[zbus::interface(name = "org.freedesktop.portal.PowerProfileMonitor")]
impl Power {
    #[zbus(property, name = "power-saver-enabled")]
    fn power_saver_enabled(&self) -> bool {
        self.saver
    }
}

struct Link {
    metered: bool,
}

#[zbus::interface(name = "org.freedesktop.portal.NetworkMonitor")]
impl Link {
    fn get_metered(&self) -> bool {
        self.metered
    }

    #[zbus(signal, name = "changed")]
    async fn changed(emitter: &SignalEmitter<'_>) -> zbus::Result<()>;
}

impl Portal {
    async fn start(session: &Session, saver: bool) -> Self {
        let connection = session.connect().await;
        let server = connection.object_server();
        server.at(PATH, Power { saver }).await.unwrap();
        server.at(PATH, Link { metered: false }).await.unwrap();
        connection.request_name(NAME).await.unwrap();
        Self(connection)
    }

    async fn saver(&self, on: bool) {
        let power = self
            .0
            .object_server()
            .interface::<_, Power>(PATH)
            .await
            .unwrap();
        power.get_mut().await.saver = on;
        let emitter = power.signal_emitter();
        power
            .get()
            .await
            .power_saver_enabled_changed(emitter)
            .await
            .unwrap();
    }

    async fn metered(&self, on: bool) {
        let link = self
            .0
            .object_server()
            .interface::<_, Link>(PATH)
            .await
            .unwrap();
        link.get_mut().await.metered = on;
        Link::changed(link.signal_emitter()).await.unwrap();
    }
}

/// Waits until the lamp has said this so often.
async fn says(lamp: &Lamp, what: &str, times: usize) {
    until(what, SOON, async || {
        let log = lamp.log();
        if log.matches(what).count() == times {
            Ok(())
        } else {
            Err(log)
        }
    })
    .await;
}

const SAVER: &str = "power: Saved, is_metered: false";
const METERED: &str = "power: Enough, is_metered: true";
const NEITHER: &str = "power: Enough, is_metered: false";

#[tokio::test]
async fn saver_and_metered_link_are_heard_of_as_they_come_and_go() {
    let (session, lab) = (Session::bare(), lab().await);
    let portal = Portal::start(&session, true).await;
    let mut lamp = Lamp::start(&session, &lab);
    let _talk = Talk::start(&session).await;
    says(&lamp, SAVER, 1).await;
    portal.saver(false).await;
    says(&lamp, NEITHER, 1).await;
    portal.metered(true).await;
    says(&lamp, METERED, 1).await;
    portal.0.close().await.unwrap();
    says(&lamp, NEITHER, 2).await;
    assert!(lamp.terminate().await.success());
}

#[tokio::test]
async fn a_portal_that_comes_late_is_heard_too() {
    let (session, lab) = (Session::bare(), lab().await);
    let mut lamp = Lamp::start(&session, &lab);
    let _talk = Talk::start(&session).await;
    let _portal = Portal::start(&session, true).await;
    says(&lamp, SAVER, 1).await;
    assert!(lamp.terminate().await.success());
}
