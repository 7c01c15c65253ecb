//! Text → probabilities of every head: the model compiled for speed.
//!
//! One pass over the text finds its known terms; then their weights, which lie side by side for all
//! heads, are summed. What a word comes to is kept for the next time it occurs, so that a text without
//! a new word allocates nothing. The answers are those of [`super::PlainPredictor`] up to rounding (a
//! test holds them to 1e-6).
//!
//! No term is dropped: each one known to the model counts for its row's length, whatever its weights.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::Model;
use super::found::Found;
use super::ngram_tree::NgramTree;
use super::outputs::Outputs;
use super::weights::WeightRows;
use super::words::WordMemory;
use crate::features::{
    CueFeature, CueScratch, Extractor, FEATURE_KINDS, FeatureKind, FeatureParams, Normaliser,
    Tokens,
};

/// A model ready to predict, one text at a time.
#[derive(Debug)]
pub struct Predictor {
    extractor: Extractor,
    params: FeatureParams,
    /// Letters → character n-grams.
    chars: NgramTree,
    /// Every token of a word n-gram → its number.
    vocabulary: FxHashMap<Box<str>, u32>,
    /// Numbers of tokens → word n-grams.
    words: NgramTree,
    cues: FxHashMap<CueFeature, u32>,
    weights: WeightRows,
    outputs: Outputs,
}

/// What a model says of one text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Prediction {
    /// For each head, the probability of each class.
    pub probabilities: Vec<Vec<f64>>,
    /// How many of the text's words and pairs of words (of all its terms, where words are not
    /// features) the model knows; zero means that it answers from nothing.
    pub known_terms: usize,
}

/// What predicting one text takes; used again for the next. Each thread has its own.
#[derive(Debug)]
pub struct Scratch {
    /// The text that was read last.
    pub(crate) tokens: Tokens,
    memory: WordMemory,
    /// The letters of a word.
    letters: Vec<u32>,
    /// The number of each token.
    numbers: Vec<u32>,
    /// For each word, signs left out, whether it may have to do with cues.
    tells: Vec<bool>,
    cues: CueScratch,
    found: Found,
    values: Vec<(u32, f64)>,
    scores: Vec<f64>,
}

impl Predictor {
    /// Compiles a model.
    pub fn new(model: &Model) -> Predictor {
        let header = &model.header;
        let extractor = Extractor::new(&header.features, &header.task.cues);
        let of_kind = |kind| terms_of(model, kind).map(|term| (term, &*model.terms[term].text));
        let letters = of_kind(FeatureKind::Char)
            .map(|(term, text)| (text.chars().map(u32::from).collect(), term as u32));
        let mut vocabulary = FxHashMap::default();
        let words: Vec<(Vec<u32>, u32)> = of_kind(FeatureKind::Word)
            .map(|(term, text)| (numbers(text, &mut vocabulary), term as u32))
            .collect();
        let cues = of_kind(FeatureKind::Cue).flat_map(|(term, name)| {
            let features = extractor.cues().features_named(name);
            features
                .into_iter()
                .map(move |feature| (feature, term as u32))
        });
        Predictor {
            params: header.features.clone(),
            chars: NgramTree::new(letters),
            words: NgramTree::new(words.iter().cloned()),
            vocabulary,
            cues: cues.collect(),
            weights: WeightRows::new(model),
            outputs: Outputs::new(header),
            extractor,
        }
    }

    /// What folds the texts' spellings.
    pub fn normaliser(&self) -> &Normaliser {
        self.extractor.normaliser()
    }

    /// What a thread needs to predict with this predictor, and no other.
    pub fn scratch(&self) -> Scratch {
        Scratch {
            tokens: Tokens::default(),
            memory: WordMemory::default(),
            letters: Vec::new(),
            numbers: Vec::new(),
            tells: Vec::new(),
            cues: CueScratch::default(),
            found: Found::new(self.weights.len()),
            values: Vec::new(),
            scores: Vec::new(),
        }
    }

    /// The probabilities of every head for a text.
    pub fn predict(&self, text: &str) -> Prediction {
        let mut prediction = Prediction::default();
        self.predict_into(text, &mut self.scratch(), &mut prediction);
        prediction
    }

