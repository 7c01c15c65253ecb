//! Sparse rows: what the vectoriser makes of sentences, and what training and prediction read.

use linfa::dataset::Records;
use rayon::prelude::*;

use crate::error::{Error, Result};

/// Rows that a thread writes at a time.
const ROWS: usize = 256;

/// A matrix with few values a row, stored row by row (CSR). One row is one sentence.
///
/// Indices rise strictly within a row and are below [`SparseRows::columns`]; values are finite. As
/// [`linfa::dataset::Records`] it can be the records of a [`linfa::DatasetBase`].
#[derive(Debug, Clone, PartialEq)]
pub struct SparseRows {
    columns: usize,
    /// Row `i` lies at `starts[i]..starts[i + 1]` of `indices` and `values`.
    starts: Vec<usize>,
    indices: Vec<u32>,
    values: Vec<f32>,
}

/// One row: its columns, rising, and the value in each.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Row<'a> {
    /// The columns that hold a value.
    pub indices: &'a [u32],
    /// The value in each of them.
    pub values: &'a [f32],
}

impl Row<'_> {
    /// The pairs of column and value.
    pub fn iter(&self) -> impl Iterator<Item = (usize, f64)> + '_ {
        let columns = self.indices.iter().map(|&index| index as usize);
        columns.zip(self.values.iter().map(|&value| f64::from(value)))
    }
}

impl SparseRows {
    /// The matrix of these rows of (column, value).
    ///
    /// Fails on a column out of range, repeated or out of order, and on a value that is not finite.
    pub fn from_rows<R: AsRef<[(u32, f32)]>>(
        columns: usize,
        rows: impl IntoIterator<Item = R>,
    ) -> Result<Self> {
        let (mut starts, mut indices, mut values) = (vec![0], Vec::new(), Vec::new());
        for row in rows {
            indices.extend(row.as_ref().iter().map(|entry| entry.0));
            values.extend(row.as_ref().iter().map(|entry| entry.1));
            starts.push(indices.len());
        }
        Self::from_parts(columns, starts, indices, values)
    }

    /// The matrix whose row `i` lies at `starts[i]..starts[i + 1]` of `indices` and `values`.
    ///
    /// Fails as [`SparseRows::from_rows`] does, and where the parts do not fit together.
    pub fn from_parts(
        columns: usize,
        starts: Vec<usize>,
        indices: Vec<u32>,
        values: Vec<f32>,
    ) -> Result<Self> {
        let fits = starts.first() == Some(&0)
            && starts.is_sorted()
            && starts.last() == Some(&indices.len())
            && indices.len() == values.len();
        if !fits {
            return Err(Error::Usage(
                "the parts of a sparse matrix do not fit together".to_owned(),
            ));
        }
        let matrix = Self {
            columns,
            starts,
            indices,
            values,
        };
        matrix.checked()
    }

    /// The matrix whose rows have these numbers of values, each row written by `write(row, indices, values)`.
    /// Threads share the rows.
    pub(crate) fn write(
        columns: usize,
        lengths: &[usize],
        write: impl Fn(usize, &mut [u32], &mut [f32]) + Sync,
    ) -> Self {
        let mut starts = Vec::with_capacity(lengths.len() + 1);
        starts.push(0);
        let mut entries = 0;
        for length in lengths {
            entries += length;
            starts.push(entries);
        }
        let (mut indices, mut values) = (vec![0; entries], vec![0.0; entries]);
        let mut rest = (&mut indices[..], &mut values[..]);
        let mut rows = Vec::with_capacity(lengths.len());
        for &length in lengths {
            let (indices, behind) = rest.0.split_at_mut(length);
            let (values, values_behind) = rest.1.split_at_mut(length);
            rest = (behind, values_behind);
            rows.push((indices, values));
        }
        let rows = rows.into_par_iter().with_min_len(ROWS).enumerate();
        rows.for_each(|(row, (indices, values))| write(row, indices, values));
        Self {
            columns,
            starts,
            indices,
            values,
        }
    }

    /// The matrix, if its columns rise within each row and its values are finite.
    pub(crate) fn checked(self) -> Result<Self> {
        for (number, row) in self.iter().enumerate() {
            let rising = row.indices.windows(2).all(|pair| pair[0] < pair[1]);
            let within = row
                .indices
                .last()
                .is_none_or(|&last| (last as usize) < self.columns);
            if !rising || !within {
                return Err(Error::Usage(format!(
                    "row {number} of a sparse matrix: columns must rise and be below {}",
                    self.columns
                )));
            }
            if let Some(value) = row.values.iter().find(|value| !value.is_finite()) {
                return Err(Error::Usage(format!(
                    "row {number} of a sparse matrix holds {value}: values must be finite"
                )));
            }
        }
        Ok(self)
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.starts.len() - 1
    }

    /// How many columns there are, whether or not they hold a value.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// How many values are stored.
    pub fn entries(&self) -> usize {
        self.indices.len()
    }

