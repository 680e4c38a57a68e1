//! What people wish for, by a click, on a notification or over the socket, and what it means to the
//! engine, the window and the browser.

use aldis_core::ServiceId;
use aldis_core::event::{Command, Fault, MuteUntil};
use aldis_core::present::tray::Click;
use aldis_link::command::{Ask, MuteUntil as LinkMute};

use super::super::browser;
use super::super::incoming::{Incoming, Reply};
use super::super::settings_file;
use super::{Lamp, Next};

impl Lamp {
    pub(super) fn take(&mut self, incoming: Incoming) -> Next {
        match incoming {
            Incoming::Clicked(click) => return self.click(click),
            Incoming::Replied(Reply::Details(incident)) => {
                self.show_window(Some(format!("incident/{incident}")));
            }
            Incoming::Replied(Reply::Open(address)) => open(&address),
            Incoming::Replied(Reply::Mute(services)) => {
                for service in services {
                    self.mute(Some(service.as_str()), MuteUntil::Back);
                }
            }
            Incoming::Fault { fault, broken } => self.report(fault, broken),
            Incoming::Means(means) => {
                if let Err(error) = self.engine.report_means(means) {
                    tracing::warn!(%error, "failed to say how much power and data there is");
                }
            }
        }
        Next::GoOn
    }

    fn click(&mut self, click: Click) -> Next {
        match click {
            Click::OpenWindow => self.show_window(None),
            Click::OpenService(service) => {
                let page = self.incident_of(&service);
                self.show_window(Some(page.unwrap_or_else(|| "now".to_owned())));
            }
            Click::UseInstead(service) => match self.address_of(&service) {
                Some(address) => open(&address),
                None => tracing::warn!(service, "this alternative is none any more"),
            },
            Click::CheckNow => self.command(Command::CheckNow),
            Click::MuteHour => self.mute(None, self.until(LinkMute::Hour)),
            Click::MuteUntilTomorrow => self.mute(None, self.until(LinkMute::Tomorrow)),
            Click::MuteUntilBack => self.mute(None, MuteUntil::Back),
            Click::Unmute => self.unmute(None),
            Click::Settings => self.show_window(Some("settings".to_owned())),
            Click::Quit => return Next::Quit,
        }
        Next::GoOn
    }

    pub(super) fn answer(&mut self, ask: Ask) -> Next {
        match ask {
            // The server itself answers these.
            Ask::Watch | Ask::Window | Ask::Shown | Ask::Query { .. } => {}
            Ask::CheckNow => self.command(Command::CheckNow),
            Ask::BrokenForMe { service } => {
                let service = ServiceId::new(service);
                self.command(Command::BrokenForMe { service });
            }
            Ask::WorksForMe { service } => {
                let service = ServiceId::new(service);
                self.command(Command::WorksForMe { service });
            }
            Ask::TellWhenBack { service, on } => {
                let service = ServiceId::new(service);
                self.command(Command::TellWhenBack { service, on });
            }
            Ask::OpenWindow { page } => self.show_window(page),
            Ask::Mute { service, until } => self.mute(service.as_deref(), self.until(until)),
            Ask::Unmute { service } => self.unmute(service.as_deref()),
            Ask::OpenUrl { url } => open(&url),
            Ask::OpenSettings => self.open_settings(),
            Ask::Quit => return Next::Quit,
        }
        Next::GoOn
    }

    fn until(&self, until: LinkMute) -> MuteUntil {
        let now = self.clock.read().wall;
        match until {
            LinkMute::Hour => MuteUntil::hour(now),
            LinkMute::Tomorrow => MuteUntil::tomorrow(now, self.words.zone()),
            LinkMute::Back => MuteUntil::Back,
        }
    }

    fn mute(&self, service: Option<&str>, until: MuteUntil) {
        let service = service.map(ServiceId::new);
        self.command(Command::Mute { service, until });
    }

    fn unmute(&self, service: Option<&str>) {
        let service = service.map(ServiceId::new);
        self.command(Command::Unmute { service });
    }

    fn command(&self, command: Command) {
        if let Err(error) = self.engine.send(command) {
            tracing::warn!(%error, "a command was not taken");
        }
    }

    pub(super) fn report(&self, fault: Fault, broken: bool) {
        if let Err(error) = self.engine.report_fault(fault, broken) {
            tracing::warn!(%error, "a fault was not taken");
        }
    }

    pub(super) fn show_window(&mut self, page: Option<String>) {
        if let Err(error) = self.window.show(page) {
            tracing::error!(error = format!("{error:#}"), "no window");
        }
    }

    fn open_settings(&self) {
        let example = self.words.settings_example();
        if let Err(error) = settings_file::open(&self.config_dir, &example) {
            tracing::error!(error = format!("{error:#}"), "the settings were not opened");
        }
    }

    /// The page of the service's open incident.
    fn incident_of(&self, service: &str) -> Option<String> {
        let snapshot = self.engine.latest();
        let status = snapshot
            .services
            .iter()
            .find(|s| s.id.as_str() == service)?;
        Some(format!("incident/{}", status.incident.as_ref()?))
    }

    fn address_of(&self, alternative: &str) -> Option<String> {
        let snapshot = self.engine.latest();
        let mut offered = snapshot.services.iter().flat_map(|s| &s.alternatives);
        let found = offered.find(|a| a.id.as_str() == alternative)?;
        Some(found.open.to_string())
    }
}

fn open(address: &str) {
    if let Err(error) = browser::open(address) {
        tracing::warn!(error = format!("{error:#}"), "an address was not opened");
    }
}
