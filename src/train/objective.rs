//! What training minimises, with its gradient and curvature.
//!
//! `P(W, b) = Σ_i s_i ℓ(y_i, W x_i + b) + l2/2 ‖W‖²`, with `ℓ` the negative logarithm of the softmax
//! probability of the label and `s_i` the row's weight. The intercepts `b` are not penalised. This is
//! scikit-learn's multinomial `LogisticRegression(C = 1/l2)`. (With two classes, scikit-learn fits
//! the difference of the two scores alone, which makes its `C` worth `2/l2` here.)

use super::dense;
use super::problem::Problem;
use crate::error::Result;
use crate::model::logistic::{Logistic, softmax};

/// A problem and the strength of its regularisation.
///
/// A *point* is a vector of `(features + 1) × classes` numbers: `W[feature * classes + class]`, and
/// the intercepts as if they were the weights of a last feature. Features come in the order of
/// [`Problem::place`].
#[derive(Debug, Clone, Copy)]
pub struct Objective<'a> {
    /// The rows and their labels.
    pub problem: &'a Problem<'a>,
    /// The strength of regularisation, above zero.
    pub l2: f64,
}

/// A point, and what the objective is there.
#[derive(Debug, Clone)]
pub struct Evaluation {
    /// The weights, then the intercepts.
    pub point: Vec<f64>,
    /// `[row * classes + class]`: the probabilities that the point gives to the training rows.
    pub probabilities: Vec<f64>,
    /// The objective.
    pub value: f64,
}

