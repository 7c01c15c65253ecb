//! How far predicted probabilities can be believed.

use serde::{Deserialize, Serialize};

use super::{Scored, log_loss};

/// Bins of the calibration error.
const BINS: usize = 10;

/// What is said about the probabilities of predictions; all zero without any.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reliability {
    /// The mean of `−ln p(label)`, in nats; 0 is perfect.
    pub log_loss: f64,
    /// The mean of `Σ_c (p_c − [label = c])²`, from 0 to 2; 0 is perfect.
    pub brier: f64,
    /// The expected calibration error: how far the probability of the predicted class is from how
    /// often it is right, over the bins, weighted by their sentences. From 0 to 1; 0 is perfect.
    pub calibration_error: f64,
    /// The ten bins of a reliability diagram: `(0, 0.1]`, `(0.1, 0.2]`, and so on.
    pub bins: Vec<Bin>,
}

/// The sentences whose predicted class has a probability within a tenth.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bin {
    /// How many there are.
    pub sentences: usize,
    /// The mean probability of the predicted class; 0 without sentences.
    pub confidence: f64,
    /// The share of sentences whose predicted class is the label; 0 without sentences.
    pub accuracy: f64,
}

impl Reliability {
    /// The reliability of these predictions.
    pub fn of(scored: &[Scored]) -> Reliability {
        let bins = bins(scored);
        let sentences = scored.len().max(1) as f64;
        let off = |bin: &Bin| (bin.confidence - bin.accuracy).abs() * bin.sentences as f64;
        Reliability {
            log_loss: log_loss(scored),
            brier: scored.iter().map(square_error).sum::<f64>() / sentences,
            calibration_error: bins.iter().map(off).sum::<f64>() / sentences,
            bins,
        }
    }
}

fn square_error(scored: &Scored) -> f64 {
    let squares: f64 = scored.probabilities.iter().map(|p| p * p).sum();
    squares - 2.0 * scored.probabilities[scored.label] + 1.0
}

fn bins(scored: &[Scored]) -> Vec<Bin> {
    let mut bins = vec![Bin::default(); BINS];
    for row in scored {
        let predicted = row.predicted();
        let bin = (row.probabilities[predicted] * BINS as f64).ceil() as usize;
        let bin = &mut bins[bin.clamp(1, BINS) - 1];
        bin.sentences += 1;
        bin.confidence += row.probabilities[predicted];
        bin.accuracy += f64::from(u8::from(predicted == row.label));
    }
    for bin in &mut bins {
        bin.confidence /= bin.sentences.max(1) as f64;
        bin.accuracy /= bin.sentences.max(1) as f64;
    }
    bins
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(rows: &[([f64; 2], usize)], expected: [f64; 3]) {
        let scored: Vec<Scored> = rows
            .iter()
            .map(|(probabilities, label)| Scored {
                document: 0,
                label: *label,
                probabilities: probabilities.to_vec(),
            })
            .collect();
        let found = Reliability::of(&scored);
        let found = [found.log_loss, found.brier, found.calibration_error];
        for (found, expected) in found.iter().zip(expected) {
            assert!(
                (found - expected).abs() < 1e-12,
                "{found} is not {expected}"
            );
        }
    }

    #[test]
    fn scores_are_the_formulas() {
        // By hand. Bin (.7, .8]: two rows, confidence .75, accuracy .5; bin (.4, .5]: one, .5 and 1.
        let loss = -(0.75_f64.ln() + 0.5_f64.ln() + 0.25_f64.ln()) / 3.0;
        let brier = (0.125 + 0.5 + 1.125) / 3.0;
        check(
            &[([0.75, 0.25], 0), ([0.5, 0.5], 0), ([0.25, 0.75], 0)],
            [loss, brier, (2.0 * 0.25 + 0.5) / 3.0],
        );
    }

    #[test]
    fn a_sure_mistake_is_finite_and_nothing_is_zero() {
        check(&[([1.0, 0.0], 1)], [-1e-15_f64.ln(), 2.0, 1.0]);
        check(&[], [0.0, 0.0, 0.0]);
    }
}
