//! The desktop shell: two thin programs on one engine.

pub mod lamp;
pub mod window;
