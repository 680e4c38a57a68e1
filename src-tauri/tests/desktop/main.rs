//! The desktop as a person meets it: the real programs in a session of their own, with stand-ins
//! for precise assertions and with a real panel and a real notification daemon.
#![cfg(target_os = "linux")]
#![cfg(test)]

mod asked;
mod choices;
mod figures;
mod item;
mod linked;
mod network;
mod notices;
mod panels;
mod process;
mod real;
mod screen;
mod session;
mod settings;
mod standin;
mod talk;
mod thrift;
mod tray;
mod wait;
mod webdriver;
mod windows;
