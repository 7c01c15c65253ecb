//! Texts stored letter by letter.

use rustc_hash::FxHashMap;

/// Finds all the stored texts that a word begins with in one walk, which ends at the first letter
/// that none of them has: most words leave after three letters.
#[derive(Debug, Clone)]
pub(super) struct LetterTree<T> {
    /// Node and next letter → node. The root is 0, the others are numbered as they are made.
    edges: FxHashMap<(u32, char), u32>,
    /// What is stored at each node.
    values: Vec<Vec<T>>,
}

/// A letter of a word, reached on the walk through the tree.
pub(super) struct Step<'a, T> {
    /// Letters up to here.
    pub letters: usize,
    /// The rest of the word.
    pub rest: &'a str,
    /// What is stored under the letters up to here.
    pub values: &'a [T],
}

impl<T> Default for LetterTree<T> {
    fn default() -> Self {
        LetterTree {
            edges: FxHashMap::default(),
            values: vec![Vec::new()],
        }
    }
}

impl<T> LetterTree<T> {
    /// Stores `value` under `text`.
    pub fn insert(&mut self, text: &str, value: T) {
        let mut node = 0;
        for letter in text.chars() {
            let next = self.values.len() as u32;
            node = *self.edges.entry((node, letter)).or_insert(next);
            if node == next {
                self.values.push(Vec::new());
            }
        }
        self.values[node as usize].push(value);
    }

    /// The walk along `word`, a step a letter, for as long as a stored text goes on.
    pub fn walk<'a>(&'a self, word: &'a str) -> impl Iterator<Item = Step<'a, T>> {
        let mut node = 0;
        let mut letters = 0;
        word.char_indices().map_while(move |(at, letter)| {
            node = *self.edges.get(&(node, letter))?;
            letters += 1;
            Some(Step {
                letters,
                rest: &word[at + letter.len_utf8()..],
                values: &self.values[node as usize],
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_every_text_that_a_word_begins_with() {
        let mut tree = LetterTree::default();
        for (value, text) in ["قال", "قا", "قات", "لا"].into_iter().enumerate() {
            tree.insert(text, value);
        }
        let found: Vec<_> = tree
            .walk("قالت")
            .flat_map(|step| {
                step.values
                    .iter()
                    .map(move |value| (*value, step.letters, step.rest))
            })
            .collect();
        assert_eq!(found, [(1, 2, "لت"), (0, 3, "ت")]);
        assert_eq!(tree.walk("بلا").count(), 0);
    }
}
