//! Predictions for every real labelled sentence by models that have not seen its document.

use rayon::prelude::*;

use super::design::Design;
use super::fit_head::HeadRows;
use super::folds::Folds;
use super::select::{self, L2_PATH};
use super::{Progress, TrainParams};
use crate::Result;
use crate::evaluate::Scored;
use crate::features::Tfidf;
use crate::task::Task;

/// Out-of-fold predictions of every head.
pub(super) struct CrossValidation {
    pub split: String,
    pub heads: Vec<HeadValidation>,
}

/// Out-of-fold predictions of one head.
pub(super) struct HeadValidation {
    /// The penalty that the real sentences chose.
    pub l2: f64,
    /// The rows of the design that were scored.
    pub rows: Vec<usize>,
    /// Their predictions: each with the penalty that the *other* folds chose.
    pub scored: Vec<Scored>,
}

/// One held-out row of one head, at every penalty of the path.
struct HeldOut {
    row: usize,
    fold: usize,
    path: Vec<Vec<f64>>,
}

pub(super) fn cross_validate(
    design: &Design<'_>,
    task: &Task,
    folds: &Folds,
    params: &TrainParams,
    progress: Progress<'_>,
) -> Result<CrossValidation> {
    let path = params.l2.map_or(L2_PATH.to_vec(), |l2| vec![l2]);
    let done = std::sync::atomic::AtomicUsize::new(0);
    let of_folds: Vec<Vec<Vec<HeldOut>>> = (0..folds.count)
        .into_par_iter()
        .map(|fold| {
            let held_out = hold_out(design, task, folds, fold, &path, params)?;
            progress(
                done.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1,
                folds.count,
            );
            Ok(held_out)
        })
        .collect::<Result<_>>()?;
    let documents = document_numbers(design);
    let mut heads: Vec<Vec<HeldOut>> = task.heads.iter().map(|_| Vec::new()).collect();
    for of_fold in of_folds {
        heads
            .iter_mut()
            .zip(of_fold)
            .for_each(|(head, more)| head.extend(more));
    }
    let heads = heads.into_iter().enumerate().map(|(head, mut held_out)| {
        held_out.sort_by_key(|sentence| sentence.row);
        validate(design, head, &held_out, &path, folds.count, &documents)
    });
    Ok(CrossValidation {
        split: folds.split.clone(),
        heads: heads.collect(),
    })
}

/// Trains on all but one fold and predicts that fold, for every head and penalty.
fn hold_out(
    design: &Design<'_>,
    task: &Task,
    folds: &Folds,
    fold: usize,
    path: &[f64],
    params: &TrainParams,
) -> Result<Vec<Vec<HeldOut>>> {
    let real = design.real();
    let held_out: Vec<usize> = (0..real.len())
        .filter(|&at| folds.fold[at] == fold)
        .map(|at| real[at])
        .collect();
    let training = design.training_rows(&held_out);
    let tfidf = Tfidf::fit(&design.counts, &training, &params.features);
    let matrix = tfidf.transform(&design.counts, &training)?;
    let unseen = tfidf.transform(&design.counts, &held_out)?;
    let mut heads = Vec::new();
    for (head, description) in task.heads.iter().enumerate() {
        let labels: Vec<_> = training
            .iter()
            .map(|&row| design.examples[row].classes[head])
            .collect();
        let rows = HeadRows::new(&matrix, &labels, description.classes.len());
        let scored = held_out
            .iter()
            .enumerate()
            .filter(|(_, row)| design.examples[**row].scores(head));
        let mut sentences: Vec<(usize, HeldOut)> = scored
            .map(|(at, &row)| {
                (
                    at,
                    HeldOut {
                        row,
                        fold,
                        path: Vec::new(),
                    },
                )
            })
            .collect();
        rows.fit_path(&params.logistic(), path, |_, fit| {
            for (at, sentence) in &mut sentences {
                sentence.path.push(fit.probabilities(unseen.row(*at)));
            }
        })?;
        heads.push(
            sentences
                .into_iter()
                .map(|(_, sentence)| sentence)
                .collect(),
        );
    }
    Ok(heads)
}

fn validate(
    design: &Design<'_>,
    head: usize,
    held_out: &[HeldOut],
    path: &[f64],
    folds: usize,
    documents: &[usize],
) -> HeadValidation {
    let at = |step: usize, sentence: &HeldOut| Scored {
        document: documents[sentence.row],
        label: design.examples[sentence.row].classes[head]
            .expect("only labelled sentences are held out"),
        probabilities: sentence.path[step].clone(),
    };
    let choose = |excluded: Option<usize>| {
        let of_step = |step| {
            let others = held_out
                .iter()
                .filter(|sentence| Some(sentence.fold) != excluded);
            select::loss(
                &others
                    .map(|sentence| at(step, sentence))
                    .collect::<Vec<_>>(),
            )
        };
        select::best(&(0..path.len()).map(of_step).collect::<Vec<_>>())
    };
    let steps: Vec<usize> = (0..folds).map(|fold| choose(Some(fold))).collect();
    HeadValidation {
        l2: path[choose(None)],
        rows: held_out.iter().map(|sentence| sentence.row).collect(),
        scored: held_out
            .iter()
            .map(|sentence| at(steps[sentence.fold], sentence))
            .collect(),
    }
}

/// For each row of the design, the number of its document among all, sorted.
pub(super) fn document_numbers(design: &Design<'_>) -> Vec<usize> {
    let mut names: Vec<&str> = design
        .examples
        .iter()
        .map(|example| example.document.as_str())
        .collect();
    names.sort_unstable();
    names.dedup();
    let number = |name: &str| {
        names
            .binary_search(&name)
            .expect("every name was collected")
    };
    design
        .examples
        .iter()
        .map(|example| number(&example.document))
        .collect()
}
