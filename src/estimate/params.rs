//! How shares are estimated.

use serde::{Deserialize, Serialize};

use super::By;
use crate::task::Task;
use crate::{Error, Result};

/// EMQ counts in bins, and their number grows with that of the classes.
const MOST_CLASSES_EMQ: usize = 6;

/// How predictions become shares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Estimator {
    /// The predicted classes are counted, and the model's errors with them.
    Counted,
    /// Adjusted classify and count: the confusion matrix is undone by least squares on the simplex
    /// (Forman 2008; several classes: Firat 2016, Bunse 2022).
    #[default]
    Acc,
    /// Its probabilistic form: mean probabilities instead of counts (Bella et al. 2010).
    Pacc,
    /// Expectation maximisation of the prior (Saerens et al. 2002); for all voices together.
    Emq,
}

/// Every estimator.
pub const ESTIMATORS: &[Estimator] = &[
    Estimator::Counted,
    Estimator::Acc,
    Estimator::Pacc,
    Estimator::Emq,
];

impl Estimator {
    /// The name on the command line and in files.
    pub fn name(self) -> &'static str {
        match self {
            Estimator::Counted => "counted",
            Estimator::Acc => "acc",
            Estimator::Pacc => "pacc",
            Estimator::Emq => "emq",
        }
    }

    /// The estimator with this name.
    ///
    /// # Errors
    /// [`Error::Unknown`] with the names that there are.
    pub fn by_name(name: &str) -> Result<Estimator> {
        let names: Vec<_> = ESTIMATORS
            .iter()
            .map(|estimator| estimator.name())
            .collect();
        let found = ESTIMATORS
            .iter()
            .copied()
            .find(|estimator| estimator.name() == name);
        found.ok_or_else(|| Error::unknown("estimator", name, &names))
    }
}

/// What is left out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// Documents that repeat an earlier one.
    pub no_copies: bool,
    /// Titles and sub-headings.
    pub no_headings: bool,
    /// Sentences taken to be quoted.
    pub no_quotes: bool,
}

impl Filter {
    /// The names of what is left out.
    pub fn names(&self) -> Vec<&'static str> {
        let all = [
            (self.no_copies, "copies"),
            (self.no_headings, "headings"),
            (self.no_quotes, "quotes"),
        ];
        all.iter()
            .filter(|(left_out, _)| *left_out)
            .map(|(_, name)| *name)
            .collect()
    }

    /// Leaves out what these names say.
    ///
    /// # Errors
    /// [`Error::Unknown`] with the names that there are.
    pub fn without<S: AsRef<str>>(names: &[S]) -> Result<Filter> {
        let mut filter = Filter::default();
        for name in names {
            match name.as_ref() {
                "copies" => filter.no_copies = true,
                "headings" => filter.no_headings = true,
                "quotes" => filter.no_quotes = true,
                other => {
                    let known = ["copies", "headings", "quotes"];
                    return Err(Error::unknown("thing to leave out", other, &known));
                }
            }
        }
        Ok(filter)
    }
}

/// How shares are estimated.
#[derive(Debug, Clone, PartialEq)]
pub struct EstimateParams {
    /// By what documents are grouped.
    pub by: By,
    /// How predictions become shares.
    pub estimator: Estimator,
    /// A sentence whose highest probability is lower is taken as undecided; only with ACC.
    pub threshold: Option<f64>,
    /// Bootstrap resamples.
    pub resamples: usize,
    /// Seed of the resamples.
    pub seed: u64,
    /// What is left out.
    pub filter: Filter,
    /// Take the percentiles as they are, not stretched for few documents: too narrow, for comparison.
    pub plain: bool,
}

impl Default for EstimateParams {
    fn default() -> Self {
        EstimateParams {
            by: By::Source,
            estimator: Estimator::Acc,
            threshold: None,
            resamples: 2000,
            seed: 0,
            filter: Filter::default(),
            plain: false,
        }
    }
}

impl EstimateParams {
    /// Refuses values out of range.
    ///
    /// # Errors
    /// [`Error::Usage`]
    pub fn check(&self, task: &Task) -> Result<()> {
        let most = task.heads.iter().map(|head| head.classes.len()).max();
        if self.estimator == Estimator::Emq && most > Some(MOST_CLASSES_EMQ) {
            return Err(Error::Usage(format!(
                "the estimator emq is for up to {MOST_CLASSES_EMQ} classes: use acc or pacc"
            )));
        }
        if !(100..=100_000).contains(&self.resamples) {
            return Err(Error::Usage(format!(
                "--resamples {}: use 100 to 100,000 (2,000 by default)",
                self.resamples
            )));
        }
        if self
            .threshold
            .is_some_and(|least| !(0.0..1.0).contains(&least))
        {
            return Err(Error::Usage(
                "a threshold is a probability below 1".to_owned(),
            ));
        }
        if self.threshold.is_some() && self.estimator != Estimator::Acc {
            return Err(Error::Usage(
                "a threshold needs the estimator acc".to_owned(),
            ));
        }
        Ok(())
    }
}
