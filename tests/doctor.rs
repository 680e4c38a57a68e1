//! `aldis doctor` as a process, against vendors on loop-back.

use aldis_lab::{Fault, Part, Vendor};

use crate::support::{World, everything, status};

const PAGE: Part = Part::Page(Vendor::Anthropic);

/// The lab plays these and nobody else: no other entry may be asked.
const OURS: [&str; 2] = ["claude", "github-copilot"];

fn of<'v>(told: &'v serde_json::Value, id: &str) -> &'v serde_json::Value {
    let entries = told["entries"].as_array().unwrap();
    entries.iter().find(|entry| entry["id"] == id).unwrap()
}

async fn doctor(world: &World) -> (Option<i32>, serde_json::Value) {
    let ran = world
        .run(&[&["doctor", "--json"], &OURS[..]].concat())
        .await;
    (ran.code, ran.json())
}

#[tokio::test]
async fn entries_hold_while_pages_read_and_doors_answer() {
    let world = World::new().await;
    let (code, told) = doctor(&world).await;
    assert_eq!(code, Some(0), "{told:#}");
    assert_eq!(told["vantage"], "online");
    for id in OURS {
        assert_eq!(of(&told, id)["holds"], true, "{told:#}");
        assert_eq!(of(&told, id)["checks"][0]["format"], "statuspage");
    }
    let parts = told["machine"].as_array().unwrap();
    let names: Vec<_> = parts
        .iter()
        .map(|it| it["part"].as_str().unwrap())
        .collect();
    assert_eq!(
        names,
        ["tray", "notifications", "key-store", "files", "data"]
    );
    assert_eq!(parts[3]["works"], true);
}

#[tokio::test]
async fn a_page_that_became_another_is_named_and_a_vendor_that_is_down_is_not() {
    let world = World::new().await;
    world.set(&[PAGE], Fault::HtmlShell).await;
    world
        .set(
            &[Part::Page(Vendor::GitHub), Part::Web(Vendor::GitHub)],
            status(503),
        )
        .await;
    let (code, told) = doctor(&world).await;
    assert_eq!(code, Some(1), "{told:#}");
    let claude = of(&told, "claude");
    assert_eq!(claude["holds"], false);
    assert_eq!(
        claude["checks"][0]["why"],
        "a web page came where data was due"
    );
    let github = of(&told, "github-copilot");
    assert_eq!(github["checks"][0]["holds"], serde_json::Value::Null);
    assert_ne!(github["holds"], false, "{told:#}");
    let ran = world.run(&["doctor", "claude"]).await;
    assert!(ran.stdout.contains("claude: no longer holds"), "{ran:?}");
}

#[tokio::test]
async fn a_component_that_is_gone_is_named() {
    let world = World::new().await;
    let path = world.config().join("services.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace("rwppv331jlwc", "gonegonegone")).unwrap();
    let (code, told) = doctor(&world).await;
    assert_eq!(code, Some(1), "{told:#}");
    let why = of(&told, "claude")["checks"][0]["why"].as_str().unwrap();
    assert!(why.contains("gonegonegone"), "{why}");
}

#[tokio::test]
async fn who_is_offline_says_nothing_of_anybody() {
    let world = World::new().await;
    world.set(&everything(), Fault::Refuse).await;
    let (code, told) = doctor(&world).await;
    assert_eq!(code, Some(3), "{told:#}");
    assert_eq!(told["vantage"], "offline");
    assert_eq!(told["entries"].as_array().unwrap().len(), 0);
}

#[tokio::test]
async fn an_entry_is_printed_for_a_page_that_is_known_by_its_address_alone() {
    let world = World::new().await;
    let page = world.lab.url(PAGE);
    let ran = world.run(&["doctor", "--add", &page]).await;
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.stdout.starts_with("[[service]]\nid = "), "{ran:?}");
    assert!(ran.stdout.contains("format = \"statuspage\""), "{ran:?}");
    assert!(ran.stdout.contains("# \"rwppv331jlwc\" "), "{ran:?}");
    world.append("services.toml", &ran.stdout);
    let ran = world.run(&["services", "--json"]).await;
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    let ran = world
        .run(&["doctor", "--add", &world.lab.url(Part::Portal)])
        .await;
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(3), ""), "{ran:?}");
}
