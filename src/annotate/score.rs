//! A model on labelled sentences → scores.

use rayon::prelude::*;

use super::{Annotated, Annotator};
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
    let answered = Answered::of(model, labels);
    let heads: Vec<HeadScores> = (model.header.task.heads.iter().enumerate())
        .filter(|(_, head)| task.heads.contains(head))
        .map(|(index, head)| {
            let scored = answered.scored(index);
            HeadScores::of(&head.name, &head.class_names(), &scored, seed)
        })
        .filter(|scores| scores.sentences > 0)
        .collect();
    if heads.is_empty() {
        return Err(Error::Insufficient(
            "no sentence to score: those given are authored, furniture, unlabelled, or trained the model without \
             out-of-fold predictions (--folds 0)".to_owned(),
        ));
    }
    let memorised = answered.count(|annotated| annotated.memorised);
    let trained = answered.count(|annotated| annotated.in_training) - memorised;
    Ok(Evaluation {
        how: format!(
            "the model on {} sentences, {trained} of them by out-of-fold predictions",
            answered.annotated.len() - memorised
        ),
        heads,
        left_out: LeftOut {
            authored: labels.authored(),
            boilerplate: labels.furniture(),
            memorised,
        },
    })
}

/// The real sentences with the model's answers.
struct Answered<'a> {
    real: Vec<&'a Example>,
    annotated: Vec<Annotated>,
    /// Their documents, sorted.
    documents: Vec<&'a str>,
}

impl<'a> Answered<'a> {
    fn of(model: &Model, labels: &'a Labels) -> Answered<'a> {
        let annotator = Annotator::new(model);
        let real = labels.examples.iter();
        let real: Vec<&Example> = real
            .filter(|example| !example.authored && !example.boilerplate)
            .collect();
        let annotate =
            |example: &&Example| annotator.annotate(&example.document, sentence(example));
        let mut documents: Vec<&str> = real
            .iter()
            .map(|example| example.document.as_str())
            .collect();
        documents.sort_unstable();
        documents.dedup();
        Answered {
            annotated: real.par_iter().map(annotate).collect(),
            documents,
            real,
        }
    }

    fn count(&self, which: impl Fn(&Annotated) -> bool) -> usize {
        self.annotated
            .iter()
            .filter(|annotated| which(annotated))
            .count()
    }

    /// The sentences that have a label of this head and that the model did not memorise.
    fn scored(&self, head: usize) -> Vec<Scored> {
        let rows = self.real.iter().zip(&self.annotated);
        let rows = rows.filter(|(_, annotated)| !annotated.heads[head].memorised);
        let scored = rows.filter_map(|(example, annotated)| {
            Some(Scored {
                document: self
                    .documents
                    .binary_search(&example.document.as_str())
                    .expect("collected with the sentences"),
                label: example.classes[head]?,
                probabilities: annotated.heads[head].probabilities.to_vec(),
            })
        });
        scored.collect()
    }
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
