//! What is known of the model's errors: its out-of-fold answers for the real labelled sentences.

use serde::{Deserialize, Serialize};

use crate::evaluate::most_probable;
use crate::model::Model;

/// The real labelled sentences with the answers of models that had not seen them, by document.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calibration {
    /// The documents that the sentences belong to, sorted.
    pub documents: Vec<String>,
    /// One a head; empty where the model holds no out-of-fold answers.
    pub heads: Vec<Vec<Labelled>>,
}

/// One real labelled sentence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Labelled {
    /// Index into [`Calibration::documents`].
    pub document: usize,
    /// The class a person gave.
    pub label: usize,
    /// Probability of each class.
    pub probabilities: Vec<f32>,
}

impl Labelled {
    /// The most probable class, the first of equals.
    pub fn class(&self) -> usize {
        let probabilities: Vec<f64> = self.probabilities.iter().map(|&p| f64::from(p)).collect();
        most_probable(&probabilities)
    }
}

impl Calibration {
    /// Of a model: authored sentences have no out-of-fold answers and are no part of it.
    pub fn of(model: &Model) -> Calibration {
        let held_out = |head: &crate::model::TrainedHead| head.out_of_fold.clone();
        let heads: Vec<_> = model.header.heads.iter().map(held_out).collect();
        let mut documents: Vec<String> = heads
            .iter()
            .flatten()
            .flat_map(|all| all.documents.clone())
            .collect();
        documents.sort_unstable();
        documents.dedup();
        let place = |name: &String| documents.binary_search(name).expect("collected above");
        let rows = |all: crate::model::OutOfFold| {
            let row = |row: &crate::model::HeldOut| Labelled {
                document: place(&all.documents[row.document]),
                label: row.label,
                probabilities: row.probabilities.clone(),
            };
            all.sentences.iter().map(row).collect()
        };
        let heads = heads
            .into_iter()
            .map(|all| all.map_or_else(Vec::new, rows))
            .collect();
        Calibration { documents, heads }
    }

    /// What does not fit, if anything: a file may have been edited.
    ///
    /// # Errors
    /// In words.
    pub fn check(&self, classes: &[usize]) -> Result<(), String> {
        let fits = |(rows, &classes): (&Vec<Labelled>, &usize)| {
            rows.iter().all(|row| {
                row.document < self.documents.len()
                    && row.label < classes
                    && row.probabilities.len() == classes
                    && row.probabilities.iter().all(|p| (0.0..=1.0).contains(p))
            })
        };
        if self.heads.len() != classes.len() || !self.heads.iter().zip(classes).all(fits) {
            return Err("the labelled sentences in it do not fit its task".to_owned());
        }
        Ok(())
    }
}
