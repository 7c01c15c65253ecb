//! French.

use super::{Affixes, Language};

pub(super) const FRENCH: Language = Language {
    code: "fr",
    name: "French",
    fold: |letter| Some(letter),
    affixes: Affixes::NONE,
    words: include_str!("french.toml"),
};
