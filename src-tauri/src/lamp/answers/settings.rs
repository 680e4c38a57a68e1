//! The settings in force, and changes of them: what the window says becomes an edit of one key.

use std::collections::BTreeSet;
use std::time::Duration;

use aldis_engine::{Edit, Value};
use aldis_link::query::{Change, Interval, Level, Metered, Theme};
use aldis_link::view::{Places, Settings};

use super::super::run::words;
use super::{Answers, Refusal, login};

impl Answers {
    pub(super) fn settings(&self) -> Settings {
        let loaded = self.loaded();
        let settings = self.config_dir.join(aldis_engine::SETTINGS);
        let places = Places {
            settings: settings.display().to_string(),
            data: self.data_dir.display().to_string(),
            history_kib: u32::try_from(aldis_engine::history_size(&self.data_dir) / 1024)
                .unwrap_or(u32::MAX),
        };
        let start = login::is_on(&self.config_dir, &self.data_dir);
        let words = words(&loaded.settings);
        Settings::of(&loaded.settings, &loaded.catalogue, &words, start, places)
    }

    pub(super) fn change(&self, change: &Change) -> Result<(), Refusal> {
        let loaded = self.loaded();
        let words = words(&loaded.settings);
        let listed: BTreeSet<&str> = services(change).iter().map(String::as_str).collect();
        if listed.iter().any(|id| {
            let id = aldis_core::ServiceId::new(*id);
            loaded.catalogue.service(&id).is_none() && !loaded.settings.watch.contains(&id)
        }) {
            let known: Vec<_> = loaded
                .catalogue
                .services
                .iter()
                .map(|it| it.id.to_string())
                .collect();
            let id = listed.into_iter().collect::<Vec<_>>().join(", ");
            return Err(Refusal::Said(words.unknown_service(&id, &known)));
        }
        let example = words.settings_example();
        aldis_engine::edit(&self.config_dir, &example, &[edit(change)])
            .map_err(|error| Refusal::of(error, &words))
    }
}

/// The services that a change names.
fn services(change: &Change) -> &[String] {
    match change {
        Change::Watch { services }
        | Change::Prefer { services }
        | Change::Completions { services } => services,
        Change::Level { service, .. } => service.as_slice(),
        Change::Language { .. }
        | Change::Theme { .. }
        | Change::Recoveries { .. }
        | Change::QuietHours { .. }
        | Change::Interval { .. }
        | Change::Proxy { .. }
        | Change::Metered { .. } => &[],
    }
}

fn edit(change: &Change) -> Edit {
    let (key, value): (&[&str], _) = match change {
        Change::Watch { services } => (&["watch"], Some(Value::Texts(services.clone()))),
        Change::Prefer { services } => (&["prefer"], Some(Value::Texts(services.clone()))),
        Change::Language { language } => (&["language"], Some(Value::Text(language.clone()))),
        Change::Theme { theme } => (&["theme"], Some(text(theme_word(*theme)))),
        Change::Level {
            service: None,
            level,
        } => (&["notify", "level"], level.map(|it| text(level_word(it)))),
        Change::Level {
            service: Some(service),
            level,
        } => (
            &["notify", "service", service],
            level.map(|it| text(level_word(it))),
        ),
        Change::Recoveries { on } => (&["notify", "recoveries"], Some(Value::Flag(*on))),
        Change::QuietHours { hours } => (
            &["notify", "quiet_hours"],
            hours.clone().map(|hours| {
                Value::Named(vec![("from".into(), hours.from), ("to".into(), hours.to)])
            }),
        ),
        Change::Interval { of, seconds } => {
            let every = duration(Duration::from_secs((*seconds).into()));
            (interval_key(*of), Some(Value::Text(every)))
        }
        Change::Proxy { proxy } => (&["network", "proxy"], Some(Value::Text(proxy.clone()))),
        Change::Metered { metered } => {
            (&["network", "metered"], Some(text(metered_word(*metered))))
        }
        Change::Completions { services } => (
            &["completion", "services"],
            Some(Value::Texts(services.clone())),
        ),
    };
    Edit {
        key: key.iter().map(|&part| part.to_owned()).collect(),
        value,
    }
}

fn text(word: &str) -> Value {
    Value::Text(word.to_owned())
}

const fn interval_key(of: Interval) -> &'static [&'static str] {
    match of {
        Interval::Edge => &["intervals", "edge"],
        Interval::Completion => &["intervals", "completion"],
        Interval::StatusPage => &["intervals", "status_page"],
    }
}

const fn theme_word(theme: Theme) -> &'static str {
    match theme {
        Theme::System => "system",
        Theme::Light => "light",
        Theme::Dark => "dark",
    }
}

const fn metered_word(metered: Metered) -> &'static str {
    match metered {
        Metered::System => "system",
        Metered::Yes => "yes",
        Metered::No => "no",
    }
}

const fn level_word(level: Level) -> &'static str {
    match level {
        Level::Off => "off",
        Level::Outages => "outages",
        Level::Degraded => "degraded",
    }
}

/// As people write it: `90s`, `2m`.
fn duration(span: Duration) -> String {
    let seconds = span.as_secs();
    if seconds > 0 && seconds.is_multiple_of(60) {
        format!("{}m", seconds / 60)
    } else {
        format!("{seconds}s")
    }
}

#[cfg(test)]
mod tests {
    use aldis_core::settings::{NotifyLevel, parse};

    use super::*;

    fn after(changes: &[Change]) -> aldis_core::Settings {
        let dir = tempfile::tempdir().unwrap();
        for change in changes {
            aldis_engine::edit(dir.path(), "", &[edit(change)]).unwrap();
        }
        let text = std::fs::read_to_string(dir.path().join("settings.toml")).unwrap();
        let (settings, findings) = parse(&text, "settings.toml");
        assert_eq!(findings, [], "{text}");
        settings
    }

    #[test]
    fn every_change_is_read_back_as_it_was_meant() {
        let settings = after(&[
            Change::Watch {
                services: vec!["gemini".into(), "claude".into()],
            },
            Change::Language {
                language: "vi".into(),
            },
            Change::Theme { theme: Theme::Dark },
            Change::Level {
                service: Some("claude".into()),
                level: Some(Level::Off),
            },
            Change::Recoveries { on: false },
            Change::QuietHours {
                hours: Some(aldis_link::query::QuietHours {
                    from: "22:00".into(),
                    to: "07:30".into(),
                }),
            },
            Change::Interval {
                of: Interval::StatusPage,
                seconds: 180,
            },
            Change::Proxy {
                proxy: "none".into(),
            },
            Change::Metered {
                metered: Metered::Yes,
            },
        ]);
        assert_eq!(settings.watch[0].as_str(), "gemini");
        assert_eq!(settings.theme, aldis_core::settings::Theme::Dark);
        assert_eq!(settings.notify.service[0].1, NotifyLevel::Off);
        assert!(!settings.notify.recoveries);
        assert_eq!(settings.notify.quiet_hours.map(|it| it.to), Some(450));
        assert_eq!(settings.intervals.status_page, Duration::from_secs(180));
        assert_eq!(settings.proxy, aldis_core::settings::Proxy::None);
        assert_eq!(settings.metered, aldis_core::settings::Metered::Yes);
    }

    #[test]
    fn what_is_taken_back_is_gone() {
        let claude = |level| Change::Level {
            service: Some("claude".into()),
            level,
        };
        let settings = after(&[claude(Some(Level::Off)), claude(None)]);
        assert_eq!(settings.notify.service, []);
    }
}
