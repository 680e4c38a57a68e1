//! The tray as values: which lamp, which tooltip, which menu. Drawing them is the shell's.

/// Which lamp is lit: colour and shape always say the same thing (PRODUCT.md).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lamp {
    /// Green, filled disc.
    Well,
    /// Blue, disc with a wrench notch.
    Maintenance,
    /// Grey, ring.
    CannotSee,
    /// Amber, disc with a bar.
    SomethingOff,
    /// Red, disc with a cross-cut.
    Outage,
}

/// Icon, tooltip and menu together: shells compare with what they show and touch nothing if equal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tray {
    /// Which lamp.
    pub lamp: Lamp,
    /// Plain text, one service a line, worst first, and when it was last looked at.
    pub tooltip: String,
    /// Top to bottom.
    pub menu: Vec<MenuEntry>,
}

/// One row of the menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MenuEntry {
    /// A row that does something.
    Item {
        /// What a click on it means.
        click: Click,
        /// Its words.
        label: String,
        /// Whether it can be clicked.
        enabled: bool,
    },
    /// A line between groups.
    Separator,
    /// A row that opens more rows.
    Submenu {
        /// Its words.
        label: String,
        /// Top to bottom.
        entries: Vec<MenuEntry>,
    },
}

/// What a click in the tray means. Serialised into the menu id: no string vocabulary.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Click {
    /// Open the window as it is.
    OpenWindow,
    /// Open the window at a service's incident, or at the service.
    OpenService(String),
    /// Open the best alternative in the browser.
    UseInstead(String),
    /// Look at everything now.
    CheckNow,
    /// Mute everything for an hour.
    MuteHour,
    /// Mute everything until tomorrow morning.
    MuteUntilTomorrow,
    /// Mute everything that is out until it is back.
    MuteUntilBack,
    /// Speak again.
    Unmute,
    /// Open the settings page.
    Settings,
    /// End the lamp.
    Quit,
}
