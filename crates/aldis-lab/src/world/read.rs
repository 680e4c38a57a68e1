//! Reads a world from JSON. What is wrong in it is named with its field and place.

use aldis_core::{Surface, Timestamp};
use serde::{Deserialize, Deserializer, Serializer, de};
use thiserror::Error;

use super::{Noise, Outage, World};

/// Longer worlds than this are a slip of the pen.
const DAYS_AT_MOST: f64 = 3_660.0;

/// A world that cannot be played.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("{file}: {field}: {why}")]
pub struct WorldError {
    /// The file as the person knows it.
    pub file: String,
    /// The field, with its place in lists: `outages[0].errors.web`.
    pub field: String,
    /// What is wrong and what is allowed.
    pub why: String,
}

/// A world that can be played, and the fields in its file that nobody reads.
#[derive(Clone, Debug, PartialEq)]
pub struct Unread {
    /// The world.
    pub world: World,
    /// Paths of the fields that are not ours.
    pub unknown: Vec<String>,
}

/// Reads a world.
pub fn read(text: &str, file: &str) -> Result<Unread, WorldError> {
    let mut unknown = Vec::new();
    let mut json = serde_json::Deserializer::from_str(text);
    let mut track = serde_path_to_error::Track::new();
    let tracked = serde_path_to_error::Deserializer::new(&mut json, &mut track);
    let world: Result<World, _> =
        serde_ignored::deserialize(tracked, |path| unknown.push(path.to_string()));
    let world = world.and_then(|world| json.end().map(|()| world));
    let error = |field: String, why: String| WorldError {
        file: file.to_owned(),
        field,
        why,
    };
    let world = world.map_err(|why| error(track.path().to_string(), why.to_string()))?;
    match mistake(&world) {
        Some((field, why)) => Err(error(field, why)),
        None => Ok(Unread { world, unknown }),
    }
}

/// The first thing in it that makes no sense.
fn mistake(world: &World) -> Option<(String, String)> {
    if !(world.days > 0.0 && world.days <= DAYS_AT_MOST) {
        let why = format!("must be more than 0 and at most {DAYS_AT_MOST} days");
        return Some(("days".to_owned(), why));
    }
    let rates = &world.rates;
    let named = [
        ("rates.web", rates.web),
        ("rates.api", rates.api),
        ("rates.completion", rates.completion),
        ("rates.control", rates.control),
        ("rates.stray_429", rates.stray_429),
    ];
    let rates = named
        .into_iter()
        .find_map(|(field, value)| share(field, value));
    let awake = world.awake.iter().flatten().enumerate();
    let mut end = f64::NEG_INFINITY;
    let mut awake = awake.filter_map(|(index, &(from, to))| {
        let field = format!("awake[{index}]");
        let overlaps = from < end;
        end = to;
        if overlaps {
            return Some((field, "begins before the one before it ends".to_owned()));
        }
        stretch(&field, from, to)
    });
    let noise = world.noise.iter().enumerate();
    let mut noise = noise.filter_map(|(index, it)| noise_mistake(&format!("noise[{index}]"), it));
    let outages = world.outages.iter().enumerate();
    let mut outages =
        outages.filter_map(|(index, it)| outage_mistake(&format!("outages[{index}]"), it));
    rates
        .or_else(|| awake.next())
        .or_else(|| noise.next())
        .or_else(|| outages.next())
}

fn noise_mistake(field: &str, noise: &Noise) -> Option<(String, String)> {
    let kind = noise.kind.word();
    match (noise.kind.concerns_a_surface(), noise.surface) {
        (true, None) => Some((
            format!("{field}.surface"),
            format!("`{kind}` concerns one surface: name web, api or completion"),
        )),
        (false, Some(_)) => Some((
            format!("{field}.surface"),
            format!("`{kind}` concerns everything: leave the surface out"),
        )),
        (true, Some(_)) | (false, None) => stretch(field, noise.from, noise.to),
    }
}

fn outage_mistake(field: &str, outage: &Outage) -> Option<(String, String)> {
    let errors = &outage.errors;
    let named = [
        ("errors.web", errors.web),
        ("errors.api", errors.api),
        ("errors.completion", errors.completion),
    ];
    let mut shares = named
        .into_iter()
        .filter_map(|(name, value)| share(&format!("{field}.{name}"), value));
    let dips = outage.dips.iter().enumerate();
    let mut dips = dips.filter_map(|(index, &(from, to, scale))| {
        let field = format!("{field}.dips[{index}]");
        stretch(&field, from, to).or_else(|| share(&format!("{field}[2]"), scale))
    });
    let answers = outage.answers.iter().enumerate();
    let mut answers = answers.filter_map(|(index, &status)| {
        let known = status == 0 || (100..600).contains(&status);
        let why = format!("{status} is no HTTP status; 0 stands for silence");
        (!known).then(|| (format!("{field}.answers[{index}]"), why))
    });
    let ramp = (!(outage.ramp_s >= 0.0 && outage.ramp_s.is_finite()))
        .then(|| (format!("{field}.ramp_s"), "must not be negative".to_owned()));
    let post = match (outage.posted, outage.resolved_post) {
        (Some(posted), Some(resolved)) if resolved < posted => Some((
            format!("{field}.resolved_post"),
            "lies before `posted`".to_owned(),
        )),
        (Some(_) | None, Some(_) | None) => None,
    };
    let monitoring = outage.monitoring_post.filter(|at| {
        outage.posted.is_none_or(|posted| *at < posted)
            || outage.resolved_post.is_some_and(|resolved| resolved < *at)
    });
    let monitoring = monitoring.map(|_| {
        let why = "must lie between `posted` and `resolved_post`".to_owned();
        (format!("{field}.monitoring_post"), why)
    });
    stretch(field, outage.from, outage.to)
        .or(monitoring)
        .or_else(|| shares.next())
        .or_else(|| dips.next())
        .or_else(|| answers.next())
        .or(ramp)
        .or(post)
}

fn stretch(field: &str, from: f64, to: f64) -> Option<(String, String)> {
    (from >= to).then(|| {
        let why = format!("must end after it begins, but goes from {from} to {to}");
        (field.to_owned(), why)
    })
}

fn share(field: &str, value: f64) -> Option<(String, String)> {
    (!(0.0..=1.0).contains(&value)).then(|| {
        let why = format!("must be between 0 and 1, but is {value}");
        (field.to_owned(), why)
    })
}

/// A moment as RFC 3339.
pub(super) mod stamp {
    use super::{Deserialize, Deserializer, Serializer, Timestamp, de};

    pub(in crate::world) fn serialize<S: Serializer>(
        at: &Timestamp,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        to.collect_str(at)
    }

    pub(in crate::world) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Timestamp, D::Error> {
        let text = String::deserialize(from)?;
        Timestamp::parse(&text).ok_or_else(|| {
            de::Error::custom(format!(
                "{text:?} is no moment; write it as 2026-03-02T00:00:00Z"
            ))
        })
    }
}

/// A surface by its word.
pub(super) mod surface {
    use super::{Deserialize, Deserializer, Serializer, Surface, de};

    pub(in crate::world) fn serialize<S: Serializer>(
        surface: &Option<Surface>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        match surface {
            Some(surface) => to.serialize_str(surface.word()),
            None => to.serialize_none(),
        }
    }

    pub(in crate::world) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<Surface>, D::Error> {
        let word = Option::<String>::deserialize(from)?;
        word.map(|word| {
            Surface::from_word(&word).ok_or_else(|| {
                de::Error::custom(format!(
                    "no surface is called {word:?}; there are web, api and completion"
                ))
            })
        })
        .transpose()
    }
}
