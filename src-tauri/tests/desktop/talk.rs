//! Talking to the lamp over its socket, line by line, as any script in the session could.

use std::io::{BufRead, BufReader, Write};
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use aldis_link::command::Ask;
use aldis_link::query::Query;
use aldis_link::view::Answer;

use crate::session::Session;
use crate::wait::until;

/// Longer than the lamp is ever silent to who watches.
const SILENCE: Duration = Duration::from_secs(30);

/// A connection to the session's only lamp. It is read all the while: the lamp lets go of who does not.
pub(crate) struct Talk {
    stream: UnixStream,
    lines: Receiver<String>,
    asked: u32,
    heard: String,
}

impl Talk {
    /// Waits until a lamp listens, and is greeted.
    pub(crate) async fn start(session: &Session) -> Self {
        let dir = session.dir().join("run/aldis");
        let stream = until("a lamp listens", Duration::from_secs(20), async || {
            let files = std::fs::read_dir(&dir).map_err(|error| error.to_string())?;
            let mut files = files.filter_map(Result::ok).map(|file| file.path());
            let socket = files.find(|path| path.extension().is_some_and(|end| end == "sock"));
            let socket = socket.ok_or("no socket")?;
            UnixStream::connect(socket).map_err(|error| error.to_string())
        })
        .await;
        let mut talk = Self {
            lines: lines_of(stream.try_clone().unwrap()),
            stream,
            asked: 0,
            heard: String::new(),
        };
        talk.hear();
        talk
    }

    /// Says one thing.
    pub(crate) fn say(&mut self, ask: &Ask) {
        let line = serde_json::to_string(ask).unwrap() + "\n";
        self.stream.write_all(line.as_bytes()).unwrap();
    }

    /// The next line.
    pub(crate) fn hear(&mut self) -> serde_json::Value {
        let line = self.lines.recv_timeout(SILENCE).unwrap();
        self.heard.push_str(&line);
        self.heard.push('\n');
        serde_json::from_str(&line).unwrap()
    }

    /// Every line so far.
    pub(crate) fn heard(&self) -> &str {
        &self.heard
    }

    /// Asks a question and waits for its answer.
    pub(crate) fn asks(&mut self, query: Query) -> Answer {
        self.asked += 1;
        let id = self.asked;
        self.say(&Ask::Query { id, query });
        loop {
            let line = self.hear();
            if line["type"] == "answer" && line["id"] == id {
                return serde_json::from_value(line["answer"].clone()).unwrap();
            }
        }
    }

    /// Watches until `is` holds of a snapshot.
    pub(crate) fn sees(&mut self, within: Duration, is: impl Fn(&serde_json::Value) -> bool) {
        self.say(&Ask::Watch);
        let deadline = Instant::now() + within;
        loop {
            let line = self.hear();
            if line["type"] == "snapshot" && is(&line) {
                return;
            }
            assert!(Instant::now() < deadline, "not seen, but {line:#}");
        }
    }
}

fn lines_of(stream: UnixStream) -> Receiver<String> {
    let (sender, lines) = channel();
    std::thread::spawn(move || {
        let heard = BufReader::new(stream).lines().map_while(Result::ok);
        for line in heard {
            if sender.send(line).is_err() {
                break;
            }
        }
    });
    lines
}

impl Drop for Talk {
    fn drop(&mut self) {
        // Another thread reads it, and would keep it open.
        let _ = self.stream.shutdown(Shutdown::Both);
    }
}
