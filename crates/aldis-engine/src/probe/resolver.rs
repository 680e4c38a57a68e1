//! A second opinion about a name: asks a resolver over https, in the JSON that the public ones share
//! (<https://developers.google.com/speed/public-dns/docs/doh/json>). What follows from it is core's.

use std::time::Duration;

use aldis_core::evidence::Resolution;
use aldis_core::settings::Proxy;
use reqwest::header::{ACCEPT, HeaderValue};
use serde::Deserialize;
use url::Url;

use super::wire::{Redirects, Request, Wire};

/// Codes of RFC 1035 §4.1.1 and RFC 1035 §3.2.2.
const NO_ERROR: u16 = 0;
const SERVER_FAILURE: u16 = 2;
const NAME_ERROR: u16 = 3;
const A: u16 = 1;

#[derive(Deserialize)]
struct Reply {
    #[serde(rename = "Status")]
    status: u16,
    #[serde(rename = "Answer", default)]
    answer: Vec<Answer>,
}

#[derive(Deserialize)]
struct Answer {
    #[serde(rename = "type")]
    kind: u16,
}

pub(crate) async fn probe(
    wire: &Wire,
    (resolver, name): (&Url, &str),
    proxy: &Proxy,
    deadline: Duration,
) -> Resolution {
    let mut url = resolver.clone();
    url.query_pairs_mut()
        .append_pair("name", name)
        .append_pair("type", "A");
    let request = Request {
        url: &url,
        proxy,
        headers: vec![(ACCEPT, HeaderValue::from_static("application/dns-json"))],
        post: None,
        redirects: Redirects::Never,
        deadline,
    };
    match wire.ask(request).await.end {
        Ok(answer) if answer.status.is_success() => read(&answer.body),
        Ok(_) | Err(_) => Resolution::NoAnswer,
    }
}

/// Only a whole answer that says so is one; anything else is none.
fn read(body: &[u8]) -> Resolution {
    match serde_json::from_slice(body) {
        Ok(Reply {
            status: NO_ERROR,
            answer,
        }) if answer.iter().any(|it| it.kind == A) => Resolution::Address,
        Ok(Reply {
            status: NO_ERROR | SERVER_FAILURE | NAME_ERROR,
            ..
        }) => Resolution::NoAddress,
        Ok(_) | Err(_) => Resolution::NoAnswer,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_address_is_an_address_and_only_a_resolver_says_that_there_is_none() {
        let known = br#"{"Status":0,"TC":false,"Question":[{"name":"a.example.","type":1}],
            "Answer":[{"name":"a.example.","type":5,"TTL":60,"data":"b.example."},
                      {"name":"b.example.","type":1,"TTL":60,"data":"192.0.2.7"}]}"#;
        assert_eq!(read(known), Resolution::Address);
        for none in [
            r#"{"Status":3}"#,
            r#"{"Status":2,"Comment":"no name server answers"}"#,
            r#"{"Status":0}"#,
            r#"{"Status":0,"Answer":[{"type":5}]}"#,
        ] {
            assert_eq!(read(none.as_bytes()), Resolution::NoAddress, "{none}");
        }
        for nobody in [
            "",
            "{}",
            "<html>Sign in</html>",
            r#"{"Status":5}"#,
            r#"{"Answer":[{"type":1}]}"#,
        ] {
            assert_eq!(read(nobody.as_bytes()), Resolution::NoAnswer, "{nobody}");
        }
    }
}
