//! Does the model err alike on every source? Each source's labelled sentences are estimated by what
//! the labels of the others say, and held against their labels.

use std::collections::BTreeMap;

use serde::Serialize;

use super::correct::{Correction, FEWEST_LABELS, confusion};
use super::measures::{measures, values};
use super::units::Design;
use super::{Calibration, Observations, Voice};
use crate::random::Random;

/// Random orders of the documents behind the test.
const ORDERS: u64 = 999;

/// What leaving one source out shows for one head.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ErrorCheck {
    /// The head.
    pub head: String,
    /// The sources whose labelled sentences could be checked.
    pub sources: Vec<CheckedSource>,
    /// Whether error rates differ between sources: p of a test that deals whole documents out to the
    /// sources at random; none where it cannot be made, see `said`.
    pub p: Option<f64>,
    /// What follows, in words.
    pub said: String,
    /// By how much intervals are widened, a standard deviation for each measure; zero where the test
    /// finds nothing.
    pub widened: Vec<f64>,
}

/// One source against the labels of the others.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CheckedSource {
    /// The source.
    pub source: String,
    /// Its labelled documents.
    pub documents: usize,
    /// Their labelled sentences.
    pub sentences: usize,
    /// The measures by its labels.
    pub labelled: Vec<f64>,
    /// The measures estimated from its predictions and the other sources' error rates; empty where
    /// the others are too few.
    pub estimated: Vec<f64>,
}

/// Checks every head. A labelled document is of the source that has it among the classified ones.
pub(super) fn check(
    observations: &Observations,
    calibration: &Calibration,
    design: &Design,
    groups: &BTreeMap<String, Vec<usize>>,
    seed: u64,
) -> Vec<ErrorCheck> {
    let mut source_of = BTreeMap::new();
    for (name, documents) in groups {
        for &at in documents {
            source_of.insert(observations.documents()[at].name.as_str(), name.as_str());
        }
    }
    let heads = 0..observations.task.heads.len();
    heads
        .map(|head| {
            let labelled = Head {
                observations,
                calibration,
                design,
                head,
            };
            labelled.check(&source_of, seed)
        })
        .collect()
}

/// One head's labels.
struct Head<'a> {
    observations: &'a Observations,
    calibration: &'a Calibration,
    design: &'a Design,
    head: usize,
}

impl Head<'_> {
    fn check(&self, source_of: &BTreeMap<&str, &str>, seed: u64) -> ErrorCheck {
        let mut sources = BTreeMap::<&str, Vec<usize>>::new();
        let mut documents: Vec<usize> = self.rows().iter().map(|row| row.document).collect();
        documents.sort_unstable();
        documents.dedup();
        for document in documents {
            if let Some(source) = source_of.get(self.calibration.documents[document].as_str()) {
                sources.entry(source).or_default().push(document);
            }
        }
        let checked: Vec<CheckedSource> = sources
            .iter()
            .map(|(name, own)| self.source(name, own))
            .collect();
        let p = self.p(&sources, seed);
        let measures = measures(&self.observations.task.heads[self.head]);
        let (said, widened) = conclude(&checked, p, measures.len());
        ErrorCheck {
            head: self.observations.task.heads[self.head].name.clone(),
            sources: checked,
            p,
            said,
            widened,
        }
    }

    fn rows(&self) -> &[super::Labelled] {
        &self.calibration.heads[self.head]
    }

    fn source(&self, name: &str, own: &[usize]) -> CheckedSource {
        let head = &self.observations.task.heads[self.head];
        let units = self.design.labelled_units(self.calibration);
        let others = (0..units.len()).filter(|document| !own.contains(document));
        let others = units.total(others, self.design.labelled_cells());
        let own_cells = units.total(own.iter().copied(), self.design.labelled_cells());
        let of_own = super::correct::supports(self.design, &own_cells, self.head);
        let sentences: f64 = of_own.iter().sum();
        let shares: Vec<f64> = of_own.iter().map(|count| count / sentences).collect();
        let known = super::correct::supports(self.design, &others, self.head);
        let enough =
            known.iter().all(|count| *count >= FEWEST_LABELS) && sentences >= FEWEST_LABELS;
        CheckedSource {
            source: name.to_owned(),
            documents: own.len(),
            sentences: sentences as usize,
            labelled: values(head, &shares),
            estimated: enough
                .then(|| self.estimated(&others, &own_cells))
                .flatten()
                .unwrap_or_default(),
        }
    }

    /// The measures of a source's labelled sentences from their predictions alone.
    fn estimated(&self, others: &[f64], own: &[f64]) -> Option<Vec<f64>> {
        let place = &self.design.heads[self.head];
        let mut cells = vec![0.0; self.design.cells];
        let columns = self.design.confusion_columns(self.head);
        let block = &own[self.design.confusion(self.head)..][..place.classes * columns];
        for row in block.chunks(columns) {
            for (at, count) in row.iter().enumerate() {
                cells[place.predicted + at] += count;
            }
        }
        let correction = Correction::of(self.design, others);
        let shares = correction.shares(self.design, &cells, self.head, Voice::All, true)?;
        Some(values(&self.observations.task.heads[self.head], &shares))
    }

    /// Whether what is predicted of sentences of the same label differs between sources: the squared
    /// sums of each source's residuals, against those when whole documents are dealt out at random.
    fn p(&self, sources: &BTreeMap<&str, Vec<usize>>, seed: u64) -> Option<f64> {
        let sizes: Vec<usize> = sources.values().map(Vec::len).collect();
        let documents: Vec<usize> = sources.values().flatten().copied().collect();
        if sizes.len() < 2
            || documents.len() < FEWEST_DOCUMENTS
            || sizes.iter().all(|size| *size == 1)
        {
            return None;
        }
        let residuals: Vec<Vec<f64>> = self.residuals(&documents)?;
        let mut order: Vec<usize> = (0..documents.len()).collect();
        let found = statistic(&residuals, &order, &sizes);
        let mut random = Random::new(seed, u64::MAX - self.head as u64);
        let mut as_large = 1;
        for _ in 0..ORDERS {
            random.shuffle(&mut order);
            as_large += u64::from(statistic(&residuals, &order, &sizes) >= found - 1e-12);
        }
        Some(as_large as f64 / (ORDERS + 1) as f64)
    }

    /// For each document the sum over its sentences of what was predicted minus what is for their
    /// label, and how many there are.
    fn residuals(&self, documents: &[usize]) -> Option<Vec<Vec<f64>>> {
        let units = self.design.labelled_units(self.calibration);
        let cells = self.design.labelled_cells();
        let matrix = confusion(
            self.design,
            &units.total(documents.iter().copied(), cells),
            self.head,
        )?;
        let (start, rows) = (self.design.confusion(self.head), matrix.rows());
        let residual = |&document: &usize| {
            let cells = units.total([document].into_iter(), cells);
            let mut sums = vec![0.0; rows + 1];
            for class in 0..matrix.columns {
                let block = &cells[start + class * rows..][..rows];
                let count: f64 = block.iter().sum();
                for (row, found) in block.iter().enumerate() {
                    sums[row] += found - count * matrix.values[row * matrix.columns + class];
                }
                sums[rows] += count;
            }
            sums
        };
        Some(documents.iter().map(residual).collect())
    }
}

