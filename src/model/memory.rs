//! What each stretch of text between blanks comes to, worked out once.

use super::records::{NewWord, Records, Word};
use super::stretches::{Key, Stretch, Stretches};
use crate::features::TokenRead;

/// So many stretches are a generation: 10 MB.
const MOST_STRETCHES: usize = 44_000;

/// Nor are there more bytes in the records of their words than this, or in tokens.
const MOST_BYTES: usize = 1 << 23;

/// The stretches of the texts so far: few different ones make up nearly all of a corpus.
///
/// They are kept in two generations. When the young one is full it becomes the old one, which is forgotten;
/// what occurs again meanwhile was taken over into the young one.
#[derive(Debug, Default)]
pub(super) struct Memory {
    young: Generation,
    old: Generation,
    /// The number of the text that is read.
    text: u32,
}

#[derive(Debug)]
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
    /// Begins a text. Forgets what did not occur for long, if there is much.
    pub fn begin_text(&mut self) {
        if self.text == u32::MAX {
            *self = Memory::default();
        }
        self.text += 1;
        if self.young.is_full() {
            std::mem::swap(&mut self.young, &mut self.old);
            self.young.clear();
        }
    }

    /// The stretch with this key, if it is known.
    #[inline]
    pub fn stretch(&mut self, key: &Key) -> Option<Stretch> {
        match self.young.stretches.get(key) {
            None => self.take_over(key),
            known => known,
        }
    }

    /// The words of the stretches of this text.
    #[inline]
    pub fn words(&self) -> &Records {
        &self.young.words
    }

    /// Notes that a word is in this text: its number, and whether it is there for the first time.
    #[inline]
    pub fn meet(&mut self, word: Word) -> (u32, bool) {
        self.young.words.meet(word, self.text)
    }

    /// The tokens of a stretch.
    #[inline]
    pub fn tokens<'a>(&'a self, stretch: &'a Stretch) -> &'a [Token] {
        self.young.tokens(stretch)
    }

    /// Keeps a stretch of these tokens, each of which is worked out; without a key for this text alone.
    pub fn learn<'t>(
        &mut self,
        key: Option<Key>,
        tokens: impl Iterator<Item = TokenRead<'t>>,
        ends_clause: bool,
        mut work_out: impl FnMut(TokenRead<'t>, &mut NewWord),
    ) -> Stretch {
        let Generation {
            tokens: kept,
            words,
            ..
        } = &mut self.young;
        let start = kept.len();
        for token in tokens {
            let word = words.find_or_add(token, &mut work_out);
            let record = words.record(word);
            kept.push(Token {
                word,
                is_word: token.is_word,
                begins_clause: token.is_after_border || record.begins_clause(),
                has_cues: !record.hits().is_empty(),
            });
        }
        self.young.keep(key, start, ends_clause)
    }

    /// Takes a stretch of the old generation over into the young one.
    fn take_over(&mut self, key: &Key) -> Option<Stretch> {
        let Memory { young, old, .. } = self;
        let stretch = old.stretches.get(key)?;
        let start = young.tokens.len();
        for &token in old.tokens(&stretch) {
            let word = young.words.find_or_copy(&old.words, token.word);
            young.tokens.push(Token { word, ..token });
        }
        Some(young.keep(Some(*key), start, stretch.ends_clause))
    }
}

impl Default for Generation {
    fn default() -> Generation {
        Generation {
            stretches: Stretches::default(),
            tokens: Vec::new(),
            words: Records::with_capacity(MOST_BYTES),
        }
    }
}

impl Generation {
    fn is_full(&self) -> bool {
        self.stretches.len() >= MOST_STRETCHES || self.size() >= MOST_BYTES
    }

    /// The bytes of what grows without a stretch that is kept: by the tokens and words of long ones.
    fn size(&self) -> usize {
        self.words.size().max(size_of_val(self.tokens.as_slice()))
    }

    /// Forgets everything; the memory is used again, unless one long text took much more of it.
    fn clear(&mut self) {
        if self.size() > 2 * MOST_BYTES {
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
    fn keep(&mut self, key: Option<Key>, start: usize, ends_clause: bool) -> Stretch {
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
        if let Some(key) = key {
            self.stretches.insert(key, stretch);
        }
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
        memory.learn(Key::of_text(text), tokens.iter(), true, |token, new| {
            let length = token.text.len() as u32;
            new.number = length;
            new.sums.push(7.0);
            new.terms.extend([length, length + 1]);
        });
    }

    /// The letters and terms of each word of a stretch, if it is known.
    fn recall(memory: &mut Memory, text: &str) -> Option<Vec<(String, Vec<u32>)>> {
        let stretch = memory.stretch(&Key::of_text(text)?)?;
        assert!(stretch.ends_clause);
        let tokens = memory.tokens(&stretch).iter();
        let words = tokens.map(|token| {
            let record = memory.words().record(token.word);
            let (sums, terms) = record.terms();
            assert_eq!(sums, [7f32.to_le_bytes()]);
            (
                String::from_utf8(record.letters().to_vec()).unwrap(),
                terms.iter().map(|&term| u32::from_le_bytes(term)).collect(),
            )
        });
        Some(words.collect())
    }

    fn word(text: &str) -> (String, Vec<u32>) {
        let length = text.len() as u32;
        (text.to_owned(), vec![length, length + 1])
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
    fn a_word_is_met_for_the_first_time_in_each_text() {
        let mut memory = Memory::default();
        learn(&mut memory, "الوزير");
        let stretch = memory.stretch(&Key::of_text("الوزير").unwrap()).unwrap();
        let word = memory.tokens(&stretch)[0].word;
        for _ in 0..2 {
            memory.begin_text();
            assert_eq!(memory.meet(word), (12, true));
            assert_eq!(memory.meet(word), (12, false));
        }
    }

    #[test]
    fn stretches_that_are_too_long_to_keep_take_no_more_memory() {
        let mut memory = Memory::default();
        let long = "ab-".repeat(1000);
        let most = MOST_BYTES / size_of::<Token>();
        for _ in 0..3 * most / 1000 {
            memory.begin_text();
            learn(&mut memory, &long);
            assert_eq!(recall(&mut memory, &long), None);
        }
        assert!(memory.young.tokens.len() <= most + 1000);
        assert!(memory.old.tokens.len() <= most + 1000);
    }

    #[test]
    fn what_does_not_occur_for_long_is_forgotten() {
        let mut memory = Memory::default();
        for text in ["often", "of-ten", "once"] {
            learn(&mut memory, text);
        }
        for number in 0..3 * MOST_STRETCHES {
            memory.begin_text();
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
