//! How far predicted probabilities can be believed.
//!
//! Everywhere, `probabilities[row * classes + class]` and one label a row; without rows, the answer is 0.

use crate::evaluate::most_probable;

/// A probability counts as at least this, so that one sure mistake does not make the loss infinite.
const LEAST: f64 = 1e-15;

/// Bins of the calibration error.
const BINS: usize = 10;

/// The mean of `−ln p(label)`, in nats; 0 is perfect.
pub fn log_loss(probabilities: &[f64], labels: &[usize]) -> f64 {
    mean(probabilities, labels, |row, label| {
        -row[label].max(LEAST).ln()
    })
}

/// The mean of `Σ_c (p_c − [label = c])²`, from 0 to 2; 0 is perfect.
pub fn brier(probabilities: &[f64], labels: &[usize]) -> f64 {
    mean(probabilities, labels, |row, label| {
        let squares = row.iter().map(|p| p * p).sum::<f64>();
        squares - 2.0 * row[label] + 1.0
    })
}

/// The expected calibration error: how far the probability of the predicted class is from how often
/// it is right, over ten bins of equal width, weighted by their rows. From 0 to 1; 0 is perfect.
pub fn calibration_error(probabilities: &[f64], labels: &[usize]) -> f64 {
    let bins = reliability(probabilities, labels);
    let rows: usize = bins.iter().map(|bin| bin.rows).sum();
    let difference = |bin: &Bin| (bin.confidence - bin.accuracy).abs() * bin.rows as f64;
    bins.iter().map(difference).sum::<f64>() / rows.max(1) as f64
}

/// The rows whose predicted class has a probability within a tenth.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Bin {
    /// How many there are.
    pub rows: usize,
    /// The mean probability of the predicted class; 0 without rows.
    pub confidence: f64,
    /// The share of rows whose predicted class is the label; 0 without rows.
    pub accuracy: f64,
}

/// The ten bins of a reliability diagram: `(0, 0.1]`, `(0.1, 0.2]`, and so on.
pub fn reliability(probabilities: &[f64], labels: &[usize]) -> [Bin; BINS] {
    let mut bins = [Bin::default(); BINS];
    for (row, &label) in rows(probabilities, labels).zip(labels) {
        let predicted = most_probable(row);
        let bin = (row[predicted] * BINS as f64).ceil() as usize;
        let bin = &mut bins[bin.clamp(1, BINS) - 1];
        bin.rows += 1;
        bin.confidence += row[predicted];
        bin.accuracy += f64::from(u8::from(predicted == label));
    }
    for bin in &mut bins {
        bin.confidence /= bin.rows.max(1) as f64;
        bin.accuracy /= bin.rows.max(1) as f64;
    }
    bins
}

fn mean(probabilities: &[f64], labels: &[usize], of: impl Fn(&[f64], usize) -> f64) -> f64 {
    let rows = rows(probabilities, labels).zip(labels);
    rows.map(|(row, &label)| of(row, label)).sum::<f64>() / labels.len().max(1) as f64
}

fn rows<'a>(probabilities: &'a [f64], labels: &[usize]) -> impl Iterator<Item = &'a [f64]> {
    probabilities.chunks_exact((probabilities.len() / labels.len().max(1)).max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROBABILITIES: [f64; 6] = [0.75, 0.25, 0.5, 0.5, 0.25, 0.75];

    fn check(actual: f64, expected: f64) {
        assert!(
            (actual - expected).abs() < 1e-12,
            "{actual} is not {expected}"
        );
    }

    #[test]
    fn scores_are_the_formulas() {
        // By hand, labels 0, 0, 0.
        let labels = [0, 0, 0];
        let loss = -(0.75_f64.ln() + 0.5_f64.ln() + 0.25_f64.ln()) / 3.0;
        check(log_loss(&PROBABILITIES, &labels), loss);
        check(brier(&PROBABILITIES, &labels), (0.125 + 0.5 + 1.125) / 3.0);
        // Bin (.7, .8]: two rows, confidence .75, accuracy .5; bin (.4, .5]: one, .5 and 1.
        check(
            calibration_error(&PROBABILITIES, &labels),
            (2.0 * 0.25 + 0.5) / 3.0,
        );
    }

    #[test]
    fn a_sure_mistake_is_finite_and_nothing_is_zero() {
        check(log_loss(&[1.0, 0.0], &[1]), -1e-15_f64.ln());
        check(brier(&[1.0, 0.0], &[1]), 2.0);
        check(calibration_error(&[1.0, 0.0], &[1]), 1.0);
        for score in [log_loss, brier, calibration_error] {
            check(score(&[], &[]), 0.0);
        }
    }
}
