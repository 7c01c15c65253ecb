//! How the rows of a problem are held for both passes of training.

use super::order::{Order, UNUSED};
use crate::features::product::Number;
use crate::features::sparse::SparseRows;
use crate::features::{WordProduct, WordRows};

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
    Words(WordProduct),
}

impl Layout {
    /// Lays out some of the rows of a matrix.
    pub fn of(matrix: &Matrix, selected: &[usize]) -> Layout {
        match matrix {
            Matrix::Values(rows) => Layout::of_values(rows, selected),
            Matrix::Words(rows) => Layout::Words(WordProduct::new(rows.select_rows(selected))),
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
            Layout::Words(product) => product.columns(),
        }
    }

    /// How many places there are.
    pub fn places(&self) -> usize {
        match self {
            Layout::Values { order, .. } => order.used,
            Layout::Words(product) => product.columns(),
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
            Layout::Words(product) => product.add_product(dense, width, out),
        }
    }

    /// Adds to `out[place * width + c]` the product of the features and `dense[row * width + c]`.
    pub fn add_backward<T: Number>(&self, dense: &[T], width: usize, out: &mut [T]) {
        match self {
            Layout::Values { columns, .. } => columns.add_product(dense, width, out),
            Layout::Words(product) => product.add_transposed(dense, width, out),
        }
    }
}
