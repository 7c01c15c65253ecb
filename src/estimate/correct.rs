//! Predictions → shares: the model's errors, as the labelled sentences show them, undone.
//!
//! A source's own voice is itself predicted. Its sentences are told apart first, by the 2 × 2 matrix
//! of own against not own, for each predicted class; then the class's confusion matrix is undone.
//! This supposes that, given the truth of both, the model errs on the voice and on the class
//! independently: the joint matrix is then the product of the two, and a few hundred labels suffice for it.

use super::simplex::{Affine, Matrix, simplex};
use super::units::Design;
use super::{Estimator, Voice, emq};

/// Below this the hardest direction to tell apart is taken for not seen at all: every error of the
/// sample would be multiplied by ten or more.
pub const WEAKEST: f64 = 0.1;

/// As [`WEAKEST`], within a resample.
const WEAKEST_RESAMPLE: f64 = 0.02;

/// Fewer labelled sentences of a class say nothing of how it is mistaken.
pub const FEWEST_LABELS: f64 = 5.0;

/// What undoes the errors of every head.
#[derive(Debug, Clone)]
pub(super) struct Correction {
    heads: Vec<Option<HeadCorrection>>,
    /// For own and for quoted: P(taken for it | it is), P(taken for it | it is not).
    voices: [Option<(f64, f64)>; 2],
}

#[derive(Debug, Clone)]
struct HeadCorrection {
    matrix: Matrix,
    affine: Affine,
    /// Mean probabilities of the labelled sentences: what EMQ takes for the prior.
    prior: Vec<f64>,
}

impl Correction {
    /// From the summed cells of labelled documents.
    pub fn of(design: &Design, labelled: &[f64]) -> Correction {
        let heads = (0..design.heads.len()).map(|head| {
            let matrix = confusion(design, labelled, head)?;
            HeadCorrection::of(design, labelled, head, matrix)
        });
        let voice = |which: usize| {
            let cells = &labelled[design.voices() + 4 * which..][..4];
            let right = cells[0] / (cells[0] + cells[1]);
            let wrong = cells[2] / (cells[2] + cells[3]);
            (right - wrong > WEAKEST_RESAMPLE).then_some((right, wrong))
        };
        Correction {
            heads: heads.collect(),
            voices: [voice(0), voice(1)],
        }
    }

    /// The class shares of one head and voice from the summed cells of a source's documents; none
    /// where they cannot be told. With `exact` they are on the simplex, else they may be negative, as
    /// is right within a resample: the spread is then not cut off.
    pub fn shares(
        &self,
        design: &Design,
        cells: &[f64],
        head: usize,
        voice: Voice,
        exact: bool,
    ) -> Option<Vec<f64>> {
        let place = &design.heads[head];
        let (labelled, predicted) = match voice {
            Voice::All => (
                &cells[place.labelled..][..place.classes],
                cells[place.predicted..][..place.signals].to_vec(),
            ),
            Voice::Own | Voice::Quoted => {
                let which = usize::from(voice == Voice::Quoted);
                let start = place.by_voice? + which * place.classes;
                let labelled = &cells[start..][..place.classes];
                (labelled, self.of_voice(design, cells, head, which)?)
            }
        };
        let (known, unknown): (f64, f64) = (labelled.iter().sum(), predicted.iter().sum());
        if known + unknown <= 1e-9 {
            return None;
        }
        let corrected = if unknown.abs() < 1e-9 {
            vec![0.0; place.classes]
        } else {
            let observed: Vec<f64> = predicted.iter().map(|count| count / unknown).collect();
            self.correct(design, head, &observed, exact)?
        };
        let whole = known + unknown;
        let share = |(count, share): (&f64, &f64)| (count + unknown * share) / whole;
        Some(labelled.iter().zip(&corrected).map(share).collect())
    }

