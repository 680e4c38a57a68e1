//! One connection: what it meets is drawn from the part's fault, then done to it byte by byte.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};

use crate::answer::answer;
use crate::bomb::gzip_bomb;
use crate::fault::{Fault, Phase};
use crate::http::{Request, Response, read_request};
use crate::model;
use crate::spoil::spoil;
use crate::stage::Stage;
use crate::vendor::Part;

/// No hang outlives this; clients give up long before.
const LONGEST: Duration = Duration::from_secs(180);
const ENDLESS_CAP: usize = 256 * 1024 * 1024;
const GIGABYTE: usize = 1024 * 1024 * 1024;
const TLS_HANDSHAKE: u8 = 0x16;

/// Serves one connection to its end. What the client does to us is its own affair.
pub(crate) async fn serve(part: Part, stream: TcpStream, stage: Stage) {
    let fault = stage.draw(part);
    let served = timeout(LONGEST, meet(part, stream, &stage, fault)).await;
    match served {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::trace!(%part, %error, "connection ended early"),
        Err(_) => tracing::trace!(%part, "connection held to the limit"),
    }
}

async fn meet(part: Part, stream: TcpStream, stage: &Stage, fault: Fault) -> io::Result<()> {
    if let Fault::Reset { phase } = fault {
        // Whenever this socket is closed from here on, the client gets a reset.
        stream.set_zero_linger()?;
        if matches!(phase, Phase::Connect | Phase::Accept) {
            stage.log().connection(part, &fault);
            return Ok(());
        }
    }
    if fault
        == (Fault::Hang {
            phase: Phase::Accept,
        })
    {
        stage.log().connection(part, &fault);
        return hold(stream).await;
    }
    let mut first = [0];
    if stream.peek(&mut first).await? == 0 {
        return Ok(());
    }
    if first[0] == TLS_HANDSHAKE {
        let accepted = stage.certificates().acceptor(&fault).accept(stream).await;
        if accepted.is_err() {
            stage.log().connection(part, &fault);
        }
        return exchange(part, accepted?, stage, fault).await;
    }
    exchange(part, stream, stage, fault).await
}

async fn exchange<S>(part: Part, mut stream: S, stage: &Stage, fault: Fault) -> io::Result<()>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let Some(request) = read_request(&mut stream).await? else {
        return Ok(());
    };
    stage.log().request(part, &request, &fault);
    let response = answer(part, &request, stage);
    misbehave(part, &mut stream, &request, response, stage, fault).await?;
    stream.shutdown().await
}

async fn misbehave<S>(
    part: Part,
    stream: &mut S,
    request: &Request,
    right: Response,
    stage: &Stage,
    fault: Fault,
) -> io::Result<()>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    match fault {
        Fault::Hang { phase: Phase::Body } => {
            send_half(stream, &right).await?;
            hold(stream).await
        }
        Fault::Reset { phase: Phase::Body } => {
            send_half(stream, &right).await?;
            // Let the half arrive: a reset throws away what is still on its way.
            sleep(Duration::from_millis(50)).await;
            Err(io::ErrorKind::ConnectionAborted.into())
        }
        Fault::Hang { .. } => hold(stream).await,
        Fault::Reset { .. } => Err(io::ErrorKind::ConnectionAborted.into()),
        Fault::Slow { ms } => {
            let left = timeout(Duration::from_millis(ms), hold(&mut *stream)).await;
            if left.is_ok() {
                return Ok(());
            }
            send(stream, request, &right).await
        }
        Fault::HalfBody => send_half(stream, &right).await,
        Fault::TooLarge => send_much(stream, Some(GIGABYTE)).await,
        Fault::Endless => send_much(stream, None).await,
        Fault::GzipBomb { mib } => {
            let bomb = Response::new(200, "application/json", gzip_bomb(mib)?)
                .with("content-encoding", "gzip");
            send(stream, request, &bomb).await
        }
        Fault::None | Fault::Model { .. } if matches!(part, Part::Completion(_)) => {
            let response = spoil(part, request, right, stage, &fault);
            speak(stream, &response, model::pause(&fault)).await
        }
        Fault::None
        | Fault::Model { .. }
        | Fault::Status { .. }
        | Fault::RateLimited { .. }
        | Fault::Forbidden { .. }
        | Fault::Puzzle
        | Fault::WrongBody
        | Fault::RedirectAway
        | Fault::RedirectLoop
        | Fault::TlsWrongName
        | Fault::TlsExpired
        | Fault::Refuse
        | Fault::HtmlShell
        | Fault::EmptyBody
        | Fault::EmptyObject
        | Fault::Truncated
        | Fault::UnknownWord => {
            let response = spoil(part, request, right, stage, &fault);
            send(stream, request, &response).await
        }
    }
}

/// Says nothing until the client leaves, so that those who gave up make room for others.
async fn hold<S>(mut stream: S) -> io::Result<()>
where
    S: AsyncRead + Unpin,
{
    let mut ignored = [0; 1024];
    while stream.read(&mut ignored).await? > 0 {}
    Ok(())
}

async fn send<S>(stream: &mut S, request: &Request, response: &Response) -> io::Result<()>
where
    S: AsyncWrite + Unpin,
{
    stream
        .write_all(&response.head(Some(response.body.len())))
        .await?;
    if request.method != "HEAD" && response.status != 304 {
        stream.write_all(&response.body).await?;
    }
    stream.flush().await
}

/// The head at once and the rest after a pause, as models do that think before they speak.
async fn speak<S>(stream: &mut S, response: &Response, pause: Duration) -> io::Result<()>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let length = response.body.len();
    stream.write_all(&response.head(Some(length))).await?;
    stream.flush().await?;
    if timeout(pause, hold(&mut *stream)).await.is_ok() {
        return Ok(());
    }
    stream.write_all(&response.body).await?;
    stream.flush().await
}

async fn send_half<S>(stream: &mut S, response: &Response) -> io::Result<()>
where
    S: AsyncWrite + Unpin,
{
    // An empty or one-byte body has no half that differs from the whole.
    let promised = response.body.len().max(64);
    stream.write_all(&response.head(Some(promised))).await?;
    stream
        .write_all(&response.body[..response.body.len() / 2])
        .await?;
    stream.flush().await
}

async fn send_much<S>(stream: &mut S, promised: Option<usize>) -> io::Result<()>
where
    S: AsyncWrite + Unpin,
{
    let filler = [b' '; 16 * 1024];
    let response = Response::new(200, "application/json", Vec::new());
    stream.write_all(&response.head(promised)).await?;
    let mut sent = 0;
    while sent < ENDLESS_CAP {
        if promised.is_none() {
            stream
                .write_all(format!("{:x}\r\n", filler.len()).as_bytes())
                .await?;
        }
        stream.write_all(&filler).await?;
        if promised.is_none() {
            stream.write_all(b"\r\n").await?;
        }
        sent += filler.len();
    }
    Ok(())
}