    /// Replaces `prediction` by the one for a text, in the same memory.
    pub fn predict_into(&self, text: &str, scratch: &mut Scratch, prediction: &mut Prediction) {
        scratch.tokens.read(text, self.normaliser());
        scratch.scores.clear();
        scratch.scores.extend_from_slice(self.outputs.intercepts());
        prediction.known_terms = 0;
        self.read_words(scratch);
        for kind in FEATURE_KINDS {
            match kind {
                // Found with the words.
                FeatureKind::Char => {}
                FeatureKind::Cue => self.find_cues(scratch),
                FeatureKind::Word => self.find_words(scratch),
            }
            if kind == FeatureKind::Word || self.params.word_weight == 0.0 {
                prediction.known_terms += scratch.found.len();
            }
            scratch.found.take(self.params.tf, &mut scratch.values);
            self.weights.add(
                &scratch.values,
                self.params.weight(kind),
                &mut scratch.scores,
            );
        }
        self.outputs
            .probabilities(&scratch.scores, &mut prediction.probabilities);
    }

    /// Looks up every token, and finds the character n-grams.
    fn read_words(&self, scratch: &mut Scratch) {
        let Scratch {
            tokens,
            memory,
            letters,
            numbers,
            tells,
            found,
            ..
        } = scratch;
        numbers.clear();
        tells.clear();
        for (text, padded_word) in tokens.tokens() {
            let (word, terms) = memory.recall(text, |terms| {
                let number = self.vocabulary.get(text).copied().unwrap_or(UNKNOWN);
                let Some(padded) = padded_word else {
                    return (number, false);
                };
                self.find_chars(padded, letters, terms);
                (number, self.extractor.cues().tells(text))
            });
            numbers.push(word.number);
            terms.iter().for_each(|&term| found.add(term));
            if padded_word.is_some() {
                tells.push(word.tells);
            }
        }
    }

    /// As [`crate::features::Extractor`] cuts them: a word shorter than the shortest n-gram counts whole.
    fn find_chars(&self, padded_word: &str, letters: &mut Vec<u32>, found: &mut Vec<u32>) {
        if self.params.char_weight == 0.0 {
            return;
        }
        letters.clear();
        letters.extend(padded_word.chars().map(u32::from));
        let (shortest, longest) = self.params.chars;
        let shortest = shortest.min(letters.len());
        for first in 0..=letters.len() - shortest {
            let last = letters.len().min(first + longest);
            self.chars
                .walk(&letters[first..last], shortest, |term| found.push(term));
        }
    }

    fn find_cues(&self, scratch: &mut Scratch) {
        if self.params.cue_weight == 0.0 {
            return;
        }
        let cues = self.extractor.cues();
        cues.find(&scratch.tokens, &scratch.tells, &mut scratch.cues);
        for feature in &scratch.cues.features {
            if let Some(&term) = self.cues.get(feature) {
                scratch.found.add(term);
            }
        }
    }

    fn find_words(&self, scratch: &mut Scratch) {
        if self.params.word_weight == 0.0 {
            return;
        }
        let (shortest, longest) = self.params.words;
        let numbers = scratch.numbers.as_slice();
        for first in 0..numbers.len() {
            let last = numbers.len().min(first + longest);
            self.words.walk(&numbers[first..last], shortest, |term| {
                scratch.found.add(term)
            });
        }
    }
}

/// The number of a token that no n-gram of the model holds.
const UNKNOWN: u32 = u32::MAX;

/// The numbers of a word n-gram's tokens; new ones are added.
fn numbers(ngram: &str, vocabulary: &mut FxHashMap<Box<str>, u32>) -> Vec<u32> {
    let mut number = |token: &str| {
        let next = vocabulary.len() as u32;
        match vocabulary.get(token) {
            Some(&number) => number,
            None => *vocabulary.entry(token.into()).or_insert(next),
        }
    };
    ngram.split(' ').map(&mut number).collect()
}

/// The terms of a kind: they stand together.
fn terms_of(model: &Model, kind: FeatureKind) -> Range<usize> {
    let start = model.terms.partition_point(|term| term.kind < kind);
    start..model.terms.partition_point(|term| term.kind <= kind)
}
