//! Labelled sentences → a model, with what grouped cross-validation says of it.

pub mod calibrate;
pub mod certificate;
mod cholesky;
mod cross_validate;
mod curvature;
mod dense;
mod design;
mod equip;
pub mod estimator;
mod fit_head;
pub mod folds;
mod linfa;
mod newton;
pub mod objective;
mod order;
pub mod problem;
mod record;
pub mod reliability;
mod select;

pub use certificate::Certificate;
pub use estimator::{LogisticParams, LogisticRegression, Solution, Solver, fit};
pub use problem::{ClassWeight, Problem};

use rayon::prelude::*;

use self::cross_validate::{CrossValidation, HeadValidation, cross_validate};
use self::design::Design;
use self::equip::equip;
use self::fit_head::HeadRows;
use self::folds::{FoldRow, folds};
use self::record::{out_of_fold, training};
use crate::evaluate::{Evaluation, HeadScores, LeftOut};
use crate::features::{FeatureParams, Tfidf};
use crate::labels::Labels;
use crate::model::{Header, Model, TrainedHead, rounded};
use crate::{Error, Result};

/// Told how much of a long step is done: (done, of how many).
pub type Progress<'a> = &'a (dyn Fn(usize, usize) + Sync);

/// Cross-validation's folds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FoldChoice {
    /// Each document alone up to ten, five folds beyond; as `None` with fewer than two documents.
    #[default]
    Auto,
    /// That many.
    Count(usize),
    /// No cross-validation: nothing is measured, and the model says so.
    None,
}

/// How to train.
#[derive(Debug, Clone, PartialEq)]
pub struct TrainParams {
    /// From text to TF-IDF.
    pub features: FeatureParams,
    /// Which solver.
    pub solver: Solver,
    /// Whether rare classes count for more.
    pub class_weight: ClassWeight,
    /// The L2 penalty; none lets the real labelled sentences choose.
    pub l2: Option<f64>,
    /// How the real labelled sentences are split.
    pub folds: FoldChoice,
    /// How much a real sentence counts where there are authored ones too, which count 1.
    pub real_weight: f64,
    /// Seed of the folds and of the intervals.
    pub seed: u64,
}

/// The penalty where neither the user nor cross-validation chose one.
const DEFAULT_L2: f64 = 1.0;

impl Default for TrainParams {
    fn default() -> Self {
        TrainParams {
            features: FeatureParams::default(),
            solver: Solver::default(),
            class_weight: ClassWeight::default(),
            l2: None,
            folds: FoldChoice::default(),
            real_weight: 3.0,
            seed: 0,
        }
    }
}

impl TrainParams {
    fn logistic(&self, l2: f64) -> LogisticParams {
        LogisticParams {
            l2,
            class_weight: self.class_weight,
            solver: self.solver,
            ..LogisticParams::default()
        }
    }
}

/// Trains every head of the labels' task on all labelled sentences. The penalty of each head is the
/// one under which real sentences were best predicted while their documents were held out; authored
/// sentences join every training fold and are never scored.
///
/// # Errors
/// Labels that cannot train (one class, one document where folds are wanted), parameters out of
/// range, a fit that did not reach its tolerance.
pub fn train(labels: &Labels, params: &TrainParams, progress: Progress<'_>) -> Result<Model> {
    let (labels, params) = equip(labels, params);
    let (labels, params) = (labels.as_ref(), params.as_ref());
    let design = check(labels, params)?;
    let validation = match params.folds {
        FoldChoice::None => None,
        // One document cannot be held out and trained on: nothing is measured, and the card says so.
        FoldChoice::Auto if design.documents().len() < 2 => None,
        _ => Some(validate(&design, labels, params, false, progress)?),
    };
    let rows: Vec<usize> = (0..design.examples.len()).collect();
    let tfidf = Tfidf::fit(&design.counts, &rows, &params.features);
    if tfidf.columns() == 0 {
        return Err(Error::Insufficient(format!(
            "no term stands in {} sentences: lower --min-df, or label more",
            params.features.min_df
        )));
    }
    let matrix = tfidf.transform(&design.counts, &rows)?;
    let fits: Vec<(TrainedHead, Vec<f64>)> = (0..labels.task.heads.len())
        .into_par_iter()
        .map(|head| {
            let validation = validation.as_ref().map(|all| (all, &all.heads[head]));
            let classes = labels.task.heads[head].classes.len();
            let rows = HeadRows::new(&design, &rows, &matrix, head, classes);
            fit_whole(&design, &rows, head, classes, validation, params)
        })
        .collect::<Result<_>>()?;
    let weights = interleave(&fits, tfidf.columns());
    let header = Header {
        task: labels.task.clone(),
        features: params.features.clone(),
        heads: fits.into_iter().map(|(head, _)| head).collect(),
        training: training(&design, labels, params),
        terms: 0,
    };
    Ok(Model::new(
        header,
        tfidf.terms(&design.counts).cloned().collect(),
        tfidf.idf().to_vec(),
        &weights,
    ))
}

