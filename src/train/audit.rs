//! Labels that deserve a second look: those that models which had not seen them contradict, and the same
//! sentence with different labels.

use super::cross_validate::CrossValidation;
use super::design::Design;
use super::fit_whole::fit_whole;
use super::measure::{refuse_no_folds, validate};
use super::select::DEFAULT_L2;
use super::{FoldChoice, Progress, TrainParams};
use crate::Result;
use crate::evaluate::{Audit, Conflict, Doubt, Finding, Why, conflicts, doubts};
use crate::labels::Labels;
use crate::model::{Model, PlainPredictor};

/// Words, each counted once, that two sentences must share to say the same.
const SIMILAR: f64 = 0.8;

/// Terms named as a reason.
const TERMS: usize = 3;

/// Audits every label of every head. Real sentences are held out by document as in training; authored
/// ones, which a score never holds out, are here held out too, in folds of their own by document.
///
/// # Errors
/// As [`super::train`].
pub fn audit<'a>(
    labels: &'a Labels,
    params: &TrainParams,
    progress: Progress<'_>,
) -> Result<Audit<'a>> {
    refuse_no_folds(params)?;
    let mut params = params.equipped(labels)?;
    // Wrong labels would weigh the terms too: of planted errors fewer were found so.
    params.features.supervised = false;
    let params = &params;
    let design = Design::new(labels, params);
    let fixed = TrainParams {
        l2: params.l2.or(Some(DEFAULT_L2)),
        folds: FoldChoice::Auto,
        ..params.clone()
    };
    let real = (design.real(), params);
    let authored = (design.authored(), &fixed);
    let (mut validations, mut left_out) = (Vec::new(), 0);
    for (rows, params) in [real, authored] {
        match design.documents_of(&rows).len() < 2 {
            true => left_out += rows.len(),
            false => validations.push(validate(&design, labels, &rows, params, progress)?),
        }
    }
    let model = fit_whole(&design, labels, None, &fixed)?;
    let mut findings = doubtful(labels, &design, &validations, &model);
    findings.extend(conflicts(labels, SIMILAR).into_iter().map(finding));
    findings.sort_by(|a, b| {
        let place = |finding: &Finding<'_>| (finding.example.place.clone(), finding.head);
        b.score()
            .total_cmp(&a.score())
            .then_with(|| place(a).cmp(&place(b)))
    });
    Ok(Audit {
        findings,
        audited: design.examples.len() - left_out,
        left_out,
    })
}

fn doubtful<'a>(
    labels: &Labels,
    design: &Design<'a>,
    validations: &[CrossValidation],
    model: &Model,
) -> Vec<Finding<'a>> {
    let predictor = PlainPredictor::new(model);
    let mut findings = Vec::new();
    for validation in validations {
        for (head, held) in validation.heads.iter().enumerate() {
            for Doubt { row, suggested } in doubts(&held.scored) {
                let scored = &held.scored[row];
                let example = design.examples[held.rows[row]];
                let outputs = labels.task.heads[..head]
                    .iter()
                    .map(|head| head.classes.len());
                let first: usize = outputs.sum();
                let pair = [first + scored.label, first + suggested];
                findings.push(Finding {
                    example,
                    head,
                    label: scored.label,
                    suggested,
                    why: Why::Doubt {
                        probabilities: [scored.label, suggested].map(|c| scored.probabilities[c]),
                        terms: reasons(&predictor, model, example.statement(), pair),
                    },
                });
            }
        }
    }
    findings
}

/// The terms that add most to the second of two outputs over the first, by the final model.
fn reasons(
    predictor: &PlainPredictor,
    model: &Model,
    text: &str,
    [label, suggested]: [usize; 2],
) -> Vec<String> {
    let moved = predictor.explain(text).into_iter();
    let mut moved: Vec<(f64, usize)> = moved
        .map(|moved| (moved.scores[suggested] - moved.scores[label], moved.term))
        .filter(|(difference, _)| *difference > 0.0)
        .collect();
    moved.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let strongest = moved.into_iter().take(TERMS);
    strongest
        .map(|(difference, term)| format!("{} {difference:+.2}", model.terms()[term]))
        .collect()
}

fn finding(conflict: Conflict<'_>) -> Finding<'_> {
    Finding {
        example: conflict.second,
        head: conflict.head,
        label: conflict.second_class,
        suggested: conflict.first_class,
        why: Why::Conflict {
            other: conflict.first,
            similarity: conflict.similarity,
        },
    }
}
