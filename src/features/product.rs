//! Sparse rows times a dense matrix: nearly all of the time of training is spent here.

use std::ops::{Add, AddAssign, Mul};

use super::sparse::{Row, SparseRows};

/// Below this many multiplications one thread is faster: a fresh thread pool costs more.
const SERIAL_BELOW: usize = 8_000_000;

/// Rows with fewer values than this in all are not divided further between threads.
const SPLIT_ABOVE: usize = 1 << 16;

/// Values of a row that are summed on their own: single precision does not suffer longer sums.
const CHUNK: usize = 512;

/// What a product is computed in: `f64`, or `f32` where that will do.
pub trait Number:
    Copy + Default + From<f32> + Add<Output = Self> + Mul<Output = Self> + AddAssign + Send + Sync
{
}

impl<T> Number for T where
    T: Copy + Default + From<f32> + Add<Output = T> + Mul<Output = T> + AddAssign + Send + Sync
{
}

impl SparseRows {
    /// Adds to `out` the product of these rows and `dense`.
    ///
    /// `dense[column * width + c]` and `out[row * width + c]`: the `width` numbers of a column lie
    /// together, because a row visits few columns and all of their numbers. Each row of `out` is
    /// computed by one thread in the order of its columns, so the bits do not depend on how many
    /// threads there are.
    ///
    /// # Panics
    /// If the sizes do not fit.
    pub fn add_product<T: Number>(&self, dense: &[T], width: usize, out: &mut [T]) {
        assert_eq!(
            dense.len(),
            self.columns() * width,
            "a row of `dense` a column"
        );
        assert_eq!(out.len(), self.rows() * width, "a row of `out` a row");
        match width {
            0 => {}
            2 => self.add_fixed::<T, 2>(dense, out),
            3 => self.add_fixed::<T, 3>(dense, out),
            4 => self.add_fixed::<T, 4>(dense, out),
            8 => self.add_fixed::<T, 8>(dense, out),
            _ => self.divide(width, out, &|row, out: &mut [T]| {
                for (&index, &value) in row.indices.iter().zip(row.values) {
                    let dense = &dense[index as usize * width..][..width];
                    add_scaled(out, value, dense);
                }
            }),
        }
    }

    /// The width is known to the compiler, which keeps the sums in registers.
    fn add_fixed<T: Number, const WIDTH: usize>(&self, dense: &[T], out: &mut [T]) {
        let dense = dense.as_chunks::<WIDTH>().0;
        self.divide(WIDTH, out, &|row, out: &mut [T]| {
            let indices = row.indices.chunks(CHUNK);
            for (indices, values) in indices.zip(row.values.chunks(CHUNK)) {
                let sums = row_product(indices, values, dense);
                out.iter_mut().zip(sums).for_each(|(o, sum)| *o += sum);
            }
        });
    }

    fn divide<T: Number>(
        &self,
        width: usize,
        out: &mut [T],
        add: &(impl Fn(Row<'_>, &mut [T]) + Sync),
    ) {
        if self.entries() * width < SERIAL_BELOW {
            self.run(0, width, out, add);
        } else {
            self.divide_from(0, width, out, add);
        }
    }

    /// Halves the rows, by number of values, until they are few.
    fn divide_from<T: Number>(
        &self,
        first: usize,
        width: usize,
        out: &mut [T],
        add: &(impl Fn(Row<'_>, &mut [T]) + Sync),
    ) {
        let rows = out.len() / width;
        let starts = &self.starts()[first..=first + rows];
        let (start, end) = (starts[0], starts[rows]);
        if rows < 2 || end - start < SPLIT_ABOVE {
            return self.run(first, width, out, add);
        }
        let middle = start.midpoint(end);
        let left = starts
            .partition_point(|&start| start < middle)
            .clamp(1, rows - 1);
        let (left_out, right_out) = out.split_at_mut(left * width);
        rayon::join(
            || self.divide_from(first, width, left_out, add),
            || self.divide_from(first + left, width, right_out, add),
        );
    }

    fn run<T: Number>(
        &self,
        first: usize,
        width: usize,
        out: &mut [T],
        add: &(impl Fn(Row<'_>, &mut [T]) + Sync),
    ) {
        for (number, out) in out.chunks_exact_mut(width).enumerate() {
            add(self.row(first + number), out);
        }
    }
}

/// Two sums in turn, so that an addition need not wait for the one before it.
fn row_product<T: Number, const WIDTH: usize>(
    indices: &[u32],
    values: &[f32],
    dense: &[[T; WIDTH]],
) -> [T; WIDTH] {
    let mut even = [T::default(); WIDTH];
    let mut odd = [T::default(); WIDTH];
    let (index_pairs, last_index) = indices.as_chunks::<2>();
    let (value_pairs, last_value) = values.as_chunks::<2>();
    for (indices, values) in index_pairs.iter().zip(value_pairs) {
        add_scaled(&mut even, values[0], &dense[indices[0] as usize]);
        add_scaled(&mut odd, values[1], &dense[indices[1] as usize]);
    }
    for (&index, &value) in last_index.iter().zip(last_value) {
        add_scaled(&mut even, value, &dense[index as usize]);
    }
    std::array::from_fn(|c| even[c] + odd[c])
}

#[inline(always)]
fn add_scaled<T: Number>(sums: &mut [T], value: f32, dense: &[T]) {
    let value = T::from(value);
    for (sum, &dense) in sums.iter_mut().zip(dense) {
        *sum += value * dense;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Row `i` of `rows` has `i % 7` values, so that some are empty and some odd in number.
    fn example(rows: usize, columns: usize) -> SparseRows {
        let row = |i: usize| {
            let columns = (0..i % 7).map(move |j| ((j * columns / 7 + i % 3) as u32, j));
            columns.map(move |(column, j)| (column, (i + j) as f32 / 10.0))
        };
        let rows = (0..rows).map(|i| row(i).collect::<Vec<_>>());
        SparseRows::from_rows(columns, rows).unwrap()
    }

    fn check(matrix: &SparseRows, width: usize) {
        let dense: Vec<f64> = (0..matrix.columns() * width)
            .map(|i| i as f64 / 3.0)
            .collect();
        let mut out = vec![1.0; matrix.rows() * width];
        matrix.add_product(&dense, width, &mut out);
        for (number, row) in matrix.iter().enumerate() {
            for c in 0..width {
                let product: f64 = row
                    .iter()
                    .map(|(i, value)| value * dense[i * width + c])
                    .sum();
                let difference = out[number * width + c] - 1.0 - product;
                assert!(difference.abs() < 1e-12 * product.abs().max(1.0));
            }
        }
    }

    #[test]
    fn adds_the_product_at_every_width() {
        for width in 0..=9 {
            check(&example(50, 40), width);
        }
    }

    #[test]
    fn divided_rows_have_the_same_bits() {
        let matrix = example(900_000, 40);
        assert!(matrix.entries() * 3 >= SERIAL_BELOW);
        let dense: Vec<f64> = (0..120).map(|i| (i as f64).sin()).collect();
        let mut divided = vec![0.0; matrix.rows() * 3];
        matrix.add_product(&dense, 3, &mut divided);
        let dense = dense.as_chunks::<3>().0;
        let plain: Vec<f64> = matrix
            .iter()
            .flat_map(|row| row_product(row.indices, row.values, dense))
            .collect();
        assert!(divided == plain);
    }
}
