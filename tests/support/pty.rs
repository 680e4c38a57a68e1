//! A terminal to run `aldis` in, and Ctrl-C.

use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{LocalModes, Winsize, tcgetattr, tcsetwinsize};
use tokio::process::{Child, Command};

use super::DEADLINE;

/// Presses Ctrl-C.
pub(crate) fn interrupt(child: &Child) {
    let pid = child.id().and_then(|id| Pid::from_raw(id.cast_signed()));
    kill_process(pid.expect("it still runs"), Signal::INT).unwrap();
}

/// A terminal with somebody at it who reads all that is written.
pub(crate) struct Terminal {
    here: OwnedFd,
    there: File,
    pieces: mpsc::Receiver<Vec<u8>>,
    written: String,
}

impl Terminal {
    pub(crate) fn new(columns: u16, rows: u16) -> Self {
        let here = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&here).unwrap();
        unlockpt(&here).unwrap();
        let name = ptsname(&here, Vec::new()).unwrap();
        let path = std::ffi::OsStr::from_bytes(name.to_bytes());
        let there = OpenOptions::new()
            .read(true)
            .write(true)
            .open(path)
            .unwrap();
        let mut reader = File::from(here.try_clone().unwrap());
        let (send, pieces) = mpsc::channel();
        std::thread::spawn(move || {
            let mut piece = [0; 4096];
            // Reading fails when nobody holds the other end any more.
            while let Ok(length) = reader.read(&mut piece) {
                if length == 0 || send.send(piece[..length].to_vec()).is_err() {
                    break;
                }
            }
        });
        let terminal = Self {
            here,
            there,
            pieces,
            written: String::new(),
        };
        terminal.resize(columns, rows);
        terminal
    }

    pub(crate) fn resize(&self, columns: u16, rows: u16) {
        let size = Winsize {
            ws_col: columns,
            ws_row: rows,
            ws_xpixel: 0,
            ws_ypixel: 0,
        };
        tcsetwinsize(&self.here, size).unwrap();
    }

    /// Runs `command` in it.
    pub(crate) fn spawn(&self, mut command: Command) -> Child {
        command
            .env("TERM", "xterm-256color")
            .stdout(self.there.try_clone().unwrap())
            .stderr(self.there.try_clone().unwrap());
        command.spawn().unwrap()
    }

    /// Runs `command` with this as the terminal it is typed into, too.
    pub(crate) fn spawn_typed(&self, mut command: Command) -> Child {
        command.stdin(self.there.try_clone().unwrap());
        self.spawn(command)
    }

    /// Somebody types.
    pub(crate) fn types(&self, text: &str) {
        File::from(self.here.try_clone().unwrap())
            .write_all(text.as_bytes())
            .unwrap();
    }

    /// Whether what is typed shows.
    pub(crate) fn echoes(&self) -> bool {
        tcgetattr(&self.there)
            .unwrap()
            .local_modes
            .contains(LocalModes::ECHO)
    }

    /// All that was written, once `is` holds of it.
    pub(crate) async fn until(&mut self, is: impl Fn(&str) -> bool) -> String {
        let give_up = Instant::now() + DEADLINE;
        while !is(&self.written) {
            let tail = self.written.len().saturating_sub(2000);
            let tail = &self.written[self.written.ceil_char_boundary(tail)..];
            assert!(Instant::now() < give_up, "not written, but: {tail:?}");
            match self.pieces.try_recv() {
                Ok(piece) => self.written.push_str(&String::from_utf8_lossy(&piece)),
                Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
            }
        }
        self.written.clone()
    }

    /// Forgets what was written so far.
    pub(crate) fn forget(&mut self) {
        self.written.clear();
    }
}
