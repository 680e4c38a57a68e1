//! `aldis check`, `services`, `decode` and `demo` as processes, against vendors on loop-back.

use aldis_lab::{Config, Fault, Part, Vendor};
use serde_json::{Value, json};

use crate::support::{World, everything, finish, status};

const API: Part = Part::Api(Vendor::OpenAi);
const WEB: Part = Part::Web(Vendor::OpenAi);

#[tokio::test]
async fn check_says_that_all_is_well() {
    let world = World::new().await;
    let ran = world.run(&["check"]).await;
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(ran.stderr, "");
    insta::assert_snapshot!(ran.stdout, @r"
    All your chatbots work.

    Service            State      Since  Why
    ChatGPT            ● working  –      2 of 2 surfaces answer; no open incident.
    Claude             ● working  –      2 of 2 surfaces answer; no open incident.
    Gemini             ● working  –      2 of 2 surfaces answer.
    Microsoft Copilot  ● working  –      1 of 1 surface answers.
    ");
}

#[tokio::test]
async fn check_finds_an_outage_and_says_whose_it_is() {
    let world = World::new().await;
    world.set(&[WEB, API], status(503)).await;
    let ran = world.run(&["check"]).await;
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let first = ran.stdout.lines().next().unwrap();
    assert_eq!(first, "ChatGPT is down. It's them, not you.");
    let line = ran
        .stdout
        .lines()
        .find(|line| line.starts_with("ChatGPT  "));
    let line = line.unwrap();
    assert!(line.contains("✖ outage"), "{line}");
    assert!(
        line.contains("server error 503") && line.contains("your internet is fine"),
        "{line}"
    );
    assert!(!ran.stdout.contains('\u{1b}'), "colours in a pipe: {ran:?}");
    let ran = world.run(&["check", "claude"]).await;
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(!ran.stdout.contains("ChatGPT"), "{ran:?}");
}

#[tokio::test]
async fn check_blames_nobody_when_nothing_answers() {
    let world = World::new().await;
    world.set(&everything(), Fault::Refuse).await;
    let ran = world.run(&["check"]).await;
    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert!(
        ran.stdout
            .starts_with("Can't see from here: you are offline."),
        "{ran:?}"
    );
    assert!(
        !ran.stdout.contains("outage") && !ran.stdout.contains("working"),
        "{ran:?}"
    );
    let ran = world.run(&["check", "--json"]).await;
    assert_eq!(ran.code, Some(3), "{ran:?}");
    let seen = ran.json();
    assert_eq!(seen["vantage"], "offline");
    for service in seen["services"].as_array().unwrap() {
        assert_eq!(service["health"], "unknown", "{service}");
        assert_eq!(service["confidence"], Value::Null, "{service}");
    }
}

#[tokio::test]
async fn a_name_that_only_our_own_resolver_does_not_know_is_our_trouble() {
    let parts = vec![Part::Web(Vendor::Anthropic), Part::Api(Vendor::Anthropic)];
    let world = World::with(Config {
        known_elsewhere: parts.clone(),
        ..Config::default()
    })
    .await;
    let ran = world.run(&["check", "--json", "chatgpt", "claude"]).await;
    assert_eq!(ran.code, Some(3), "{ran:?}");
    let seen = ran.json();
    assert_eq!(service(&seen, "chatgpt")["health"], "operational", "{seen}");
    let claude = service(&seen, "claude");
    assert_eq!(claude["health"], "unknown", "{seen}");
    let reason = claude["reason"].as_str().unwrap();
    assert!(reason.starts_with("Your DNS server"), "{reason}");
    assert!(world.asked(Part::Resolver) > 0);

    let world = World::with(Config {
        unknown_name: parts,
        ..Config::default()
    })
    .await;
    let ran = world.run(&["check", "--json", "chatgpt", "claude"]).await;
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let seen = ran.json();
    assert_eq!(service(&seen, "claude")["health"], "major_outage", "{seen}");
}

fn service<'s>(seen: &'s Value, id: &str) -> &'s Value {
    let services = seen["services"].as_array().unwrap();
    services.iter().find(|it| it["id"] == id).unwrap()
}

