//! How long training takes: three classes, balanced, `l2` 1, to a relative gap of 1e-6.
//!
//! `cargo bench --bench training [-- 20000]`, with `RAYON_NUM_THREADS=1` for one thread. `whole` is
//! everything from labelled sentences to a model; the others are the solver alone, on rows of values. Both are
//! made up but look like text: words, or about 100 features each of 100,000, the frequent ones by Zipf's law,
//! rare features in neighbouring rows, numbered as if sorted by term.

use std::fmt::Write as _;

use divan::Bencher;
use stance::features::sparse::SparseRows;
use stance::labels::{self, LabelParams, Labels};
use stance::train::estimator::{LogisticParams, fit};
use stance::train::problem::{ClassWeight, Problem};
use stance::train::{FoldChoice, TrainParams, train};

const COLUMNS: u64 = 100_000;
const VALUES: u64 = 100;
const CLASSES: usize = 3;

/// Different words of the made-up sentences, and words of each.
const WORDS: f64 = 50_000.0;
const LENGTH: usize = 13;

fn main() {
    divan::main();
}

/// From labelled sentences to a model, one penalty, nothing held out.
#[divan::bench(args = [1_000, 20_000, 100_000], sample_count = 3, sample_size = 1)]
fn whole(bencher: Bencher, sentences: usize) {
    let labels = sentences_of(sentences);
    let params = TrainParams {
        l2: Some(1.0),
        folds: FoldChoice::None,
        ..TrainParams::default()
    };
    bencher.bench(|| train(&labels, &params, &|_, _| {}).unwrap());
}

/// From labelled sentences to a model, the penalty chosen and the model scored by five folds.
#[divan::bench(args = [1_000, 20_000], sample_count = 1, sample_size = 1)]
fn whole_with_folds(bencher: Bencher, sentences: usize) {
    let labels = sentences_of(sentences);
    bencher.bench(|| train(&labels, &TrainParams::default(), &|_, _| {}).unwrap());
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

/// Sentences of made-up words of three letters and more, in Arabic script, and labels that most of them vote for.
fn sentences_of(count: usize) -> Labels {
    let mut random = Random(2);
    let mut table = String::from("document,text,stance\n");
    for number in 0..count {
        let _ = write!(table, "d{number},");
        let mut votes = [0.0; CLASSES];
        for _ in 0..LENGTH {
            let rank = WORDS.powf(random.unit()) as u64;
            table.push_str(&word(rank));
            table.push(' ');
            votes[mix(rank) as usize % CLASSES] += ((rank + 20) as f64).ln() * random.unit();
        }
        let best = (0..CLASSES).max_by(|&a, &b| f64::total_cmp(&votes[a], &votes[b]));
        let _ = writeln!(table, ",class{}", best.unwrap_or(0));
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("labels.csv");
    std::fs::write(&file, table).unwrap();
    labels::read(&file, &LabelParams::default()).unwrap()
}

/// The rarer, the longer: two syllables of it tell it, the others are an ending that many words share.
fn word(rank: u64) -> String {
    let letters: Vec<char> = ('\u{0628}'..='\u{063A}').collect();
    let letter = |number: u64| letters[number as usize % letters.len()];
    let stem = [rank, rank / 19, rank / 361, rank / 6859].map(letter);
    let ending = [
        "",
        "\u{0627}\u{062A}",
        "\u{064A}\u{0629}",
        "\u{0647}\u{0645}",
    ];
    let length = if rank < 361 { 3 } else { 4 };
    let stem: String = stem[..length].iter().collect();
    stem + ending[mix(rank) as usize % ending.len()]
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
