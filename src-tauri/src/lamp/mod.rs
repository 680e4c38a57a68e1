//! The resident lamp: engine, tray, notifications and local socket put together. It shows and
//! carries out; nothing about health is decided here, and no web engine is named.

mod answers;
pub mod browser;
pub mod incoming;
#[cfg(target_os = "linux")]
pub mod linux;
#[cfg(not(target_os = "linux"))]
pub mod native;
pub mod note;
pub mod paint;
pub mod run;
mod settings_file;
pub mod shell;
pub mod single;
pub mod start;
pub mod window;
