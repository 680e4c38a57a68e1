//! From the settings in force to what is told of them. Field by field; no secret is told.

use std::collections::BTreeSet;
use std::time::Duration;

use aldis_core::catalogue::hosts::{self, Purpose};
use aldis_core::present::words::Words;
use aldis_core::settings as core;
use aldis_core::{Catalogue, ServiceId};

use super::{CatalogueLine, Host, Intervals, Places, ServiceLevel, Settings};
use crate::query::{Level, Metered, QuietHours, Theme};

impl Settings {
    /// `settings` in the language of `words`.
    pub fn of(
        settings: &core::Settings,
        catalogue: &Catalogue,
        words: &Words,
        start_at_login: Option<bool>,
        places: Places,
    ) -> Self {
        let notify = &settings.notify;
        Self {
            watch: ids(&settings.watch),
            prefer: ids(&settings.prefer),
            language: match settings.language {
                core::LanguageChoice::System => "system".to_owned(),
                core::LanguageChoice::Fixed(language) => language.tag().to_owned(),
            },
            theme: settings.theme.into(),
            level: notify.level.into(),
            levels: notify
                .service
                .iter()
                .map(|(service, level)| ServiceLevel {
                    service: service.to_string(),
                    level: (*level).into(),
                })
                .collect(),
            recoveries: notify.recoveries,
            quiet_hours: notify.quiet_hours.map(Into::into),
            intervals: settings.intervals.into(),
            minimum: core::Intervals::MINIMUM.into(),
            proxy: proxy(&settings.proxy),
            metered: settings.metered.into(),
            completions: ids(&settings.completion.services),
            daily: settings.completion.daily,
            start_at_login,
            catalogue: lines(catalogue, settings, words),
            hosts: hosts::hosts(catalogue, settings)
                .into_iter()
                .map(|(host, why)| Host::of(host, &why, words))
                .collect(),
            places,
            version: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }
}

fn ids(services: &[ServiceId]) -> Vec<String> {
    services.iter().map(ToString::to_string).collect()
}

/// A retired service is listed only while it is watched.
fn lines(catalogue: &Catalogue, settings: &core::Settings, words: &Words) -> Vec<CatalogueLine> {
    let services = catalogue.services.iter();
    let listed = services.filter(|it| !it.retired || settings.watch.contains(&it.id));
    let line = |service: &aldis_core::Service| CatalogueLine {
        id: service.id.to_string(),
        name: service.name.clone(),
        vendor: service.vendor.clone(),
        abilities: service
            .capabilities
            .iter()
            .map(|&capability| words.capability(capability))
            .collect(),
        key: service
            .probes
            .iter()
            .find_map(|probe| Some(probe.completion.as_ref()?.key.clone())),
    };
    listed.map(line).collect()
}

/// Without name and password, which the address may hold.
fn proxy(proxy: &core::Proxy) -> String {
    match proxy {
        core::Proxy::System => "system".to_owned(),
        core::Proxy::None => "none".to_owned(),
        core::Proxy::Url(url) => {
            let port = url
                .port()
                .map_or_else(String::new, |port| format!(":{port}"));
            format!(
                "{}://{}{port}",
                url.scheme(),
                url.host_str().unwrap_or_default()
            )
        }
    }
}

impl Host {
    fn of(host: String, why: &BTreeSet<Purpose>, words: &Words) -> Self {
        let why = why.iter().map(|purpose| words.purpose(purpose)).collect();
        Self { host, why }
    }
}

impl From<core::Intervals> for Intervals {
    fn from(intervals: core::Intervals) -> Self {
        let seconds = |span: Duration| u32::try_from(span.as_secs()).unwrap_or(u32::MAX);
        Self {
            edge_s: seconds(intervals.edge),
            completion_s: seconds(intervals.completion),
            status_page_s: seconds(intervals.status_page),
        }
    }
}

impl From<core::QuietHours> for QuietHours {
    fn from(hours: core::QuietHours) -> Self {
        let clock = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
        Self {
            from: clock(hours.from),
            to: clock(hours.to),
        }
    }
}

impl From<core::Theme> for Theme {
    fn from(theme: core::Theme) -> Self {
        match theme {
            core::Theme::System => Self::System,
            core::Theme::Light => Self::Light,
            core::Theme::Dark => Self::Dark,
        }
    }
}

impl From<core::Metered> for Metered {
    fn from(metered: core::Metered) -> Self {
        match metered {
            core::Metered::System => Self::System,
            core::Metered::Yes => Self::Yes,
            core::Metered::No => Self::No,
        }
    }
}

impl From<core::NotifyLevel> for Level {
    fn from(level: core::NotifyLevel) -> Self {
        match level {
            core::NotifyLevel::Off => Self::Off,
            core::NotifyLevel::Outages => Self::Outages,
            core::NotifyLevel::Degraded => Self::Degraded,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_and_password_of_a_proxy_are_not_told() {
        let told = |address: &str| proxy(&core::Proxy::Url(address.parse().unwrap()));
        assert_eq!(
            told("http://me:hunter2@proxy.example:3128/x?y"),
            "http://proxy.example:3128"
        );
        assert_eq!(told("socks5h://127.0.0.1:9050"), "socks5h://127.0.0.1:9050");
    }
}
