//! The one vendor of a world as the monitor knows it: a catalogue with its surfaces, its page and
//! three controls of different operators.

use aldis_core::settings::Completions;
use aldis_core::{Catalogue, ServiceId, Settings, Surface, Target, catalogue};

use crate::world::Place;

const ID: &str = "chatbot";

const SERVICE: &str = r#"
[[control]]
operator = "one"
url = "http://one.example/"
status = 200
body = "one"
[[control]]
operator = "two"
url = "http://two.example/"
status = 200
body = "two"
[[control]]
operator = "three"
url = "https://three.example/"
status = 204
[[resolver]]
operator = "one"
url = "https://192.0.2.1/resolve"
[[service]]
id = "chatbot"
name = "Chatbot"
vendor = "vendor"
open = "https://chat.vendor.example/"
capabilities = ["chat"]
[[service.status]]
format = "statuspage"
url = "https://status.vendor.example/api/v2/summary.json"
every = "2m"
[[service.probe]]
surface = "web"
url = "https://chat.vendor.example/"
alive = [200]
challenge = true
[[service.probe]]
surface = "api"
url = "https://api.vendor.example/v1/models"
alive = [200, 401]
"#;

const COMPLETION: &str = r#"
[[service.probe]]
surface = "completion"
url = "https://api.vendor.example/v1"
dialect = "openai"
model = "small"
key = "vendor"
"#;

/// The catalogue; completions only with a key.
pub(super) fn catalogue(keys: bool) -> Catalogue {
    let completion = if keys { COMPLETION } else { "" };
    catalogue::parse(&format!("{SERVICE}{completion}"), "the bench").0
}

/// As they are for somebody who changed nothing but what to watch, and who has a key or not.
pub(super) fn settings(keys: bool) -> Settings {
    let completions = Completions::default();
    Settings {
        watch: vec![ServiceId::new(ID)],
        completion: Completions {
            services: keys.then(|| ServiceId::new(ID)).into_iter().collect(),
            ..completions
        },
        ..Settings::default()
    }
}

/// Where in the world a target is.
pub(super) fn place(target: &Target) -> Place {
    match target {
        Target::Probe { surface, .. } => Place::Surface(*surface),
        Target::Page { .. } => Place::Page,
        Target::Control { index } => Place::Control(*index),
        Target::Resolver { .. } => Place::Resolver,
    }
}

/// Whether an answer of this status proves a surface alive to those who know what it should be.
pub(crate) fn is_alive(surface: Surface, status: u16) -> bool {
    match surface {
        Surface::Web | Surface::Completion => status == 200,
        Surface::Api => status == 200 || status == 401,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_of_the_bench_has_no_mistake() {
        let (catalogue, findings) = catalogue::parse(&format!("{SERVICE}{COMPLETION}"), "bench");
        assert_eq!(findings, []);
        assert_eq!(catalogue.services[0].probes.len(), 3);
        assert_eq!(catalogue.controls.len(), 3);
    }
}
