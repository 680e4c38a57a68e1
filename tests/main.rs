//! Black-box tests, one module an area.

// Helpers may unwrap like the tests they serve; clippy knows them for such only by this line.
#![cfg(test)]

mod cli;
mod doctor;
mod keys;
mod pages;
mod support;
mod tidy;
mod watch;
