//! What is wrong in a file a person wrote, as data: where, what, and what is allowed. The sentences
//! are in `present/words/finding.rs`.

use crate::tables;

/// One mistake in a settings or catalogue file. Sorts by file and line.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The file as the person knows it, e.g. `settings.toml`.
    pub file: String,
    /// One-based line, where one can be named.
    pub line: Option<usize>,
    /// What is wrong.
    pub mistake: Mistake,
}

impl Finding {
    /// Whether it is only a key that nobody reads, which spoils nothing.
    pub const fn is_unknown_key(&self) -> bool {
        matches!(self.mistake, Mistake::UnknownKey { .. })
    }

    /// Whether nothing of the file counts.
    pub const fn is_of_whole_file(&self) -> bool {
        matches!(
            self.mistake,
            Mistake::Syntax { .. } | Mistake::Unreadable { .. }
        )
    }
}

/// What is wrong. Unless it is the whole file that is broken, the rest of the file counts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mistake {
    /// The file is no TOML, from here on.
    Syntax {
        /// What the parser met.
        why: String,
        /// What counts meanwhile.
        instead: Instead,
    },
    /// The file cannot be read at all.
    Unreadable {
        /// What the system says.
        why: String,
        /// What counts meanwhile.
        instead: Instead,
    },
    /// A key that nobody reads.
    UnknownKey {
        /// The key.
        key: String,
        /// Where it stands.
        place: Place,
        /// What may stand there.
        allowed: Vec<&'static str>,
    },
    /// A value that cannot be meant.
    WrongValue {
        /// Its key.
        key: String,
        /// Where it stands.
        place: Place,
        /// What is written, unless that may be a secret.
        written: Option<String>,
        /// What it has to be.
        allowed: Allowed,
    },
    /// A key that has to be there.
    MissingKey {
        /// The key.
        key: String,
        /// Where it should stand.
        place: Place,
        /// What it has to be.
        allowed: Allowed,
    },
    /// A service that the catalogue does not have.
    UnknownService {
        /// As written.
        id: String,
        /// What there is.
        known: Vec<String>,
    },
    /// An entry with mistakes does not count.
    LeftOut {
        /// Which, as the file names it.
        entry: String,
    },
    /// Of entries with one id the first counts.
    Twice {
        /// Which, as the file names it.
        entry: String,
    },
    /// A part of a service that Aldis does not know, in `components`.
    UnknownPart {
        /// As written.
        part: String,
        /// What may stand there.
        allowed: Vec<&'static str>,
    },
    /// `components` without `main` cannot say that the service works.
    NoMain,
    /// Controls of one operator cannot tell whether we are online, so ours stay.
    OneOperator,
}

/// What counts while a file is broken as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Instead {
    /// What comes with Aldis: nothing good was read so far.
    Usual,
    /// What was read before.
    Before,
}

/// Where in a file a key stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// In no table.
    Top,
    /// In this one, as the file names it: `[intervals]`, `service "chatgpt"`.
    In(String),
}

/// What a value has to be.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Allowed {
    /// One of these words.
    OneOf(Vec<&'static str>),
    /// Any text.
    Text,
    /// `true` or `false`.
    Flag,
    /// `"20s"`.
    Duration,
    /// `"22:00"`.
    TimeOfDay,
    /// http or https.
    Address,
    /// The same, with `{prompt}` in it.
    PromptAddress,
    /// A whole number from one to this.
    UpTo(u32),
    /// The name of a model.
    Model,
    /// Lower-case letters, digits and hyphens.
    Id,
    /// An HTTP status.
    Status,
    /// HTTP statuses that can prove somebody alive.
    AliveStatus,
    /// `"system"`, `"none"` or an address.
    Proxy,
    /// Where nobody can listen.
    Webhook,
    /// A table, written so.
    Table(&'static str),
    /// Tables, each written so.
    Tables(&'static str),
    /// Component ids by part.
    Components,
    /// A list of these.
    ListOf(Box<Allowed>),
}

/// Why and where `text` is no TOML at all, if so; `instead` counts then.
pub fn syntax(text: &str, file: &str, instead: Instead) -> Option<Finding> {
    let broken = tables::document(text).err()?;
    Some(Finding {
        file: file.to_owned(),
        line: Some(broken.line),
        mistake: Mistake::Syntax {
            why: broken.why,
            instead,
        },
    })
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
