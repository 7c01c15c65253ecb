//! One head's fit on some of the rows, whichever of its classes occur there.

use super::design::Design;
use super::layout::Matrix;
use super::{LogisticParams, Problem, Solution, fit};
use crate::Result;
use crate::features::sparse::Row;
use crate::model::Certificate;
use crate::model::logistic::Logistic;

/// An intercept whose class has probability zero in double precision.
const IMPOSSIBLE: f64 = -1e4;

/// A head's labels on the rows of a matrix.
pub(super) struct HeadRows<'a> {
    matrix: &'a Matrix,
    /// Rows of the matrix that have a label.
    labelled: Vec<usize>,
    /// Their labels, counted among the classes that occur.
    labels: Vec<usize>,
    /// How much each counts.
    weights: Vec<f32>,
    /// The classes that occur, rising.
    present: Vec<usize>,
    classes: usize,
    is_large: bool,
}

/// A fit that answers for all classes of the head: those that did not occur have probability zero.
pub(super) struct HeadFit {
    /// None where only one class occurred: there is nothing to learn.
    pub solution: Option<Solution>,
    /// The classes that occurred, rising.
    present: Vec<usize>,
    classes: usize,
}

impl<'a> HeadRows<'a> {
    /// Those of the design's `rows`, in the same order in `matrix`, that train this head.
    pub fn new(
        design: &Design<'_>,
        rows: &[usize],
        matrix: &'a Matrix,
        head: usize,
        classes: usize,
    ) -> HeadRows<'a> {
        let label = |at: &usize| design.examples[rows[*at]].classes[head];
        let labelled: Vec<usize> = (0..rows.len()).filter(|at| label(at).is_some()).collect();
        let labels: Vec<usize> = labelled.iter().filter_map(label).collect();
        let present: Vec<usize> = (0..classes)
            .filter(|class| labels.contains(class))
            .collect();
        let position = |label: &usize| {
            present
                .binary_search(label)
                .expect("every label is present")
        };
        HeadRows {
            matrix,
            labels: labels.iter().map(position).collect(),
            weights: labelled
                .iter()
                .map(|&at| design.weights[rows[at]])
                .collect(),
            labelled,
            present,
            classes,
            is_large: design.is_large(),
        }
    }

    /// Fits with each of these parameters in turn, each fit starting from the one before.
    pub fn fit_path(&self, path: &[LogisticParams]) -> Result<Vec<HeadFit>> {
        let fitted = |solution| HeadFit {
            solution,
            present: self.present.clone(),
            classes: self.classes,
        };
        if self.present.len() < 2 {
            return Ok(path.iter().map(|_| fitted(None)).collect());
        }
        let problem = Problem::of_rows(
            self.matrix,
            &self.labelled,
            &self.labels,
            self.present.len(),
            Some(&self.weights),
            path[0].class_weight,
        )?;
        let mut fits: Vec<HeadFit> = Vec::new();
        for (at, params) in path.iter().enumerate() {
            let start = match self.is_large {
                true => ahead(&path[..=at], &fits)?,
                false => fits.last().and_then(HeadFit::model).cloned(),
            };
            let solution = fit(&problem, params, start.as_ref())?;
            fits.push(fitted(Some(solution)));
        }
        Ok(fits)
    }
}

/// Where the last fit of a path is to be looked for: as far from the fit before as its penalty is, on a
/// logarithmic scale, in the direction of the last two. `None` for the first.
fn ahead(path: &[LogisticParams], fits: &[HeadFit]) -> Result<Option<Logistic>> {
    let models: Vec<&Logistic> = fits.iter().filter_map(HeadFit::model).collect();
    let ([.., first, second], [.., a, b, c]) = (&models[..], path) else {
        return Ok(models.last().copied().cloned());
    };
    let share = (c.l2 / b.l2).ln() / (b.l2 / a.l2).ln();
    if !share.is_finite() {
        return Ok(Some((*second).clone()));
    }
    let go_on = |first: &[f64], second: &[f64]| -> Vec<f64> {
        let pairs = first.iter().zip(second);
        pairs
            .map(|(first, second)| second + share * (second - first))
            .collect()
    };
    let weights = go_on(first.weights(), second.weights());
    let intercepts = go_on(first.intercepts(), second.intercepts());
    Logistic::new(weights, intercepts).map(Some)
}

