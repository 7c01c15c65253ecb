//! The words of a sentence that spoke most for its classes.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::clean::dateline;
use crate::features::{Extractor, FeatureKind, Term};
use crate::model::{Model, PlainPredictor};
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
        let places = terms.iter().enumerate();
        let places: Places<'_> = places
            .map(|(at, term)| ((term.kind, term.text.as_str()), at))
            .collect();
        let words = words(&sentence.text, start);
        let own: Vec<Vec<usize>> = words
            .iter()
            .map(|&(at, end)| self.of_word(&sentence.text[at..end], &terms, &places))
            .collect();
        let heads = self
            .model
            .header
            .ranges()
            .into_iter()
            .zip(&sentence.answers);
        heads
            .map(|(range, answer)| {
                let leans: Vec<f64> = moved
                    .iter()
                    .map(|moved| lean(&moved.scores[range.clone()], answer.class))
                    .collect();
                Driving {
                    marks: strongest_words(&sentence.text, &words, &own, &leans, &terms),
                    terms: strongest_terms(&terms, &leans),
                }
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

/// What a term adds to a class minus the mean of what it adds to the others.
fn lean(scores: &[f64], class: usize) -> f64 {
    let others = scores.iter().sum::<f64>() - scores[class];
    scores[class] - others / (scores.len() - 1).max(1) as f64
}

/// The stretches of text between blanks, from `start` on.
fn words(text: &str, start: usize) -> Vec<(usize, usize)> {
    let rest = text[start..].split_whitespace();
    rest.map(|word| {
        let at = word.as_ptr() as usize - text.as_ptr() as usize;
        (at, at + word.len())
    })
    .collect()
}

/// A word counts with its own terms, and with half of each pair of cues that it is part of.
fn strongest_words(
    text: &str,
    words: &[(usize, usize)],
    own: &[Vec<usize>],
    leans: &[f64],
    terms: &[&Term],
) -> Vec<(usize, usize)> {
    let weight = |&at: &usize| {
        if is_pair(terms[at]) {
            leans[at] / 2.0
        } else {
            leans[at]
        }
    };
    let scores = own
        .iter()
        .map(|found| found.iter().map(weight).sum::<f64>());
    let mut scored: Vec<(usize, f64)> = scores
        .enumerate()
        .filter(|(_, score)| *score > LEAST)
        .collect();
    scored.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    scored.truncate(MARKED);
    let units = |text: &str| text.encode_utf16().count();
    let mut marks: Vec<(usize, usize)> = scored
        .into_iter()
        .map(|(word, _)| {
            (
                units(&text[..words[word].0]),
                units(&text[words[word].0..words[word].1]),
            )
        })
        .collect();
    marks.sort_unstable();
    marks
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
