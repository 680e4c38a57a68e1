//! A cursor over a vendor's JSON that knows its own path, so that every complaint can name it.
//! What the words in it mean is the formats' business.

use serde_json::Value;

use super::PageError;
use super::text;
use crate::time::Timestamp;

/// Larger documents are not read: the largest real one is well under a tenth of this.
const MAX_BYTES: usize = 8 * 1024 * 1024;
/// Longer lists are not read: dropping their tail could drop the one entry that matters.
const MAX_ENTRIES: usize = 5_000;
/// Longer ids and enumeration words are nobody's.
const MAX_WORD_BYTES: usize = 300;
/// What incident.io writes where a value is absent.
const UNDEFINED: &str = "$undefined";

/// The JSON document in `bytes`, or why there is none.
pub(super) fn document(bytes: &[u8], expected: &'static str) -> Result<Value, PageError> {
    if bytes.len() > MAX_BYTES {
        return Err(PageError::NotThisFormat {
            expected,
            why: format!("it is larger than {MAX_BYTES} bytes"),
        });
    }
    let bytes = bytes
        .strip_prefix(b"\xEF\xBB\xBF")
        .unwrap_or(bytes)
        .trim_ascii();
    match bytes.first() {
        None => Err(PageError::Empty),
        Some(b'<') => Err(PageError::Html { expected }),
        Some(_) => serde_json::from_slice(bytes).map_err(|error| PageError::NotThisFormat {
            expected,
            why: format!("not JSON: {error}"),
        }),
    }
}

/// One value of a document and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Node<'v> {
    value: &'v Value,
    path: String,
    expected: &'static str,
}

impl<'v> Node<'v> {
    /// The whole document, read as `expected`.
    pub(super) fn root(value: &'v Value, expected: &'static str) -> Self {
        Self {
            value,
            path: String::new(),
            expected,
        }
    }

    /// The member `key`, unless it is missing, null or written as undefined.
    pub(super) fn get(&self, key: &str) -> Option<Self> {
        let value = self.value.get(key)?;
        let absent = value.is_null() || value.as_str() == Some(UNDEFINED);
        (!absent).then(|| Self {
            value,
            path: self.path_of(key),
            expected: self.expected,
        })
    }

    /// The member `key`, which has to be there.
    pub(super) fn need(&self, key: &str) -> Result<Self, PageError> {
        self.get(key).ok_or_else(|| self.missing(key))
    }

    /// Whether this is an object.
    pub(super) fn is_object(&self) -> bool {
        self.value.is_object()
    }

    /// The elements of the list `key`; `None` where there is no such member.
    pub(super) fn list(&self, key: &str) -> Result<Option<Vec<Self>>, PageError> {
        self.get(key).map(|node| node.elements()).transpose()
    }

    /// The elements of this list.
    pub(super) fn elements(&self) -> Result<Vec<Self>, PageError> {
        let Value::Array(elements) = self.value else {
            return Err(self.not("a list"));
        };
        if elements.len() > MAX_ENTRIES {
            return Err(self.not(&format!("a list of at most {MAX_ENTRIES} entries")));
        }
        let element = |(index, value)| Self {
            value,
            path: format!("{}[{index}]", self.path),
            expected: self.expected,
        };
        Ok(elements.iter().enumerate().map(element).collect())
    }

    /// The word `key`, which has to be there and to be text.
    pub(super) fn word(&self, key: &str) -> Result<&'v str, PageError> {
        let node = self.need(key)?;
        match node.value {
            Value::String(word) if word.len() > MAX_WORD_BYTES => {
                Err(node.not(&format!("a word of at most {MAX_WORD_BYTES} bytes")))
            }
            Value::String(word) if !word.is_empty() => Ok(word),
            Value::String(_) => Err(self.missing(key)),
            Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::Array(_)
            | Value::Object(_) => Err(node.not("text")),
        }
    }

    /// The word `key` translated by `known`; an unknown word is an error that names it.
    pub(super) fn known<T>(
        &self,
        key: &str,
        known: impl Fn(&str) -> Option<T>,
    ) -> Result<T, PageError> {
        let word = self.word(key)?;
        known(word).ok_or_else(|| PageError::UnknownValue {
            field: self.path_of(key),
            value: text::short(word),
        })
    }

    /// The text `key` if it is there and is text; nothing the verdict needs is read with this.
    pub(super) fn text(&self, key: &str) -> Option<&'v str> {
        self.value
            .get(key)?
            .as_str()
            .filter(|text| *text != UNDEFINED)
    }

    /// The text `key` as one line of plain text, empty when there is none.
    pub(super) fn title(&self, key: &str) -> String {
        self.text(key).map(text::line).unwrap_or_default()
    }

    /// The flag `key`, false when there is none.
    pub(super) fn flag(&self, key: &str) -> bool {
        self.value
            .get(key)
            .and_then(Value::as_bool)
            .unwrap_or(false)
    }

    /// The first of `keys` that holds a moment we can read.
    pub(super) fn time(&self, keys: &[&str]) -> Option<Timestamp> {
        keys.iter()
            .find_map(|key| self.text(key).and_then(Timestamp::parse))
    }

    /// The complaint that this is not `what`.
    pub(super) fn not(&self, what: &str) -> PageError {
        let place = if self.path.is_empty() {
            "the document"
        } else {
            &self.path
        };
        PageError::NotThisFormat {
            expected: self.expected,
            why: format!("{place} is not {what}"),
        }
    }

    /// The complaint that `key` is not here.
    pub(super) fn missing(&self, key: &str) -> PageError {
        PageError::Missing {
            field: self.path_of(key),
        }
    }

    fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() {
            key.to_owned()
        } else {
            format!("{}.{key}", self.path)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_longer_than_any_real_one_is_none() {
        let id = |length| {
            let document = serde_json::json!({ "id": "x".repeat(length) });
            let root = Node::root(&document, "a test document");
            root.word("id").map(str::len)
        };
        assert_eq!(id(MAX_WORD_BYTES), Ok(MAX_WORD_BYTES));
        let why = "id is not a word of at most 300 bytes".to_owned();
        let expected = "a test document";
        let refused = PageError::NotThisFormat { expected, why };
        assert_eq!(id(MAX_WORD_BYTES + 1), Err(refused));
    }
}
