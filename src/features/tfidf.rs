//! Counts → TF-IDF rows. Definitions are scikit-learn's (`TfidfTransformer`, `smooth_idf`).

use rayon::prelude::*;

use super::lists::Lists;
use super::sparse::SparseRows;
use super::supervised::{RowClasses, telling};
use super::word_rows::{KindRows, WordRows};
use super::{CountRow, Counts, FEATURE_KINDS, FeatureKind, FeatureParams, Term, TermFrequency};
use crate::Result;

/// Document frequencies learnt from training sentences: which terms are kept, and their idf.
#[derive(Debug, Clone)]
pub struct Tfidf {
    params: FeatureParams,
    /// For each term of the counts, its column, or [`NONE`] if it was not kept.
    columns: Vec<u32>,
    /// For each column, its kind and `ln((1 + n) / (1 + df)) + 1`, times what [`Tfidf::weigh_by_classes`]
    /// makes of it, rounded to what a model file holds.
    kinds: Vec<FeatureKind>,
    idf: Vec<f32>,
}

/// The column of a term that was not kept.
const NONE: u32 = u32::MAX;

impl Tfidf {
    /// Learns from these rows of the counts. A kind whose weight is zero is left out.
    pub fn fit(counts: &Counts, rows: &[usize], params: &FeatureParams) -> Tfidf {
        let mut df = vec![0u32; counts.terms.len()];
        for &row in rows {
            for &term in counts.row(row).terms {
                df[term as usize] += 1;
            }
        }
        let n = rows.len() as f64;
        let (mut columns, mut kinds, mut idf) = (vec![NONE; df.len()], Vec::new(), Vec::new());
        for (term, &df) in df.iter().enumerate() {
            let kind = counts.terms[term].kind;
            if df >= params.min_df.max(1) && params.weight(kind) > 0.0 {
                columns[term] = idf.len() as u32;
                kinds.push(kind);
                idf.push((((1.0 + n) / (1.0 + f64::from(df))).ln() + 1.0) as f32);
            }
        }
        Tfidf {
            params: params.clone(),
            columns,
            kinds,
            idf,
        }
    }

    /// Multiplies the idf of words and characters by one more than what the term tells of the classes
    /// of its sentences, if the parameters ask for it. A cue was chosen for what it tells.
    ///
    /// `heads[head][i]` is the class of row `rows[i]`, the rows that [`Tfidf::fit`] learnt from.
    pub fn weigh_by_classes(
        mut self,
        counts: &Counts,
        rows: &[usize],
        heads: &[RowClasses],
    ) -> Tfidf {
        if !self.params.supervised {
            return self;
        }
        let telling = telling(counts, rows, heads);
        for (&column, telling) in self.columns.iter().zip(telling) {
            let column = column as usize;
            if self
                .kinds
                .get(column)
                .is_some_and(|kind| *kind != FeatureKind::Cue)
            {
                self.idf[column] = (f64::from(self.idf[column]) * (1.0 + telling)) as f32;
            }
        }
        self
    }

    /// How many of a row's words and runs of words have a column; of all its terms, where words are
    /// not features.
    pub fn known(&self, row: CountRow<'_>) -> usize {
        let terms = row.terms.iter();
        let columns = terms.filter_map(|term| self.column(*term));
        let counts = |column: &u32| {
            self.params.word_weight == 0.0 || self.kinds[*column as usize] == FeatureKind::Word
        };
        columns.filter(counts).count()
    }

    /// How many columns there are.
    pub fn columns(&self) -> usize {
        self.idf.len()
    }

    /// The idf of each column, weighed by the classes where that was asked for.
    pub fn idf(&self) -> &[f32] {
        &self.idf
    }

    /// The terms of the columns, in their order.
    pub fn terms<'a>(&'a self, counts: &'a Counts) -> impl Iterator<Item = &'a Term> {
        counts
            .terms
            .iter()
            .zip(&self.columns)
            .filter(|(_, column)| **column != NONE)
            .map(|(term, _)| term)
    }

    /// These rows of the counts as a sparse matrix: `tf · idf`, each kind's part of a row divided by its
    /// length and multiplied by its weight.
    pub fn transform(&self, counts: &Counts, rows: &[usize]) -> Result<SparseRows> {
        let known = |&row: &usize| self.known_columns(counts.row(row).terms).count();
        let lengths: Vec<usize> = rows.par_iter().with_min_len(64).map(known).collect();
        let write = |at: usize, indices: &mut [u32], values: &mut [f32]| {
            self.weigh(counts.row(rows[at]), indices, values);
        };
        SparseRows::write(self.columns(), &lengths, write).checked()
    }

