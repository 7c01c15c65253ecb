//! Text → probabilities of every head: the model compiled for speed.
//!
//! A text is read by the stretches between its blanks. What a stretch comes to (its words; their character
//! n-grams and the sum of the weights of these, side by side for all heads; their cues) is kept for the next
//! time it occurs ([`super::memory`]), so that a text without a new stretch allocates nothing, and nearly
//! all of its letters are not looked at again. A text comes to the sums of its different words, less the few
//! terms that two of them share; where counts are not binary, its terms are counted and summed one by one. The
//! answers are those of [`super::PlainPredictor`] up to rounding (a test holds them to 1e-6).
//!
//! No term is dropped: each one known to the model counts for its row's length, whatever its weights.

use std::ops::Range;

use rustc_hash::FxHashMap;
use smallvec::{SmallVec, smallvec};

use super::Model;
use super::automaton::Automaton;
use super::cut::Cut;
use super::found::Found;
use super::memory::{Memory, Token};
use super::ngram_tree::NgramTree;
use super::outputs::Outputs;
use super::records::{NewWord, Stored, Word};
use super::scratch::{Prediction, Scratch};
use super::stretches::{Key, Stretch};
use super::weights::{Sums, WeightRows};
use crate::features::{
    CueFeature, CueScratch, CueToken, Extractor, FEATURE_KINDS, FeatureKind, FeatureParams,
    Normaliser, TermFrequency, TokenRead, Tokens,
};

/// A model ready to predict, one text at a time.
#[derive(Debug)]
pub struct Predictor {
    extractor: Extractor,
    params: FeatureParams,
    /// Letters → character n-grams.
    chars: Automaton,
    /// The number behind those of all character n-grams.
    chars_end: usize,
    /// Every token of a word n-gram → its number.
    vocabulary: FxHashMap<Box<str>, u32>,
    /// Numbers of tokens → word n-grams.
    words: NgramTree,
    cues: FxHashMap<CueFeature, u32>,
    weights: WeightRows,
    outputs: Outputs,
}

impl Predictor {
    /// Compiles a model.
    pub fn new(model: &Model) -> Predictor {
        let header = &model.header;
        let extractor = Extractor::new(&header.features, &header.task.cues);
        let of_kind = |kind| terms_of(model, kind).map(|term| (term, &*model.terms[term].text));
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
            chars: Automaton::new(of_kind(FeatureKind::Char)),
            chars_end: terms_of(model, FeatureKind::Char).end,
            words: NgramTree::new(&words),
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
            memory: Memory::default(),
            cut: Cut::default(),
            tokens: Vec::new(),
            words: Vec::new(),
            read: Tokens::default(),
            symbols: Vec::new(),
            terms: Vec::new(),
            cues: CueScratch::default(),
            found: Found::new(self.chars_end),
            sums: vec![Sums::default(); self.weights.blocks()],
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
        self.read(text, scratch);
        scratch.scores.clear();
        scratch.scores.extend_from_slice(self.outputs.intercepts());
        prediction.known_terms = 0;
        for kind in FEATURE_KINDS {
            scratch.sums.fill(Sums::default());
            let known = match kind {
                _ if self.params.weight(kind) == 0.0 => 0,
                FeatureKind::Char => self.add_chars(scratch),
                FeatureKind::Cue => self.add_cues(scratch),
                FeatureKind::Word => self.add_words(scratch),
            };
            if kind == FeatureKind::Word || self.params.word_weight == 0.0 {
                prediction.known_terms += known;
            }
            let weight = self.params.weight(kind);
            self.weights
                .score(&scratch.sums, weight, &mut scratch.scores);
        }
        self.outputs
            .probabilities(&scratch.scores, &mut prediction.probabilities);
    }

