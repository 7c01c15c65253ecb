//! The pivoted Cholesky factorisation of the products of rows with each other.

use ndarray::Array2;

use crate::features::sparse::SparseRows;

/// What is left of a row's square counts as nothing below this share of the largest square.
const NEGLIGIBLE: f64 = 1e-13;

/// `X Xᵀ = L Lᵀ`, with as many columns in `L` as rows of `X` are independent.
///
/// Rows that depend on others, duplicates among them, are no pivots.
pub(super) struct Cholesky {
    /// `L`, its rows in the order of those of `X`.
    factor: Array2<f64>,
    /// The row that each column was made from.
    pivots: Vec<usize>,
}

impl Cholesky {
    /// Factorises the products of `rows`; `columns` is the same matrix on its side.
    pub(super) fn of_products(rows: &SparseRows, columns: &SparseRows) -> Self {
        let count = rows.rows();
        let mut left: Vec<f64> = rows
            .iter()
            .map(|row| row.iter().map(|(_, value)| value * value).sum())
            .collect();
        let largest = left.iter().copied().fold(0.0, f64::max);
        let mut columns_of_factor: Vec<Vec<f64>> = Vec::new();
        let mut pivots = Vec::new();
        while pivots.len() < count {
            let pivot = (1..count).fold(
                0,
                |best, row| if left[row] > left[best] { row } else { best },
            );
            if left[pivot] <= NEGLIGIBLE * largest {
                break;
            }
            let mut column = products(rows, columns, pivot);
            for earlier in &columns_of_factor {
                let scale = earlier[pivot];
                column
                    .iter_mut()
                    .zip(earlier)
                    .for_each(|(c, e)| *c -= scale * e);
            }
            let root = left[pivot].sqrt();
            column.iter_mut().for_each(|value| *value /= root);
            // Earlier pivots are met exactly.
            pivots
                .iter()
                .for_each(|&earlier: &usize| column[earlier] = 0.0);
            column[pivot] = root;
            left.iter_mut()
                .zip(&column)
                .for_each(|(left, value)| *left -= value * value);
            left[pivot] = 0.0;
            pivots.push(pivot);
            columns_of_factor.push(column);
        }
        let shape = (count, pivots.len());
        let factor = Array2::from_shape_fn(shape, |(row, column)| columns_of_factor[column][row]);
        Self { factor, pivots }
    }

    /// `L`: a row for each row of `X`.
    pub(super) fn factor(&self) -> &Array2<f64> {
        &self.factor
    }

    /// The rows that the columns of `L` were made from: with them alone, `L` is lower triangular.
    pub(super) fn pivots(&self) -> &[usize] {
        &self.pivots
    }

    /// Solves `L_pᵀ a = v`, with `L_p` the rows of `L` at the pivots.
    pub(super) fn solve_transposed(&self, v: &[f64]) -> Vec<f64> {
        let mut solved = v.to_vec();
        for i in (0..solved.len()).rev() {
            solved[i] /= self.factor[(self.pivots[i], i)];
            for j in 0..i {
                solved[j] -= self.factor[(self.pivots[i], j)] * solved[i];
            }
        }
        solved
    }
}

/// The products of all rows with one.
fn products(rows: &SparseRows, columns: &SparseRows, row: usize) -> Vec<f64> {
    let mut products = vec![0.0; rows.rows()];
    for (column, value) in rows.row(row).iter() {
        for (other, product) in columns.row(column).iter() {
            products[other] += value * product;
        }
    }
    products
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn factorises_dependent_rows() {
        // Row 2 repeats row 0, row 3 is row 0 + row 1, row 4 is empty.
        let rows = [
            vec![(0, 1.0), (1, 2.0)],
            vec![(1, 1.0), (2, 1.0)],
            vec![(0, 1.0), (1, 2.0)],
            vec![(0, 1.0), (1, 3.0), (2, 1.0)],
            vec![],
        ];
        let rows = SparseRows::from_rows(3, rows).unwrap();
        let cholesky = Cholesky::of_products(&rows, &rows.transpose());
        assert_eq!(cholesky.pivots(), [3, 0]);
        let product = cholesky.factor().dot(&cholesky.factor().t());
        for i in 0..5 {
            let expected = products(&rows, &rows.transpose(), i);
            for (j, expected) in expected.iter().enumerate() {
                assert!((product[(i, j)] - expected).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn solves_the_triangle() {
        let rows = SparseRows::from_rows(2, [[(0, 2.0), (1, 1.0)], [(0, 0.5), (1, 1.0)]]).unwrap();
        let cholesky = Cholesky::of_products(&rows, &rows.transpose());
        let solved = cholesky.solve_transposed(&[1.0, 2.0]);
        let at = |i: usize, j| cholesky.factor()[(cholesky.pivots()[i], j)];
        assert!((at(0, 0) * solved[0] + at(1, 0) * solved[1] - 1.0).abs() < 1e-12);
        assert!((at(1, 1) * solved[1] - 2.0).abs() < 1e-12);
    }
}