    /// The same matrix held by words, which is there only where a term counts once however often it occurs.
    pub fn word_rows(&self, counts: &Counts, rows: &[usize]) -> Option<WordRows> {
        if self.params.tf != TermFrequency::Binary {
            return None;
        }
        let (mut words, mut kinds) = (Lists::default(), self.empty_kinds());
        let mut known = Vec::new();
        for &row in rows {
            let (row_words, repeated) = counts.words(row);
            words.items.extend_from_slice(row_words);
            words.end();
            known.clear();
            known.extend(self.known_columns(counts.row(row).terms));
            for kind in &mut kinds {
                let place =
                    |column: usize| known.partition_point(|other| (*other as usize) < column);
                let columns = &known[place(kind.range.start)..place(kind.range.end)];
                kind.scales.push(self.scale(columns));
                match kind.of_words {
                    true => kind.columns.items.extend(self.known_columns(repeated)),
                    false => kind.columns.items.extend_from_slice(columns),
                }
                kind.columns.end();
            }
        }
        let mut of_word = Lists::default();
        for terms in counts.of_word.iter() {
            of_word.items.extend(self.known_columns(terms));
            of_word.end();
        }
        Some(WordRows {
            of_word,
            words,
            kinds,
            idf: self.idf.clone(),
        })
    }

    /// The kinds that have columns, no row having any.
    fn empty_kinds(&self) -> Vec<KindRows> {
        let before = |kind| self.kinds.partition_point(|other| *other < kind);
        let until = |kind| self.kinds.partition_point(|other| *other <= kind);
        let kinds = FEATURE_KINDS.into_iter();
        let kinds = kinds.filter(|kind| before(*kind) < until(*kind));
        kinds
            .map(|kind| KindRows {
                range: before(kind)..until(kind),
                columns: Lists::default(),
                of_words: kind == FeatureKind::Char,
                scales: Vec::new(),
            })
            .collect()
    }

    fn known_columns(&self, terms: &[u32]) -> impl Iterator<Item = u32> {
        terms.iter().filter_map(|term| self.column(*term))
    }

    /// What the idf of a row's columns of one kind are multiplied by; 0 without any.
    fn scale(&self, columns: &[u32]) -> f32 {
        let Some(first) = columns.first() else {
            return 0.0;
        };
        let idf = columns
            .iter()
            .map(|column| f64::from(self.idf[*column as usize]));
        let squares: f64 = idf.map(|idf| idf * idf).sum();
        let weight = self.params.weight(self.kinds[*first as usize]);
        (weight / squares.sqrt()) as f32
    }

    /// Writes the columns and values of a row, which has room for those that are known.
    fn weigh(&self, row: CountRow<'_>, indices: &mut [u32], values: &mut [f32]) {
        let mut exact = Vec::with_capacity(indices.len());
        for (place, &term) in row.terms.iter().enumerate() {
            if let Some(column) = self.column(term) {
                indices[exact.len()] = column;
                let idf = f64::from(self.idf[column as usize]);
                exact.push(self.params.tf.of(row.count(place)) * idf);
            }
        }
        let mut start = 0;
        // Columns are sorted by kind.
        for part in indices.chunk_by(|a, b| self.kinds[*a as usize] == self.kinds[*b as usize]) {
            let exact = &exact[start..start + part.len()];
            let squares: f64 = exact.iter().map(|value| value * value).sum();
            let weight = self.params.weight(self.kinds[part[0] as usize]);
            let scale = weight / squares.sqrt();
            for (value, exact) in values[start..].iter_mut().zip(exact) {
                *value = (exact * scale) as f32;
            }
            start += part.len();
        }
    }

    fn column(&self, term: u32) -> Option<u32> {
        Some(self.columns[term as usize]).filter(|column| *column != NONE)
    }
}

/// Divides each kind's part of a row by its length and multiplies it by the kind's weight.
pub(crate) fn scale_kinds(row: &mut [(u32, f64)], kinds: &[FeatureKind], params: &FeatureParams) {
    for kind in FEATURE_KINDS {
        let of_kind = |column: u32| kinds[column as usize] == kind;
        let squares: f64 = row
            .iter()
            .filter(|(column, _)| of_kind(*column))
            .map(|(_, value)| value * value)
            .sum();
        if squares > 0.0 {
            let scale = params.weight(kind) / squares.sqrt();
            row.iter_mut()
                .filter(|(column, _)| of_kind(*column))
                .for_each(|(_, value)| *value *= scale);
        }
    }
}
