//! What predicting takes, and what it gives.

use super::cut::Cut;
use super::found::Found;
use super::memory::{Memory, Token};
use super::records::Word;
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
    pub(super) cut: Cut,
    /// The text that was read last.
    pub(super) tokens: Vec<Token>,
    /// Its words, each once.
    pub(super) words: Vec<Word>,
    /// A stretch that is new.
    pub(super) read: Tokens,
    /// The numbers of the tokens.
    pub(super) symbols: Vec<u32>,
    /// Terms to be counted.
    pub(super) terms: Vec<u32>,
    pub(super) cues: CueScratch,
    pub(super) found: Found,
    pub(super) sums: Vec<Sums>,
    pub(super) scores: Vec<f64>,
}

impl Scratch {
    /// The tokens of the text that was read last as one line, as [`Tokens::line`] gives it; replaces `line`.
    pub(crate) fn line_into(&self, line: &mut Vec<u8>) {
        line.clear();
        line.push(b' ');
        for token in &self.tokens {
            line.extend_from_slice(self.memory.words().record(token.word).letters());
            line.push(b' ');
        }
    }
}
