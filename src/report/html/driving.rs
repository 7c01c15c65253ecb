//! The words of a sentence that spoke most for its classes.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::clean::dateline;
use crate::features::{Extractor, FeatureKind, Term};
use crate::model::{Model, PlainPredictor};
use crate::report::explanation::lean;
use crate::report::results::SentenceRow;

/// Words marked and terms named in a sentence, for each head.
const MARKED: usize = 4;

/// A word that moved its class by less is not marked.
const LEAST: f64 = 0.02;

/// For each head, the marked stretches of a sentence (start and length in UTF-16 code units, as the
/// page's script counts) and the strongest terms with what they moved.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Driving {
    pub marks: Vec<(usize, usize)>,
    pub terms: Vec<(String, f64)>,
}

/// A model ready to explain sentences.
pub(super) struct Explainer<'a> {
    model: &'a Model,
    predictor: PlainPredictor,
    extractor: Extractor,
}

impl<'a> Explainer<'a> {
    pub fn new(model: &'a Model) -> Explainer<'a> {
        let header = &model.header;
        Explainer {
            model,
            predictor: PlainPredictor::new(model),
            extractor: Extractor::new(&header.features, &header.task.cues),
        }
    }

    /// Explains sentences, one [`Driving`] a head each.
    pub fn explain_all(&self, sentences: &[&SentenceRow]) -> Vec<Vec<Driving>> {
        sentences
            .par_iter()
            .map(|sentence| self.explain(sentence))
            .collect()
    }

    fn explain(&self, sentence: &SentenceRow) -> Vec<Driving> {
        let start = match sentence.heading {
            true => 0,
            false => dateline(&sentence.text),
        };
        let moved = self.predictor.explain(&sentence.text[start..]);
        let terms: Vec<&Term> = moved
            .iter()
            .map(|moved| &self.model.terms()[moved.term])
            .collect();
        let words = self.words(&sentence.text, start, &terms);
        let ranges = self.model.header.ranges().into_iter();
        let heads = ranges.zip(&sentence.answers);
        heads
            .map(|(range, answer)| {
                let of_class = |scores: &[f64]| lean(&scores[range.clone()], answer.class);
                let leans: Vec<f64> = moved.iter().map(|moved| of_class(&moved.scores)).collect();
                Driving {
                    marks: strongest_words(&sentence.text, &words, &leans, &terms),
                    terms: strongest_terms(&terms, &leans),
                }
            })
            .collect()
    }

    /// The words of a sentence from `start` on.
    fn words(&self, text: &str, start: usize, terms: &[&Term]) -> Vec<Word> {
        let places = terms.iter().enumerate();
        let places: Places<'_> = places
            .map(|(at, term)| ((term.kind, term.text.as_str()), at))
            .collect();
        let words = text[start..].split_whitespace();
        words
            .map(|word| Word {
                at: word.as_ptr() as usize - text.as_ptr() as usize,
                length: word.len(),
                terms: self.of_word(word, terms, &places),
            })
            .collect()
    }

    /// The terms of a sentence that a word has by itself, and the pairs of cues that it is part of.
    fn of_word(&self, word: &str, terms: &[&Term], places: &Places<'_>) -> Vec<usize> {
        let mut found = Vec::new();
        let mut cues: Vec<String> = Vec::new();
        self.extractor.extract(word, |kind, text| {
            found.extend(places.get(&(kind, text)).copied());
            if kind == FeatureKind::Cue {
                cues.push(text.to_owned());
            }
        });
        if !cues.is_empty() {
            let pairs = terms.iter().enumerate().filter(|(_, term)| is_pair(term));
            let with_it = pairs.filter(|(_, term)| {
                term.text
                    .split('~')
                    .any(|class| cues.iter().any(|cue| cue == class))
            });
            found.extend(with_it.map(|(at, _)| at));
        }
        found
    }
}

/// Where each term of a sentence stands among those that moved it.
type Places<'a> = FxHashMap<(FeatureKind, &'a str), usize>;

fn is_pair(term: &Term) -> bool {
    term.kind == FeatureKind::Cue && term.text.contains('~')
}

/// What stands between blanks.
struct Word {
    at: usize,
    length: usize,
    /// The places of the terms that it has or is part of.
    terms: Vec<usize>,
}

/// A word counts with its own terms, and with half of each pair of cues that it is part of.
fn strongest_words(
    text: &str,
    words: &[Word],
    leans: &[f64],
    terms: &[&Term],
) -> Vec<(usize, usize)> {
    let weight = |&at: &usize| match is_pair(terms[at]) {
        true => leans[at] / 2.0,
        false => leans[at],
    };
    let score = |word: &Word| word.terms.iter().map(weight).sum::<f64>();
    let scored = words.iter().enumerate();
    let mut scored: Vec<(usize, f64)> = scored
        .map(|(number, word)| (number, score(word)))
        .filter(|(_, score)| *score > LEAST)
        .collect();
    scored.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    scored.truncate(MARKED);
    let marked = scored.into_iter().map(|(number, _)| &words[number]);
    let mut marks: Vec<(usize, usize)> = marked.map(|word| stretch(text, word)).collect();
    marks.sort_unstable();
    marks
}

/// Where a word stands, in UTF-16 code units.
fn stretch(text: &str, word: &Word) -> (usize, usize) {
    let units = |text: &str| text.encode_utf16().count();
    let end = word.at + word.length;
    (units(&text[..word.at]), units(&text[word.at..end]))
}

fn strongest_terms(terms: &[&Term], leans: &[f64]) -> Vec<(String, f64)> {
    let all = terms.iter().zip(leans.iter().copied());
    let mut found: Vec<(&&Term, f64)> = all.filter(|(_, lean)| *lean > 0.0).collect();
    let stronger =
        |a: &(&&Term, f64), b: &(&&Term, f64)| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(b.0));
    if found.len() > MARKED {
        found.select_nth_unstable_by(MARKED, stronger);
        found.truncate(MARKED);
    }
    found.sort_unstable_by(stronger);
    let top = found.into_iter();
    top.map(|(term, lean)| (term.to_string(), lean)).collect()
}
