//! `model.json`: the model's card, as far as a report tells it.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::evaluate::{Calibration, Confusion, Interval, Reliability};
use crate::model::Certificate;

/// On what the model was trained.
#[derive(Debug, Clone, Deserialize)]
pub struct ModelRead {
    /// Sentences trained on.
    pub sentences: u64,
    /// Of those, written for training.
    pub authored: u64,
    /// Documents of the real ones.
    pub documents: u64,
    /// Terms by kind.
    pub terms: BTreeMap<String, u64>,
    /// One a head.
    pub heads: Vec<HeadCardRead>,
}

/// One head of the card.
#[derive(Debug, Clone, Deserialize)]
pub struct HeadCardRead {
    /// Its name.
    pub head: String,
    /// Training sentences by class.
    pub examples: BTreeMap<String, u64>,
    /// The L2 penalty.
    pub l2: f64,
    /// How near the optimum is.
    pub certificate: Certificate,
    /// How the score was measured.
    pub split: Option<String>,
    /// The out-of-fold scores; none: not measured.
    pub scores: Option<ScoresRead>,
}

/// Out-of-fold scores on real sentences.
#[derive(Debug, Clone, Deserialize)]
pub struct ScoresRead {
    /// Sentences scored.
    pub sentences: u64,
    /// Documents they come from.
    pub documents: u64,
    /// Mean F1 of the classes.
    pub macro_f1: f64,
    /// 95 % interval of macro-F1, documents resampled.
    pub macro_f1_interval: Option<Interval>,
    /// Share predicted as labelled.
    pub accuracy: f64,
    /// Macro-F1 of always answering the most frequent label.
    pub majority_macro_f1: f64,
    /// Labels by predictions.
    pub confusion: Confusion,
    /// How far the probabilities can be believed.
    pub reliability: Option<Reliability>,
    /// How they were mended.
    pub calibration: Option<Calibration>,
}
