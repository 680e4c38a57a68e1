//! A lab and a client, for every test here.

use std::time::Duration;

use aldis_lab::{Config, Lab, Stage};
use reqwest::{Client, ClientBuilder, Response, redirect};

pub(crate) async fn lab() -> Lab {
    Lab::start(Config::default()).await.unwrap()
}

pub(crate) fn builder() -> ClientBuilder {
    // Another test of this process may have been first.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder()
        .no_proxy()
        .timeout(Duration::from_secs(2))
        .redirect(redirect::Policy::none())
        .user_agent("aldis-lab-test")
        .tls_certs_only([])
}

pub(crate) fn trusting(stage: &Stage) -> Client {
    let pem = reqwest::Certificate::from_pem(stage.authority_pem().as_bytes()).unwrap();
    builder().tls_certs_only([pem]).build().unwrap()
}

pub(crate) async fn get(url: impl AsRef<str>) -> reqwest::Result<Response> {
    builder().build().unwrap().get(url.as_ref()).send().await
}

/// Every cause of an error, in one line.
pub(crate) fn causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        next = cause.source();
    }
    text
}
