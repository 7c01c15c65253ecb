//! The logistic regression as a linfa estimator, whichever solver fits it.

use ::linfa::ParamGuard;
use ::linfa::dataset::DatasetBase;
use ::linfa::traits::Fit;
use ndarray::Array1;
use serde::{Deserialize, Serialize};

use super::certificate::Certificate;
use super::objective::Objective;
use super::problem::{ClassWeight, Problem};
use super::{linfa, newton};
use crate::error::{Error, Result};
use crate::features::sparse::SparseRows;
use crate::model::logistic::Logistic;

/// Who finds the optimum. It is the same optimum.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Solver {
    /// Newton's method on the sparse rows: for any size, with weights and warm starts.
    #[default]
    Newton,
    /// linfa-logistic: for up to 2,000 rows that all weigh the same, from zero.
    Linfa,
}

impl Solver {
    /// The name of the command line.
    pub fn name(self) -> &'static str {
        match self {
            Solver::Newton => "newton",
            Solver::Linfa => "linfa",
        }
    }
}

/// What is to be fitted, and how well.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LogisticParams {
    /// Who finds the optimum.
    pub solver: Solver,
    /// The strength of regularisation, above zero: scikit-learn's `1/C`.
    pub l2: f64,
    /// Whether rare classes count for more.
    pub class_weight: ClassWeight,
    /// The relative gap to reach, see [`Certificate::relative_gap`]. About 1e-14 is the limit of `f64`.
    pub tolerance: f64,
    /// Newton steps at most; a hundred steps of linfa-logistic count as one.
    pub max_iterations: usize,
}

impl Default for LogisticParams {
    fn default() -> Self {
        Self {
            solver: Solver::default(),
            l2: 1.0,
            class_weight: ClassWeight::default(),
            tolerance: 1e-6,
            max_iterations: 100,
        }
    }
}

/// A fitted model and the proof that it is one.
#[derive(Debug, Clone, PartialEq)]
pub struct Solution {
    /// The model.
    pub model: Logistic,
    /// How far it can be from the optimum.
    pub certificate: Certificate,
    /// How many Newton steps it took; 0 for linfa-logistic, which does not say.
    pub iterations: usize,
}

/// The estimator, unchecked: `LogisticRegression::new(params).fit(&dataset)`.
///
/// The dataset's targets are classes counted from 0, the largest of them being the last; its weights
/// are the sample weights.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LogisticRegression(ValidLogisticRegression);

/// The estimator with parameters that are in range.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ValidLogisticRegression(LogisticParams);

impl LogisticRegression {
    /// The estimator with these parameters, which `fit` checks.
    pub fn new(params: LogisticParams) -> Self {
        Self(ValidLogisticRegression(params))
    }
}

impl ParamGuard for LogisticRegression {
    type Checked = ValidLogisticRegression;
    type Error = Error;

    fn check_ref(&self) -> Result<&Self::Checked> {
        self.0.0.check()?;
        Ok(&self.0)
    }

    fn check(self) -> Result<Self::Checked> {
        self.0.0.check()?;
        Ok(self.0)
    }
}

impl LogisticParams {
    fn check(&self) -> Result<()> {
        let positive = |name: &str, value: f64| {
            if value.is_finite() && value > 0.0 {
                return Ok(());
            }
            Err(Error::Usage(format!(
                "{name} is {value}: it must be finite and above zero"
            )))
        };
        positive("l2", self.l2)?;
        positive("the tolerance", self.tolerance)
    }
}

impl Fit<SparseRows, Array1<usize>, Error> for ValidLogisticRegression {
    type Object = Logistic;

    fn fit(&self, dataset: &DatasetBase<SparseRows, Array1<usize>>) -> Result<Logistic> {
        let labels = dataset.targets.to_vec();
        let classes = labels.iter().max().map_or(0, |&last| last + 1);
        let weights = dataset.weights();
        let problem = Problem::new(
            &dataset.records,
            &labels,
            classes,
            weights,
            self.0.class_weight,
        )?;
        Ok(fit(&problem, &self.0, None)?.model)
    }
}

