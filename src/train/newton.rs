//! Newton's method with conjugate gradients: the solver of the crate, for sparse rows.
//!
//! The Hessian is never formed: conjugate gradients multiply it with directions, one pass forward over
//! the rows and one backward over the columns each, and stop as soon as a better direction would not pay.

use super::certificate::Certificate;
use super::curvature::Curvature;
use super::dense;
use super::estimator::{LogisticParams, Solution};
use super::objective::{Evaluation, Objective};
use crate::error::{Error, Result};
use crate::model::logistic::Logistic;

/// Directions tried within one Newton step at most.
const DIRECTIONS: usize = 500;

/// The share of the decrease foretold by the slope that a step must bring.
const SUFFICIENT: f64 = 1e-4;

/// What rounding may add to the value of the objective, as a share of it.
const ROUNDING: f64 = 1e-13;

/// Minimises the objective from `initial`, or from the frequencies of the classes.
///
/// The relative gap that `params` asks for is reached and proven, or else it is an
/// [`Error::NotConverged`]. The same input gives the same bits, whatever the number of threads.
pub(super) fn minimise(
    objective: &Objective<'_>,
    initial: Option<&Logistic>,
    params: &LogisticParams,
) -> Result<Solution> {
    let start = initial.map_or_else(|| frequencies(objective), |model| objective.point(model));
    let mut at = objective.evaluate(start);
    let mut gradient = objective.gradient(&at);
    let mut certificate = Certificate::at(objective, &at, &gradient);
    let mut iterations = 0;
    while certificate.relative_gap() > params.tolerance {
        if iterations == params.max_iterations {
            return Err(not_converged(&certificate, objective, params, iterations));
        }
        let reduction = reduction(certificate.relative_gap(), params.tolerance, objective);
        let step = newton_step(*objective, &at, &gradient, reduction);
        at = search(objective, at, &gradient, &step)
            .ok_or_else(|| not_converged(&certificate, objective, params, iterations))?;
        gradient = objective.gradient(&at);
        certificate = Certificate::at(objective, &at, &gradient);
        iterations += 1;
    }
    Ok(Solution {
        model: objective.model(&at.point)?,
        certificate,
        iterations,
    })
}

/// No weights, and the logarithm of each class's share as its intercept, less their mean.
fn frequencies(objective: &Objective<'_>) -> Vec<f64> {
    let totals = objective.problem.class_totals();
    let mean = totals.iter().map(|total| total.ln()).sum::<f64>() / totals.len() as f64;
    let mut point = vec![0.0; objective.weights()];
    point.extend(totals.iter().map(|total| total.ln() - mean));
    point
}

/// How much the residual of a Newton step is to shrink: no more than the tolerance needs, and little
/// while the point is far, where the next Hessian will be another. The gap shrinks as its square. With a
/// preconditioner directions are fewer, and what a step takes beside them, as long as three, counts for more.
fn reduction(gap: f64, tolerance: f64, objective: &Objective<'_>) -> f64 {
    let (safety, most) = match objective.problem.squares() {
        Some(_) => (0.7, 0.05),
        None => (0.9, 0.2),
    };
    let needed = safety * (tolerance / gap).sqrt();
    needed.max(gap.sqrt().clamp(1e-3, most))
}

/// Solves `H step = −gradient` until the residual is `reduction` times the gradient, both as preconditioned.
fn newton_step(
    objective: Objective<'_>,
    at: &Evaluation,
    gradient: &[f64],
    reduction: f64,
) -> Vec<f64> {
    let mut curvature = Curvature::new(objective, at);
    let norm = dense::dot(gradient, gradient).sqrt();
    let mut residual = curvature.direction(gradient, -1.0 / norm);
    let mut turned = vec![0.0; residual.len()];
    curvature.precondition(&residual, &mut turned);
    let mut direction = turned.clone();
    let mut product = vec![0.0; residual.len()];
    let mut step = vec![0.0; residual.len()];
    let mut square = dense::dot(&residual, &turned);
    let enough = reduction * reduction * square;
    for _ in 0..DIRECTIONS {
        curvature.multiply(&direction, &mut product);
        let bend = dense::dot(&direction, &product);
        if bend <= 0.0 {
            break;
        }
        let length = (square / bend) as f32;
        dense::update(&mut step, &direction, |s, d| s + length * d);
        dense::update(&mut residual, &product, |r, p| r - length * p);
        curvature.precondition(&residual, &mut turned);
        let before = square;
        square = dense::dot(&residual, &turned);
        if square <= enough {
            break;
        }
        let turn = (square / before) as f32;
        dense::update(&mut direction, &turned, |d, r| r + turn * d);
    }
    let mut point = vec![0.0; gradient.len()];
    curvature.add_to(&mut point, norm, &step);
    point
}

/// Goes along the step as far as the objective falls enough; `None` if it does not fall.
fn search(
    objective: &Objective<'_>,
    at: Evaluation,
    gradient: &[f64],
    step: &[f64],
) -> Option<Evaluation> {
    let slope = dense::dot(gradient, step);
    if slope.is_nan() || slope >= 0.0 {
        return None;
    }
    let mut length = 1.0;
    while length > 1e-10 {
        let mut point = at.point.clone();
        dense::update(&mut point, step, |p, s| p + length * s);
        let next = objective.evaluate(point);
        let allowed = at.value + SUFFICIENT * length * slope + ROUNDING * at.value.abs();
        if next.value <= allowed {
            return Some(next);
        }
        length *= 0.5;
    }
    None
}

fn not_converged(
    certificate: &Certificate,
    objective: &Objective<'_>,
    params: &LogisticParams,
    iterations: usize,
) -> Error {
    Error::NotConverged(format!(
        "after {iterations} Newton steps the relative gap is {:.1e}, asked for was {:.1e}; raise l2 (now \
         {}) or the tolerance",
        certificate.relative_gap(),
        params.tolerance,
        objective.l2
    ))
}
