//! What Aldis is made of: the list that `cargo xtask licences` writes.

use aldis_link::view::Licence;

/// Name, version and licence, a tab between; one a line.
const LIST: &str = include_str!("../../../licences.tsv");

pub(super) fn all() -> Vec<Licence> {
    let lines = LIST.lines().filter_map(|line| line.split_once('\t'));
    lines
        .map(|(name, licence)| Licence {
            name: name.to_owned(),
            licence: licence.to_owned(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_line_names_a_licence() {
        let all = super::all();
        assert_eq!(all.len(), super::LIST.lines().count());
        assert!(all.len() > 100);
        assert!(
            all.iter()
                .all(|it| !it.name.is_empty() && !it.licence.is_empty())
        );
    }
}
