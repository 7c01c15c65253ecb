//! Sentence + predictor → annotated sentence.

mod score;

pub use score::score;

use std::sync::{Mutex, MutexGuard, PoisonError};

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use smallvec::SmallVec;

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
    pub heads: Annotations,
}

/// One head's answer for a sentence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Annotation {
    /// The most probable class.
    pub class: usize,
    /// The probability of each class.
    pub probabilities: Probabilities,
    /// The class that a person gave.
    pub label: Option<usize>,
    /// Whether the sentence trained this head and no out-of-fold probabilities of it are known.
    pub memorised: bool,
    /// Whether its probability is below what was asked for: the class is not given then.
    pub abstains: bool,
}

/// One a class. Few of them need no memory of their own.
pub type Probabilities = SmallVec<[f64; 4]>;

/// One a head. Few of them need no memory of their own.
pub type Annotations = SmallVec<[Annotation; 3]>;

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
    /// Every labelled sentence.
    known: FxHashMap<SentenceKey, Known>,
    /// Those not in use: as many are made as threads annotate at a time.
    desks: Mutex<Vec<Desk>>,
    /// The probability that a class needs.
    least: f64,
}

/// What the model says of a labelled sentence.
#[derive(Debug, Default)]
struct Known {
    in_training: bool,
    /// Where its out-of-fold predictions stand: (head, index).
    rows: Vec<(usize, usize)>,
}

/// What annotating one sentence takes; used again for the next.
#[derive(Debug)]
struct Desk {
    scratch: Box<Scratch>,
    prediction: Prediction,
    /// The tokens of the sentence.
    line: Vec<u8>,
}

impl<'a> Annotator<'a> {
    /// Compiles the model and indexes its out-of-fold predictions.
    pub fn new(model: &'a Model) -> Annotator<'a> {
        let mut known: FxHashMap<SentenceKey, Known> = FxHashMap::default();
        for &key in &model.header.training.keys {
            known.entry(key).or_default().in_training = true;
        }
        for (head, trained) in model.header.heads.iter().enumerate() {
            for (index, row) in trained
                .out_of_fold
                .iter()
                .flat_map(|all| &all.sentences)
                .enumerate()
            {
                known.entry(row.key).or_default().rows.push((head, index));
            }
        }
        Annotator {
            model,
            predictor: Predictor::new(model),
            known,
            desks: Mutex::default(),
            least: 0.0,
        }
    }

    /// The same, giving no class whose probability is below `least`.
    pub fn abstaining_below(self, least: f64) -> Annotator<'a> {
        Annotator { least, ..self }
    }

    /// Annotates one sentence of a document.
    pub fn annotate(&self, document: &str, sentence: Sentence) -> Annotated {
        let mut desk = self.take_desk();
        let annotated = self.annotate_at(&mut desk, document, sentence);
        self.free_desks().push(desk);
        annotated
    }

    fn annotate_at(&self, desk: &mut Desk, document: &str, sentence: Sentence) -> Annotated {
        let Desk {
            scratch,
            prediction,
            line,
        } = desk;
        let text = sentence.statement();
        self.predictor.predict_into(text, scratch, prediction);
        scratch.line_into(line);
        let key = SentenceKey::of_line(line, text);
        let known = self.known.get(&key);
        let in_training = known.is_some_and(|known| known.in_training);
        let mut memorised = in_training;
        let rows = known.map_or(&[][..], |known| known.rows.as_slice());
        let predicted = prediction.probabilities.iter().enumerate();
        let answers = predicted.map(|(head, predicted)| {
            let held_out = self.held_out(rows, head, document);
            let head_memorised = in_training && held_out.is_none();
            memorised &= head_memorised;
            let (probabilities, label) = match held_out {
                Some((probabilities, label)) => (probabilities, Some(label)),
                None => (Probabilities::from_slice(predicted), None),
            };
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
        let holders = &self.model.header.training.holders;
        Annotated {
            known_terms: prediction.known_terms,
            in_training,
            memorised,
            holder: known.and_then(|_| holders.get(&key).cloned()),
            heads,
            sentence,
        }
    }

    fn take_desk(&self) -> Desk {
        let free = self.free_desks().pop();
        free.unwrap_or_else(|| Desk {
            scratch: Box::new(self.predictor.scratch()),
            prediction: Prediction::default(),
            line: Vec::new(),
        })
    }

    fn free_desks(&self) -> MutexGuard<'_, Vec<Desk>> {
        self.desks.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What models that had not seen a labelled sentence, of which these are the rows, said of it, and
    /// its label: of the same document if it was labelled there, else of the first where it was.
    fn held_out(
        &self,
        rows: &[(usize, usize)],
        head: usize,
        document: &str,
    ) -> Option<(Probabilities, usize)> {
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
