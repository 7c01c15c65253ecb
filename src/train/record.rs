//! What a model remembers of its training: the labels, and what cross-validation said of each.

use std::collections::BTreeMap;

use super::TrainParams;
use super::cross_validate::{CrossValidation, HeadValidation};
use super::design::Design;
use crate::evaluate::{Confusion, Scored};
use crate::features::SentenceKey;
use crate::labels::Labels;
use crate::model::{self, OutOfFold, Training, rounded};

/// Predictions for one head's real sentences, each with its document.
///
/// None where no real sentence has a label of the head: nothing was measured.
pub(super) fn out_of_fold(
    design: &Design<'_>,
    split: &str,
    head: &HeadValidation,
) -> Option<OutOfFold> {
    let classes = head.scored.first()?.probabilities.len();
    let confusion = Confusion::of(classes, &head.scored);
    let mut documents: Vec<&str> = head
        .rows
        .iter()
        .map(|&row| design.examples[row].document.as_str())
        .collect();
    documents.sort_unstable();
    documents.dedup();
    let sentence = |(&row, scored): (&usize, &Scored)| model::HeldOut {
        key: design.keys[row],
        document: documents
            .binary_search(&design.examples[row].document.as_str())
            .expect("collected above"),
        label: scored.label,
        probabilities: scored.probabilities.iter().map(|&p| rounded(p)).collect(),
    };
    Some(OutOfFold {
        split: split.to_owned(),
        macro_f1: confusion.macro_f1(),
        confusion,
        sentences: head.rows.iter().zip(&head.scored).map(sentence).collect(),
        documents: documents.into_iter().map(str::to_owned).collect(),
    })
}

/// What the model was trained on.
pub(super) fn training(
    design: &Design<'_>,
    labels: &Labels,
    validation: Option<&CrossValidation>,
    params: &TrainParams,
) -> Training {
    let mut keys = design.keys.clone();
    keys.sort_unstable();
    keys.dedup();
    Training {
        labels: labels.digest(),
        sentences: design.examples.len() as u64,
        authored: design
            .examples
            .iter()
            .filter(|example| example.authored)
            .count() as u64,
        documents: design.documents().len() as u64,
        boilerplate: labels
            .examples
            .iter()
            .filter(|example| example.boilerplate)
            .count() as u64,
        real_weight: params.real_weight,
        file_weights: params.file_weights.clone(),
        known_terms_per_word: validation.and_then(|all| all.known_terms_per_word),
        seed: params.seed,
        holders: holders(design),
        keys,
    }
}

/// Who is quoted in the real sentences, the first named for each.
fn holders(design: &Design<'_>) -> BTreeMap<SentenceKey, String> {
    let mut holders = BTreeMap::new();
    for (example, key) in design.examples.iter().zip(&design.keys) {
        if let Some(holder) = example.holder.as_ref().filter(|_| !example.authored) {
            holders.entry(*key).or_insert_with(|| holder.clone());
        }
    }
    holders
}
