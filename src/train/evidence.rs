//! Whether one way of predicting is better than another by more than chance.

use std::collections::BTreeMap;

/// Whether the losses `after` are lower in all than those `before`, row by row, by more than a
/// standard error of the sum, documents being the units: the rows of one article are not independent.
/// No with fewer than two documents.
pub(super) fn pays(documents: &[usize], before: &[f64], after: &[f64]) -> bool {
    let mut gains: BTreeMap<usize, f64> = BTreeMap::new();
    for (document, (before, after)) in documents.iter().zip(before.iter().zip(after)) {
        *gains.entry(*document).or_default() += before - after;
    }
    let count = gains.len() as f64;
    let total: f64 = gains.values().sum();
    let mean = total / count;
    let squares: f64 = gains.values().map(|gain| (gain - mean).powi(2)).sum();
    // The variance of a sum of n independent documents: n · s², with s² = squares / (n − 1).
    gains.len() > 1 && total > (count * squares / (count - 1.0)).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_document_carries_nothing() {
        assert!(!pays(&[0, 0], &[1.0, 1.0], &[0.1, 0.1]));
        assert!(!pays(&[0, 1, 2], &[1.0, 1.0, 1.0], &[0.1, 1.0, 1.05]));
        assert!(pays(&[0, 1, 2], &[1.0, 1.0, 1.0], &[0.5, 0.6, 0.7]));
    }

    #[test]
    fn what_is_equal_does_not_pay() {
        assert!(!pays(&[0, 1], &[1.0, 1.0], &[1.0, 1.0]));
        assert!(!pays(&[], &[], &[]));
    }
}
