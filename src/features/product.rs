//! Sparse rows times a dense matrix: nearly all of the time of training is spent here.

use super::sparse::{Row, SparseRows};

/// Below this many multiplications one thread is faster: a fresh thread pool costs more.
const SERIAL_BELOW: usize = 5_000_000;

/// Rows with fewer values than this in all are not divided further between threads.
const SPLIT_ABOVE: usize = 1 << 16;

impl SparseRows {
    /// Adds to `out` the product of these rows and `dense`, in `f64`.
    ///
    /// `dense[column * width + c]` and `out[row * width + c]`: the `width` numbers of a column lie
    /// together, because a row visits few columns and all of their numbers. Each row of `out` is
    /// computed by one thread in the order of its columns, so the bits do not depend on how many
    /// threads there are.
    ///
    /// # Panics
    /// If the sizes do not fit.
    pub fn add_product(&self, dense: &[f64], width: usize, out: &mut [f64]) {
        assert_eq!(
            dense.len(),
            self.columns() * width,
            "a row of `dense` a column"
        );
        assert_eq!(out.len(), self.rows() * width, "a row of `out` a row");
        match width {
            0 => {}
            1 => self.add_fixed::<1>(dense, out),
            2 => self.add_fixed::<2>(dense, out),
            3 => self.add_fixed::<3>(dense, out),
            4 => self.add_fixed::<4>(dense, out),
            5 => self.add_fixed::<5>(dense, out),
            6 => self.add_fixed::<6>(dense, out),
            _ => self.divide(width, out, &|row, out: &mut [f64]| {
                for (column, value) in row.iter() {
                    let dense = &dense[column * width..][..width];
                    out.iter_mut().zip(dense).for_each(|(o, d)| *o += value * d);
                }
            }),
        }
    }

    /// The width is known to the compiler, which keeps the sums in registers.
    fn add_fixed<const WIDTH: usize>(&self, dense: &[f64], out: &mut [f64]) {
        let dense = dense.as_chunks::<WIDTH>().0;
        self.divide(WIDTH, out, &|row, out: &mut [f64]| {
            let sums = row_product(row, dense);
            out.iter_mut().zip(sums).for_each(|(o, sum)| *o += sum);
        });
    }

    fn divide(&self, width: usize, out: &mut [f64], add: &(impl Fn(Row<'_>, &mut [f64]) + Sync)) {
        if self.entries() * width < SERIAL_BELOW {
            self.run(0, width, out, add);
        } else {
            self.divide_from(0, width, out, add);
        }
    }

    /// Halves the rows, by number of values, until they are few.
    fn divide_from(
        &self,
        first: usize,
        width: usize,
        out: &mut [f64],
        add: &(impl Fn(Row<'_>, &mut [f64]) + Sync),
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

    fn run(&self, first: usize, width: usize, out: &mut [f64], add: impl Fn(Row<'_>, &mut [f64])) {
        for (number, out) in out.chunks_exact_mut(width).enumerate() {
            add(self.row(first + number), out);
        }
    }
}

/// Two sums in turn, so that an addition need not wait for the one before it.
fn row_product<const WIDTH: usize>(row: Row<'_>, dense: &[[f64; WIDTH]]) -> [f64; WIDTH] {
    let mut even = [0.0; WIDTH];
    let mut odd = [0.0; WIDTH];
    let (index_pairs, last_index) = row.indices.as_chunks::<2>();
    let (value_pairs, last_value) = row.values.as_chunks::<2>();
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
fn add_scaled<const WIDTH: usize>(sum: &mut [f64; WIDTH], value: f32, dense: &[f64; WIDTH]) {
    for c in 0..WIDTH {
        sum[c] += f64::from(value) * dense[c];
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
        let matrix = example(600_000, 40);
        assert!(matrix.entries() * 3 >= SERIAL_BELOW);
        let dense: Vec<f64> = (0..120).map(|i| (i as f64).sin()).collect();
        let mut divided = vec![0.0; matrix.rows() * 3];
        matrix.add_product(&dense, 3, &mut divided);
        let dense = dense.as_chunks::<3>().0;
        let plain: Vec<f64> = matrix
            .iter()
            .flat_map(|row| row_product(row, dense))
            .collect();
        assert!(divided == plain);
    }
}
