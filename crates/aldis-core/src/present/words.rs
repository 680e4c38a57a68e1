//! Every sentence, in every language, from `locales/*.ftl`.

/// A language Aldis speaks whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// English.
    English,
    /// Vietnamese.
    Vietnamese,
}
