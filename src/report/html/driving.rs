//! The words of a sentence that spoke most for its classes.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::clean::dateline;
use crate::features::{Extractor, FeatureKind, Term};
use crate::model::{Model, Moved, PlainPredictor};
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

/// What a word has by itself: numbers of terms in the model, and names of cues.
struct Known {
    terms: Vec<usize>,
    cues: Vec<String>,
}

/// Every different word of the sentences, looked up once: few words make up most of a text.
type Lexicon<'a> = FxHashMap<&'a str, Known>;

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
        let words = sentences
            .iter()
            .flat_map(|row| statement(row).split_whitespace());
        let words: FxHashSet<&str> = words.collect();
        let lexicon: Lexicon<'_> = words
            .into_par_iter()
            .map(|word| (word, self.known(word)))
            .collect();
        let rows = sentences.par_iter();
        rows.map(|row| self.explain(row, &lexicon)).collect()
    }

    fn known(&self, word: &str) -> Known {
        let (mut terms, mut cues) = (Vec::new(), Vec::new());
        let of_model = self.model.terms();
        self.extractor.extract(word, |kind, text| {
            let found =
                of_model.binary_search_by(|term| (term.kind, &*term.text).cmp(&(kind, text)));
            terms.extend(found);
            if kind == FeatureKind::Cue {
                cues.push(text.to_owned());
            }
        });
        Known { terms, cues }
    }

    fn explain(&self, sentence: &SentenceRow, lexicon: &Lexicon<'_>) -> Vec<Driving> {
        let moved = self.predictor.explain(statement(sentence));
        let terms: Vec<&Term> = moved
            .iter()
            .map(|moved| &self.model.terms()[moved.term])
            .collect();
        let words = words(sentence, lexicon, &moved, &terms);
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
}

/// A sentence without its dateline.
fn statement(sentence: &SentenceRow) -> &str {
    match sentence.heading {
        true => &sentence.text,
        false => &sentence.text[dateline(&sentence.text)..],
    }
}

/// The words of a sentence, each with the terms of the sentence that it has by itself and the pairs of cues that
/// it is part of.
fn words(
    sentence: &SentenceRow,
    lexicon: &Lexicon<'_>,
    moved: &[Moved],
    terms: &[&Term],
) -> Vec<Word> {
    let pairs: Vec<usize> = (0..terms.len()).filter(|&at| is_pair(terms[at])).collect();
    let of_word = |known: &Known| -> Vec<usize> {
        let own = known.terms.iter();
        // They stand by rising term.
        let own = own.filter_map(|term| moved.binary_search_by_key(term, |moved| moved.term).ok());
        let part = |at: &&usize| {
            let mut classes = terms[**at].text.split('~');
            classes.any(|class| known.cues.iter().any(|cue| cue == class))
        };
        own.chain(pairs.iter().filter(part).copied()).collect()
    };
    let words = statement(sentence).split_whitespace();
    words
        .map(|word| Word {
            at: word.as_ptr() as usize - sentence.text.as_ptr() as usize,
            length: word.len(),
            terms: of_word(&lexicon[word]),
        })
        .collect()
}

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
    let all = leans.iter().copied().enumerate();
    let mut found: Vec<(usize, f64)> = all.filter(|(_, lean)| *lean > 0.0).collect();
    // Equals stand in the order of the model's terms.
    let stronger = |a: &(usize, f64), b: &(usize, f64)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
    if found.len() > MARKED {
        found.select_nth_unstable_by(MARKED, stronger);
        found.truncate(MARKED);
    }
    found.sort_unstable_by(stronger);
    let top = found.into_iter();
    top.map(|(at, lean)| (terms[at].to_string(), lean))
        .collect()
}
