//! How far a fit can be from the optimum: a bound that holds whatever the solver did.
//!
//! For any distributions `q_i` over the classes with `Σ_i s_i q_ic = Σ_i s_i [y_i = c]` for every class,
//! `D(q) = Σ_i s_i H(q_i) − ‖Xᵀ S (E − q)‖² / (2 l2)` (`H` the entropy in nats, `E` the labels, one-hot)
//! is at most the smallest value of the objective; the condition comes from the intercepts, which are
//! not penalised. So no point is better than `P − D`, up to rounding. The model's own probabilities are
//! such a `q` at the optimum, and there `P = D`. Elsewhere they miss the condition by a little; a
//! mixture with one constant distribution meets it: see `dual_value`.

use serde::{Deserialize, Serialize};

use super::dense;
use super::objective::{Evaluation, Objective};
use super::problem::Problem;
use crate::model::logistic::Logistic;

/// The objective that a fit reached and what no fit can go below.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Certificate {
    /// The value of the objective.
    pub objective: f64,
    /// A proven lower bound of the objective.
    pub bound: f64,
}

impl Certificate {
    /// The certificate of a model, from nothing but the problem and the model's numbers.
    ///
    /// # Panics
    /// If the model has not the features and classes of the problem.
    pub fn new(problem: &Problem<'_>, l2: f64, model: &Logistic) -> Self {
        let objective = Objective { problem, l2 };
        let at = objective.evaluate(objective.point(model));
        let certificate = Self::at(&objective, &at, &objective.gradient(&at));
        // A point has no weights for features that no row has; a model may.
        let classes = problem.classes();
        let features = model.weights().chunks_exact(classes).enumerate();
        let unused = features.filter(|(feature, _)| problem.place(*feature).is_none());
        let squares: f64 = unused.flat_map(|(_, weights)| weights).map(|w| w * w).sum();
        Self {
            objective: certificate.objective + 0.5 * l2 * squares,
            ..certificate
        }
    }

    /// The certificate of a point whose gradient is known: no pass over the rows.
    pub fn at(objective: &Objective<'_>, at: &Evaluation, gradient: &[f64]) -> Self {
        Self {
            objective: at.value,
            bound: dual_value(objective, at, gradient),
        }
    }

    /// How far the objective can be above the optimum. Not negative: where rounding lifts the bound
    /// above the objective, by how much it does.
    pub fn gap(&self) -> f64 {
        (self.objective - self.bound).abs()
    }

    /// The gap as a share of the objective.
    pub fn relative_gap(&self) -> f64 {
        self.gap() / self.objective.abs().max(f64::MIN_POSITIVE)
    }
}

/// `D(q')` for `q' = (1 − ε) q + u`, where `q` are the probabilities at the point, `Q_c = Σ_i s_i q_ic`,
/// `N_c` the class totals, `S = Σ_i s_i`, `ε = max_c (Q_c − N_c)₊ / Q_c` and
/// `u_c = (N_c − (1 − ε) Q_c) / S`, which is not negative and adds up to `ε`.
///
/// The gradient by the weights is `Xᵀ S (q − E) + l2 W`, so that the norm needs no new pass:
/// `Xᵀ S (E − q') = (1 − ε) (l2 W − gradient) + ε Xᵀ S E − (Σ_c Xᵀ S E_c) uᵀ`.
fn dual_value(objective: &Objective<'_>, at: &Evaluation, gradient: &[f64]) -> f64 {
    let problem = objective.problem;
    let classes = problem.classes();
    let weights = objective.weights();
    // By the intercepts, the gradient is Q − N.
    let excess = &gradient[weights..];
    let totals = problem.class_totals();
    let shares = excess
        .iter()
        .zip(totals)
        .map(|(excess, total)| excess / (excess + total));
    let epsilon = shares.fold(0.0, f64::max);
    let all: f64 = totals.iter().sum();
    let constant: Vec<f64> = (excess.iter().zip(totals))
        .map(|(excess, total)| ((epsilon * (total + excess) - excess) / all).max(0.0))
        .collect();

    let mut mixture = at.probabilities.clone();
    let entropy = dense::sum_rows(&mut mixture, classes, |place, row| {
        let mixed = row
            .iter()
            .zip(&constant)
            .map(|(q, u)| (1.0 - epsilon) * q + u);
        problem.weights()[place] * mixed.map(entropy_part).sum::<f64>()
    });

    let mut sums = at.point[..weights].to_vec();
    dense::update(&mut sums, &gradient[..weights], |w, g| objective.l2 * w - g);
    if epsilon > 0.0 {
        mix(&mut sums, problem.class_sums(), epsilon, &constant);
    }
    entropy - dense::dot(&sums, &sums) / (2.0 * objective.l2)
}

