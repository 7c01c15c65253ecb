//! How often each term occurs in each sentence: what TF-IDF is fitted on, counted once for all folds.

use super::extract::TermIndex;
use super::{Extractor, Term};

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
    /// Counts the terms of each text.
    pub fn of<'a>(texts: impl IntoIterator<Item = &'a str>, extractor: &Extractor) -> Counts {
        let mut index = TermIndex::default();
        let (mut starts, mut entries, mut next) = (vec![0], Vec::new(), 0);
        let mut row: Vec<u32> = Vec::new();
        for text in texts {
            row.clear();
            extractor.extract(text, |kind, term| {
                let number = index.find_or_insert(kind, term, next);
                next = next.max(number + 1);
                row.push(number);
            });
            row.sort_unstable();
            entries.extend(
                row.chunk_by(|a, b| a == b)
                    .map(|same| (same[0], same.len() as u32)),
            );
            starts.push(entries.len());
        }
        let mut counts = Counts {
            terms: Vec::new(),
            starts,
            entries,
        };
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
        for row in 0..self.len() {
            let entries = &mut self.entries[self.starts[row]..self.starts[row + 1]];
            for (number, _) in entries.iter_mut() {
                *number = new_numbers[*number as usize];
            }
            entries.sort_unstable();
        }
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
