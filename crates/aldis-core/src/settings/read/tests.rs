//! What a settings file means, and what is said of one with mistakes.

use std::time::Duration;

use super::*;

fn messages(text: &str) -> Vec<String> {
    let words = crate::present::words::sample::english();
    let findings = read(text, "settings.toml").1;
    findings.iter().map(|it| words.finding(it)).collect()
}

#[test]
fn an_empty_file_means_the_defaults() {
    assert_eq!(read("", "settings.toml"), (Settings::default(), Vec::new()));
    assert_eq!(
        read("\u{feff}# nothing\n", "settings.toml"),
        (Settings::default(), Vec::new())
    );
}

#[test]
fn every_key_is_read() {
    let text = r#"
watch    = ["claude", "chatgpt", "claude"]
prefer   = ["gemini"]
language = "vi"
theme = "dark"
[intervals]
edge = "500ms"
completion = "10m"
status_page = "90s"
[notify]
level = "degraded"
recoveries = false
quiet_hours = { from = "22:00", to = "7:30" }
[notify.service]
chatgpt = "off"
[network]
proxy = "http://127.0.0.1:3128"
metered = "no"
[hooks]
on_transition = ["/bin/true", ""]
webhook = "https://example.org/hook"
"#;
    let (settings, findings) = read(text, "settings.toml");
    assert_eq!(findings, []);
    assert_eq!(settings.watch, ["claude", "chatgpt"].map(ServiceId::new));
    assert_eq!(settings.prefer, [ServiceId::new("gemini")]);
    assert_eq!(
        settings.language,
        LanguageChoice::Fixed(Language::from_tag("vi").unwrap())
    );
    assert_eq!(settings.theme, Theme::Dark);
    assert_eq!(settings.intervals.edge, Duration::from_millis(500));
    assert_eq!(settings.intervals.completion, Duration::from_secs(600));
    assert_eq!(settings.intervals.status_page, Duration::from_secs(90));
    assert_eq!(settings.notify.level, NotifyLevel::Degraded);
    assert!(!settings.notify.recoveries);
    assert_eq!(
        settings.notify.quiet_hours,
        Some(QuietHours {
            from: 1320,
            to: 450
        })
    );
    assert_eq!(
        settings.notify.service,
        [(ServiceId::new("chatgpt"), NotifyLevel::Off)]
    );
    assert!(matches!(&settings.proxy, Proxy::Url(url) if url.port() == Some(3128)));
    assert_eq!(settings.metered, Metered::No);
    assert_eq!(settings.hooks.on_transition, ["/bin/true", ""]);
    assert_eq!(
        settings.hooks.webhook.unwrap().as_str(),
        "https://example.org/hook"
    );
}

#[test]
fn hosts_other_than_our_own_are_held_to_the_minimum() {
    let intervals = read(
        "[intervals]\nedge = \"500ms\"\ncompletion = \"1s\"\nstatus_page = \"3m\"",
        "s",
    )
    .0
    .intervals;
    assert_eq!(intervals.held_to_minimum(true), intervals);
    let held = intervals.held_to_minimum(false);
    assert_eq!(
        [held.edge, held.completion, held.status_page],
        [20, 60, 180].map(Duration::from_secs)
    );
    let is_loopback = |address: &str| super::super::is_loopback(&address.parse().unwrap());
    assert!(
        [
            "http://127.0.0.1:1/",
            "http://127.9.9.9/",
            "http://[::1]/",
            "http://localhost/"
        ]
        .iter()
        .all(|a| is_loopback(a))
    );
    assert!(
        ![
            "http://127.0.0.1.example.org/",
            "http://10.0.0.1/",
            "http://local/"
        ]
        .iter()
        .any(|a| is_loopback(a))
    );
}