    /// Replaces `scratch.tokens` and what else is of a text by those of another one.
    fn read(&self, text: &str, scratch: &mut Scratch) {
        let Scratch {
            memory,
            cut,
            tokens,
            words,
            symbols,
            read,
            ..
        } = scratch;
        memory.begin_text();
        tokens.clear();
        let mut is_after_border = false;
        // Marks that compose can change what stands elsewhere: such a text is one stretch.
        cut.read(text, self.normaliser().composes(text));
        for (span, key) in cut.stretches() {
            let known = key.and_then(|key| memory.stretch(&key));
            let stretch = known.unwrap_or_else(|| self.learn(&text[span], key, memory, read));
            for &token in memory.tokens(&stretch) {
                tokens.push(Token {
                    begins_clause: token.begins_clause || token.is_word && is_after_border,
                    ..token
                });
                is_after_border &= !token.is_word;
            }
            is_after_border |= stretch.ends_clause;
        }
        // The processor fetches many records at a time where nothing else is asked of them.
        words.clear();
        symbols.clear();
        for token in tokens.iter() {
            let (number, is_first) = memory.meet(token.word);
            symbols.push(number);
            if is_first {
                words.push(token.word);
            }
        }
    }

    /// Adds the character n-grams; how many different ones are known.
    fn add_chars(&self, scratch: &mut Scratch) -> usize {
        let Scratch {
            memory,
            tokens,
            words,
            terms,
            found,
            sums,
            ..
        } = scratch;
        let stored = |word: Word| memory.words().record(word).terms();
        let number = |term: &Stored| u32::from_le_bytes(*term);
        if self.params.tf != TermFrequency::Binary {
            terms.clear();
            for token in tokens.iter() {
                terms.extend(stored(token.word).1.iter().map(number));
            }
            return self.weights.add_counted(terms, self.params.tf, sums);
        }
        let mut occurrences = 0;
        for &word in words.iter() {
            let (of_word, terms) = stored(word);
            occurrences += terms.len();
            Sums::add_stored(sums, of_word);
            found.add(terms.iter().map(number));
        }
        self.weights.take_off(found.again(), sums);
        let added = words.iter().map(|&word| stored(word).1.iter().map(number));
        occurrences - found.forget(occurrences, added)
    }

    fn add_cues(&self, scratch: &mut Scratch) -> usize {
        let Scratch {
            memory,
            tokens,
            cues,
            sums,
            ..
        } = scratch;
        if !tokens.iter().any(|token| token.has_cues) {
            return 0;
        }
        let read = tokens.iter().map(|token| CueToken {
            hits: memory.words().record(token.word).hits(),
            is_word: token.is_word,
            begins_clause: token.begins_clause,
        });
        self.extractor.cues().find(read, cues);
        let terms = cues
            .features
            .iter()
            .filter_map(|feature| self.cues.get(feature));
        terms.map(|&term| self.weights.add(term, sums)).count()
    }

    fn add_words(&self, scratch: &mut Scratch) -> usize {
        let Scratch {
            symbols,
            terms,
            sums,
            ..
        } = scratch;
        terms.clear();
        let (shortest, longest) = self.params.words;
        for first in (0..symbols.len()).filter(|&first| symbols[first] != UNKNOWN) {
            let last = symbols.len().min(first + longest);
            self.words
                .walk(&symbols[first..last], shortest, |term| terms.push(term));
        }
        self.weights.add_counted(terms, self.params.tf, sums)
    }

    #[cold]
    fn learn(
        &self,
        text: &str,
        key: Option<Key>,
        memory: &mut Memory,
        read: &mut Tokens,
    ) -> Stretch {
        read.read(text, self.normaliser());
        memory.learn(key, read.iter(), read.ends_clause(), |token, new| {
            self.work_out(token, new);
        })
    }

    fn work_out(&self, token: TokenRead<'_>, new: &mut NewWord) {
        let cues = self.extractor.cues();
        new.number = self.vocabulary.get(token.text).copied().unwrap_or(UNKNOWN);
        new.begins_clause = cues.read(token.text, token.is_word, &mut new.hits);
        if token.is_word && self.params.char_weight > 0.0 {
            self.chars.find(token.padded, &mut new.terms);
        }
        if self.params.tf == TermFrequency::Binary {
            new.terms.sort_unstable();
            new.terms.dedup();
            let mut sums: SmallVec<[Sums; 1]> = smallvec![Sums::default(); self.weights.blocks()];
            for &term in &new.terms {
                self.weights.add(term, &mut sums);
            }
            new.sums.extend(sums.iter().flat_map(Sums::rounded));
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
