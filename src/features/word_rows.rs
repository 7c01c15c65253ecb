//! Sentences by terms, held by words: the matrix of training without its entries.
//!
//! Nearly all entries of a row are those of character n-grams, and these follow from its words, of which
//! there are few and which other rows share. So a sum over a row's n-grams is the sum over its words of
//! what each of them comes to, less what stands in several. And where a term counts once however often it
//! occurs, an entry is one number a row and kind times the idf, so that entries are not stored: on
//! 100,000 tweets a product visits a third as many numbers as the matrix has entries.

use std::ops::Range;

use super::lists::Lists;

/// A matrix with `scale[kind of the column, row] · idf[column]` where a row has a term.
#[derive(Debug, Clone)]
pub struct WordRows {
    /// Columns of the character n-grams of each word, each once.
    pub(super) of_word: Lists<u32>,
    /// The different words of each row.
    pub(super) words: Lists<u32>,
    /// For each kind, in the order of the columns, of which each has one: what rows have besides.
    pub(super) kinds: Vec<KindRows>,
    /// One a column.
    pub(super) idf: Vec<f32>,
}

/// What rows have of one kind.
#[derive(Debug, Clone)]
pub(super) struct KindRows {
    /// Its columns among all.
    pub range: Range<usize>,
    /// Columns of each row. If they are `of_words`, those that it has too often: once for each of its words
    /// but one that has them.
    pub columns: Lists<u32>,
    /// Whether the columns of this kind are those of words.
    pub of_words: bool,
    /// One a row.
    pub scales: Vec<f32>,
}

impl WordRows {
    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.words.len()
    }

    /// How many columns there are.
    pub fn columns(&self) -> usize {
        self.idf.len()
    }

    /// The matrix of these rows, in this order; of the words, those that they have.
    pub(crate) fn select_rows(&self, rows: &[usize]) -> WordRows {
        let mut numbers = vec![None; self.of_word.len()];
        let mut of_word = Lists::default();
        let mut words = self.words.select(rows);
        for word in &mut words.items {
            let old = *word as usize;
            *word = *numbers[old].get_or_insert_with(|| {
                of_word.items.extend_from_slice(self.of_word.row(old));
                of_word.end();
                of_word.len() as u32 - 1
            });
        }
        let of_kind = |kind: &KindRows| KindRows {
            range: kind.range.clone(),
            columns: kind.columns.select(rows),
            of_words: kind.of_words,
            scales: rows.iter().map(|&row| kind.scales[row]).collect(),
        };
        WordRows {
            of_word,
            words,
            kinds: self.kinds.iter().map(of_kind).collect(),
            idf: self.idf.clone(),
        }
    }
}
