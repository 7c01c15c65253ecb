//! Models of fewer and fewer labelled documents, scored on the same held-out ones.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::design::Design;
use super::folds::Folds;
use super::hold_out::{Held, hold_out_from};
use super::measure::{document_folds, refuse_no_folds};
use super::select::DEFAULT_L2;
use super::{Progress, TrainParams};
use crate::Result;
use crate::evaluate::{Draws, HeadCurve, LearningCurve, Scored};
use crate::labels::Labels;
use crate::random::Random;

/// The shares of the real documents that train.
const SHARES: [f64; 4] = [0.125, 0.25, 0.5, 1.0];

/// Draws of documents at each share below all.
const DRAWS: usize = 3;

/// One set of models: how many documents, which draw, which fold.
#[derive(Debug, Clone, Copy)]
struct Run {
    documents: usize,
    draw: usize,
    fold: usize,
}

/// Scores every head with some of the real documents in training: an eighth, a quarter, a half and all
/// of those that are not held out; and none, where authored sentences can train alone. The smaller
/// draws are parts of the larger ones. The penalty is the default, or the one given.
///
/// # Errors
/// As [`super::train`].
pub fn learning_curve(
    labels: &Labels,
    params: &TrainParams,
    progress: Progress<'_>,
) -> Result<LearningCurve> {
    refuse_no_folds(params)?;
    let params = &params.equipped(labels)?;
    let design = Design::new(labels, params);
    let real = design.real();
    let folds = document_folds(&design, &real, params)?;
    let held_out: Vec<(usize, usize)> = real.into_iter().zip(folds.fold.iter().copied()).collect();
    let sizes = sizes(&design, &held_out, &folds);
    let largest = *sizes.last().expect("all documents are a size");
    let runs: Vec<Run> = sizes
        .iter()
        .flat_map(|&documents| {
            let draws = if documents == 0 || documents == largest {
                1
            } else {
                DRAWS
            };
            (0..draws).flat_map(move |draw| {
                (0..folds.count).map(move |fold| Run {
                    documents,
                    draw,
                    fold,
                })
            })
        })
        .collect();
    let done = AtomicUsize::new(0);
    let fitted = runs.par_iter().map(|run| {
        let all = run.documents == largest;
        let training = training_rows(&design, &held_out, *run, all, params.seed);
        let l2 = params.l2.unwrap_or(DEFAULT_L2);
        let (fit, features) = (params.logistic(l2), &params.features);
        let held = hold_out_from(
            &design,
            &labels.task,
            &held_out,
            run.fold,
            &training,
            &fit,
            features,
        )?;
        progress(done.fetch_add(1, Ordering::Relaxed) + 1, runs.len());
        Ok((training, held))
    });
    let fitted = fitted.collect::<Result<Vec<(Vec<usize>, Held)>>>()?;
    let heads = labels.task.heads.iter().enumerate();
    let curves = heads.filter_map(|(head, of)| {
        let points: Vec<Draws> = sizes
            .iter()
            .map(|&documents| draws(&design, head, documents, &runs, &fitted))
            .collect();
        let scored = !points[0].predictions[0].is_empty();
        scored.then(|| HeadCurve::of(&of.name, of.classes.len(), &points, params.seed))
    });
    Ok(LearningCurve {
        how: format!(
            "{}, l2 {}, {DRAWS} draws of documents at each size but the last",
            folds.split,
            params.l2.unwrap_or(DEFAULT_L2)
        ),
        heads: curves.collect(),
    })
}

/// How many documents train, rising, each once: none only if authored sentences are left.
fn sizes(design: &Design<'_>, held_out: &[(usize, usize)], folds: &Folds) -> Vec<usize> {
    let training = |fold: usize| {
        let rows = held_out.iter().filter(|(_, of)| *of != fold);
        design
            .documents_of(&rows.map(|(row, _)| *row).collect::<Vec<_>>())
            .len()
    };
    let most = (0..folds.count).map(training).max().unwrap_or(0);
    let none = (!design.authored().is_empty()).then_some(0);
    let shares = SHARES
        .iter()
        .map(|share| (share * most as f64).ceil() as usize);
    none.into_iter()
        .chain(shares)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect()
}

/// The rows that train a run: authored ones, and those of as many documents as it says.
fn training_rows(
    design: &Design<'_>,
    held_out: &[(usize, usize)],
    run: Run,
    all: bool,
    seed: u64,
) -> Vec<usize> {
    let numbers = |of_fold: bool| -> Vec<usize> {
        let rows = held_out
            .iter()
            .filter(|(_, fold)| (*fold == run.fold) == of_fold);
        rows.map(|(row, _)| *row).collect()
    };
    let mut documents: Vec<&str> = design.documents_of(&numbers(false)).into_iter().collect();
    // Stream 0 made the folds.
    Random::new(seed, 1 + run.draw as u64).shuffle(&mut documents);
    let drawn = if all { documents.len() } else { run.documents };
    let drawn: BTreeSet<&str> = documents.into_iter().take(drawn).collect();
    let trains = |row: &usize| {
        let example = design.examples[*row];
        example.authored || drawn.contains(example.document.as_str())
    };
    design
        .training_rows(&numbers(true))
        .into_iter()
        .filter(trains)
        .collect()
}

/// The draws of one size for one head.
fn draws(
    design: &Design<'_>,
    head: usize,
    documents: usize,
    runs: &[Run],
    fitted: &[(Vec<usize>, Held)],
) -> Draws {
    let of_size = runs
        .iter()
        .zip(fitted)
        .filter(|(run, _)| run.documents == documents);
    let mut predictions: Vec<Vec<(usize, Scored)>> = Vec::new();
    let (mut sentences, mut fits) = (0, 0);
    for (run, (training, held)) in of_size {
        predictions.resize(predictions.len().max(run.draw + 1), Vec::new());
        let scored = held.scored(head, 0, |_| true);
        predictions[run.draw].extend(scored.map(|(row, scored)| (row, scored.clone())));
        let learnt = training
            .iter()
            .filter(|&&row| design.examples[row].scores(head));
        sentences += learnt.count();
        fits += 1;
    }
    let in_order = |mut rows: Vec<(usize, Scored)>| {
        rows.sort_by_key(|(row, _)| *row);
        rows.into_iter().map(|(_, scored)| scored).collect()
    };
    Draws {
        documents,
        sentences: sentences as f64 / fits.max(1) as f64,
        predictions: predictions.into_iter().map(in_order).collect(),
    }
}
