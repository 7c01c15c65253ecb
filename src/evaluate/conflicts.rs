//! The same sentence, or nearly the same, with different labels.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::features::{NormaliseParams, Normaliser, Tokens};
use crate::labels::{Example, Labels};

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
/// A pair as similar as that shares one of its rarest words, so that few pairs are compared (prefix
/// filtering, Chaudhuri et al. 2006): nothing is missed.
pub fn conflicts(labels: &Labels, similarity: f64) -> Vec<Conflict<'_>> {
    let content = |example: &&Example| !example.boilerplate;
    let examples: Vec<&Example> = labels.examples.iter().filter(content).collect();
    let words = rarest_first(&examples);
    let mut rows_of: HashMap<u32, Vec<usize>> = HashMap::new();
    let mut conflicts = Vec::new();
    for (row, set) in words.iter().enumerate() {
        let shared = (similarity * set.len() as f64 - 1e-9).ceil() as usize;
        let rarest = &set[..set.len() - shared.min(set.len()) + usize::from(shared > 0)];
        let rows = rarest.iter().filter_map(|word| rows_of.get(word));
        let candidates: BTreeSet<usize> = rows.flatten().copied().collect();
        let near: Vec<(usize, f64)> = candidates
            .into_iter()
            .map(|earlier| (earlier, jaccard(&words[earlier], set)))
            .filter(|(_, found)| *found >= similarity - 1e-9)
            .collect();
        let heads = 0..labels.task.heads.len();
        conflicts.extend(heads.filter_map(|head| disagreement(head, &examples, row, &near)));
        for word in rarest {
            rows_of.entry(*word).or_default().push(row);
        }
    }
    conflicts
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
    let of = |example: &&Example| -> BTreeSet<String> {
        let tokens = Tokens::of(example.statement(), &normaliser);
        tokens
            .line()
            .split_whitespace()
            .map(str::to_owned)
            .collect()
    };
    let words: Vec<BTreeSet<String>> = examples.iter().map(of).collect();
    let mut rows: BTreeMap<&str, usize> = BTreeMap::new();
    for word in words.iter().flatten() {
        *rows.entry(word).or_default() += 1;
    }
    let mut ranked: Vec<(usize, &str)> = rows.into_iter().map(|(word, n)| (n, word)).collect();
    ranked.sort_unstable();
    let numbers: BTreeMap<&str, u32> = ranked.iter().map(|(_, word)| *word).zip(0..).collect();
    let numbered = |set: &BTreeSet<String>| {
        let mut set: Vec<u32> = set.iter().map(|word| numbers[word.as_str()]).collect();
        set.sort_unstable();
        set
    };
    words.iter().map(numbered).collect()
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
}
