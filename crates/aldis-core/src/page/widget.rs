//! What the widget documents of incident.io and of Flashcat have in common: entries that list the
//! components they concern, each with a word for how it is.

use super::gather::Affected;
use super::json::Node;
use super::{Component, PageError, text};
use crate::health::Health;

/// The ids an entry names; what it says of them under `status` is added to `components`, the worst
/// word winning. `health_of` gives the word back where it does not know it.
pub(super) fn affected(
    entry: &Node<'_>,
    status: &str,
    health_of: fn(&str) -> (Health, Option<String>),
    components: &mut Affected,
) -> Result<Vec<String>, PageError> {
    let mut ids = Vec::new();
    for named in entry.list("affected_components")?.unwrap_or_default() {
        let id = named.code("id")?.into_owned();
        ids.push(id.clone());
        let Some(word) = named.word_if_any(status)? else {
            continue;
        };
        let (health, unknown_word) = health_of(word);
        components.add(Component {
            id,
            name: named.title("name"),
            group: named.text("group_name").map(text::line),
            group_id: None,
            health,
            unknown_word,
        });
    }
    Ok(ids)
}
