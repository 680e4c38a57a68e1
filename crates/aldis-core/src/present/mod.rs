//! What people see: tray, notices and every sentence, as values computed from a snapshot.

pub mod notice;
pub mod tray;
pub mod words;
