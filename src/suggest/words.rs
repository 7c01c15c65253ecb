//! The words of a corpus, each with what is written before it taken off, and their cue classes.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use crate::features::{CueMatcher, NormaliseParams, Normaliser, Tokens};
use crate::language::{self, LANGUAGES};
use crate::task::Lexicon;

/// Shorter stems are taken for another word.
const SHORTEST_STEM: usize = 3;

/// A sentence to learn from.
#[derive(Debug, Clone, Copy)]
pub struct Text<'a> {
    /// The sentence.
    pub text: &'a str,
    /// The document it stands in.
    pub document: &'a str,
}

/// The words of a corpus by number; forms that differ by an article or a conjunction before it are
/// one word.
pub(super) struct Words {
    /// What stands for each word: its form without proclitics.
    pub names: Vec<String>,
    /// How often each occurs.
    pub counts: Vec<u32>,
    /// The cue classes of each, as numbers.
    pub classes: Vec<Vec<usize>>,
    /// Every class, sorted; the classes of a word point here.
    pub class_names: Vec<String>,
    /// Whether each only holds sentences together: a pronoun, a preposition with one, and the like.
    pub function: Vec<bool>,
    /// Each sentence as numbers of words.
    pub sentences: Vec<Vec<u32>>,
}

impl Words {
    pub fn of(texts: &[Text<'_>], lexicon: &Lexicon, params: &NormaliseParams) -> Words {
        let normaliser = Normaliser::new(params);
        let cut = |text: &Text<'_>| words_of(text.text, &normaliser);
        let cut: Vec<Vec<String>> = texts.iter().map(cut).collect();
        let mut frequency: BTreeMap<&str, u32> = BTreeMap::new();
        for word in cut.iter().flatten() {
            *frequency.entry(word).or_default() += 1;
        }
        let stem_of: FxHashMap<&str, &str> = frequency
            .keys()
            .map(|word| (*word, stem(word, &frequency)))
            .collect();
        let names: BTreeSet<&str> = stem_of.values().copied().collect();
        let number: FxHashMap<&str, u32> = names.iter().copied().zip(0..).collect();
        let sentences: Vec<Vec<u32>> = cut
            .iter()
            .map(|words| {
                words
                    .iter()
                    .map(|word| number[stem_of[word.as_str()]])
                    .collect()
            })
            .collect();
        let mut counts = vec![0; names.len()];
        for word in sentences.iter().flatten() {
            counts[*word as usize] += 1;
        }
        let matcher = CueMatcher::new(lexicon, params);
        let function = CueMatcher::new(&function_words(), params);
        Words {
            function: names
                .iter()
                .map(|name| !function.classes_of(name).is_empty())
                .collect(),
            classes: names.iter().map(|name| matcher.classes_of(name)).collect(),
            class_names: matcher.classes().to_vec(),
            names: names.into_iter().map(str::to_owned).collect(),
            counts,
            sentences,
        }
    }
}

/// The function words of all languages as a lexicon, so that they are found with what is written onto
/// them: عن in عنه, هذه in كهذه.
fn function_words() -> Lexicon {
    let lists = LANGUAGES.iter().zip(language::Words::of_all_languages());
    let languages = lists.map(|(language, words)| {
        let class = ("FUNCTION".to_owned(), words.function.join(" "));
        (language.code.to_owned(), [class].into())
    });
    Lexicon {
        languages: languages.collect(),
        ..Lexicon::default()
    }
}

fn words_of(text: &str, normaliser: &Normaliser) -> Vec<String> {
    let tokens = Tokens::of(text, normaliser);
    let words = tokens.padded_words().map(|word| word.trim().to_owned());
    words.collect()
}

/// The word without the longest proclitic that leaves a word of the corpus. Those of one letter stay:
/// كامل is not ك and امل.
fn stem<'a>(word: &'a str, frequency: &BTreeMap<&'a str, u32>) -> &'a str {
    let proclitics = LANGUAGES
        .iter()
        .flat_map(|language| language.affixes.proclitics);
    let stems = proclitics.filter_map(|proclitic| {
        let stem = word.strip_prefix(proclitic)?;
        let is_word = proclitic.chars().count() > 1
            && stem.chars().count() >= SHORTEST_STEM
            && frequency.contains_key(stem);
        is_word.then_some(stem)
    });
    stems.min_by_key(|stem| stem.len()).unwrap_or(word)
}
