//! How far people who read the same sentences give them the same classes.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use serde::Serialize;

use super::Interval;
use super::scores::RESAMPLES;
use crate::labels::{Example, Labels};
use crate::random::Random;

/// The readers' agreement on one head, over real labelled sentences.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Agreement {
    /// Name of the head.
    pub head: String,
    /// The files of the readers compared.
    pub readers: Vec<String>,
    /// Sentences that at least two of them gave a class.
    pub sentences: usize,
    /// Documents they come from.
    pub documents: usize,
    /// The share of the sentences to which all who read it gave the same class.
    pub agreed: f64,
    /// Krippendorff's alpha, from 1 (always the same class) over 0 (as by chance) down.
    pub alpha: f64,
    /// Its 95 % interval, documents resampled; none for fewer than two.
    pub alpha_interval: Option<Interval>,
}

/// The classes that readers gave one sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Number of its document, for resampling.
    pub document: usize,
    /// One for each reader who gave any.
    pub classes: Vec<usize>,
}

/// What tells one sentence from another: its document, its text, and how many before it there have the same.
type Key<'a> = (&'a str, &'a str, usize);

/// What one reader gave a class.
type Reading<'a> = BTreeMap<Key<'a>, &'a Example>;

/// The agreement of `readers` on a head over the real sentences of `labels` that they cut alike.
///
/// Where only one of them read any of these sentences, the labels themselves are the second reading. None
/// where nobody read a sentence twice, or where every class is the same, so that chance would agree as well.
pub fn agreement(labels: &Labels, readers: &[Labels], head: usize, seed: u64) -> Option<Agreement> {
    let real = keyed(labels, |example| example.scores(head));
    let of_reader = |reader| keyed(reader, |example: &Example| example.trains(head));
    let mut readings: Vec<Reading<'_>> = readers.iter().map(of_reader).collect();
    for reading in &mut readings {
        reading.retain(|key, _| real.contains_key(key));
    }
    readings.retain(|reading| !reading.is_empty());
    if readings.len() == 1 {
        readings.push(real.clone());
    }
    let units = units(real.keys(), &readings, head);
    let name = &labels.task.heads[head];
    Some(Agreement {
        head: name.name.clone(),
        readers: files(&readings),
        ..Agreement::of(name.classes.len(), &units, seed)?
    })
}

/// The examples wanted by what tells them apart.
fn keyed(labels: &Labels, wanted: impl Fn(&Example) -> bool) -> Reading<'_> {
    let mut found = BTreeMap::new();
    let mut before: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for example in labels.examples.iter().filter(|example| wanted(example)) {
        let of = (example.document.as_str(), example.text.as_str());
        let same = before.entry(of).or_default();
        found.insert((of.0, of.1, *same), example);
        *same += 1;
    }
    found
}

/// The sentences with at least two classes.
fn units<'a>(
    keys: impl Iterator<Item = &'a Key<'a>>,
    readings: &[Reading<'_>],
    head: usize,
) -> Vec<Unit> {
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    let unit = |key: &Key<'a>| {
        let next = numbers.len();
        Unit {
            document: *numbers.entry(key.0).or_insert(next),
            classes: readings
                .iter()
                .filter_map(|reading| reading.get(key)?.classes[head])
                .collect(),
        }
    };
    let units = keys.map(unit);
    units.filter(|unit| unit.classes.len() > 1).collect()
}

