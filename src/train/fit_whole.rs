//! The model that is kept: every head fitted on every row that has a label.

use rayon::prelude::*;

use super::cross_validate::{CrossValidation, HeadValidation};
use super::design::Design;
use super::fit_head::HeadRows;
use super::record::{out_of_fold, training};
use super::select::DEFAULT_L2;
use super::{ClassWeight, TrainParams};
use crate::labels::Labels;
use crate::model::{Header, Model, TrainedHead, rounded};
use crate::task::Task;
use crate::{Error, Result};

/// Fits all heads with the penalties and the sharpness that cross-validation chose.
pub(super) fn fit_whole(
    design: &Design<'_>,
    labels: &Labels,
    validation: Option<&CrossValidation>,
    params: &TrainParams,
) -> Result<Model> {
    let rows: Vec<usize> = (0..design.examples.len()).collect();
    let tfidf = design.tfidf(&rows, &params.features);
    if tfidf.columns() == 0 {
        return Err(Error::Insufficient(format!(
            "no term stands in {} sentences: lower --min-df, or label more",
            params.features.min_df
        )));
    }
    let matrix = design.matrix(&tfidf, &rows, params.solver)?;
    let fits: Vec<(TrainedHead, Vec<f64>)> = (0..labels.task.heads.len())
        .into_par_iter()
        .map(|head| {
            let validation = validation.map(|all| (all.split.as_str(), &all.heads[head]));
            let classes = labels.task.heads[head].classes.len();
            let rows = HeadRows::new(design, &rows, &matrix, head, classes);
            fit_head(design, &rows, head, classes, validation, params)
        })
        .collect::<Result<_>>()?;
    let weights = interleave(&fits, tfidf.columns());
    let header = Header {
        task: Task {
            cues: design.cues.clone().into_owned(),
            ..labels.task.clone()
        },
        features: params.features.clone(),
        heads: fits.into_iter().map(|(head, _)| head).collect(),
        training: training(design, labels, validation, params),
        terms: 0,
    };
    Ok(Model::new(
        header,
        tfidf.terms(&design.counts).cloned().collect(),
        tfidf.idf().to_vec(),
        &weights,
    ))
}

fn fit_head(
    design: &Design<'_>,
    rows: &HeadRows<'_>,
    head: usize,
    classes: usize,
    validation: Option<(&str, &HeadValidation)>,
    params: &TrainParams,
) -> Result<(TrainedHead, Vec<f64>)> {
    let measured = validation.filter(|(_, head)| !head.scored.is_empty());
    let chosen = measured.map(|(_, head)| head.l2);
    let l2 = params.l2.or(chosen).unwrap_or(DEFAULT_L2);
    let sharpness = measured.map_or(1.0, |(_, head)| head.calibration.sharpness);
    let fits = rows.fit_path(&[params.logistic(l2)])?;
    let (weights, intercepts, certificate) = fits[0].expand(sharpness);
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
        selection: measured.and_then(|(_, head)| head.selection.clone()),
        calibration: measured.map(|(_, head)| head.calibration.clone()),
        out_of_fold: measured.and_then(|(split, head)| out_of_fold(design, split, head)),
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
