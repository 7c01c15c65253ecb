//! English.

use super::{Affixes, Language};

pub(super) const ENGLISH: Language = Language {
    code: "en",
    name: "English",
    variant: |_| None,
    affixes: Affixes {
        enclitics: &["s", "es", "ed", "d", "ing"],
        ..Affixes::NONE
    },
    words: include_str!("english.toml"),
};
