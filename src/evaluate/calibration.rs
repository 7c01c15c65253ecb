//! What cross-validation chose and mended: the penalty, and the sharpness of the probabilities.

use serde::{Deserialize, Serialize};

use super::{Reliability, Scored};

/// How the penalty of a head was chosen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Selection {
    /// The penalties tried, from strong to weak.
    pub candidates: Vec<f64>,
    /// For each, the mean log-loss on held-out real sentences, at the sharpness that suits it best.
    pub losses: Vec<f64>,
    /// The one kept unless another is better by more than a standard error.
    pub default: f64,
    /// For each fold, the penalty that the other folds chose without it, and that its score comes from.
    pub by_fold: Vec<f64>,
}

/// How the probabilities of a head were mended: `p'_c = p_c^sharpness / Σ_d p_d^sharpness`.
///
/// This is temperature scaling (Guo et al. 2017) with the temperature `1 / sharpness`. The most
/// probable class stays the same. A model's weights are stored multiplied by the sharpness, so that
/// nothing is left to be done when it predicts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calibration {
    /// Above 1: the model was too cautious; below: too sure. 1 where nothing was gained.
    pub sharpness: f64,
    /// Whether it lowered the log-loss on held-out documents by more than a standard error; it is
    /// left out otherwise.
    pub applied: bool,
    /// The out-of-fold probabilities as the models gave them.
    pub before: Reliability,
    /// The same, each fold mended by what the other folds taught.
    pub after: Reliability,
}

impl Calibration {
    /// Whether the numbers can be those of a calibration: one read from a file may not.
    pub fn is_sound(&self) -> bool {
        self.sharpness.is_finite() && self.sharpness > 0.0
    }
}

/// One prediction with its probabilities raised to `sharpness` and brought to one again.
pub fn sharpen(scored: &Scored, sharpness: f64) -> Scored {
    let powers = scored.probabilities.iter().map(|p| p.powf(sharpness));
    let mut probabilities: Vec<f64> = powers.collect();
    let sum: f64 = probabilities.iter().sum();
    probabilities.iter_mut().for_each(|p| *p /= sum);
    Scored {
        probabilities,
        ..scored.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sharpening_squares_the_odds() {
        let scored = Scored {
            document: 0,
            label: 0,
            probabilities: vec![0.75, 0.25, 0.0],
        };
        // By hand: odds 3 to 1 become 9 to 1.
        let [first, second, third] = sharpen(&scored, 2.0).probabilities[..] else {
            panic!("as many classes as before")
        };
        assert!((first - 0.9).abs() < 1e-12 && (second - 0.1).abs() < 1e-12);
        assert_eq!(third, 0.0);
    }
}
