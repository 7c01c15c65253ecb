//! Which document a hash was first seen in, in bounded memory.

/// Bits of an entry that number the document.
const DOCUMENT: u32 = 20;

/// The table does not grow beyond so many entries of eight bytes; three quarters of them are used.
const MOST_SLOTS: usize = 1 << 23;

/// An open hash table. An entry holds 44 bits of the hash: with six million of them, one in four
/// million hashes that were never seen is taken for one that was.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// The hash above the document's number plus one; zero where nothing stands.
    slots: Vec<u64>,
    used: usize,
}

impl Seen {
    /// The document that the hash was added with.
    pub fn find(&self, hash: u64) -> Option<u32> {
        let slot = self.slot(hash)?;
        let number = self.slots[slot] & ((1 << DOCUMENT) - 1);
        u32::try_from(number).ok()?.checked_sub(1)
    }

    /// Adds a hash with its document, unless it is there; false if there is no room.
    pub fn add(&mut self, hash: u64, document: u32) -> bool {
        if self.find(hash).is_some() {
            return true;
        }
        if (self.used + 1) * 4 > self.slots.len() * 3 && !self.grow() {
            return false;
        }
        let Some(slot) = self.slot(hash) else {
            return false;
        };
        self.slots[slot] = (hash >> DOCUMENT << DOCUMENT) | u64::from(document + 1);
        self.used += 1;
        true
    }

    /// Where the hash stands, or the empty place where it would; none in an empty table.
    fn slot(&self, hash: u64) -> Option<usize> {
        let bits = self.slots.len().checked_ilog2()?;
        let mut slot = (hash >> (64 - bits)) as usize;
        // There is always an empty place.
        while self.slots[slot] != 0 && self.slots[slot] >> DOCUMENT != hash >> DOCUMENT {
            slot = (slot + 1) % self.slots.len();
        }
        Some(slot)
    }

    fn grow(&mut self) -> bool {
        let slots = (self.slots.len() * 2).max(64);
        if slots > MOST_SLOTS {
            return false;
        }
        let before = std::mem::replace(&mut self.slots, vec![0; slots]);
        for entry in before.into_iter().filter(|entry| *entry != 0) {
            if let Some(slot) = self.slot(entry) {
                self.slots[slot] = entry;
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_was_added_first_and_nothing_else() {
        let mut seen = Seen::default();
        let hash = |n: u64| n.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        assert_eq!(seen.find(hash(1)), None);
        for n in 0..10_000u64 {
            assert!(seen.add(hash(n), n as u32));
            assert!(seen.add(hash(n), 7));
        }
        for n in 0..20_000u64 {
            assert_eq!(seen.find(hash(n)), (n < 10_000).then_some(n as u32));
        }
    }
}