#[tokio::test]
async fn what_cannot_be_done_is_said_with_exit_code_2() {
    let world = World::new().await;
    let cases: [(&[&str], &str); 8] = [
        (
            &["check", "chatgtp"],
            "there is no service \"chatgtp\"; did you mean \"chatgpt\"?",
        ),
        (&["watch", "chatgtp"], "did you mean \"chatgpt\"?"),
        (&["check", "--colour"], "there is no option --colour"),
        (
            &["chek"],
            "there is no command \"chek\"; did you mean \"check\"?",
        ),
        (&[], "Usage: aldis"),
        (
            &["demo", "1999-12-31"],
            "no scenario is called \"1999-12-31\"; there are: 2024-11-09",
        ),
        (
            &["demo", "--speed", "0"],
            "\"0\" cannot be the value of --speed",
        ),
        (&["decode", "--format", "smoke", "-"], "incident_io_widget"),
    ];
    for (args, says) in cases {
        let ran = world.run(args).await;
        assert_eq!(ran.code, Some(2), "{args:?}: {ran:?}");
        assert!(ran.stderr.contains(says), "{args:?}: {ran:?}");
        assert_eq!(ran.stdout, "", "{args:?}");
    }
    std::fs::write(world.config().join("settings.toml"), "watch = []\n").unwrap();
    let ran = world.run(&["check"]).await;
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.stderr.contains("nothing is watched"), "{ran:?}");
}

#[tokio::test]
async fn check_in_json_has_the_shape_of_the_contract() {
    let world = World::new().await;
    let ran = world.run(&["check", "--json", "chatgpt", "gemini"]).await;
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let mut seen = ran.json();
    settle(&mut seen);
    let probe = |surface: &str, status: u16| json!({"surface": surface, "outcome": "answered", "status": status, "ms": 0, "phase": null});
    let chatgpt = json!({"id": "chatgpt", "name": "ChatGPT", "health": "operational",
        "confidence": "confirmed", "since": null,
        "reason": "2 of 2 surfaces answer; no open incident.",
        "official": {"health": "operational", "age_s": 0, "incidents": []},
        "probes": [probe("web", 200), probe("api", 401)]});
    let gemini = json!({"id": "gemini", "name": "Gemini", "health": "operational",
        "confidence": "likely", "since": null, "reason": "2 of 2 surfaces answer.",
        "official": {"health": "unknown", "age_s": null, "incidents": []},
        "probes": [probe("web", 200), probe("api", 403)]});
    let contract = json!({"checked_at": "TIME", "vantage": "online",
        "services": [chatgpt, gemini]});
    assert_contains(&seen, &contract, "");
}

