//! A model on labelled sentences → scores.

use rayon::prelude::*;

use super::Annotator;
use crate::document::Sentence;
use crate::evaluate::{Evaluation, HeadScores, LeftOut, Scored};
use crate::labels::{Example, Labels};
use crate::model::Model;
use crate::{Error, Result};

/// Scores a model on labelled sentences. A sentence that trained the model is scored by its out-of-fold
/// prediction; one that has none is left out and counted, as are authored and unlabelled ones.
///
/// # Errors
/// A head that the model does not have; no sentence left to score.
pub fn score(model: &Model, labels: &Labels, heads: &[String], seed: u64) -> Result<Evaluation> {
    let task = model.header.task.clone();
    let task = if heads.is_empty() {
        task
    } else {
        task.with_heads(heads)?
    };
    let annotator = Annotator::new(model);
    let real: Vec<&Example> = labels
        .examples
        .iter()
        .filter(|example| !example.authored && !example.boilerplate)
        .collect();
    let annotated: Vec<_> = real
        .par_iter()
        .map(|example| annotator.annotate(&example.document, sentence(example)))
        .collect();
    let mut documents: Vec<&str> = real
        .iter()
        .map(|example| example.document.as_str())
        .collect();
    documents.sort_unstable();
    documents.dedup();
    let scored = |head: usize| -> Vec<Scored> {
        let rows = real
            .iter()
            .zip(&annotated)
            .filter(|(_, annotated)| !annotated.heads[head].memorised);
        let scored = rows.filter_map(|(example, annotated)| {
            Some(Scored {
                document: documents
                    .binary_search(&example.document.as_str())
                    .expect("collected above"),
                label: example.classes[head]?,
                probabilities: annotated.heads[head].probabilities.clone(),
            })
        });
        scored.collect()
    };
    let heads: Vec<HeadScores> = (model.header.task.heads.iter().enumerate())
        .filter(|(_, head)| task.heads.contains(head))
        .map(|(index, head)| HeadScores::of(&head.name, &head.class_names(), &scored(index), seed))
        .filter(|scores| scores.sentences > 0)
        .collect();
    if heads.is_empty() {
        return Err(Error::Insufficient(
            "no sentence to score: those given are authored, furniture, unlabelled, or trained the model without \
             out-of-fold predictions (--folds 0)".to_owned(),
        ));
    }
    let left_out = LeftOut {
        authored: labels.authored(),
        boilerplate: labels.furniture(),
        memorised: annotated
            .iter()
            .filter(|annotated| annotated.memorised)
            .count(),
    };
    let trained = annotated
        .iter()
        .filter(|annotated| annotated.in_training && !annotated.memorised)
        .count();
    let how = format!(
        "the model on {} sentences, {trained} of them by out-of-fold predictions",
        real.len() - left_out.memorised
    );
    Ok(Evaluation {
        how,
        heads,
        left_out,
    })
}

fn sentence(example: &Example) -> Sentence {
    let text = example.text.clone();
    Sentence {
        n: 1,
        end: text.len(),
        dateline: text.len() - example.statement().len(),
        text,
        ..Sentence::default()
    }
}
