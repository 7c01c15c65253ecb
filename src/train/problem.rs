//! What a classifier is fitted to: rows, labels, and how much each row counts.

use serde::{Deserialize, Serialize};

use super::dense;
use super::layout::{Layout, Matrix};
use crate::error::{Error, Result};
use crate::features::product::Number;
use crate::features::sparse::SparseRows;

/// Whether rare classes count for more.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ClassWeight {
    /// Every row counts as its sample weight says.
    None,
    /// Every class counts the same in all.
    ///
    /// A row of class `c` counts its sample weight `w_i` times `Σ_i w_i / (k Σ_{y_i = c} w_i)` for
    /// `k` classes, which without sample weights is `n / (k n_c)`. This is what scikit-learn's
    /// `class_weight="balanced"` does (1.9.1; the tests compare).
    #[default]
    Balanced,
}

/// Rows with their labels and weights, checked, and laid out for both passes of training.
///
/// It does not depend on the strength of regularisation, so that one serves a whole path of fits.
#[derive(Debug, Clone)]
pub struct Problem<'a> {
    layout: Layout,
    labels: &'a [usize],
    classes: usize,
    /// `s_i`: sample weight times class weight.
    weights: Vec<f64>,
    /// `Σ_{y_i = c} s_i`, each above zero.
    class_totals: Vec<f64>,
    /// `Xᵀ S E`, the weighted sum of the rows of each class; `E` holds the labels, one-hot.
    class_sums: Vec<f64>,
    /// `Σ_i s_i x_i²` of each feature, if the rows are held by words.
    squares: Option<Vec<f32>>,
}

impl<'a> Problem<'a> {
    /// Checks the parts of a training problem and puts them together.
    ///
    /// `labels` are below `classes`, and `sample_weights` are finite and not negative; without them,
    /// every row weighs 1. Fails also where a class has no row that counts: its intercept would have
    /// no optimum.
    pub fn new(
        rows: &SparseRows,
        labels: &'a [usize],
        classes: usize,
        sample_weights: Option<&[f32]>,
        class_weight: ClassWeight,
    ) -> Result<Self> {
        check_labels(rows.rows(), labels, classes)?;
        let all: Vec<usize> = (0..rows.rows()).collect();
        let layout = Layout::of_values(rows, &all);
        Self::of_layout(layout, labels, classes, sample_weights, class_weight)
    }

    /// The problem of some of the rows, `selected`, whose labels and weights are given in their order.
    pub(super) fn of_rows(
        matrix: &Matrix,
        selected: &[usize],
        labels: &'a [usize],
        classes: usize,
        sample_weights: Option<&[f32]>,
        class_weight: ClassWeight,
    ) -> Result<Self> {
        check_labels(selected.len(), labels, classes)?;
        let layout = Layout::of(matrix, selected);
        Self::of_layout(layout, labels, classes, sample_weights, class_weight)
    }

    fn of_layout(
        layout: Layout,
        labels: &'a [usize],
        classes: usize,
        sample_weights: Option<&[f32]>,
        class_weight: ClassWeight,
    ) -> Result<Self> {
        let mut weights = check_weights(sample_weights, labels.len())?;
        let totals = class_totals(&weights, labels, classes);
        if let Some(empty) = totals.iter().position(|&total| total <= 0.0) {
            return Err(Error::Insufficient(format!(
                "class {empty} of {classes} has no row to learn from: label some, or leave it out"
            )));
        }
        if class_weight == ClassWeight::Balanced {
            let all: f64 = totals.iter().sum();
            for (weight, &label) in weights.iter_mut().zip(labels) {
                *weight *= all / (classes as f64 * totals[label]);
            }
        }
        let mut problem = Self {
            squares: layout.squares(&weights),
            layout,
            labels,
            classes,
            class_totals: class_totals(&weights, labels, classes),
            weights,
            class_sums: Vec::new(),
        };
        problem.class_sums = problem.sum_by_class();
        Ok(problem)
    }

    fn sum_by_class(&self) -> Vec<f64> {
        let mut one_hot = vec![0.0; self.labels.len() * self.classes];
        dense::sum_rows(&mut one_hot, self.classes, |place, row| {
            row[self.labels[place]] = self.weights[place];
            0.0
        });
        let mut sums = vec![0.0; self.places() * self.classes];
        self.add_backward(&one_hot, self.classes, &mut sums);
        sums
    }

    /// How many features there are, with those that no row has.
    pub fn features(&self) -> usize {
        self.layout.features()
    }

    /// How many features have a place.
    pub fn places(&self) -> usize {
        self.layout.places()
    }

    /// Where a feature stands while training. `None` if no row has it.
    pub fn place(&self, feature: usize) -> Option<usize> {
        self.layout.place(feature)
    }

    /// The rows, their features by place, and the same on their side; `None` where the rows are held by words.
    pub fn values(&self) -> Option<(&SparseRows, &SparseRows)> {
        match &self.layout {
            Layout::Values { rows, columns, .. } => Some((rows, columns)),
            Layout::Words(_) => None,
        }
    }

    /// Adds to `out[row * width + c]` the product of the rows and `dense[place * width + c]`.
    pub(super) fn add_forward<T: Number>(&self, dense: &[T], width: usize, out: &mut [T]) {
        self.layout.add_forward(dense, width, out);
    }

    /// Adds to `out[place * width + c]` the product of the features and `dense[row * width + c]`.
    pub(super) fn add_backward<T: Number>(&self, dense: &[T], width: usize, out: &mut [T]) {
        self.layout.add_backward(dense, width, out);
    }

