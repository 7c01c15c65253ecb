//! The terms that set a source or a class apart: log-odds with an informative Dirichlet prior (Monroe,
//! Colaresi and Quinn 2008), with intervals that know that a term comes in bursts.
//!
//! A document that says "militia" twenty times is one document. The interval is the one that resampling
//! documents gives, in its closed form (the infinitesimal jackknife, Efron 1982): of each term only
//! sums over documents are kept, so that no document has to be.

mod log_odds;

use rustc_hash::FxHashMap;
use serde::Serialize;

use self::log_odds::Group;
use crate::features::Normaliser;

/// One row of `terms.csv`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TermRow {
    /// `source` (or what documents are grouped by), or the name of a head.
    pub of: String,
    /// The source or the class that uses the term more than the others do.
    pub group: String,
    /// The word as matched, spelling variants folded.
    pub term: String,
    /// How often it stands there.
    pub count: u64,
    /// In how many documents there.
    pub documents: u64,
    /// How often it stands with the others.
    pub count_others: u64,
    /// Log-odds of the term there against the others, shrunk towards none.
    pub log_odds: f64,
    /// Lower end of its 95 % interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Share of false discoveries among the terms of this group that are at least as certain.
    pub q: f64,
}

/// Word counts of documents, gathered one at a time.
#[derive(Debug, Default)]
pub struct TermCounts {
    numbers: FxHashMap<String, u32>,
    groups: Vec<Group>,
    places: FxHashMap<(String, String), usize>,
}

impl TermCounts {
    /// Counts the words of one document in its groups: each sentence in those that `groups` gives for it.
    pub fn add<'a>(
        &mut self,
        normaliser: &Normaliser,
        sentences: impl Iterator<Item = (&'a str, Vec<(String, String)>)>,
    ) {
        let mut counts: FxHashMap<usize, FxHashMap<u32, f64>> = FxHashMap::default();
        for (text, groups) in sentences {
            let words = self.words(normaliser, text);
            for key in groups {
                let of_group = counts.entry(self.place(key)).or_default();
                words
                    .iter()
                    .for_each(|word| *of_group.entry(*word).or_default() += 1.0);
            }
        }
        for (place, terms) in counts {
            self.groups[place].add(&terms);
        }
    }

    fn words(&mut self, normaliser: &Normaliser, text: &str) -> Vec<u32> {
        let mut folded = String::new();
        normaliser.normalise_into(text, &mut folded);
        let words = folded.split(|letter: char| !letter.is_alphanumeric());
        let words = words.filter(|word| {
            word.chars().nth(1).is_some() && !word.starts_with(|c: char| c.is_numeric())
        });
        let mut numbers = Vec::new();
        for word in words {
            let next = self.numbers.len() as u32;
            numbers.push(match self.numbers.get(word) {
                Some(number) => *number,
                None => *self.numbers.entry(word.to_owned()).or_insert(next),
            });
        }
        numbers
    }

    fn place(&mut self, key: (String, String)) -> usize {
        let next = self.groups.len();
        *self.places.entry(key).or_insert_with_key(|(of, name)| {
            self.groups.push(Group::new(of, name));
            next
        })
    }

    /// The terms that are certain enough, the most certain first, by what and group.
    pub fn rows(&self) -> Vec<TermRow> {
        let mut words: Vec<&str> = vec![""; self.numbers.len()];
        for (word, number) in &self.numbers {
            words[*number as usize] = word;
        }
        let mut groups: Vec<&Group> = self.groups.iter().collect();
        groups.sort_by_key(|group| (&group.of, &group.name));
        let alike = groups.chunk_by(|a, b| a.of == b.of);
        let rows_of = |of: &[&Group]| {
            let total = Group::of_all(of);
            of.iter()
                .flat_map(|group| group.rows(&total, &words))
                .collect::<Vec<_>>()
        };
        alike.flat_map(rows_of).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::NormaliseParams;

    fn counts(documents: &[(&str, &str)]) -> TermCounts {
        let normaliser = Normaliser::new(&NormaliseParams::default());
        let mut counts = TermCounts::default();
        for (source, text) in documents {
            let group = vec![("source".to_owned(), (*source).to_owned())];
            counts.add(&normaliser, [(*text, group)].into_iter());
        }
        counts
    }

    #[test]
    fn a_word_used_throughout_stands_out_and_one_burst_does_not() {
        let burst = "noise ".repeat(40);
        let mut documents = Vec::new();
        for i in 0..40 {
            documents.push((
                "a",
                format!(
                    "the militia spoke of peace {}",
                    if i == 0 { &burst } else { "" }
                ),
            ));
            documents.push(("b", "the government spoke of peace and order".to_owned()));
        }
        let documents: Vec<(&str, &str)> =
            documents.iter().map(|(a, b)| (*a, b.as_str())).collect();
        let rows = counts(&documents).rows();
        let of = |source: &str| -> Vec<&str> {
            rows.iter()
                .filter(|row| row.group == source)
                .map(|row| row.term.as_str())
                .collect()
        };
        assert_eq!(of("a"), ["militia"]);
        assert_eq!(of("b"), ["and", "government", "order"]);
    }
}
