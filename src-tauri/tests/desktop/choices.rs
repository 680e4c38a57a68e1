//! What a person does in the window, seen outside of it: the settings file, the browser, a file of
//! theirs.

use std::path::PathBuf;
use std::time::Duration;

use aldis_link::command::Ask;

use crate::process::{Lamp, break_chatgpt, lab};
use crate::session::{Panel, Session};
use crate::talk::Talk;
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

#[tokio::test]
async fn an_order_of_ones_own_decides_what_is_suggested_first() {
    let (mut session, lab) = (Session::desktop(Panel::Light).await, lab().await);
    let mut lamp = Lamp::start(&session, &lab);
    let window = Window::open(&mut session, &lamp).await;
    window.click("Settings").await;
    window.click("Chatbots").await;
    window.pick("Add to your order", "Gemini").await;
    window.says_first_under("Suggest first", "Gemini").await;
    until("it is written down", SOON, async || {
        equal(lamp.settings().contains("prefer = [\"gemini\"]"), &true)
    })
    .await;
    break_chatgpt(&lab).await;
    window.click("Now").await;
    window.says_first_under("Use instead", "Gemini").await;
    window.click("Settings").await;
    window.click("Chatbots").await;
    window.click_named("Take Gemini out of your order").await;
    window.says_first_under("Suggest first", "No order").await;
    window.click("Undo").await;
    window.says_first_under("Suggest first", "Gemini").await;
    window.pick("Add to your order", "Claude").await;
    window
        .click_named_under("Suggest first", "Move Claude up")
        .await;
    window.says_first_under("Suggest first", "Claude").await;
    window.click("Now").await;
    window.says_first_under("Use instead", "Claude").await;
    window.close().await;
    assert!(lamp.terminate().await.success());
}

#[tokio::test]
async fn word_of_the_end_is_given_to_who_asks_for_it_where_nothing_else_is_told() {
    let (mut session, lab) = (Session::desktop(Panel::Light).await, lab().await);
    let mut lamp = Lamp::start(&session, &lab);
    lamp.set("notify.level = \"off\"");
    let mut talk = Talk::start(&session).await;
    talk.say(&Ask::Watch);
    let window = Window::open(&mut session, &lamp).await;
    window.says("All your chatbots work").await;
    break_chatgpt(&lab).await;
    window.says("ChatGPT is down").await;
    window.click("ChatGPT").await;
    window.press("Tell me when it is back").await;
    window.is_pressed("Tell me when it is back", true).await;
    lab.heal().await.unwrap();
    let told = until("a notice", SOON, async || {
        let line = talk.hear();
        equal(line["type"].as_str(), &Some("notice"))?;
        Ok(line)
    })
    .await;
    assert_eq!(told["kind"], "recovery", "{told}");
    assert_eq!(told["title"], "ChatGPT is working again", "{told}");
    window.close().await;
    assert!(lamp.terminate().await.success());
}

#[tokio::test]
async fn what_is_broken_for_one_person_is_among_the_evidence_until_it_is_taken_back() {
    let (mut session, lab) = (Session::desktop(Panel::Light).await, lab().await);
    let mut lamp = Lamp::start(&session, &lab);
    let window = Window::open(&mut session, &lamp).await;
    window.says("All your chatbots work").await;
    window.click("Claude").await;
    window.press("It does not work for me").await;
    window.is_pressed("It does not work for me", true).await;
    window.says_under("How we know", "You said at").await;
    window.click("Undo").await;
    window.is_pressed("It does not work for me", false).await;
    window.close().await;
    assert!(lamp.terminate().await.success());
}
