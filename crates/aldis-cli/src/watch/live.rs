//! The table that is drawn over, on the terminal's second screen. What was on the first one comes
//! back at the end, with the last table under it.

use std::collections::VecDeque;
use std::io::{self, Write};
use std::sync::Arc;

use aldis_core::present::words::Words;
use aldis_link::view::Snapshot;

use super::plain::{happening, said};
use super::source::Update;
use crate::line::{Line, wrapped};
use crate::table::{self, DIM, clock};
use crate::terminal::{self, Size};

const ENTER: &str = "\u{1b}[?1049h\u{1b}[?25l";
const LEAVE: &str = "\u{1b}[?25h\u{1b}[?1049l";
/// What was told lately, oldest first; more would not fit on any screen.
const KEPT: usize = 50;

/// The table that is drawn over.
pub(crate) struct Live {
    words: Arc<Words>,
    who: String,
    colours: bool,
    entered: bool,
    size: Option<Size>,
    snapshot: Option<Arc<Snapshot>>,
    told: VecDeque<Line>,
    drawn: String,
}

impl Live {
    pub(super) fn new(words: Arc<Words>, who: String) -> Self {
        Self {
            words,
            who,
            colours: terminal::takes_colours(),
            entered: false,
            size: None,
            snapshot: None,
            told: VecDeque::new(),
            drawn: String::new(),
        }
    }

    pub(super) fn show(&mut self, update: Update) -> io::Result<()> {
        match update {
            Update::Snapshot(snapshot) => self.snapshot = Some(snapshot),
            Update::Happened(happened) => self.told.extend(happening(&happened, &self.words)),
            Update::Said(text) => self.told.push_back(said(&text, &self.words)),
        }
        while self.told.len() > KEPT {
            self.told.pop_front();
        }
        self.draw()
    }

    pub(super) fn tick(&mut self) -> io::Result<()> {
        if terminal::size() == self.size {
            return Ok(());
        }
        self.drawn.clear();
        self.draw()
    }

    fn draw(&mut self) -> io::Result<()> {
        self.size = terminal::size();
        let Some(size) = self.size else {
            return Err(io::ErrorKind::BrokenPipe.into());
        };
        let frame = self.painted(size);
        if frame == self.drawn {
            return Ok(());
        }
        let mut out = io::stdout().lock();
        if !self.entered {
            out.write_all(ENTER.as_bytes())?;
            self.entered = true;
        }
        out.write_all(frame.as_bytes())?;
        self.drawn = frame;
        out.flush()
    }

    /// All that is written to show the frame over the one before.
    fn painted(&self, size: Size) -> String {
        let lines = self.frame(size);
        let lines: Vec<_> = lines
            .iter()
            .map(|line| line.fitted(size.columns).paint(self.colours))
            // Wiped before and not after: behind a full line that would take its last letter.
            .map(|line| format!("\u{1b}[2K{line}"))
            .collect();
        format!("\u{1b}[H{}\u{1b}[J", lines.join("\r\n"))
    }

    /// The table, as much of what was told as fits, and who looks, on the last line.
    fn frame(&self, size: Size) -> Vec<Line> {
        let mut lines = self.table(size);
        let room = size.rows.saturating_sub(1);
        lines.truncate(room);
        let told = self.told(size.columns);
        let left = room.saturating_sub(lines.len() + 2);
        if !told.is_empty() && left > 0 {
            lines.push(Line::default());
            lines.extend_from_slice(&told[told.len().saturating_sub(left)..]);
        }
        lines.resize(room, Line::default());
        lines.push(self.footer());
        lines
    }

    fn table(&self, size: Size) -> Vec<Line> {
        let snapshot = self.snapshot.as_deref();
        snapshot.map_or_else(Vec::new, |it| {
            table::lines(it, &self.words, Some(size.columns))
        })
    }

    fn told(&self, columns: usize) -> Vec<Line> {
        let mut lines = Vec::new();
        for line in &self.told {
            if line.width() <= columns {
                lines.push(line.clone());
            } else {
                let text = wrapped(&line.paint(false), columns);
                lines.extend(text.iter().map(|text| Line::plain(text)));
            }
        }
        lines
    }

    fn footer(&self) -> Line {
        let looked = self
            .snapshot
            .as_ref()
            .and_then(|it| it.checked_at.as_deref());
        let looked = looked.map(|at| {
            let time = clock(at, &self.words);
            format!(
                " · {}",
                self.words.text("tray-looked", [("time", time.into())])
            )
        });
        let text = format!("{}{} · Ctrl-C", self.who, looked.unwrap_or_default());
        Line::styled(DIM, &text)
    }

    pub(super) fn close(mut self) -> io::Result<()> {
        let size = self.size;
        self.leave()?;
        let lines = size.map_or_else(Vec::new, |size| self.table(size));
        let mut out = io::stdout().lock();
        for line in lines {
            writeln!(out, "{}", line.paint(self.colours))?;
        }
        out.flush()
    }

    fn leave(&mut self) -> io::Result<()> {
        if !std::mem::take(&mut self.entered) {
            return Ok(());
        }
        let mut out = io::stdout().lock();
        out.write_all(LEAVE.as_bytes())?;
        out.flush()
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        // A terminal that has gone away needs nothing back.
        drop(self.leave());
    }
}

#[cfg(test)]
mod tests {
    use aldis_core::present::words::Language;

    use super::*;

    fn snapshot() -> Snapshot {
        let service = serde_json::json!({"id": "a", "name": "東京チャット", "health": "major_outage",
            "confidence": "confirmed", "since": "2026-11-22T10:00:00Z", "state": "outage",
            "reason": "5 of 5 test requests fail (server error 503), your internet is fine.",
            "official": {"health": "unknown", "age_s": null, "words": "", "incidents": [], "url": null},
            "probes": [], "open": "https://a.example/", "incident": null, "spans": [],
            "muted": false, "alternatives": []});
        let all = serde_json::json!({"checked_at": "2026-11-22T10:00:09Z", "vantage": "online",
            "vantage_words": "", "language": "en", "lamp": "outage", "headline": "A is down.",
            "detail": "", "checking": false, "services": [service.clone(), service], "incidents": [],
            "faults": [{"file": "settings.toml", "line": 3, "message": "No such key."}], "catalogue_version": 1});
        serde_json::from_value(all).unwrap()
    }

    #[test]
    fn a_frame_is_as_large_as_its_terminal_whatever_that_is() {
        let words = Words::new(Language::ENGLISH, jiff::tz::TimeZone::UTC);
        let mut live = Live::new(Arc::new(words), "from here".to_owned());
        live.snapshot = Some(Arc::new(snapshot()));
        live.told
            .extend((0..9).map(|_| Line::plain("a long story ".repeat(9).as_str())));
        for columns in [1, 2, 9, 40, 80, 200] {
            for rows in [1, 2, 3, 8, 24, 60] {
                let painted = live.painted(Size { columns, rows });
                assert_eq!(
                    painted.matches("\r\n").count(),
                    rows - 1,
                    "{columns}×{rows}"
                );
                let fits = |line: &Line| line.fitted(columns).width() <= columns;
                assert!(
                    live.frame(Size { columns, rows }).iter().all(fits),
                    "{columns}×{rows}"
                );
            }
        }
        let frame = live.frame(Size {
            columns: 80,
            rows: 24,
        });
        let text: Vec<_> = frame.iter().map(|line| line.paint(false)).collect();
        assert!(
            text[0] == "A is down." && text[23].starts_with("from here"),
            "{text:?}"
        );
        assert!(
            text.iter().any(|line| line.contains("✖ outage")),
            "{text:?}"
        );
    }
}
