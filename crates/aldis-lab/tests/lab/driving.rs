//! The lab driven by scripts with times, by name, and over HTTP.

use std::time::Duration;

use crate::common::{builder, get, lab};
use aldis_lab::{Config, Fault, Lab, Part, Scenario, Script, Vendor, scenario};
use serde_json::{Value, json};
use tokio::time::Instant;

const WEB: Part = Part::Web(Vendor::OpenAi);

const SCRIPT: &str = r#"
[[at]]
seconds = 0
say = "down"
actions = [{ do = "set", parts = ["openai.web"], fault = { kind = "status", status = 502 } }]
[[at]]
seconds = 10
say = "refused"
actions = [{ do = "set", parts = ["openai.web", "control.north"], fault = { kind = "refuse" } }]
[[at]]
seconds = 30.5
say = "well"
actions = [{ do = "heal" }]
"#;

#[tokio::test(start_paused = true)]
async fn a_script_keeps_its_times_at_any_speed() {
    let lab = lab().await;
    let script = Script::parse(SCRIPT).unwrap();
    for speed in [1.0, 10.0] {
        let begun = Instant::now();
        let mut told = Vec::new();
        let play = script.play(&lab, speed, |step| {
            let faults = lab.faults().len();
            told.push((
                begun.elapsed().as_secs_f64() * speed,
                step.say.clone(),
                faults,
            ));
        });
        play.await.unwrap();
        for ((at, say, faults), (due, word, broken)) in
            told.iter()
                .zip([(0.0, "down", 1), (10.0, "refused", 2), (30.5, "well", 0)])
        {
            assert!((at - due).abs() < 0.3, "{say} at {at} instead of {due}");
            assert_eq!((say.as_str(), *faults), (word, broken));
        }
        assert_eq!(told.len(), 3);
    }
    assert_eq!(script.length(10.0), Duration::from_millis(3050));
}

