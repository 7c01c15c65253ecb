//! A text → its terms: the one place where all kinds of features are cut.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::{CueMatcher, FeatureKind, FeatureParams, Normaliser, Tokens, ngrams};
use crate::task::Lexicon;

/// Cuts texts into terms, as its parameters say.
#[derive(Debug, Clone)]
pub struct Extractor {
    params: FeatureParams,
    normaliser: Normaliser,
    cues: CueMatcher,
}

impl Extractor {
    /// An extractor for a task's cues.
    pub fn new(params: &FeatureParams, lexicon: &Lexicon) -> Extractor {
        Extractor {
            params: params.clone(),
            normaliser: Normaliser::new(&params.normalise),
            cues: CueMatcher::new(lexicon, &params.normalise),
        }
    }

    /// What it cuts.
    pub(super) fn params(&self) -> &FeatureParams {
        &self.params
    }

    /// What folds the texts' spellings.
    pub fn normaliser(&self) -> &Normaliser {
        &self.normaliser
    }

    /// What finds the cues.
    pub(crate) fn cues(&self) -> &CueMatcher {
        &self.cues
    }

    /// Calls `emit` for every occurrence of a term in `text`.
    pub fn extract(&self, text: &str, mut emit: impl FnMut(FeatureKind, &str)) {
        let tokens = Tokens::of(text, &self.normaliser);
        if self.params.char_weight > 0.0 {
            ngrams::chars(self.params.chars, &tokens, &mut |term| {
                emit(FeatureKind::Char, term)
            });
        }
        if self.params.cue_weight > 0.0 {
            self.cues
                .extract(&tokens, &mut |term| emit(FeatureKind::Cue, term));
        }
        if self.params.word_weight > 0.0 {
            ngrams::words(self.params.words, &tokens, &mut |term| {
                emit(FeatureKind::Word, term)
            });
        }
    }
}

/// Terms of all kinds and the number given to each.
#[derive(Debug, Clone, Default)]
pub(crate) struct TermIndex {
    kinds: BTreeMap<FeatureKind, FxHashMap<String, u32>>,
}

impl TermIndex {
    /// The number of a term, if it has one.
    pub fn find(&self, kind: FeatureKind, term: &str) -> Option<u32> {
        self.kinds.get(&kind)?.get(term).copied()
    }

    /// The number of a term; `next` if it is new.
    pub fn find_or_insert(&mut self, kind: FeatureKind, term: &str, next: u32) -> u32 {
        let terms = self.kinds.entry(kind).or_default();
        match terms.get(term) {
            Some(&number) => number,
            None => {
                terms.insert(term.to_owned(), next);
                next
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lists of all languages apply to every text: `ris*` for `risa` would be found in `rise`.
    #[test]
    fn spanish_attitude_is_found_with_and_without_accents_and_not_in_english() {
        let extractor = Extractor::new(&FeatureParams::default(), &Lexicon::attitude());
        let check = |word: &str, class: &str, expected: bool| {
            let mut found = false;
            extractor.extract(word, |kind, term| {
                found |= kind == FeatureKind::Cue && term == class;
            });
            assert_eq!(found, expected, "{word}");
        };
        for (word, class) in [
            ("¡Vergüenza!", "BAD"),
            ("verguenza", "BAD"),
            ("daño", "SAD"),
        ] {
            check(word, class, true);
        }
        for (word, class) in [
            ("just", "GOOD"),
            ("rise", "LAUGH"),
            ("temperature", "FEAR"),
            ("agreement", "VIOLENCE"),
            ("robust", "BAD"),
            ("hundred", "SAD"),
        ] {
            check(word, class, false);
        }
    }
}
