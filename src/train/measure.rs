//! Scores by cross-validation, and by a careless one beside it.

use super::cross_validate::{CrossValidation, HeldOutRows, cross_validate};
use super::design::Design;
use super::folds::{FoldRow, Folds, folds};
use super::{FoldChoice, Progress, TrainParams};
use crate::evaluate::{Evaluation, HeadScores, LeftOut};
use crate::labels::Labels;
use crate::{Error, Result};

/// Scores every head by cross-validation grouped by document; `with_leak` adds the score by plain
/// sentence split, which takes as long again.
///
/// # Errors
/// As [`super::train`].
pub fn cross_validated_scores(
    labels: &Labels,
    params: &TrainParams,
    with_leak: bool,
    progress: Progress<'_>,
) -> Result<Evaluation> {
    refuse_no_folds(params)?;
    let params = &params.equipped(labels)?;
    let design = Design::new(labels, params);
    let real = design.real();
    let grouped = validate(&design, labels, &real, params, progress)?;
    let mut scores = scores(labels, &grouped, params.seed);
    if with_leak {
        let split = validate_by_sentence(&design, labels, &real, params, progress)?;
        let leaks = self::scores(labels, &split, params.seed);
        for (scores, leak) in scores.iter_mut().zip(leaks) {
            scores.sentence_split_macro_f1 = Some(leak.macro_f1);
        }
    }
    Ok(Evaluation {
        how: format!("cross-validation: {}", grouped.split),
        heads: scores,
        left_out: LeftOut {
            authored: labels.authored(),
            boilerplate: labels.furniture(),
            memorised: 0,
        },
    })
}

/// Refuses `--folds 0` where folds are all there is to do.
pub(super) fn refuse_no_folds(params: &TrainParams) -> Result<()> {
    if params.folds == FoldChoice::None {
        return Err(Error::Usage(
            "--folds 0 measures nothing: leave it out, or give a number of folds".to_owned(),
        ));
    }
    Ok(())
}

fn scores(labels: &Labels, validation: &CrossValidation, seed: u64) -> Vec<HeadScores> {
    let heads = labels.task.heads.iter().zip(&validation.heads);
    let heads = heads.filter(|(_, held)| !held.scored.is_empty());
    heads
        .map(|(head, held)| HeadScores {
            calibration: Some(held.calibration.clone()),
            selection: held.selection.clone(),
            ..HeadScores::of(&head.name, &head.class_names(), &held.scored, seed)
        })
        .collect()
}

/// The folds of these rows of the design, grouped by document.
pub(super) fn document_folds(
    design: &Design<'_>,
    rows: &[usize],
    params: &TrainParams,
) -> Result<Folds> {
    let count = match params.folds {
        FoldChoice::Count(count) => Some(count),
        FoldChoice::Auto | FoldChoice::None => None,
    };
    folds(&design.fold_rows(rows), count, params.seed)
}

/// Cross-validates on these rows of the design, whole documents held out; all others train.
pub(super) fn validate(
    design: &Design<'_>,
    labels: &Labels,
    rows: &[usize],
    params: &TrainParams,
    progress: Progress<'_>,
) -> Result<CrossValidation> {
    let folds = document_folds(design, rows, params)?;
    let held_out = HeldOutRows::new(rows, &folds);
    cross_validate(design, &labels.task, &held_out, params, progress)
}

/// The same with sentences held out alone, in as many folds.
fn validate_by_sentence(
    design: &Design<'_>,
    labels: &Labels,
    rows: &[usize],
    params: &TrainParams,
    progress: Progress<'_>,
) -> Result<CrossValidation> {
    let count = document_folds(design, rows, params)?.count;
    let names: Vec<String> = (0..rows.len()).map(|row| format!("{row:09}")).collect();
    let grouped = design.fold_rows(rows);
    let alone: Vec<_> = grouped
        .iter()
        .zip(&names)
        .map(|(row, group)| FoldRow {
            group,
            ..row.clone()
        })
        .collect();
    let folds = folds(&alone, Some(count), params.seed)?;
    let held_out = HeldOutRows::new(rows, &folds);
    cross_validate(design, &labels.task, &held_out, params, progress)
}
