//! The lamp's tray item as a tray host sees it: over D-Bus.

use aldis_core::present::tray::Lamp;
use zbus::zvariant::{OwnedValue, Structure, Value};
use zbus::{Connection, Proxy};

use crate::screen::lamp_in;

/// A picture as the protocol carries it: width, height, ARGB in network byte order.
type Pixmap = (i32, i32, Vec<u8>);
/// Icon name, icons, title, description.
type ToolTip = (String, Vec<Pixmap>, String, String);
/// Id, properties, children.
type Layout = (
    i32,
    std::collections::HashMap<String, OwnedValue>,
    Vec<OwnedValue>,
);

/// The lamp's item.
pub(crate) struct Item {
    bus: Connection,
    /// The bus name it registered with.
    pub(crate) name: String,
}

impl Item {
    /// The item of the process `pid`, if it is on the bus.
    pub(crate) async fn of(bus: &Connection, pid: u32) -> Result<Self, String> {
        let names = zbus::fdo::DBusProxy::new(bus)
            .await
            .unwrap()
            .list_names()
            .await
            .map_err(|error| error.to_string())?;
        let prefix = format!("org.kde.StatusNotifierItem-{pid}-");
        let name = names.iter().find(|name| name.starts_with(&prefix));
        let name = name.ok_or("no tray item on the bus")?;
        Ok(Self {
            bus: bus.clone(),
            name: name.to_string(),
        })
    }

    async fn proxy(&self) -> Proxy<'_> {
        self.interface("/StatusNotifierItem", "org.kde.StatusNotifierItem")
            .await
    }

    async fn interface<'a>(&'a self, path: &'a str, interface: &'a str) -> Proxy<'a> {
        zbus::proxy::Builder::new(&self.bus)
            .destination(self.name.as_str())
            .unwrap()
            .path(path)
            .unwrap()
            .interface(interface)
            .unwrap()
            .cache_properties(zbus::proxy::CacheProperties::No)
            .build()
            .await
            .unwrap()
    }

    /// Sizes of the icons it offers.
    pub(crate) async fn sizes(&self) -> Vec<i32> {
        self.pixmaps()
            .await
            .unwrap()
            .into_iter()
            .map(|(side, ..)| side)
            .collect()
    }

    async fn pixmaps(&self) -> zbus::Result<Vec<Pixmap>> {
        self.proxy().await.get_property("IconPixmap").await
    }

    /// The lamp that every one of its icons shows.
    pub(crate) async fn lamp(&self) -> Result<Lamp, String> {
        let pixmaps = self.pixmaps().await.map_err(|error| error.to_string())?;
        let mut seen = pixmaps.iter().map(|(_, _, argb)| {
            let opaque = argb.chunks_exact(4).filter(|pixel| pixel[0] == 255);
            lamp_in(opaque.map(|pixel| [pixel[1], pixel[2], pixel[3]]))
        });
        let first = seen.next().flatten().ok_or("no lamp in its icon")?;
        if seen.all(|lamp| lamp == Some(first)) {
            Ok(first)
        } else {
            Err("its icons differ".to_owned())
        }
    }

    /// Title and body.
    pub(crate) async fn tooltip(&self) -> (String, String) {
        let tip: ToolTip = self.proxy().await.get_property("ToolTip").await.unwrap();
        (tip.2, tip.3)
    }

    /// What a host calls it.
    pub(crate) async fn id(&self) -> String {
        self.proxy().await.get_property("Id").await.unwrap()
    }

    /// A left click.
    pub(crate) async fn activate(&self) {
        let _: () = self.proxy().await.call("Activate", &(0, 0)).await.unwrap();
    }

    /// Every row of the menu, with its number; those of submenus too.
    pub(crate) async fn menu(&self) -> Vec<(i32, String)> {
        let menu = self.interface("/MenuBar", "com.canonical.dbusmenu").await;
        let (_, root): (u32, Layout) = menu
            .call("GetLayout", &(0_i32, -1_i32, Vec::<String>::new()))
            .await
            .unwrap();
        let mut rows = Vec::new();
        gather(root, &mut rows);
        rows
    }

    /// A click on the row with this label.
    pub(crate) async fn choose(&self, label: &str) {
        let rows = self.menu().await;
        let row = rows.iter().find(|(_, text)| text == label);
        let (id, _) = row.unwrap_or_else(|| panic!("no row {label:?} in {rows:?}"));
        let menu = self.interface("/MenuBar", "com.canonical.dbusmenu").await;
        let nothing = Value::from(0_u8);
        let _: () = menu
            .call("Event", &(*id, "clicked", nothing, 0_u32))
            .await
            .unwrap();
    }
}

fn gather((id, properties, children): Layout, rows: &mut Vec<(i32, String)>) {
    if let Some(label) = properties.get("label") {
        rows.push((id, String::try_from(label.clone()).unwrap()));
    }
    for child in children {
        let child = Structure::try_from(child).unwrap();
        gather(Layout::try_from(child).unwrap(), rows);
    }
}
