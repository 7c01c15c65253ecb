//! How to train, and what is refused before anything is counted.

use std::collections::BTreeMap;

use super::equip;
use super::{ClassWeight, LogisticParams, Solver};
use crate::features::FeatureParams;
use crate::labels::Labels;
use crate::{Error, Result};

/// Cross-validation's folds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FoldChoice {
    /// Each document alone up to ten, five folds beyond; as `None` with fewer than two documents.
    #[default]
    Auto,
    /// That many.
    Count(usize),
    /// No cross-validation: nothing is measured, and the model says so.
    None,
}

/// How to train.
#[derive(Debug, Clone, PartialEq)]
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
    /// How much a real sentence counts where there are authored ones too, which count 1.
    pub real_weight: f64,
    /// How much the sentences of a label file count besides, by the file's name; 1 where it is not named.
    pub file_weights: BTreeMap<String, f64>,
    /// Seed of the folds and of the intervals.
    pub seed: u64,
}

impl Default for TrainParams {
    fn default() -> Self {
        TrainParams {
            features: FeatureParams::default(),
            solver: Solver::default(),
            class_weight: ClassWeight::default(),
            l2: None,
            folds: FoldChoice::default(),
            real_weight: 3.0,
            file_weights: BTreeMap::new(),
            seed: 0,
        }
    }
}

impl TrainParams {
    pub(super) fn logistic(&self, l2: f64) -> LogisticParams {
        LogisticParams {
            l2,
            class_weight: self.class_weight,
            solver: self.solver,
            ..LogisticParams::default()
        }
    }
}

impl TrainParams {
    /// The parameters to train on these labels with, once neither is found wanting: words of attitude
    /// have a share of the weight of cues.
    pub(super) fn equipped(&self, labels: &Labels) -> Result<TrainParams> {
        self.check(labels)?;
        let mut params = self.clone();
        params.features.cue_weight *= equip::share(labels);
        Ok(params)
    }

    /// Refuses parameters out of range and labels that cannot train.
    fn check(&self, labels: &Labels) -> Result<()> {
        self.features.check()?;
        if let Some(l2) = self.l2.filter(|l2| !(l2.is_finite() && *l2 > 0.0)) {
            return Err(Error::Usage(format!(
                "--l2 {l2}: use a number above 0, 1 for example"
            )));
        }
        let weight = self.real_weight;
        if !(weight.is_finite() && weight > 0.0) {
            return Err(Error::Usage(format!(
                "--real-weight {weight}: use a number above 0, 1 for as much as an authored sentence"
            )));
        }
        self.check_file_weights(labels)?;
        (0..labels.task.heads.len()).try_for_each(|head| check_head(labels, head))
    }

    fn check_file_weights(&self, labels: &Labels) -> Result<()> {
        for (name, weight) in &self.file_weights {
            if !(weight.is_finite() && *weight > 0.0) {
                return Err(Error::Usage(format!(
                    "--weight {name}={weight}: use a number above 0; to leave a file out, move it out of the folder"
                )));
            }
            let known: Vec<&str> = labels
                .files
                .iter()
                .filter_map(|file| file.file_name()?.to_str())
                .collect();
            if !known.contains(&name.as_str()) {
                return Err(Error::unknown("label file", name, &known));
            }
        }
        Ok(())
    }
}

/// Refuses a head whose labels are all of one class.
fn check_head(labels: &Labels, index: usize) -> Result<()> {
    let head = &labels.task.heads[index];
    let trains = labels
        .examples
        .iter()
        .filter(|example| example.trains(index));
    let mut found: Vec<usize> = trains
        .filter_map(|example| example.classes[index])
        .collect();
    found.sort_unstable();
    found.dedup();
    let found = match found[..] {
        [] => "no label".to_owned(),
        [only] => format!("only `{}`", head.classes[only].name),
        _ => return Ok(()),
    };
    Err(Error::Insufficient(format!(
        "head `{}` has {found}: label sentences of a second class, or leave the head out with --heads",
        head.name
    )))
}
