//! A cursor over a vendor's JSON that knows its own path, so that every complaint can name it.
//! What the words in it mean is the formats' business.

use std::borrow::Cow;

use serde_json::Value;

use super::PageError;
use super::{decode, text, when};
use crate::time::Timestamp;

/// Longer lists are not read: dropping their tail could drop the one entry that matters.
const MAX_ENTRIES: usize = 5_000;
/// Longer ids and enumeration words are nobody's.
const MAX_WORD_BYTES: usize = 300;
/// What incident.io writes where a value is absent.
const UNDEFINED: &str = "$undefined";

/// The JSON document in `bytes`, or why there is none.
pub(super) fn document(bytes: &[u8], expected: &'static str) -> Result<Value, PageError> {
    let text = decode::text(bytes, expected)?;
    if text.trim_start().starts_with('<') {
        return Err(PageError::Html { expected });
    }
    serde_json::from_str(&text).map_err(|error| PageError::NotThisFormat {
        expected,
        why: format!("not JSON: {error}"),
    })
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

    /// The text that this is, if it is one.
    pub(super) fn as_text(&self) -> Option<&'v str> {
        self.value.as_str()
    }

    /// Whether there is a member `key`, even if it is null.
    pub(super) fn has(&self, key: &str) -> bool {
        self.value.get(key).is_some()
    }

    /// Whether this is an object.
    pub(super) fn is_object(&self) -> bool {
        self.value.is_object()
    }

    /// The elements of the list `key`; `None` where there is no such member.
    pub(super) fn list(&self, key: &str) -> Result<Option<Vec<Self>>, PageError> {
        self.get(key).map(|node| node.elements()).transpose()
    }

    /// The first element, if this is a list that has one.
    pub(super) fn first(&self) -> Option<Self> {
        self.elements().ok()?.into_iter().next()
    }

    /// The first element of the list `key`, if there is one.
    pub(super) fn first_in(&self, key: &str) -> Option<Self> {
        self.get(key)?.first()
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

    /// The word `key`, where there is such a member; one that is no text is an error.
    pub(super) fn word_if_any(&self, key: &str) -> Result<Option<&'v str>, PageError> {
        self.get(key).map(|_| self.word(key)).transpose()
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

    /// The id or enumeration word `key`, which some write as text and some as a number.
    pub(super) fn code(&self, key: &str) -> Result<Cow<'v, str>, PageError> {
        match self.value.get(key) {
            Some(Value::Number(number)) => Ok(Cow::Owned(number.to_string())),
            _ => self.word(key).map(Cow::Borrowed),
        }
    }

    /// The code `key` translated by `known`; an unknown one is an error that names it.
    pub(super) fn known_code<T>(
        &self,
        key: &str,
        known: impl Fn(&str) -> Option<T>,
    ) -> Result<T, PageError> {
        let code = self.code(key)?;
        known(&code).ok_or_else(|| PageError::UnknownValue {
            field: self.path_of(key),
            value: text::short(&code),
        })
    }

    /// The members of the object `key`; `None` where there is no such member.
    pub(super) fn members(&self, key: &str) -> Result<Option<Vec<(&'v str, Self)>>, PageError> {
        let Some(node) = self.get(key) else {
            return Ok(None);
        };
        node.own_members().map(Some)
    }

    /// The members of this object.
    pub(super) fn own_members(&self) -> Result<Vec<(&'v str, Self)>, PageError> {
        let Value::Object(members) = self.value else {
            return Err(self.not("an object"));
        };
        if members.len() > MAX_ENTRIES {
            return Err(self.not(&format!("an object of at most {MAX_ENTRIES} members")));
        }
        let member = |(key, value): (&'v String, &'v Value)| {
            let node = Self {
                value,
                path: self.path_of(key),
                expected: self.expected,
            };
            (key.as_str(), node)
        };
        Ok(members.iter().map(member).collect())
    }

    /// The yes or no `key`, which has to be there.
    pub(super) fn yes(&self, key: &str) -> Result<bool, PageError> {
        let node = self.need(key)?;
        node.value
            .as_bool()
            .ok_or_else(|| node.not("true or false"))
    }

    /// The whole number `key`, which some write as text.
    pub(super) fn number(&self, key: &str) -> Option<i64> {
        match self.value.get(key)? {
            Value::Number(number) => number.as_i64(),
            Value::String(digits) => digits.parse().ok(),
            Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
        }
    }

    /// The moment `key`, where there is such a member; one that cannot be read is an error.
    pub(super) fn moment(&self, key: &str) -> Result<Option<Timestamp>, PageError> {
        let Some(node) = self.get(key).filter(|node| node.as_text() != Some("")) else {
            return Ok(None);
        };
        let at = self.time(&[key]);
        at.map(Some).ok_or_else(|| node.not("a time"))
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
            .find_map(|key| self.text(key).and_then(when::moment))
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
