//! The same sentence, or nearly the same, with different labels.

use std::collections::BTreeSet;
use std::hash::BuildHasher;

use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::features::{NormaliseParams, Normaliser, Tokens};
use crate::labels::{Example, Labels};

/// What rounding may take from a similarity.
const SLACK: f64 = 1e-9;

/// Two rows that say the same and have different classes.
#[derive(Debug, Clone)]
pub struct Conflict<'a> {
    /// Position of the head they disagree on.
    pub head: usize,
    /// The earlier row.
    pub first: &'a Example,
    /// Its class.
    pub first_class: usize,
    /// The later row.
    pub second: &'a Example,
    /// Its class.
    pub second_class: usize,
    /// The share of their words, each counted once, that both have: 1 for the same words.
    pub similarity: f64,
}

/// Rows that share at least `similarity` of their normalised words with an earlier row and have another
/// class, each with the most similar of those, for each head. Furniture is left out.
///
/// Only rows with a key in common are compared (`keys`): nothing is missed.
pub fn conflicts(labels: &Labels, similarity: f64) -> Vec<Conflict<'_>> {
    let content = |example: &&Example| !example.boilerplate;
    let examples: Vec<&Example> = labels.examples.iter().filter(content).collect();
    let words = rarest_first(&examples);
    let mut rows_of: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    let mut conflicts = Vec::new();
    for (row, set) in words.iter().enumerate() {
        let keys = keys(set, similarity);
        let rows = keys.iter().filter_map(|key| rows_of.get(key));
        let candidates: BTreeSet<usize> = rows.flatten().copied().collect();
        let near: Vec<(usize, f64)> = candidates
            .into_iter()
            .map(|earlier| (earlier, jaccard(&words[earlier], set)))
            .filter(|(_, found)| *found >= similarity - SLACK)
            .collect();
        let heads = 0..labels.task.heads.len();
        conflicts.extend(heads.filter_map(|head| disagreement(head, &examples, row, &near)));
        // Of rows that say the same and have the same classes, the first stands for all.
        let is_known = |(earlier, _): &(usize, f64)| {
            similarity >= 1.0 && examples[*earlier].classes == examples[row].classes
        };
        if !near.iter().any(is_known) {
            let keys = keys.into_iter();
            keys.for_each(|key| rows_of.entry(key).or_default().push(row));
        }
    }
    conflicts
}

/// What rows as similar as that have in common: where they must be the same, the fingerprint of their
/// words; else one of their rarest words (prefix filtering, Chaudhuri et al. 2006).
fn keys(set: &[u32], similarity: f64) -> Vec<u64> {
    if similarity >= 1.0 {
        let fingerprint = FxBuildHasher.hash_one(set);
        return if set.is_empty() {
            Vec::new()
        } else {
            vec![fingerprint]
        };
    }
    let shared = (similarity * set.len() as f64 - SLACK).ceil() as usize;
    let rarest = &set[..set.len() - shared.min(set.len()) + usize::from(shared > 0)];
    rarest.iter().copied().map(u64::from).collect()
}

/// The most similar of the earlier rows that has another class, the first of equals.
fn disagreement<'a>(
    head: usize,
    examples: &[&'a Example],
    row: usize,
    near: &[(usize, f64)],
) -> Option<Conflict<'a>> {
    let second_class = examples[row].classes[head]?;
    let differ = |(earlier, _): &&(usize, f64)| {
        examples[*earlier].classes[head].is_some_and(|class| class != second_class)
    };
    let (first, similarity) = near
        .iter()
        .filter(differ)
        .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))?;
    Some(Conflict {
        head,
        first: examples[*first],
        first_class: examples[*first].classes[head]?,
        second: examples[row],
        second_class,
        similarity: *similarity,
    })
}

/// Each row's different words as numbers, the rarest first.
fn rarest_first(examples: &[&Example]) -> Vec<Vec<u32>> {
    let normaliser = Normaliser::new(&NormaliseParams::default());
    let (mut tokens, mut rows) = (Tokens::default(), Vec::with_capacity(examples.len()));
    let mut numbers: FxHashMap<Box<str>, u32> = FxHashMap::default();
    let mut frequencies: Vec<u32> = Vec::new();
    for example in examples {
        tokens.read(example.statement(), &normaliser);
        let mut row = Vec::with_capacity(tokens.len());
        for word in tokens.iter().map(|token| token.text) {
            row.push(numbers.get(word).copied().unwrap_or_else(|| {
                let next = frequencies.len() as u32;
                numbers.insert(word.into(), next);
                frequencies.push(0);
                next
            }));
        }
        row.sort_unstable();
        row.dedup();
        row.iter().for_each(|word| frequencies[*word as usize] += 1);
        rows.push(row);
    }
    let mut ranked: Vec<u32> = (0..frequencies.len() as u32).collect();
    ranked.sort_by_key(|word| frequencies[*word as usize]);
    let mut ranks = vec![0; ranked.len()];
    for (rank, word) in ranked.into_iter().enumerate() {
        ranks[word as usize] = rank as u32;
    }
    for row in &mut rows {
        row.iter_mut()
            .for_each(|word| *word = ranks[*word as usize]);
        row.sort_unstable();
    }
    rows
}

/// The share of the words of two rising lists that both have.
fn jaccard(a: &[u32], b: &[u32]) -> f64 {
    let both = a
        .iter()
        .filter(|word| b.binary_search(word).is_ok())
        .count();
    both as f64 / (a.len() + b.len() - both).max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::labels::LabelParams;

    fn check(rows: &[(&str, &str)], similarity: f64, expected: &[(u64, u64)]) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.csv");
        let rows = rows.iter().enumerate();
        let lines = rows.map(|(n, (text, class))| format!("d,{n},{text},{class}\n"));
        let csv = format!("document,n,text,stance\n{}", lines.collect::<String>());
        std::fs::write(&file, csv).unwrap();
        let labels = crate::labels::read(&file, &LabelParams::default()).unwrap();
        let found: Vec<(u64, u64)> = conflicts(&labels, similarity)
            .iter()
            .map(|conflict| (conflict.first.place.line, conflict.second.place.line))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn spelling_does_not_hide_a_conflict() {
        check(
            &[
                ("أكد الوزير الانسحاب", "p"),
                ("أكّد الوزير الإنسحاب", "q"),
                ("غير ذلك", "p"),
            ],
            1.0,
            &[(2, 3)],
        );
    }

    #[test]
    fn near_duplicates_are_found_and_agreement_is_none() {
        let rows = [
            ("one two three four five six seven eight nine ten", "p"),
            ("one two three four five six seven eight nine ten more", "q"),
            (
                "one two three four five six seven eight nine ten again",
                "p",
            ),
            ("one two three", "q"),
        ];
        // Rows 1 and 2 share 10 of 11 words; rows 2 and 3 share 10 of 12.
        check(&rows, 0.8, &[(2, 3), (3, 4)]);
        check(&rows, 1.0, &[]);
    }

    #[test]
    fn of_many_copies_each_that_differs_is_named_with_the_first_of_another_class() {
        let rows = [
            ("x y", "p"),
            ("x y", "p"),
            ("y x", "q"),
            ("x y", "q"),
            ("x", "q"),
            ("x y", "p"),
        ];
        check(&rows, 1.0, &[(2, 4), (2, 5), (4, 7)]);
        check(&[("…", "p"), ("…", "q")], 1.0, &[]);
    }
}
