//! Which penalty: the one under which held-out labels are most probable, where evidence carries it.

use super::calibrate::{losses, sharpness};
use super::evidence::pays;
use crate::evaluate::{Scored, sharpen};

/// The penalties tried, from strong to weak, so that each fit starts near the next. With rows of unit
/// length a good one is near 1; a wider path would follow the noise of a hundred labelled sentences.
pub(super) const L2_PATH: [f64; 4] = [4.0, 2.0, 1.0, 0.5];

/// The penalty that is kept unless another is better by more than a standard error.
pub(super) const DEFAULT_L2: f64 = 1.0;

/// The candidate with the lowest loss among the default and those that are better than it by more than
/// a standard error, and the mean loss of each. `candidates[penalty]` are predictions for the same rows.
///
/// The losses are those at the best sharpness: a strong penalty makes probabilities cautious, which
/// calibration mends, and is no worse for it.
pub(super) fn choose(candidates: &[Vec<Scored>], default: usize) -> (usize, Vec<f64>) {
    let sharpened = |scored: &Vec<Scored>| -> Vec<f64> {
        let best = sharpness(scored);
        let rows: Vec<Scored> = scored.iter().map(|row| sharpen(row, best)).collect();
        losses(&rows)
    };
    let losses: Vec<Vec<f64>> = candidates.iter().map(sharpened).collect();
    let documents: Vec<usize> = candidates[default].iter().map(|row| row.document).collect();
    let mean = |losses: &Vec<f64>| losses.iter().sum::<f64>() / losses.len().max(1) as f64;
    let means: Vec<f64> = losses.iter().map(mean).collect();
    let carried = |&at: &usize| at == default || pays(&documents, &losses[default], &losses[at]);
    let chosen = (0..candidates.len())
        .filter(carried)
        .min_by(|&a, &b| means[a].total_cmp(&means[b]));
    (chosen.unwrap_or(default), means)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Predictions for six documents, all of class 0 or 1; `right[i]` is what the label of row i got.
    fn predictions(right: [f64; 6]) -> Vec<Scored> {
        let row = |(i, &p): (usize, &f64)| Scored {
            document: i,
            label: i % 2,
            probabilities: if i % 2 == 0 {
                vec![p, 1.0 - p]
            } else {
                vec![1.0 - p, p]
            },
        };
        right.iter().enumerate().map(row).collect()
    }

    #[test]
    fn the_default_stays_unless_evidence_carries_another() {
        let default = predictions([0.8, 0.7, 0.3, 0.8, 0.4, 0.6]);
        let one_better = predictions([0.8, 0.7, 0.3, 0.8, 0.45, 0.6]);
        assert_eq!(choose(&[one_better, default.clone()], 1).0, 1);
        let all_better = predictions([0.9, 0.8, 0.3, 0.9, 0.4, 0.7]);
        assert_eq!(choose(&[all_better, default], 1).0, 0);
    }

    #[test]
    fn caution_alone_is_no_fault() {
        let default = predictions([0.8, 0.7, 0.3, 0.8, 0.4, 0.6]);
        let cautious: Vec<Scored> = default.iter().map(|row| sharpen(row, 0.5)).collect();
        let (chosen, losses) = choose(&[cautious, default], 1);
        assert!((losses[0] - losses[1]).abs() < 1e-6, "{losses:?}");
        assert_eq!(chosen, 1);
    }
}
