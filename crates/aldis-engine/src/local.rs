//! What the system says about the person in front of it: time zone and language.

use aldis_core::present::words::Language;
use aldis_core::settings::LanguageChoice;

/// The zone the person lives in; UTC where the system does not say.
pub fn time_zone() -> jiff::tz::TimeZone {
    jiff::tz::TimeZone::system()
}

/// The language to speak: the chosen one, or the first of the system's that we know.
pub fn language(choice: LanguageChoice) -> Language {
    match choice {
        LanguageChoice::Fixed(language) => language,
        LanguageChoice::System => first_known(sys_locale::get_locales()),
    }
}

fn first_known(locales: impl Iterator<Item = String>) -> Language {
    let mut known = locales.filter_map(|locale| Language::from_tag(&locale));
    known.next().unwrap_or(Language::ENGLISH)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vietnamese() -> Language {
        Language::from_tag("vi").unwrap()
    }

    #[test]
    fn the_first_language_we_know_is_spoken() {
        let speak = |locales: &[&str]| first_known(locales.iter().map(|&tag| tag.to_owned()));
        assert_eq!(speak(&["vi-VN", "en-US"]), vietnamese());
        assert_eq!(speak(&["fr-FR", "vi_VN.UTF-8"]), vietnamese());
        assert_eq!(speak(&["de-DE"]), Language::ENGLISH);
        assert_eq!(speak(&["C"]), Language::ENGLISH);
        assert_eq!(speak(&[]), Language::ENGLISH);
    }

    #[test]
    fn a_chosen_language_wins() {
        let chosen = LanguageChoice::Fixed(vietnamese());
        assert_eq!(language(chosen), vietnamese());
    }
}
