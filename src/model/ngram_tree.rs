//! N-grams of the numbers of words, stored symbol by symbol.

/// Finds every stored n-gram that a sequence begins with in one walk, which ends at the first
/// symbol that none of them has. All nodes lie in one table without pointers: a node is named by its
/// slot, and a slot holds the node it hangs from, the symbol between, and the term that ends there.
#[derive(Debug)]
pub(super) struct NgramTree {
    /// A power of two of slots, at least half of them empty: most walks end at one.
    slots: Vec<Slot>,
}

#[derive(Debug, Clone, Copy)]
struct Slot {
    parent: u32,
    symbol: u32,
    term: u32,
}

/// A node of the tree.
type Node = u32;

/// Where every walk begins; it has no slot.
const ROOT: Node = u32::MAX;

/// The parent in an empty slot, and the term of a node where none ends.
const NONE: u32 = u32::MAX - 1;

impl NgramTree {
    /// A tree of these n-grams and the terms that they stand for; sorted ones are stored faster.
    ///
    /// # Panics
    /// If there are more symbols than fit a table of 2^31 slots: 24 GB.
    pub fn new(ngrams: &[(Vec<u32>, u32)]) -> NgramTree {
        let mut before: &[u32] = &[];
        let mut nodes = 0;
        for (symbols, _) in ngrams {
            nodes += symbols.len() - shared(before, symbols);
            before = symbols;
        }
        let slots = (2 * nodes + 2).next_power_of_two();
        assert!(slots <= 1 << 31, "a model of {nodes} nodes");
        let empty = Slot {
            parent: NONE,
            symbol: 0,
            term: NONE,
        };
        let mut tree = NgramTree {
            slots: vec![empty; slots],
        };
        let mut path: Vec<Node> = Vec::new();
        before = &[];
        for (symbols, term) in ngrams {
            path.truncate(shared(before, symbols));
            for &symbol in &symbols[path.len()..] {
                let parent = path.last().copied().unwrap_or(ROOT);
                path.push(tree.insert(parent, symbol));
            }
            if let Some(&node) = path.last() {
                tree.slots[node as usize].term = *term;
            }
            before = symbols;
        }
        tree
    }

    fn insert(&mut self, parent: Node, symbol: u32) -> Node {
        let at = self.place(parent, symbol);
        let slot = &mut self.slots[at];
        (slot.parent, slot.symbol) = (parent, symbol);
        at as Node
    }

    /// Calls `found` for every stored n-gram of at least `shortest` symbols that these begin with.
    #[inline]
    pub fn walk(&self, symbols: &[u32], shortest: usize, mut found: impl FnMut(u32)) {
        let mut node = ROOT;
        for (length, &symbol) in (1..).zip(symbols) {
            let Some((next, term)) = self.step(node, symbol) else {
                return;
            };
            if length >= shortest {
                term.into_iter().for_each(&mut found);
            }
            node = next;
        }
    }

    /// The node one symbol further, and the term that ends there.
    #[inline]
    fn step(&self, node: Node, symbol: u32) -> Option<(Node, Option<u32>)> {
        let at = self.place(node, symbol);
        let slot = self.slots[at];
        let term = (slot.term != NONE).then_some(slot.term);
        (slot.parent != NONE).then_some((at as Node, term))
    }

    /// The slot of this node, or the empty one where it would stand.
    #[inline]
    fn place(&self, parent: Node, symbol: u32) -> usize {
        let mask = self.slots.len() - 1;
        let key = u64::from(parent) << 32 | u64::from(symbol);
        let mixed = key.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let mut at = (mixed >> 32) as usize & mask;
        loop {
            let slot = &self.slots[at];
            if slot.parent == parent && slot.symbol == symbol || slot.parent == NONE {
                return at;
            }
            at = (at + 1) & mask;
        }
    }
}

/// How many symbols two n-grams begin with together.
fn shared(a: &[u32], b: &[u32]) -> usize {
    a.iter().zip(b).take_while(|(a, b)| a == b).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(ngrams: &[&str], text: &str, expected: &[u32]) {
        let symbols = |text: &str| -> Vec<u32> { text.chars().map(u32::from).collect() };
        let ngrams: Vec<_> = ngrams.iter().map(|text| symbols(text)).zip(0..).collect();
        let tree = NgramTree::new(&ngrams);
        let mut found = Vec::new();
        tree.walk(&symbols(text), 1, |term| found.push(term));
        assert_eq!(found, expected);
    }

    #[test]
    fn finds_every_ngram_that_a_text_begins_with() {
        check(&["قا", "قات", "قال", "لا"], "قالت", &[0, 2]);
        check(&["لا", "قال", "قات", "قا"], "قالت", &[3, 1]);
        check(&["قا"], "لقا", &[]);
        check(&[], "قا", &[]);
    }

    #[test]
    fn an_ngram_that_is_none_ends_nowhere() {
        check(&["", "ق"], "ق", &[1]);
    }
}
