//! How long a fit takes: three classes, balanced, `l2` 1, to a relative gap of 1e-6.
//!
//! `cargo bench --bench training [-- 20000]`, with `RAYON_NUM_THREADS=1` for one thread. The rows are
//! made up but look like text: about 100 features each of 100,000, frequent ones by Zipf's law, rare
//! ones in neighbouring rows, numbered as if sorted by term.

use divan::Bencher;
use stance::features::sparse::SparseRows;
use stance::train::estimator::{LogisticParams, fit};
use stance::train::problem::{ClassWeight, Problem};

const COLUMNS: u64 = 100_000;
const VALUES: u64 = 100;
const CLASSES: usize = 3;

fn main() {
    divan::main();
}

/// The whole fit, from rows to weights.
#[divan::bench(args = [1_000, 20_000, 100_000], sample_count = 5, sample_size = 1)]
fn newton(bencher: Bencher, rows: usize) {
    let (rows, labels) = examples(rows);
    let params = LogisticParams::default();
    bencher.bench(|| {
        let class_weight = ClassWeight::Balanced;
        let problem = Problem::new(&rows, &labels, CLASSES, None, class_weight).unwrap();
        fit(&problem, &params, None).unwrap()
    });
}

/// Six strengths of regularisation, strong to weak, each from the one before, to 1e-4 as in selection.
#[divan::bench(args = [1_000, 20_000], sample_count = 5, sample_size = 1)]
fn newton_path(bencher: Bencher, rows: usize) {
    let (rows, labels) = examples(rows);
    bencher.bench(|| {
        let class_weight = ClassWeight::Balanced;
        let problem = Problem::new(&rows, &labels, CLASSES, None, class_weight).unwrap();
        let mut model = None;
        for l2 in [10.0, 3.0, 1.0, 0.3, 0.1, 0.03] {
            let params = LogisticParams {
                l2,
                tolerance: 1e-4,
                ..LogisticParams::default()
            };
            model = Some(fit(&problem, &params, model.as_ref()).unwrap().model);
        }
        model
    });
}

/// Rows of length one, and labels that most of their features vote for.
fn examples(count: usize) -> (SparseRows, Vec<usize>) {
    let mut random = Random(1);
    let mut rows = Vec::with_capacity(count);
    let mut labels = Vec::with_capacity(count);
    for number in 0..count {
        let mut ranks: Vec<u64> = (0..VALUES).map(|_| random.rank(number, count)).collect();
        ranks.sort_unstable();
        ranks.dedup();
        let mut votes = [0.0; CLASSES];
        for &rank in &ranks {
            votes[mix(rank) as usize % CLASSES] += ((rank + 20) as f64).ln() * random.unit();
        }
        let best = |best, class| {
            if votes[class] > votes[best] {
                class
            } else {
                best
            }
        };
        labels.push((1..CLASSES).fold(0, best));
        rows.push(row(&ranks));
    }
    (
        SparseRows::from_rows(COLUMNS as usize, rows).unwrap(),
        labels,
    )
}

/// Frequent features weigh less, as by idf; their numbers have nothing to do with their ranks.
fn row(ranks: &[u64]) -> Vec<(u32, f32)> {
    let column = |rank: u64| (rank * 61_291 % COLUMNS) as u32;
    let weigh = |&rank: &u64| (column(rank), ((rank + 20) as f32).ln());
    let mut row: Vec<_> = ranks.iter().map(weigh).collect();
    row.sort_unstable_by_key(|entry| entry.0);
    let norm = row
        .iter()
        .map(|entry| entry.1 * entry.1)
        .sum::<f32>()
        .sqrt();
    row.iter_mut().for_each(|entry| entry.1 /= norm);
    row
}

fn mix(number: u64) -> u64 {
    (number + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 33
}

struct Random(u64);

impl Random {
    /// Even over `0..1`.
    fn unit(&mut self) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Zipf's law for the features; half of the rarer ones belong to a part of the rows.
    fn rank(&mut self, row: usize, rows: usize) -> u64 {
        let frequent = (COLUMNS as f64).powf(self.unit()) as u64;
        if frequent < COLUMNS / 100 {
            return frequent;
        }
        let topic = (row * 200 / rows) as u64;
        let shared = self.unit() < 0.5;
        if shared {
            frequent
        } else {
            (topic * 499 + frequent % 499) % COLUMNS
        }
    }
}
