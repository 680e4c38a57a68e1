//! The window's page, read through WebDriver.

use std::process::{Command, Stdio};
use std::time::Duration;

use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;

use crate::process::Lamp;
use crate::session::Session;
use crate::wait::{equal, until};

const SOON: Duration = Duration::from_secs(40);
/// As WebDriver names the key.
const ENTER: &str = "\u{e007}";

/// A window that the driver has started beside the lamp's own.
pub(crate) struct Window(Client);

impl Window {
    /// Starts the driver and, through it, the window of `lamp`.
    pub(crate) async fn open(session: &mut Session, lamp: &Lamp) -> Self {
        let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        drop(listener);
        let mut driver = Command::new("WebKitWebDriver");
        driver
            .args(["--host=127.0.0.1", &format!("--port={port}")])
            .stdout(Stdio::null());
        session.start_with(driver, &[("TAURI_WEBVIEW_AUTOMATION", "true")]);
        until("the driver listens", SOON, async || {
            let stream = tokio::net::TcpStream::connect(("127.0.0.1", port)).await;
            stream.map(drop).map_err(|error| error.to_string())
        })
        .await;
        let data = lamp.data_dir();
        let arguments = json!(["--config-dir", data, "--data-dir", data]);
        let capabilities = json!({
            "webkitgtk:browserOptions": {
                "binary": env!("CARGO_BIN_EXE_aldis-window"),
                "args": arguments,
            },
        });
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities.as_object().unwrap().clone())
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .unwrap();
        Self(client)
    }

    /// Waits until the page says so.
    pub(crate) async fn says(&self, words: &str) {
        self.part_says(Locator::Css("body"), words).await;
    }

    async fn part_says(&self, part: Locator<'_>, words: &str) {
        until(words, SOON, async || {
            let part = self.0.find(part).await;
            let text = match part {
                Ok(part) => part.text().await,
                Err(error) => Err(error),
            };
            match text {
                Ok(text) if text.contains(words) => Ok(()),
                Ok(text) => Err(text),
                Err(error) => Err(error.to_string()),
            }
        })
        .await;
    }

    /// Clicks the button in which these words stand.
    pub(crate) async fn click(&self, words: &str) {
        self.click_one("button", words).await;
    }

    /// Clicks the choice in which these words stand.
    pub(crate) async fn click_label(&self, words: &str) {
        self.click_one("label", words).await;
    }

    /// Writes into the first field of this kind.
    pub(crate) async fn write(&self, field: &str, words: &str) {
        until(field, SOON, async || {
            let written = match self.0.find(Locator::Css(field)).await {
                Ok(field) => field.send_keys(words).await,
                Err(error) => Err(error),
            };
            written.map_err(|error| error.to_string())
        })
        .await;
    }

    /// Waits until the page is in light or dark, as `theme` says.
    pub(crate) async fn is_in(&self, theme: &str) {
        self.has(&format!(":root[data-theme='{theme}']")).await;
    }

    /// Waits until the page has such an element.
    pub(crate) async fn has(&self, selector: &str) {
        until(selector, SOON, async || {
            let found = self.0.find(Locator::Css(selector)).await;
            found.map(drop).map_err(|error| error.to_string())
        })
        .await;
    }

    /// Waits until the page with this title says so.
    pub(crate) async fn says_under_title(&self, title: &str, words: &str) {
        let page = format!("//main[.//h1[normalize-space(.)='{title}']]");
        self.part_says(Locator::XPath(&page), words).await;
    }

    /// Clicks the button that a screen reader calls so.
    pub(crate) async fn click_named(&self, name: &str) {
        self.click_at(&format!("//button[@aria-label='{name}']"), name)
            .await;
    }

    /// The same, under the heading `heading`.
    pub(crate) async fn click_named_under(&self, heading: &str, name: &str) {
        let button =
            format!("//section[h2[normalize-space(.)='{heading}']]//button[@aria-label='{name}']");
        self.click_at(&button, name).await;
    }

    /// Presses the button with these words by its key: news may move it from under a click.
    pub(crate) async fn press(&self, words: &str) {
        let button = format!("//button[contains(normalize-space(.), '{words}')]");
        until(words, SOON, async || {
            let pressed = match self.0.find(Locator::XPath(&button)).await {
                Ok(button) => button.send_keys(ENTER).await,
                Err(error) => Err(error),
            };
            pressed.map_err(|error| error.to_string())
        })
        .await;
    }

    async fn click_one(&self, kind: &str, words: &str) {
        let place = format!("//{kind}[contains(normalize-space(.), '{words}')]");
        self.click_at(&place, words).await;
    }

    async fn click_at(&self, button: &str, words: &str) {
        until(words, SOON, async || {
            let found = self.0.find(Locator::XPath(button)).await;
            let button = found.map_err(|error| format!("{error:?}"))?;
            let clicked = button.click().await;
            if clicked.is_err() {
                // Under the bar at the bottom it counts as in sight: a person would scroll.
                let element = serde_json::to_value(&button).map_err(|error| error.to_string())?;
                let script = "arguments[0].scrollIntoView({ block: 'center' })";
                drop(self.0.execute(script, vec![element]).await);
            }
            clicked.map_err(|error| format!("{error:?}"))
        })
        .await;
    }

    /// Waits until what is under the heading `heading` says so.
    pub(crate) async fn says_under(&self, heading: &str, words: &str) {
        let section = format!("//section[h2[normalize-space(.)='{heading}']]");
        self.part_says(Locator::XPath(&section), words).await;
    }

    /// Waits until the first entry under the heading `heading` says so.
    pub(crate) async fn says_first_under(&self, heading: &str, words: &str) {
        let entry = format!("(//section[h2[normalize-space(.)='{heading}']]//li)[1]");
        self.part_says(Locator::XPath(&entry), words).await;
    }

    /// Picks `option` in the list that is labelled so.
    pub(crate) async fn pick(&self, label: &str, option: &str) {
        let list = format!("//div[label[contains(normalize-space(.), '{label}')]]/select");
        until(option, SOON, async || {
            let picked = match self.0.find(Locator::XPath(&list)).await {
                Ok(list) => list.select_by_label(option).await,
                Err(error) => Err(error),
            };
            picked.map_err(|error| error.to_string())
        })
        .await;
    }

    /// Waits until the button with these words is pressed, or is not.
    pub(crate) async fn is_pressed(&self, words: &str, pressed: bool) {
        let button = format!("//button[contains(normalize-space(.), '{words}')]");
        until(words, SOON, async || {
            let state = match self.0.find(Locator::XPath(&button)).await {
                Ok(button) => button.attr("aria-pressed").await,
                Err(error) => Err(error),
            };
            let state = state.map_err(|error| error.to_string())?;
            equal(state, &Some(pressed.to_string()))
        })
        .await;
    }

    /// Waits until the page's title says so.
    pub(crate) async fn is_titled(&self, words: &str) {
        self.part_says(Locator::Css("main .banner"), words).await;
    }

    /// Clicks the button with these words under the heading `heading`.
    pub(crate) async fn click_under(&self, heading: &str, words: &str) {
        let button = format!(
            "//section[h2[normalize-space(.)='{heading}']]//button[contains(normalize-space(.), '{words}')]"
        );
        self.click_at(&button, words).await;
    }

    /// Whether the page holds these words anywhere: as text, in a field, in an attribute.
    pub(crate) async fn holds(&self, words: &str) -> bool {
        let all = "return document.documentElement.outerHTML
            + [...document.querySelectorAll('input, textarea')].map((field) => field.value)";
        let all = self.0.execute(all, vec![]).await.unwrap();
        all.as_str().unwrap().contains(words)
    }

    /// Ends the window.
    pub(crate) async fn close(self) {
        self.0.close().await.unwrap();
    }
}