    /// Row `row`, counted from 0.
    ///
    /// # Panics
    /// If there is no such row.
    pub fn row(&self, row: usize) -> Row<'_> {
        let range = self.starts[row]..self.starts[row + 1];
        Row {
            indices: &self.indices[range.clone()],
            values: &self.values[range],
        }
    }

    /// All rows in order.
    pub fn iter(&self) -> impl Iterator<Item = Row<'_>> {
        (0..self.rows()).map(|row| self.row(row))
    }

    /// Where each row starts among all values, and one end more.
    pub(super) fn starts(&self) -> &[usize] {
        &self.starts
    }

    /// The matrix of these rows, in this order; a row may be taken several times.
    ///
    /// # Panics
    /// If there is no such row.
    pub fn select_rows(&self, rows: &[usize]) -> Self {
        self.take(rows, self.columns, |column| column)
    }

    /// The same with other numbers for the columns, `numbers[old]`, below `columns`: each column that these
    /// rows have a value in has one of its own. Within a row, the values keep their order.
    pub(crate) fn select_and_renumber(
        &self,
        rows: &[usize],
        numbers: &[u32],
        columns: usize,
    ) -> Self {
        self.take(rows, columns, |column| numbers[column as usize])
    }

    fn take(&self, rows: &[usize], columns: usize, number: impl Fn(u32) -> u32 + Sync) -> Self {
        let lengths: Vec<usize> = rows
            .iter()
            .map(|&row| self.row(row).indices.len())
            .collect();
        Self::write(columns, &lengths, |at, indices, values| {
            let row = self.row(rows[at]);
            values.copy_from_slice(row.values);
            for (new, &old) in indices.iter_mut().zip(row.indices) {
                *new = number(old);
            }
        })
    }

    /// The matrix on its side: its rows are the columns of this one.
    ///
    /// # Panics
    /// If there are 2³² rows or more.
    pub fn transpose(&self) -> Self {
        assert!(u32::try_from(self.rows()).is_ok(), "fewer than 2^32 rows");
        let mut starts = vec![0; self.columns + 1];
        for &index in &self.indices {
            starts[index as usize + 1] += 1;
        }
        for column in 0..self.columns {
            starts[column + 1] += starts[column];
        }
        let mut next = starts.clone();
        let mut indices = vec![0; self.entries()];
        let mut values = vec![0.0; self.entries()];
        for (number, row) in self.iter().enumerate() {
            for (&column, &value) in row.indices.iter().zip(row.values) {
                let place = &mut next[column as usize];
                indices[*place] = number as u32;
                values[*place] = value;
                *place += 1;
            }
        }
        Self {
            columns: self.rows(),
            starts,
            indices,
            values,
        }
    }
}

impl Records for SparseRows {
    type Elem = f32;

    fn nsamples(&self) -> usize {
        self.rows()
    }

    fn nfeatures(&self) -> usize {
        self.columns()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example() -> SparseRows {
        let rows = [vec![(0, 1.0), (2, 2.0)], vec![], vec![(2, 3.0)]];
        SparseRows::from_rows(4, rows).unwrap()
    }

    fn check_refused(rows: &[&[(u32, f32)]], expected: &str) {
        let error = SparseRows::from_rows(3, rows).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }

    #[test]
    fn refuses_what_is_not_a_matrix() {
        check_refused(&[&[(0, 1.0)], &[(3, 1.0)]], "row 1");
        check_refused(&[&[(1, 1.0), (0, 1.0)]], "must rise");
        check_refused(&[&[(1, 1.0), (1, 1.0)]], "must rise");
        check_refused(&[&[(1, f32::NAN)]], "holds NaN");
        check_refused(&[&[(1, f32::INFINITY)]], "holds inf");
        assert!(SparseRows::from_parts(3, vec![0, 2], vec![0], vec![1.0]).is_err());
        assert!(SparseRows::from_parts(3, vec![], vec![], vec![]).is_err());
        assert!(SparseRows::from_parts(3, vec![0, 2, 1], vec![0], vec![1.0]).is_err());
    }

    #[test]
    fn transposing_turns_rows_into_columns() {
        let expected = [vec![(0, 1.0)], vec![], vec![(0, 2.0), (2, 3.0)], vec![]];
        let expected = SparseRows::from_rows(3, expected).unwrap();
        assert_eq!(example().transpose(), expected);
        assert_eq!(example().transpose().transpose(), example());
    }

    #[test]
    fn selected_rows_may_repeat() {
        let rows = [vec![(2, 3.0)], vec![(2, 3.0)], vec![]];
        let expected = SparseRows::from_rows(4, rows).unwrap();
        assert_eq!(example().select_rows(&[2, 2, 1]), expected);
    }

    #[test]
    fn a_matrix_without_rows_is_a_matrix() {
        let empty = example().select_rows(&[]);
        assert_eq!((empty.rows(), empty.columns(), empty.entries()), (0, 4, 0));
        assert_eq!(empty.transpose().rows(), 4);
    }
}
