//! Spelling variants folded together, for matching only: the result is never shown.

use serde::{Deserialize, Serialize};

use crate::language::LANGUAGES;

/// Which variants are folded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct NormaliseParams {}

/// `text` as it is matched.
pub fn normalise(text: &str, _params: &NormaliseParams) -> String {
    let fold = |letter| {
        LANGUAGES
            .iter()
            .try_fold(letter, |letter, language| (language.fold)(letter))
    };
    text.chars()
        .filter_map(fold)
        .flat_map(char::to_lowercase)
        .collect()
}
