//! Which penalty: the one under which held-out sentences are most probable, every class counting alike.

use crate::evaluate::Scored;

/// The penalties tried, from strong to weak, so that each fit starts near the next.
pub(super) const L2_PATH: [f64; 8] = [20.0, 10.0, 5.0, 2.0, 1.0, 0.5, 0.2, 0.1];

/// Mean over the classes of the mean `−ln p(label)` of their sentences: the log-loss with every class
/// counting alike, as in macro-F1, of which it is the smooth companion.
pub(super) fn loss<'a>(scored: impl IntoIterator<Item = &'a Scored>) -> f64 {
    let mut sums: Vec<(f64, u32)> = Vec::new();
    for row in scored {
        sums.resize(row.probabilities.len(), (0.0, 0));
        sums[row.label].0 -= row.probabilities[row.label].max(1e-15).ln();
        sums[row.label].1 += 1;
    }
    let means: Vec<f64> = sums
        .iter()
        .filter(|(_, n)| *n > 0)
        .map(|(sum, n)| sum / f64::from(*n))
        .collect();
    if means.is_empty() {
        0.0
    } else {
        means.iter().sum::<f64>() / means.len() as f64
    }
}

/// Position of the smallest loss, the first (the strongest penalty) of equals.
pub(super) fn best(losses: &[f64]) -> usize {
    (0..losses.len())
        .min_by(|&a, &b| losses[a].total_cmp(&losses[b]))
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rare_class_counts_as_much_as_a_frequent_one() {
        let row = |label: usize, p: f64| Scored {
            document: 0,
            label,
            probabilities: vec![p, 1.0 - p],
        };
        let rows = [row(0, 0.5), row(0, 0.5), row(0, 0.5), row(1, 0.75)];
        // (ln 2 + ln 4) / 2
        assert!((loss(&rows) - 1.5 * 2f64.ln()).abs() < 1e-12);
    }

    #[test]
    fn equal_losses_take_the_stronger_penalty() {
        assert_eq!(best(&[0.7, 0.5, 0.5]), 1);
    }
}
