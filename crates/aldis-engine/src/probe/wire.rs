//! One request over a fresh connection, with every limit on it: time, size, redirects. Which answers are
//! good is not known here.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use aldis_core::evidence::{Outcome, Phase, Sight};
use aldis_core::settings::{Proxy, is_loopback};
use hyper_util::client::proxy::matcher::Matcher;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, Response, StatusCode, redirect};
use rustls::ClientConfig;
use rustls::client::Resumption;
use rustls::crypto::CryptoProvider;
use url::Url;

use super::classify;
use super::resolve::TracedResolver;
use super::trace::{HandshakeSign, Trace, Traced};

/// No answer is read beyond this, counted after decompression.
pub const BODY_LIMIT: usize = 8 * 1024 * 1024;
const REDIRECTS: usize = 5;
const USER_AGENT: &str = concat!("Aldis/", env!("CARGO_PKG_VERSION"), " (availability check)");

/// What all looks share: the trusted roots and the cipher suites. Connections are never shared, so
/// that every look tests name, TCP and TLS.
#[derive(Clone, Debug)]
pub(crate) struct Wire {
    tls: ClientConfig,
}

/// What to ask for.
pub(crate) struct Request<'a> {
    pub(crate) url: &'a Url,
    pub(crate) proxy: &'a Proxy,
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    /// What is sent there; without it, the request is a GET.
    pub(crate) post: Option<String>,
    pub(crate) redirects: Redirects<'a>,
    pub(crate) deadline: Duration,
}

/// Which redirects are followed.
pub(crate) enum Redirects<'a> {
    /// None: the redirect itself is the answer.
    Never,
    /// Within one site, a few times, unless the status is one of those expected.
    SameSite(&'a [u16]),
}

/// An answer that arrived whole.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    /// The address that answered, after redirects.
    pub(crate) url: Url,
    pub(crate) body: Vec<u8>,
}

/// How a request ended: an answer, or the outcome that took its place.
pub(crate) struct Reply {
    pub(crate) end: Result<Answer, Outcome>,
    trace: Arc<Trace>,
}

impl Reply {
    /// The look this reply makes, once `outcome` is decided.
    pub(crate) fn sight(&self, outcome: Outcome) -> Sight {
        Sight {
            outcome,
            timing: self.trace.timing(),
        }
    }
}