/// The files that the readings are from, each once.
fn files(readings: &[Reading<'_>]) -> Vec<String> {
    let examples = readings.iter().flat_map(BTreeMap::values);
    let names: BTreeSet<&str> = examples.map(|example| example.place.file_name()).collect();
    names.into_iter().map(str::to_owned).collect()
}

impl Agreement {
    /// The agreement over these sentences, without names; none where alpha is not defined.
    pub fn of(classes: usize, units: &[Unit], seed: u64) -> Option<Agreement> {
        let same = |unit: &&Unit| unit.classes.iter().all(|class| *class == unit.classes[0]);
        Some(Agreement {
            head: String::new(),
            readers: Vec::new(),
            sentences: units.len(),
            documents: by_document(units).len(),
            alpha: alpha(classes, units)?,
            agreed: units.iter().filter(same).count() as f64 / units.len() as f64,
            alpha_interval: interval(classes, units, seed),
        })
    }
}

/// Krippendorff's alpha for classes without order (Krippendorff 2019, chapter 12): 1 − observed / expected
/// disagreement. For two readers it comes close to Cohen's kappa. None where at most one class was given.
pub fn alpha<'a>(classes: usize, units: impl IntoIterator<Item = &'a Unit>) -> Option<f64> {
    let mut totals = vec![0.0; classes];
    let mut observed = 0.0;
    for unit in units.into_iter().filter(|unit| unit.classes.len() > 1) {
        let mut counts = vec![0.0; classes];
        for &class in &unit.classes {
            counts[class] += 1.0;
            totals[class] += 1.0;
        }
        let readers = unit.classes.len() as f64;
        observed += differing(&counts) / (readers - 1.0);
    }
    let expected = differing(&totals) / (totals.iter().sum::<f64>() - 1.0);
    (expected > 0.0).then(|| 1.0 - observed / expected)
}

/// Ordered pairs of different classes: `n² − Σ n_c²`.
fn differing(counts: &[f64]) -> f64 {
    let all: f64 = counts.iter().sum();
    all * all - counts.iter().map(|count| count * count).sum::<f64>()
}

fn by_document(units: &[Unit]) -> Vec<Vec<&Unit>> {
    let mut documents: BTreeMap<usize, Vec<&Unit>> = BTreeMap::new();
    for unit in units {
        documents.entry(unit.document).or_default().push(unit);
    }
    documents.into_values().collect()
}

/// Percentiles over resampled documents; a draw in which all gave one class says nothing and is left out.
fn interval(classes: usize, units: &[Unit], seed: u64) -> Option<Interval> {
    let documents = by_document(units);
    if documents.len() < 2 {
        return None;
    }
    let resample = |stream| {
        let mut random = Random::new(seed, stream);
        let drawn = (0..documents.len()).flat_map(|_| &documents[random.below(documents.len())]);
        alpha(classes, drawn.copied())
    };
    let samples: Vec<f64> = (0..RESAMPLES)
        .into_par_iter()
        .filter_map(resample)
        .collect();
    (!samples.is_empty()).then(|| Interval::percentile(samples))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(rows: &[&[usize]]) -> Vec<Unit> {
        let unit = |(at, classes): (usize, &&[usize])| Unit {
            document: at / 3,
            classes: classes.to_vec(),
        };
        rows.iter().enumerate().map(unit).collect()
    }

    // Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", section C: 12 units, 4 observers, gaps; 0.743.
    #[test]
    fn alpha_of_the_published_example() {
        let rows: [&[usize]; 12] = [
            &[1, 1, 1],
            &[2, 2, 3, 2],
            &[3, 3, 3, 3],
            &[3, 3, 3, 3],
            &[2, 2, 2, 2],
            &[1, 2, 3, 4],
            &[4, 4, 4, 4],
            &[1, 1, 2, 1],
            &[2, 2, 2, 2],
            &[5, 5, 5],
            &[1, 1],
            &[3],
        ];
        let alpha = alpha(6, &units(&rows)).unwrap();
        assert!((alpha - 0.743).abs() < 5e-4, "{alpha}");
    }

    // By hand: of 6 sentences 5 agree; 12 classes, 7 of one and 5 of the other: expected (144 − 74) / 11,
    // observed 2: alpha = 1 − 22 / 70.
    #[test]
    fn agreement_is_counted_and_its_interval_holds_it() {
        let units = units(&[&[0, 0], &[0, 0], &[1, 1], &[0, 1], &[1, 1], &[0, 0]]);
        let found = Agreement::of(2, &units, 0).unwrap();
        assert!((found.alpha - (1.0 - 22.0 / 70.0)).abs() < 1e-12);
        assert!((found.agreed - 5.0 / 6.0).abs() < 1e-12);
        assert_eq!((found.sentences, found.documents), (6, 2));
        let interval = found.alpha_interval.unwrap();
        assert!(interval.low <= found.alpha && found.alpha <= interval.high);
    }

    #[test]
    fn where_all_gave_one_class_nothing_is_known() {
        assert_eq!(Agreement::of(2, &units(&[&[0, 0], &[0, 0]]), 0), None);
        assert_eq!(Agreement::of(2, &[], 0), None);
    }
}
