//! Talking to the lamp over its socket, line by line, as any script in the session could.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::UnixStream;
use std::time::Duration;

use aldis_link::command::Ask;

use crate::session::Session;
use crate::wait::until;

/// A connection to the session's only lamp.
pub(crate) struct Talk(BufReader<UnixStream>);

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
        stream
            .set_read_timeout(Some(Duration::from_secs(10)))
            .unwrap();
        let mut talk = Self(BufReader::new(stream));
        talk.hear();
        talk
    }

    /// Says one thing.
    pub(crate) fn say(&mut self, ask: &Ask) {
        let line = serde_json::to_string(ask).unwrap() + "\n";
        self.0.get_mut().write_all(line.as_bytes()).unwrap();
    }

    /// The next line.
    pub(crate) fn hear(&mut self) -> serde_json::Value {
        let mut line = String::new();
        self.0.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap()
    }
}