    /// Each row's class.
    pub fn labels(&self) -> &[usize] {
        self.labels
    }

    /// How many classes there are.
    pub fn classes(&self) -> usize {
        self.classes
    }

    /// How much each row counts: sample weight times class weight.
    pub fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// How much the rows of each class count in all.
    pub fn class_totals(&self) -> &[f64] {
        &self.class_totals
    }

    /// `Σ_i s_i x_i²` of the feature in each place; only of many rows.
    pub(super) fn squares(&self) -> Option<&[f32]> {
        self.squares.as_deref()
    }

    /// `[place * classes + class]`: the weighted sum of the rows of each class.
    pub fn class_sums(&self) -> &[f64] {
        &self.class_sums
    }
}

fn check_labels(rows: usize, labels: &[usize], classes: usize) -> Result<()> {
    if labels.is_empty() {
        return Err(Error::Insufficient(
            "there is no row to learn from".to_owned(),
        ));
    }
    if labels.len() != rows {
        return Err(Error::Usage(format!(
            "{} labels for {rows} rows: each row needs one",
            labels.len()
        )));
    }
    if let Some(label) = labels.iter().find(|&&label| label >= classes) {
        return Err(Error::Usage(format!(
            "label {label} is out of range: there are {classes} classes, counted from 0"
        )));
    }
    if classes < 2 {
        return Err(Error::Insufficient(
            "there is only one class to learn: label sentences of another".to_owned(),
        ));
    }
    Ok(())
}

fn check_weights(weights: Option<&[f32]>, rows: usize) -> Result<Vec<f64>> {
    let Some(weights) = weights else {
        return Ok(vec![1.0; rows]);
    };
    if weights.len() != rows {
        return Err(Error::Usage(format!(
            "{} sample weights for {rows} rows: each row needs one",
            weights.len()
        )));
    }
    if let Some(weight) = weights
        .iter()
        .find(|weight| !weight.is_finite() || **weight < 0.0)
    {
        return Err(Error::Usage(format!(
            "the sample weight {weight} is out of range: weights are finite and not negative"
        )));
    }
    Ok(weights.iter().map(|&weight| f64::from(weight)).collect())
}

fn class_totals(weights: &[f64], labels: &[usize], classes: usize) -> Vec<f64> {
    let mut totals = vec![0.0; classes];
    for (weight, &label) in weights.iter().zip(labels) {
        totals[label] += weight;
    }
    totals
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(count: usize) -> SparseRows {
        SparseRows::from_rows(2, (0..count).map(|i| [(0, i as f32), (1, 1.0)])).unwrap()
    }

    fn check_refused(labels: &[usize], classes: usize, weights: Option<&[f32]>, expected: &str) {
        let rows = rows(3.min(labels.len()));
        let problem = Problem::new(&rows, labels, classes, weights, ClassWeight::None);
        let error = problem.unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }

    #[test]
    fn says_what_is_wrong() {
        check_refused(&[], 2, None, "no row");
        check_refused(&[0, 1, 0, 1], 2, None, "4 labels for 3 rows");
        check_refused(&[0, 1, 2], 2, None, "label 2 is out of range");
        check_refused(&[0, 0, 0], 1, None, "only one class");
        check_refused(&[0, 0, 0], 2, None, "class 1 of 2 has no row");
        check_refused(
            &[0, 1, 1],
            2,
            Some(&[1.0, 0.0, 0.0]),
            "class 1 of 2 has no row",
        );
        check_refused(&[0, 1, 1], 2, Some(&[0.0; 3]), "class 0 of 2 has no row");
        check_refused(&[0, 1, 1], 2, Some(&[1.0; 2]), "2 sample weights");
        check_refused(&[0, 1, 1], 2, Some(&[1.0, -1.0, 1.0]), "sample weight -1");
        check_refused(
            &[0, 1, 1],
            2,
            Some(&[1.0, f32::NAN, 1.0]),
            "sample weight NaN",
        );
    }

    #[test]
    fn balanced_classes_count_the_same() {
        // By hand: weights 1 + 1 + 2 = 4; class 0 holds 2 of 4, so 4/(2*2) = 1; class 1 the same.
        let rows = rows(3);
        let weights = Some(&[1.0, 1.0, 2.0][..]);
        let problem = Problem::new(&rows, &[0, 0, 1], 2, weights, ClassWeight::Balanced).unwrap();
        assert_eq!(problem.weights(), [1.0, 1.0, 2.0]);
        // Without: 3/(2*2) and 3/(2*1).
        let problem = Problem::new(&rows, &[0, 0, 1], 2, None, ClassWeight::Balanced).unwrap();
        assert_eq!(problem.weights(), [0.75, 0.75, 1.5]);
        assert_eq!(problem.class_totals(), [1.5, 1.5]);
        assert_eq!(problem.class_sums(), [0.75, 3.0, 1.5, 1.5]);
    }

    #[test]
    fn features_that_no_row_has_are_left_out() {
        let rows = SparseRows::from_rows(4, [[(1, 1.0)], [(3, 2.0)]]).unwrap();
        let problem = Problem::new(&rows, &[0, 1], 2, None, ClassWeight::None).unwrap();
        assert_eq!((problem.features(), problem.places()), (4, 2));
        let places: Vec<_> = (0..4).map(|feature| problem.place(feature)).collect();
        assert_eq!(places, [None, Some(0), None, Some(1)]);
    }
}
