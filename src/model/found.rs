//! Which terms of a text occur again.

/// Tells the first occurrence of a term from all further ones.
#[derive(Debug)]
pub(super) struct Found {
    /// A bit a term of the model, set where it was found: 8 kB for 65,000, which stay in the cache.
    seen: Vec<u64>,
    /// The first `repeats` are occurrences behind the first; what follows is unused.
    again: Vec<u32>,
    repeats: usize,
}

/// Words that are set to zero one behind the other in the time that one of them is looked up in.
const FILLED_WITH_A_TERM: usize = 8;

impl Found {
    /// Nothing found of a model of this many terms.
    pub fn new(terms: usize) -> Found {
        Found {
            seen: vec![0; terms.div_ceil(64)],
            again: Vec::new(),
            repeats: 0,
        }
    }

    /// Adds an occurrence of each of these terms.
    #[inline]
    pub fn add(&mut self, terms: impl ExactSizeIterator<Item = u32>) {
        let most = self.repeats + terms.len();
        if self.again.len() < most {
            self.again.resize(most.next_power_of_two(), 0);
        }
        let (seen, again) = (self.seen.as_mut_slice(), self.again.as_mut_slice());
        let mut repeats = self.repeats;
        for term in terms {
            let (bits, at) = (&mut seen[term as usize / 64], term % 64);
            // Written in any case and kept if it repeats: one in six does, which no processor foresees.
            again[repeats] = term;
            repeats += (*bits >> at & 1) as usize;
            *bits |= 1 << at;
        }
        self.repeats = repeats;
    }

    /// Every occurrence of a term behind its first.
    pub fn again(&self) -> &[u32] {
        &self.again[..self.repeats]
    }

    /// Forgets these terms, which must be all that were added, of which there were `occurrences`; how
    /// many of them repeated one.
    pub fn forget(
        &mut self,
        occurrences: usize,
        added: impl Iterator<Item = impl Iterator<Item = u32>>,
    ) -> usize {
        if self.seen.len() <= occurrences * FILLED_WITH_A_TERM {
            self.seen.fill(0);
        } else {
            for term in added.flatten() {
                self.seen[term as usize / 64] = 0;
            }
        }
        std::mem::take(&mut self.repeats)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_first_occurrences_from_further_ones_and_forgets_them() {
        for terms in [130, 10_000] {
            let mut found = Found::new(terms);
            for _ in 0..2 {
                let added: [&[u32]; 3] = [&[129, 3, 64, 3], &[], &[129, 3]];
                let added = added.map(|terms| terms.iter().copied());
                added.clone().into_iter().for_each(|terms| found.add(terms));
                assert_eq!(found.again(), [3, 129, 3]);
                assert_eq!(found.forget(6, added.into_iter()), 3);
            }
            assert!(found.again().is_empty());
        }
    }
}