#[test]
fn a_script_that_makes_no_sense_is_refused() {
    for (text, word) in [
        ("[[at]]\nseconds = -1", "step 1"),
        ("[[at]]\nseconds = 5\n[[at]]\nseconds = 4", "step 2"),
        ("[[at]]\nseconds = nan", "step 1"),
        ("speed = 0", "speed"),
        ("speed = 1\ncolour = 3", "colour"),
        (
            "[[at]]\nseconds = 0\nactions = [{ do = \"set\", parts = [\"openai.fax\"], fault = { kind = \"refuse\" } }]",
            "openai.fax",
        ),
    ] {
        let error = Script::parse(text).unwrap_err().to_string();
        assert!(error.contains(word), "{text}: {error}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_outage_of_2024_11_09_happens_as_it_did() {
    let lab = lab().await;
    assert_eq!(scenario::names(), ["2024-11-09", "2024-12-26"]);
    let outage = Scenario::named(Scenario::DEFAULT).unwrap();
    let mut told = Vec::new();
    let play = outage.play(&lab, None, |second, say| {
        let faults = lab.faults();
        let down = |part| faults.get(&part).map(|(fault, _)| fault.clone());
        told.push((
            second,
            say.to_owned(),
            down(WEB),
            down(Part::Api(Vendor::OpenAi)),
        ));
    });
    play.await.unwrap();

    let down = Some(Fault::Status {
        status: 503,
        body: None,
    });
    let at = |second: f64| told.iter().find(|step| step.0 == second).unwrap();
    assert_eq!((&at(0.0).2, &at(0.0).3), (&down, &down));
    assert_eq!((&at(420.0).2, &at(420.0).3), (&down, &down));
    assert_eq!((&at(1680.0).2, &at(1680.0).3), (&down, &None));
    assert_eq!((&at(2100.0).2, &at(2100.0).3), (&None, &None));
    assert!(at(6060.0).1.contains("resolved"));
    assert_eq!(told.len(), 8);
    assert!(told.iter().all(|step| !step.1.is_empty()));

    let error = Scenario::named("1066-10-14").unwrap_err().to_string();
    assert!(error.contains("2024-11-09"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn the_evening_of_2024_12_26_happens_as_it_did() {
    let lab = lab().await;
    let evening = Scenario::named("2024-12-26").unwrap();
    let mut told = Vec::new();
    let play = evening.play(&lab, None, |second, say| {
        let faults = lab.faults();
        let fails = |part| faults.contains_key(&part);
        told.push((second, fails(WEB), fails(Part::Api(Vendor::OpenAi))));
        assert!(!say.is_empty());
    });
    play.await.unwrap();
    let fails = |second, web| (second, web, false);
    assert_eq!(
        told,
        [
            fails(0.0, true),
            fails(1200.0, true),
            fails(2280.0, true),
            fails(16260.0, true),
            fails(27600.0, false),
            fails(35880.0, false),
        ]
    );
}

async fn ask(lab: &Lab, method: reqwest::Method, path: &str, body: String) -> (u16, String) {
    let url = format!("{}{path}", lab.remote_url().unwrap());
    let client = builder().build().unwrap();
    let answer = client.request(method, url).body(body).send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

async fn post(lab: &Lab, path: &str, body: impl ToString) -> (u16, String) {
    ask(lab, reqwest::Method::POST, path, body.to_string()).await
}

async fn state(lab: &Lab, path: &str) -> Value {
    let (status, body) = ask(lab, reqwest::Method::GET, path, String::new()).await;
    assert_eq!(status, 200);
    serde_json::from_str(&body).unwrap()
}

#[tokio::test]
async fn the_lab_is_driven_and_asked_over_http() {
    let lab = lab().await;
    let down = json!({"do": "set", "parts": ["openai.web"],
        "fault": {"kind": "status", "status": 503}, "when": {"kind": "next", "count": 1}});
    assert_eq!(post(&lab, "/set", &down).await.0, 200);
    assert_eq!(
        state(&lab, "/state").await["faults"][0]["part"],
        "openai.web"
    );
    assert_eq!(get(lab.url(WEB)).await.unwrap().status(), 503);
    assert_eq!(get(lab.url(WEB)).await.unwrap().status(), 200);

    let posts = json!([
        {"do": "post", "vendor": "anthropic", "post": {
            "incident": "x", "phase": "investigating", "title": "Trouble", "impact": "critical",
            "components": {"claude.ai": "major_outage"}}},
        {"do": "headline", "vendor": "anthropic", "says": "none"}]);
    assert_eq!(
        post(&lab, "/set", &posts).await,
        (200, r#"{"done":2}"#.to_owned())
    );
    let now = state(&lab, "/state").await;
    assert_eq!(now["pages"]["anthropic"]["headline"], "none");
    assert_eq!(
        now["pages"]["anthropic"]["incidents"][0]["title"],
        "Trouble"
    );
    assert_eq!(now["counts"]["openai.web"], 2);
    assert_eq!(
        state(&lab, "/log").await["seen"][1]["user_agent"],
        "aldis-lab-test"
    );

    assert_eq!(post(&lab, "/reset", "").await.0, 200);
    let now = state(&lab, "/state").await;
    assert_eq!((&now["faults"], &now["counts"]), (&json!([]), &json!({})));
    assert_eq!(now["pages"]["anthropic"]["incidents"], json!([]));
}

#[tokio::test]
async fn the_door_says_what_is_wrong_and_lets_no_web_page_in() {
    let lab = lab().await;
    for (path, body, word) in [
        ("/set", "{}", "do"),
        (
            "/set",
            r#"{"do":"set","parts":["openai.fax"],"fault":{"kind":"refuse"}}"#,
            "openai.fax",
        ),
        ("/set", r#"[{"do":"heal"},{"do":"dance"}]"#, "dance"),
        ("/set", r#"{"do":"headline","vendor":"google"}"#, "google"),
        ("/script", "at = 3", "not a script"),
        ("/scenario?name=1066", "", "1066"),
        ("/scenario?speed=fast", "", "speed"),
    ] {
        let (status, said) = post(&lab, path, body).await;
        assert_eq!(status, 400, "{path} {body}");
        assert!(said.contains(word), "{path} {body}: {said}");
    }
    assert_eq!(post(&lab, "/nowhere", "").await.0, 404);
    let client = builder().build().unwrap();
    let url = format!("{}/reset", lab.remote_url().unwrap());
    let from_page = client
        .post(url)
        .header("origin", "http://evil.invalid")
        .send();
    assert_eq!(from_page.await.unwrap().status(), 403);
}

/// Asks until the state is as wanted; a real moment each time, at most five seconds in all.
async fn until(lab: &Lab, wanted: impl Fn(&Value) -> bool) -> Value {
    let end = Instant::now() + Duration::from_secs(5);
    loop {
        let now = state(lab, "/state").await;
        if wanted(&now) {
            return now;
        }
        assert!(Instant::now() < end, "{now}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn a_script_sent_over_http_plays_and_can_be_stopped_or_fail() {
    let lab = lab().await;
    let (status, said) = post(&lab, "/script?speed=100", SCRIPT).await;
    assert_eq!((status, said.as_str()), (200, r#"{"lasts_s":0.305}"#));
    until(&lab, |now| {
        now["faults"].as_array().is_some_and(|all| all.len() == 2)
    })
    .await;
    let done = until(&lab, |now| now["script"]["plays"] == false).await;
    assert_eq!(
        (&done["faults"], &done["script"]["failed"]),
        (&json!([]), &Value::Null)
    );

    assert_eq!(
        post(&lab, "/scenario?name=2024-11-09&speed=1", "").await.0,
        200
    );
    until(&lab, |now| {
        now["faults"].as_array().is_some_and(|all| all.len() == 2)
    })
    .await;
    assert_eq!(post(&lab, "/stop", "").await.0, 200);
    assert_eq!(state(&lab, "/state").await["script"]["plays"], false);

    let bad = "[[at]]\nseconds = 0\nactions = [{ do = \"headline\", vendor = \"google\" }]";
    assert_eq!(post(&lab, "/script", bad).await.0, 200);
    let failed = until(&lab, |now| now["script"]["failed"].is_string()).await;
    assert!(
        failed["script"]["failed"]
            .as_str()
            .unwrap()
            .contains("google")
    );
}

#[tokio::test]
async fn the_door_stays_shut_where_it_is_not_wanted() {
    let config = Config {
        remote: false,
        ..Config::default()
    };
    let lab = Lab::start(config).await.unwrap();
    assert_eq!(lab.remote_url(), None);
}

#[tokio::test]
async fn parts_can_be_watched_over_tls_or_under_a_name_nobody_knows() {
    let claude = Part::Web(Vendor::Anthropic);
    let config = Config {
        https: vec![WEB],
        unknown_name: vec![claude],
        ..Config::default()
    };
    let lab = Lab::start(config).await.unwrap();
    let (catalogue, findings) =
        aldis_core::catalogue::parse(&lab.catalogue_toml(), "services.toml");
    assert_eq!(findings, []);
    let url = |id: &str| {
        let service = catalogue.service(&aldis_core::ServiceId::new(id)).unwrap();
        service.probes[0].url.clone()
    };
    assert_eq!(url("chatgpt").as_str(), format!("{}/", lab.https_url(WEB)));
    assert_eq!(url("claude").host_str(), Some("no-such-name.invalid"));
    let error = get(url("claude")).await.unwrap_err();
    assert!(error.is_connect() || error.is_timeout(), "{error:?}");
    assert_eq!(lab.counts(), std::collections::BTreeMap::new());
}

#[tokio::test]
async fn announced_work_is_driven_by_scripts_and_over_http() {
    let lab = lab().await;
    let told = |phase: &str| {
        json!({"do": "maintain", "vendor": "anthropic", "maintenance": {
            "maintenance": "w", "phase": phase, "title": "New database",
            "components": ["claude.ai"]}})
    };
    for phase in ["scheduled", "in_progress", "completed"] {
        assert_eq!(post(&lab, "/set", told(phase)).await.0, 200);
        let page = &state(&lab, "/state").await["pages"]["anthropic"];
        assert_eq!(
            page["maintenances"],
            json!([{"title": "New database", "phase": phase}])
        );
    }
    let odd = post(&lab, "/set", told("paused")).await;
    assert_eq!(odd.0, 400, "{}", odd.1);

    let script = Script::parse(
        r#"
[[at]]
seconds = 0
actions = [{ do = "maintain", vendor = "github", maintenance = { maintenance = "w", phase = "in_progress", components = ["Copilot"] } }]
"#,
    )
    .unwrap();
    script.play(&lab, 1.0, |_| {}).await.unwrap();
    let page = &state(&lab, "/state").await["pages"]["github"];
    assert_eq!(
        page["maintenances"],
        json!([{"title": "w", "phase": "in_progress"}])
    );
}