/// Below this p intervals are widened. As in tests of heterogeneity it is far above 5 %: few labels
/// show an unlike source rarely, and to miss one does more harm than a wide interval.
const OPEN: f64 = 0.20;

/// Fewer labelled documents have too few orders for a test.
const FEWEST_DOCUMENTS: usize = 6;

fn statistic(residuals: &[Vec<f64>], order: &[usize], sizes: &[usize]) -> f64 {
    let (mut total, mut from) = (0.0, 0);
    for size in sizes {
        let mut sums = vec![0.0; residuals[0].len()];
        for &document in &order[from..from + size] {
            for (sum, value) in sums.iter_mut().zip(&residuals[document]) {
                *sum += value;
            }
        }
        from += size;
        let count = sums.pop().unwrap_or_default();
        total += sums.iter().map(|sum| sum * sum).sum::<f64>() / count.max(1.0);
    }
    total
}

/// What the test says, and by how much each measure is widened for it.
fn conclude(checked: &[CheckedSource], p: Option<f64>, measures: usize) -> (String, Vec<f64>) {
    let none = vec![0.0; measures];
    let estimated = || checked.iter().filter(|source| !source.estimated.is_empty());
    match p {
        None if checked.is_empty() => {
            let said = "no labelled document is among those compared: the model is taken to err alike on every source";
            (said.to_owned(), none)
        }
        None => {
            let said = "too few labelled documents a source to test whether the model errs alike on every source; it is \
                        taken to do so";
            (said.to_owned(), none)
        }
        Some(p) if p >= OPEN => (
            format!(
                "the labels do not show that the model errs differently on some sources (p = {p:.3})"
            ),
            none,
        ),
        Some(p) => {
            let square = |at: usize| {
                let errors =
                    estimated().map(|source| (source.estimated[at] - source.labelled[at]).powi(2));
                let errors: Vec<f64> = errors.filter(|error| error.is_finite()).collect();
                errors.iter().sum::<f64>() / errors.len().max(1) as f64
            };
            let said = format!(
                "{} (p = {p:.3}): intervals are widened by what leaving one source out is wrong by",
                if p < 0.05 {
                    "the model errs differently on some sources"
                } else {
                    "it is open whether the model errs differently on some sources"
                }
            );
            (said, (0..measures).map(|at| square(at).sqrt()).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_whose_errors_go_one_way_stand_out() {
        // Residuals of four documents of two sentences: (1, −1, 2) twice, then (−1, 1, 2) twice.
        let residuals = vec![
            vec![1.0, -1.0, 2.0],
            vec![1.0, -1.0, 2.0],
            vec![-1.0, 1.0, 2.0],
            vec![-1.0, 1.0, 2.0],
        ];
        // Alike together: twice (4 + 4) / 4; mixed: nothing is left.
        assert_eq!(statistic(&residuals, &[0, 1, 2, 3], &[2, 2]), 4.0);
        assert_eq!(statistic(&residuals, &[0, 2, 1, 3], &[2, 2]), 0.0);
    }
}
