//! The words of a sentence that spoke most for its classes.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::clean::dateline;
use crate::features::{Extractor, FeatureKind, Term};
use crate::model::{Model, PlainPredictor};
use crate::report::results::SentenceRow;

/// Words marked and terms named in a sentence, for each head.
const MARKED: usize = 4;

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
        let start = if sentence.heading {
            0
        } else {
            dateline(&sentence.text)
        };
        let statement = &sentence.text[start..];
        let moved = self.predictor.explain(statement);
        let words = words(&sentence.text, start);
        let found: Vec<Vec<Term>> = words
            .iter()
            .map(|&(at, end)| self.terms(&sentence.text[at..end]))
            .collect();
        let ranges = self.model.header.ranges();
        let heads = ranges.into_iter().zip(&sentence.answers);
        heads
            .map(|(range, answer)| {
                let leaning: BTreeMap<&Term, f64> = moved
                    .iter()
                    .map(|term| {
                        (
                            &self.model.terms()[term.term],
                            lean(&term.scores[range.clone()], answer.class),
                        )
                    })
                    .collect();
                Driving {
                    marks: strongest_words(&sentence.text, &words, &found, &leaning),
                    terms: strongest_terms(&leaning),
                }
            })
            .collect()
    }

    /// The terms that a word has by itself.
    fn terms(&self, word: &str) -> Vec<Term> {
        let mut terms = Vec::new();
        self.extractor.extract(word, |kind, text| {
            terms.push(Term {
                kind,
                text: text.to_owned(),
            });
        });
        terms
    }
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
    found: &[Vec<Term>],
    leaning: &BTreeMap<&Term, f64>,
) -> Vec<(usize, usize)> {
    let cues = |terms: &[Term]| -> Vec<String> {
        let cues = terms.iter().filter(|term| term.kind == FeatureKind::Cue);
        cues.map(|term| term.text.clone()).collect()
    };
    let score = |terms: &Vec<Term>| {
        let own: f64 = terms.iter().filter_map(|term| leaning.get(term)).sum();
        let cues = cues(terms);
        let pairs = leaning
            .iter()
            .filter(|(term, _)| term.kind == FeatureKind::Cue);
        let halves = pairs.filter(|(term, _)| {
            let mut classes = term.text.split('~').filter(|class| !class.is_empty());
            term.text.contains('~') && classes.any(|class| cues.iter().any(|cue| cue == class))
        });
        own + halves.map(|(_, lean)| lean / 2.0).sum::<f64>()
    };
    let mut scored: Vec<(usize, f64)> = found
        .iter()
        .map(score)
        .enumerate()
        .filter(|(_, score)| *score > 0.02)
        .collect();
    scored.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    scored.truncate(MARKED);
    let mut marks: Vec<(usize, usize)> = scored
        .into_iter()
        .map(|(word, _)| {
            let (at, end) = words[word];
            let units = |text: &str| text.encode_utf16().count();
            (units(&text[..at]), units(&text[at..end]))
        })
        .collect();
    marks.sort_unstable();
    marks
}

fn strongest_terms(leaning: &BTreeMap<&Term, f64>) -> Vec<(String, f64)> {
    let mut terms: Vec<(&&Term, &f64)> = leaning.iter().filter(|(_, lean)| **lean > 0.0).collect();
    terms.sort_by(|a, b| b.1.total_cmp(a.1).then(a.0.cmp(b.0)));
    let top = terms.into_iter().take(MARKED);
    top.map(|(term, lean)| (term.to_string(), *lean)).collect()
}
