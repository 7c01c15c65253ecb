//! The known terms of a text, each once.

use crate::features::TermFrequency;

/// Terms in the order in which they were first found, and how often.
#[derive(Debug)]
pub(super) struct Found {
    /// A bit a term of the model, set where it was found: 8 kB for 65,000, which stay in the cache.
    seen: Vec<u64>,
    terms: Vec<u32>,
    /// Every further occurrence.
    again: Vec<u32>,
}

impl Found {
    /// Nothing found of a model of this many terms.
    pub fn new(terms: usize) -> Found {
        Found {
            seen: vec![0; terms.div_ceil(64)],
            terms: Vec::new(),
            again: Vec::new(),
        }
    }

    /// Adds an occurrence of a term.
    #[inline]
    pub fn add(&mut self, term: u32) {
        let (word, bit) = (&mut self.seen[term as usize / 64], 1 << (term % 64));
        let list = match *word & bit {
            0 => &mut self.terms,
            _ => &mut self.again,
        };
        *word |= bit;
        list.push(term);
    }

    /// How many terms were found.
    pub fn len(&self) -> usize {
        self.terms.len()
    }

    /// Replaces `values` by the terms and the values of their counts, and forgets them.
    pub fn take(&mut self, tf: TermFrequency, values: &mut Vec<(u32, f64)>) {
        if tf != TermFrequency::Binary {
            self.again.sort_unstable();
        }
        let again = &self.again;
        let count = |term: u32| match tf {
            TermFrequency::Binary => 1,
            _ => {
                let start = again.partition_point(|other| *other < term);
                let same = again[start..].partition_point(|other| *other == term);
                1 + same as u32
            }
        };
        let seen = &mut self.seen;
        values.clear();
        values.extend(self.terms.drain(..).map(|term| {
            seen[term as usize / 64] = 0;
            (term, tf.of(count(term)))
        }));
        self.again.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(tf: TermFrequency, expected: &[(u32, f64)]) {
        let mut found = Found::new(130);
        let mut values = Vec::new();
        for _ in 0..2 {
            [129, 3, 64, 3, 129, 3]
                .into_iter()
                .for_each(|term| found.add(term));
            assert_eq!(found.len(), 3);
            found.take(tf, &mut values);
            assert_eq!(values, expected);
        }
        assert_eq!(found.len(), 0);
    }

    #[test]
    fn counts_what_was_found_and_forgets_it() {
        check(TermFrequency::Count, &[(129, 2.0), (3, 3.0), (64, 1.0)]);
        check(TermFrequency::Binary, &[(129, 1.0), (3, 1.0), (64, 1.0)]);
        let sublinear = |count: f64| 1.0 + count.ln();
        check(
            TermFrequency::Sublinear,
            &[(129, sublinear(2.0)), (3, sublinear(3.0)), (64, 1.0)],
        );
    }
}