/// Fits the problem, from `initial` if given: the fit of the same rows with another `l2`, usually.
///
/// The class weights are those that the problem was made with.
pub fn fit(
    problem: &Problem<'_>,
    params: &LogisticParams,
    initial: Option<&Logistic>,
) -> Result<Solution> {
    params.check()?;
    let size = |model: &Logistic| (model.features(), model.classes());
    let expected = (problem.features(), problem.classes());
    if let Some(initial) = initial.filter(|model| size(model) != expected) {
        return Err(Error::Usage(format!(
            "the model to start from has {} features and {} classes, the problem {} and {}",
            initial.features(),
            initial.classes(),
            expected.0,
            expected.1
        )));
    }
    let objective = Objective {
        problem,
        l2: params.l2,
    };
    match params.solver {
        Solver::Newton => newton::minimise(&objective, initial, params),
        Solver::Linfa => linfa::minimise(&objective, params),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Sixty rows of ten features, three classes that overlap; row 0 is empty.
    pub(in crate::train) fn dataset() -> DatasetBase<SparseRows, Array1<usize>> {
        let noise = |i: usize, j: usize| ((i * 7919 + j * 104_729) % 1009) as f32 / 1009.0;
        let rows = (0..60).map(|i| {
            let columns = (0..10).filter(move |&j| i > 0 && (i * 13 + j * 7) % 5 < 2);
            let value = move |j| noise(i, j) + if i % 3 == j % 3 { 0.5 } else { 0.0 };
            columns.map(|j| (j as u32, value(j))).collect::<Vec<_>>()
        });
        let rows = SparseRows::from_rows(10, rows).unwrap();
        let labels = (0..60).map(|i| if i % 7 == 0 { 1 } else { i % 3 });
        DatasetBase::new(rows, labels.collect())
    }

    fn fit_with(params: LogisticParams) -> Result<Logistic> {
        LogisticRegression::new(params).fit(&dataset())
    }

    pub(in crate::train) fn distance(a: &Logistic, b: &Logistic) -> f64 {
        let (a, b) = (a.weights().iter(), b.weights());
        a.zip(b).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
    }

    #[test]
    fn fits_through_linfa_and_proves_it() {
        for l2 in [1e-4, 1.0, 1e4] {
            let params = LogisticParams {
                l2,
                tolerance: 1e-12,
                ..LogisticParams::default()
            };
            let dataset = dataset();
            let model = LogisticRegression::new(params.clone())
                .fit(&dataset)
                .unwrap();
            let labels = dataset.targets.to_vec();
            let balanced = ClassWeight::Balanced;
            let problem = Problem::new(&dataset.records, &labels, 3, None, balanced).unwrap();
            let certificate = Certificate::new(&problem, l2, &model);
            assert!(certificate.relative_gap() <= 1e-12, "{certificate:?}");
        }
    }

    #[test]
    fn a_warm_start_ends_at_the_same_model() {
        let dataset = dataset();
        let labels = dataset.targets.to_vec();
        let problem = Problem::new(&dataset.records, &labels, 3, None, ClassWeight::None).unwrap();
        let params = LogisticParams {
            l2: 0.1,
            tolerance: 1e-13,
            ..LogisticParams::default()
        };
        let strong = LogisticParams {
            l2: 10.0,
            ..params.clone()
        };
        let cold = fit(&problem, &params, None).unwrap();
        let start = fit(&problem, &strong, None).unwrap();
        let warm = fit(&problem, &params, Some(&start.model)).unwrap();
        assert!(distance(&cold.model, &warm.model) < 1e-6);
        let again = fit(&problem, &params, Some(&cold.model)).unwrap();
        assert_eq!(again.iterations, 0);
        assert_eq!(again.model.weights(), cold.model.weights());
    }

    #[test]
    fn a_weight_of_two_is_a_repetition() {
        let once = dataset();
        let rows: Vec<usize> = (0..60).chain(0..30).collect();
        let records = once.records.select_rows(&rows);
        let targets = rows.iter().map(|&row| once.targets[row]).collect();
        let weights = (0..60).map(|i| if i < 30 { 2.0 } else { 1.0 }).collect();
        let params = LogisticParams {
            tolerance: 1e-13,
            ..LogisticParams::default()
        };
        let estimator = LogisticRegression::new(params);
        let repeated = estimator.fit(&DatasetBase::new(records, targets)).unwrap();
        let weighted = estimator.fit(&once.with_weights(weights)).unwrap();
        assert!(distance(&repeated, &weighted) < 1e-6);
    }

    fn check_refused(params: LogisticParams, expected: &str) {
        let error = fit_with(params).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }

    #[test]
    fn refuses_parameters_out_of_range() {
        let params = LogisticParams::default;
        for l2 in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            check_refused(LogisticParams { l2, ..params() }, "l2 is");
        }
        check_refused(
            LogisticParams {
                tolerance: 0.0,
                ..params()
            },
            "tolerance is 0",
        );
    }

    #[test]
    fn says_so_when_it_did_not_converge() {
        let params = LogisticParams {
            max_iterations: 1,
            l2: 1e-6,
            ..LogisticParams::default()
        };
        check_refused(params, "did not converge: after 1 Newton steps");
        let params = LogisticParams {
            max_iterations: 0,
            ..LogisticParams::default()
        };
        check_refused(params, "asked for was 1.0e-6");
    }

    #[test]
    fn a_model_of_another_size_is_no_start() {
        let dataset = dataset();
        let labels = dataset.targets.to_vec();
        let problem = Problem::new(&dataset.records, &labels, 3, None, ClassWeight::None).unwrap();
        let other = Logistic::new(vec![0.0; 6], vec![0.0; 3]).unwrap();
        assert!(fit(&problem, &LogisticParams::default(), Some(&other)).is_err());
    }
}
