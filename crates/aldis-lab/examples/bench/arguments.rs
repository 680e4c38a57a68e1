//! What may be asked of the bench (CONTRACTS.md).

use std::path::PathBuf;

use aldis_lab::rules::Rule;
use aldis_lab::world::{Recipe, World, generate, read};
use anyhow::Context as _;
use clap::Parser;

/// Plays worlds to the detector and to the rules other monitors ship, and scores them.
#[derive(Parser)]
#[command(name = "cargo xtask bench")]
pub(crate) struct Arguments {
    /// A world to read from a file.
    #[arg(long, num_args = 1.., value_name = "FILE")]
    pub(crate) world: Vec<PathBuf>,
    /// Worlds to generate, `A..B`: from seed A, up to and without seed B.
    #[arg(long, value_name = "A..B", value_parser = seeds)]
    pub(crate) seeds: Option<(u64, u64)>,
    /// Which rule; `ablations` are ours without each of its parts.
    #[arg(long, default_value = "all", value_parser = rule)]
    pub(crate) rule: Chosen,
    /// One JSON object a line, for each world and rule, instead of the scorecard.
    #[arg(long)]
    pub(crate) json: bool,
    /// Generated worlds are those of somebody who gave no key.
    #[arg(long)]
    pub(crate) no_keys: bool,
    /// Generated worlds have so many times the usual noise.
    #[arg(long, default_value_t = 1.0, value_name = "TIMES")]
    pub(crate) noise: f64,
    /// Write BENCHMARKS.md and its picture into this source tree (`cargo xtask bench --write`
    /// knows which), from worlds of its own; `cargo xtask bench --write --all` writes the figures
    /// of `cargo bench` into it as well.
    #[arg(long, value_name = "ROOT", num_args = 0..=1, default_missing_value = ".",
        conflicts_with_all = ["world", "seeds", "rule", "json", "no_keys", "noise"])]
    pub(crate) write: Option<PathBuf>,
}

/// Which rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Chosen {
    All,
    Ablations,
    One(Rule),
}

impl Arguments {
    pub(crate) fn rules(&self) -> Vec<Rule> {
        match self.rule {
            Chosen::All => Rule::ALL.to_vec(),
            Chosen::Ablations => Rule::ABLATIONS.to_vec(),
            Chosen::One(rule) => vec![rule],
        }
    }

    pub(crate) fn worlds(&self) -> anyhow::Result<Vec<World>> {
        let mut worlds = Vec::new();
        for path in &self.world {
            let name = path.display().to_string();
            let text = std::fs::read_to_string(path)
                .with_context(|| format!("failed to read the world {name}"))?;
            let read = read(&text, &name)?;
            for field in read.unknown {
                eprintln!("{name}: {field}: nobody reads this field");
            }
            worlds.push(read.world);
        }
        let seeds = match self.seeds {
            Some((from, to)) => from..to,
            None if worlds.is_empty() => 0..8,
            None => 0..0,
        };
        let recipe = Recipe {
            keys: !self.no_keys,
            noise: self.noise,
            ..Recipe::default()
        };
        worlds.extend(seeds.map(|seed| generate(seed, recipe)));
        Ok(worlds)
    }
}

fn seeds(text: &str) -> Result<(u64, u64), String> {
    let (from, to) = text.split_once("..").ok_or("write it as 0..8")?;
    let number = |text: &str| {
        let read = text.trim().parse::<u64>();
        read.map_err(|_| format!("{text:?} is no seed"))
    };
    let (from, to) = (number(from)?, number(to)?);
    if from < to {
        Ok((from, to))
    } else {
        Err("the first seed must be below the last".to_owned())
    }
}

fn rule(word: &str) -> Result<Chosen, String> {
    match word {
        "all" => Ok(Chosen::All),
        "ablations" => Ok(Chosen::Ablations),
        word => Rule::from_word(word).map(Chosen::One).ok_or_else(|| {
            let words = Rule::ALL.map(Rule::word).join(", ");
            format!("there are {words}, all and ablations")
        }),
    }
}
