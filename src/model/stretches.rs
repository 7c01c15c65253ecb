//! A hash table from short texts to tokens whose every slot is a cache line: to find a text among many takes
//! one access to memory.

use std::hash::Hasher;

use rustc_hash::FxHasher;

use super::memory::Token;

/// A longer text in bytes is not kept: the rest of its slot holds what is known of it.
const LONGEST: usize = 47;

/// What stands between two blanks: often a word, sometimes with marks, seldom several words.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Stretch {
    /// The token, where it is one; else `word` is where they begin among those of all stretches.
    pub first: Token,
    /// How many tokens there are.
    pub tokens: u32,
    /// Whether a mark that ends a clause stands behind its last word.
    pub ends_clause: bool,
}

#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
struct Slot {
    text: [u8; LONGEST],
    /// Bytes of the text and one more; 0 in an empty slot.
    filled: u8,
    stretch: Stretch,
}

const EMPTY: Slot = Slot {
    text: [0; LONGEST],
    filled: 0,
    stretch: Stretch {
        first: Token {
            word: 0,
            is_word: false,
            begins_clause: false,
            has_cues: false,
        },
        tokens: 0,
        ends_clause: false,
    },
};

/// Stretches by their text.
#[derive(Debug, Default)]
pub(super) struct Stretches {
    /// A power of two of slots, at least a quarter of them empty; or none.
    slots: Vec<Slot>,
    kept: usize,
}

impl Stretches {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.kept
    }

    /// Forgets all of them.
    pub fn clear(&mut self) {
        self.slots.fill(EMPTY);
        self.kept = 0;
    }

    /// The stretch with this text.
    #[inline]
    pub fn get(&self, text: &[u8]) -> Option<Stretch> {
        if text.len() > LONGEST || self.slots.is_empty() {
            return None;
        }
        let slot = &self.slots[self.place(text)];
        (slot.filled > 0).then_some(slot.stretch)
    }

    /// Keeps a stretch that is not there yet, unless its text is too long.
    pub fn insert(&mut self, text: &[u8], stretch: Stretch) {
        if text.len() > LONGEST {
            return;
        }
        if (self.kept + 1) * 4 > self.slots.len() * 3 {
            self.grow();
        }
        let place = self.place(text);
        let slot = &mut self.slots[place];
        slot.text[..text.len()].copy_from_slice(text);
        slot.filled = text.len() as u8 + 1;
        slot.stretch = stretch;
        self.kept += 1;
    }

    /// The slot of a text, or the empty one where it would stand.
    #[inline]
    fn place(&self, text: &[u8]) -> usize {
        let mut hasher = FxHasher::default();
        hasher.write(text);
        let mask = self.slots.len() - 1;
        let mut place = hasher.finish() as usize & mask;
        loop {
            let slot = &self.slots[place];
            let is_same =
                slot.filled as usize == text.len() + 1 && slot.text[..text.len()] == *text;
            if is_same || slot.filled == 0 {
                return place;
            }
            place = (place + 1) & mask;
        }
    }

    fn grow(&mut self) {
        let more = (self.slots.len() * 2).max(1 << 10);
        let before = std::mem::replace(&mut self.slots, vec![EMPTY; more]);
        for slot in before.into_iter().filter(|slot| slot.filled > 0) {
            let place = self.place(&slot.text[..slot.filled as usize - 1]);
            self.slots[place] = slot;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slot_is_a_cache_line() {
        assert_eq!(size_of::<Slot>(), 64);
    }

    fn stretch(tokens: u32) -> Stretch {
        Stretch {
            tokens,
            ..Stretch::default()
        }
    }

    #[test]
    fn finds_what_was_kept_and_nothing_else() {
        let mut stretches = Stretches::default();
        let texts: Vec<String> = (0..5000).map(|n| n.to_string()).collect();
        assert!(stretches.get(b"").is_none());
        for (tokens, text) in (0..).zip(&texts) {
            stretches.insert(text.as_bytes(), stretch(tokens));
        }
        assert_eq!(stretches.len(), 5000);
        for (tokens, text) in (0..).zip(&texts) {
            let found = stretches.get(text.as_bytes());
            assert_eq!(found.map(|found| found.tokens), Some(tokens));
        }
        for text in ["", "5000", "00", "4999\0", "x".repeat(300).as_str()] {
            assert!(stretches.get(text.as_bytes()).is_none(), "{text}");
        }
        stretches.clear();
        assert!(stretches.get(b"17").is_none());
        assert_eq!(stretches.len(), 0);
    }

    #[test]
    fn a_text_that_fills_a_slot_is_kept_and_a_longer_one_not() {
        let mut stretches = Stretches::default();
        for length in [0, LONGEST, LONGEST + 1] {
            let text = vec![b'x'; length];
            stretches.insert(&text, stretch(1));
            assert_eq!(stretches.get(&text).is_some(), length <= LONGEST);
        }
    }
}
