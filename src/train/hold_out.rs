//! The models of all heads without some folds, and what they say of the sentences of those folds.

use super::design::Design;
use super::fit_head::{HeadFit, HeadRows};
use super::{LogisticParams, TrainParams};
use crate::Result;
use crate::evaluate::Scored;
use crate::features::FeatureParams;
use crate::task::Task;

/// The gap at which a penalty is judged: what is left changes no loss in the third digit.
const ROUGH: f64 = 1e-3;

/// Predictions for the sentences that were held out.
pub(super) struct Held {
    heads: Vec<HeldHead>,
    /// Words and pairs of words of these sentences that the models knew.
    pub known_terms: usize,
    /// Words of these sentences.
    pub words: usize,
}

struct HeldHead {
    /// The row of the design and its fold.
    rows: Vec<(usize, usize)>,
    /// For each penalty, the predictions for these rows.
    by_penalty: Vec<Vec<Scored>>,
}

impl Held {
    /// A head's predictions under one penalty for the rows of some of the folds.
    pub fn scored(
        &self,
        head: usize,
        penalty: usize,
        within: impl Fn(usize) -> bool,
    ) -> impl Iterator<Item = (usize, &Scored)> {
        let held = &self.heads[head];
        let rows = held.rows.iter().zip(&held.by_penalty[penalty]);
        rows.filter(move |((_, fold), _)| within(*fold))
            .map(|((row, _), scored)| (*row, scored))
    }
}

/// Whether the answers of a head's model without these folds, at this penalty of the path, are kept and not
/// only compared: then it is fitted to the full tolerance.
pub(super) type Finish<'a> = &'a (dyn Fn(usize, &[usize], usize) -> bool + Sync);

/// Trains every head on everything but the rows of these folds, at each penalty of the path, and
/// predicts those rows. `rows` are rows of the design and their fold.
pub(super) fn hold_out(
    design: &Design<'_>,
    task: &Task,
    rows: &[(usize, usize)],
    folds: &[usize],
    params: &TrainParams,
    path: &[f64],
    finish: Finish<'_>,
) -> Result<Held> {
    let rows = rows.iter().copied();
    let held_out: Vec<(usize, usize)> = rows.filter(|(_, fold)| folds.contains(fold)).collect();
    let numbers: Vec<usize> = held_out.iter().map(|(row, _)| *row).collect();
    let training = design.training_rows(&numbers);
    let path = |head: usize| -> Vec<LogisticParams> {
        let tolerance = |penalty: usize, l2: f64| match finish(head, folds, penalty) {
            true => params.logistic(l2).tolerance,
            false => ROUGH,
        };
        let path = path.iter().enumerate();
        path.map(|(penalty, &l2)| LogisticParams {
            tolerance: tolerance(penalty, l2),
            ..params.logistic(l2)
        })
        .collect()
    };
    predict(design, task, &training, &held_out, &params.features, path)
}

/// The same for one fold, with one penalty and the rows that may train given.
pub(super) fn hold_out_from(
    design: &Design<'_>,
    task: &Task,
    rows: &[(usize, usize)],
    fold: usize,
    training: &[usize],
    params: &LogisticParams,
    features: &FeatureParams,
) -> Result<Held> {
    let rows = rows.iter().copied();
    let held_out: Vec<(usize, usize)> = rows.filter(|(_, of)| *of == fold).collect();
    let path = |_| vec![params.clone()];
    predict(design, task, training, &held_out, features, path)
}

/// Trains on some rows and predicts others.
fn predict(
    design: &Design<'_>,
    task: &Task,
    training: &[usize],
    held_out: &[(usize, usize)],
    features: &FeatureParams,
    path: impl Fn(usize) -> Vec<LogisticParams>,
) -> Result<Held> {
    let tfidf = design.tfidf(training, features);
    let matrix = design.matrix(&tfidf, training, path(0)[0].solver)?;
    let of_head = |head: usize| {
        let labelled = |(row, _): &&(usize, usize)| design.examples[*row].trains(head);
        let rows: Vec<(usize, usize)> = held_out.iter().filter(labelled).copied().collect();
        let numbers: Vec<usize> = rows.iter().map(|(row, _)| *row).collect();
        let unseen = tfidf.transform(&design.counts, &numbers)?;
        let classes = task.heads[head].classes.len();
        let fits = HeadRows::new(design, training, &matrix, head, classes).fit_path(&path(head))?;
        let scored = |fit: &HeadFit| -> Vec<Scored> {
            let predictions = numbers.iter().zip(unseen.iter());
            predictions
                .map(|(&row, vector)| design.scored(row, head, fit.probabilities(vector)))
                .collect()
        };
        Ok(HeldHead {
            by_penalty: fits.iter().map(scored).collect(),
            rows,
        })
    };
    let known = |(row, _): &(usize, usize)| tfidf.known(design.counts.row(*row));
    let words = |(row, _): &(usize, usize)| {
        let words = design.examples[*row].statement().split_whitespace();
        words.count()
    };
    Ok(Held {
        heads: (0..task.heads.len()).map(of_head).collect::<Result<_>>()?,
        known_terms: held_out.iter().map(known).sum(),
        words: held_out.iter().map(words).sum(),
    })
}
