//! Files as people write them, and the one that comes with Aldis.

use std::collections::BTreeMap;
use std::time::Duration;

use super::super::{Filters, Part, quorum};
use super::*;
use crate::page::Format;

const MINIMAL: &str = r#"
[[service]]
id = "mine"
name = "Mine"
vendor = "me"
open = "http://127.0.0.1:8080/"
"#;

const CONTROLS: &str = r#"
[[control]]
url = "http://127.0.0.1:1/"
body = "yes"
[[control]]
operator = "two"
url = "http://127.0.0.1:2/"
"#;

fn messages(text: &str) -> Vec<String> {
    let words = crate::present::words::sample::english();
    let findings = read(text, "services.toml").1;
    findings.iter().map(|it| words.finding(it)).collect()
}

#[test]
fn the_controls_are_three_operators_and_one_can_see_a_portal() {
    let controls = Catalogue::embedded().controls;
    let operators: BTreeSet<_> = controls.iter().map(|control| &control.operator).collect();
    assert!(operators.len() >= 3);
    assert!(
        controls
            .iter()
            .any(|control| control.url.scheme() == "http" && control.body.is_some())
    );
    assert!(
        controls
            .iter()
            .any(|control| control.url.scheme() == "https")
    );
}

#[test]
fn a_users_entry_overrides_by_id_and_adds_new_ones() {
    let ours = Catalogue::embedded();
    let (user, findings) = read(
        &format!(
            "{}\n{MINIMAL}\n{CONTROLS}",
            MINIMAL.replace("mine", "chatgpt")
        ),
        "services.toml",
    );
    assert_eq!(findings, []);
    let count = ours.services.len();
    let both = ours.overlaid_with(user);
    assert_eq!(both.services.len(), count + 1);
    assert_eq!(both.services[0].name, "Mine");
    assert_eq!(both.services[0].id.as_str(), "chatgpt");
    assert_eq!(both.controls.len(), 2);
    assert_eq!(both.controls[0].operator, "http://127.0.0.1:1/");
}

#[test]
fn controls_on_loop_back_are_each_their_own_and_one_will_do() {
    let at = |port: u16| format!("[[control]]\nurl = \"http://127.0.0.1:{port}/\"\n");
    for count in 1..=3 {
        let text: String = (1..=count).map(at).collect();
        let (user, findings) = read(&text, "services.toml");
        assert_eq!(findings, []);
        let controls = Catalogue::embedded().overlaid_with(user).controls;
        let operators: BTreeSet<_> = controls.iter().map(|it| &it.operator).collect();
        assert_eq!(operators.len(), usize::from(count));
        assert_eq!(quorum(&controls), operators.len().min(2));
    }
}

#[test]
fn controls_of_one_operator_are_named_and_ours_stay() {
    let away = CONTROLS.replace("127.0.0.1", "198.51.100.1");
    let one = away.replace("two", "198.51.100.1");
    for text in [&one, "[[control]]\nurl = \"http://198.51.100.1:1/\""] {
        let (user, findings) = read(text, "services.toml");
        assert_eq!(findings.len(), 1, "{findings:?}");
        assert_eq!(findings[0].mistake, Mistake::OneOperator);
        let controls = Catalogue::embedded().overlaid_with(user).controls;
        assert_eq!(controls, Catalogue::embedded().controls);
    }
}

#[test]
fn a_bad_entry_is_left_out_and_named_and_the_others_stay() {
    let text = format!(
        "{MINIMAL}\n[[service]]\nid = \"bad\"\nname = \"Bad\"\nvendor = \"x\"\nopen = \"ftp://x/\"\n\
         [[service.status]]\nformat = \"smoke\"\nurl = \"http://127.0.0.1/\"\n"
    );
    let words = Format::ALL
        .map(|format| format!("\"{}\"", format.word()))
        .join(", ");
    let (catalogue, findings) = read(&text, "services.toml");
    assert_eq!(catalogue.services.len(), 1);
    assert_eq!(findings.len(), 3);
    assert_eq!(
        messages(&text),
        [
            "services.toml:8: service \"bad\" is left out because of the mistakes named",
            "services.toml:12: `open` in service \"bad\" cannot be \"ftp://x/\"; it has to be an http or https address",
            &format!(
                "services.toml:14: `format` in [[status]] cannot be \"smoke\"; it has to be one of {words}"
            ),
        ]
    );
}

