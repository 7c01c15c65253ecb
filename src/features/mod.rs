//! A sentence as numbers: normalised, cut into terms, counted, weighted by TF-IDF.

mod addresses;
mod corpus;
mod counts;
mod cues;
mod extract;
mod key;
mod lists;
mod ngrams;
pub mod normalise;
pub mod product;
mod runs;
pub mod sparse;
mod sums;
mod supervised;
mod terms;
mod tfidf;
mod tokenise;
mod word_layout;
mod word_product;
mod word_rows;

pub use counts::{CountRow, Counts};
pub use cues::CueMatcher;
pub(crate) use cues::{CueHit, CueScratch, CueToken, Feature as CueFeature};
pub use extract::Extractor;
pub(crate) use extract::TermIndex;
pub use key::SentenceKey;
pub use normalise::{NormaliseParams, Normaliser, normalise};
pub use supervised::RowClasses;
pub use tfidf::Tfidf;
pub(crate) use tfidf::scale_kinds;
pub(crate) use tokenise::TokenRead;
pub use tokenise::Tokens;
pub use word_layout::WordLayout;
pub use word_rows::WordRows;

use serde::{Deserialize, Serialize};

use crate::{Error, Result};

/// The kinds of features; each kind's part of a row has unit length, times its weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FeatureKind {
    /// Runs of letters inside one word, blanks at its ends included.
    Char,
    /// The task's cue classes, and ordered pairs of them.
    Cue,
    /// Words and runs of words.
    Word,
}

/// Every kind, in the order of their names, which is the order of a model file.
pub const FEATURE_KINDS: [FeatureKind; 3] =
    [FeatureKind::Char, FeatureKind::Cue, FeatureKind::Word];

impl FeatureKind {
    /// The name used in model files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            FeatureKind::Char => "char",
            FeatureKind::Cue => "cue",
            FeatureKind::Word => "word",
        }
    }

    /// The kind with this name.
    pub fn by_name(name: &str) -> Result<FeatureKind> {
        let names = FEATURE_KINDS.map(FeatureKind::name);
        let found = FEATURE_KINDS.into_iter().find(|kind| kind.name() == name);
        found.ok_or_else(|| Error::unknown("feature kind", name, &names))
    }
}

/// One feature: `word:انسحاب`, `char: انس`, `cue:REJECT~WITHDRAW`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Term {
    /// Which kind it is of.
    pub kind: FeatureKind,
    /// The n-gram or the name of the cue feature, normalised.
    pub text: String,
}

impl std::fmt::Display for Term {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.kind.name(), self.text)
    }
}

/// What the count of a term in a sentence stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TermFrequency {
    /// 1, however often the term occurs.
    Binary,
    /// `1 + ln(count)`.
    Sublinear,
    /// The count.
    Count,
}

impl TermFrequency {
    /// The value of a count, which is at least one.
    pub fn of(self, count: u32) -> f64 {
        match self {
            TermFrequency::Binary => 1.0,
            TermFrequency::Sublinear => 1.0 + f64::from(count).ln(),
            TermFrequency::Count => f64::from(count),
        }
    }
}

/// From raw text to TF-IDF: everything a model file must hold to repeat it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeatureParams {
    /// Which spelling variants are folded together.
    pub normalise: NormaliseParams,
    /// Word n-grams, shortest and longest, in words.
    pub words: (usize, usize),
    /// Character n-grams, shortest and longest, in characters.
    pub chars: (usize, usize),
    /// Weight of the character part of a row; 0 leaves the kind out.
    pub char_weight: f64,
    /// Weight of the cue part of a row.
    pub cue_weight: f64,
    /// Weight of the word part of a row.
    pub word_weight: f64,
    /// Terms in fewer training sentences than this are left out.
    pub min_df: u32,
    /// What a term's count stands for.
    pub tf: TermFrequency,
    /// Words and characters that tell the classes apart weigh more ([`Tfidf::weigh_by_classes`]).
    #[serde(default)]
    pub supervised: bool,
}

impl Default for FeatureParams {
    fn default() -> Self {
        FeatureParams {
            normalise: NormaliseParams::default(),
            words: (1, 2),
            chars: (2, 5),
            char_weight: 1.0,
            cue_weight: 1.0,
            word_weight: 0.5,
            min_df: 2,
            tf: TermFrequency::Binary,
            supervised: true,
        }
    }
}

impl FeatureParams {
    /// The weight of a kind's part of a row.
    pub fn weight(&self, kind: FeatureKind) -> f64 {
        match kind {
            FeatureKind::Char => self.char_weight,
            FeatureKind::Cue => self.cue_weight,
            FeatureKind::Word => self.word_weight,
        }
    }

    /// The same parameters with only these kinds switched on.
    pub fn only(mut self, kinds: &[FeatureKind]) -> FeatureParams {
        let keep = |kind, weight| if kinds.contains(&kind) { weight } else { 0.0 };
        self.char_weight = keep(FeatureKind::Char, self.char_weight);
        self.cue_weight = keep(FeatureKind::Cue, self.cue_weight);
        self.word_weight = keep(FeatureKind::Word, self.word_weight);
        self
    }

    /// # Errors
    /// A range that is empty or too long, a weight that is negative or not finite, no kind at all.
    pub fn check(&self) -> Result<()> {
        for (name, (shortest, longest)) in [("word", self.words), ("char", self.chars)] {
            if shortest == 0 || shortest > longest || longest > 10 {
                let message = format!(
                    "{name} n-grams of {shortest} to {longest}: use 1 to 10, shortest first"
                );
                return Err(Error::Usage(message));
            }
        }
        let weights = FEATURE_KINDS.map(|kind| self.weight(kind));
        if weights
            .iter()
            .any(|weight| !weight.is_finite() || *weight < 0.0)
            || weights.iter().all(|w| *w == 0.0)
        {
            let message =
                format!("feature weights {weights:?}: use numbers from 0, at least one above");
            return Err(Error::Usage(message));
        }
        Ok(())
    }
}
