//! Sentence + predictor → annotated sentence.

mod score;

pub use score::score;

use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::document::Sentence;
use crate::evaluate::most_probable;
use crate::features::SentenceKey;
use crate::model::{Model, Prediction, Predictor, Scratch};

/// A sentence with what the model and, where there is one, a person said of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Annotated {
    /// The sentence.
    pub sentence: Sentence,
    /// How many of its words and pairs of words the model knows; zero: it answers from nothing.
    pub known_terms: usize,
    /// Whether the sentence trained the model. Its probabilities are then out-of-fold ones, or, if
    /// the model holds none for it, the model's own, which have seen the answer.
    pub in_training: bool,
    /// Whether it trained the model and no head's out-of-fold probabilities are known.
    pub memorised: bool,
    /// Who a reader of the labels said is quoted in it.
    pub holder: Option<String>,
    /// One a head.
    pub heads: Vec<Annotation>,
}

/// One head's answer for a sentence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Annotation {
    /// The most probable class.
    pub class: usize,
    /// The probability of each class.
    pub probabilities: Vec<f64>,
    /// The class that a person gave.
    pub label: Option<usize>,
    /// Whether the sentence trained this head and no out-of-fold probabilities of it are known.
    pub memorised: bool,
    /// Whether its probability is below what was asked for: the class is not given then.
    pub abstains: bool,
}

impl Annotation {
    /// The class that counts: a person's label before a model's prediction.
    pub fn answer(&self) -> usize {
        self.label.unwrap_or(self.class)
    }

    /// Whether there is a class that counts: a label, or a prediction that is sure enough.
    pub fn answers(&self) -> bool {
        self.label.is_some() || !self.abstains
    }
}

/// Annotates sentences with a model.
#[derive(Debug)]
pub struct Annotator<'a> {
    model: &'a Model,
    predictor: Predictor,
    /// For each labelled sentence, where its out-of-fold predictions stand: (head, index).
    held_out: FxHashMap<SentenceKey, Vec<(usize, usize)>>,
    /// Those not in use: as many are made as threads annotate at a time.
    scratches: Mutex<Vec<Scratch>>,
    /// The probability that a class needs.
    least: f64,
}

impl<'a> Annotator<'a> {
    /// Compiles the model and indexes its out-of-fold predictions.
    pub fn new(model: &'a Model) -> Annotator<'a> {
        let mut held_out: FxHashMap<_, Vec<_>> = FxHashMap::default();
        for (head, trained) in model.header.heads.iter().enumerate() {
            for (index, row) in trained
                .out_of_fold
                .iter()
                .flat_map(|all| &all.sentences)
                .enumerate()
            {
                held_out.entry(row.key).or_default().push((head, index));
            }
        }
        Annotator {
            model,
            predictor: Predictor::new(model),
            held_out,
            scratches: Mutex::default(),
            least: 0.0,
        }
    }

    /// The same, giving no class whose probability is below `least`.
    pub fn abstaining_below(self, least: f64) -> Annotator<'a> {
        Annotator { least, ..self }
    }

    /// Annotates one sentence of a document.
    pub fn annotate(&self, document: &str, sentence: Sentence) -> Annotated {
        let (key, prediction) = self.predict(sentence.statement());
        let in_training = self.model.header.trained_on(key);
        let mut memorised = in_training;
        let rows = self.held_out.get(&key).map_or(&[][..], Vec::as_slice);
        let answers =
            prediction
                .probabilities
                .into_iter()
                .enumerate()
                .map(|(head, probabilities)| {
                    let held_out = self.held_out(rows, head, document);
                    let head_memorised = in_training && held_out.is_none();
                    memorised &= head_memorised;
                    let (probabilities, label) =
                        held_out.map_or((probabilities, None), |(p, label)| (p, Some(label)));
                    let class = most_probable(&probabilities);
                    Annotation {
                        class,
                        memorised: head_memorised,
                        abstains: probabilities[class] < self.least,
                        probabilities,
                        label,
                    }
                });
        let heads = answers.collect();
        Annotated {
            sentence,
            known_terms: prediction.known_terms,
            in_training,
            memorised,
            holder: self.model.header.training.holders.get(&key).cloned(),
            heads,
        }
    }

    /// The key of a text and the model's own answer.
    fn predict(&self, text: &str) -> (SentenceKey, Prediction) {
        let free = self
            .scratches
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop();
        let mut scratch = free.unwrap_or_else(|| self.predictor.scratch());
        let mut prediction = Prediction::default();
        self.predictor
            .predict_into(text, &mut scratch, &mut prediction);
        let key = SentenceKey::of_tokens(&scratch.tokens, text);
        let mut scratches = self
            .scratches
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        scratches.push(scratch);
        (key, prediction)
    }

    /// What models that had not seen a labelled sentence, of which these are the rows, said of it, and
    /// its label: of the same document if it was labelled there, else of the first where it was.
    fn held_out(
        &self,
        rows: &[(usize, usize)],
        head: usize,
        document: &str,
    ) -> Option<(Vec<f64>, usize)> {
        let all = self.model.header.heads[head].out_of_fold.as_ref()?;
        let mut rows = rows
            .iter()
            .filter(|(h, _)| *h == head)
            .map(|(_, row)| &all.sentences[*row]);
        let same_document = rows
            .clone()
            .find(|row| all.documents[row.document] == document);
        let row = same_document.or_else(|| rows.next())?;
        Some((
            row.probabilities.iter().map(|&p| f64::from(p)).collect(),
            row.label,
        ))
    }
}
