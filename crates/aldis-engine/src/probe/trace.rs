//! Follows one look through its layers: where it is, and how long each one took. What the end of a
//! look means is not here: see `classify.rs`.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use aldis_core::evidence::{Phase, Timing};
use rustls::NamedGroup;
use rustls::client::{ClientSessionStore, Tls12ClientSessionValue, Tls13ClientSessionValue};
use rustls::pki_types::ServerName;
use tokio::time::Instant;
use tower_layer::Layer;
use tower_service::Service;

/// The marks one look leaves behind. Shared by the resolver, the connector, the TLS hook and the
/// reader of the answer, because none of them sees the others.
#[derive(Debug)]
pub(crate) struct Trace {
    marks: Mutex<Marks>,
}

#[derive(Clone, Copy, Debug)]
struct Marks {
    phase: Phase,
    begun: Instant,
    dns: Option<Duration>,
    tcp_from: Instant,
    tls_from: Option<Instant>,
    connect: Option<Duration>,
    tls: Option<Duration>,
    connected: Option<Instant>,
    head: Option<Instant>,
    token: Option<Instant>,
    end: Option<Instant>,
}

impl Trace {
    pub(crate) fn begin() -> Arc<Self> {
        let begun = Instant::now();
        Arc::new(Self {
            marks: Mutex::new(Marks {
                phase: Phase::Connect,
                begun,
                dns: None,
                tcp_from: begun,
                tls_from: None,
                connect: None,
                tls: None,
                connected: None,
                head: None,
                token: None,
                end: None,
            }),
        })
    }

    fn marks(&self) -> MutexGuard<'_, Marks> {
        self.marks.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The layer the look is in.
    pub(crate) fn phase(&self) -> Phase {
        self.marks().phase
    }

    pub(crate) fn lookup_begins(&self) {
        self.marks().phase = Phase::Dns;
    }

    /// `ours` is false where a proxy's name was looked up: its time says nothing about the target.
    pub(crate) fn lookup_ended(&self, took: Duration, ours: bool) {
        let mut marks = self.marks();
        marks.phase = Phase::Connect;
        marks.tcp_from = Instant::now();
        if ours {
            marks.dns = Some(took);
        }
    }

    fn connect_begins(&self) {
        let mut marks = self.marks();
        marks.phase = Phase::Connect;
        marks.tcp_from = Instant::now();
        marks.tls_from = None;
    }

    fn handshake_begins(&self) {
        let mut marks = self.marks();
        let now = Instant::now();
        marks.phase = Phase::Tls;
        marks.tls_from = Some(now);
        marks.connect = Some(now - marks.tcp_from);
    }

    fn connected(&self) {
        let mut marks = self.marks();
        let now = Instant::now();
        match marks.tls_from {
            Some(from) => marks.tls = Some(now - from),
            None => marks.connect = Some(now - marks.tcp_from),
        }
        marks.connected = Some(now);
        marks.phase = Phase::FirstByte;
    }

    pub(crate) fn head_arrived(&self) {
        let mut marks = self.marks();
        marks.head = Some(Instant::now());
        marks.phase = Phase::Body;
    }

    /// The first counts.
    pub(crate) fn token_arrived(&self) {
        self.marks().token.get_or_insert_with(Instant::now);
    }

    pub(crate) fn body_ended(&self) {
        self.marks().end = Some(Instant::now());
    }

    /// How long each layer took so far.
    pub(crate) fn timing(&self) -> Timing {
        let marks = *self.marks();
        Timing {
            dns: marks.dns,
            connect: marks.connect,
            tls: marks.tls,
            first_byte: Option::zip(marks.connected, marks.head).map(|(from, to)| to - from),
            body: Option::zip(marks.head, marks.end).map(|(from, to)| to - from),
            first_token: Option::zip(marks.connected, marks.token).map(|(from, to)| to - from),
            total: marks.begun.elapsed(),
        }
    }
}

/// A connector layer that marks where a connection begins and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Traced(pub(crate) Arc<Trace>);

impl<S> Layer<S> for Traced {
    type Service = TracedConnect<S>;

    fn layer(&self, inner: S) -> Self::Service {
        TracedConnect {
            inner,
            trace: Arc::clone(&self.0),
        }
    }
}

#[derive(Clone, Debug)]
pub(crate) struct TracedConnect<S> {
    inner: S,
    trace: Arc<Trace>,
}

impl<S, R> Service<R> for TracedConnect<S>
where
    S: Service<R>,
    S::Future: Send + 'static,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, S::Error>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: R) -> Self::Future {
        self.trace.connect_begins();
        let connecting = self.inner.call(request);
        let trace = Arc::clone(&self.trace);
        Box::pin(async move {
            let connection = connecting.await?;
            trace.connected();
            Ok(connection)
        })
    }
}

/// A session store that stores nothing: rustls asks it for a hint at the very moment a handshake
/// begins, which is the only sign of the boundary between TCP and TLS that reaches us.
#[derive(Debug)]
pub(crate) struct HandshakeSign(pub(crate) Arc<Trace>);

impl ClientSessionStore for HandshakeSign {
    fn set_kx_hint(&self, _: ServerName<'static>, _: NamedGroup) {}

    fn kx_hint(&self, _: &ServerName<'_>) -> Option<NamedGroup> {
        self.0.handshake_begins();
        None
    }

    fn set_tls12_session(&self, _: ServerName<'static>, _: Tls12ClientSessionValue) {}

    fn tls12_session(&self, _: &ServerName<'_>) -> Option<Tls12ClientSessionValue> {
        None
    }

    fn remove_tls12_session(&self, _: &ServerName<'static>) {}

    fn insert_tls13_ticket(&self, _: ServerName<'static>, _: Tls13ClientSessionValue) {}

    fn take_tls13_ticket(&self, _: &ServerName<'static>) -> Option<Tls13ClientSessionValue> {
        None
    }
}
