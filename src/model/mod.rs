//! The trained model: terms and weights for disk, and the predictor compiled from it.

mod automaton;
mod cut;
mod decimal;
mod file;
mod found;
mod header;
pub mod logistic;
mod memory;
mod ngram_tree;
mod outputs;
mod plain;
mod predictor;
mod records;
mod scratch;
mod stretches;
mod weights;

pub use header::{Certificate, Header, HeldOut, OutOfFold, TrainedHead, Training, VERSION};
pub use plain::{Moved, PlainPredictor};
pub use predictor::Predictor;
pub use scratch::{Prediction, Scratch};

use crate::features::Term;

/// A trained model, whole: from raw text to the probabilities of every head.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// Everything but the terms.
    pub header: Header,
    /// Sorted by kind and text.
    terms: Vec<Term>,
    /// One a term.
    idf: Vec<f32>,
    /// `weights[term * outputs + output]`: the outputs are the classes of all heads, in order.
    weights: Vec<f32>,
    /// The SHA-256 in the model file.
    digest: String,
}

/// A number as a model keeps it, to five decimals: finer ones change no printed probability, double
/// the file, and differ between machines whose `exp` differs in its last bit.
pub fn rounded(number: f64) -> f32 {
    ((number * 1e5).round() / 1e5) as f32
}

impl Model {
    /// A model of these parts: `weights[term * outputs + output]`.
    pub(crate) fn new(
        mut header: Header,
        terms: Vec<Term>,
        idf: Vec<f32>,
        weights: &[f64],
    ) -> Model {
        header.terms = terms.len();
        let mut model = Model {
            header,
            terms,
            idf,
            weights: weights.iter().map(|&weight| rounded(weight)).collect(),
            digest: String::new(),
        };
        model.digest = model.digest_of_contents();
        model
    }

    /// The SHA-256 that the model file states of its contents.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// The terms, sorted by kind and text.
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// How many outputs there are: the classes of all heads together.
    pub fn outputs(&self) -> usize {
        self.header.outputs()
    }

    /// The weights of a term, one an output.
    pub fn weights(&self, term: usize) -> &[f32] {
        &self.weights[term * self.outputs()..(term + 1) * self.outputs()]
    }
}
