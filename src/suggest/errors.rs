//! Words where a model errs: in sentences that it had not seen, it misses a class more often than
//! chance where they stand.

use std::collections::BTreeMap;

use super::words::Words;
use crate::Result;
use crate::features::{Normaliser, SentenceKey};
use crate::labels::{Example, Labels};
use crate::train::{Progress, TrainParams, train};

/// What a model says of a labelled sentence that it has not seen.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// Position of the sentence among the texts.
    pub text: usize,
    /// Position of the head in the task.
    pub head: usize,
    /// The class a person gave.
    pub label: usize,
    /// The probability of each class.
    pub probabilities: Vec<f64>,
}

/// The class that is missed most where a word stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Pull {
    pub head: usize,
    pub class: usize,
    /// Σ (is of the class − probability) over the word's sentences, in standard errors.
    pub errors: f64,
}

/// The answers for all labelled sentences, authored ones too, by cross-validation. Where the task has
/// no lexicon yet, those of somebody who only knows how frequent the classes are: what tells the
/// classes apart at all is then news. `text` counts the examples of the labels.
///
/// # Errors
/// As [`train`].
pub fn answers(
    labels: &Labels,
    params: &TrainParams,
    progress: Progress<'_>,
) -> Result<Vec<Answer>> {
    if labels.task.cues.is_empty() {
        return Ok(first_answers(labels));
    }
    let mut all = labels.clone();
    // These scores are shown to nobody: they only say which words the model lacks.
    all.examples
        .iter_mut()
        .for_each(|example| example.authored = false);
    let model = train(&all, params, progress)?;
    let normaliser = Normaliser::new(&params.features.normalise);
    let key = |example: &Example| SentenceKey::of(example.statement(), &normaliser);
    let place: BTreeMap<SentenceKey, usize> = labels.examples.iter().map(key).zip(0..).collect();
    let mut answers = Vec::new();
    for (head, trained) in model.header.heads.iter().enumerate() {
        let sentences = trained.out_of_fold.iter().flat_map(|held| &held.sentences);
        answers.extend(sentences.filter_map(|sentence| {
            let probabilities = sentence.probabilities.iter().copied().map(f64::from);
            Some(Answer {
                text: *place.get(&sentence.key)?,
                head,
                label: sentence.label,
                probabilities: probabilities.collect(),
            })
        }));
    }
    Ok(answers)
}

/// The answers of somebody who knows only how frequent the classes are.
fn first_answers(labels: &Labels) -> Vec<Answer> {
    let mut answers = Vec::new();
    for (head, of_task) in labels.task.heads.iter().enumerate() {
        let labelled: Vec<(usize, usize)> = labels
            .examples
            .iter()
            .enumerate()
            .filter_map(|(text, example)| Some((text, example.classes[head]?)))
            .collect();
        let mut shares = vec![0.0; of_task.classes.len()];
        for &(_, label) in &labelled {
            shares[label] += 1.0 / labelled.len() as f64;
        }
        answers.extend(labelled.iter().map(|&(text, label)| Answer {
            text,
            head,
            label,
            probabilities: shares.clone(),
        }));
    }
    answers
}

/// For each word, what is missed most where it stands; none where it stands in no answer.
pub(super) fn pulls(words: &Words, answers: &[Answer]) -> Vec<Option<Pull>> {
    let mut sums: BTreeMap<(u32, usize, usize), (f64, f64)> = BTreeMap::new();
    for answer in answers {
        let mut seen = words.sentences[answer.text].clone();
        seen.sort_unstable();
        seen.dedup();
        for word in seen {
            for (class, p) in answer.probabilities.iter().enumerate() {
                let sum = sums.entry((word, answer.head, class)).or_default();
                sum.0 += f64::from(u8::from(answer.label == class)) - p;
                sum.1 += p * (1.0 - p);
            }
        }
    }
    let mut pulls: Vec<Option<Pull>> = vec![None; words.names.len()];
    for ((word, head, class), (missed, variance)) in sums {
        // One is added so that a word seen two or three times is not noteworthy.
        let errors = missed / (variance + 1.0).sqrt();
        let best = &mut pulls[word as usize];
        if best.is_none_or(|best| errors > best.errors) {
            *best = Some(Pull {
                head,
                class,
                errors,
            });
        }
    }
    pulls
}
