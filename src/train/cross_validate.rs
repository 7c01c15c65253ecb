//! Predictions for labelled sentences by models that have not seen their document, with penalties that
//! have not seen it either.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::calibrate::calibrate;
use super::design::Design;
use super::folds::Folds;
use super::hold_out::{Finish, Held, hold_out};
use super::select::{DEFAULT_L2, L2_PATH, choose};
use super::{Progress, TrainParams};
use crate::Result;
use crate::evaluate::{Calibration, Scored, Selection};
use crate::task::Task;

/// A penalty for a fold is chosen by four models at most: the other folds are held out in so many parts.
const PARTS: usize = 5;

/// Out-of-fold predictions of every head.
pub(super) struct CrossValidation {
    pub split: String,
    pub heads: Vec<HeadValidation>,
    /// Words and pairs of words that the models knew, to a word of the sentences held out.
    pub known_terms_per_word: Option<f64>,
}

/// Out-of-fold predictions of one head.
pub(super) struct HeadValidation {
    /// The penalty that the held-out sentences chose.
    pub l2: f64,
    /// How; none where it was given.
    pub selection: Option<Selection>,
    /// How the probabilities were mended.
    pub calibration: Calibration,
    /// The rows of the design that were scored.
    pub rows: Vec<usize>,
    /// Their predictions: each with the penalty and the sharpness that the *other* folds chose.
    pub scored: Vec<Scored>,
}

/// Everything that was held out, by the folds that were: one to be scored, two to choose for a third.
type ByFolds = BTreeMap<Vec<usize>, Held>;

/// The rows of the design that are held out once each, rising, with their folds.
pub(super) struct HeldOutRows<'a> {
    rows: Vec<(usize, usize)>,
    folds: &'a Folds,
}

impl<'a> HeldOutRows<'a> {
    /// These rows, `folds` being made for them in this order.
    pub fn new(rows: &[usize], folds: &'a Folds) -> HeldOutRows<'a> {
        let rows = rows.iter().copied();
        HeldOutRows {
            rows: rows.zip(folds.fold.iter().copied()).collect(),
            folds,
        }
    }
}

/// Holds each fold out, at each penalty; and, so that the penalty for a fold is chosen without it, each
/// fold together with a part of the others (nested cross-validation).
pub(super) fn cross_validate(
    design: &Design<'_>,
    task: &Task,
    held_out: &HeldOutRows<'_>,
    params: &TrainParams,
    progress: Progress<'_>,
) -> Result<CrossValidation> {
    let path = params.l2.map_or(L2_PATH.to_vec(), |l2| vec![l2]);
    let folds = held_out.folds.count;
    let (single, several): (Vec<_>, Vec<_>) = sets(folds, path.len() > 1)
        .into_iter()
        .partition(|set| set.len() == 1);
    let (done, all) = (AtomicUsize::new(0), single.len() + several.len());
    let hold_all = |sets: Vec<Vec<usize>>, finish: Finish<'_>| -> Result<ByFolds> {
        let held = sets.into_par_iter().map(|set| {
            let held = hold_out(design, task, &held_out.rows, &set, params, &path, finish)?;
            progress(done.fetch_add(1, Ordering::Relaxed) + 1, all);
            Ok((set, held))
        });
        held.collect()
    };
    let mut held = hold_all(several, &|_, _, _| false)?;
    let heads = 0..task.heads.len();
    let chosen: Vec<Vec<usize>> = heads
        .map(|head| choose_without_each(&held, head, folds, &path))
        .collect();
    held.extend(hold_all(single, &|head, folds, penalty| {
        !design.is_large() || chosen[head][folds[0]] == penalty
    })?);
    let heads = chosen.iter().enumerate();
    Ok(CrossValidation {
        known_terms_per_word: known_terms_per_word(&held, folds),
        split: held_out.folds.split.clone(),
        heads: heads
            .map(|(head, chosen)| validation(&held, head, chosen, &path))
            .collect(),
    })
}

/// Of the sentences held out, the terms that the models knew, to a word; none without a word.
fn known_terms_per_word(held: &ByFolds, folds: usize) -> Option<f64> {
    let singles = || (0..folds).map(|fold| &held[&vec![fold]]);
    let known: usize = singles().map(|held| held.known_terms).sum();
    let words: usize = singles().map(|held| held.words).sum();
    (words > 0).then(|| known as f64 / words as f64)
}

/// The candidate of a path for each fold, chosen without it.
fn choose_without_each(held: &ByFolds, head: usize, folds: usize, path: &[f64]) -> Vec<usize> {
    let choose = |fold| choose_without(held, head, fold, folds, path.len(), default_of(path));
    (0..folds).map(choose).collect()
}

