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
use crate::language::line::is_alphanumeric;

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

/// Word counts of documents, gathered a sentence at a time. All are whole numbers, so that counts
/// gathered apart add up to the same.
#[derive(Debug, Default)]
pub struct TermCounts {
    numbers: FxHashMap<String, u32>,
    groups: Vec<Group>,
    places: FxHashMap<String, FxHashMap<String, usize>>,
    /// The words of the document that is open, each with its group.
    open: Vec<(usize, u32)>,
    folded: String,
}

impl TermCounts {
    /// Counts the words of a sentence in its groups: what they are of, and their names.
    pub fn add(&mut self, normaliser: &Normaliser, text: &str, groups: &[(&str, &str)]) {
        let mut folded = std::mem::take(&mut self.folded);
        folded.clear();
        normaliser.normalise_into(text, &mut folded);
        let from = self.open.len();
        let places: Vec<usize> = groups
            .iter()
            .map(|(of, name)| self.place(of, name))
            .collect();
        for word in words(&folded) {
            let word = self.number(word);
            self.open.push((places[0], word));
        }
        let to = self.open.len();
        for &place in &places[1..] {
            let again = (from..to).map(|at| (place, self.open[at].1));
            let again: Vec<(usize, u32)> = again.collect();
            self.open.extend(again);
        }
        self.folded = folded;
    }

    /// Ends the document whose sentences were added.
    pub fn close(&mut self) {
        self.open.sort_unstable();
        for of_group in self.open.chunk_by(|a, b| a.0 == b.0) {
            let counts = of_group
                .chunk_by(|a, b| a == b)
                .map(|same| (same[0].1, same.len() as u64));
            self.groups[of_group[0].0].add(of_group.len() as u64, counts);
        }
        self.open.clear();
    }

    /// Adds the closed documents of other counts.
    pub fn merge(&mut self, other: TermCounts) {
        let mut words: Vec<u32> = vec![0; other.numbers.len()];
        for (word, number) in &other.numbers {
            words[*number as usize] = self.number(word);
        }
        for group in &other.groups {
            let place = self.place(&group.of, &group.name);
            self.groups[place].merge(group, |number| words[number as usize]);
        }
    }

    fn number(&mut self, word: &str) -> u32 {
        let next = self.numbers.len() as u32;
        match self.numbers.get(word) {
            Some(number) => *number,
            None => *self.numbers.entry(word.to_owned()).or_insert(next),
        }
    }

    fn place(&mut self, of: &str, name: &str) -> usize {
        if let Some(place) = self.places.get(of).and_then(|names| names.get(name)) {
            return *place;
        }
        let names = self.places.entry(of.to_owned()).or_default();
        names.insert(name.to_owned(), self.groups.len());
        self.groups.push(Group::new(of, name));
        self.groups.len() - 1
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

/// The words of a folded text that have two letters and are no number.
fn words(folded: &str) -> impl Iterator<Item = &str> {
    let words = folded.split(|letter: char| !is_alphanumeric(letter));
    words.filter(|word| {
        let mut letters = word.chars();
        letters.next().is_some_and(|first| !first.is_numeric()) && letters.next().is_some()
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::features::NormaliseParams;

    fn counts(documents: &[(&str, &str)]) -> TermCounts {
        let normaliser = Normaliser::new(&NormaliseParams::default());
        let mut counts = TermCounts::default();
        for (source, text) in documents {
            counts.add(&normaliser, text, &[("source", source)]);
            counts.close();
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
    #[test]
    fn counts_gathered_apart_add_up() {
        let documents = [
            ("a", "one two two"),
            ("b", "two three"),
            ("a", "three one one one"),
        ];
        let shown = |counts: &TermCounts| {
            let words: BTreeMap<u32, &String> =
                counts.numbers.iter().map(|(w, n)| (*n, w)).collect();
            let mut groups: Vec<String> = counts
                .groups
                .iter()
                .map(|group| group.shown(&words))
                .collect();
            groups.sort();
            groups
        };
        let mut parts = counts(&documents[1..]);
        parts.merge(counts(&documents[..1]));
        assert_eq!(shown(&parts), shown(&counts(&documents)));
    }
}
