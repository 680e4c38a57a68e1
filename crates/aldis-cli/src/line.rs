//! One line of coloured text that knows how wide it is. What it says is its maker's.

use anstyle::Style;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// One line of coloured text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Line(Vec<(Style, String)>);

impl Line {
    /// `text` without colour.
    pub(crate) fn plain(text: &str) -> Self {
        Self::styled(Style::new(), text)
    }

    /// `text` in one style.
    pub(crate) fn styled(style: Style, text: &str) -> Self {
        Self::default().and(style, text)
    }

    /// With more at its end. Nothing in it can steer the terminal.
    #[must_use]
    pub(crate) fn and(mut self, style: Style, text: &str) -> Self {
        let text = text.chars().filter(|c| !c.is_control()).collect();
        self.0.push((style, text));
        self
    }

    /// With another line at its end.
    #[must_use]
    pub(crate) fn joined(mut self, other: &Self) -> Self {
        self.0.extend(other.0.iter().cloned());
        self
    }

    /// With blanks at its end until it is as wide as `width`.
    #[must_use]
    pub(crate) fn padded(self, width: usize) -> Self {
        let missing = width.saturating_sub(self.width());
        self.and(Style::new(), &" ".repeat(missing))
    }

    /// Columns it takes on a terminal.
    pub(crate) fn width(&self) -> usize {
        self.0.iter().map(|(_, text)| text.width()).sum()
    }

    /// Its beginning, where it is wider than `width`.
    #[must_use]
    pub(crate) fn fitted(&self, width: usize) -> Self {
        if self.width() <= width {
            return self.clone();
        }
        let mut left = width.saturating_sub(1);
        let mut fitted = Self::default();
        for (style, text) in &self.0 {
            let part = beginning(text, left);
            left -= part.width();
            fitted.0.push((*style, part.to_owned()));
            if part.len() < text.len() {
                break;
            }
        }
        fitted.and(Style::new(), if width == 0 { "" } else { "…" })
    }

    /// As it is written, with or without colours.
    pub(crate) fn paint(&self, colours: bool) -> String {
        let mut painted = String::new();
        for (style, text) in &self.0 {
            if colours && *style != Style::new() {
                painted.push_str(&format!("{style}{text}{style:#}"));
            } else {
                painted.push_str(text);
            }
        }
        painted.truncate(painted.trim_end_matches(' ').len());
        painted
    }
}

fn beginning(text: &str, width: usize) -> &str {
    let mut taken = 0;
    let end = text.char_indices().find(|(_, c)| {
        taken += c.width().unwrap_or(0);
        taken > width
    });
    end.map_or(text, |(end, _)| &text[..end])
}

/// `text` in lines no wider than `width`, broken between words where it can be.
pub(crate) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let last = lines.last().map_or(0, |line| line.width());
        if last > 0 && last + 1 + word.width() > width {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use anstyle::AnsiColor;

    use super::*;

    #[test]
    fn nothing_in_a_text_can_steer_the_terminal() {
        let line = Line::plain("good\u{1b}[31m news\r\nhere\u{9b}2J");
        assert_eq!(line.paint(true), "good[31m newshere2J");
    }

    #[test]
    fn wide_letters_take_two_columns() {
        let line = Line::plain("東京").padded(6).and(Style::new(), "|");
        assert_eq!(line.paint(false), "東京  |");
        assert_eq!(line.fitted(4).paint(false), "東…");
        assert_eq!(line.fitted(7), line);
        assert_eq!(line.fitted(0).width(), 0);
    }

    #[test]
    fn colours_come_only_when_wanted() {
        let line = Line::styled(AnsiColor::Red.on_default(), "out");
        assert_eq!(line.paint(false), "out");
        assert_eq!(line.paint(true), "\u{1b}[31mout\u{1b}[0m");
    }

    #[test]
    fn a_long_sentence_breaks_between_words() {
        assert_eq!(wrapped("one two three", 8), ["one two", "three"]);
        assert_eq!(wrapped("incomprehensible x", 5), ["incomprehensible", "x"]);
        assert_eq!(wrapped("", 5), [""]);
    }
}
