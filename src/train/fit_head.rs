//! One head's fit on some of the rows, whichever of its classes occur there.

use super::{LogisticParams, Problem, Solution, fit};
use crate::Result;
use crate::features::sparse::{Row, SparseRows};
use crate::model::Certificate;
use crate::model::logistic::Logistic;

/// An intercept whose class has probability zero in double precision.
const IMPOSSIBLE: f64 = -1e4;

/// A head's labels on the rows of a matrix.
pub(super) struct HeadRows {
    /// Rows of the matrix that have a label.
    rows: SparseRows,
    /// Their labels, counted among the classes that occur.
    labels: Vec<usize>,
    /// The classes that occur, rising.
    present: Vec<usize>,
    classes: usize,
}

/// A fit that answers for all classes of the head: those that did not occur have probability zero.
pub(super) struct HeadFit {
    /// None where only one class occurred: there is nothing to learn.
    pub solution: Option<Solution>,
    present: Vec<usize>,
    classes: usize,
}

impl HeadRows {
    /// The rows of `matrix` whose label (one a row) is known.
    pub fn new(matrix: &SparseRows, labels: &[Option<usize>], classes: usize) -> HeadRows {
        let labelled: Vec<usize> = (0..labels.len())
            .filter(|&row| labels[row].is_some())
            .collect();
        let labels: Vec<usize> = labels.iter().flatten().copied().collect();
        let present: Vec<usize> = (0..classes)
            .filter(|class| labels.contains(class))
            .collect();
        let position = |label: &usize| {
            present
                .binary_search(label)
                .expect("every label is present")
        };
        let positions = labels.iter().map(position).collect();
        HeadRows {
            rows: matrix.select_rows(&labelled),
            labels: positions,
            present,
            classes,
        }
    }

    /// Fits along a path of penalties, each fit starting from the one before; `visit` sees each.
    pub fn fit_path(
        &self,
        params: &LogisticParams,
        path: &[f64],
        mut visit: impl FnMut(usize, &HeadFit),
    ) -> Result<()> {
        let head_fit = |solution| HeadFit {
            solution,
            present: self.present.clone(),
            classes: self.classes,
        };
        if self.present.len() < 2 {
            (0..path.len()).for_each(|step| visit(step, &head_fit(None)));
            return Ok(());
        }
        let problem = Problem::new(
            &self.rows,
            &self.labels,
            self.present.len(),
            None,
            params.class_weight,
        )?;
        let mut previous: Option<Logistic> = None;
        for (step, &l2) in path.iter().enumerate() {
            let params = LogisticParams {
                l2,
                ..params.clone()
            };
            let solution = fit(&problem, &params, previous.as_ref())?;
            previous = Some(solution.model.clone());
            visit(step, &head_fit(Some(solution)));
        }
        Ok(())
    }
}

impl HeadFit {
    /// The probability of each class of the head.
    pub fn probabilities(&self, row: Row<'_>) -> Vec<f64> {
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

    /// Weights `[term * classes + class]`, intercepts and certificate for all classes of the head. A
    /// class that did not occur gets an intercept that makes it impossible.
    pub fn expand(&self) -> (Vec<f64>, Vec<f64>, Certificate) {
        let Some(solution) = &self.solution else {
            unreachable!("the heads were checked: a whole fit has two classes")
        };
        let compact = solution.model.weights();
        let mut weights = vec![0.0; solution.model.features() * self.classes];
        let mut intercepts = vec![IMPOSSIBLE; self.classes];
        for (position, &class) in self.present.iter().enumerate() {
            intercepts[class] = solution.model.intercepts()[position];
            for feature in 0..solution.model.features() {
                weights[feature * self.classes + class] =
                    compact[feature * self.present.len() + position];
            }
        }
        let relative_gap = solution.certificate.relative_gap();
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