/// Scores every head by cross-validation grouped by document; `with_leak` adds the score by plain
/// sentence split, which takes as long again.
///
/// # Errors
/// As [`train`].
pub fn cross_validated_scores(
    labels: &Labels,
    params: &TrainParams,
    with_leak: bool,
    progress: Progress<'_>,
) -> Result<Evaluation> {
    if params.folds == FoldChoice::None {
        return Err(Error::Usage(
            "--folds 0 measures nothing: leave it out, or give a number of folds".to_owned(),
        ));
    }
    let (labels, params) = equip(labels, params);
    let (labels, params) = (labels.as_ref(), params.as_ref());
    let design = check(labels, params)?;
    let grouped = validate(&design, labels, params, false, progress)?;
    let mut scores = scores(labels, &grouped, params.seed);
    if with_leak {
        let split = validate(&design, labels, params, true, progress)?;
        for (scores, split) in scores
            .iter_mut()
            .zip(self::scores(labels, &split, params.seed))
        {
            scores.sentence_split_macro_f1 = Some(split.macro_f1);
        }
    }
    let left_out = LeftOut {
        authored: labels.authored(),
        boilerplate: labels.furniture(),
        memorised: 0,
    };
    Ok(Evaluation {
        how: format!("cross-validation: {}", grouped.split),
        heads: scores,
        left_out,
    })
}

fn scores(labels: &Labels, validation: &CrossValidation, seed: u64) -> Vec<HeadScores> {
    let heads = labels.task.heads.iter().zip(&validation.heads);
    let heads = heads.filter(|(_, held)| !held.scored.is_empty());
    heads
        .map(|(head, held)| HeadScores::of(&head.name, &head.class_names(), &held.scored, seed))
        .collect()
}

/// Cross-validates; `by_sentence` splits sentences instead of documents into as many folds.
fn validate(
    design: &Design<'_>,
    labels: &Labels,
    params: &TrainParams,
    by_sentence: bool,
    progress: Progress<'_>,
) -> Result<CrossValidation> {
    let rows = design.fold_rows();
    let count = match params.folds {
        FoldChoice::Count(count) => Some(count),
        FoldChoice::Auto | FoldChoice::None => None,
    };
    let grouped = folds(&rows, count, params.seed)?;
    if !by_sentence {
        return cross_validate(design, &labels.task, &grouped, params, progress);
    }
    let names: Vec<String> = (0..rows.len()).map(|row| format!("{row:09}")).collect();
    let alone: Vec<_> = rows
        .iter()
        .zip(&names)
        .map(|(row, group)| FoldRow {
            group,
            ..row.clone()
        })
        .collect();
    let sentences = folds(&alone, Some(grouped.count), params.seed)?;
    cross_validate(design, &labels.task, &sentences, params, progress)
}

/// Lays the labels out and refuses those that cannot train.
fn check<'a>(labels: &'a Labels, params: &TrainParams) -> Result<Design<'a>> {
    params.features.check()?;
    if let Some(l2) = params.l2.filter(|l2| !(l2.is_finite() && *l2 > 0.0)) {
        return Err(Error::Usage(format!(
            "--l2 {l2}: use a number above 0, 1 for example"
        )));
    }
    let weight = params.real_weight;
    if !(weight.is_finite() && weight > 0.0) {
        return Err(Error::Usage(format!(
            "--real-weight {weight}: use a number above 0, 1 for as much as an authored sentence"
        )));
    }
    for (index, head) in labels.task.heads.iter().enumerate() {
        let trains = labels
            .examples
            .iter()
            .filter(|example| example.trains(index));
        let mut found: Vec<usize> = trains
            .filter_map(|example| example.classes[index])
            .collect();
        found.sort_unstable();
        found.dedup();
        if found.len() < 2 {
            let names: Vec<_> = found
                .iter()
                .map(|&class| format!("`{}`", head.classes[class].name))
                .collect();
            let found = if names.is_empty() {
                "no label".to_owned()
            } else {
                format!("only {}", names.join(""))
            };
            return Err(Error::Insufficient(format!(
                "head `{}` has {found}: label sentences of a second class, or leave the head out with --heads",
                head.name
            )));
        }
    }
    Ok(Design::new(labels, params))
}

/// Fits one head on every row that has a label.
fn fit_whole(
    design: &Design<'_>,
    rows: &HeadRows,
    head: usize,
    classes: usize,
    validation: Option<(&CrossValidation, &HeadValidation)>,
    params: &TrainParams,
) -> Result<(TrainedHead, Vec<f64>)> {
    let l2 = params
        .l2
        .or(validation
            .filter(|(_, head)| !head.scored.is_empty())
            .map(|(_, head)| head.l2))
        .unwrap_or(DEFAULT_L2);
    let (weights, intercepts, certificate) = rows.fit(&params.logistic(l2), None)?.expand();
    let mut examples = vec![0; classes];
    let labels = design
        .examples
        .iter()
        .filter_map(|example| example.classes[head]);
    labels.for_each(|class| examples[class] += 1);
    let head = TrainedHead {
        examples,
        intercepts: intercepts
            .iter()
            .map(|&intercept| rounded(intercept))
            .collect(),
        l2,
        solver: params.solver.name().to_owned(),
        balanced: params.class_weight == ClassWeight::Balanced,
        certificate,
        out_of_fold: validation.and_then(|(all, head)| out_of_fold(design, &all.split, head)),
    };
    Ok((head, weights))
}

/// The heads' weights side by side: `weights[term * outputs + output]`.
fn interleave(fits: &[(TrainedHead, Vec<f64>)], terms: usize) -> Vec<f64> {
    let mut weights = Vec::new();
    for term in 0..terms {
        for (head, of_head) in fits {
            let classes = head.intercepts.len();
            weights.extend_from_slice(&of_head[term * classes..(term + 1) * classes]);
        }
    }
    weights
}