#[test]
fn mistakes_are_named_with_line_and_remedy_and_the_rest_counts() {
    let text = "wacth = [\"claude\"]\ntheme = \"pink\"\n[intervals]\nedge = 5\nstatus_page = \"3m\"\n\
                [notify]\nlevel = \"loud\"\nquiet_hours = { from = \"24:00\", to = \"07:00\" }\n[colours]\n";
    let (settings, findings) = read(text, "settings.toml");
    assert_eq!(settings.intervals.status_page, Duration::from_secs(180));
    assert_eq!(
        Settings {
            intervals: Settings::default().intervals,
            ..settings
        },
        Settings::default()
    );
    assert_eq!(findings.len(), 6);
    insta::assert_snapshot!(messages(text).join("\n"), @r#"
        settings.toml:1: unknown key `wacth` in the file; allowed: watch, prefer, language, theme, intervals, completion, notify, network, hooks, updates
        settings.toml:2: `theme` in the file cannot be "pink"; it has to be one of "system", "light", "dark"
        settings.toml:4: `edge` in [intervals] cannot be 5; it has to be a duration such as "500ms", "20s" or "5m"
        settings.toml:7: `level` in [notify] cannot be "loud"; it has to be one of "off", "outages", "degraded"
        settings.toml:8: `from` in quiet_hours cannot be "24:00"; it has to be a time of day such as "22:00"
        settings.toml:9: unknown key `colours` in the file; allowed: watch, prefer, language, theme, intervals, completion, notify, network, hooks, updates
        "#);
}

#[test]
fn secrets_of_proxies_and_hooks_are_never_quoted() {
    let text = "[network]\nproxy = \"ftp://me:hunter2@proxy.example\"\n\
                [hooks]\nwebhook = \"http://hooks.example/hunter2\"\non_transition = \"curl -H hunter2\"\n";
    let (settings, findings) = read(text, "settings.toml");
    assert_eq!(settings, Settings::default());
    assert_eq!(findings.len(), 3, "{findings:?}");
    assert!(
        !messages(text).join("\n").contains("hunter2"),
        "{findings:?}"
    );
}

#[test]
fn a_webhook_is_told_where_nobody_can_listen() {
    let webhook = |address: &str| {
        read(&format!("[hooks]\nwebhook = \"{address}\""), "s")
            .0
            .hooks
            .webhook
    };
    for good in [
        "https://example.org/hook",
        "http://127.0.0.1:1/",
        "http://localhost/x",
    ] {
        assert_eq!(webhook(good).unwrap().as_str(), good);
    }
    for bad in [
        "http://example.org/hook",
        "https://me:pw@example.org/",
        "ftp://127.0.0.1/",
    ] {
        assert_eq!(webhook(bad), None, "{bad}");
    }
}

#[test]
fn half_a_command_line_is_not_run() {
    let (settings, findings) = read(
        "[hooks]\non_transition = [\"/bin/rm\", 5, \"/tmp/x\"]",
        "settings.toml",
    );
    assert_eq!(settings.hooks.on_transition, [""; 0]);
    assert_eq!(findings.len(), 1);
}

#[test]
fn a_broken_file_is_one_finding_and_the_defaults() {
    let (settings, findings) = read(
        "watch = [\"claude\"]\n[notify\nlevel = \"off\"\n",
        "settings.toml",
    );
    assert_eq!(settings, Settings::default());
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].line, Some(2));
}

#[test]
fn a_service_that_is_not_in_the_catalogue_is_named() {
    let text = "watch = [\"chatgpt\", \"chatgtp\"]\nprefer = [\"claude\"]\n[notify.service]\nklaude = \"off\"\n";
    let findings = unknown_services(text, "settings.toml", &Catalogue::embedded());
    assert_eq!(
        findings
            .iter()
            .map(|finding| finding.line)
            .collect::<Vec<_>>(),
        [Some(1), Some(4)]
    );
    assert!(
        matches!(&findings[0].mistake, Mistake::UnknownService { id, known }
            if id == "chatgtp" && known.starts_with(&["chatgpt".into(), "openai-api".into()]))
    );
}
