//! What a person does in the window, seen outside of it: the settings file, the browser, a file of
//! theirs.

use std::path::PathBuf;
use std::time::Duration;

use crate::process::{Lamp, break_chatgpt, lab};
use crate::session::{Panel, Session};
use crate::wait::{equal, until};
use crate::webdriver::Window;

const SOON: Duration = Duration::from_secs(40);

#[tokio::test]
async fn a_setting_survives_a_restart_and_comments_stay() {
    let (mut session, lab) = (Session::desktop(Panel::Light).await, lab().await);
    let mut lamp = Lamp::start(&session, &lab);
    lamp.set("# mine, hands off");
    let window = Window::open(&mut session, &lamp).await;
    window.click("Settings").await;
    window.click("General").await;
    window.click_label("Dark").await;
    window.is_in("dark").await;
    window.close().await;
    assert!(lamp.terminate().await.success());
    let settings = lamp.settings();
    assert!(settings.contains("# mine, hands off"), "{settings}");
    assert!(settings.contains("theme = \"dark\""), "{settings}");

    let mut again = lamp.start_again(&session);
    let window = Window::open(&mut session, &again).await;
    window.is_in("dark").await;
    window.close().await;
    assert!(again.terminate().await.success());
}

#[tokio::test]
async fn the_prompt_arrives_whole_at_the_alternative() {
    let (mut session, lab) = (Session::desktop(Panel::Light).await, lab().await);
    let opened = session.browser();
    let mut lamp = Lamp::start(&session, &lab);
    let window = Window::open(&mut session, &lamp).await;
    break_chatgpt(&lab).await;
    window.says("ChatGPT is down").await;
    window.write("textarea", "100 % of a & b? #\u{e9}").await;
    window.click_named("Open Claude with my prompt").await;
    until("it is opened", SOON, async || {
        let opened = std::fs::read_to_string(&opened).unwrap_or_default();
        let prompt = "100%20%25%20of%20a%20%26%20b%3F%20%23%C3%A9";
        equal(opened.trim().ends_with(prompt), &true).map_err(|_| opened)
    })
    .await;
    window.close().await;
    assert!(lamp.terminate().await.success());
}

#[tokio::test]
async fn what_is_exported_opens_in_a_reader_of_tables() {
    let (mut session, lab) = (Session::desktop(Panel::Light).await, lab().await);
    let mut lamp = Lamp::start(&session, &lab);
    let window = Window::open(&mut session, &lamp).await;
    break_chatgpt(&lab).await;
    window.says("ChatGPT is down").await;
    window.click("Incidents").await;
    window
        .says_under_title("Incidents", "ChatGPT is down")
        .await;
    window.click("CSV").await;
    window.says("Saved as").await;
    let exports = lamp.data_dir().join("exports");
    let files: Vec<PathBuf> = std::fs::read_dir(exports)
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    let [file] = &files[..] else {
        panic!("one file was due: {files:?}");
    };
    let mut table = csv::Reader::from_path(file).unwrap();
    let names = table.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = table.records().collect::<Result<_, _>>().unwrap();
    let cell = |name: &str| {
        let column = names.iter().position(|it| it == name).unwrap();
        rows[0][column].to_owned()
    };
    assert_eq!(cell("service"), "chatgpt");
    assert_eq!(cell("worst"), "major_outage");
    window.close().await;
    assert!(lamp.terminate().await.success());
}
