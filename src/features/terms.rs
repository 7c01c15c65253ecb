//! The terms of a corpus: cut once from each different word, and from the runs of words.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::corpus::Corpus;
use super::lists::Lists;
use super::runs::{NONE, Runs};
use super::{CueFeature, FEATURE_KINDS, FeatureKind, FeatureParams, Term, TermFrequency};

/// Every term that enough texts can have, and where it stands.
///
/// A text that has a term twice may count twice for it here: a few terms are held that fewer texts have
/// than were asked for, and none is missing.
pub(super) struct CorpusTerms {
    /// Sorted by kind and text.
    pub terms: Vec<Term>,
    /// Character n-grams of each token: each once if it only counts that it stands there, else as often as
    /// it does.
    pub of_token: Lists<u32>,
    /// Cue features of each text.
    of_text: Lists<u32>,
    /// For each length, the run of words that begins at each token of the texts, or [`NONE`].
    of_place: Vec<Vec<u32>>,
}

/// The texts of one kind's terms, numbered as they were found, and where they stand.
#[derive(Default)]
struct Found<T> {
    texts: Vec<String>,
    places: T,
}

impl CorpusTerms {
    /// Finds the terms; `classes` are the names of those of cues.
    pub fn of(corpus: &Corpus, classes: &[String], params: &FeatureParams) -> CorpusTerms {
        let (mut chars, mut words) =
            rayon::join(|| chars(corpus, params), || words(corpus, params));
        let mut cues = cues(corpus, classes);
        let mut terms = Vec::new();
        for kind in FEATURE_KINDS {
            let (texts, places): (_, Vec<&mut Vec<u32>>) = match kind {
                FeatureKind::Char => (&mut chars.texts, vec![&mut chars.places.items]),
                FeatureKind::Cue => (&mut cues.texts, vec![&mut cues.places.items]),
                FeatureKind::Word => (&mut words.texts, words.places.iter_mut().collect()),
            };
            let numbers = number(kind, std::mem::take(texts), &mut terms);
            for places in places {
                renumber(places, &numbers);
            }
        }
        CorpusTerms {
            terms,
            of_token: chars.places,
            of_text: cues.places,
            of_place: words.places,
        }
    }

    /// Adds the character n-grams of some tokens to `row`.
    pub fn add_chars(&self, tokens: &[u32], row: &mut Vec<u32>) {
        for &token in tokens {
            row.extend_from_slice(self.of_token.row(token as usize));
        }
    }

    /// Adds every other term of a text to `row`, as often as it occurs, in no order.
    pub fn add_others(&self, corpus: &Corpus, text: usize, row: &mut Vec<u32>) {
        row.extend_from_slice(self.of_text.row(text));
        for runs in &self.of_place {
            let runs = runs[corpus.texts.range(text)].iter();
            row.extend(runs.filter(|run| **run != NONE));
        }
    }
}

/// The runs of characters of each token, as [`super::ngrams::chars`] cuts them from a text.
fn chars(corpus: &Corpus, params: &FeatureParams) -> Found<Lists<u32>> {
    let mut letters = Lists::default();
    for (token, text) in corpus.vocabulary.texts().iter().enumerate() {
        if corpus.vocabulary.is_word(token) && params.char_weight > 0.0 {
            let padded = [" ", text, " "].into_iter().flat_map(str::chars);
            letters.items.extend(padded.map(u32::from));
        }
        letters.end();
    }
    let frequencies = corpus.document_frequencies();
    let runs = Runs::find(&letters, params.chars, &frequencies, params.min_df);
    let mut found = Found::<Lists<u32>>::default();
    let spelt = runs.found.iter();
    let spelt = spelt.map(|&(first, length)| spell(&letters.items[first..first + length]));
    found.texts = spelt.collect();
    for (token, &frequency) in frequencies.iter().enumerate() {
        let word = letters.range(token);
        let first = found.places.items.len();
        let is_short = !word.is_empty() && word.len() < params.chars.0;
        if is_short && frequency >= params.min_df {
            found.places.items.push(found.texts.len() as u32);
            found.texts.push(spell(letters.row(token)));
        }
        for runs in &runs.by_length {
            let runs = runs[word.clone()].iter();
            found.places.items.extend(runs.filter(|run| **run != NONE));
        }
        if params.tf == TermFrequency::Binary {
            let mut grams = found.places.items.split_off(first);
            grams.sort_unstable();
            grams.dedup();
            found.places.items.append(&mut grams);
        }
        found.places.end();
    }
    found
}

