//! The resident lamp: engine, tray, notifications and local socket put together. It shows and
//! carries out; nothing about health is decided here, and no web engine is named.

pub mod paint;
