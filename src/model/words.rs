//! What each word comes to, worked out once.

use rustc_hash::FxHashMap;

/// More words are not kept: all are forgotten, and those of the texts to come are kept.
const MOST_WORDS: usize = 1 << 16;

/// Nor more terms of theirs: 16 MB.
const MOST_TERMS: usize = 1 << 22;

/// A longer word in bytes is not kept.
const LONGEST: usize = 64;

/// The words of the texts so far: few different ones make up nearly all of a corpus.
#[derive(Debug, Default)]
pub(super) struct WordMemory {
    words: FxHashMap<Box<str>, Word>,
    /// Character n-grams of all words, one word behind the other.
    terms: Vec<u32>,
}

/// What is known of a word.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word {
    /// Its number in word n-grams.
    pub number: u32,
    /// Whether it may begin, end or separate cues.
    pub tells: bool,
    start: u32,
    end: u32,
}

impl WordMemory {
    /// A word and its character n-grams, each as often as it occurs. `work_out` adds those of a new
    /// word and gives its number and whether it tells.
    pub fn recall(
        &mut self,
        text: &str,
        work_out: impl FnOnce(&mut Vec<u32>) -> (u32, bool),
    ) -> (Word, &[u32]) {
        let word = match self.words.get(text) {
            Some(&word) => word,
            None => self.learn(text, work_out),
        };
        (word, &self.terms[word.start as usize..word.end as usize])
    }

    #[cold]
    fn learn(&mut self, text: &str, work_out: impl FnOnce(&mut Vec<u32>) -> (u32, bool)) -> Word {
        if self.words.len() >= MOST_WORDS || self.terms.len() >= MOST_TERMS {
            self.words.clear();
            self.terms.clear();
        }
        let start = self.terms.len() as u32;
        let (number, tells) = work_out(&mut self.terms);
        let word = Word {
            number,
            tells,
            start,
            end: self.terms.len() as u32,
        };
        if text.len() <= LONGEST {
            self.words.insert(text.into(), word);
        }
        word
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Recalls words by their length; how many were worked out.
    fn check(memory: &mut WordMemory, words: &[String]) -> usize {
        let mut worked_out = 0;
        for text in words {
            let length = text.len() as u32;
            let (word, terms) = memory.recall(text, |terms| {
                worked_out += 1;
                terms.extend([length, length + 1]);
                (length, length.is_multiple_of(2))
            });
            assert_eq!(
                (word.number, word.tells),
                (length, length.is_multiple_of(2))
            );
            assert_eq!(terms, [length, length + 1]);
        }
        worked_out
    }

    #[test]
    fn a_word_is_worked_out_once_unless_it_is_very_long() {
        let mut memory = WordMemory::default();
        let words = ["قال", "لا", "قال", "ا", "لا"].map(str::to_owned);
        assert_eq!(check(&mut memory, &words), 3);
        assert_eq!(check(&mut memory, &["x".repeat(65), "x".repeat(65)]), 2);
    }

    #[test]
    fn memory_is_bounded_and_right_after_it_was_full() {
        let mut memory = WordMemory::default();
        let words: Vec<String> = (0..MOST_WORDS + 100).map(|n| n.to_string()).collect();
        assert_eq!(check(&mut memory, &words), words.len());
        assert!(memory.words.len() <= MOST_WORDS);
        assert_eq!(check(&mut memory, &words[words.len() - 50..]), 0);
    }
}
