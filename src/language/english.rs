//! English.

use super::Language;

pub(super) const ENGLISH: Language = Language {
    code: "en",
    name: "English",
    fold: |letter| Some(letter),
    proclitics: &[],
    words: include_str!("english.toml"),
};
