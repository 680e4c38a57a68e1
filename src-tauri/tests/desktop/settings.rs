//! The settings in the real window, and what comes of them outside it: the system's start at login,
//! the key store, history, the catalogue of one's own.

use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::mpsc;

use crate::process::{Lamp, break_chatgpt, lab};
use crate::session::{Panel, Session};
use crate::wait::{equal, until};
use crate::webdriver::Window;

const SOON: Duration = Duration::from_secs(40);
const SECRET: &str = "sk-hunter2-never-shown";

async fn at(part: &str, session: &mut Session, lamp: &Lamp) -> Window {
    let window = Window::open(session, lamp).await;
    window.click("Settings").await;
    window.click(part).await;
    window
}

/// A file of this name somewhere below.
fn find(dir: &Path, name: &str) -> Option<PathBuf> {
    let entries = std::fs::read_dir(dir).ok()?.filter_map(Result::ok);
    let mut paths = entries.map(|entry| entry.path());
    paths.find_map(|path| {
        let is_it = path.file_name().is_some_and(|it| it == name);
        if is_it { Some(path) } else { find(&path, name) }
    })
}

#[tokio::test]
async fn starting_at_login_is_asked_of_the_system_and_taken_back() {
    let (mut session, lab) = (Session::desktop(Panel::Light).await, lab().await);
    let mut lamp = Lamp::start(&session, &lab);
    let window = at("General", &mut session, &lamp).await;
    for (on, shown) in [(true, ":checked"), (false, ":not(:checked)")] {
        window.click_label("Start when I sign in").await;
        window.has(&format!("input[role=switch]{shown}")).await;
        until("the system knows", SOON, async || {
            equal(find(session.dir(), "Aldis.desktop").is_some(), &on)
        })
        .await;
    }
    window.close().await;
    assert!(lamp.terminate().await.success());
}

#[tokio::test]
async fn a_status_page_is_found_shown_and_watched_by_its_address() {
    let (mut session, lab) = (Session::desktop(Panel::Light).await, lab().await);
    let mut lamp = Lamp::start(&session, &lab);
    let services = std::fs::read_to_string(lamp.config_dir().join("services.toml")).unwrap();
    let pages = services.split("[[service.status]]").nth(1).unwrap();
    let address = pages.split("url = \"").nth(1).unwrap().split('"').next();
    let window = at("Chatbots", &mut session, &lamp).await;
    window.write("input[inputmode=url]", address.unwrap()).await;
    window.click("Find").await;
    window.says_under("Add a status page", "working").await;
    let watched = lamp.settings();
    window.click_under("Add a status page", "Watch").await;
    until("it is watched", SOON, async || {
        equal(lamp.settings() == watched, &false)
    })
    .await;
    window.close().await;
    assert!(lamp.terminate().await.success());
}

#[tokio::test]
async fn history_that_is_deleted_is_gone_and_undo_keeps_it() {
    let (mut session, lab) = (Session::desktop(Panel::Light).await, lab().await);
    let mut lamp = Lamp::start(&session, &lab);
    break_chatgpt(&lab).await;
    let window = Window::open(&mut session, &lamp).await;
    window.says("ChatGPT is down").await;
    lab.heal().await.unwrap();
    window.says("ChatGPT was down").await;
    window.click("Settings").await;
    window.click("Data").await;
    window.click("Delete").await;
    window.click("Undo").await;
    window.click("Incidents").await;
    window
        .says_under_title("Incidents", "ChatGPT was down")
        .await;
    window.click("Settings").await;
    window.click("Data").await;
    window.click("Delete").await;
    window.says("History is deleted").await;
    window.click("Incidents").await;
    window
        .says_under_title("Incidents", "No incidents so far")
        .await;
    window.close().await;
    assert!(lamp.terminate().await.success());
}

/// Answers every question with one word, and tells what was asked.
async fn model() -> (u16, mpsc::Receiver<String>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let (asked, hears) = mpsc::channel(64);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = Vec::new();
            while !request.ends_with(b"\r\n\r\n") {
                match stream.read_u8().await {
                    Ok(byte) => request.push(byte),
                    Err(_) => break,
                }
            }
            let body = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"}}]}\n\ndata: [DONE]\n\n";
            let head = format!(
                "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\
                 content-length: {}\r\n\r\n",
                body.len()
            );
            drop(stream.write_all((head + body).as_bytes()).await);
            drop(asked.try_send(String::from_utf8_lossy(&request).into_owned()));
        }
    });
    (port, hears)
}

#[tokio::test]
async fn a_key_goes_into_the_key_store_to_the_vendor_and_never_back_into_the_window() {
    let (mut session, lab) = (Session::desktop(Panel::Light).await, lab().await);
    session.unlock_keys();
    let (port, mut asked) = model().await;
    let mut lamp = Lamp::start(&session, &lab);
    lamp.offer(&format!(
        "[[service]]\nid = \"mine\"\nname = \"Mine\"\nvendor = \"me\"\nfamily = \"me\"\n\
         open = \"http://127.0.0.1:{port}/\"\ncapabilities = [\"api\"]\n\
         [[service.probe]]\nsurface = \"completion\"\nurl = \"http://127.0.0.1:{port}/v1\"\n\
         dialect = \"openai\"\nmodel = \"small\"\nkey = \"mine\"\n"
    ));
    let window = at("API keys", &mut session, &lamp).await;
    window.click_named("Add a key for mine").await;
    window.write("input[type=password]", SECRET).await;
    window.click("Save").await;
    window.says("The key is in your key store").await;
    window.click_named("Test the key mine").await;
    window.says("answered with 200").await;
    let request = asked.recv().await.unwrap();
    let brought = format!("authorization: Bearer {SECRET}");
    assert!(request.contains(&brought), "{request}");
    assert!(!window.holds(SECRET).await, "not in the page");
    assert!(!lamp.log().contains(SECRET), "not in the log");
    assert!(!lamp.settings().contains(SECRET), "not in the settings");
    window.click_named("Remove the key mine").await;
    // Ten seconds are left to take that back.
    window.click_named("Add a key for mine").await;
    window.close().await;
    assert!(lamp.terminate().await.success());
}
