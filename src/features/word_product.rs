//! Products of a matrix held by words: with a dense one, and of its transpose with one.

use rayon::prelude::*;

use super::lists::Lists;
use super::product::Number;
use super::word_rows::{KindRows, WordRows};

/// Columns of a dense matrix that are multiplied at a time.
const LANES: usize = 4;

/// Sums that a thread makes at a time.
const SHARE: usize = 1 << 10;

/// Rows held by words, laid out for products both ways.
///
/// Each number of a product is computed by one thread in a fixed order: the bits do not depend on how many
/// threads there are.
#[derive(Debug, Clone)]
pub struct WordProduct {
    rows: WordRows,
    /// For each word, the rows that have it.
    rows_of_word: Lists<u32>,
    /// For each column, the words that have it.
    words_of_column: Lists<u32>,
    /// For each kind and each column, the rows of [`KindRows::columns`].
    rows_of_column: Vec<Lists<u32>>,
}

impl WordProduct {
    /// Lays rows out for products.
    pub fn new(rows: WordRows) -> WordProduct {
        let columns = rows.columns();
        let of_kind = |kind: &KindRows| kind.columns.transpose(columns);
        WordProduct {
            rows_of_word: rows.words.transpose(rows.of_word.len()),
            words_of_column: rows.of_word.transpose(columns),
            rows_of_column: rows.kinds.iter().map(of_kind).collect(),
            rows,
        }
    }

    /// How many columns there are.
    pub fn columns(&self) -> usize {
        self.rows.columns()
    }

    /// Adds to `out[row * width + c]` the product of the rows and `dense[column * width + c]`.
    ///
    /// # Panics
    /// If the sizes do not fit, as in [`WordProduct::add_transposed`].
    pub fn add_product<T: Number>(&self, dense: &[T], width: usize, out: &mut [T]) {
        assert_eq!(
            dense.len(),
            self.columns() * width,
            "a row of `dense` a column"
        );
        assert_eq!(out.len(), self.rows.rows() * width, "a row of `out` a row");
        self.by_lanes(Way::Forward, dense, width, out);
    }

    /// Adds to `out[column * width + c]` the product of the columns and `dense[row * width + c]`.
    pub fn add_transposed<T: Number>(&self, dense: &[T], width: usize, out: &mut [T]) {
        assert_eq!(
            dense.len(),
            self.rows.rows() * width,
            "a row of `dense` a row"
        );
        assert_eq!(out.len(), self.columns() * width, "a row of `out` a column");
        self.by_lanes(Way::Backward, dense, width, out);
    }

    /// Goes through the columns of `dense` some at a time, of a number that the compiler knows.
    fn by_lanes<T: Number>(&self, way: Way, dense: &[T], width: usize, out: &mut [T]) {
        match width {
            0 => {}
            1 => self.add::<T, 1>(way, dense, out),
            2 => self.add::<T, 2>(way, dense, out),
            3 => self.add::<T, 3>(way, dense, out),
            LANES => self.add::<T, LANES>(way, dense, out),
            _ => {
                for first in (0..width).step_by(LANES) {
                    let lanes = first..width.min(first + LANES);
                    let dense = dense.chunks_exact(width);
                    let part: Vec<T> = dense.flat_map(|row| &row[lanes.clone()]).copied().collect();
                    let mut sums = vec![T::default(); out.len() / width * lanes.len()];
                    self.by_lanes(way, &part, lanes.len(), &mut sums);
                    let sums = sums.chunks_exact(lanes.len());
                    for (out, sums) in out.chunks_exact_mut(width).zip(sums) {
                        add(&mut out[lanes.clone()], sums);
                    }
                }
            }
        }
    }

    fn add<T: Number, const WIDTH: usize>(&self, way: Way, dense: &[T], out: &mut [T]) {
        let dense = dense.as_chunks::<WIDTH>().0;
        let out = out.as_chunks_mut::<WIDTH>().0;
        match way {
            Way::Forward => self.forward(dense, out),
            Way::Backward => self.backward(dense, out),
        }
    }

    fn forward<T: Number, const WIDTH: usize>(&self, dense: &[[T; WIDTH]], out: &mut [[T; WIDTH]]) {
        let rows = &self.rows;
        let weighed = each(dense.len(), |column| {
            scaled(rows.idf[column], dense[column])
        });
        let of_words = each(rows.of_word.len(), |word| {
            total(rows.of_word.row(word), &weighed)
        });
        change(out, |row, out| {
            for kind in &rows.kinds {
                let mut sum = total(kind.columns.row(row), &weighed);
                if kind.of_words {
                    sum = scaled(-1.0, sum);
                    add(&mut sum, &total(rows.words.row(row), &of_words));
                }
                add(out, &scaled(kind.scales[row], sum));
            }
        });
    }

