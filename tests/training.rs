//! A problem large enough for several threads and for features in another order.

use stance::features::sparse::SparseRows;
use stance::train::certificate::Certificate;
use stance::train::estimator::{LogisticParams, Solution, fit};
use stance::train::problem::{ClassWeight, Problem};

const ROWS: usize = 72_000;

/// Thirty values a row, in one of 150 places each of 5,000 columns; some columns stay empty.
fn rows() -> SparseRows {
    let row = |i: usize| {
        let column = move |j: usize| (j * 160 + (i * i + 31 * j * i) % 150) as u32;
        (0..30).map(move |j| (column(j), 0.1 + (i * 7 + j) as f32 % 5.0 / 10.0))
    };
    SparseRows::from_rows(5_000, (0..ROWS).map(|i| row(i).collect::<Vec<_>>())).unwrap()
}

fn fit_with(threads: usize, problem: &Problem<'_>) -> Solution {
    let params = LogisticParams {
        l2: 100.0,
        ..LogisticParams::default()
    };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
    pool.build()
        .unwrap()
        .install(|| fit(problem, &params, None).unwrap())
}

#[test]
fn threads_do_not_change_a_bit_and_the_proof_holds() {
    let rows = rows();
    let labels: Vec<usize> = (0..ROWS)
        .map(|i| (i * i % 150 / 40 + i % 7 / 6) % 3)
        .collect();
    let problem = Problem::new(&rows, &labels, 3, None, ClassWeight::Balanced).unwrap();
    let one = fit_with(1, &problem);
    assert_eq!(one, fit_with(2, &problem));
    let proven = Certificate::new(&problem, 100.0, &one.model);
    assert!(proven.relative_gap() < 1.1e-6, "{proven:?}");
}
