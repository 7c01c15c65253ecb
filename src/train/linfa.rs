//! The reference solver: linfa-logistic itself, on a small problem with the same optimum.
//!
//! linfa-logistic takes dense matrices only, which hundreds of thousands of features would not fit. The
//! optimal weights are a combination of the rows, so that with `X Xᵀ = L Lᵀ` the rows of `L`, as many
//! numbers long as there are independent rows, can stand for those of `X`: scores and norms are the
//! same. The weights `V` that linfa finds for `L` give `W = X_pᵀ L_p⁻ᵀ V`, with `p` the pivots of the
//! factorisation.
//!
//! linfa-logistic has no weights for rows; it subtracts one maximum from the scores of all rows, which
//! can spoil the optimum where scores are large; and it does not say whether it converged. The
//! certificate does: what it does not prove is an error.

use ::linfa::dataset::DatasetBase;
use ::linfa::traits::Fit;
use linfa_logistic::MultiLogisticRegression;
use ndarray::{Array1, Array2};

use super::certificate::Certificate;
use super::cholesky::Cholesky;
use super::estimator::{LogisticParams, Solution};
use super::objective::Objective;
use super::problem::Problem;
use crate::error::{Error, Result};

/// More rows would make a dense problem that takes minutes.
const ROWS: usize = 2_000;

/// Steps of L-BFGS that count as one of Newton's method.
const STEPS: usize = 100;

/// Minimises the objective with linfa-logistic, from zero.
///
/// Fails as the Newton solver does where the relative gap is not reached, and on problems that
/// linfa-logistic cannot take: more than 2,000 rows, or rows of different weights.
pub(super) fn minimise(objective: &Objective<'_>, params: &LogisticParams) -> Result<Solution> {
    let problem = objective.problem;
    let weight = common_weight(problem)?;
    let Some((rows, columns)) = problem.values() else {
        unreachable!("rows are held by words for the Newton solver alone")
    };
    let cholesky = Cholesky::of_products(rows, columns);
    let model = MultiLogisticRegression::default()
        .alpha(objective.l2 / weight)
        .gradient_tolerance(gradient_tolerance(objective, params.tolerance) / weight)
        .max_iterations((STEPS * params.max_iterations) as u64)
        .fit(&DatasetBase::new(
            cholesky.factor().clone(),
            Array1::from(problem.labels().to_vec()),
        ))
        .map_err(|error| Error::NotConverged(format!("linfa-logistic stopped: {error}")))?;

    let mut point = weights(problem, &cholesky, model.params());
    point.extend(model.intercept());
    let at = objective.evaluate(point);
    let certificate = Certificate::at(objective, &at, &objective.gradient(&at));
    if certificate.relative_gap() <= params.tolerance {
        return Ok(Solution {
            model: objective.model(&at.point)?,
            certificate,
            iterations: 0,
        });
    }
    Err(Error::NotConverged(format!(
        "linfa-logistic left a relative gap of {:.1e}, asked for was {:.1e}; raise l2 (now {}) or use \
         `--solver newton`",
        certificate.relative_gap(),
        params.tolerance,
        objective.l2
    )))
}

/// The weight of every row; all rows must have the same.
fn common_weight(problem: &Problem<'_>) -> Result<f64> {
    let rows = problem.weights().len();
    if rows > ROWS {
        return Err(Error::Usage(format!(
            "`--solver linfa` takes {ROWS} sentences at most, not {rows}: use `--solver newton`"
        )));
    }
    let weight = problem.weights()[0];
    if problem
        .weights()
        .iter()
        .any(|other| (other - weight).abs() > 1e-12 * weight)
    {
        return Err(Error::Usage(
            "`--solver linfa` cannot weigh sentences: use `--solver newton`, or `--class-weight none` \
             and no sample weights"
                .to_owned(),
        ));
    }
    Ok(weight)
}

/// A norm of the gradient that makes the gap small enough: the gap is at most `‖g‖² / (2 l2)`, but for
/// the intercepts. The objective is taken to be a thousandth of that without weights, or more.
fn gradient_tolerance(objective: &Objective<'_>, tolerance: f64) -> f64 {
    let classes = objective.problem.classes();
    let zero = vec![0.0; objective.weights() + classes];
    let least = 1e-3 * objective.evaluate(zero).value;
    (2.0 * objective.l2 * tolerance * least).sqrt()
}

/// `W = X_pᵀ L_p⁻ᵀ V`.
fn weights(problem: &Problem<'_>, cholesky: &Cholesky, reduced: &Array2<f64>) -> Vec<f64> {
    let classes = problem.classes();
    let mut of_rows = vec![0.0; problem.labels().len() * classes];
    for (class, column) in reduced.columns().into_iter().enumerate() {
        let solved = cholesky.solve_transposed(&column.to_vec());
        for (&pivot, value) in cholesky.pivots().iter().zip(solved) {
            of_rows[pivot * classes + class] = value;
        }
    }
    let mut weights = vec![0.0; problem.places() * classes];
    problem.add_backward(&of_rows, classes, &mut weights);
    weights
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::train::estimator::tests::{dataset, distance};
    use crate::train::estimator::{LogisticRegression, Solver, fit};
    use crate::train::problem::ClassWeight;

    fn fit_unweighted(solver: Solver, l2: f64, rows: &[usize]) -> Result<Solution> {
        let dataset = dataset();
        let records = dataset.records.select_rows(rows);
        let labels: Vec<usize> = rows.iter().map(|&row| dataset.targets[row]).collect();
        let problem = Problem::new(&records, &labels, 3, None, ClassWeight::None)?;
        let params = LogisticParams {
            solver,
            l2,
            tolerance: 1e-13,
            ..LogisticParams::default()
        };
        fit(&problem, &params, None)
    }

    #[test]
    fn linfa_finds_the_same_model() {
        // Duplicates and the empty row make the products of rows singular.
        let rows: Vec<usize> = (0..60).chain(10..20).collect();
        for l2 in [0.1, 1.0, 10.0] {
            let linfa = fit_unweighted(Solver::Linfa, l2, &rows).unwrap();
            let newton = fit_unweighted(Solver::Newton, l2, &rows).unwrap();
            let distance = distance(&linfa.model, &newton.model);
            assert!(distance < 1e-6, "{distance} at l2 {l2}");
            let intercepts = linfa
                .model
                .intercepts()
                .iter()
                .zip(newton.model.intercepts());
            assert!(intercepts.into_iter().all(|(a, b)| (a - b).abs() < 1e-6));
        }
    }

    #[test]
    fn linfa_refuses_what_it_cannot_weigh() {
        let params = LogisticParams {
            solver: Solver::Linfa,
            ..LogisticParams::default()
        };
        let error = LogisticRegression::new(params).fit(&dataset()).unwrap_err();
        assert!(
            error.to_string().contains("`--class-weight none`"),
            "{error}"
        );
        let many: Vec<usize> = (0..2_001).map(|i| i % 60).collect();
        let error = fit_unweighted(Solver::Linfa, 1.0, &many).unwrap_err();
        assert!(
            error.to_string().contains("2000 sentences at most"),
            "{error}"
        );
    }
}
