//! Tells: what one Aldis process says to another over the local socket, one JSON object a line.
//!
//! The DTOs of [`view`] are the JSON of CONTRACTS.md; the window's TypeScript is generated from them.
//! Nothing here decides anything.

pub mod command;
pub mod view;
