//! French.

use super::Language;

pub(super) const FRENCH: Language = Language {
    code: "fr",
    name: "French",
    fold: |letter| Some(letter),
    proclitics: &[],
    words: include_str!("french.toml"),
};
