//! Finds all character n-grams of a word in one pass over its letters.

use daachorse::CharwiseDoubleArrayAhoCorasick;

/// A double-array automaton of the terms (Aho and Corasick 1975; Aoe 1989).
pub(super) struct Automaton {
    /// None without a term.
    terms: Option<CharwiseDoubleArrayAhoCorasick<u32>>,
}

impl std::fmt::Debug for Automaton {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Automaton").finish_non_exhaustive()
    }
}

impl Automaton {
    /// Finds these terms, all different, by their numbers.
    ///
    /// # Panics
    /// If there are more than an automaton can hold.
    pub fn new<'a>(terms: impl Iterator<Item = (usize, &'a str)>) -> Automaton {
        let terms = terms.filter(|(_, text)| !text.is_empty());
        let terms: Vec<(&str, u32)> = terms.map(|(term, text)| (text, term as u32)).collect();
        let build = || CharwiseDoubleArrayAhoCorasick::with_values(terms.iter().copied());
        Automaton {
            terms: (!terms.is_empty()).then(|| build().expect("different terms, not too many")),
        }
    }

    /// Appends every occurrence of a term in `text` to `found`, by where it ends.
    #[inline]
    pub fn find(&self, text: &str, found: &mut Vec<u32>) {
        if let Some(terms) = &self.terms {
            found.extend(terms.find_overlapping_iter(text).map(|term| term.value()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(terms: &[&str], text: &str, expected: &[u32]) {
        let automaton = Automaton::new(terms.iter().copied().enumerate());
        let mut found = Vec::new();
        automaton.find(text, &mut found);
        found.sort_unstable();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn finds_every_occurrence_of_every_term() {
        check(&[" ق", "قا", "قال", "ل ", "لا"], " قال ", &[0, 1, 2, 3]);
        check(&["هه", "ههه"], "هههه", &[0, 0, 0, 1, 1]);
        check(&["", "ق"], "ق", &[1]);
        check(&[], "ق", &[]);
        check(&["😂", "é"], "é😂", &[0, 1]);
    }
}
