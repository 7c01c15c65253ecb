//! Rows held by words, laid out so that products with them go fast both ways.

use std::cmp::Reverse;

use super::lists::Lists;
use super::word_rows::{KindRows, WordRows};

/// Rows held by words, laid out for products both ways.
///
/// A row is the sum of its words, less the n-grams that it has too often: those, and the columns that are
/// not of words, are *parts* of it, numbered behind all words. A column likewise is the sum of its words, and
/// rows are parts of it.
#[derive(Debug, Clone)]
pub struct WordLayout {
    /// The columns of each word, by place.
    pub(super) of_word: Lists<u32>,
    /// The rows of each word.
    pub(super) rows_of_word: Lists<u32>,
    /// For each kind, the words and parts of each row.
    pub(super) of_row: Vec<Lists<u32>>,
    /// The words and parts of each column: the rows of each kind behind those of the kind before.
    pub(super) of_column: Lists<u32>,
    /// For each kind, what its part of each row is multiplied by, and whether it is of words.
    pub(super) scales: Vec<(Vec<f32>, bool)>,
    /// The column in each place: columns that many rows look up stand together, so that they stay in the cache.
    pub(super) columns: Vec<u32>,
    /// One a column.
    pub(super) idf: Vec<f32>,
    /// One a place: the idf, negative for a column of words.
    pub(super) signed_idf: Vec<f32>,
    pub(super) rows: usize,
}

impl WordLayout {
    /// Lays rows out for products.
    pub fn new(rows: WordRows) -> WordLayout {
        let columns = by_use(&rows);
        let mut places = vec![0; columns.len()];
        for (place, &column) in columns.iter().enumerate() {
            places[column as usize] = place as u32;
        }
        let words = rows.of_word.len() as u32;
        let of_kind = |kind: &KindRows| of_rows(kind, &rows.words, words, &places);
        let mut signed_idf: Vec<f32> = columns.iter().map(|c| rows.idf[*c as usize]).collect();
        for column in rows
            .kinds
            .iter()
            .filter(|kind| kind.of_words)
            .flat_map(|kind| kind.range.clone())
        {
            signed_idf[places[column] as usize] *= -1.0;
        }
        WordLayout {
            rows_of_word: rows.words.transpose(rows.of_word.len()),
            of_row: rows.kinds.iter().map(of_kind).collect(),
            of_column: of_columns(&rows, words),
            rows: rows.rows(),
            of_word: rows.of_word.map(|column| places[column as usize]),
            scales: rows
                .kinds
                .into_iter()
                .map(|kind| (kind.scales, kind.of_words))
                .collect(),
            columns,
            idf: rows.idf,
            signed_idf,
        }
    }

    /// How many columns there are.
    pub fn columns(&self) -> usize {
        self.columns.len()
    }
}

/// The columns, those first that most rows have as parts.
fn by_use(rows: &WordRows) -> Vec<u32> {
    let mut uses = vec![0_u32; rows.columns()];
    for &column in rows.kinds.iter().flat_map(|kind| &kind.columns.items) {
        uses[column as usize] += 1;
    }
    let mut columns: Vec<u32> = (0..rows.columns() as u32).collect();
    columns.sort_by_key(|&column| Reverse(uses[column as usize].checked_ilog2()));
    columns
}

/// The words and parts of each row.
fn of_rows(kind: &KindRows, words: &Lists<u32>, first: u32, places: &[u32]) -> Lists<u32> {
    let mut of_rows = Lists::default();
    for (row, columns) in kind.columns.iter().enumerate() {
        if kind.of_words {
            of_rows.items.extend_from_slice(words.row(row));
        }
        let columns = columns.iter();
        of_rows
            .items
            .extend(columns.map(|column| first + places[*column as usize]));
        of_rows.end();
    }
    of_rows
}

/// The words and parts of each column.
fn of_columns(rows: &WordRows, words: u32) -> Lists<u32> {
    let words_of = rows.of_word.transpose(rows.columns());
    let mut of_columns = Lists::default();
    let mut first = words;
    for kind in &rows.kinds {
        let rows_of = kind.columns.transpose(rows.columns());
        for column in kind.range.clone() {
            of_columns.items.extend_from_slice(words_of.row(column));
            let rows_of = rows_of.row(column).iter();
            of_columns.items.extend(rows_of.map(|row| first + row));
            of_columns.end();
        }
        first += rows.rows() as u32;
    }
    of_columns
}
