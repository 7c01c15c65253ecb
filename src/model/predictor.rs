//! Text → probabilities of every head: the model compiled for speed.
//!
//! One pass over the text marks its known terms in a table of counters; then their weights, which
//! lie side by side for all heads, are summed. Nothing is allocated for a text. The answers are
//! those of [`super::PlainPredictor`] up to rounding (a test holds them to 1e-6).
//!
//! No term is dropped: each one known to the model counts for its row's length, whatever its weights.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::Model;
use super::ngram_tree::NgramTree;
use super::outputs::Outputs;
use super::weights::WeightRows;
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
    cues: CueScratch,
    symbols: Vec<u32>,
    found: Found,
    values: Vec<(u32, f64)>,
    scores: Vec<f64>,
}

/// The known terms of one kind in a text.
#[derive(Debug)]
struct Found {
    /// How often each term of the model was found; all zero between texts.
    counts: Vec<u32>,
    /// The terms that were, in the order of the text.
    terms: Vec<u32>,
}

impl Found {
    #[inline]
    fn add(&mut self, term: u32) {
        let count = &mut self.counts[term as usize];
        if *count == 0 {
            self.terms.push(term);
        }
        *count += 1;
    }
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
            cues: CueScratch::default(),
            symbols: Vec::new(),
            found: Found {
                counts: vec![0; self.weights.len()],
                terms: Vec::new(),
            },
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
        for kind in FEATURE_KINDS {
            if self.params.weight(kind) > 0.0 {
                self.find(kind, scratch);
                if kind == FeatureKind::Word || self.params.word_weight == 0.0 {
                    prediction.known_terms += scratch.found.terms.len();
                }
                self.add_scores(kind, scratch);
            }
        }
        self.outputs
            .probabilities(&scratch.scores, &mut prediction.probabilities);
    }

    fn find(&self, kind: FeatureKind, scratch: &mut Scratch) {
        match kind {
            FeatureKind::Char => self.find_chars(scratch),
            FeatureKind::Cue => self.find_cues(scratch),
            FeatureKind::Word => self.find_words(scratch),
        }
    }

    /// As [`crate::features::Extractor`] cuts them: a word shorter than the shortest n-gram counts whole.
    fn find_chars(&self, scratch: &mut Scratch) {
        let (shortest, longest) = self.params.chars;
        for word in scratch.tokens.padded_words() {
            scratch.symbols.clear();
            scratch.symbols.extend(word.chars().map(u32::from));
            let symbols = scratch.symbols.as_slice();
            let shortest = shortest.min(symbols.len());
            for first in 0..=symbols.len() - shortest {
                let last = symbols.len().min(first + longest);
                self.chars.walk(&symbols[first..last], shortest, |term| {
                    scratch.found.add(term)
                });
            }
        }
    }

    fn find_words(&self, scratch: &mut Scratch) {
        let (shortest, longest) = self.params.words;
        let tokens = &scratch.tokens;
        let number = |token| self.vocabulary.get(tokens.token(token)).copied();
        scratch.symbols.clear();
        scratch
            .symbols
            .extend((0..tokens.len()).map(|token| number(token).unwrap_or(UNKNOWN)));
        let symbols = scratch.symbols.as_slice();
        for first in 0..symbols.len() {
            let last = symbols.len().min(first + longest);
            self.words.walk(&symbols[first..last], shortest, |term| {
                scratch.found.add(term)
            });
        }
    }

    fn find_cues(&self, scratch: &mut Scratch) {
        self.extractor
            .cues()
            .find(&scratch.tokens, &mut scratch.cues);
        for feature in &scratch.cues.features {
            if let Some(&term) = self.cues.get(feature) {
                scratch.found.add(term);
            }
        }
    }

    /// Adds what the terms found do to the scores, and forgets them.
    fn add_scores(&self, kind: FeatureKind, scratch: &mut Scratch) {
        let Found { counts, terms } = &mut scratch.found;
        scratch.values.clear();
        scratch.values.extend(terms.drain(..).map(|term| {
            let count = std::mem::take(&mut counts[term as usize]);
            (term, self.params.tf.of(count))
        }));
        let weight = self.params.weight(kind);
        self.weights
            .add(&scratch.values, weight, &mut scratch.scores);
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