/// What differs from run to run, made the same; a time that is none stays and is found.
fn settle(value: &mut Value) {
    match value {
        Value::Array(all) => all.iter_mut().for_each(settle),
        Value::Object(fields) => {
            for (name, value) in fields {
                if ["ms", "age_s"].contains(&name.as_str()) && value.is_u64() {
                    *value = json!(0);
                }
                if value.as_str().is_some_and(is_time) {
                    *value = json!("TIME");
                }
                settle(value);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn is_time(text: &str) -> bool {
    text.ends_with('Z') && text.parse::<jiff::Timestamp>().is_ok()
}

/// Every field of `contract` is in `seen` with its value; `seen` may have more fields.
fn assert_contains(seen: &Value, contract: &Value, at: &str) {
    match (seen, contract) {
        (Value::Object(seen), Value::Object(contract)) => {
            for (name, value) in contract {
                let found = seen.get(name);
                let found = found.unwrap_or_else(|| panic!("{at}.{name} is missing"));
                assert_contains(found, value, &format!("{at}.{name}"));
            }
        }
        (Value::Array(seen), Value::Array(contract)) => {
            assert_eq!(seen.len(), contract.len(), "{at}: {seen:?}");
            for (index, (seen, contract)) in seen.iter().zip(contract).enumerate() {
                assert_contains(seen, contract, &format!("{at}[{index}]"));
            }
        }
        (seen, contract) => assert_eq!(seen, contract, "{at}"),
    }
}

#[tokio::test]
async fn explain_shows_every_look_the_page_and_our_own_network() {
    let world = World::new().await;
    world.set(&[WEB, API], Fault::Refuse).await;
    let ran = world.run(&["check", "chatgpt", "--explain"]).await;
    assert_eq!(ran.code, Some(1), "{ran:?}");
    for part in [
        "Your internet is fine (3 of 3 checks answer).",
        "Website: fails · Connection refused.",
        "API: fails · Connection refused.",
        "Their status page: Their page says everything works",
        "connection refused: speaks strongly for an outage",
        "Hardly any request gets lost on your side",
        "Status page still green; such pages are usually 21 min late.",
    ] {
        assert!(ran.stdout.contains(part), "{part}: {}", ran.stdout);
    }
    let ran = world.run(&["check", "claude", "--explain"]).await;
    assert!(ran.stdout.contains("connect "), "no layers: {}", ran.stdout);
}

#[tokio::test]
async fn a_mistake_in_the_settings_is_named_and_the_rest_counts() {
    let world = World::new().await;
    let text = "watch = [\"claude\"]\ncolour = \"red\"\nlanguage = \"klingon\"\n";
    std::fs::write(world.config().join("settings.toml"), text).unwrap();
    let ran = world.run(&["check", "--json"]).await;
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let said: Vec<_> = ran.stderr.lines().collect();
    assert_eq!(said.len(), 2, "{ran:?}");
    assert!(
        said[0].starts_with("aldis: settings.toml:2: ") && said[0].contains("colour"),
        "{said:?}"
    );
    assert!(said[1].starts_with("aldis: settings.toml:3: "), "{said:?}");
    assert!(
        said[1].contains("system") && said[1].contains("vi"),
        "not what is allowed: {said:?}"
    );
    assert_eq!(ran.json()["services"][0]["id"], "claude");
}

#[tokio::test]
async fn a_file_of_which_nothing_can_be_read_is_named_and_no_script_takes_it_for_well() {
    for (name, text) in [
        ("settings.toml", &b"watch = [\n"[..]),
        ("settings.toml", b"language = \"\xff\"\n"),
        ("services.toml", b"\n[[service]\n"),
    ] {
        let world = World::new().await;
        let path = world.config().join(name);
        let before = std::fs::read(&path).unwrap_or_default();
        std::fs::write(&path, [&before, text].concat()).unwrap();
        let ran = world.run(&["check", "--json", "chatgpt"]).await;
        assert_eq!(ran.code, Some(2), "{ran:?}");
        let named = format!("aldis: {name}:");
        assert!(ran.stderr.starts_with(&named), "{ran:?}");
        assert_eq!(ran.json()["services"][0]["id"], "chatgpt");
    }
}

#[tokio::test]
async fn controls_of_ones_own_on_loop_back_need_no_operator_and_one_is_enough() {
    let world = World::new().await;
    let path = world.config().join("services.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    let is_kept = |line: &&str| !line.starts_with("operator = ") || line.contains("lab");
    let lines = text.lines().filter(is_kept).map(|line| format!("{line}\n"));
    let nameless: String = lines.collect();
    let (before, first) = nameless.split_once("[[control]]").unwrap();
    let (first, rest) = first.split_once("[[control]]").unwrap();
    let (_, after) = rest.split_once("[[resolver]]").unwrap();
    let alone = format!("{before}[[control]]{first}[[resolver]]{after}");
    for text in [&nameless, &alone] {
        std::fs::write(&path, text).unwrap();
        let ran = world.run(&["check", "--json", "chatgpt"]).await;
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""), "{ran:?}");
        assert_eq!(ran.json()["vantage"], "online");
    }
    world.set(&everything(), Fault::Refuse).await;
    let ran = world.run(&["check", "--json", "chatgpt"]).await;
    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert_eq!(ran.json()["vantage"], "offline");
}

#[tokio::test]
async fn a_broken_service_of_ones_own_is_named_and_the_rest_works() {
    let world = World::new().await;
    let broken = "[[service]]\nid = \"mine\"\nname = \"Mine\"\nvendor = \"me\"\nfamly = \"x\"\n";
    let lines = world.append("services.toml", broken);
    let ran = world.run(&["check"]).await;
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.stderr.contains("services.toml:"), "{ran:?}");
    assert!(
        ran.stderr.contains("famly") || ran.stderr.contains("mine"),
        "{ran:?}"
    );
    let at: usize = ran.stderr.split(':').nth(2).unwrap().parse().unwrap();
    assert!(
        (lines + 1..=lines + 5).contains(&at),
        "line {at} of {lines}: {ran:?}"
    );
    let ran = world.run(&["services", "--json"]).await;
    assert!(
        ran.json()["services"]
            .as_array()
            .unwrap()
            .iter()
            .all(|it| it["id"] != "mine")
    );
}

#[tokio::test]
async fn a_page_that_is_html_makes_the_official_word_unknown_and_says_why() {
    let world = World::new().await;
    world
        .set(&[Part::Page(Vendor::OpenAi)], Fault::HtmlShell)
        .await;
    let ran = world.run(&["check", "chatgpt", "--json"]).await;
    let service = &ran.json()["services"][0];
    assert_eq!(service["health"], "operational", "{service}");
    assert_eq!(service["official"]["health"], "unknown", "{service}");
    assert_eq!(service["official"]["age_s"], Value::Null, "{service}");
    let words = service["official"]["words"].as_str().unwrap();
    assert!(
        words.contains("could not be read") && words.contains("never read so far"),
        "{words}"
    );
    assert!(
        service["reason"]
            .as_str()
            .unwrap()
            .contains("cannot be read"),
        "{service}"
    );
}

#[tokio::test]
async fn a_service_of_which_only_an_unreadable_page_is_known_is_not_called_well() {
    let world = World::new().await;
    let url = world.lab.url(Part::Page(Vendor::Anthropic));
    let entry = format!(
        "[[service]]\nid = \"silent\"\nname = \"Silent\"\nvendor = \"silent\"\nfamily = \"silent\"\n\
         open = \"https://silent.example/\"\ncapabilities = [\"chat\"]\nsign_in = false\n\
         [[service.status]]\nformat = \"statuspage\"\nurl = \"{url}/api/v2/summary.json\"\n\
         every = \"1s\"\ncomponents = {{ main = [\"rwppv331jlwc\"] }}\n"
    );
    world.append("services.toml", &entry);
    let ran = world.run(&["check", "silent"]).await;
    assert_eq!(ran.code, Some(0), "{ran:?}");
    for fault in [
        Fault::HtmlShell,
        Fault::EmptyBody,
        Fault::EmptyObject,
        Fault::Truncated,
    ] {
        world
            .set(&[Part::Page(Vendor::Anthropic)], fault.clone())
            .await;
        let ran = world.run(&["check", "silent"]).await;
        assert_eq!(ran.code, Some(3), "{fault:?}: {ran:?}");
        assert!(ran.stdout.contains("○ can't see"), "{fault:?}: {ran:?}");
    }
}

#[tokio::test]
async fn without_any_file_everything_is_as_it_comes() {
    let world = World::new().await;
    let nowhere = world.data().join("nowhere");
    let args = [
        "services",
        "--json",
        "--config-dir",
        nowhere.to_str().unwrap(),
    ];
    let ran = world.run(&args).await;
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let said = format!(
        "aldis: there is no folder {}: your settings are not read\n",
        nowhere.display()
    );
    assert_eq!(ran.stderr, said);
    assert_eq!(ran.json()["services"][0]["open"], "https://chatgpt.com/");
    let mut homeless = world.aldis(&["services"]);
    homeless
        .env_remove("ALDIS_CONFIG_DIR")
        .env_remove("ALDIS_DATA_DIR")
        .env_remove("HOME");
    let ran = finish(homeless).await;
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.stdout.contains("chatgpt"), "{ran:?}");
    assert!(!nowhere.exists(), "looking made a directory");
}

#[tokio::test]
async fn services_shows_the_catalogue_as_in_force() {
    let world = World::new().await;
    let ran = world.run(&["services", "--json"]).await;
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let catalogue = ran.json();
    let chatgpt = &catalogue["services"][0];
    assert_eq!(chatgpt["id"], "chatgpt");
    assert_eq!(
        chatgpt["probe"][0]["url"],
        format!("{}/", world.lab.url(WEB))
    );
    assert_eq!(catalogue["controls"].as_array().unwrap().len(), 3);
    let ran = world.run(&["services"]).await;
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(
        ran.stdout.lines().nth(1).unwrap().starts_with("chatgpt "),
        "{ran:?}"
    );
}

fn fixture(name: &str) -> String {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/page/");
    format!("{root}{name}")
}

#[tokio::test]
async fn decode_turns_a_page_into_the_report_of_the_contract() {
    let world = World::new().await;
    let page = fixture("incident_io/harbor-major-2025-11-14.json");
    let ran = world
        .run(&["decode", "--format", "incident_io", &page])
        .await;
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""), "{ran:?}");
    insta::assert_snapshot!(ran.stdout);
    let ran = world
        .run(&[
            "decode",
            "--format",
            "incident_io",
            "--service",
            "chatgpt",
            &page,
        ])
        .await;
    let verdict = &ran.json()["verdict"];
    assert_eq!(verdict["service"], "chatgpt");
    assert!(
        verdict["reason"].is_string() && verdict["health"].is_string(),
        "{verdict}"
    );
}