    fn backward<T: Number, const WIDTH: usize>(
        &self,
        dense: &[[T; WIDTH]],
        out: &mut [[T; WIDTH]],
    ) {
        let rows = &self.rows;
        for (kind, rows_of_column) in rows.kinds.iter().zip(&self.rows_of_column) {
            let weighed = each(dense.len(), |row| scaled(kind.scales[row], dense[row]));
            let of_words = match kind.of_words {
                true => each(rows.of_word.len(), |word| {
                    total(self.rows_of_word.row(word), &weighed)
                }),
                false => Vec::new(),
            };
            let first = kind.range.start;
            change(&mut out[kind.range.clone()], |place, out| {
                let column = first + place;
                let mut sum = total(rows_of_column.row(column), &weighed);
                if kind.of_words {
                    sum = scaled(-1.0, sum);
                    add(
                        &mut sum,
                        &total(self.words_of_column.row(column), &of_words),
                    );
                }
                add(out, &scaled(rows.idf[column], sum));
            });
        }
    }
}

/// Which of the two products.
#[derive(Clone, Copy)]
enum Way {
    Forward,
    Backward,
}

/// The sum of these rows of `dense`; two sums in turn, so that an addition need not wait for the one before it.
fn total<T: Number, const WIDTH: usize>(rows: &[u32], dense: &[[T; WIDTH]]) -> [T; WIDTH] {
    let (mut even, mut odd) = ([T::default(); WIDTH], [T::default(); WIDTH]);
    let (pairs, last) = rows.as_chunks::<2>();
    for [first, second] in pairs {
        add(&mut even, &dense[*first as usize]);
        add(&mut odd, &dense[*second as usize]);
    }
    for row in last {
        add(&mut even, &dense[*row as usize]);
    }
    add(&mut even, &odd);
    even
}

#[inline(always)]
fn add<T: Number>(sums: &mut [T], more: &[T]) {
    for (sum, &more) in sums.iter_mut().zip(more) {
        *sum += more;
    }
}

#[inline(always)]
fn scaled<T: Number, const WIDTH: usize>(scale: f32, numbers: [T; WIDTH]) -> [T; WIDTH] {
    numbers.map(|number| T::from(scale) * number)
}

/// A list of so many sums, each made by `make`.
fn each<T: Number, const WIDTH: usize>(
    count: usize,
    make: impl Fn(usize) -> [T; WIDTH] + Sync,
) -> Vec<[T; WIDTH]> {
    let mut sums = vec![[T::default(); WIDTH]; count];
    change(&mut sums, |place, sum| *sum = make(place));
    sums
}

