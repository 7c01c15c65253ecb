//! How to train: what the options of the command line come to.

use super::{ClassWeight, LogisticParams};
use crate::features::FeatureParams;

/// Which solver fits the logistic regression.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Solver {
    /// Newton with conjugate gradients on sparse rows.
    #[default]
    Newton,
    /// linfa-logistic on an equivalent small dense problem; up to about 2,000 sentences, no weights.
    Linfa,
}

/// Cross-validation's folds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FoldChoice {
    /// Each document alone up to ten, five folds beyond; with fewer than two documents as `None`.
    #[default]
    Auto,
    /// That many.
    Count(usize),
    /// No cross-validation: nothing is measured, and the model says so.
    None,
}

/// How to train.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TrainParams {
    /// From text to TF-IDF.
    pub features: FeatureParams,
    /// Which solver.
    pub solver: Solver,
    /// Whether rare classes count for more.
    pub class_weight: ClassWeight,
    /// The L2 penalty; none lets the real labelled sentences choose.
    pub l2: Option<f64>,
    /// How the real labelled sentences are split.
    pub folds: FoldChoice,
    /// Seed of the folds and of the intervals.
    pub seed: u64,
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

impl TrainParams {
    pub(super) fn logistic(&self) -> LogisticParams {
        LogisticParams {
            class_weight: self.class_weight,
            ..LogisticParams::default()
        }
    }
}