impl HeadFit {
    fn model(&self) -> Option<&Logistic> {
        self.solution.as_ref().map(|solution| &solution.model)
    }

    /// The probability of each class of the head: all the same where nothing was there to learn from.
    pub fn probabilities(&self, row: Row<'_>) -> Vec<f64> {
        if self.present.is_empty() {
            return vec![1.0 / self.classes as f64; self.classes];
        }
        let mut probabilities = vec![0.0; self.classes];
        match &self.solution {
            Some(solution) => {
                for (&class, p) in self.present.iter().zip(solution.model.probabilities(row)) {
                    probabilities[class] = p;
                }
            }
            None => self
                .present
                .iter()
                .for_each(|&class| probabilities[class] = 1.0),
        }
        probabilities
    }

    /// Weights `[term * classes + class]`, intercepts and certificate for all classes of the head, the
    /// scores multiplied by `sharpness`. A class that did not occur gets an intercept that makes it
    /// impossible.
    pub fn expand(&self, sharpness: f64) -> (Vec<f64>, Vec<f64>, Certificate) {
        let Some(solution) = &self.solution else {
            unreachable!("the heads were checked: a whole fit has two classes")
        };
        let compact = solution.model.weights();
        let mut weights = vec![0.0; solution.model.features() * self.classes];
        let mut intercepts = vec![IMPOSSIBLE; self.classes];
        for (position, &class) in self.present.iter().enumerate() {
            intercepts[class] = sharpness * solution.model.intercepts()[position];
            for feature in 0..solution.model.features() {
                weights[feature * self.classes + class] =
                    sharpness * compact[feature * self.present.len() + position];
            }
        }
        let relative_gap = rounded_up(solution.certificate.relative_gap());
        (
            weights,
            intercepts,
            Certificate {
                relative_gap,
                iterations: solution.iterations,
            },
        )
    }
}

/// The smallest number of one significant digit that is not below: still a bound, and the same on
/// machines whose rounding differs in the last bits.
fn rounded_up(gap: f64) -> f64 {
    let digit = |gap: f64| format!("{gap:.0e}").parse::<f64>().unwrap_or(gap);
    let nearest = digit(gap);
    if nearest >= gap {
        nearest
    } else {
        digit(nearest + 10f64.powf(gap.log10().floor()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rounded_gap_is_still_a_bound() {
        assert_eq!(
            [3.2e-7, 3.9e-7, 9.5e-7, 0.0].map(rounded_up),
            [4e-7, 4e-7, 1e-6, 0.0]
        );
    }

    #[test]
    fn the_next_fit_is_looked_for_in_the_direction_of_the_last_two() {
        let of = |weight: f64| HeadFit {
            solution: Some(Solution {
                model: Logistic::new(vec![weight, -weight], vec![0.0; 2]).unwrap(),
                certificate: crate::train::Certificate {
                    objective: 1.0,
                    bound: 1.0,
                },
                iterations: 1,
            }),
            present: vec![0, 1],
            classes: 2,
        };
        let path = [4.0, 2.0, 1.0, 1.0, 0.5].map(|l2| LogisticParams {
            l2,
            ..LogisticParams::default()
        });
        let found = |fits: &[HeadFit]| {
            let start = ahead(&path[..=fits.len()], fits).unwrap();
            start.map(|model| model.weights()[0])
        };
        assert_eq!(found(&[]), None);
        assert_eq!(found(&[of(1.0)]), Some(1.0));
        assert_eq!(found(&[of(1.0), of(1.5)]), Some(2.0));
        // The same penalty again; then no direction to go on in.
        assert_eq!(found(&[of(1.0), of(1.5), of(2.0)]), Some(2.0));
        assert_eq!(found(&[of(1.0), of(1.5), of(2.0), of(2.0)]), Some(2.0));
    }
}