/// `sums ← (1 − ε) sums + ε class_sums − (Σ_c class_sums_c) uᵀ`.
fn mix(sums: &mut [f64], class_sums: &[f64], epsilon: f64, constant: &[f64]) {
    let classes = constant.len();
    dense::sum_rows(sums, classes, |feature, row| {
        let of_feature = &class_sums[feature * classes..][..classes];
        let all: f64 = of_feature.iter().sum();
        for ((sum, class_sum), u) in row.iter_mut().zip(of_feature).zip(constant) {
            *sum = (1.0 - epsilon) * *sum + epsilon * class_sum - all * u;
        }
        0.0
    });
}

fn entropy_part(q: f64) -> f64 {
    if q > 0.0 { -q * q.ln() } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::sparse::SparseRows;
    use crate::train::problem::ClassWeight;

    #[test]
    fn bounds_the_optimum_from_anywhere() {
        let rows = SparseRows::from_rows(2, (0..8).map(|i| [(0, i as f32), (1, 1.0 - i as f32)]));
        let rows = rows.unwrap();
        let labels = [0, 0, 1, 0, 1, 2, 2, 1];
        let problem = Problem::new(&rows, &labels, 3, None, ClassWeight::Balanced).unwrap();
        let certificate = |i: usize, l2: f64| {
            let number = |j: usize| 3.0 * ((i * 97 + j * 41) as f64).sin();
            let model = Logistic::new((0..6).map(number).collect(), (6..9).map(number).collect());
            Certificate::new(&problem, l2, &model.unwrap())
        };
        for l2 in [0.01, 1.0, 100.0] {
            let all: Vec<_> = (0..200).map(|i| certificate(i, l2)).collect();
            let best = all
                .iter()
                .map(|c| c.objective)
                .fold(f64::INFINITY, f64::min);
            assert!(all.iter().all(|c| c.bound <= best && c.gap() > 0.0));
        }
    }

    #[test]
    fn counts_weights_of_features_that_no_row_has() {
        let rows = SparseRows::from_rows(2, [[(0, 1.0)], [(0, -1.0)]]).unwrap();
        let problem = Problem::new(&rows, &[0, 1], 2, None, ClassWeight::None).unwrap();
        let certificate = |unused: f64| {
            let model = Logistic::new(vec![0.1, -0.1, unused, 0.0], vec![0.0; 2]).unwrap();
            Certificate::new(&problem, 0.5, &model)
        };
        let added = certificate(2.0).objective - certificate(0.0).objective;
        assert!((added - 0.5 * 0.5 * 4.0).abs() < 1e-12);
    }

    #[test]
    fn probabilities_of_zero_carry_no_entropy() {
        let rows = SparseRows::from_rows(1, [[(0, 1.0)], [(0, -1.0)]]).unwrap();
        let problem = Problem::new(&rows, &[0, 1], 2, None, ClassWeight::None).unwrap();
        let model = Logistic::new(vec![1e4, -1e4], vec![1e4, 0.0]).unwrap();
        let certificate = Certificate::new(&problem, 1e-8, &model);
        assert!(certificate.objective.is_finite() && certificate.bound.is_finite());
    }

    #[test]
    fn the_gap_needs_no_pass_of_its_own() {
        // The same dual value, from the mixture itself.
        let rows = SparseRows::from_rows(2, [[(0, 1.0)], [(1, 2.0)], [(0, 3.0)]]).unwrap();
        let labels = [0, 1, 1];
        let problem = Problem::new(&rows, &labels, 2, None, ClassWeight::None).unwrap();
        let model = Logistic::new(vec![0.3, -0.2, 0.4, 0.1], vec![1.0, 0.0]).unwrap();
        let q: Vec<f64> = rows.iter().map(|row| model.probabilities(row)[0]).collect();
        let (expected, excess) = (1.0, q.iter().sum::<f64>() - 1.0);
        let epsilon = excess / (expected + excess);
        let other = (2.0 - (1.0 - epsilon) * (2.0 - excess)) / 3.0;
        let mixed = |q: f64| [(1.0 - epsilon) * q, (1.0 - epsilon) * (1.0 - q) + other];
        let mut bound = 0.0;
        let mut sums = [0.0; 4];
        for (i, &label) in labels.iter().enumerate() {
            for (c, q) in mixed(q[i]).into_iter().enumerate() {
                bound -= q * q.ln();
                for (j, value) in rows.row(i).iter() {
                    sums[j * 2 + c] += value * (f64::from(u8::from(label == c)) - q);
                }
            }
        }
        bound -= sums.iter().map(|sum| sum * sum).sum::<f64>() / (2.0 * 0.5);
        let certificate = Certificate::new(&problem, 0.5, &model);
        assert!((certificate.bound - bound).abs() < 1e-12);
    }
}
