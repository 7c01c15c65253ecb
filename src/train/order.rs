//! An order of the features that training runs faster in.
//!
//! Features that no row has are left out: their weights are zero. For the others, training is mostly
//! waiting for their weights. Sorted by term, those of a sentence lie all over memory. Here features
//! that are about as frequent lie together, so that the frequent ones stay in the cache; and among them
//! those that appear first in the same row, so that the n-grams of one rare word are neighbours. On
//! 27,000 tweets (310,000 features) a pass forward takes a third of the time, a pass back half.

use std::cmp::Reverse;

use crate::features::sparse::SparseRows;

/// Smaller problems fit the cache anyhow: their features keep their order.
const SORT_FROM: usize = 1 << 20;

/// Where each feature stands while training.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Order {
    /// [`UNUSED`] for a feature that no row has.
    pub(super) places: Vec<u32>,
    /// How many places there are.
    pub(super) used: usize,
}

/// The place of a feature that no row has.
pub(super) const UNUSED: u32 = u32::MAX;

impl Order {
    /// An order for some of the rows, `selected`, sorted if there is enough to gain.
    pub(super) fn of(rows: &SparseRows, selected: &[usize]) -> Self {
        let values = |&row: &usize| rows.row(row).indices.len();
        let entries: usize = selected.iter().map(values).sum();
        Self::sorted_if(rows, selected, entries >= SORT_FROM)
    }

    fn sorted_if(rows: &SparseRows, selected: &[usize], sort: bool) -> Self {
        let mut frequencies = vec![0_u32; rows.columns()];
        let mut first = vec![0; rows.columns()];
        for (number, &row) in selected.iter().enumerate() {
            for &column in rows.row(row).indices {
                if frequencies[column as usize] == 0 {
                    first[column as usize] = number as u32;
                }
                frequencies[column as usize] += 1;
            }
        }
        let is_used = |column: &u32| frequencies[*column as usize] > 0;
        let mut order: Vec<u32> = (0..rows.columns() as u32).filter(is_used).collect();
        if sort {
            order.sort_unstable_by_key(|&column| {
                let frequency = frequencies[column as usize];
                (Reverse(band(frequency)), first[column as usize], column)
            });
        }
        let mut places = vec![UNUSED; rows.columns()];
        for (place, &column) in order.iter().enumerate() {
            places[column as usize] = place as u32;
        }
        Self {
            places,
            used: order.len(),
        }
    }
}

/// Frequencies within a factor of four are about the same.
fn band(frequency: u32) -> u32 {
    (u32::BITS - frequency.leading_zeros()).div_ceil(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(sort: bool, expected: [u32; 5]) {
        // Column 3 is in all rows; 2 and 0 are in the first, 4 in the second; 1 is in none.
        let rows = [
            vec![(0, 1.0), (2, 1.0), (3, 1.0)],
            vec![(3, 1.0), (4, 1.0)],
            vec![(3, 1.0)],
            vec![(3, 1.0)],
        ];
        let rows = SparseRows::from_rows(5, rows).unwrap();
        let order = Order::sorted_if(&rows, &[0, 1, 2, 3], sort);
        assert_eq!((order.places.as_slice(), order.used), (&expected[..], 4));
    }

    #[test]
    fn frequent_features_come_first_then_neighbours() {
        check(true, [1, UNUSED, 2, 0, 3]);
    }

    #[test]
    fn few_features_keep_their_order() {
        check(false, [0, UNUSED, 1, 2, 3]);
    }
}
