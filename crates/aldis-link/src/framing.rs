//! One JSON object a line, with a cap on the line: the only place where bytes become values.

use std::io;

use serde::Serialize;
use serde::de::DeserializeOwned;
use thiserror::Error;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};

/// The longest line a lamp may send: a snapshot of a hundred services is under 1 MiB.
pub(crate) const LONGEST_MESSAGE: usize = 4 * 1024 * 1024;
/// The longest line a client may send.
pub(crate) const LONGEST_ASK: usize = 64 * 1024;

/// Why the other side cannot be understood.
#[derive(Debug, Error)]
pub enum FrameError {
    /// A line went on past the cap.
    #[error("a line is longer than {limit} bytes")]
    TooLong {
        /// The cap.
        limit: usize,
    },
    /// A line is not what was due.
    #[error("a line is not understood: {0}")]
    NotUnderstood(#[from] serde_json::Error),
    /// The connection broke.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Reads values line by line. Dropping the future of [`Lines::next`] loses nothing.
pub(crate) struct Lines<R> {
    from: BufReader<R>,
    line: Vec<u8>,
    limit: usize,
}

impl<R: AsyncRead + Unpin> Lines<R> {
    pub(crate) fn new(from: R, limit: usize) -> Self {
        Self {
            from: BufReader::new(from),
            line: Vec::new(),
            limit,
        }
    }

    /// The next value; `None` at the end, where a line without its end does not count.
    pub(crate) async fn next<T: DeserializeOwned>(&mut self) -> Result<Option<T>, FrameError> {
        while self.fill().await? {
            let line = std::mem::take(&mut self.line);
            if !line.trim_ascii().is_empty() {
                return Ok(Some(serde_json::from_slice(&line)?));
            }
        }
        Ok(None)
    }

    /// Collects one whole line; `false` at the end.
    async fn fill(&mut self) -> Result<bool, FrameError> {
        loop {
            let chunk = self.from.fill_buf().await?;
            if chunk.is_empty() {
                return Ok(false);
            }
            let end = chunk.iter().position(|&byte| byte == b'\n');
            let taken = end.unwrap_or(chunk.len());
            if self.line.len() + taken > self.limit {
                return Err(FrameError::TooLong { limit: self.limit });
            }
            self.line.extend_from_slice(&chunk[..taken]);
            self.from.consume(end.map_or(taken, |end| end + 1));
            if end.is_some() {
                return Ok(true);
            }
        }
    }
}

/// Writes one value as one line and flushes it.
pub(crate) async fn write<T: Serialize + Sync>(
    to: &mut (impl AsyncWrite + Unpin),
    value: &T,
) -> io::Result<()> {
    let mut line = serde_json::to_vec(value)?;
    line.push(b'\n');
    to.write_all(&line).await?;
    to.flush().await
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    fn lines(bytes: &[u8]) -> Lines<&[u8]> {
        Lines::new(bytes, 16)
    }

    #[tokio::test]
    async fn values_come_one_a_line_and_empty_lines_are_nothing() {
        let mut lines = lines(b"{\"a\":1}\r\n\n  \n2\n");
        let first: Value = lines.next().await.unwrap().unwrap();
        assert_eq!(first, serde_json::json!({"a": 1}));
        assert_eq!(lines.next::<Value>().await.unwrap().unwrap(), 2);
        assert!(lines.next::<Value>().await.unwrap().is_none());
    }

    #[tokio::test]
    async fn a_line_past_the_cap_is_an_error_and_is_never_held() {
        let long = "x".repeat(1_000_000);
        let mut lines = lines(long.as_bytes());
        let error = lines.next::<Value>().await.unwrap_err();
        assert!(matches!(error, FrameError::TooLong { limit: 16 }));
        assert!(lines.line.capacity() <= 1024);
    }

    #[tokio::test]
    async fn a_line_cut_off_at_the_end_is_not_a_value() {
        assert!(lines(b"12").next::<Value>().await.unwrap().is_none());
    }

    #[tokio::test]
    async fn deep_nesting_is_refused_without_harm() {
        let deep = [b"[".repeat(10_000), b"\n".to_vec()].concat();
        let mut lines = Lines::new(&deep[..], LONGEST_ASK);
        let error = lines.next::<Value>().await.unwrap_err();
        assert!(matches!(error, FrameError::NotUnderstood(_)));
    }

    #[tokio::test]
    async fn a_value_with_a_line_break_inside_stays_one_line() {
        let mut bytes = Vec::new();
        write(&mut bytes, &"a\nb").await.unwrap();
        assert_eq!(bytes, b"\"a\\nb\"\n");
    }
}
