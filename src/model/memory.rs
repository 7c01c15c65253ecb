//! What each stretch of text between blanks comes to, worked out once.

use super::records::{NewWord, Records, Word};
use super::stretches::{Stretch, Stretches};
use crate::features::TokenRead;

/// So many stretches are a generation: 5 MB.
const MOST_STRETCHES: usize = 24_000;

/// Nor are there more numbers in their records than this, or letters, or tokens.
const MOST_NUMBERS: usize = 1 << 20;

/// The stretches of the texts so far: few different ones make up nearly all of a corpus.
///
/// They are kept in two generations. When the young one is full it becomes the old one, which is forgotten;
/// what occurs again meanwhile was taken over into the young one.
#[derive(Debug, Default)]
pub(super) struct Memory {
    young: Generation,
    old: Generation,
}

#[derive(Debug, Default)]
struct Generation {
    stretches: Stretches,
    /// The tokens of stretches that hold none or several, one stretch behind the other.
    tokens: Vec<Token>,
    /// The words of the tokens.
    words: Records,
}

/// A word or sign where it stands.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Token {
    /// Its record.
    pub word: Word,
    /// Whether it is a word.
    pub is_word: bool,
    /// Whether a clause begins with it.
    pub begins_clause: bool,
    /// Whether it can be part of a cue.
    pub has_cues: bool,
}

impl Memory {
    /// Forgets what did not occur for long, if there is much; to be asked before a text, not within.
    pub fn make_room(&mut self) {
        if self.young.is_full() {
            std::mem::swap(&mut self.young, &mut self.old);
            self.young.clear();
        }
    }

    /// The stretch, if it is known.
    #[inline]
    pub fn stretch(&mut self, text: &[u8]) -> Option<Stretch> {
        match self.young.stretches.get(text) {
            None => self.take_over(text),
            known => known,
        }
    }

    /// The words of the stretches that were asked for since there was made room.
    #[inline]
    pub fn words(&self) -> &Records {
        &self.young.words
    }

    /// The tokens of a stretch.
    #[inline]
    pub fn tokens<'a>(&'a self, stretch: &'a Stretch) -> &'a [Token] {
        self.young.tokens(stretch)
    }

    /// Keeps a stretch of these tokens, each of which is worked out.
    pub fn learn<'t>(
        &mut self,
        text: &[u8],
        tokens: impl Iterator<Item = TokenRead<'t>>,
        ends_clause: bool,
        mut work_out: impl FnMut(TokenRead<'t>, &mut NewWord<'_>),
    ) -> Stretch {
        let Generation {
            tokens: kept,
            words,
            ..
        } = &mut self.young;
        let start = kept.len();
        for token in tokens {
            let word = words.find_or_add(token, &mut work_out);
            kept.push(Token {
                word,
                is_word: token.is_word,
                begins_clause: token.is_after_border || words.begins_clause(word),
                has_cues: !words.hits(word).is_empty(),
            });
        }
        self.young.keep(text, start, ends_clause)
    }

    /// Takes a stretch of the old generation over into the young one.
    fn take_over(&mut self, text: &[u8]) -> Option<Stretch> {
        let Memory { young, old } = self;
        let stretch = old.stretches.get(text)?;
        let start = young.tokens.len();
        for &token in old.tokens(&stretch) {
            let word = young.words.find_or_copy(&old.words, token.word);
            young.tokens.push(Token { word, ..token });
        }
        Some(young.keep(text, start, stretch.ends_clause))
    }
}

impl Generation {
    fn is_full(&self) -> bool {
        self.stretches.len() >= MOST_STRETCHES || self.size() >= MOST_NUMBERS
    }

    /// The length of what grows without a stretch that is kept: by the tokens and words of long ones.
    fn size(&self) -> usize {
        self.words.size().max(self.tokens.len())
    }

    /// Forgets everything; the memory is used again, unless one long text took much more of it.
    fn clear(&mut self) {
        if self.size() > 2 * MOST_NUMBERS {
            *self = Generation::default();
        }
        self.stretches.clear();
        self.tokens.clear();
        self.words.clear();
    }

