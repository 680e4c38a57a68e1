//! What standard output and standard error are: a terminal of which size, with colours, or a pipe
//! that nobody reads any more.

use std::io::{self, IsTerminal};

use anstream::{AutoStream, ColorChoice};
use terminal_size::{Height, Width, terminal_size_of};

/// Columns and rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Size {
    pub(crate) columns: usize,
    pub(crate) rows: usize,
}

/// What a terminal that does not know its size is taken for.
const USUAL: Size = Size {
    columns: 80,
    rows: 24,
};

/// The size of the terminal on standard output, if there is one.
pub(crate) fn size() -> Option<Size> {
    io::stdout()
        .is_terminal()
        .then(|| known(terminal_size_of(io::stdout())))
}

/// The size of the terminal on standard error, if there is one that can be drawn on.
pub(crate) fn progress_size() -> Option<Size> {
    let drawn_on = io::stderr().is_terminal() && !is_dumb();
    drawn_on.then(|| known(terminal_size_of(io::stderr())))
}

fn known(size: Option<(Width, Height)>) -> Size {
    match size {
        Some((Width(columns), Height(rows))) if columns > 0 && rows > 0 => Size {
            columns: columns.into(),
            rows: rows.into(),
        },
        Some(_) | None => USUAL,
    }
}

/// Whether lines on standard output can be drawn over.
pub(crate) fn is_live() -> bool {
    io::stdout().is_terminal() && !is_dumb()
}

fn is_dumb() -> bool {
    std::env::var_os("TERM").is_some_and(|term| term == "dumb")
}

/// Whether standard output takes colours: on a terminal, unless `NO_COLOR` and the like object.
pub(crate) fn takes_colours() -> bool {
    AutoStream::choice(&io::stdout()) != ColorChoice::Never
}

/// Whether standard output is a pipe whose other end is closed: a watcher with nothing to say
/// would not notice for hours.
#[cfg(unix)]
pub(crate) fn nobody_reads() -> bool {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    let stdout = io::stdout();
    let mut ends = [PollFd::new(&stdout, PollFlags::empty())];
    let polled = poll(&mut ends, Some(&Timespec::default()));
    polled.is_ok() && ends[0].revents().contains(PollFlags::ERR)
}

/// Known only when something is written.
#[cfg(not(unix))]
pub(crate) fn nobody_reads() -> bool {
    false
}
