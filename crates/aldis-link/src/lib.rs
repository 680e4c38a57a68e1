//! Tells: what one Aldis process says to another over the local socket, one JSON object a line.
//!
//! The DTOs of [`view`] are the JSON of CONTRACTS.md; the window's TypeScript is generated from them.
//! Nothing here decides anything.

pub mod client;
pub mod command;
pub mod dirs;
mod framing;
pub mod message;
mod place;
pub mod query;
pub mod server;
pub mod view;

pub use framing::FrameError;

/// The version of what is said over the socket. A lamp and a window of different versions part with
/// a sentence; fields that are only added do not raise it.
pub const PROTOCOL: u32 = 1;

/// The socket's file for `data_dir`, which must exist: for scripts and other programs.
#[cfg(unix)]
pub fn socket_file(data_dir: &std::path::Path) -> std::io::Result<std::path::PathBuf> {
    Ok(place::Place::of(data_dir)?.socket_file())
}
