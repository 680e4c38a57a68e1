//! The evidence behind a verdict, for `check --explain`: every look with its layers, the vendor's
//! page, our own network, and what each piece was worth. It weighs nothing.

use aldis_core::present::words::Words;
use aldis_link::view::{Explanation, Official, Probe, Says, Service, Snapshot, SurfaceEvidence};
use anstyle::{AnsiColor, Style};

use crate::line::{Line, wrapped};
use crate::table::{self, DIM, clock, sign};

const BOLD: Style = Style::new().bold();
const INDENT: usize = 4;
const NARROWEST: usize = 40;

/// Everything that speaks for or against each service; `width` breaks long sentences.
pub(crate) fn lines(snapshot: &Snapshot, words: &Words, width: Option<usize>) -> Vec<Line> {
    let mut page = Page {
        lines: vec![Line::styled(BOLD, &snapshot.headline)],
        room: width.map_or(usize::MAX, |width| width.max(NARROWEST)),
        words,
    };
    page.say(&snapshot.vantage_words);
    for service in &snapshot.services {
        page.service(service);
    }
    page.lines.extend(table::faults(snapshot));
    page.lines
}

struct Page<'w> {
    lines: Vec<Line>,
    room: usize,
    words: &'w Words,
}

impl Page<'_> {
    fn service(&mut self, service: &Service) {
        let (sign, colour) = sign(service.health);
        let since = service.since.as_deref().map(|at| {
            let time = clock(at, self.words);
            self.words.text("ui-since", [("time", time.into())])
        });
        let title = Line::styled(colour, &format!("{sign} "))
            .and(BOLD, &service.name)
            .and(colour, &format!("  {}", service.state))
            .and(
                DIM,
                &since.map(|since| format!("  {since}")).unwrap_or_default(),
            );
        self.lines.extend([Line::default(), title]);
        self.say(&service.reason);
        for probe in &service.probes {
            self.probe(probe);
            let explained = service.explanation.iter().flat_map(|it| &it.surfaces);
            for surface in explained.filter(|it| it.surface == probe.surface) {
                self.surface(surface);
            }
        }
        self.official(&service.official);
        if let Some(explanation) = &service.explanation {
            self.beside(explanation);
        }
        for alternative in &service.alternatives {
            let text = format!(
                "{}: {} · {}",
                alternative.name, alternative.why, alternative.open
            );
            self.item(&self.words.label("ui-use-instead"), &text);
        }
    }

    fn probe(&mut self, probe: &Probe) {
        let (says, colour) = match probe.says {
            Says::Works => ("ui-says-works", AnsiColor::Green),
            Says::Fails => ("ui-says-fails", AnsiColor::Red),
            Says::Nothing => ("ui-says-nothing", AnsiColor::Yellow),
        };
        let surface = match probe.surface.as_str() {
            "web" => self.words.label("ui-surface-web"),
            "api" => self.words.label("ui-surface-api"),
            "completion" => self.words.label("ui-surface-completion"),
            other => other.to_owned(),
        };
        let says = Line::styled(colour.on_default(), &self.words.label(says));
        self.item_with(&surface, &says, &probe.words);
        let layers = probe.layers.iter();
        let layers: Vec<_> = layers
            .map(|it| format!("{} {} ms", it.name, it.ms))
            .collect();
        if !layers.is_empty() {
            self.note(&layers.join(" · "));
        }
        if let Some(usual) = probe.usual_ms {
            let usual = self.words.text("ui-latency-usual", [("ms", usual.into())]);
            self.note(&usual);
        }
    }

    /// What the looks at a surface come to, and what each was worth.
    fn surface(&mut self, surface: &SurfaceEvidence) {
        self.note(&surface.words);
        for look in &surface.looks {
            let at = table::clock_seconds(&look.at, self.words);
            self.note(&format!("{at}  {}: {}", look.how, look.words));
        }
        self.note(&surface.usual);
        if let Some(drift) = &surface.drift {
            self.note(drift);
        }
    }

    /// What the page, the upstreams and our own side add.
    fn beside(&mut self, explanation: &Explanation) {
        self.note(&explanation.page);
        for left_out in &explanation.left_out {
            self.note(left_out);
        }
        if let Some(said) = &explanation.said {
            self.note(said);
        }
        if let Some(common) = &explanation.common {
            self.item(&self.words.label("ui-common"), common);
        }
        self.item(&self.words.label("ui-our-network"), &explanation.loss);
    }

    fn official(&mut self, official: &Official) {
        self.item(&self.words.label("ui-their-page"), &official.words);
        if let Some(url) = &official.url {
            self.note(url);
        }
        for incident in &official.incidents {
            self.note(&format!("“{}” ({})", incident.title, incident.phase));
            if let Some(update) = incident.updates.first() {
                let at = update.at.as_deref().map(|at| clock(at, self.words));
                self.note(&format!("{} {}", at.unwrap_or_default(), update.text));
            }
        }
    }

    fn item(&mut self, name: &str, text: &str) {
        self.item_with(name, &Line::default(), text);
    }

    /// A name, a word in colour, a sentence.
    fn item_with(&mut self, name: &str, word: &Line, text: &str) {
        let blank = " ".repeat(INDENT);
        let head = Line::plain(&blank)
            .and(DIM, &format!("{name}: "))
            .joined(word);
        let gap = if word.width() > 0 { " · " } else { "" };
        self.flow(&head.and(DIM, gap), Style::new(), text);
    }

    fn say(&mut self, text: &str) {
        self.flow(&Line::plain(&" ".repeat(INDENT)), Style::new(), text);
    }

    fn note(&mut self, text: &str) {
        self.flow(&Line::plain(&" ".repeat(2 * INDENT)), DIM, text);
    }

    fn flow(&mut self, head: &Line, style: Style, text: &str) {
        let before = head.width();
        let mut rest =
            wrapped(text, self.room.saturating_sub(before).max(NARROWEST / 2)).into_iter();
        let first = rest.next().unwrap_or_default();
        self.lines.push(head.clone().and(style, &first));
        let hanging = Line::default().padded(before.min(2 * INDENT));
        self.lines
            .extend(rest.map(|text| hanging.clone().and(style, &text)));
    }
}
