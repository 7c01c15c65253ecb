//! The confusion matrix and what is computed from it alone.

use serde::{Deserialize, Serialize};

use super::Scored;

/// Counts of sentences by label (row) and predicted class (column).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Confusion {
    rows: Vec<Vec<u64>>,
}

impl Confusion {
    /// An empty matrix.
    pub fn new(classes: usize) -> Confusion {
        Confusion {
            rows: vec![vec![0; classes]; classes],
        }
    }

    /// The matrix of these predictions.
    pub fn of<'a>(classes: usize, scored: impl IntoIterator<Item = &'a Scored>) -> Confusion {
        let mut confusion = Confusion::new(classes);
        for row in scored {
            confusion.add(row.label, row.predicted());
        }
        confusion
    }

    /// Counts one sentence.
    pub fn add(&mut self, label: usize, predicted: usize) {
        self.rows[label][predicted] += 1;
    }

    /// How many sentences with this label were predicted to be in that class.
    pub fn count(&self, label: usize, predicted: usize) -> u64 {
        self.rows[label][predicted]
    }

    /// How many classes there are.
    pub fn classes(&self) -> usize {
        self.rows.len()
    }

    /// Whether it has this many rows and columns: one read from a file may not.
    pub fn is_square(&self, classes: usize) -> bool {
        self.classes() == classes && self.rows.iter().all(|row| row.len() == classes)
    }

    /// How many sentences were counted.
    pub fn total(&self) -> u64 {
        self.rows.iter().flatten().sum()
    }

    /// How many sentences have this label.
    pub fn support(&self, class: usize) -> u64 {
        self.rows[class].iter().sum()
    }

    /// How many sentences were predicted to be in this class.
    pub fn predicted(&self, class: usize) -> u64 {
        self.rows.iter().map(|row| row[class]).sum()
    }

    /// Of the sentences predicted `class`, the share that are. Zero if none was predicted.
    pub fn precision(&self, class: usize) -> f64 {
        ratio(self.rows[class][class] as f64, self.predicted(class) as f64)
    }

    /// Of the sentences labelled `class`, the share that was found. Zero if there is none.
    pub fn recall(&self, class: usize) -> f64 {
        ratio(self.rows[class][class] as f64, self.support(class) as f64)
    }

    /// Harmonic mean of precision and recall: `2·tp / (labelled + predicted)`.
    pub fn f1(&self, class: usize) -> f64 {
        ratio(
            2.0 * self.rows[class][class] as f64,
            (self.support(class) + self.predicted(class)) as f64,
        )
    }

    /// Mean F1 of the classes that occur as a label or a prediction, as scikit-learn's `f1_score`.
    pub fn macro_f1(&self) -> f64 {
        self.mean_f1(&self.occurring())
    }

    /// The classes that occur as a label or a prediction.
    pub fn occurring(&self) -> Vec<usize> {
        let occurs = |class: &usize| self.support(*class) + self.predicted(*class) > 0;
        (0..self.classes()).filter(occurs).collect()
    }

    /// Mean F1 of these classes: in a resample, of those that occur in the whole sample, so that one
    /// that misses a rare class is not the better for it.
    pub fn mean_f1(&self, classes: &[usize]) -> f64 {
        let sum: f64 = classes.iter().map(|&class| self.f1(class)).sum();
        ratio(sum, classes.len() as f64)
    }

    /// Share of sentences predicted as labelled.
    pub fn accuracy(&self) -> f64 {
        ratio(
            (0..self.classes())
                .map(|class| self.rows[class][class] as f64)
                .sum(),
            self.total() as f64,
        )
    }

    /// Matthews correlation coefficient for several classes (Gorodkin 2004), in −1..1; zero where
    /// only one class is labelled or predicted.
    pub fn mcc(&self) -> f64 {
        let total = self.total() as f64;
        let sum = |term: &dyn Fn(usize) -> f64| (0..self.classes()).map(term).sum::<f64>();
        let correct = sum(&|class| self.rows[class][class] as f64);
        let labelled_predicted =
            sum(&|class| self.support(class) as f64 * self.predicted(class) as f64);
        let labelled = sum(&|class| (self.support(class) as f64).powi(2));
        let predicted = sum(&|class| (self.predicted(class) as f64).powi(2));
        let spread = ((total * total - predicted) * (total * total - labelled)).sqrt();
        ratio(correct * total - labelled_predicted, spread)
    }
}

fn ratio(part: f64, whole: f64) -> f64 {
    if whole == 0.0 { 0.0 } else { part / whole }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matrix(rows: &[&[u64]]) -> Confusion {
        Confusion {
            rows: rows.iter().map(|row| row.to_vec()).collect(),
        }
    }

    #[test]
    fn scores_agree_with_a_hand_count() {
        // Labelled 5 and 5; predicted 4 (3 right) and 6 (4 right).
        let confusion = matrix(&[&[3, 2], &[1, 4]]);
        assert_eq!(confusion.precision(0), 0.75);
        assert_eq!(confusion.recall(0), 0.6);
        assert!((confusion.f1(0) - 2.0 / 3.0).abs() < 1e-12);
        assert_eq!(confusion.accuracy(), 0.7);
        // MCC of a 2 × 2 table: (3·4 − 2·1) / √(5·5·4·6).
        assert!((confusion.mcc() - 10.0 / 600f64.sqrt()).abs() < 1e-12);
    }

    #[test]
    fn a_class_that_never_occurs_does_not_lower_macro_f1() {
        assert_eq!(
            matrix(&[&[2, 0, 0], &[0, 0, 0], &[0, 0, 3]]).macro_f1(),
            1.0
        );
    }

    #[test]
    fn an_empty_matrix_scores_zero() {
        let empty = Confusion::new(3);
        assert_eq!(
            (empty.macro_f1(), empty.accuracy(), empty.mcc()),
            (0.0, 0.0, 0.0)
        );
    }
}
