//! What a model file says before its terms: the card in machine-readable form.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::evaluate::{Calibration, Confusion, Scored, Selection};
use crate::features::{FeatureParams, SentenceKey};
use crate::task::Task;

/// Version of the model file's format.
pub const VERSION: u32 = 1;

/// Everything but the terms.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// The task, with its cue lexicon.
    pub task: Task,
    /// The path from raw text to TF-IDF.
    pub features: FeatureParams,
    /// One a head of the task, in its order.
    pub heads: Vec<TrainedHead>,
    /// What it was trained on.
    pub training: Training,
    /// How many terms follow.
    pub terms: usize,
}

/// What training a head came to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrainedHead {
    /// Sentences that trained it, by class.
    pub examples: Vec<u64>,
    /// One a class.
    pub intercepts: Vec<f32>,
    /// Strength of the L2 penalty, scikit-learn's 1/C.
    pub l2: f64,
    /// `newton` or `linfa`.
    pub solver: String,
    /// Whether classes were weighted inversely to their frequency.
    pub balanced: bool,
    /// Proof that the optimum was reached.
    pub certificate: Certificate,
    /// How the penalty was chosen; none where the user gave it or nothing was measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub selection: Option<Selection>,
    /// How the probabilities were mended; none where nothing was measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calibration: Option<Calibration>,
    /// What cross-validation measured; none if it was switched off.
    pub out_of_fold: Option<OutOfFold>,
}

/// How far the fit can be from the optimum at most.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Certificate {
    /// (Primal − dual objective) / primal objective: no solution is better by more than this share.
    pub relative_gap: f64,
    /// Iterations of the solver.
    pub iterations: usize,
}

/// Predictions for the real labelled sentences by models that had not seen them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutOfFold {
    /// How the sentences were split, in words.
    pub split: String,
    /// Macro-F1 of these predictions.
    pub macro_f1: f64,
    /// Labels by predictions.
    pub confusion: Confusion,
    /// The documents that the sentences belong to.
    pub documents: Vec<String>,
    /// The sentences.
    pub sentences: Vec<HeldOut>,
}

/// One real labelled sentence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HeldOut {
    /// Its key.
    pub key: SentenceKey,
    /// Index into [`OutOfFold::documents`].
    pub document: usize,
    /// The class a person gave.
    pub label: usize,
    /// Probability of each class.
    pub probabilities: Vec<f32>,
}

/// What a model was trained on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Training {
    /// SHA-256 of the labelled sentences in their canonical order.
    pub labels: String,
    /// Sentences that trained any head.
    pub sentences: u64,
    /// Of those, the ones written for training.
    pub authored: u64,
    /// Documents of the real sentences.
    pub documents: u64,
    /// Rows that are site furniture and trained no head.
    pub boilerplate: u64,
    /// How much a real sentence counted where there were authored ones.
    pub real_weight: f64,
    /// How much the sentences of a label file counted besides, where not 1.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub file_weights: BTreeMap<String, f64>,
    /// Words and pairs of words that a model knew, to a word of a real sentence it had not seen; none
    /// where nothing was held out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known_terms_per_word: Option<f64>,
    /// Seed of the folds.
    pub seed: u64,
    /// Who a reader said is quoted in a real sentence, by its key.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub holders: BTreeMap<SentenceKey, String>,
    /// Key of every sentence that trained, sorted.
    pub keys: Vec<SentenceKey>,
}

impl Header {
    /// How many outputs there are: the classes of all heads together.
    pub fn outputs(&self) -> usize {
        self.task.heads.iter().map(|head| head.classes.len()).sum()
    }

    /// Which outputs belong to each head.
    pub fn ranges(&self) -> Vec<Range<usize>> {
        let mut start = 0;
        let range = |classes: usize| {
            start += classes;
            start - classes..start
        };
        self.task
            .heads
            .iter()
            .map(|head| head.classes.len())
            .map(range)
            .collect()
    }

    /// Whether a sentence with this key trained the model.
    pub fn trained_on(&self, key: SentenceKey) -> bool {
        self.training.keys.binary_search(&key).is_ok()
    }

    /// What is inconsistent, if anything.
    pub(super) fn check(&self) -> Result<(), String> {
        if self.heads.len() != self.task.heads.len() {
            return Err("the heads and the task do not fit together".to_owned());
        }
        self.task.cues.check()?;
        self.features.check().map_err(|error| error.to_string())?;
        for (head, trained) in self.task.heads.iter().zip(&self.heads) {
            let classes = head.classes.len();
            let fits = classes >= 2
                && trained.intercepts.len() == classes
                && trained.examples.len() == classes
                && trained
                    .intercepts
                    .iter()
                    .all(|intercept| intercept.is_finite())
                && trained
                    .calibration
                    .as_ref()
                    .is_none_or(Calibration::is_sound)
                && trained
                    .out_of_fold
                    .as_ref()
                    .is_none_or(|held_out| held_out.fits(classes));
            if !fits {
                return Err(format!(
                    "the numbers of head `{}` do not fit its classes",
                    head.name
                ));
            }
        }
        Ok(())
    }
}

impl OutOfFold {
    fn fits(&self, classes: usize) -> bool {
        self.confusion.is_square(classes)
            && self.sentences.iter().all(|sentence| {
                sentence.label < classes
                    && sentence.document < self.documents.len()
                    && sentence.probabilities.len() == classes
                    && sentence
                        .probabilities
                        .iter()
                        .all(|p| (0.0..=1.0).contains(p))
            })
    }

    /// The predictions in the form that scores are made of.
    pub fn scored(&self) -> Vec<Scored> {
        let scored = |sentence: &HeldOut| Scored {
            document: sentence.document,
            label: sentence.label,
            probabilities: sentence
                .probabilities
                .iter()
                .map(|&p| f64::from(p))
                .collect(),
        };
        self.sentences.iter().map(scored).collect()
    }
}