impl Objective<'_> {
    /// How many of a point's numbers are weights; the intercepts follow them.
    pub fn weights(&self) -> usize {
        self.problem.places() * self.problem.classes()
    }

    /// The objective at a point.
    pub fn evaluate(&self, point: Vec<f64>) -> Evaluation {
        let problem = self.problem;
        let mut probabilities = self.scores(&point);
        let loss = dense::sum_rows(&mut probabilities, problem.classes(), |place, scores| {
            let score = scores[problem.labels()[place]];
            problem.weights()[place] * (softmax(scores) - score)
        });
        let weights = &point[..self.weights()];
        Evaluation {
            value: loss + 0.5 * self.l2 * dense::dot(weights, weights),
            point,
            probabilities,
        }
    }

    /// The gradient at a point.
    pub fn gradient(&self, at: &Evaluation) -> Vec<f64> {
        let problem = self.problem;
        let mut residuals = at.probabilities.clone();
        dense::sum_rows(&mut residuals, problem.classes(), |place, row| {
            row[problem.labels()[place]] -= 1.0;
            row.iter_mut()
                .for_each(|value| *value *= problem.weights()[place]);
            0.0
        });
        self.backward(&residuals, &at.point)
    }

    /// `X W + b`.
    fn scores(&self, point: &[f64]) -> Vec<f64> {
        let (weights, intercepts) = point.split_at(self.weights());
        let mut scores = intercepts.repeat(self.problem.labels().len());
        let classes = self.problem.classes();
        self.problem.add_forward(weights, classes, &mut scores);
        scores
    }

    /// `Xᵀ R + l2 W`, then the sum of `R` by class.
    fn backward(&self, residuals: &[f64], point: &[f64]) -> Vec<f64> {
        let mut out: Vec<f64> = point.iter().map(|weight| self.l2 * weight).collect();
        let (weights, intercepts) = out.split_at_mut(self.weights());
        let classes = self.problem.classes();
        self.problem.add_backward(residuals, classes, weights);
        intercepts.fill(0.0);
        dense::add_rows(residuals, intercepts);
        out
    }

    /// The point of a model.
    ///
    /// # Panics
    /// If the model has not the features and classes of the problem.
    pub fn point(&self, model: &Logistic) -> Vec<f64> {
        let classes = self.problem.classes();
        let size = (model.features(), model.classes());
        assert_eq!(
            size,
            (self.problem.features(), classes),
            "a model of the problem"
        );
        let mut point = vec![0.0; self.weights()];
        for (feature, weights) in model.weights().chunks_exact(classes).enumerate() {
            if let Some(place) = self.problem.place(feature) {
                point[place * classes..][..classes].copy_from_slice(weights);
            }
        }
        point.extend(model.intercepts());
        point
    }

    /// The model of a point, its intercepts less their mean. Fails if a number is not finite.
    pub fn model(&self, point: &[f64]) -> Result<Logistic> {
        let classes = self.problem.classes();
        let (weights, intercepts) = point.split_at(self.weights());
        let mean = intercepts.iter().sum::<f64>() / classes as f64;
        let intercepts = intercepts
            .iter()
            .map(|intercept| intercept - mean)
            .collect();
        let mut all = vec![0.0; self.problem.features() * classes];
        for (feature, of_feature) in all.chunks_exact_mut(classes).enumerate() {
            if let Some(place) = self.problem.place(feature) {
                of_feature.copy_from_slice(&weights[place * classes..][..classes]);
            }
        }
        Logistic::new(all, intercepts)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::features::sparse::SparseRows;
    use crate::train::problem::ClassWeight;

    const CLASSES: usize = 3;

    fn rows() -> SparseRows {
        let value = |i: usize, j: usize| ((i * 31 + j * 17) % 13) as f32 / 6.0 - 1.0;
        let row = |i: usize| (0..4u32).filter(move |j| !(i + *j as usize).is_multiple_of(3));
        let rows = (0..9).map(|i| {
            row(i)
                .map(|j| (j, value(i, j as usize)))
                .collect::<Vec<_>>()
        });
        SparseRows::from_rows(4, rows).unwrap()
    }

    /// `check(objective, point, direction)` on a small weighted problem.
    pub(in crate::train) fn with_example(check: impl Fn(Objective<'_>, Vec<f64>, Vec<f64>)) {
        let rows = rows();
        let labels = [0, 1, 2, 1, 1, 0, 2, 1, 1];
        let weights: Vec<f32> = (0..9).map(|i| 0.5 + i as f32 / 4.0).collect();
        let balanced = ClassWeight::Balanced;
        let problem = Problem::new(&rows, &labels, CLASSES, Some(&weights), balanced).unwrap();
        let objective = Objective {
            problem: &problem,
            l2: 0.7,
        };
        let point = (0..15).map(|i| (i as f64 * 1.3).sin()).collect();
        let direction = (0..15).map(|i| (i as f64 * 2.1).cos()).collect();
        check(objective, point, direction);
    }

    pub(in crate::train) fn moved(point: &[f64], step: f64, direction: &[f64]) -> Vec<f64> {
        point
            .iter()
            .zip(direction)
            .map(|(p, d)| p + step * d)
            .collect()
    }

    #[test]
    fn value_is_the_formula() {
        with_example(|objective, point, _| {
            let model = Logistic::new(point[..12].to_vec(), point[12..].to_vec()).unwrap();
            let problem = objective.problem;
            let loss: f64 = (0..9)
                .map(|i| {
                    let probabilities = model.probabilities(problem.values().unwrap().0.row(i));
                    -problem.weights()[i] * probabilities[problem.labels()[i]].ln()
                })
                .sum();
            let norm: f64 = point[..12].iter().map(|w| w * w).sum();
            let value = objective.evaluate(point.clone()).value;
            assert!((value - loss - 0.35 * norm).abs() < 1e-12);
        });
    }

    #[test]
    fn gradient_is_the_finite_difference() {
        with_example(|objective, point, direction| {
            let value = |step| objective.evaluate(moved(&point, step, &direction)).value;
            let slope = (value(1e-5) - value(-1e-5)) / 2e-5;
            let gradient = objective.gradient(&objective.evaluate(point.clone()));
            assert!((dense::dot(&gradient, &direction) - slope).abs() < 1e-8 * slope.abs());
        });
    }
}