    /// What would have been predicted of the sentences that truly are of the voice.
    fn of_voice(
        &self,
        design: &Design,
        cells: &[f64],
        head: usize,
        which: usize,
    ) -> Option<Vec<f64>> {
        let place = &design.heads[head];
        let start = place.by_voice? + 2 * place.classes;
        let block = |voice: usize| &cells[start + voice * place.signals..][..place.signals];
        let taken = block(which).to_vec();
        let other: Vec<f64> = block(1 - which)
            .iter()
            .zip(block(2))
            .map(|(a, b)| a + b)
            .collect();
        if taken.iter().chain(&other).sum::<f64>() < 1e-9 {
            return Some(taken);
        }
        if design.estimator == Estimator::Counted {
            return Some(taken);
        }
        let (right, wrong) = self.voices[which]?;
        let unmix = |(taken, other): (&f64, &f64)| {
            ((1.0 - wrong) * taken - wrong * other) / (right - wrong)
        };
        let unmixed: Vec<f64> = taken.iter().zip(&other).map(unmix).collect();
        (unmixed.iter().sum::<f64>() > LEAST_SENTENCES).then_some(unmixed)
    }

    fn correct(
        &self,
        design: &Design,
        head: usize,
        observed: &[f64],
        exact: bool,
    ) -> Option<Vec<f64>> {
        if design.estimator == Estimator::Counted {
            return Some(observed.to_vec());
        }
        let correction = self.heads[head].as_ref()?;
        Some(match design.estimator {
            Estimator::Emq => emq::shares(observed, &correction.prior),
            _ if exact => simplex(&correction.matrix, observed),
            _ => correction.affine.shares(observed),
        })
    }
}

/// Fewer sentences of a voice than this, after correction, have no shares.
const LEAST_SENTENCES: f64 = 0.5;

impl HeadCorrection {
    fn of(
        design: &Design,
        labelled: &[f64],
        head: usize,
        matrix: Matrix,
    ) -> Option<HeadCorrection> {
        if matrix.smallest_singular_value() < WEAKEST_RESAMPLE || is_inverted(&matrix) {
            return None;
        }
        let supports = supports(design, labelled, head);
        let total: f64 = supports.iter().sum();
        let rows = matrix.values.chunks(matrix.columns);
        let prior = rows.map(|row| row.iter().zip(&supports).map(|(a, b)| a * b / total).sum());
        Some(HeadCorrection {
            affine: Affine::of(&matrix)?,
            prior: prior.collect(),
            matrix,
        })
    }
}

/// Of two classes, each is rather taken for the other than for itself: undoing that would turn every
/// difference round.
fn is_inverted(matrix: &Matrix) -> bool {
    let [a, b, c, d] = matrix.values[..] else {
        return false;
    };
    a * d - b * c <= 0.0
}

/// P(predicted | label), a column a class; none where a class has no label.
pub(super) fn confusion(design: &Design, labelled: &[f64], head: usize) -> Option<Matrix> {
    let (columns, rows) = (design.heads[head].classes, design.confusion_columns(head));
    let supports = supports(design, labelled, head);
    if supports.contains(&0.0) {
        return None;
    }
    let start = design.confusion(head);
    let value = |at: usize| {
        let (row, class) = (at / columns, at % columns);
        labelled[start + class * rows + row] / supports[class]
    };
    Some(Matrix {
        columns,
        values: (0..rows * columns).map(value).collect(),
    })
}

/// Labelled sentences of each class.
pub(super) fn supports(design: &Design, labelled: &[f64], head: usize) -> Vec<f64> {
    let (classes, rows) = (design.heads[head].classes, design.confusion_columns(head));
    let block = &labelled[design.confusion(head)..][..classes * rows];
    block
        .chunks(rows)
        .map(|row| row.iter().sum::<f64>().round())
        .collect()
}

/// How well a voice is told from the rest: P(taken for it | it is) − P(taken for it | it is not), and
/// the labelled sentences that are and are not of it.
pub(super) fn voice_strength(design: &Design, labelled: &[f64], which: usize) -> (f64, f64, f64) {
    let cells = &labelled[design.voices() + 4 * which..][..4];
    let (own, rest) = (cells[0] + cells[1], cells[2] + cells[3]);
    (
        cells[0] / own.max(1.0) - cells[2] / rest.max(1.0),
        own,
        rest,
    )
}