#[test]
fn an_unknown_key_is_named_with_its_line_and_the_entry_stays() {
    let text = format!(
        "{MINIMAL}colour = \"red\"\n[[service.probe]]\nsurface = \"web\"\nurl = \"http://[::1]/\"\nx = 1\n"
    );
    let (catalogue, findings) = read(&text, "services.toml");
    assert_eq!(catalogue.services.len(), 1);
    assert_eq!(catalogue.services[0].probes[0].alive, [200]);
    assert_eq!(
        findings
            .iter()
            .map(|finding| finding.line)
            .collect::<Vec<_>>(),
        [Some(7), Some(11)]
    );
    assert!(messages(&text)[0].starts_with(
        "services.toml:7: unknown key `colour` in service \"mine\"; allowed: id, name,"
    ));
}

#[test]
fn what_cannot_be_meant_is_refused() {
    let with = |line: &str| messages(&format!("{MINIMAL}{line}"));
    for line in [
        "prompt = \"https://example.org/?q=\"",
        "capabilities = [\"chat\", \"cooking\"]",
        "sign_in = \"no\"",
        "was = [\"Old Name\"]",
        "status = 7",
        "[[service.probe]]\nsurface = \"web\"\nurl = \"http://127.0.0.1/\"\nalive = [500]",
        "[[service.status]]\nformat = \"statuspage\"\nurl = \"http://127.0.0.1/\"\nevery = \"soon\"",
        "[[service.status]]\nformat = \"statuspage\"\nurl = \"http://127.0.0.1/\"\ncomponents = { images = [\"a\"] }",
        "[[service.status]]\nformat = \"statuspage\"\nurl = \"http://127.0.0.1/\"\ncomponents = { main = [\"a\"], x = [] }",
        "[[service.status]]\nformat = \"statuspage\"\nurl = \"http://127.0.0.1/\"\ngroups = { images = [\"a\"] }",
        "[[service.status]]\nformat = \"statuspage\"\nurl = \"http://127.0.0.1/\"\nhold = \"yes\"",
        "[[service.status]]\nformat = \"statuspage\"\nurl = \"http://127.0.0.1/\"\npermanent_after = 7",
        "unconfirmed = [\"chat\"]",
        "unconfirmed = { capabilities = [\"cooking\"] }",
    ] {
        let findings = with(line);
        assert!(
            findings
                .iter()
                .any(|finding| finding.contains("is left out")),
            "{line}: {findings:?}"
        );
        assert!(findings.len() > 1, "{line} is not named: {findings:?}");
    }
    assert_eq!(with(""), [""; 0]);
}

#[test]
fn what_a_page_is_to_the_service_is_read_as_written() {
    let text = format!(
        "{MINIMAL}resells = [\"a\"]\nunconfirmed = {{ sign_in = false, resells = [\"b\"] }}\n\
         [[service.status]]\nformat = \"better_stack\"\nurl = \"http://127.0.0.1/\"\n\
         components = {{ images = [\"7\"] }}\ngroups = {{ main = [\"8\"] }}\ngentle = true\nhold = true\n\
         noise = [\"alarm\"]\nregions = [\"us\"]\npermanent_after = \"7d\"\nfrozen_after = \"1h\"\n"
    );
    let (catalogue, findings) = read(&text, "services.toml");
    assert_eq!(findings, []);
    let service = &catalogue.services[0];
    for (family, may) in [("me", true), ("a", true), ("b", true), ("c", false)] {
        assert_eq!(service.may_speak_as(family), may, "{family}");
    }
    assert_eq!(
        (service.sign_in, service.unconfirmed.sign_in),
        (false, Some(false))
    );
    let source = &service.status[0];
    assert_eq!(
        source.groups,
        BTreeMap::from([(Part::Main, vec!["8".to_owned()])])
    );
    assert!(source.gentle && source.hold && !source.unconfirmed);
    assert_eq!(source.every, Duration::from_secs(120));
    assert_eq!(source.frozen_after, Some(Duration::from_secs(3_600)));
    let expected = Filters {
        noise: vec!["alarm".to_owned()],
        regions: vec!["us".to_owned()],
        permanent_after: Some(Duration::from_secs(7 * 86_400)),
        ..Filters::default()
    };
    assert_eq!(source.filters, expected);
}

#[test]
fn an_id_that_is_there_twice_counts_once() {
    let (catalogue, findings) = read(&format!("{MINIMAL}{MINIMAL}"), "services.toml");
    assert_eq!(catalogue.services.len(), 1);
    assert_eq!(findings.len(), 1);
    let entry = "service \"mine\"".to_owned();
    assert_eq!(findings[0].mistake, Mistake::Twice { entry });
}

#[test]
fn broken_toml_is_one_finding_with_its_line() {
    let (catalogue, findings) = read("[[service]]\nid = \n", "services.toml");
    assert_eq!(catalogue, Catalogue::default());
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].line, Some(2));
}
