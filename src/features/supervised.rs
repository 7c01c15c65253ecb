//! How much a term tells of the classes: supervised term weighting (Debole and Sebastiani 2003).

use super::Counts;

/// A head's classes for the rows that document frequencies are learnt from; none where it has no label.
pub type RowClasses = Vec<Option<usize>>;

/// For each term of the counts, how far the classes of its sentences are from those of all: with `p_c`
/// the share of class `c`, `n` sentences that have the term and `n_c` of the class among them,
/// `√(Σ p_c ln²((n_c + p_c) / ((n + 1) p_c)))`. The `p_c` and the 1 are one sentence of no term, so that a
/// rare term is not taken at its word. The mean of the heads; 0 for a term of no labelled sentence.
///
/// `heads[head][i]` is the class of row `rows[i]`.
pub(super) fn telling(counts: &Counts, rows: &[usize], heads: &[RowClasses]) -> Vec<f64> {
    let mut telling = vec![0.0; counts.terms.len()];
    for classes in heads {
        let count = classes.iter().flatten().max().map_or(0, |last| last + 1);
        let (of_class, of_term) = count_classes(counts, rows, classes, count);
        let all: f64 = of_class.iter().sum();
        let shares: Vec<f64> = of_class.iter().map(|n| n / all).collect();
        for (sum, found) in telling.iter_mut().zip(of_term.chunks_exact(count.max(1))) {
            *sum += distance(found, &shares) / heads.len() as f64;
        }
    }
    telling
}

/// How many rows are of each class; then how many of them have each term, `[term * count + class]`.
fn count_classes(
    counts: &Counts,
    rows: &[usize],
    classes: &RowClasses,
    count: usize,
) -> (Vec<f64>, Vec<u32>) {
    let mut of_class = vec![0.0; count];
    let mut of_term = vec![0; counts.terms.len() * count];
    for (&row, class) in rows.iter().zip(classes) {
        let Some(class) = *class else { continue };
        of_class[class] += 1.0;
        for &term in counts.row(row).terms {
            of_term[term as usize * count + class] += 1;
        }
    }
    (of_class, of_term)
}

fn distance(found: &[u32], shares: &[f64]) -> f64 {
    let n = f64::from(found.iter().sum::<u32>());
    let squares = found.iter().zip(shares).map(|(&found, &share)| {
        if share == 0.0 {
            return 0.0;
        }
        let ratio = (f64::from(found) + share) / ((n + 1.0) * share);
        share * ratio.ln().powi(2)
    });
    squares.sum::<f64>().sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::{Extractor, FeatureParams};

    fn check(heads: &[RowClasses], term: &str, expected: f64) {
        let extractor = Extractor::new(&FeatureParams::default(), &Default::default());
        let texts = ["رفض القرار", "رفض الطلب", "قبل القرار", "قبل الطلب"];
        let counts = Counts::of(texts, &extractor);
        let telling = telling(&counts, &[0, 1, 2, 3], heads);
        let at = counts.terms.iter().position(|found| found.text == term);
        let found = telling[at.unwrap()];
        assert!((found - expected).abs() < 1e-12, "{found}");
    }

    #[test]
    fn a_term_of_one_class_tells_more_than_one_of_all() {
        let classes = vec![Some(0), Some(0), Some(1), Some(1)];
        // Two of class 0 and none of class 1: ln(2.5 / 1.5) and ln(0.5 / 1.5), halved when squared.
        let expected = ((5.0f64 / 3.0).ln().powi(2) + 3.0f64.ln().powi(2)) / 2.0;
        check(std::slice::from_ref(&classes), "رفض", expected.sqrt());
        check(std::slice::from_ref(&classes), "القرار", 0.0);
        check(&[classes, vec![None; 4]], "رفض", expected.sqrt() / 2.0);
    }

    #[test]
    fn classes_that_do_not_occur_tell_nothing() {
        check(&[vec![Some(1); 4]], "رفض", 0.0);
        check(&[], "رفض", 0.0);
    }
}