/// Changes every sum, given its place; threads share them.
fn change<T: Send>(sums: &mut [T], change: impl Fn(usize, &mut T) + Sync) {
    if sums.len() <= SHARE || rayon::current_num_threads() == 1 {
        let sums = sums.iter_mut().enumerate();
        sums.for_each(|(place, sum)| change(place, sum));
    } else {
        let sums = sums.par_iter_mut().enumerate().with_min_len(SHARE);
        sums.for_each(|(place, sum)| change(place, sum));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    use crate::features::sparse::SparseRows;
    use crate::features::{Counts, Extractor, FEATURE_KINDS, FeatureParams, Tfidf};
    use crate::task::Lexicon;

    const TEXTS: [&str; 7] = [
        "رفض رفض القرار والقرار",
        "",
        "لا لا لالا انسحاب",
        "😂 😂!",
        "انسحاب القوات لا القرار",
        "يرفض القرار 😂 aa aaa aaaa",
        "و والقرار و aa",
    ];

    /// The same matrix with its values and by words, learnt from all rows but the first.
    fn both(texts: &[&str], params: &FeatureParams) -> (SparseRows, WordRows) {
        let extractor = Extractor::new(params, &Lexicon::attitude());
        let counts = Counts::of(texts.iter().copied(), &extractor);
        let learnt: Vec<usize> = (1..texts.len()).collect();
        let tfidf = Tfidf::fit(&counts, &learnt, params);
        let classes = vec![learnt.iter().map(|row| Some(row % 2)).collect()];
        let tfidf = tfidf.weigh_by_classes(&counts, &learnt, &classes);
        let all: Vec<usize> = (0..texts.len()).rev().collect();
        let values = tfidf.transform(&counts, &all).unwrap();
        (values, tfidf.word_rows(&counts, &all).unwrap())
    }

    fn numbers(count: usize) -> Vec<f64> {
        (0..count).map(|i| (i as f64 * 1.7).sin()).collect()
    }

    /// Holds both products against those of the values; an entry's value is rounded there and not here.
    fn check(values: &SparseRows, words: WordRows, width: usize) {
        let product = WordProduct::new(words);
        let close = |found: &[f64], expected: &[f64]| {
            let mut pairs = found.iter().zip(expected);
            pairs.all(|(found, expected)| (found - expected).abs() < 1e-5)
        };
        let dense = numbers(values.columns() * width);
        let (mut found, mut expected) = (
            numbers(values.rows() * width),
            numbers(values.rows() * width),
        );
        product.add_product(&dense, width, &mut found);
        values.add_product(&dense, width, &mut expected);
        assert!(close(&found, &expected), "{found:?} not {expected:?}");
        let dense = numbers(values.rows() * width);
        let (mut found, mut expected) = (
            numbers(values.columns() * width),
            numbers(values.columns() * width),
        );
        product.add_transposed(&dense, width, &mut found);
        values.transpose().add_product(&dense, width, &mut expected);
        assert!(close(&found, &expected), "{found:?} not {expected:?}");
    }

    #[test]
    fn products_are_those_of_the_values() {
        let texts: Vec<&str> = TEXTS.iter().chain(&TEXTS[3..]).copied().collect();
        let plain = FeatureParams {
            min_df: 1,
            ..FeatureParams::default()
        };
        for width in 0..=9 {
            let (values, words) = both(&texts, &plain);
            check(&values, words, width);
        }
        for kind in FEATURE_KINDS {
            for min_df in [1, 2, 3] {
                let params = FeatureParams {
                    min_df,
                    ..plain.clone()
                };
                let (values, words) = both(&texts, &params.clone().only(&[kind]));
                check(&values, words, 3);
                let params = FeatureParams {
                    words: (2, 3),
                    chars: (1, 10),
                    ..params
                };
                let (values, words) = both(&texts, &params);
                check(&values, words, 3);
            }
        }
    }

    #[test]
    fn selected_rows_may_repeat() {
        let (values, words) = both(
            &TEXTS,
            &FeatureParams {
                min_df: 1,
                ..FeatureParams::default()
            },
        );
        let rows = [5, 0, 5, 2];
        check(&values.select_rows(&rows), words.select_rows(&rows), 2);
    }

    proptest! {
        #[test]
        fn products_of_texts_of_few_letters_are_those_of_the_values(
            texts in proptest::collection::vec("[ابa!😂 ]{0,12}", 2..12),
            min_df in 1_u32..3,
            width in 1_usize..6,
        ) {
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let (values, words) = both(&texts, &FeatureParams { min_df, ..FeatureParams::default() });
            check(&values, words, width);
        }
    }

    #[test]
    fn bits_do_not_depend_on_threads() {
        let texts: Vec<String> = (0..3000)
            .map(|i| format!("{} {} {}", i, i % 7, i % 90))
            .collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let (values, words) = both(&texts, &FeatureParams::default());
        assert!(values.columns() > SHARE);
        let product = WordProduct::new(words);
        let in_pool = |threads| {
            let pool = rayon::ThreadPoolBuilder::new()
                .num_threads(threads)
                .build()
                .unwrap();
            pool.install(|| {
                let mut rows = vec![0.0; values.rows() * 3];
                product.add_product(&numbers(values.columns() * 3), 3, &mut rows);
                let mut columns = vec![0.0; values.columns() * 3];
                product.add_transposed(&rows, 3, &mut columns);
                columns
            })
        };
        assert!(in_pool(1) == in_pool(3));
    }

    #[test]
    fn terms_that_are_counted_are_not_held_by_words() {
        let params = FeatureParams {
            tf: crate::features::TermFrequency::Count,
            ..FeatureParams::default()
        };
        let extractor = Extractor::new(&params, &Lexicon::attitude());
        let counts = Counts::of(TEXTS, &extractor);
        assert!(
            Tfidf::fit(&counts, &[0, 1, 2], &params)
                .word_rows(&counts, &[0])
                .is_none()
        );
    }
}
