//! French.

use super::{Affixes, Language};

pub(super) const FRENCH: Language = Language {
    code: "fr",
    name: "French",
    variant: |_| None,
    affixes: Affixes::NONE,
    words: include_str!("french.toml"),
};
