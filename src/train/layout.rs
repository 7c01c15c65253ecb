//! How the rows of a problem are held for both passes of training.

use super::order::{Order, UNUSED};
use crate::features::product::Number;
use crate::features::sparse::SparseRows;
use crate::features::{WordLayout, WordRows};

/// Rows with the values of their features, or held by words.
#[derive(Debug, Clone)]
pub(super) enum Matrix {
    Values(SparseRows),
    Words(WordRows),
}

/// Rows laid out for the pass forward, over the rows, and the one back, over the features.
///
/// A feature has a place, which need not be its number.
#[derive(Debug, Clone)]
pub(super) enum Layout {
    /// Features in an order that trains fast; those that no row has are left out.
    Values {
        rows: SparseRows,
        /// The rows on their side.
        columns: SparseRows,
        order: Order,
    },
    /// Every feature in its own place.
    Words(WordLayout),
}

impl Layout {
    /// Lays out some of the rows of a matrix.
    pub fn of(matrix: &Matrix, selected: &[usize]) -> Layout {
        match matrix {
            Matrix::Values(rows) => Layout::of_values(rows, selected),
            Matrix::Words(rows) => Layout::Words(WordLayout::new(rows.select_rows(selected))),
        }
    }

    /// Lays out some of the rows.
    pub fn of_values(rows: &SparseRows, selected: &[usize]) -> Layout {
        let order = Order::of(rows, selected);
        let rows = rows.select_and_renumber(selected, &order.places, order.used);
        Layout::Values {
            columns: rows.transpose(),
            rows,
            order,
        }
    }

    /// How many features there are, with those that have no place.
    pub fn features(&self) -> usize {
        match self {
            Layout::Values { order, .. } => order.places.len(),
            Layout::Words(rows) => rows.columns(),
        }
    }

    /// How many places there are.
    pub fn places(&self) -> usize {
        match self {
            Layout::Values { order, .. } => order.used,
            Layout::Words(rows) => rows.columns(),
        }
    }

    /// Where a feature stands; `None` if it has no place.
    pub fn place(&self, feature: usize) -> Option<usize> {
        match self {
            Layout::Values { order, .. } => {
                let place = order.places[feature];
                (place != UNUSED).then_some(place as usize)
            }
            Layout::Words(_) => Some(feature),
        }
    }

    /// Adds to `out[row * width + c]` the product of the rows and `dense[place * width + c]`.
    pub fn add_forward<T: Number>(&self, dense: &[T], width: usize, out: &mut [T]) {
        match self {
            Layout::Values { rows, .. } => rows.add_product(dense, width, out),
            Layout::Words(rows) => rows.add_product(dense, width, out),
        }
    }

    /// Adds to `out[place * width + c]` the product of the features and `dense[row * width + c]`.
    pub fn add_backward<T: Number>(&self, dense: &[T], width: usize, out: &mut [T]) {
        match self {
            Layout::Values { columns, .. } => columns.add_product(dense, width, out),
            Layout::Words(rows) => rows.add_transposed(dense, width, out),
        }
    }

    /// For each place, the sum of the squares of its values times the weights of their rows; none of rows
    /// held by values, which are too few to gain from it.
    pub fn squares(&self, weights: &[f64]) -> Option<Vec<f32>> {
        let Layout::Words(rows) = self else {
            return None;
        };
        let weights: Vec<f32> = weights.iter().map(|&weight| weight as f32).collect();
        let mut squares = vec![0.0; self.places()];
        rows.add_squares(&weights, &mut squares);
        Some(squares)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::{Counts, Extractor, FeatureParams, Tfidf};
    use crate::train::{ClassWeight, LogisticParams, Problem, fit};

    #[test]
    fn rows_held_by_words_have_the_optimum_of_their_values() {
        let words = [
            "رفض",
            "القرار",
            "والقرار",
            "انسحاب",
            "الانسحاب",
            "لا",
            "بقاء",
            "😂",
        ];
        let texts: Vec<String> = (0..90)
            .map(|i| {
                [i % 8, i / 3 % 8, i * i % 7, i / 11]
                    .map(|word| words[word % 8])
                    .join(" ")
            })
            .collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let features = FeatureParams::default();
        let counts = Counts::of(texts, &Extractor::new(&features, &Default::default()));
        let all: Vec<usize> = (0..90).collect();
        let tfidf = Tfidf::fit(&counts, &all, &features);
        let values = Matrix::Values(tfidf.transform(&counts, &all).unwrap());
        let words = Matrix::Words(tfidf.word_rows(&counts, &all).unwrap());
        // Some of the rows, out of order and one of them twice.
        let selected: Vec<usize> = (5..80).rev().chain([7]).collect();
        let labels: Vec<usize> = selected.iter().map(|row| (row / 3 + row / 7) % 3).collect();
        let params = LogisticParams {
            tolerance: 1e-10,
            ..LogisticParams::default()
        };
        let fitted = [values, words].map(|matrix| {
            let class_weight = ClassWeight::Balanced;
            let problem = Problem::of_rows(&matrix, &selected, &labels, 3, None, class_weight);
            fit(&problem.unwrap(), &params, None).unwrap()
        });
        let [values, words] = fitted;
        assert!(words.certificate.relative_gap() <= 1e-10);
        assert_eq!(values.model.features(), words.model.features());
        let pairs = values.model.weights().iter().zip(words.model.weights());
        let farthest = pairs.map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        let largest = values.model.weights().iter().copied().fold(0.0, f64::max);
        assert!(farthest < 1e-4 && largest > 0.1, "{farthest} of {largest}");
    }
}