impl Wire {
    /// Trusts what the system trusts. Where the system has no roots at all, every handshake fails
    /// and is reported as such.
    pub(crate) fn new() -> Result<Self, rustls::Error> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        match rustls_platform_verifier::Verifier::new(Arc::clone(&provider)) {
            Ok(verifier) => Self::with(provider, |builder| {
                builder
                    .dangerous()
                    .with_custom_certificate_verifier(Arc::new(verifier))
                    .with_no_client_auth()
            }),
            Err(error) => {
                tracing::error!(%error, "the system has no trusted roots: https will fail");
                Self::with_roots(rustls::RootCertStore::empty())
            }
        }
    }

    /// Trusts `roots` and nothing else.
    pub(crate) fn with_roots(roots: rustls::RootCertStore) -> Result<Self, rustls::Error> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        Self::with(provider, |builder| {
            builder.with_root_certificates(roots).with_no_client_auth()
        })
    }

    fn with(
        provider: Arc<CryptoProvider>,
        finish: impl FnOnce(rustls::ConfigBuilder<ClientConfig, rustls::WantsVerifier>) -> ClientConfig,
    ) -> Result<Self, rustls::Error> {
        let builder =
            ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
        let mut tls = finish(builder);
        tls.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(Self { tls })
    }

    /// Asks, and waits no longer than the deadline for all of it.
    pub(crate) async fn ask(&self, request: Request<'_>) -> Reply {
        let trace = Trace::begin();
        let asked = tokio::time::timeout(request.deadline, self.answer(&request, &trace)).await;
        let end = asked.unwrap_or_else(|_| {
            Err(Outcome::TimedOut {
                phase: trace.phase(),
            })
        });
        Reply { end, trace }
    }

    /// Sends the request and reads the head of the answer; whoever reads the rest limits it.
    pub(crate) async fn open(
        &self,
        request: &Request<'_>,
        trace: &Arc<Trace>,
    ) -> Result<Response, Outcome> {
        let client = self.client(request, trace).map_err(|error| {
            let error = error.without_url();
            tracing::error!(%error, "failed to set up a request");
            Outcome::Reset {
                phase: Phase::Connect,
            }
        })?;
        let mut asked = match &request.post {
            Some(body) => client.post(request.url.clone()).body(body.clone()),
            None => client.get(request.url.clone()),
        };
        for (name, value) in &request.headers {
            asked = asked.header(name, value);
        }
        let response = asked.send().await.map_err(|error| {
            let outcome = classify::failure(&error, trace.phase());
            classify::by_proxy(outcome, &error, || goes_through_proxy(request))
        })?;
        trace.head_arrived();
        Ok(response)
    }

    async fn answer(&self, request: &Request<'_>, trace: &Arc<Trace>) -> Result<Answer, Outcome> {
        let response = self.open(request, trace).await?;
        let (status, url) = (response.status(), response.url().clone());
        let headers = response.headers().clone();
        let wall = classify::gatekeeper(status, &headers, SystemTime::now());
        if let Some(gatekeeper) = wall {
            return Err(gatekeeper);
        }
        let body = body(response).await?;
        trace.body_ended();
        Ok(Answer {
            status,
            headers,
            url,
            body,
        })
    }

    fn client(&self, request: &Request<'_>, trace: &Arc<Trace>) -> reqwest::Result<Client> {
        let mut tls = self.tls.clone();
        tls.resumption = Resumption::store(Arc::new(HandshakeSign(Arc::clone(trace))));
        let builder = Client::builder()
            .tls_backend_preconfigured(tls)
            .dns_resolver(Arc::new(TracedResolver {
                trace: Arc::clone(trace),
                host: request.url.host_str().unwrap_or_default().to_owned(),
            }))
            .connector_layer(Traced(Arc::clone(trace)))
            .user_agent(USER_AGENT)
            .referer(false)
            .redirect(policy(&request.redirects));
        match request.proxy {
            // A system proxy cannot know what listens on this very machine.
            Proxy::System if is_loopback(request.url) => builder.no_proxy(),
            Proxy::System => builder,
            Proxy::None => builder.no_proxy(),
            Proxy::Url(url) => builder.proxy(reqwest::Proxy::all(url.clone())?),
        }
        .build()
    }
}

fn policy(redirects: &Redirects<'_>) -> redirect::Policy {
    match redirects {
        Redirects::Never => redirect::Policy::none(),
        Redirects::SameSite(expected) => {
            let expected = expected.to_vec();
            redirect::Policy::custom(move |attempt| {
                let wanted = expected.contains(&attempt.status().as_u16());
                let from = attempt.previous().last();
                let holds = from.is_some_and(|from| classify::same_site(from, attempt.url()));
                if wanted || !holds || attempt.previous().len() > REDIRECTS {
                    attempt.stop()
                } else {
                    attempt.follow()
                }
            })
        }
    }
}

async fn body(mut response: Response) -> Result<Vec<u8>, Outcome> {
    let mut body = Vec::new();
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) if body.len() + chunk.len() > BODY_LIMIT => {
                return Err(Outcome::TooLarge { limit: BODY_LIMIT });
            }
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Ok(None) => return Ok(body),
            Err(error) => return Err(classify::failure(&error, Phase::Body)),
        }
    }
}

/// Whether the way to where `request` goes leads through a proxy.
fn goes_through_proxy(request: &Request<'_>) -> bool {
    match request.proxy {
        Proxy::None => false,
        Proxy::Url(_) => true,
        Proxy::System => {
            let to = request.url.as_str().parse();
            !is_loopback(request.url)
                && to.is_ok_and(|to| Matcher::from_system().intercept(&to).is_some())
        }
    }
}
