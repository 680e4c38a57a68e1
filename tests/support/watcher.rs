//! A running `aldis watch --json`: its lines, one by one or until something happens.

use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::{DEADLINE, Ran};

pub(crate) struct Watcher {
    child: Child,
    lines: Option<Lines<BufReader<ChildStdout>>>,
    stderr: JoinHandle<String>,
    seen: Vec<Value>,
}

impl Watcher {
    pub(crate) fn start(mut command: Command) -> Self {
        let mut child = command.spawn().unwrap();
        let lines = Some(BufReader::new(child.stdout.take().unwrap()).lines());
        let mut stderr = child.stderr.take().unwrap();
        let stderr = tokio::spawn(async move {
            let mut text = String::new();
            stderr.read_to_string(&mut text).await.unwrap();
            text
        });
        let seen = Vec::new();
        Self {
            child,
            lines,
            stderr,
            seen,
        }
    }

    /// The next line; `None` at the end of output.
    async fn next(&mut self) -> Option<Value> {
        let line = self.lines.as_mut()?.next_line().await.unwrap()?;
        let line: Value = serde_json::from_str(&line).unwrap();
        self.seen.push(line.clone());
        Some(line)
    }

    /// The first line from here on of which `is` holds.
    pub(crate) async fn until(&mut self, is: impl Fn(&Value) -> bool) -> Value {
        let found = async {
            while let Some(line) = self.next().await {
                if is(&line) {
                    return Some(line);
                }
            }
            None
        };
        match timeout(DEADLINE, found).await {
            Ok(Some(line)) => line,
            ended => panic!("that line never came ({ended:?}): {:#?}", self.happened()),
        }
    }

    /// The transition of `service` to one of `to`.
    pub(crate) async fn turns(&mut self, service: &str, to: &[&str]) -> Value {
        let wanted = |line: &Value| to.iter().any(|to| line["to"] == *to);
        self.until(|line| {
            line["type"] == "transition" && line["service"] == service && wanted(line)
        })
        .await
    }

    /// The notice of this kind.
    pub(crate) async fn notice(&mut self, kind: &str) -> Value {
        self.until(|line| line["type"] == "notice" && line["kind"] == kind)
            .await
    }

    /// The change of vantage to this one.
    pub(crate) async fn vantage(&mut self, to: &str) -> Value {
        self.until(|line| line["type"] == "vantage" && line["to"] == to)
            .await
    }

    /// Everything so far but snapshots.
    pub(crate) fn happened(&self) -> Vec<Value> {
        let happened = self.seen.iter().filter(|line| line["type"] != "snapshot");
        happened.cloned().collect()
    }

    /// All lines so far of this type.
    pub(crate) fn seen(&self, kind: &str) -> Vec<Value> {
        let seen = self.seen.iter().filter(|line| line["type"] == kind);
        seen.cloned().collect()
    }

    /// Presses Ctrl-C and reads to the end.
    pub(crate) async fn interrupt(&mut self) -> Ran {
        #[cfg(unix)]
        super::pty::interrupt(&self.child);
        #[cfg(not(unix))]
        self.child.start_kill().unwrap();
        let rest = async { while self.next().await.is_some() {} };
        timeout(DEADLINE, rest).await.expect("its output ends");
        self.ended().await
    }

    /// Stops reading, as `head` does, and waits for it to notice.
    pub(crate) async fn close(mut self) -> Ran {
        // The pipe closes with its reader.
        self.lines = None;
        self.ended().await
    }

    async fn ended(&mut self) -> Ran {
        let status = timeout(DEADLINE, self.child.wait()).await;
        Ran {
            code: status.expect("it ends").unwrap().code(),
            stdout: format!("{:#?}", self.seen),
            stderr: (&mut self.stderr).await.unwrap(),
        }
    }
}
