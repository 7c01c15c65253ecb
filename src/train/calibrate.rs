//! Probabilities that can be believed: how much sharper or softer they should have been.
//!
//! One number a head, learnt from out-of-fold predictions. More numbers (linfa-logistic on the
//! log-probabilities of all classes) lower the log-loss a little further but undo the balance of the
//! classes and cost a point of macro-F1 (benches/README.md); this one never changes a class.

use super::evidence::pays;
use crate::evaluate::{Calibration, Reliability, Scored, sharpen};

/// The sharpest and the softest that is believed: beyond it, the sentences were too few.
const RANGE: (f64, f64) = (0.2, 3.0);

/// Halvings of the range: the answer is good to eight digits.
const HALVINGS: usize = 30;

/// Lower probabilities are taken for this, so that one sure mistake does not decide.
const LEAST: f64 = 1e-9;

/// The power under which the labels are most probable: the minimum of
/// `f(s) = Σ −ln(p_label^s / Σ_c p_c^s)`, which is convex. 1 without rows.
pub(super) fn sharpness(scored: &[Scored]) -> f64 {
    let logs: Vec<(usize, Vec<f64>)> = scored
        .iter()
        .map(|row| {
            let log = |p: &f64| p.max(LEAST).ln();
            (row.label, row.probabilities.iter().map(log).collect())
        })
        .collect();
    if logs.is_empty() {
        return 1.0;
    }
    let (mut low, mut high) = RANGE;
    for _ in 0..HALVINGS {
        let middle = (low + high) / 2.0;
        let slope: f64 = logs
            .iter()
            .map(|(label, logs)| slope(*label, logs, middle))
            .sum();
        match slope < 0.0 {
            true => low = middle,
            false => high = middle,
        }
    }
    (low + high) / 2.0
}

/// `f'(s)` of one row: the mean of `ln p_c` under the sharpened probabilities, less `ln p_label`.
fn slope(label: usize, logs: &[f64], sharpness: f64) -> f64 {
    let largest = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let (mut sum, mut mean) = (0.0, 0.0);
    for log in logs {
        let power = ((log - largest) * sharpness).exp();
        sum += power;
        mean += power * log;
    }
    mean / sum - logs[label]
}

/// −ln of the probability of each row's label.
pub(super) fn losses(scored: &[Scored]) -> Vec<f64> {
    let loss = |row: &Scored| -row.probabilities[row.label].max(1e-15).ln();
    scored.iter().map(loss).collect()
}

/// Learns a calibration from out-of-fold predictions and gives them back mended, each fold by what the
/// other folds teach; as they were, where that does not pay. `folds` is the fold of each row.
pub(super) fn calibrate(scored: Vec<Scored>, folds: &[usize]) -> (Calibration, Vec<Scored>) {
    let count = folds.iter().max().map_or(0, |last| last + 1);
    let without = |fold: usize| -> Vec<Scored> {
        let rows = scored.iter().zip(folds);
        rows.filter(|(_, of)| **of != fold)
            .map(|(row, _)| row.clone())
            .collect()
    };
    let by_fold: Vec<f64> = (0..count).map(|fold| sharpness(&without(fold))).collect();
    let mend = |(row, fold): (&Scored, &usize)| sharpen(row, by_fold[*fold]);
    let mended: Vec<Scored> = scored.iter().zip(folds).map(mend).collect();
    let documents: Vec<usize> = scored.iter().map(|row| row.document).collect();
    let applied = pays(&documents, &losses(&scored), &losses(&mended));
    let calibration = Calibration {
        sharpness: if applied { sharpness(&scored) } else { 1.0 },
        applied,
        before: Reliability::of(&scored),
        after: Reliability::of(&mended),
    };
    (calibration, if applied { mended } else { scored })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 600 rows of 60 documents in 5 folds: six of ten are right in each; `sure` is what is claimed.
    fn example(sure: f64) -> (Vec<Scored>, Vec<usize>) {
        let row = |i: usize| {
            let predicted = if i * 7 % 10 < 6 { i % 3 } else { (i + 1) % 3 };
            let mut probabilities = vec![(1.0 - sure) / 2.0; 3];
            probabilities[predicted] = sure;
            Scored {
                document: i / 10,
                label: i % 3,
                probabilities,
            }
        };
        (
            (0..600).map(row).collect(),
            (0..600).map(|i| i / 10 % 5).collect(),
        )
    }

    #[test]
    fn softens_what_is_too_sure() {
        let (scored, folds) = example(0.98);
        let (calibration, mended) = calibrate(scored, &folds);
        assert!(calibration.applied && calibration.sharpness < 1.0);
        assert!(
            calibration.after.calibration_error < 0.02,
            "{calibration:?}"
        );
        assert!(
            (mended[0].probabilities[0] - 0.6).abs() < 0.02,
            "{:?}",
            mended[0]
        );
        assert!((mended[0].probabilities.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn the_odds_come_out_as_worked_by_hand() {
        // .98 against .01 has odds 98; right in 6 of 10 and each other class in 2 of 10 has odds 3
        // where every error goes to one class: the best s solves p = 98^s / (98^s + 2) = .6.
        let (scored, _) = example(0.98);
        let expected = 3_f64.ln() / 98_f64.ln();
        assert!((sharpness(&scored) - expected).abs() < 1e-6);
    }

    #[test]
    fn leaves_alone_what_is_right() {
        let (scored, folds) = example(0.6);
        let (calibration, mended) = calibrate(scored.clone(), &folds);
        assert!(!calibration.applied);
        assert_eq!((calibration.sharpness, mended), (1.0, scored));
    }

    #[test]
    fn takes_probabilities_of_zero_and_no_rows() {
        let (scored, folds) = example(1.0);
        let (calibration, _) = calibrate(scored, &folds);
        assert!(calibration.sharpness >= RANGE.0);
        let (calibration, none) = calibrate(Vec::new(), &[]);
        assert!(!calibration.applied && none.is_empty());
    }
}
