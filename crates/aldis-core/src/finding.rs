//! What is wrong in a file a person wrote: named by file and line, with what to do.

use std::fmt;

/// One mistake in a settings or catalogue file. The rest of the file still counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The file as the person knows it, e.g. `settings.toml`.
    pub file: String,
    /// One-based line, where one can be named.
    pub line: Option<usize>,
    /// A lower-case fragment: what is wrong and what is allowed.
    pub message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.file, self.message),
            None => write!(f, "{}: {}", self.file, self.message),
        }
    }
}

/// The one-based line of byte `offset` in `text`.
pub(crate) fn line_of(text: &str, offset: usize) -> usize {
    let end = offset.min(text.len());
    text.as_bytes()[..end]
        .iter()
        .filter(|&&byte| byte == b'\n')
        .count()
        + 1
}
