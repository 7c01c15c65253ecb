//! How often each term occurs in each sentence: what TF-IDF is fitted on, counted once for all folds.

use rayon::prelude::*;

use super::extract::TermIndex;
use super::{Extractor, Term};

/// Texts that a thread counts at a time.
const BLOCK: usize = 4096;

/// Term counts of a list of sentences; terms are numbered in sorted order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counts {
    /// Every term that occurs, sorted by kind and text.
    pub terms: Vec<Term>,
    /// Row `i` holds `entries[starts[i]..starts[i + 1]]`.
    starts: Vec<usize>,
    /// Term number and count, by rising number within a row.
    entries: Vec<(u32, u32)>,
}

impl Counts {
    /// Counts the terms of each text; threads share the texts, and the counts do not depend on them.
    pub fn of<'a>(texts: impl IntoIterator<Item = &'a str>, extractor: &Extractor) -> Counts {
        let texts: Vec<&str> = texts.into_iter().collect();
        let blocks: Vec<Block> = texts
            .par_chunks(BLOCK)
            .map(|texts| Block::of(texts, extractor))
            .collect();
        let entries = blocks.iter().map(|block| block.entries.len()).sum();
        let mut counts = Counts {
            terms: Vec::new(),
            starts: vec![0],
            entries: Vec::with_capacity(entries),
        };
        let (mut index, mut next) = (TermIndex::default(), 0);
        for block in blocks {
            let mut numbers = vec![0; block.terms as usize];
            block.index.into_terms(|kind, term, number| {
                let found = index.find_or_insert_owned(kind, term, next);
                next = next.max(found + 1);
                numbers[number as usize] = found;
            });
            let start = counts.entries.len();
            let renumbered = block.entries.into_iter();
            let renumbered = renumbered.map(|(term, count)| (numbers[term as usize], count));
            counts.entries.extend(renumbered);
            counts
                .starts
                .extend(block.ends.into_iter().map(|end| start + end));
        }
        counts.number_by_order(index);
        counts
    }

    /// Replaces numbers in order of appearance by numbers in order of kind and text.
    fn number_by_order(&mut self, index: TermIndex) {
        let sorted = index.into_sorted();
        let mut new_numbers = vec![0; sorted.len()];
        for (new, (_, old)) in sorted.iter().enumerate() {
            new_numbers[*old as usize] = new as u32;
        }
        let mut rest = self.entries.as_mut_slice();
        let mut rows = Vec::with_capacity(self.starts.len());
        for ends in self.starts.windows(2) {
            let (row, behind) = rest.split_at_mut(ends[1] - ends[0]);
            rows.push(row);
            rest = behind;
        }
        rows.into_par_iter().with_min_len(256).for_each(|row| {
            for (number, _) in row.iter_mut() {
                *number = new_numbers[*number as usize];
            }
            row.sort_unstable();
        });
        self.terms = sorted.into_iter().map(|(term, _)| term).collect();
    }

    /// How many sentences there are.
    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Term numbers and counts of a sentence, by rising number.
    pub fn row(&self, row: usize) -> &[(u32, u32)] {
        &self.entries[self.starts[row]..self.starts[row + 1]]
    }
}

/// The counts of some of the texts, terms numbered as they appear there.
struct Block {
    index: TermIndex,
    /// How many terms there are.
    terms: u32,
    entries: Vec<(u32, u32)>,
    /// Where each text's entries end.
    ends: Vec<usize>,
}

impl Block {
    fn of(texts: &[&str], extractor: &Extractor) -> Block {
        let mut block = Block {
            index: TermIndex::default(),
            terms: 0,
            entries: Vec::new(),
            ends: Vec::with_capacity(texts.len()),
        };
        let mut row: Vec<u32> = Vec::new();
        for text in texts {
            row.clear();
            extractor.extract(text, |kind, term| {
                let number = block.index.find_or_insert(kind, term, block.terms);
                block.terms = block.terms.max(number + 1);
                row.push(number);
            });
            row.sort_unstable();
            let counted = row.chunk_by(|a, b| a == b);
            block
                .entries
                .extend(counted.map(|same| (same[0], same.len() as u32)));
            block.ends.push(block.entries.len());
        }
        block
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::FeatureParams;

    #[test]
    fn counts_do_not_depend_on_how_the_texts_are_shared() {
        let extractor = Extractor::new(&FeatureParams::default(), &Default::default());
        let texts: Vec<String> = (0..BLOCK + 50)
            .map(|n| format!("رفض {} رفض", n % 700))
            .collect();
        let counts = Counts::of(texts.iter().map(String::as_str), &extractor);
        assert!(counts.terms.is_sorted());
        for row in [0, 1, BLOCK - 1, BLOCK, BLOCK + 49] {
            let alone = Counts::of([texts[row].as_str()], &extractor);
            let named = |counts: &Counts, row: usize| -> Vec<(Term, u32)> {
                let term =
                    |&(term, count): &(u32, u32)| (counts.terms[term as usize].clone(), count);
                counts.row(row).iter().map(term).collect()
            };
            assert_eq!(named(&counts, row), named(&alone, 0));
        }
    }
}
