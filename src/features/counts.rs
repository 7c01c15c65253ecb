//! How often each term occurs in each sentence: what TF-IDF is fitted on, counted once for all folds.

use std::ops::Range;

use rayon::prelude::*;

use super::corpus::Corpus;
use super::lists::Lists;
use super::terms::CorpusTerms;
use super::{Extractor, Term, TermFrequency};

/// Texts that a thread counts at a time.
const BLOCK: usize = 4096;

/// Term counts of a list of sentences; terms are numbered in sorted order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counts {
    /// Every term that the sentences can keep, sorted by kind and text: none of those that fewer
    /// sentences than [`super::FeatureParams::min_df`] have is needed, and most of them are not there.
    pub terms: Vec<Term>,
    rows: Rows,
    /// The character n-grams of each word, each once; as often as it occurs where that is counted.
    pub(super) of_word: Lists<u32>,
}

/// A sentence's terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CountRow<'a> {
    /// Numbers of the terms that occur, rising.
    pub terms: &'a [u32],
    /// How often each does; none where only that it does is of interest ([`TermFrequency::Binary`]).
    counts: Option<&'a [u32]>,
}

impl CountRow<'_> {
    /// How often the term at a place of `terms` occurs; 1 where that is of no interest.
    pub fn count(&self, place: usize) -> u32 {
        self.counts.map_or(1, |counts| counts[place])
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Rows {
    terms: Lists<u32>,
    /// For each of the terms; empty where they are not counted.
    counts: Vec<u32>,
    /// The different words of each row; none where terms are counted.
    words: Lists<u32>,
    /// The character n-grams of each row, once for each of its words but one that has them; none where
    /// terms are counted.
    repeated: Lists<u32>,
}

impl Counts {
    /// Counts the terms of each text; threads share the texts, and the counts do not depend on them.
    pub fn of<'a>(texts: impl IntoIterator<Item = &'a str>, extractor: &Extractor) -> Counts {
        let texts: Vec<&str> = texts.into_iter().collect();
        let corpus = Corpus::read(&texts, extractor);
        let found = CorpusTerms::of(&corpus, extractor.cues().classes(), extractor.params());
        let is_counted = extractor.params().tf != TermFrequency::Binary;
        let starts: Vec<usize> = (0..texts.len()).step_by(BLOCK).collect();
        let block = |&start: &usize| {
            let end = texts.len().min(start + BLOCK);
            Rows::of(&corpus, &found, start..end, is_counted)
        };
        let blocks: Vec<Rows> = starts.par_iter().map(block).collect();
        let mut rows = Rows::default();
        for block in blocks {
            rows.terms.extend(block.terms);
            rows.counts.extend(block.counts);
            rows.words.extend(block.words);
            rows.repeated.extend(block.repeated);
        }
        Counts {
            terms: found.terms,
            of_word: found.of_token,
            rows,
        }
    }

    /// How many sentences there are.
    pub fn len(&self) -> usize {
        self.rows.terms.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The different words of a sentence, and its character n-grams once for each of them but one that has
    /// them. Those of all its words less these are those of [`Counts::row`].
    pub(super) fn words(&self, row: usize) -> (&[u32], &[u32]) {
        (self.rows.words.row(row), self.rows.repeated.row(row))
    }

    /// The terms of a sentence.
    pub fn row(&self, row: usize) -> CountRow<'_> {
        let range = self.rows.terms.range(row);
        CountRow {
            terms: &self.rows.terms.items[range.clone()],
            counts: self
                .rows
                .counts
                .get(range)
                .filter(|counts| !counts.is_empty()),
        }
    }
}

impl Rows {
    /// The rows of some of the texts.
    fn of(corpus: &Corpus, terms: &CorpusTerms, texts: Range<usize>, is_counted: bool) -> Rows {
        let (mut rows, mut row) = (Rows::default(), Vec::new());
        for text in texts {
            row.clear();
            if is_counted {
                terms.add_chars(corpus.texts.row(text), &mut row);
                terms.add_others(corpus, text, &mut row);
                rows.count(&mut row);
            } else {
                rows.add_words(corpus.texts.row(text), terms, &mut row);
                let chars = row.len();
                terms.add_others(corpus, text, &mut row);
                row[chars..].sort_unstable();
                // Characters come before all other kinds.
                row.dedup();
                rows.terms.items.extend_from_slice(&row);
            }
            rows.terms.end();
        }
        rows
    }

    fn count(&mut self, row: &mut [u32]) {
        row.sort_unstable();
        for same in row.chunk_by(|a, b| a == b) {
            self.terms.items.push(same[0]);
            self.counts.push(same.len() as u32);
        }
    }

