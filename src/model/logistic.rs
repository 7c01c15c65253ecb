//! The fitted multinomial logistic regression.

use linfa::traits::PredictInplace;
use ndarray::Array1;

use crate::error::{Error, Result};
use crate::evaluate::most_probable;
use crate::features::sparse::{Row, SparseRows};

/// A linear score for each class, turned into probabilities by the softmax.
///
/// For the row `x`, `P(c) = exp(b_c + Σ_j x_j W_jc) / Σ_d exp(b_d + Σ_j x_j W_jd)`.
#[derive(Debug, Clone, PartialEq)]
pub struct Logistic {
    /// `weights[feature * classes + class]`: a feature's weights lie together, because prediction
    /// visits a few features and all classes.
    weights: Vec<f64>,
    /// One a class.
    intercepts: Vec<f64>,
}

impl Logistic {
    /// The model of these weights, `weights[feature * classes + class]`, and of one intercept a class.
    ///
    /// Fails if there are no two classes, if the weights do not come to the same number for each
    /// feature, or if a number is not finite.
    pub fn new(weights: Vec<f64>, intercepts: Vec<f64>) -> Result<Self> {
        let classes = intercepts.len();
        if classes < 2 || !weights.len().is_multiple_of(classes) {
            return Err(Error::Usage(format!(
                "{} weights do not make a model of {classes} classes: a feature has one weight a \
                 class, and two classes are the least",
                weights.len()
            )));
        }
        if !weights
            .iter()
            .chain(&intercepts)
            .all(|weight| weight.is_finite())
        {
            return Err(Error::Usage("a weight of a model is not finite".to_owned()));
        }
        Ok(Self {
            weights,
            intercepts,
        })
    }

    /// How many classes there are, at least two.
    pub fn classes(&self) -> usize {
        self.intercepts.len()
    }

    /// How many features there are.
    pub fn features(&self) -> usize {
        self.weights.len() / self.classes()
    }

    /// `weights[feature * classes + class]`.
    pub fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// The intercept of each class. Only their differences matter: training makes their sum zero.
    pub fn intercepts(&self) -> &[f64] {
        &self.intercepts
    }

    /// The score of each class for a row. A column that the model does not have counts nothing.
    pub fn decision(&self, row: Row<'_>) -> Vec<f64> {
        let mut scores = self.intercepts.clone();
        match scores.len() {
            2 => self.add_scores::<2>(row, &mut scores),
            3 => self.add_scores::<3>(row, &mut scores),
            classes => {
                for (feature, value) in row.iter() {
                    let weights = self.weights.chunks_exact(classes).nth(feature);
                    add_scaled(&mut scores, value, weights.unwrap_or_default());
                }
            }
        }
        scores
    }

    /// The number of classes is known to the compiler.
    fn add_scores<const CLASSES: usize>(&self, row: Row<'_>, scores: &mut [f64]) {
        let (weights, _) = self.weights.as_chunks::<CLASSES>();
        let mut sums: [f64; CLASSES] = std::array::from_fn(|class| scores[class]);
        for (feature, value) in row.iter() {
            if let Some(weights) = weights.get(feature) {
                add_scaled(&mut sums, value, weights);
            }
        }
        scores.copy_from_slice(&sums);
    }

    /// The probability of each class for a row; they come to one.
    pub fn probabilities(&self, row: Row<'_>) -> Vec<f64> {
        let mut scores = self.decision(row);
        softmax(&mut scores);
        scores
    }
}

fn add_scaled(sums: &mut [f64], scale: f64, numbers: &[f64]) {
    for (sum, number) in sums.iter_mut().zip(numbers) {
        *sum += scale * number;
    }
}

/// Turns scores into probabilities, in place, and gives `ln Σ exp(score)`.
///
/// The largest score is subtracted first, so that no `exp` overflows.
pub fn softmax(scores: &mut [f64]) -> f64 {
    let largest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut sum = 0.0;
    for score in scores.iter_mut() {
        *score = (*score - largest).exp();
        sum += *score;
    }
    scores.iter_mut().for_each(|score| *score /= sum);
    largest + sum.ln()
}

impl PredictInplace<SparseRows, Array1<usize>> for Logistic {
    /// Writes each row's most probable class.
    ///
    /// # Panics
    /// If there are not as many targets as rows, as everywhere in linfa.
    fn predict_inplace<'a>(&'a self, rows: &'a SparseRows, classes: &mut Array1<usize>) {
        assert_eq!(rows.rows(), classes.len(), "a target a row");
        for (row, class) in rows.iter().zip(classes) {
            *class = most_probable(&self.decision(row));
        }
    }

    fn default_target(&self, rows: &SparseRows) -> Array1<usize> {
        Array1::zeros(rows.rows())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use linfa::dataset::DatasetBase;
    use linfa::traits::Predict;

    fn example() -> Logistic {
        Logistic::new(
            vec![1.0, -1.0, 0.0, 800.0, 0.0, -800.0],
            vec![0.0, 0.5, -0.5],
        )
        .unwrap()
    }

    #[test]
    fn scores_are_the_weighted_sums() {
        let rows = SparseRows::from_rows(3, [[(0, 2.0), (2, 9.0)]]).unwrap();
        assert_eq!(example().decision(rows.row(0)), [2.0, -1.5, -0.5]);
    }

    #[test]
    fn probabilities_stay_finite_at_the_extreme() {
        let rows = SparseRows::from_rows(2, [[(1, 1.0)], [(1, -1.0)], [(1, 0.0)]]).unwrap();
        assert_eq!(example().probabilities(rows.row(0)), [1.0, 0.0, 0.0]);
        assert_eq!(example().probabilities(rows.row(1)), [0.0, 0.0, 1.0]);
        let sum: f64 = example().probabilities(rows.row(2)).iter().sum();
        assert!((sum - 1.0).abs() < 1e-15);
    }

    #[test]
    fn predicts_through_linfa() {
        let rows = SparseRows::from_rows(2, [vec![(1, 1.0)], vec![(1, -1.0)], vec![]]).unwrap();
        let predicted = example().predict(&DatasetBase::new(rows, ()));
        assert_eq!(predicted.to_vec(), [0, 2, 1]);
    }

    #[test]
    fn refuses_what_is_not_a_model() {
        assert!(Logistic::new(vec![1.0; 5], vec![0.0; 2]).is_err());
        assert!(Logistic::new(vec![1.0; 4], vec![0.0]).is_err());
        assert!(Logistic::new(vec![f64::NAN, 0.0], vec![0.0; 2]).is_err());
    }
}
