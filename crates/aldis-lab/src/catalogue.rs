//! The catalogue and the settings with which a watcher looks at the lab (formats: CONTRACTS.md).

use std::time::Duration;

use aldis_core::Catalogue;

use crate::lab::Config;
use crate::stage::Stage;
use crate::vendor::{KNOWN_ELSEWHERE, Operator, Part, Vendor};

/// One service as the catalogue has it.
struct Entry {
    vendor: Vendor,
    /// Everything before the sources, as TOML.
    head: &'static str,
    /// Which components of the vendor's page are the service's, as a TOML inline table.
    components: Option<&'static str>,
    surfaces: &'static [Look],
}

/// One probe: surface, path and the statuses that prove it alive.
enum Look {
    Web(&'static str),
    Api(&'static str, u16),
    /// Dialect, which is the name of the key as well, and path.
    Completion(&'static str, &'static str),
}

const ENTRIES: [Entry; 7] = [
    Entry {
        vendor: Vendor::OpenAi,
        head: r#"id = "chatgpt"
name = "ChatGPT"
vendor = "openai"
family = "openai"
open = "https://chatgpt.com/"
prompt = "https://chatgpt.com/?q={prompt}"
capabilities = ["chat", "images", "voice", "web-search", "files", "code"]
sign_in = false
"#,
        components: Some(
            r#"{ main = ["01JMXBNJXGV1T5GT2M9XA83XNG"], images = ["01JQ7EKW990MSPSWVXC7VPV2ZJ"], voice = ["01JMXBNJXGGT5SR5DB9J7GYY48"] }"#,
        ),
        surfaces: &[Look::Web("/"), Look::Api("/v1/models", 401)],
    },
    Entry {
        vendor: Vendor::OpenAi,
        head: r#"id = "openai-api"
name = "OpenAI API"
vendor = "openai"
family = "openai"
open = "https://platform.openai.com/"
capabilities = ["api"]
sign_in = true
"#,
        components: Some(
            r#"{ main = ["01JMXBRMFE6N2NNT7DG6XZQ6PW", "01JP8CD9JR3HR6Y7G4Q75N4DVW"], images = ["01JMXBRMFE4MAP2BHSJNZ787WX"] }"#,
        ),
        surfaces: &[
            Look::Api("/v1/models", 401),
            Look::Completion("openai", "/v1"),
        ],
    },
    Entry {
        vendor: Vendor::Anthropic,
        head: r#"id = "claude"
name = "Claude"
vendor = "anthropic"
family = "anthropic"
open = "https://claude.ai/"
prompt = "https://claude.ai/new?q={prompt}"
capabilities = ["chat", "files", "code"]
sign_in = true
"#,
        components: Some(r#"{ main = ["rwppv331jlwc"], code = ["yyzkbfz2thpt"] }"#),
        surfaces: &[Look::Web("/"), Look::Api("/v1/models", 401)],
    },
    Entry {
        vendor: Vendor::Anthropic,
        head: r#"id = "claude-api"
name = "Claude API"
vendor = "anthropic"
family = "anthropic"
open = "https://platform.claude.com/"
capabilities = ["api"]
sign_in = true
"#,
        components: Some(r#"{ main = ["k8w3r06qmzrp"] }"#),
        surfaces: &[
            Look::Api("/v1/models", 401),
            Look::Completion("anthropic", "/v1"),
        ],
    },
    Entry {
        vendor: Vendor::Google,
        head: r#"id = "gemini"
name = "Gemini"
vendor = "google"
family = "google"
open = "https://gemini.google.com/app"
capabilities = ["chat", "images", "voice", "web-search", "files", "code"]
sign_in = false
"#,
        components: None,
        surfaces: &[
            Look::Web("/app"),
            Look::Api("/v1beta/models", 403),
            Look::Completion("gemini", "/v1beta"),
        ],
    },
    Entry {
        vendor: Vendor::Microsoft,
        head: r#"id = "copilot"
name = "Microsoft Copilot"
vendor = "microsoft"
family = "openai"
open = "https://copilot.microsoft.com/"
prompt = "https://copilot.microsoft.com/?q={prompt}"
capabilities = ["chat", "images", "voice", "web-search"]
sign_in = false
"#,
        components: None,
        surfaces: &[Look::Web("/")],
    },
    Entry {
        vendor: Vendor::GitHub,
        head: r#"id = "github-copilot"
name = "GitHub Copilot"
vendor = "github"
family = "openai"
open = "https://github.com/copilot"
prompt = "https://github.com/copilot?prompt={prompt}"
capabilities = ["chat", "code"]
sign_in = true
"#,
        components: Some(r#"{ main = ["pjmpxvq2cmr2", "cnnb39dkkk82"] }"#),
        surfaces: &[Look::Web("/copilot"), Look::Api("/_ping", 401)],
    },
];

pub(crate) fn catalogue_toml(stage: &Stage, config: &Config) -> String {
    let mut text = String::new();
    for entry in &ENTRIES {
        text.push_str("[[service]]\n");
        text.push_str(entry.head);
        if let Some(components) = entry.components {
            text.push_str(&status(stage, config, entry.vendor, components));
        }
        for look in entry.surfaces {
            text.push_str(&probe(stage, config, entry.vendor, look));
        }
        text.push('\n');
    }
    text.push_str(&left_alone());
    for operator in Operator::ALL {
        let url = base(stage, config, Part::Control(operator));
        let (word, body) = (operator.word(), operator.body());
        text.push_str(&format!(
            "[[control]]\noperator = {word:?}\nurl = \"{url}/connecttest.txt\"\n\
             status = 200\nbody = {body:?}\n\n"
        ));
    }
    // Nobody asks the real ones.
    let resolver = base(stage, config, Part::Resolver);
    text.push_str(&format!(
        "[[resolver]]\noperator = \"lab\"\nurl = \"{resolver}/dns-query\"\n"
    ));
    text
}

/// What else comes with Aldis: without pages and probes here, so that nobody asks the real ones.
fn left_alone() -> String {
    let Catalogue {
        services,
        upstreams,
        ..
    } = Catalogue::embedded();
    let mut text = String::new();
    let is_played = |id: &str| {
        let line = format!("id = {id:?}");
        ENTRIES
            .iter()
            .any(|entry| entry.head.lines().any(|it| it == line))
    };
    for service in services.iter().filter(|it| !is_played(it.id.as_str())) {
        let (id, name, open) = (service.id.as_str(), &service.name, service.open.as_str());
        text.push_str(&format!(
            "[[service]]\nid = {id:?}\nname = {name:?}\nvendor = {:?}\nopen = {open:?}\n\
             retired = true\n\n",
            service.vendor
        ));
    }
    for upstream in &upstreams {
        text.push_str(&format!(
            "[[upstream]]\nid = {:?}\nname = {:?}\n\n",
            upstream.id, upstream.name
        ));
    }
    text
}

fn status(stage: &Stage, config: &Config, vendor: Vendor, components: &str) -> String {
    let base = base(stage, config, Part::Page(vendor));
    let every = duration(config.status_page);
    let formats: &[(&str, &str)] = match vendor {
        Vendor::OpenAi => &[
            ("incident_io", "/api/v1/summary"),
            ("incident_io", "/proxy/status.openai.com"),
            ("incident_io", "/api/v2/components.json"),
        ],
        Vendor::Anthropic | Vendor::GitHub => &[("statuspage", "/api/v2/summary.json")],
        Vendor::Google | Vendor::Microsoft => &[],
    };
    let source = |(format, path): &(&str, &str)| {
        format!(
            "[[service.status]]\nformat = \"{format}\"\nurl = \"{base}{path}\"\n\
             every = \"{every}\"\ncomponents = {components}\n"
        )
    };
    formats.iter().map(source).collect()
}

fn probe(stage: &Stage, config: &Config, vendor: Vendor, look: &Look) -> String {
    let (surface, part, path, rest) = match look {
        Look::Web(path) => {
            let rest = "alive = [200]\nchallenge = true\n".to_owned();
            ("web", Part::Web(vendor), path, rest)
        }
        Look::Api(path, alive) => {
            let rest = format!("alive = [{alive}]\nchallenge = false\n");
            ("api", Part::Api(vendor), path, rest)
        }
        Look::Completion(dialect, path) => {
            let rest =
                format!("dialect = \"{dialect}\"\nmodel = \"lab-small\"\nkey = \"{dialect}\"\n");
            ("completion", Part::Completion(vendor), path, rest)
        }
    };
    let base = base(stage, config, part);
    format!("[[service.probe]]\nsurface = \"{surface}\"\nurl = \"{base}{path}\"\n{rest}")
}

fn base(stage: &Stage, config: &Config, part: Part) -> String {
    if config.unknown_name.contains(&part) {
        format!("http://no-such-name.invalid:{}", stage.address(part).port())
    } else if config.known_elsewhere.contains(&part) {
        format!("http://{KNOWN_ELSEWHERE}:{}", stage.address(part).port())
    } else if config.https.contains(&part) {
        stage.https_url(part)
    } else {
        stage.url(part)
    }
}

pub(crate) fn settings_toml(config: &Config) -> String {
    let (edge, page) = (duration(config.edge), duration(config.status_page));
    format!(
        "watch = [\"chatgpt\", \"claude\", \"gemini\", \"copilot\"]\n\n\
         [intervals]\nedge = \"{edge}\"\ncompletion = \"5s\"\nstatus_page = \"{page}\"\n\n\
         [network]\nproxy = \"none\"\n"
    )
}

/// As settings and catalogue write durations: `500ms`, `20s`.
fn duration(span: Duration) -> String {
    if span.subsec_millis() == 0 {
        format!("{}s", span.as_secs())
    } else {
        format!("{}ms", span.as_millis())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_written_as_the_settings_want_them() {
        assert_eq!(duration(Duration::from_millis(500)), "500ms");
        assert_eq!(duration(Duration::from_millis(1500)), "1500ms");
        assert_eq!(duration(Duration::from_secs(20)), "20s");
    }
}