#[tokio::test]
async fn decode_refuses_what_it_cannot_read_and_says_why() {
    let world = World::new().await;
    for (name, why) in [
        ("incident_io/harbor-empty-2026-10-09.json", "it is empty"),
        ("incident_io/harbor-page-2026-10-09.html", "a web page"),
        ("incident_io/harbor-bare-2026-10-09.json", "missing"),
        ("incident_io/no-such-page-2026-10-09.json", "cannot be read"),
    ] {
        let ran = world
            .run(&["decode", "--format", "incident_io", &fixture(name)])
            .await;
        assert_eq!(ran.code, Some(2), "{name}: {ran:?}");
        assert!(ran.stderr.contains(why), "{name}: {ran:?}");
        assert_eq!(ran.stdout, "", "{name}");
    }
}

#[tokio::test]
async fn the_language_of_the_settings_is_spoken() {
    let world = World::new().await;
    let path = world.config().join("settings.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, format!("language = \"vi\"\n{text}")).unwrap();
    let ran = world.run(&["check"]).await;
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""), "{ran:?}");
    assert!(ran.stdout.contains("Dịch vụ"), "{ran:?}");
}

#[tokio::test]
async fn a_demo_tells_the_story_and_the_lamp_sees_it() {
    let world = World::new().await;
    let ran = world.run(&["demo", "--speed", "400"]).await;
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.stderr.contains("no vendor is asked"), "{ran:?}");
    let story = [
        "ChatGPT  working",
        "— A configuration change",
        // Whoever is faster is quoted: its page, or our own looks.
        "» ChatGPT ",
        "— 35 min into the story: It is over",
        "» ChatGPT is working again",
        "— The end.",
    ];
    let mut rest = ran.stdout.as_str();
    for part in story {
        let at = rest
            .find(part)
            .unwrap_or_else(|| panic!("no {part:?}: {}", ran.stdout));
        rest = &rest[at..];
    }
}

#[tokio::test]
async fn a_demo_in_a_desktop_that_does_not_stay_says_so() {
    let world = World::new().await;
    let ran = world
        .run(&["demo", "--desktop", "no/such/aldis-desktop"])
        .await;
    assert_eq!(ran.code, Some(2), "{ran:?}");
    let says = "failed to start no/such/aldis-desktop";
    assert!(ran.stderr.contains(says), "{ran:?}");
    // Anything that ends at once with a failure does for a desktop: ourselves, asked nonsense.
    let ours = env!("CARGO_BIN_EXE_aldis");
    let ran = world.run(&["demo", "--desktop", ours]).await;
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.stderr.contains("ended by itself"), "{ran:?}");
}
