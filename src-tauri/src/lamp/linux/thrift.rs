//! How much power and data there is, as the desktop's portal says: whether the battery saver is on, and
//! whether the link is metered. Asked over the session bus that is there anyway, and heard of by
//! signals. Where there is no portal there is enough of both, and none is started for it. A battery that
//! is nearly empty is not told there: that would take a connection to the system's bus.

use std::pin::Pin;

use aldis_core::thrift::{Means, Power};
use futures_lite::{Stream, StreamExt, stream};
use tokio::sync::mpsc;
use zbus::fdo::DBusProxy;
use zbus::message::Type;
use zbus::names::BusName;
use zbus::proxy::CacheProperties;
use zbus::{Connection, MatchRule, MessageStream, Proxy};

use crate::lamp::incoming::Incoming;

const NAME: &str = "org.freedesktop.portal.Desktop";
const PATH: &str = "/org/freedesktop/portal/desktop";
const POWER: &str = "org.freedesktop.portal.PowerProfileMonitor";
const LINK: &str = "org.freedesktop.portal.NetworkMonitor";

/// Tells what changes, for ever.
pub(super) async fn keep(connection: &Connection, inbox: &mpsc::Sender<Incoming>) {
    if let Err(error) = follow(connection, inbox).await {
        tracing::debug!(%error, "nobody says how much power and data there is");
    }
    std::future::pending().await
}

async fn follow(connection: &Connection, inbox: &mpsc::Sender<Incoming>) -> zbus::Result<()> {
    let mut changes = changes(connection).await?;
    let bus = DBusProxy::new(connection).await?;
    let mut told = None;
    loop {
        let means = if bus.name_has_owner(BusName::try_from(NAME)?).await? {
            said(connection).await?
        } else {
            Means::default()
        };
        if told != Some(means) {
            told = Some(means);
            tracing::info!(?means, "the desktop says how much power and data there is");
            // Fails only while the lamp ends.
            drop(inbox.send(Incoming::Means(means)).await);
        }
        if changes.next().await.is_none() {
            return Ok(());
        }
    }
}

/// What a portal cannot say is not so.
async fn said(connection: &Connection) -> zbus::Result<Means> {
    let power = portal(connection, POWER).await?;
    let link = portal(connection, LINK).await?;
    let saves = power.get_property("power-saver-enabled").await;
    Ok(Means {
        power: if saves.unwrap_or_default() {
            Power::Saved
        } else {
            Power::Enough
        },
        is_metered: link.call("GetMetered", &()).await.unwrap_or_default(),
    })
}

async fn portal<'c>(
    connection: &'c Connection,
    interface: &'static str,
) -> zbus::Result<Proxy<'c>> {
    zbus::proxy::Builder::new(connection)
        .destination(NAME)?
        .path(PATH)?
        .interface(interface)?
        .cache_properties(CacheProperties::No)
        .build()
        .await
}

/// An item whenever it may have changed: the link, the saver, or who answers for them.
async fn changes(
    connection: &Connection,
) -> zbus::Result<Pin<Box<dyn Stream<Item = zbus::Result<zbus::Message>> + Send>>> {
    let of_portal = || MatchRule::builder().msg_type(Type::Signal).path(PATH);
    let link = of_portal()?.interface(LINK)?.member("changed")?.build();
    let power = of_portal()?
        .interface("org.freedesktop.DBus.Properties")?
        .member("PropertiesChanged")?
        .arg(0, POWER)?
        .build();
    let owner = MatchRule::builder()
        .msg_type(Type::Signal)
        .sender("org.freedesktop.DBus")?
        .member("NameOwnerChanged")?
        .arg(0, NAME)?
        .build();
    let link = MessageStream::for_match_rule(link, connection, None).await?;
    let power = MessageStream::for_match_rule(power, connection, None).await?;
    let owner = MessageStream::for_match_rule(owner, connection, None).await?;
    Ok(Box::pin(stream::race(stream::race(link, power), owner)))
}
