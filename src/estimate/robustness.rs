//! The headline shares again under other choices: do they hold?

use rayon::prelude::*;
use serde::Serialize;

use super::measures::headline;
use super::{
    Calibration, ESTIMATORS, Estimate, EstimateParams, Estimator, Observations, estimate_most,
};
use crate::Result;

/// Resamples for the panel: its intervals are for the eye.
const RESAMPLES: usize = 400;

/// Probabilities below which a sentence is taken as undecided.
const THRESHOLDS: &[f64] = &[0.5, 0.6, 0.7];

/// One row of `robustness.csv`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RobustnessRow {
    /// What is done otherwise.
    pub variant: String,
    /// The source.
    pub source: String,
    /// The head.
    pub head: String,
    /// `net`, or the classes of a head without sides.
    pub class: String,
    /// Sentences.
    pub sentences: u64,
    /// Share as counted.
    pub share: Option<f64>,
    /// With the model's errors undone.
    pub corrected: Option<f64>,
    /// Lower end of its 95 % interval.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// Why there is none.
    pub note: String,
}

/// The answers of another model or of other labels for the same documents.
#[derive(Debug)]
pub struct Other {
    /// Its name in the table.
    pub name: String,
    /// The answers.
    pub observations: Observations,
    /// What is known of its model's errors.
    pub calibration: Calibration,
}

/// The headline shares as estimated, under each estimator, without copies, headings and quotes, under
/// each threshold, and by each other model.
///
/// # Errors
/// As [`super::estimate`].
pub fn robustness(
    observations: &Observations,
    calibration: &Calibration,
    params: &EstimateParams,
    others: &[Other],
) -> Result<Vec<RobustnessRow>> {
    let quick = EstimateParams {
        resamples: params.resamples.min(RESAMPLES),
        ..params.clone()
    };
    let variant = |(name, params): (String, EstimateParams)| {
        let estimate = estimate_most(observations, calibration, &params, 0)?;
        Ok(headlines(&name, observations, &estimate))
    };
    let variants = variants(&quick, observations).into_par_iter();
    let mut rows = variants.map(variant).collect::<Result<Vec<_>>>()?.concat();
    for other in others {
        let estimate = estimate_most(&other.observations, &other.calibration, &quick, 0)?;
        rows.extend(headlines(&other.name, &other.observations, &estimate));
    }
    Ok(rows)
}

fn variants(params: &EstimateParams, observations: &Observations) -> Vec<(String, EstimateParams)> {
    let mut variants = vec![("as estimated".to_owned(), params.clone())];
    let most = observations
        .task
        .heads
        .iter()
        .map(|head| head.classes.len())
        .max();
    for &estimator in ESTIMATORS {
        let fits = estimator != Estimator::Emq || most <= Some(6);
        if fits && estimator != params.estimator {
            // A threshold is a part of ACC alone.
            let other = EstimateParams {
                estimator,
                threshold: params.threshold.filter(|_| estimator == Estimator::Acc),
                ..params.clone()
            };
            variants.push((format!("estimator {}", estimator.name()), other));
        }
    }
    let mut without = |name: &str, change: &dyn Fn(&mut EstimateParams)| {
        let mut other = params.clone();
        change(&mut other);
        if other != *params {
            variants.push((format!("without {name}"), other));
        }
    };
    without("copies", &|params| params.filter.no_copies = true);
    without("headings", &|params| params.filter.no_headings = true);
    if observations.task.voice_head().is_some() {
        without("quotes", &|params| params.filter.no_quotes = true);
    }
    for &least in THRESHOLDS {
        let estimator = Estimator::Acc;
        let threshold = Some(least);
        let other = EstimateParams {
            estimator,
            threshold,
            ..params.clone()
        };
        variants.push((format!("undecided below {least}"), other));
    }
    variants
}

fn headlines(
    variant: &str,
    observations: &Observations,
    estimate: &Estimate,
) -> Vec<RobustnessRow> {
    let heads = &observations.task.heads;
    let is_headline = |head: &str, class: &str| {
        heads
            .iter()
            .any(|of_task| of_task.name == head && headline(of_task).contains(&class))
    };
    let rows = estimate.shares.iter();
    let rows = rows.filter(|row| row.voice == "all" && is_headline(&row.head, &row.class));
    rows.map(|row| RobustnessRow {
        variant: variant.to_owned(),
        source: row.source.clone(),
        head: row.head.clone(),
        class: row.class.clone(),
        sentences: row.sentences,
        share: row.share,
        corrected: row.corrected,
        low: row.low,
        high: row.high,
        note: row.note.clone(),
    })
    .collect()
}
