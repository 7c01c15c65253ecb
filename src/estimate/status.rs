//! Whether a model is known well enough to undo its errors.

use serde::Serialize;

use super::correct::{FEWEST_LABELS, WEAKEST, confusion, supports, voice_strength};
use super::units::Design;
use super::{Calibration, Estimator, Voice};
use crate::task::Task;

/// What the labels say of one head.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HeadStatus {
    /// The head.
    pub head: String,
    /// Real labelled sentences with out-of-fold answers.
    pub labelled: usize,
    /// Their documents.
    pub documents: usize,
    /// Labelled sentences of each class.
    pub classes: Vec<usize>,
    /// P(predicted | label): a row a prediction, a column a label; empty where a class has no label.
    pub confusion: Vec<Vec<f64>>,
    /// The confusion matrix's smallest singular value: 1 for a perfect model, 0 for one that says
    /// nothing of some class.
    pub strength: Option<f64>,
    /// Why shares cannot be estimated, where they cannot.
    pub reason: Option<String>,
    /// The same for the outlet's own voice and for quoted ones.
    pub voice_reasons: [Option<String>; 2],
}

/// The status of every head.
pub(super) fn status(
    task: &Task,
    design: &Design,
    calibration: &Calibration,
    labelled: &[f64],
) -> Vec<HeadStatus> {
    let heads = task.heads.iter().enumerate().map(|(index, head)| {
        let rows = &calibration.heads[index];
        let mut documents: Vec<usize> = rows.iter().map(|row| row.document).collect();
        documents.sort_unstable();
        documents.dedup();
        let classes: Vec<usize> = (0..head.classes.len())
            .map(|class| rows.iter().filter(|row| row.label == class).count())
            .collect();
        let matrix = confusion(design, labelled, index);
        let strength = matrix
            .as_ref()
            .map(|matrix| matrix.smallest_singular_value());
        let names = head.class_names();
        let confusion = matrix.map(|matrix| {
            matrix
                .values
                .chunks(matrix.columns)
                .map(<[f64]>::to_vec)
                .collect()
        });
        HeadStatus {
            head: head.name.clone(),
            labelled: rows.len(),
            documents: documents.len(),
            reason: reason(
                &names,
                &supports(design, labelled, index),
                documents.len(),
                strength,
            ),
            voice_reasons: [0, 1].map(|which| voice_reason(task, design, labelled, which)),
            classes,
            confusion: confusion.unwrap_or_default(),
            strength,
        }
    });
    heads.collect()
}

fn reason(
    classes: &[&str],
    supports: &[f64],
    documents: usize,
    strength: Option<f64>,
) -> Option<String> {
    if documents == 0 {
        return Some(
            "the model holds no out-of-fold answers for real labelled sentences, so its errors are unknown".to_owned(),
        );
    }
    if documents < 2 {
        return Some("all labels are of one document, so how errors vary is unknown".to_owned());
    }
    let few = classes
        .iter()
        .zip(supports)
        .filter(|(_, count)| **count < FEWEST_LABELS);
    let few: Vec<String> = few
        .map(|(class, count)| format!("`{class}` {count}"))
        .collect();
    if !few.is_empty() {
        return Some(format!(
            "too few real labelled sentences to know how a class is mistaken: {} ({FEWEST_LABELS} are needed)",
            few.join(", ")
        ));
    }
    strength.filter(|strength| *strength < WEAKEST).map(|strength| {
        format!(
            "the model cannot tell some classes apart (smallest singular value of its confusion matrix {strength:.2}, \
             {WEAKEST} is needed)"
        )
    })
}

fn voice_reason(task: &Task, design: &Design, labelled: &[f64], which: usize) -> Option<String> {
    let (head, own, quoted) = design.voice?;
    let class = &task.heads[head].classes[[own, quoted][which]].name;
    let (strength, of_it, others) = voice_strength(design, labelled, which);
    if of_it < FEWEST_LABELS || others < FEWEST_LABELS {
        return Some(format!(
            "too few real labelled sentences to know how voice `{class}` is mistaken: {of_it} of it, {others} of others \
             ({FEWEST_LABELS} of each are needed)"
        ));
    }
    (strength < WEAKEST).then(|| {
        format!(
            "the model cannot tell voice `{class}` from the others (it finds {:.0} points more of it among them)",
            100.0 * strength
        )
    })
}

impl HeadStatus {
    /// Why this head and voice cannot be estimated for a source with these summed cells; none where
    /// every sentence carries a label, because then nothing has to be undone.
    pub(super) fn reason(
        &self,
        design: &Design,
        cells: &[f64],
        head: usize,
        voice: Voice,
    ) -> Option<String> {
        let place = &design.heads[head];
        let sum = |start: usize, length: usize| cells[start..start + length].iter().sum::<f64>();
        let predicted = match (voice, place.by_voice) {
            (Voice::All, _) => sum(place.predicted, place.signals),
            (_, Some(start)) => sum(start + 2 * place.classes, 3 * place.signals),
            (_, None) => return Some("this estimator knows all voices together alone".to_owned()),
        };
        if predicted == 0.0 || design.estimator == Estimator::Counted {
            return None;
        }
        let of_voice = match voice {
            Voice::All => None,
            Voice::Own => self.voice_reasons[0].clone(),
            Voice::Quoted => self.voice_reasons[1].clone(),
        };
        self.reason.clone().or(of_voice)
    }
}
