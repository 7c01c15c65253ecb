//! Products of a matrix held by words: with a dense one, and of its transpose with one.
//!
//! Each number of a product is computed by one thread in a fixed order: the bits do not depend on how many
//! threads there are.

use super::product::Number;
use super::sums::{add, change, scaled, total};
use super::word_layout::WordLayout;

/// Columns of a dense matrix that are multiplied at a time.
const LANES: usize = 4;

impl WordLayout {
    /// Adds to `out[row * width + c]` the product of the rows and `dense[column * width + c]`.
    ///
    /// # Panics
    /// If the sizes do not fit, as in [`WordLayout::add_transposed`].
    pub fn add_product<T: Number>(&self, dense: &[T], width: usize, out: &mut [T]) {
        assert_eq!(
            dense.len(),
            self.columns() * width,
            "a row of `dense` a column"
        );
        assert_eq!(out.len(), self.rows * width, "a row of `out` a row");
        self.by_lanes(Way::Forward, dense, width, out);
    }

    /// Adds to `out[column * width + c]` the product of the columns and `dense[row * width + c]`.
    pub fn add_transposed<T: Number>(&self, dense: &[T], width: usize, out: &mut [T]) {
        assert_eq!(dense.len(), self.rows * width, "a row of `dense` a row");
        assert_eq!(out.len(), self.columns() * width, "a row of `out` a column");
        self.by_lanes(Way::Backward, dense, width, out);
    }

    /// Adds to `out[column]` the sum of the squares of its values, each times its row's number in `weights`.
    ///
    /// # Panics
    /// If the sizes do not fit.
    pub fn add_squares(&self, weights: &[f32], out: &mut [f32]) {
        assert_eq!(weights.len(), self.rows, "a weight a row");
        assert_eq!(out.len(), self.columns(), "a sum a column");
        let square = |value: f32| value * value;
        self.backward(
            weights.as_chunks::<1>().0,
            out.as_chunks_mut::<1>().0,
            square,
        );
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
            Way::Backward => self.backward(dense, out, |value| value),
        }
    }

    fn forward<T: Number, const WIDTH: usize>(&self, dense: &[[T; WIDTH]], out: &mut [[T; WIDTH]]) {
        let words = self.of_word.len();
        let mut sums = vec![[T::default(); WIDTH]; words + self.columns.len()];
        let (of_words, parts) = sums.split_at_mut(words);
        change(parts, |place, part| {
            *part = scaled(self.signed_idf[place], dense[self.columns[place] as usize]);
        });
        change(of_words, |word, sum| {
            *sum = scaled(-1.0, total(self.of_word.row(word), parts))
        });
        change(out, |row, out| {
            for (of_row, (scales, _)) in self.of_row.iter().zip(&self.scales) {
                add(out, &scaled(scales[row], total(of_row.row(row), &sums)));
            }
        });
    }

    /// With `of` each factor of a value in its place.
    fn backward<T: Number, const WIDTH: usize>(
        &self,
        dense: &[[T; WIDTH]],
        out: &mut [[T; WIDTH]],
        of: impl Fn(f32) -> f32 + Sync,
    ) {
        let words = self.of_word.len();
        let mut sums = vec![[T::default(); WIDTH]; words + self.scales.len() * self.rows];
        let (of_words, parts) = sums.split_at_mut(words);
        for ((scales, is_of_words), parts) in
            self.scales.iter().zip(parts.chunks_mut(self.rows.max(1)))
        {
            let sign = if *is_of_words { -1.0 } else { 1.0 };
            change(parts, |row, part| {
                *part = scaled(sign * of(scales[row]), dense[row])
            });
            if *is_of_words {
                change(of_words, |word, sum| {
                    *sum = scaled(-1.0, total(self.rows_of_word.row(word), parts))
                });
            }
        }
        change(out, |column, out| {
            add(
                out,
                &scaled(
                    of(self.idf[column]),
                    total(self.of_column.row(column), &sums),
                ),
            );
        });
    }
}

/// Which of the two products.
#[derive(Clone, Copy)]
enum Way {
    Forward,
    Backward,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    use crate::features::sparse::SparseRows;
    use crate::features::sums::SHARE;
    use crate::features::word_rows::WordRows;
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
        let product = WordLayout::new(words);
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
        check_squares(values, &product);
    }

    fn check_squares(values: &SparseRows, product: &WordLayout) {
        let weights: Vec<f32> = (0..values.rows()).map(|row| row as f32 + 0.5).collect();
        let mut found = vec![1.0; values.columns()];
        product.add_squares(&weights, &mut found);
        for (column, found) in values.transpose().iter().zip(found) {
            let rows = column.indices.iter().zip(column.values);
            let squares = rows.map(|(&row, value)| weights[row as usize] * value * value);
            let expected = 1.0 + squares.sum::<f32>();
            assert!((found - expected).abs() < 1e-4 * expected);
        }
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
        let product = WordLayout::new(words);
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
