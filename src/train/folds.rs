//! Who is held out together: sentences are split by document, never within one.

use std::collections::BTreeMap;

use crate::random::Random;
use crate::{Error, Result};

/// Up to this many documents each is held out alone; with more, there are [`FOLDS`] folds.
pub const LEAVE_ONE_OUT: usize = 10;
/// Folds where the number is not given.
pub const FOLDS: usize = 5;

/// One sentence to be held out once: its group and, for an even spread, its labels.
#[derive(Debug, Clone)]
pub struct FoldRow<'a> {
    /// Sentences of one group share a fold.
    pub group: &'a str,
    /// For each head, the label where there is one.
    pub classes: &'a [Option<usize>],
}

/// The fold of each row, and how the split was made, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folds {
    /// For each row, the fold that holds it out, below `count`.
    pub fold: Vec<usize>,
    /// How many folds there are.
    pub count: usize,
    /// "leave one document out (5)", "5 folds grouped by document".
    pub split: String,
}

/// Splits rows into folds by group, each fold with as even a share of every class as can be:
/// groups in random order, the largest first, each to the fold where it adds least to
/// `Σ (class count in fold / class count)²`.
///
/// # Errors
/// Fewer than two groups, or fewer groups than folds asked for.
pub fn folds(rows: &[FoldRow<'_>], count: Option<usize>, seed: u64) -> Result<Folds> {
    let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, row) in rows.iter().enumerate() {
        groups.entry(row.group).or_default().push(index);
    }
    let documents = groups.len();
    if documents < 2 {
        return Err(Error::Insufficient(format!(
            "{documents} labelled document{}: cross-validation holds documents out whole and needs two: label a second \
             one (`stance train` without --folds goes on and measures nothing)",
            if documents == 1 { "" } else { "s" }
        )));
    }
    let count = count.unwrap_or(if documents <= LEAVE_ONE_OUT {
        documents
    } else {
        FOLDS
    });
    if count < 2 || count > documents {
        return Err(Error::Usage(format!(
            "{count} folds of {documents} documents: use 2 to {documents}"
        )));
    }
    let split = if count == documents {
        format!("leave one document out ({documents})")
    } else {
        format!("{count} folds grouped by document")
    };
    let mut groups: Vec<Vec<usize>> = groups.into_values().collect();
    Random::new(seed, 0).shuffle(&mut groups);
    groups.sort_by_key(|group| std::cmp::Reverse(group.len()));
    Ok(Folds {
        fold: spread(rows, &groups, count),
        count,
        split,
    })
}

fn spread(rows: &[FoldRow<'_>], groups: &[Vec<usize>], count: usize) -> Vec<usize> {
    let total = class_counts(rows, &(0..rows.len()).collect::<Vec<_>>());
    let mut held: Vec<BTreeMap<(usize, usize), f64>> = vec![BTreeMap::new(); count];
    let mut sizes = vec![0; count];
    let mut fold_of = vec![0; rows.len()];
    for group in groups {
        let classes = class_counts(rows, group);
        let cost = |fold: usize| -> f64 {
            let added = |(class, more): (&(usize, usize), &f64)| {
                let before = held[fold].get(class).copied().unwrap_or(0.0);
                more * (2.0 * before + more) / total[class].powi(2)
            };
            classes.iter().map(added).sum()
        };
        let costs: Vec<f64> = (0..count).map(cost).collect();
        let fold =
            (0..count).min_by(|&a, &b| costs[a].total_cmp(&costs[b]).then(sizes[a].cmp(&sizes[b])));
        let fold = fold.expect("there are at least two folds");
        for (class, more) in classes {
            *held[fold].entry(class).or_default() += more;
        }
        sizes[fold] += group.len();
        group.iter().for_each(|&row| fold_of[row] = fold);
    }
    fold_of
}

/// How many of these rows have each (head, class).
fn class_counts(rows: &[FoldRow<'_>], members: &[usize]) -> BTreeMap<(usize, usize), f64> {
    let mut counts = BTreeMap::new();
    for &row in members {
        for (head, class) in rows[row].classes.iter().enumerate() {
            if let Some(class) = class {
                *counts.entry((head, *class)).or_default() += 1.0;
            }
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(count: usize, per_group: usize) -> Vec<(String, Vec<Option<usize>>)> {
        (0..count)
            .map(|i| {
                (
                    format!("d{:03}", i / per_group),
                    vec![Some(i / per_group % 3)],
                )
            })
            .collect()
    }

    fn split(rows: &[(String, Vec<Option<usize>>)], count: Option<usize>) -> Result<Folds> {
        let rows: Vec<_> = rows
            .iter()
            .map(|(group, classes)| FoldRow { group, classes })
            .collect();
        folds(&rows, count, 1)
    }

    #[test]
    fn a_document_is_never_split() {
        let rows = rows(200, 4);
        let folds = split(&rows, None).unwrap();
        assert_eq!(folds.count, 5);
        for pair in 0..199 {
            if rows[pair].0 == rows[pair + 1].0 {
                assert_eq!(folds.fold[pair], folds.fold[pair + 1]);
            }
        }
    }

    #[test]
    fn classes_are_spread_evenly() {
        let rows = rows(150, 1);
        let folds = split(&rows, Some(5)).unwrap();
        for fold in 0..5 {
            let of_class = |class| {
                (0..150)
                    .filter(|&i| folds.fold[i] == fold && rows[i].1[0] == Some(class))
                    .count()
            };
            assert_eq!([of_class(0), of_class(1), of_class(2)], [10, 10, 10]);
        }
    }

    #[test]
    fn few_documents_are_each_held_out_alone() {
        let folds = split(&rows(12, 3), None).unwrap();
        assert_eq!(
            (folds.count, folds.split.as_str()),
            (4, "leave one document out (4)")
        );
    }

    #[test]
    fn one_document_cannot_be_split() {
        let error = split(&rows(3, 3), None).unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("1 labelled document: cross-validation"),
            "{error}"
        );
    }
}
