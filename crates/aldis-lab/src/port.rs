//! One part's listener: open, closed (its port kept for later) or full. Serving is in `serve.rs`.

use std::future::pending;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use crate::serve::serve;
use crate::stage::Stage;
use crate::vendor::Part;

const MAX_CONNECTIONS: usize = 64;
const BACKLOG: u32 = 128;

/// How a port greets a client that knocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Door {
    /// It lets it in.
    Open,
    /// It refuses.
    Closed,
    /// It never answers: the queue is full.
    Full,
}

/// Asks the port's task for another door; answered when it stands.
pub(crate) struct Request {
    pub(crate) door: Door,
    pub(crate) done: oneshot::Sender<io::Result<()>>,
}

enum Socket {
    Listening(TcpListener),
    /// Bound, so that nobody else takes the port, and not listening, so that knocks are refused.
    Bound {
        _held: TcpSocket,
    },
    /// Listening with a full queue of our own connections.
    Stuffed {
        _listener: TcpListener,
        _guests: Vec<TcpStream>,
    },
}

pub(crate) struct Port {
    part: Part,
    address: SocketAddr,
    socket: Option<Socket>,
    connections: JoinSet<()>,
}

impl Port {
    /// Opens a free port on loop-back.
    pub(crate) fn open(part: Part) -> io::Result<Self> {
        let any = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let listener = bind(any)?.listen(BACKLOG)?;
        Ok(Self {
            part,
            address: listener.local_addr()?,
            socket: Some(Socket::Listening(listener)),
            connections: JoinSet::new(),
        })
    }

    pub(crate) const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves until dropped; its connections end with it.
    pub(crate) async fn run(mut self, stage: Stage, mut requests: mpsc::Receiver<Request>) {
        loop {
            tokio::select! {
                request = requests.recv() => {
                    let Some(request) = request else { return };
                    let done = self.turn(request.door).await;
                    // Whoever asked may have given up waiting.
                    drop(request.done.send(done));
                }
                accepted = accept(self.socket.as_ref()) => self.welcome(accepted, &stage).await,
                Some(_) = self.connections.join_next() => {}
            }
        }
    }

    async fn welcome(&mut self, accepted: io::Result<TcpStream>, stage: &Stage) {
        match accepted {
            Ok(stream) if self.connections.len() < MAX_CONNECTIONS => {
                self.connections
                    .spawn(serve(self.part, stream, stage.clone()));
            }
            Ok(_) => tracing::debug!(part = %self.part, "too many connections, one dropped"),
            Err(error) => {
                tracing::debug!(part = %self.part, %error, "accepting failed");
                sleep(Duration::from_millis(10)).await;
            }
        }
    }

    async fn turn(&mut self, door: Door) -> io::Result<()> {
        let stands = match (&self.socket, door) {
            (Some(Socket::Listening(_)), Door::Open)
            | (Some(Socket::Bound { .. }), Door::Closed)
            | (Some(Socket::Stuffed { .. }), Door::Full) => true,
            (_, Door::Open | Door::Closed | Door::Full) => false,
        };
        if stands {
            return Ok(());
        }
        self.socket = None;
        let socket = rebind(self.address).await?;
        self.socket = Some(match door {
            Door::Open => Socket::Listening(socket.listen(BACKLOG)?),
            Door::Closed => Socket::Bound { _held: socket },
            Door::Full => stuff(socket.listen(1)?, self.address).await,
        });
        Ok(())
    }
}

async fn accept(socket: Option<&Socket>) -> io::Result<TcpStream> {
    match socket {
        Some(Socket::Listening(listener)) => Ok(listener.accept().await?.0),
        Some(Socket::Bound { .. } | Socket::Stuffed { .. }) | None => pending().await,
    }
}

fn bind(address: SocketAddr) -> io::Result<TcpSocket> {
    let socket = TcpSocket::new_v4()?;
    // Elsewhere the option means that two may listen at once.
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    Ok(socket)
}

/// The old socket's end may take the system a moment to notice.
async fn rebind(address: SocketAddr) -> io::Result<TcpSocket> {
    let mut tries = 0;
    loop {
        match bind(address) {
            Err(error) if error.kind() == io::ErrorKind::AddrInUse && tries < 50 => {
                tries += 1;
                sleep(Duration::from_millis(10)).await;
            }
            done => return done,
        }
    }
}

/// Fills the queue with our own connections until the system lets no more in.
async fn stuff(listener: TcpListener, address: SocketAddr) -> Socket {
    let mut guests = Vec::new();
    while guests.len() < 16 {
        match timeout(Duration::from_millis(200), TcpStream::connect(address)).await {
            Ok(Ok(guest)) => guests.push(guest),
            Ok(Err(_)) | Err(_) => break,
        }
    }
    Socket::Stuffed {
        _listener: listener,
        _guests: guests,
    }
}