/// Where the default stands in a path; the only one, where the penalty was given.
fn default_of(path: &[f64]) -> usize {
    path.iter().position(|l2| *l2 == DEFAULT_L2).unwrap_or(0)
}

/// The folds that go into one part with this one.
fn part(fold: usize) -> usize {
    fold % PARTS
}

/// The parts by which a penalty is chosen for a fold: all but the one it is in.
fn parts_without(fold: usize, folds: usize) -> impl Iterator<Item = usize> {
    (0..folds.min(PARTS)).filter(move |&other| other != part(fold))
}

/// A fold with a part of the others, rising.
fn set(fold: usize, of_part: usize, folds: usize) -> Vec<usize> {
    let mut set: Vec<usize> = (0..folds).filter(|&other| part(other) == of_part).collect();
    set.push(fold);
    set.sort_unstable();
    set
}

/// The sets of folds to hold out. With five folds or fewer, a pair serves both its folds; with two
/// there is nothing left to choose by.
fn sets(folds: usize, choose: bool) -> BTreeSet<Vec<usize>> {
    let mut sets: BTreeSet<Vec<usize>> = (0..folds).map(|fold| vec![fold]).collect();
    if choose && folds > 2 {
        for fold in 0..folds {
            sets.extend(parts_without(fold, folds).map(|part| set(fold, part, folds)));
        }
    }
    sets
}

/// Chooses a head's penalty for the whole, and mends the probabilities; `of_fold` is the candidate chosen
/// for each fold.
fn validation(held: &ByFolds, head: usize, of_fold: &[usize], path: &[f64]) -> HeadValidation {
    let folds = of_fold.len();
    let default = default_of(path);
    let singles = |candidate: usize| -> Vec<(usize, usize, Scored)> {
        let of_fold = |fold: usize| {
            let rows = held[&vec![fold]].scored(head, candidate, move |of| of == fold);
            rows.map(move |(row, scored)| (row, fold, scored.clone()))
        };
        (0..folds).flat_map(of_fold).collect()
    };
    let by_candidate: Vec<Vec<(usize, usize, Scored)>> = (0..path.len()).map(singles).collect();
    let candidates: Vec<Vec<Scored>> = by_candidate
        .iter()
        .map(|rows| rows.iter().map(|(_, _, scored)| scored.clone()).collect())
        .collect();
    let (chosen, losses) = choose(&candidates, default);
    let mut rows: Vec<(usize, usize, Scored)> = (0..by_candidate[0].len())
        .map(|at| by_candidate[of_fold[by_candidate[0][at].1]][at].clone())
        .collect();
    rows.sort_by_key(|(row, ..)| *row);
    let fold_of: Vec<usize> = rows.iter().map(|(_, fold, _)| *fold).collect();
    let (rows, scored) = rows
        .into_iter()
        .map(|(row, _, scored)| (row, scored))
        .unzip();
    let (calibration, scored) = calibrate(scored, &fold_of);
    let selection = Selection {
        candidates: path.to_vec(),
        losses,
        default: path[default],
        by_fold: of_fold.iter().map(|&at| path[at]).collect(),
    };
    HeadValidation {
        l2: path[chosen],
        selection: (path.len() > 1 && !fold_of.is_empty()).then_some(selection),
        calibration,
        rows,
        scored,
    }
}

/// The candidate under which the other folds are best predicted, by models that saw neither them nor
/// this one; the default where there are no two others.
fn choose_without(
    held: &ByFolds,
    head: usize,
    fold: usize,
    folds: usize,
    path: usize,
    default: usize,
) -> usize {
    if path == 1 || folds < 3 {
        return default;
    }
    let predictions = |candidate: usize| -> Vec<Scored> {
        let of_part = |of_part: usize| {
            let within = move |of: usize| part(of) == of_part;
            held[&set(fold, of_part, folds)].scored(head, candidate, within)
        };
        let parts = parts_without(fold, folds).flat_map(of_part);
        parts.map(|(_, scored)| scored.clone()).collect()
    };
    let candidates: Vec<Vec<Scored>> = (0..path).map(predictions).collect();
    choose(&candidates, default).0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_is_made_without_the_fold_that_it_scores() {
        let five = sets(5, true);
        assert_eq!(five.len(), 5 + 10);
        let twelve = sets(12, true);
        assert!(twelve.contains(&vec![0, 1, 6, 11]));
        assert_eq!(twelve.len(), 12 + 12 * 4);
        for fold in 0..12 {
            for of_part in parts_without(fold, 12) {
                assert!(twelve.contains(&set(fold, of_part, 12)));
            }
        }
    }

    #[test]
    fn two_folds_have_nothing_to_choose_by() {
        assert_eq!(sets(2, true).len(), 2);
        assert_eq!(sets(7, false).len(), 7);
    }
}
