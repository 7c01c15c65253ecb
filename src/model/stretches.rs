//! A hash table from short texts to tokens whose every slot is a cache line: to find a text among many takes
//! one access to memory.

use super::memory::Token;

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

/// A short text as eight bytes a number, zeros behind it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Key([u64; WORDS]);

const WORDS: usize = 6;

/// What is left of a key whose text has so many bytes.
static MASKS: [[u64; WORDS]; Key::LONGEST + 1] = masks();

/// Numbers without a pattern: the first decimals of pi, 64 bits at a time, the last bit set.
const FACTORS: [u64; WORDS] = [
    0x243F_6A88_85A3_08D3,
    0x1319_8A2E_0370_7345,
    0xA409_3822_299F_31D1,
    0x082E_FA98_EC4E_6C89,
    0x4528_21E6_38D0_1377,
    0xBE54_66CF_34E9_0C6D,
];

impl Key {
    /// A longer text in bytes has no key: the rest of its slot holds what is known of it.
    pub const LONGEST: usize = 8 * WORDS;

    /// No text has it.
    const NONE: Key = Key([0; WORDS]);

    #[inline]
    fn is_none(&self) -> bool {
        self.0[0] == 0
    }

    /// The key of the first `length` bytes, behind which [`Key::LONGEST`] others stand. None for a
    /// text that is too long, or that begins or ends with a zero: another text would have the same.
    #[inline]
    pub fn of(bytes: &[u8], length: usize) -> Option<Key> {
        let masks = MASKS.get(length)?;
        let (words, _) = bytes.as_chunks::<8>();
        let words: &[[u8; 8]; WORDS] = words.first_chunk()?;
        let has_end = length > 0 && bytes[0] > 0 && bytes[length - 1] > 0;
        let masked = |at: usize| u64::from_le_bytes(words[at]) & masks[at];
        has_end.then(|| Key(std::array::from_fn(masked)))
    }

    /// Multilinear hashing: its upper bits depend on all of the text.
    #[inline]
    fn hash(&self) -> u64 {
        let products = self.0.iter().zip(FACTORS);
        products.fold(0, |sum: u64, (word, factor)| {
            sum.wrapping_add(word.wrapping_mul(factor))
        })
    }
}

impl PartialEq for Key {
    /// Without a branch: keys that are compared are nearly always equal.
    #[inline]
    fn eq(&self, other: &Key) -> bool {
        let pairs = self.0.iter().zip(other.0);
        pairs.fold(0, |apart, (a, b)| apart | (a ^ b)) == 0
    }
}

const fn masks() -> [[u64; WORDS]; Key::LONGEST + 1] {
    let mut masks = [[0; WORDS]; Key::LONGEST + 1];
    let mut length = 0;
    while length <= Key::LONGEST {
        let mut byte = 0;
        while byte < length {
            masks[length][byte / 8] |= 0xFF << (8 * (byte % 8));
            byte += 1;
        }
        length += 1;
    }
    masks
}

#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
struct Slot {
    key: Key,
    stretch: Stretch,
}

const EMPTY: Slot = Slot {
    key: Key::NONE,
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

    /// The stretch with this key.
    #[inline]
    pub fn get(&self, key: &Key) -> Option<Stretch> {
        if self.slots.is_empty() {
            return None;
        }
        let slot = &self.slots[self.place(key)];
        (!slot.key.is_none()).then_some(slot.stretch)
    }

    /// Keeps a stretch that is not there yet.
    pub fn insert(&mut self, key: Key, stretch: Stretch) {
        if (self.kept + 1) * 4 > self.slots.len() * 3 {
            self.grow();
        }
        let place = self.place(&key);
        self.slots[place] = Slot { key, stretch };
        self.kept += 1;
    }

    /// The slot of a key, or the empty one where it would stand.
    #[inline]
    fn place(&self, key: &Key) -> usize {
        let mask = self.slots.len() - 1;
        let mut place = (key.hash() >> mask.leading_zeros()) as usize;
        loop {
            let slot = &self.slots[place];
            if slot.key == *key || slot.key.is_none() {
                return place;
            }
            place = (place + 1) & mask;
        }
    }

    fn grow(&mut self) {
        // In few steps: what smaller tables leave behind stays with the process.
        let more = (self.slots.len() * 8).max(1 << 10);
        let before = std::mem::replace(&mut self.slots, vec![EMPTY; more]);
        for slot in before.into_iter().filter(|slot| !slot.key.is_none()) {
            let place = self.place(&slot.key);
            self.slots[place] = slot;
        }
    }
}

#[cfg(test)]
impl Key {
    /// The key of a text that stands alone.
    pub fn of_text(text: &str) -> Option<Key> {
        let mut padded = text.as_bytes().to_vec();
        // What stands behind a text is no part of it.
        padded.resize(text.len() + Key::LONGEST, 7);
        Key::of(&padded, text.len())
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
        let key = |text: &str| Key::of_text(text).unwrap();
        let texts: Vec<String> = (0..5000).map(|n| n.to_string()).collect();
        assert!(stretches.get(&key("0")).is_none());
        for (tokens, text) in (0..).zip(&texts) {
            stretches.insert(key(text), stretch(tokens));
        }
        assert_eq!(stretches.len(), 5000);
        for (tokens, text) in (0..).zip(&texts) {
            let found = stretches.get(&key(text));
            assert_eq!(found.map(|found| found.tokens), Some(tokens));
        }
        for text in ["5000", "00", "4\09", "x".repeat(48).as_str()] {
            assert!(stretches.get(&key(text)).is_none(), "{text}");
        }
        stretches.clear();
        assert!(stretches.get(&key("17")).is_none());
        assert_eq!(stretches.len(), 0);
    }

    #[test]
    fn texts_that_are_too_long_or_bordered_by_zeros_have_no_key() {
        for length in 1..Key::LONGEST + 2 {
            let text = "x".repeat(length);
            assert_eq!(Key::of_text(&text).is_some(), length <= Key::LONGEST);
            assert_eq!(Key::of_text(&format!("{}\0", &text[1..])), None);
        }
        for text in ["", "\0x"] {
            assert_eq!(Key::of_text(text), None);
        }
        assert_ne!(Key::of_text("x\0x"), Key::of_text("x"));
    }
}