fn spell(letters: &[u32]) -> String {
    let letters = letters.iter().map(|&letter| char::from_u32(letter));
    letters
        .map(|letter| letter.expect("the number of a character"))
        .collect()
}

/// The runs of tokens, as [`super::ngrams::words`] cuts them from a text.
fn words(corpus: &Corpus, params: &FeatureParams) -> Found<Vec<Vec<u32>>> {
    if params.word_weight == 0.0 {
        return Found::default();
    }
    let weights = vec![1; corpus.texts.len()];
    let runs = Runs::find(&corpus.texts, params.words, &weights, params.min_df);
    let tokens = corpus.vocabulary.texts();
    let joined = |&(first, length): &(usize, usize)| {
        let run = corpus.texts.items[first..first + length].iter();
        let run: Vec<&str> = run.map(|token| tokens[*token as usize]).collect();
        run.join(" ")
    };
    Found {
        texts: runs.found.iter().map(joined).collect(),
        places: runs.by_length,
    }
}

/// The cue features of each text. Two may have one name, if a class has a tilde in its own: these are
/// one term.
fn cues(corpus: &Corpus, classes: &[String]) -> Found<Lists<u32>> {
    let mut found = Found::<Lists<u32>>::default();
    let mut named: BTreeMap<String, u32> = BTreeMap::new();
    let mut numbers: BTreeMap<CueFeature, u32> = BTreeMap::new();
    for features in corpus.cues.iter() {
        for feature in features {
            let number = *numbers.entry(*feature).or_insert_with(|| {
                let name = feature_name(*feature, classes);
                let next = named.len() as u32;
                *named.entry(name).or_insert(next)
            });
            found.places.items.push(number);
        }
        found.places.end();
    }
    found.texts = vec![String::new(); named.len()];
    for (name, number) in named {
        found.texts[number as usize] = name;
    }
    found
}

/// As [`super::CueMatcher::extract`] names it.
fn feature_name((class, pair): CueFeature, classes: &[String]) -> String {
    match pair {
        None => classes[class].clone(),
        Some((later, near)) => {
            let mark = if near { "~~" } else { "~" };
            format!("{}{mark}{}", classes[class], classes[later])
        }
    }
}

/// Adds one kind's terms to all, in order of their texts, and gives their numbers there.
fn number(kind: FeatureKind, mut texts: Vec<String>, terms: &mut Vec<Term>) -> Vec<u32> {
    // The first bytes decide nearly always, and lie where they are compared.
    let head = |text: &String| {
        let mut head = [0; 16];
        let bytes = text.as_bytes();
        let length = bytes.len().min(head.len());
        head[..length].copy_from_slice(&bytes[..length]);
        u128::from_be_bytes(head)
    };
    let mut order: Vec<(u128, u32)> = texts.iter().map(head).zip(0..).collect();
    order.par_sort_unstable_by(|a, b| {
        let whole = |number: u32| &texts[number as usize];
        a.0.cmp(&b.0).then_with(|| whole(a.1).cmp(whole(b.1)))
    });
    let mut numbers = vec![0; texts.len()];
    for (_, old) in order {
        numbers[old as usize] = terms.len() as u32;
        let text = std::mem::take(&mut texts[old as usize]);
        terms.push(Term { kind, text });
    }
    numbers
}

fn renumber(places: &mut [u32], numbers: &[u32]) {
    for place in places.iter_mut().filter(|place| **place != NONE) {
        *place = numbers[*place as usize];
    }
}
