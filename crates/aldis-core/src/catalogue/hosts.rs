//! Every host that is contacted, and why: what a person may know before anything is sent.

use std::collections::{BTreeMap, BTreeSet};

use super::{Catalogue, Surface};
use crate::settings::Settings;

/// Why a host is contacted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purpose {
    /// The status page of a service or an upstream, by name.
    StatusPage(String),
    /// A surface of a service, by name.
    Surface(Surface, String),
    /// To see whether we are online.
    Control,
    /// To ask a second time for a name that our resolver does not know.
    Resolver,
    /// The person's own webhook.
    Webhook,
}

/// The hosts that `settings` lead to, by name.
pub fn hosts(catalogue: &Catalogue, settings: &Settings) -> BTreeMap<String, BTreeSet<Purpose>> {
    let mut hosts: BTreeMap<String, BTreeSet<Purpose>> = BTreeMap::new();
    let mut note = |url: &url::Url, purpose| {
        if let Some(host) = url.host_str() {
            hosts.entry(host.to_owned()).or_default().insert(purpose);
        }
    };
    let mut upstreams = BTreeSet::new();
    for service in settings.watch.iter().filter_map(|id| catalogue.service(id)) {
        upstreams.extend(&service.upstreams);
        for status in &service.status {
            note(&status.url, Purpose::StatusPage(service.name.clone()));
        }
        for probe in &service.probes {
            let asked = settings.completion.services.contains(&service.id);
            if probe.completion.is_none() || asked {
                note(
                    &probe.url,
                    Purpose::Surface(probe.surface, service.name.clone()),
                );
            }
        }
    }
    for upstream in &catalogue.upstreams {
        if upstreams.contains(&upstream.id) {
            for status in &upstream.status {
                note(&status.url, Purpose::StatusPage(upstream.name.clone()));
            }
        }
    }
    for control in &catalogue.controls {
        note(&control.url, Purpose::Control);
    }
    for resolver in &catalogue.resolvers {
        note(&resolver.url, Purpose::Resolver);
    }
    if let Some(webhook) = &settings.hooks.webhook {
        note(webhook, Purpose::Webhook);
    }
    hosts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::ServiceId;

    fn watching(ids: &[&str]) -> Settings {
        Settings {
            watch: ids.iter().copied().map(ServiceId::new).collect(),
            ..Settings::default()
        }
    }

    #[test]
    fn nothing_is_contacted_for_what_is_not_watched() {
        let catalogue = Catalogue::embedded();
        let hosts = hosts(&catalogue, &watching(&["claude"]));
        assert!(hosts.contains_key("claude.ai"), "{hosts:?}");
        assert!(!hosts.contains_key("chatgpt.com"), "{hosts:?}");
    }

    #[test]
    fn a_model_is_named_only_where_real_answers_are_asked_for() {
        let catalogue = Catalogue::embedded();
        let of = |settings: &Settings| {
            let hosts = hosts(&catalogue, settings).into_values().flatten();
            hosts
                .filter(|it| matches!(it, Purpose::Surface(Surface::Completion, _)))
                .count()
        };
        let service = catalogue.services.iter().find(|service| {
            let mut probes = service.probes.iter();
            probes.any(|probe| probe.completion.is_some())
        });
        let id = service.unwrap().id.clone();
        let mut settings = watching(&[id.as_str()]);
        assert_eq!(of(&settings), 0);
        settings.completion.services = vec![id];
        assert_eq!(of(&settings), 1);
    }

    #[test]
    fn controls_are_contacted_whatever_is_watched() {
        let hosts = hosts(&Catalogue::embedded(), &watching(&[]));
        let controls = hosts.values().filter(|why| why.contains(&Purpose::Control));
        assert!(controls.count() >= 2);
    }
}
