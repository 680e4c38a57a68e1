//! Changes `settings.toml` for the person: one key at a time. Comments, order and everything else in
//! the file stay as they were. What would be a mistake is not written.

use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use aldis_core::finding::{self, Finding, Instead};
use aldis_core::settings;
use thiserror::Error;
use toml_edit::{Array, DocumentMut, InlineTable, Item, Table};

use super::SETTINGS;

/// One key and what it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The way to it: `notify`, `service`, `chatgpt`.
    pub key: Vec<String>,
    /// What it should be; `None` takes it out, so that the default counts.
    pub value: Option<Value>,
}

/// What a key can be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A text.
    Text(String),
    /// A list of texts.
    Texts(Vec<String>),
    /// Yes or no.
    Flag(bool),
    /// Texts by name.
    Named(Vec<(String, String)>),
}

/// Why a file was not changed.
#[derive(Debug, Error)]
pub enum EditError {
    /// The result would hold this mistake, or the file holds it already and cannot be changed safely.
    #[error("{0:?}")]
    Mistake(Box<Finding>),
    /// It cannot be read or written.
    #[error("the settings file cannot be written")]
    Io(#[from] std::io::Error),
}

/// Carries `edits` out on the settings file of `config_dir`; where there is none, on `example`.
pub fn edit(config_dir: &Path, example: &str, edits: &[Edit]) -> Result<(), EditError> {
    std::fs::create_dir_all(config_dir)?;
    let path = target(&config_dir.join(SETTINGS))?;
    let before = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => example.to_owned(),
        Err(error) => return Err(error.into()),
    };
    let after = edited(&before, edits)?;
    if after == before && path.exists() {
        return Ok(());
    }
    replace(&path, &after)
}

/// A file that is a link elsewhere stays one.
fn target(path: &Path) -> std::io::Result<PathBuf> {
    match path.canonicalize() {
        Ok(real) => Ok(real),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(path.to_owned()),
        Err(error) => Err(error),
    }
}

/// Written beside it and moved over it: nobody ever reads half a file.
fn replace(path: &Path, text: &str) -> Result<(), EditError> {
    let beside = path.with_extension("toml.new");
    let mut file = std::fs::File::create(&beside)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    if let Ok(known) = std::fs::metadata(path) {
        file.set_permissions(known.permissions())?;
    }
    drop(file);
    Ok(std::fs::rename(beside, path)?)
}

fn edited(before: &str, edits: &[Edit]) -> Result<String, EditError> {
    let Ok(mut document) = before.parse::<DocumentMut>() else {
        let broken = finding::syntax(before, SETTINGS, Instead::Before);
        return Err(broken.map_or_else(
            || std::io::Error::from(ErrorKind::InvalidData).into(),
            |broken| EditError::Mistake(Box::new(broken)),
        ));
    };
    for edit in edits {
        apply(document.as_table_mut(), &edit.key, edit.value.as_ref());
    }
    let after = document.to_string();
    let known = settings::parse(before, SETTINGS).1;
    let found = settings::parse(&after, SETTINGS).1;
    let is_new = |finding: &&Finding| !known.iter().any(|known| known.mistake == finding.mistake);
    match found.iter().find(is_new) {
        Some(mistake) => Err(EditError::Mistake(Box::new(mistake.clone()))),
        None => Ok(after),
    }
}

fn apply(table: &mut dyn toml_edit::TableLike, key: &[String], value: Option<&Value>) {
    let (name, rest) = match key {
        [] => return,
        [name, rest @ ..] => (name.as_str(), rest),
    };
    if !rest.is_empty() {
        let is_table = table.get(name).is_some_and(Item::is_table_like);
        if !is_table {
            if value.is_none() {
                return;
            }
            let mut made = Table::new();
            made.set_implicit(rest.len() > 1);
            table.insert(name, Item::Table(made));
        }
        if let Some(inner) = table.get_mut(name).and_then(Item::as_table_like_mut) {
            apply(inner, rest, value);
        }
        return;
    }
    match (value, table.get_mut(name).and_then(Item::as_value_mut)) {
        (None, _) => {
            table.remove(name);
        }
        (Some(value), Some(place)) => {
            let decor = place.decor().clone();
            *place = toml_value(value);
            *place.decor_mut() = decor;
        }
        (Some(value), None) => {
            table.insert(name, Item::Value(toml_value(value)));
        }
    }
}

fn toml_value(value: &Value) -> toml_edit::Value {
    match value {
        Value::Text(text) => text.as_str().into(),
        Value::Texts(texts) => Array::from_iter(texts.iter().map(String::as_str)).into(),
        Value::Flag(flag) => (*flag).into(),
        Value::Named(texts) => {
            let named = texts
                .iter()
                .map(|(key, text)| (key.as_str(), text.as_str()));
            InlineTable::from_iter(named).into()
        }
    }
}

#[cfg(test)]
mod tests;
