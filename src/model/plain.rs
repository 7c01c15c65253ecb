//! Text → probabilities of every head, term by term: what [`super::Predictor`] is held against.

use super::outputs::Outputs;
use super::{Model, Prediction};
use crate::features::{Extractor, FeatureKind, FeatureParams, Normaliser, TermIndex, scale_kinds};

/// A model as its definition reads: every term looked up, every product summed. It can say what
/// each term does; [`super::Predictor`] gives the same answers faster.
#[derive(Debug)]
pub struct PlainPredictor {
    extractor: Extractor,
    params: FeatureParams,
    index: TermIndex,
    kinds: Vec<FeatureKind>,
    idf: Vec<f32>,
    weights: Vec<f32>,
    outputs: Outputs,
}

/// A term of a text and what it adds to each output's score.
#[derive(Debug, Clone, PartialEq)]
pub struct Moved {
    /// Number of the term in the model.
    pub term: usize,
    /// TF-IDF value times weight, one an output.
    pub scores: Vec<f64>,
}

impl PlainPredictor {
    /// Indexes a model's terms.
    pub fn new(model: &Model) -> PlainPredictor {
        let header = &model.header;
        let mut index = TermIndex::default();
        for (number, term) in model.terms.iter().enumerate() {
            index.find_or_insert(term.kind, &term.text, number as u32);
        }
        PlainPredictor {
            extractor: Extractor::new(&header.features, &header.task.cues),
            params: header.features.clone(),
            index,
            kinds: model.terms.iter().map(|term| term.kind).collect(),
            idf: model.idf.clone(),
            weights: model.weights.clone(),
            outputs: Outputs::new(header),
        }
    }

    /// What folds the texts' spellings.
    pub fn normaliser(&self) -> &Normaliser {
        self.extractor.normaliser()
    }

    /// The probabilities of every head for a text.
    pub fn predict(&self, text: &str) -> Prediction {
        let vector = self.vector(text);
        let mut scores = self.outputs.intercepts().to_vec();
        for &(term, value) in &vector {
            for (score, weight) in scores.iter_mut().zip(self.weights_of(term)) {
                *score += value * f64::from(*weight);
            }
        }
        let mut prediction = Prediction {
            known_terms: self.known(&vector),
            ..Prediction::default()
        };
        self.outputs
            .probabilities(&scores, &mut prediction.probabilities);
        prediction
    }

    /// What each known term of a text adds to the scores, by term.
    pub fn explain(&self, text: &str) -> Vec<Moved> {
        let moved = |(term, value): (u32, f64)| Moved {
            term: term as usize,
            scores: self
                .weights_of(term)
                .iter()
                .map(|&weight| value * f64::from(weight))
                .collect(),
        };
        self.vector(text).into_iter().map(moved).collect()
    }

    /// The TF-IDF values of a text's known terms, by rising term.
    pub fn vector(&self, text: &str) -> Vec<(u32, f64)> {
        let mut found: Vec<u32> = Vec::new();
        self.extractor
            .extract(text, |kind, term| found.extend(self.index.find(kind, term)));
        found.sort_unstable();
        let value = |same: &[u32]| {
            let term = same[0];
            (
                term,
                self.params.tf.of(same.len() as u32) * f64::from(self.idf[term as usize]),
            )
        };
        let mut vector: Vec<(u32, f64)> = found.chunk_by(|a, b| a == b).map(value).collect();
        scale_kinds(&mut vector, &self.kinds, &self.params);
        vector
    }

    fn weights_of(&self, term: u32) -> &[f32] {
        let outputs = self.outputs.len();
        &self.weights[term as usize * outputs..(term as usize + 1) * outputs]
    }

    fn known(&self, vector: &[(u32, f64)]) -> usize {
        if self.params.word_weight == 0.0 {
            return vector.len();
        }
        vector
            .iter()
            .filter(|(term, _)| self.kinds[*term as usize] == FeatureKind::Word)
            .count()
    }
}
