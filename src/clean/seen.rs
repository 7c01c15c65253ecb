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
        if self.slots.is_empty() {
            return None;
        }
        let mut slot = self.home(hash);
        // There is always an empty place.
        while self.slots[slot] != 0 && self.slots[slot] >> DOCUMENT != hash >> DOCUMENT {
            slot = (slot + 1) & (self.slots.len() - 1);
        }
        Some(slot)
    }

    /// Where a hash stands if nothing is in its way.
    fn home(&self, hash: u64) -> usize {
        (hash >> (64 - self.slots.len().ilog2())) as usize
    }

    /// Doubles the table in its own memory: beside the old table, a new one would take half as much again.
    fn grow(&mut self) -> bool {
        let before = self.slots.len();
        let slots = (before * 2).max(64);
        if slots > MOST_SLOTS {
            return false;
        }
        self.slots.resize(slots, 0);
        // Entries stand nearly in the order of their hashes, so that each moves to slots behind those that
        // are still to be moved. The few that would not are added last.
        let mut late = Vec::new();
        for at in (0..before).rev() {
            let entry = std::mem::take(&mut self.slots[at]);
            let home = self.home(entry);
            match self.slot(entry) {
                _ if entry == 0 => {}
                Some(slot) if home >= at && slot >= home => self.slots[slot] = entry,
                _ => late.push(entry),
            }
        }
        for entry in late {
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

    /// Adds hashes, each with its number, and looks for them and for others.
    fn check(hash: impl Fn(u64) -> u64) {
        const COUNT: u64 = 3000;
        let mut seen = Seen::default();
        assert_eq!(seen.find(hash(1)), None);
        for n in 0..COUNT {
            assert!(seen.add(hash(n), n as u32));
            assert!(seen.add(hash(n), 7));
        }
        for n in 0..2 * COUNT {
            assert_eq!(seen.find(hash(n)), (n < COUNT).then_some(n as u32), "{n}");
        }
    }

    #[test]
    fn finds_what_was_added_first_and_nothing_else() {
        let spread = |n: u64| n.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        check(spread);
        // All in one place: at the start of the table, at its end, and by turns.
        let first = |n: u64| n << DOCUMENT;
        let last = |n: u64| u64::MAX - (n << DOCUMENT);
        check(first);
        check(last);
        check(|n| [spread(n), first(n), last(n)][n as usize % 3]);
    }
}
