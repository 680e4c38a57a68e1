//! When to look next, and why then.