    #[inline]
    fn tokens<'a>(&'a self, stretch: &'a Stretch) -> &'a [Token] {
        match stretch.tokens {
            1 => std::slice::from_ref(&stretch.first),
            tokens => &self.tokens[stretch.first.word as usize..][..tokens as usize],
        }
    }

    /// Keeps a stretch of the tokens from `start` on.
    fn keep(&mut self, text: &[u8], start: usize, ends_clause: bool) -> Stretch {
        let mut stretch = Stretch {
            tokens: (self.tokens.len() - start) as u32,
            ends_clause,
            ..Stretch::default()
        };
        if let [token] = self.tokens[start..] {
            stretch.first = token;
            self.tokens.truncate(start);
        } else {
            stretch.first.word = start as Word;
        }
        self.stretches.insert(text, stretch);
        stretch
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::{Normaliser, Tokens};

    /// Learns a stretch of words whose number and terms are their lengths.
    fn learn(memory: &mut Memory, text: &str) {
        let tokens = Tokens::of(text, &Normaliser::new(&Default::default()));
        memory.learn(text.as_bytes(), tokens.iter(), true, |token, new| {
            let length = token.text.len() as u32;
            new.number = length;
            new.sums = 1;
            new.record.extend([7, length, length + 1]);
        });
    }

    /// The letters, number and terms of each word of a stretch, if it is known.
    fn recall(memory: &mut Memory, text: &str) -> Option<Vec<(String, u32, Vec<u32>)>> {
        let stretch = memory.stretch(text.as_bytes())?;
        assert!(stretch.ends_clause);
        let tokens = memory.tokens(&stretch).iter();
        let words = tokens.map(|token| {
            let (sums, terms) = memory.words().terms(token.word);
            assert_eq!(sums, [7]);
            (
                memory.words().letters(token.word).to_owned(),
                memory.words().number(token.word),
                terms.to_vec(),
            )
        });
        Some(words.collect())
    }

    fn word(text: &str) -> (String, u32, Vec<u32>) {
        let length = text.len() as u32;
        (text.to_owned(), length, vec![length, length + 1])
    }

    #[test]
    fn a_stretch_holds_none_one_or_several_words() {
        let mut memory = Memory::default();
        for (text, words) in [
            ("،", vec![]),
            ("قال،", vec!["قال"]),
            ("a-bc", vec!["a", "bc"]),
        ] {
            assert_eq!(recall(&mut memory, text), None);
            learn(&mut memory, text);
            let words = words.into_iter().map(word).collect();
            assert_eq!(recall(&mut memory, text), Some(words));
        }
    }

    #[test]
    fn stretches_that_are_too_long_to_keep_take_no_more_memory() {
        let mut memory = Memory::default();
        let long = "ab-".repeat(1000);
        for _ in 0..MOST_NUMBERS / 500 {
            memory.make_room();
            learn(&mut memory, &long);
            assert_eq!(recall(&mut memory, &long), None);
        }
        assert!(memory.young.tokens.len() <= MOST_NUMBERS + 1000);
        assert!(memory.old.tokens.len() <= MOST_NUMBERS + 1000);
    }

    #[test]
    fn what_does_not_occur_for_long_is_forgotten() {
        let mut memory = Memory::default();
        for text in ["often", "of-ten", "once"] {
            learn(&mut memory, text);
        }
        for number in 0..3 * MOST_STRETCHES {
            memory.make_room();
            assert_eq!(recall(&mut memory, "often"), Some(vec![word("often")]));
            assert_eq!(
                recall(&mut memory, "of-ten"),
                Some(vec![word("of"), word("ten")])
            );
            learn(&mut memory, &number.to_string());
        }
        assert!(memory.young.stretches.len() <= MOST_STRETCHES);
        assert_eq!(recall(&mut memory, "once"), None);
    }
}
