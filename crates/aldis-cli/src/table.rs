//! The table of services, as `check` and `watch` show it. Which service comes first and what its
//! state is called was decided elsewhere.

use aldis_core::Timestamp;
use aldis_core::present::words::Words;
use aldis_link::view::{Health, Service, Snapshot};
use anstyle::{AnsiColor, Style};

use crate::line::{Line, wrapped};

const BOLD: Style = Style::new().bold();
const GAP: usize = 2;
/// A reason squeezed narrower than this is no longer read.
const NARROWEST_REASON: usize = 24;

/// What stands before everything that is of no weight.
pub(crate) const DIM: Style = Style::new().dimmed();

/// A sign and its colour: never the colour alone.
pub(crate) const fn sign(health: Health) -> (&'static str, Style) {
    match health {
        Health::Operational => ("●", AnsiColor::Green.on_default()),
        Health::Degraded => ("▲", AnsiColor::Yellow.on_default()),
        Health::PartialOutage => ("◐", AnsiColor::Red.on_default()),
        Health::MajorOutage => ("✖", AnsiColor::Red.on_default()),
        Health::Maintenance => ("◆", AnsiColor::Blue.on_default()),
        Health::Unknown => ("○", DIM),
    }
}

/// This moment, for "since" and "ago".
pub(crate) fn now() -> Timestamp {
    Timestamp::from_millis(jiff::Timestamp::now().as_millisecond())
}

/// A moment as the DTOs write it, to the second.
pub(crate) fn clock_seconds(at: &str, words: &Words) -> String {
    let shown = Timestamp::parse(at).map(|at| words.clock_seconds(at, now()));
    shown.unwrap_or_else(|| at.to_owned())
}

/// A moment as the DTOs write it, as the person's clock shows it.
pub(crate) fn clock(at: &str, words: &Words) -> String {
    Timestamp::parse(at).map_or_else(|| at.to_owned(), |at| words.clock(at, now()))
}

/// The headline, the services, and what of Aldis itself is broken; `width` breaks long reasons.
pub(crate) fn lines(snapshot: &Snapshot, words: &Words, width: Option<usize>) -> Vec<Line> {
    let mut lines = vec![Line::styled(BOLD, &snapshot.headline), Line::default()];
    lines.extend(table(snapshot, words, width));
    lines.extend(faults(snapshot));
    lines
}

/// What of Aldis itself is broken, under an empty line.
pub(crate) fn faults(snapshot: &Snapshot) -> Vec<Line> {
    let mark = Line::styled(AnsiColor::Yellow.on_default(), "! ");
    let faults = snapshot.faults.iter();
    let mut lines: Vec<_> = faults
        .map(|it| mark.clone().and(Style::new(), &it.to_string()))
        .collect();
    if !lines.is_empty() {
        lines.insert(0, Line::default());
    }
    lines
}

struct Row {
    name: Line,
    state: Line,
    since: Line,
    reason: String,
}

fn table(snapshot: &Snapshot, words: &Words, width: Option<usize>) -> Vec<Line> {
    let heading = |key: &str| Line::styled(DIM, &words.label(key));
    let mut rows = vec![Row {
        name: heading("cli-service"),
        state: heading("cli-state"),
        since: heading("cli-since"),
        reason: words.label("cli-why"),
    }];
    rows.extend(snapshot.services.iter().map(|service| row(service, words)));
    let widest = |of: fn(&Row) -> &Line| rows.iter().map(|row| of(row).width()).max().unwrap_or(0);
    let widths = [
        widest(|row| &row.name),
        widest(|row| &row.state),
        widest(|row| &row.since),
    ];
    let before = widths.iter().map(|width| width + GAP).sum::<usize>();
    let room = width.map_or(usize::MAX, |width| {
        width.saturating_sub(before).max(NARROWEST_REASON)
    });
    let mut lines = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        let style = if index == 0 { DIM } else { Style::new() };
        let mut reason = wrapped(&row.reason, room).into_iter();
        let [name, state, since] = widths;
        let cells = [(&row.name, name), (&row.state, state), (&row.since, since)];
        let first = cells
            .into_iter()
            .fold(Line::default(), |line, (cell, width)| {
                let end = line.width() + width + GAP;
                line.joined(cell).padded(end)
            });
        lines.push(first.and(style, &reason.next().unwrap_or_default()));
        lines.extend(reason.map(|rest| Line::default().padded(before).and(style, &rest)));
    }
    lines
}

fn row(service: &Service, words: &Words) -> Row {
    let (sign, colour) = sign(service.health);
    let since = service.since.as_deref();
    let name = Line::styled(BOLD, &service.name);
    Row {
        name,
        state: Line::styled(colour, &format!("{sign} {}", service.state)),
        since: Line::plain(&since.map_or_else(|| "–".to_owned(), |at| clock(at, words))),
        reason: service.reason.clone(),
    }
}
