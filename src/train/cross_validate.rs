//! Predictions for every real labelled sentence by models that have not seen its document.

use rayon::prelude::*;

use super::design::Design;
use super::fit_head::{HeadFit, HeadRows};
use super::folds::Folds;
use super::select::{self, L2_PATH};
use super::{Progress, TrainParams};
use crate::Result;
use crate::evaluate::{Scored, log_loss};
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

/// One head on its way along the path of penalties.
struct HeadPath {
    /// The rows that are scored, and the fold that holds each out.
    rows: Vec<(usize, usize)>,
    /// For each penalty tried, the prediction for each row.
    steps: Vec<Vec<Scored>>,
    /// For each penalty tried, the loss over all rows.
    losses: Vec<f64>,
    /// For each fold, the fit of the step before.
    fits: Vec<Option<HeadFit>>,
}

/// Goes along the path of penalties, all folds at each step, until no head gains from a weaker one.
pub(super) fn cross_validate(
    design: &Design<'_>,
    task: &Task,
    folds: &Folds,
    params: &TrainParams,
    progress: Progress<'_>,
) -> Result<CrossValidation> {
    let path = params.l2.map_or(L2_PATH.to_vec(), |l2| vec![l2]);
    let real: Vec<(usize, usize)> = design
        .real()
        .into_iter()
        .zip(folds.fold.iter().copied())
        .collect();
    let mut heads: Vec<HeadPath> = (0..task.heads.len())
        .map(|head| HeadPath::new(design, head, &real, folds.count))
        .collect();
    let documents = design.document_numbers();
    for (step, &l2) in path.iter().enumerate() {
        let predictions: Vec<_> = (0..folds.count)
            .into_par_iter()
            .map(|fold| hold_out(design, task, &heads, fold, params, l2))
            .collect::<Result<_>>()?;
        for (head, path) in heads
            .iter_mut()
            .enumerate()
            .filter(|(_, path)| path.goes_on())
        {
            path.advance(
                design,
                head,
                &documents,
                predictions.iter().map(|fold| &fold[head]),
            );
        }
        for (fold, of_heads) in predictions.into_iter().enumerate() {
            let paths = heads.iter_mut().zip(of_heads);
            paths.for_each(|(path, (_, fit))| path.fits[fold] = fit);
        }
        progress(step + 1, path.len());
        if !heads.iter().any(HeadPath::goes_on) {
            break;
        }
    }
    Ok(CrossValidation {
        split: folds.split.clone(),
        heads: heads
            .iter()
            .map(|head| head.validation(&path, folds.count))
            .collect(),
    })
}

/// A head's predictions for the rows of one fold, in their order, and the fit they come from.
type FoldPrediction = (Vec<Vec<f64>>, Option<HeadFit>);

/// Trains the heads that go on with on all folds but one and predicts that one.
fn hold_out(
    design: &Design<'_>,
    task: &Task,
    heads: &[HeadPath],
    fold: usize,
    params: &TrainParams,
    l2: f64,
) -> Result<Vec<FoldPrediction>> {
    let held_out = design.fold_rows_of(heads.iter().flat_map(|head| &head.rows), fold);
    let training = design.training_rows(&held_out);
    let tfidf = Tfidf::fit(&design.counts, &training, &params.features);
    let matrix = tfidf.transform(&design.counts, &training)?;
    let predict = |(head, path): (usize, &HeadPath)| {
        if !path.goes_on() {
            return Ok((Vec::new(), None));
        }
        let rows = HeadRows::new(
            design,
            &training,
            &matrix,
            head,
            task.heads[head].classes.len(),
        );
        let fit = rows.fit(&params.logistic(l2), path.fits[fold].as_ref())?;
        let own = design.fold_rows_of(path.rows.iter(), fold);
        let unseen = tfidf.transform(&design.counts, &own)?;
        let predicted = unseen.iter().map(|row| fit.probabilities(row));
        Ok((predicted.collect(), Some(fit)))
    };
    heads.iter().enumerate().map(predict).collect()
}

impl HeadPath {
    fn new(design: &Design<'_>, head: usize, real: &[(usize, usize)], folds: usize) -> HeadPath {
        let scored = real
            .iter()
            .filter(|(row, _)| design.examples[*row].scores(head));
        HeadPath {
            rows: scored.copied().collect(),
            steps: Vec::new(),
            losses: Vec::new(),
            fits: (0..folds).map(|_| None).collect(),
        }
    }

    /// Whether a weaker penalty may still be better: not after one that was worse than the best.
    fn goes_on(&self) -> bool {
        self.losses.len() < select::best(&self.losses) + 2
    }

    /// Adds a step: for each fold the predictions for its rows, in their order.
    fn advance<'p>(
        &mut self,
        design: &Design<'_>,
        head: usize,
        documents: &[usize],
        folds: impl Iterator<Item = &'p FoldPrediction>,
    ) {
        let mut of_folds: Vec<_> = folds.map(|(predicted, _)| predicted.iter()).collect();
        let scored = |&(row, fold): &(usize, usize)| Scored {
            document: documents[row],
            label: design.examples[row].classes[head].expect("only labelled rows are scored"),
            probabilities: of_folds[fold].next().expect("a prediction a row").clone(),
        };
        let step: Vec<Scored> = self.rows.iter().map(scored).collect();
        self.losses.push(log_loss(&step));
        self.steps.push(step);
    }

    /// The chosen penalty, and each row's prediction with the penalty that the other folds choose.
    fn validation(&self, path: &[f64], folds: usize) -> HeadValidation {
        let chosen_without = |fold: usize| {
            let loss = |step: &Vec<Scored>| {
                let others = step
                    .iter()
                    .zip(&self.rows)
                    .filter(|(_, (_, of))| *of != fold);
                log_loss(others.map(|(scored, _)| scored))
            };
            select::best(&self.steps.iter().map(loss).collect::<Vec<_>>())
        };
        let chosen: Vec<usize> = (0..folds).map(chosen_without).collect();
        let rows = self.rows.iter().enumerate();
        HeadValidation {
            l2: path[select::best(&self.losses)],
            rows: self.rows.iter().map(|(row, _)| *row).collect(),
            scored: rows
                .map(|(at, (_, fold))| self.steps[chosen[*fold]][at].clone())
                .collect(),
        }
    }
}
