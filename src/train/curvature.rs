//! The Hessian of the objective, as what multiplies a direction.
//!
//! In single precision: a Newton step is only ever solved to a share of itself, and whether it helped
//! is measured in double precision. Half the memory is half the time.

use super::dense;
use super::objective::{Evaluation, Objective};

/// Directions have this many numbers a feature, or a multiple of it, so that they fill registers.
const LANES: usize = 4;

/// The Hessian at a point, ready for many products.
///
/// A direction is laid out like a point, but with [`Curvature::width`] numbers a feature: one a class,
/// then zeros.
pub(super) struct Curvature<'a> {
    objective: Objective<'a>,
    width: usize,
    /// `[row * width + class]`
    probabilities: Vec<f32>,
    /// What the product needs for each row, kept to be used again.
    scores: Vec<f32>,
    /// What [`Curvature::precondition`] multiplies by, laid out like a direction.
    preconditioner: Option<Vec<f32>>,
}

impl<'a> Curvature<'a> {
    /// The Hessian at a point.
    pub(super) fn new(objective: Objective<'a>, at: &Evaluation) -> Self {
        let classes = objective.problem.classes();
        let width = classes.next_multiple_of(LANES);
        let probabilities = widen(&at.probabilities, classes, width, 1.0);
        let squares = objective.problem.squares();
        Self {
            preconditioner: squares.map(|squares| preconditioner(objective, at, squares, width)),
            scores: vec![0.0; probabilities.len()],
            objective,
            width,
            probabilities,
        }
    }

    /// A point or gradient as a direction, times `scale`.
    pub(super) fn direction(&self, point: &[f64], scale: f64) -> Vec<f32> {
        widen(point, self.objective.problem.classes(), self.width, scale)
    }

    /// Adds a direction, times `scale`, to a point.
    pub(super) fn add_to(&self, point: &mut [f64], scale: f64, direction: &[f32]) {
        let classes = self.objective.problem.classes();
        dense::sum_rows(point, classes, |place, row| {
            for (number, &part) in row.iter_mut().zip(&direction[place * self.width..]) {
                *number += scale * f64::from(part);
            }
            0.0
        });
    }

    /// Writes `residual` to `out`, turned nearer to where the minimum lies: features that many rows have bend
    /// the objective more than rare ones. By the square root of the diagonal, which takes fewer directions
    /// than the diagonal itself (Hsia, Chiang and Lin 2018 temper it too). Without a preconditioner, `residual` itself.
    pub(super) fn precondition(&self, residual: &[f32], out: &mut [f32]) {
        out.copy_from_slice(residual);
        if let Some(preconditioner) = &self.preconditioner {
            dense::update(out, preconditioner, |part, by| part * by);
        }
    }

    /// Writes the Hessian times `direction` to `out`.
    ///
    /// A row's part is `s (diag(q) − q qᵀ)` for its weight `s` and its probabilities `q`.
    pub(super) fn multiply(&mut self, direction: &[f32], out: &mut [f32]) {
        let (problem, width) = (self.objective.problem, self.width);
        let weights = problem.places() * width;
        let (features, intercepts) = direction.split_at(weights);
        self.scores
            .chunks_exact_mut(width)
            .for_each(|row| row.copy_from_slice(intercepts));
        problem.add_forward(features, width, &mut self.scores);
        dense::sum_rows(&mut self.scores, width, |place, row| {
            let probabilities = &self.probabilities[place * width..][..width];
            let mean: f32 = row.iter().zip(probabilities).map(|(z, q)| z * q).sum();
            let weight = problem.weights()[place] as f32;
            row.iter_mut()
                .zip(probabilities)
                .for_each(|(z, q)| *z = weight * q * (*z - mean));
            0.0
        });
        let l2 = self.objective.l2 as f32;
        dense::update(out, direction, |_, part| l2 * part);
        problem.add_backward(&self.scores, width, &mut out[..weights]);
        let mut sums = vec![0.0; width];
        dense::add_rows(&self.scores, &mut sums);
        out[weights..]
            .iter_mut()
            .zip(sums)
            .for_each(|(out, sum)| *out = sum as f32);
    }
}

/// One through the square root of the Hessian's diagonal, which is taken to be
/// `l2 + Σ_i s_i x_i² · mean(q (1 − q))` for a weight.
fn preconditioner(
    objective: Objective<'_>,
    at: &Evaluation,
    squares: &[f32],
    width: usize,
) -> Vec<f32> {
    let problem = objective.problem;
    let classes = problem.classes();
    let mut bends = vec![0.0; width];
    for (probabilities, weight) in at
        .probabilities
        .chunks_exact(classes)
        .zip(problem.weights())
    {
        for (bend, q) in bends.iter_mut().zip(probabilities) {
            *bend += weight * q * (1.0 - q);
        }
    }
    let all: f64 = problem.weights().iter().sum();
    let squares = squares.iter().map(|&square| f64::from(square) / all);
    // The intercepts have the value 1 in every row, and no penalty.
    let intercepts = std::iter::once((0.0, 1.0));
    let features = squares.map(|square| (objective.l2, square));
    let diagonal = features
        .chain(intercepts)
        .flat_map(|(l2, square)| bends.iter().map(move |bend| l2 + square * bend));
    diagonal
        .map(|bend| bend.max(f64::MIN_POSITIVE).sqrt().recip().min(1e6) as f32)
        .collect()
}

/// Rows of `classes` numbers as rows of `width`, times `scale`.
fn widen(rows: &[f64], classes: usize, width: usize, scale: f64) -> Vec<f32> {
    let mut wide = vec![0.0; rows.len() / classes * width];
    dense::sum_rows(&mut wide, width, |place, wide| {
        for (wide, number) in wide.iter_mut().zip(&rows[place * classes..][..classes]) {
            *wide = (scale * number) as f32;
        }
        0.0
    });
    wide
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::train::objective::tests::{moved, with_example};

    #[test]
    fn is_the_finite_difference_of_the_gradient() {
        with_example(|objective, point, direction| {
            let gradient =
                |step| objective.gradient(&objective.evaluate(moved(&point, step, &direction)));
            let (after, before) = (gradient(1e-5), gradient(-1e-5));
            let mut curvature = Curvature::new(objective, &objective.evaluate(point.clone()));
            let direction = curvature.direction(&direction, 1.0);
            let mut product = direction.clone();
            curvature.multiply(&direction, &mut product);
            let mut narrow = vec![0.0; point.len()];
            curvature.add_to(&mut narrow, 1.0, &product);
            for ((after, before), product) in after.iter().zip(&before).zip(&narrow) {
                assert!(((after - before) / 2e-5 - product).abs() < 1e-5);
            }
        });
    }
}
