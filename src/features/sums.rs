//! Sums of short rows of numbers, whose length the compiler knows.

use rayon::prelude::*;

use super::product::Number;

/// Sums that a thread makes at a time.
pub(super) const SHARE: usize = 1 << 10;

/// The sum of these rows of `dense`; two sums in turn, so that an addition need not wait for the one before it.
pub(super) fn total<T: Number, const WIDTH: usize>(
    rows: &[u32],
    dense: &[[T; WIDTH]],
) -> [T; WIDTH] {
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
pub(super) fn add<T: Number>(sums: &mut [T], more: &[T]) {
    for (sum, &more) in sums.iter_mut().zip(more) {
        *sum += more;
    }
}

#[inline(always)]
pub(super) fn scaled<T: Number, const WIDTH: usize>(scale: f32, numbers: [T; WIDTH]) -> [T; WIDTH] {
    numbers.map(|number| T::from(scale) * number)
}

/// Changes every sum, given its place; threads share them.
pub(super) fn change<T: Send>(sums: &mut [T], change: impl Fn(usize, &mut T) + Sync) {
    if sums.len() <= SHARE || rayon::current_num_threads() == 1 {
        let sums = sums.iter_mut().enumerate();
        sums.for_each(|(place, sum)| change(place, sum));
    } else {
        let sums = sums.par_iter_mut().enumerate().with_min_len(SHARE);
        sums.for_each(|(place, sum)| change(place, sum));
    }
}
