//! Texts as numbers: every different token once, and each text as the numbers of its tokens.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::lists::Lists;
use super::{CueFeature, CueHit, CueMatcher, CueScratch, CueToken, Extractor, Tokens};

/// Texts that a thread reads at a time.
const BLOCK: usize = 4096;

/// What the terms of a list of texts are cut from. Few different words make up nearly all of a corpus,
/// so that whatever depends on a word alone is worked out once.
#[derive(Default)]
pub(super) struct Corpus {
    pub vocabulary: Vocabulary,
    /// The numbers of each text's tokens.
    pub texts: Lists<u32>,
    /// The cue features of each text, each once.
    pub cues: Lists<CueFeature>,
}

/// Every different token, numbered as they appear.
#[derive(Default)]
pub(super) struct Vocabulary {
    numbers: FxHashMap<Box<str>, u32>,
    tokens: Vec<Token>,
}

/// What is known of a token.
#[derive(Clone, Copy)]
struct Token {
    /// A word; else a sign.
    is_word: bool,
}

/// What the tokens of a block have to do with cues, by their numbers.
#[derive(Default)]
struct Cues {
    hits: Vec<CueHit>,
    /// Where the hits of each token end, and whether it begins a clause.
    tokens: Vec<(usize, bool)>,
    scratch: CueScratch,
}

impl Corpus {
    /// Reads texts; threads share them, and the numbers do not depend on how.
    pub fn read(texts: &[&str], extractor: &Extractor) -> Corpus {
        let blocks = texts.par_chunks(BLOCK);
        let blocks: Vec<Corpus> = blocks
            .map(|texts| Corpus::read_block(texts, extractor))
            .collect();
        let mut corpus = Corpus::default();
        for mut block in blocks {
            let numbers = corpus.vocabulary.add(block.vocabulary);
            let tokens = block.texts.items.iter_mut();
            tokens.for_each(|token| *token = numbers[*token as usize]);
            corpus.texts.extend(block.texts);
            corpus.cues.extend(block.cues);
        }
        corpus
    }

    fn read_block(texts: &[&str], extractor: &Extractor) -> Corpus {
        let (mut block, mut tokens, mut cues) =
            (Corpus::default(), Tokens::default(), Cues::default());
        let with_cues = extractor.params().cue_weight > 0.0 && !extractor.cues().is_empty();
        for text in texts {
            tokens.read(text, extractor.normaliser());
            let start = block.texts.items.len();
            for token in tokens.iter() {
                let is_word = token.is_word;
                let number = block.vocabulary.number(token.text, || Token { is_word });
                block.texts.items.push(number);
            }
            if with_cues {
                let numbers = &block.texts.items[start..];
                let found = cues.find(&tokens, numbers, extractor.cues());
                block.cues.items.append(found);
            }
            block.texts.end();
            block.cues.end();
        }
        block
    }

    /// How many texts have each token.
    pub fn document_frequencies(&self) -> Vec<u32> {
        let mut frequencies = vec![0; self.vocabulary.len()];
        let mut last = vec![usize::MAX; self.vocabulary.len()];
        for (text, tokens) in self.texts.iter().enumerate() {
            for &token in tokens {
                frequencies[token as usize] += u32::from(last[token as usize] != text);
                last[token as usize] = text;
            }
        }
        frequencies
    }
}

impl Cues {
    /// The cue features of a text of these tokens, whose numbers go on from those of the texts before.
    fn find(
        &mut self,
        tokens: &Tokens,
        numbers: &[u32],
        cues: &CueMatcher,
    ) -> &mut Vec<CueFeature> {
        for (token, &number) in tokens.iter().zip(numbers) {
            if number as usize == self.tokens.len() {
                let begins_clause = cues.read(token.text, token.is_word, &mut self.hits);
                self.tokens.push((self.hits.len(), begins_clause));
            }
        }
        let Cues {
            hits,
            tokens: known,
            scratch,
        } = self;
        let read = tokens.iter().zip(numbers).map(|(token, &number)| {
            let number = number as usize;
            let start = number.checked_sub(1).map_or(0, |before| known[before].0);
            let (end, begins_clause) = known[number];
            CueToken {
                hits: &hits[start..end],
                is_word: token.is_word,
                begins_clause: token.is_after_border || begins_clause,
            }
        });
        cues.find(read, scratch);
        &mut scratch.features
    }
}

impl Vocabulary {
    /// The number of a token; the next one if it is new.
    fn number(&mut self, text: &str, learn: impl FnOnce() -> Token) -> u32 {
        if let Some(&number) = self.numbers.get(text) {
            return number;
        }
        let number = self.tokens.len() as u32;
        self.numbers.insert(text.into(), number);
        self.tokens.push(learn());
        number
    }

    /// Adds the tokens of another vocabulary and gives their numbers in this one.
    fn add(&mut self, other: Vocabulary) -> Vec<u32> {
        let tokens = other.tokens.clone();
        let texts = other.into_texts().into_iter().zip(tokens);
        texts
            .map(|(text, token)| self.number(&text, || token))
            .collect()
    }

    /// How many different tokens there are.
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Whether a token is a word; else it is a sign.
    pub fn is_word(&self, token: usize) -> bool {
        self.tokens[token].is_word
    }

    /// The texts of the tokens by their numbers.
    pub fn texts(&self) -> Vec<&str> {
        let mut texts = vec![""; self.len()];
        for (text, number) in &self.numbers {
            texts[*number as usize] = text;
        }
        texts
    }

    fn into_texts(self) -> Vec<Box<str>> {
        let mut texts = vec![Box::default(); self.len()];
        for (text, number) in self.numbers {
            texts[number as usize] = text;
        }
        texts
    }
}
