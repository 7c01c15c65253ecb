//! What predicting takes, and what it gives.

use super::found::Found;
use super::memory::{Memory, Token};
use super::weights::Sums;
use crate::features::{CueScratch, Tokens};

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
    pub(super) memory: Memory,
    /// The text that was read last.
    pub(super) tokens: Vec<Token>,
    /// A stretch that is new.
    pub(super) read: Tokens,
    /// The numbers of the tokens.
    pub(super) symbols: Vec<u32>,
    /// The text's word n-grams.
    pub(super) terms: Vec<u32>,
    pub(super) cues: CueScratch,
    pub(super) found: Found,
    pub(super) sums: Vec<Sums>,
    pub(super) scores: Vec<f64>,
}

impl Scratch {
    /// The tokens of the text that was read last as one line, as [`Tokens::line`] gives it; replaces `line`.
    pub(crate) fn line_into(&self, line: &mut String) {
        line.clear();
        line.push(' ');
        for token in &self.tokens {
            line.push_str(self.memory.words().letters(token.word));
            line.push(' ');
        }
    }
}
