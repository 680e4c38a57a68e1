//! The person's own keys: into the key store, out of it, and one word asked with them. No answer
//! holds one.

use std::time::Duration;

use aldis_core::catalogue::Surface;
use aldis_core::evidence::{Evidence, Outcome, Sight};
use aldis_core::{Catalogue, Order, ServiceId, Target};
use aldis_engine::keys::{Key, KeyError, KeyStore, SystemKeys};
use aldis_engine::{Loaded, Look, NetProber, Prober};
use aldis_link::query::Secret;
use aldis_link::view::{Answer, KeyLine, KeyTest, Keys};

use super::super::run::words;
use super::Refusal;

/// How long a model may take for its one word.
const DEADLINE: Duration = Duration::from_secs(20);

pub(super) fn kept(loaded: &Loaded) -> Result<Keys, Refusal> {
    let mut trouble = None;
    let mut keys = Vec::new();
    for name in loaded.catalogue.key_names() {
        let kept = match SystemKeys.get(name) {
            Ok(key) => key.is_some(),
            Err(KeyError::NotAKey) => false,
            Err(error) => {
                trouble = Some(error.to_string());
                false
            }
        };
        keys.push(KeyLine {
            name: name.to_owned(),
            services: users(&loaded.catalogue, name)
                .map(|it| it.1.to_owned())
                .collect(),
            kept,
        });
        // A store that cannot be opened is not asked again and again.
        if trouble.is_some() {
            break;
        }
    }
    let keys = if trouble.is_some() { Vec::new() } else { keys };
    Ok(Keys { keys, trouble })
}

pub(super) fn keep(name: &str, key: &Secret, loaded: &Loaded) -> Result<Answer, Refusal> {
    known(name, loaded)?;
    let malformed = || Refusal::Said(words(&loaded.settings).label("cli-key-malformed"));
    let key = Key::new(key.reveal()).ok_or_else(malformed)?;
    SystemKeys.set(name, &key).map_err(anyhow::Error::from)?;
    Ok(Answer::Keys(kept(loaded)?))
}

pub(super) fn forget(name: &str, loaded: &Loaded) -> Result<Answer, Refusal> {
    known(name, loaded)?;
    SystemKeys.remove(name).map_err(anyhow::Error::from)?;
    Ok(Answer::Keys(kept(loaded)?))
}

/// Only what the catalogue names is kept: a window cannot fill the key store.
fn known(name: &str, loaded: &Loaded) -> Result<(), Refusal> {
    if loaded.catalogue.key_names().contains(name) {
        return Ok(());
    }
    let known: Vec<_> = loaded.catalogue.key_names().into_iter().collect();
    let said = [("name", name.into()), ("known", known.join(", ").into())];
    Err(Refusal::Said(
        words(&loaded.settings).text("cli-no-such-key", said),
    ))
}

/// Asks one service that uses the key for one word.
pub(super) async fn test(name: &str, loaded: &Loaded) -> Result<Answer, Refusal> {
    known(name, loaded)?;
    let words = words(&loaded.settings);
    let service = users(&loaded.catalogue, name).next().map(|it| it.0.clone());
    let order = service.map(|service| Order {
        target: Target::Probe {
            service,
            surface: Surface::Completion,
        },
        deadline: DEADLINE,
    });
    let look = order.and_then(|order| Look::plan(order, &loaded.catalogue, &loaded.settings.proxy));
    let look = look.ok_or_else(|| anyhow::anyhow!("no service asks with this key"))?;
    let Evidence::Probe(Sight { outcome, timing }) = NetProber::new()?.look(look).await else {
        return Err(anyhow::anyhow!("this was no question to a model").into());
    };
    Ok(Answer::KeyTested(KeyTest {
        works: outcome == Outcome::Answered { status: 200 },
        words: words.outcome(&outcome, timing.total),
    }))
}

/// The services that ask with this key, by id and name.
fn users<'c>(
    catalogue: &'c Catalogue,
    name: &'c str,
) -> impl Iterator<Item = (&'c ServiceId, &'c str)> {
    let uses = move |service: &&aldis_core::Service| {
        let mut probes = service.probes.iter();
        probes.any(|probe| probe.completion.as_ref().is_some_and(|it| it.key == name))
    };
    let services = catalogue.services.iter().filter(uses);
    services.map(|service| (&service.id, service.name.as_str()))
}
