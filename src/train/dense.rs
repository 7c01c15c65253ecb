//! Arithmetic on long vectors, in a fixed order: the bits do not depend on the number of threads.

use rayon::prelude::*;

/// Numbers added up on their own before they join the sum. Changing it changes the last bits of models.
const BLOCK: usize = 1 << 12;

/// Shorter vectors are not worth a second thread.
const SERIAL_BELOW: usize = 1 << 21;

/// `Σ a_i b_i`, summed in `f64`.
pub(super) fn dot<T: Copy + Into<f64> + Sync>(a: &[T], b: &[T]) -> f64 {
    let block = |(a, b): (&[T], &[T])| {
        let mut sums = [0.0; 8];
        let (a, last_a) = a.as_chunks::<8>();
        let (b, last_b) = b.as_chunks::<8>();
        for (a, b) in a.iter().zip(b) {
            for lane in 0..8 {
                sums[lane] += a[lane].into() * b[lane].into();
            }
        }
        let last: f64 = last_a
            .iter()
            .zip(last_b)
            .map(|(&a, &b)| a.into() * b.into())
            .sum();
        sums.iter().sum::<f64>() + last
    };
    if a.len() < SERIAL_BELOW {
        a.chunks(BLOCK).zip(b.chunks(BLOCK)).map(block).sum()
    } else {
        let sums: Vec<f64> = a
            .par_chunks(BLOCK)
            .zip(b.par_chunks(BLOCK))
            .map(block)
            .collect();
        sums.into_iter().sum()
    }
}

/// `a_i ← new(a_i, b_i)`.
pub(super) fn update<A, B>(a: &mut [A], b: &[B], new: impl Fn(A, B) -> A + Sync)
where
    A: Copy + Send,
    B: Copy + Sync,
{
    let block = |(a, b): (&mut [A], &[B])| {
        a.iter_mut().zip(b).for_each(|(a, &b)| *a = new(*a, b));
    };
    if a.len() < SERIAL_BELOW {
        block((a, b));
    } else {
        a.par_chunks_mut(BLOCK)
            .zip(b.par_chunks(BLOCK))
            .for_each(block);
    }
}

/// Changes the rows of `width` numbers, given their place, and sums what `change` returns.
pub(super) fn sum_rows<T: Send>(
    rows: &mut [T],
    width: usize,
    change: impl Fn(usize, &mut [T]) -> f64 + Sync,
) -> f64 {
    let block = |(number, rows): (usize, &mut [T])| -> f64 {
        let rows = rows.chunks_exact_mut(width).enumerate();
        rows.map(|(place, row)| change(number * BLOCK + place, row))
            .sum()
    };
    if rows.len() < SERIAL_BELOW {
        rows.chunks_mut(BLOCK * width).enumerate().map(block).sum()
    } else {
        let blocks = rows.par_chunks_mut(BLOCK * width).enumerate();
        let sums: Vec<f64> = blocks.map(block).collect();
        sums.into_iter().sum()
    }
}

/// Adds all rows of as many numbers as `sums` has.
pub(super) fn add_rows<T: Copy + Into<f64>>(rows: &[T], sums: &mut [f64]) {
    for row in rows.chunks_exact(sums.len()) {
        sums.iter_mut()
            .zip(row)
            .for_each(|(sum, &value)| *sum += value.into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_sums_do_not_depend_on_threads() {
        let a: Vec<f64> = (0..2_500_001).map(|i| (i as f64).sin()).collect();
        let in_pool = |threads| {
            let pool = rayon::ThreadPoolBuilder::new()
                .num_threads(threads)
                .build()
                .unwrap();
            pool.install(|| {
                let mut rows = a[..2_500_000 / 3 * 3].to_vec();
                let sum = sum_rows(&mut rows, 3, |place, row| row[0] * place as f64);
                (dot(&a, &a).to_bits(), sum.to_bits())
            })
        };
        assert_eq!(in_pool(1), in_pool(3));
        let plain: f64 = a.iter().map(|a| a * a).sum();
        assert!((dot(&a, &a) - plain).abs() < 1e-9 * plain);
    }
}
