//! Counts → TF-IDF rows. Definitions are scikit-learn's (`TfidfTransformer`, `smooth_idf`).

use rayon::prelude::*;

use super::sparse::SparseRows;
use super::supervised::{RowClasses, telling};
use super::{Counts, FEATURE_KINDS, FeatureKind, FeatureParams, Term};
use crate::Result;

/// Document frequencies learnt from training sentences: which terms are kept, and their idf.
#[derive(Debug, Clone)]
pub struct Tfidf {
    params: FeatureParams,
    /// For each term of the counts, its column, if it was kept.
    columns: Vec<Option<u32>>,
    /// For each column, its kind and `ln((1 + n) / (1 + df)) + 1`, times what [`Tfidf::weigh_by_classes`]
    /// makes of it, rounded to what a model file holds.
    kinds: Vec<FeatureKind>,
    idf: Vec<f32>,
}

/// Rows that threads weight before they are put together.
const BLOCK: usize = 1 << 14;

/// A row: column and value, by rising column.
pub type TfidfVector = Vec<(u32, f32)>;

impl Tfidf {
    /// Learns from these rows of the counts. A kind whose weight is zero is left out.
    pub fn fit(counts: &Counts, rows: &[usize], params: &FeatureParams) -> Tfidf {
        let mut df = vec![0u32; counts.terms.len()];
        for &row in rows {
            for &(term, _) in counts.row(row) {
                df[term as usize] += 1;
            }
        }
        let n = rows.len() as f64;
        let (mut columns, mut kinds, mut idf) = (vec![None; df.len()], Vec::new(), Vec::new());
        for (term, &df) in df.iter().enumerate() {
            let kind = counts.terms[term].kind;
            if df >= params.min_df.max(1) && params.weight(kind) > 0.0 {
                columns[term] = Some(idf.len() as u32);
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
        for (term, column) in self.columns.iter().enumerate() {
            if let Some(column) = column.map(|column| column as usize)
                && self.kinds[column] != FeatureKind::Cue
            {
                self.idf[column] = (f64::from(self.idf[column]) * (1.0 + telling[term])) as f32;
            }
        }
        self
    }

    /// For each term that both know, its column here and in `other`, fitted on the same counts.
    pub fn shared_columns(&self, other: &Tfidf) -> impl Iterator<Item = (usize, usize)> {
        let pairs = self.columns.iter().zip(&other.columns);
        pairs.filter_map(|(here, there)| Some(((*here)? as usize, (*there)? as usize)))
    }

    /// How many of a row's words and runs of words have a column; of all its terms, where words are
    /// not features.
    pub fn known(&self, row: &[(u32, u32)]) -> usize {
        let columns = row
            .iter()
            .filter_map(|(term, _)| self.columns[*term as usize]);
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
            .filter(|(_, column)| column.is_some())
            .map(|(term, _)| term)
    }

    /// These rows of the counts as a sparse matrix.
    pub fn transform(&self, counts: &Counts, rows: &[usize]) -> Result<SparseRows> {
        let vectors = |rows: &[usize]| -> Vec<TfidfVector> {
            let vector = |&row: &usize| self.vector(counts.row(row));
            rows.par_iter().with_min_len(64).map(vector).collect()
        };
        SparseRows::from_rows(self.columns(), rows.chunks(BLOCK).flat_map(vectors))
    }

    /// One row: `tf · idf`, each kind's part divided by its length and multiplied by its weight.
    pub fn vector(&self, row: &[(u32, u32)]) -> TfidfVector {
        let known = row
            .iter()
            .filter_map(|&(term, count)| Some((self.columns[term as usize]?, count)));
        let mut values: Vec<(u32, f64)> = known
            .map(|(column, count)| {
                (
                    column,
                    self.params.tf.of(count) * f64::from(self.idf[column as usize]),
                )
            })
            .collect();
        scale_kinds(&mut values, &self.kinds, &self.params);
        values
            .into_iter()
            .map(|(column, value)| (column, value as f32))
            .collect()
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
