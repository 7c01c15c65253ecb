//! Text → probabilities of every head: the model compiled for prediction.

use std::ops::Range;

use super::Model;
use super::logistic::softmax;
use crate::features::{Extractor, FeatureKind, FeatureParams, Normaliser, TermIndex, scale_kinds};

/// A model ready to predict, one text at a time.
#[derive(Debug)]
pub struct Predictor {
    extractor: Extractor,
    params: FeatureParams,
    index: TermIndex,
    kinds: Vec<FeatureKind>,
    idf: Vec<f32>,
    weights: Vec<f32>,
    intercepts: Vec<f32>,
    heads: Vec<Range<usize>>,
}

/// What a model says of one text.
#[derive(Debug, Clone, PartialEq)]
pub struct Prediction {
    /// For each head, the probability of each class.
    pub probabilities: Vec<Vec<f64>>,
    /// How many of the text's words and pairs of words (of all its terms, where words are not
    /// features) the model knows; zero means that it answers from nothing.
    pub known_terms: usize,
}

/// A term of a text and what it adds to each output's score.
#[derive(Debug, Clone, PartialEq)]
pub struct Moved {
    /// Number of the term in the model.
    pub term: usize,
    /// TF-IDF value times weight, one an output.
    pub scores: Vec<f64>,
}

impl Predictor {
    /// Compiles a model.
    pub fn new(model: &Model) -> Predictor {
        let header = &model.header;
        let mut index = TermIndex::default();
        for (number, term) in model.terms.iter().enumerate() {
            index.find_or_insert(term.kind, &term.text, number as u32);
        }
        Predictor {
            extractor: Extractor::new(&header.features, &header.task.cues),
            params: header.features.clone(),
            index,
            kinds: model.terms.iter().map(|term| term.kind).collect(),
            idf: model.idf.clone(),
            weights: model.weights.clone(),
            intercepts: header
                .heads
                .iter()
                .flat_map(|head| head.intercepts.clone())
                .collect(),
            heads: header.ranges(),
        }
    }

    /// What folds the texts' spellings.
    pub fn normaliser(&self) -> &Normaliser {
        self.extractor.normaliser()
    }

    /// The probabilities of every head for a text.
    pub fn predict(&self, text: &str) -> Prediction {
        let vector = self.vector(text);
        let mut scores: Vec<f64> = self
            .intercepts
            .iter()
            .map(|&intercept| f64::from(intercept))
            .collect();
        for &(term, value) in &vector {
            for (score, weight) in scores.iter_mut().zip(self.weights_of(term)) {
                *score += value * f64::from(*weight);
            }
        }
        Prediction {
            probabilities: self.probabilities(&scores),
            known_terms: self.known(&vector),
        }
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
        let outputs = self.intercepts.len();
        &self.weights[term as usize * outputs..(term as usize + 1) * outputs]
    }

    fn probabilities(&self, scores: &[f64]) -> Vec<Vec<f64>> {
        let of_head = |range: &Range<usize>| {
            let mut probabilities = scores[range.clone()].to_vec();
            softmax(&mut probabilities);
            probabilities
        };
        self.heads.iter().map(of_head).collect()
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