    /// Adds the words of a text, and its character n-grams to `row`, each once.
    fn add_words(&mut self, tokens: &[u32], terms: &CorpusTerms, row: &mut Vec<u32>) {
        let first = self.words.items.len();
        let with_chars = tokens
            .iter()
            .filter(|token| !terms.of_token.row(**token as usize).is_empty());
        self.words.items.extend(with_chars);
        let words = &mut self.words.items;
        words[first..].sort_unstable();
        let mut kept = first;
        for at in first..words.len() {
            if at == first || words[at] != words[kept - 1] {
                words[kept] = words[at];
                kept += 1;
            }
        }
        words.truncate(kept);
        self.words.end();
        terms.add_chars(self.words.row(self.words.len() - 1), row);
        row.sort_unstable();
        let repeated = row.windows(2).filter(|pair| pair[0] == pair[1]);
        self.repeated.items.extend(repeated.map(|pair| pair[0]));
        self.repeated.end();
        row.dedup();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use crate::features::FeatureParams;
    use crate::task::Lexicon;

    /// The terms of each text with their counts, cut and counted one by one.
    fn plainly(texts: &[&str], extractor: &Extractor) -> Vec<BTreeMap<Term, u32>> {
        let count = |text: &&str| {
            let mut counts = BTreeMap::new();
            extractor.extract(text, |kind, term| {
                let text = term.to_owned();
                *counts.entry(Term { kind, text }).or_insert(0) += 1;
            });
            counts
        };
        texts.iter().map(count).collect()
    }

    /// Holds the counts against plain ones: the same for every term that enough texts have, and no
    /// others than texts have.
    fn check(texts: &[&str], params: &FeatureParams) {
        let extractor = Extractor::new(params, &Lexicon::attitude());
        let counts = Counts::of(texts.iter().copied(), &extractor);
        let plain = plainly(texts, &extractor);
        let mut frequencies: BTreeMap<&Term, u32> = BTreeMap::new();
        plain
            .iter()
            .flat_map(BTreeMap::keys)
            .for_each(|term| *frequencies.entry(term).or_default() += 1);
        assert!(
            counts.terms.is_sorted()
                && counts
                    .terms
                    .iter()
                    .all(|term| frequencies.contains_key(term))
        );
        assert_eq!(counts.len(), texts.len());
        for (number, plain) in plain.iter().enumerate() {
            let row = counts.row(number);
            assert!(row.terms.is_sorted_by(|a, b| a < b));
            let found = row.terms.iter().enumerate();
            let found: BTreeMap<&Term, u32> = found
                .map(|(place, term)| (&counts.terms[*term as usize], row.count(place)))
                .collect();
            for (term, count) in plain {
                let expected = if params.tf == TermFrequency::Binary {
                    1
                } else {
                    *count
                };
                let is_needed = frequencies[term] >= params.min_df;
                assert!(
                    found.get(term) == Some(&expected) || !is_needed && !found.contains_key(term),
                    "{term}"
                );
            }
            assert!(found.keys().all(|term| plain.contains_key(term)));
        }
    }

    const ODD: [&str; 9] = [
        "",
        " .،… ",
        "لا لا لا لالا للا",
        "و، ثم و و؛ ماما",
        "!!؟? 😂😂 ❤️",
        "رفض 😂",
        "\u{202B}رفض القرار\u{202C} a b a b a b 3.5 ١٬٠٠٠",
        "supercalifragilistic الانسحاب!الانسحاب",
        "一二三四五六七八九十 ﷺ e\u{301}\u{301} 𝒳𝒴",
    ];

    #[test]
    fn odd_texts_are_counted_as_they_are_cut() {
        let twice: Vec<&str> = ODD.iter().chain(&ODD[2..]).copied().collect();
        let odd = FeatureParams::default();
        for tf in [TermFrequency::Binary, TermFrequency::Count] {
            for min_df in [0, 1, 2, 3] {
                for (words, chars) in [
                    ((1, 2), (2, 5)),
                    ((2, 3), (1, 1)),
                    ((1, 1), (4, 10)),
                    ((10, 10), (10, 10)),
                ] {
                    let params = FeatureParams {
                        words,
                        chars,
                        min_df,
                        tf,
                        ..odd.clone()
                    };
                    check(&twice, &params);
                    for kind in super::super::FEATURE_KINDS {
                        check(&twice, &params.clone().only(&[kind]));
                    }
                }
            }
        }
    }

    proptest! {
        #[test]
        fn texts_of_few_letters_are_counted_as_they_are_cut(
            texts in proptest::collection::vec("[ابa!😂 ]{0,12}", 0..12),
            shortest in 1_usize..5,
            more in 0_usize..4,
            min_df in 1_u32..4,
        ) {
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let range = (shortest, shortest + more);
            let tf = TermFrequency::Count;
            check(&texts, &FeatureParams { words: range, chars: range, min_df, tf, ..FeatureParams::default() });
        }
    }

    #[test]
    fn counts_do_not_depend_on_how_the_texts_are_shared() {
        let params = FeatureParams {
            min_df: 1,
            ..FeatureParams::default()
        };
        let texts: Vec<String> = (0..BLOCK + 50)
            .map(|n| format!("رفض {} رفض", n % 700))
            .collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        check(&texts, &params);
    }
}
