//! Probabilities that can be believed, learned from out-of-fold predictions.
//!
//! A second, small logistic regression, fitted by linfa-logistic: from the logarithms of the
//! probabilities to the labels (matrix scaling). It can sharpen, soften and mend a preference for a
//! class. It is kept only where it lowers the log-loss on documents that it has not seen.

use ::linfa::dataset::DatasetBase;
use ::linfa::traits::Fit;
use linfa_logistic::MultiLogisticRegression;
use ndarray::{Array1, Array2};

use super::reliability::log_loss;
use crate::error::{Error, Result};
use crate::model::logistic::softmax;

/// Lower probabilities are taken for this. It also bounds the scores, which linfa-logistic needs: it
/// loses rows whose scores are more than 30 below the highest of all.
const LEAST: f64 = 1e-4;

/// The penalty of linfa-logistic. It pulls towards the frequencies of the classes, and is small because
/// a calibration has few numbers and many rows.
const ALPHA: f64 = 1.0;

/// `softmax(A ln p + a)`, with the mean of `ln p` over the classes taken off first.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibration {
    /// `matrix[from * classes + to]`
    matrix: Vec<f64>,
    intercepts: Vec<f64>,
}

impl Calibration {
    /// The calibration of these numbers: `matrix[from * classes + to]` and one intercept a class.
    pub fn new(matrix: Vec<f64>, intercepts: Vec<f64>) -> Result<Self> {
        let classes = intercepts.len();
        let finite = matrix
            .iter()
            .chain(&intercepts)
            .all(|number| number.is_finite());
        if classes < 2 || matrix.len() != classes * classes || !finite {
            return Err(Error::Usage(format!(
                "a calibration of {classes} classes has {} finite numbers and as many intercepts as \
                 classes",
                classes * classes
            )));
        }
        Ok(Self { matrix, intercepts })
    }

    /// `matrix[from * classes + to]`: what a class's log-probability adds to the score of another.
    pub fn matrix(&self) -> &[f64] {
        &self.matrix
    }

    /// What is added to the score of each class.
    pub fn intercepts(&self) -> &[f64] {
        &self.intercepts
    }

    /// Mends the probabilities of one sentence; they come to one again.
    ///
    /// # Panics
    /// If there are not as many as classes.
    pub fn apply(&self, probabilities: &[f64]) -> Vec<f64> {
        let classes = self.intercepts.len();
        assert_eq!(probabilities.len(), classes, "a probability a class");
        let mut scores = self.intercepts.clone();
        for (from, log) in centred_logs(probabilities).enumerate() {
            let row = &self.matrix[from * classes..][..classes];
            scores
                .iter_mut()
                .zip(row)
                .for_each(|(score, weight)| *score += log * weight);
        }
        softmax(&mut scores);
        scores
    }

    fn apply_all(&self, probabilities: &[f64]) -> Vec<f64> {
        let rows = probabilities.chunks_exact(self.intercepts.len());
        rows.flat_map(|row| self.apply(row)).collect()
    }
}

/// Learns a calibration from out-of-fold `probabilities[row * classes + class]` and their labels.
///
/// `folds` is the fold of each row, the same for all rows of a document. `None` if calibrating does not
/// lower the log-loss when each fold is calibrated by the others, or if that cannot be said: with fewer
/// than two folds, or where a class occurs in one fold alone.
pub fn calibrate(
    probabilities: &[f64],
    labels: &[usize],
    folds: &[usize],
) -> Result<Option<Calibration>> {
    check(probabilities, labels, folds)?;
    let classes = probabilities.len() / labels.len().max(1);
    let mut names = folds.to_vec();
    names.sort_unstable();
    names.dedup();
    if names.len() < 2 {
        return Ok(None);
    }
    let mut calibrated = probabilities.to_vec();
    for fold in names {
        let others = |row: &usize| folds[*row] != fold;
        let Some(fitted) = fit(probabilities, labels, classes, others)? else {
            return Ok(None);
        };
        let rows = calibrated.chunks_exact_mut(classes).zip(folds);
        for (row, _) in rows.filter(|(_, of)| **of == fold) {
            row.copy_from_slice(&fitted.apply(row));
        }
    }
    if log_loss(&calibrated, labels) >= log_loss(probabilities, labels) {
        return Ok(None);
    }
    let fitted = fit(probabilities, labels, classes, |_| true)?;
    // With so few rows the fit to all of them can still be worse; it is not kept then.
    let better = |fitted: &Calibration| {
        log_loss(&fitted.apply_all(probabilities), labels) <= log_loss(probabilities, labels)
    };
    Ok(fitted.filter(better))
}

fn check(probabilities: &[f64], labels: &[usize], folds: &[usize]) -> Result<()> {
    let classes = probabilities.len() / labels.len().max(1);
    let fits = classes * labels.len() == probabilities.len() && labels.len() == folds.len();
    let within = labels.iter().all(|&label| label < classes);
    let shares = probabilities.iter().all(|p| (0.0..=1.0).contains(p));
    if fits && within && shares {
        return Ok(());
    }
    Err(Error::Usage(
        "to calibrate, each row needs a label, a fold and one probability a class".to_owned(),
    ))
}

/// `None` if a class is not among the rows: linfa-logistic would leave it out.
fn fit(
    probabilities: &[f64],
    labels: &[usize],
    classes: usize,
    chosen: impl Fn(&usize) -> bool,
) -> Result<Option<Calibration>> {
    let rows: Vec<usize> = (0..labels.len()).filter(chosen).collect();
    let targets: Array1<usize> = rows.iter().map(|&row| labels[row]).collect();
    let missing = |class| !targets.iter().any(|&label| label == class);
    if classes < 2 || (0..classes).any(missing) {
        return Ok(None);
    }
    let row = |&row: &usize| centred_logs(&probabilities[row * classes..][..classes]);
    let logs: Vec<f64> = rows.iter().flat_map(row).collect();
    let records =
        Array2::from_shape_vec((rows.len(), classes), logs).map_err(::linfa::Error::from)?;
    let model = MultiLogisticRegression::default()
        .alpha(ALPHA)
        .gradient_tolerance(1e-6 * rows.len() as f64)
        .max_iterations(1_000)
        .fit(&DatasetBase::new(records, targets))
        .map_err(|error| Error::NotConverged(format!("calibration: {error}")))?;
    let matrix = model.params().iter().copied().collect();
    Calibration::new(matrix, model.intercept().to_vec()).map(Some)
}

fn centred_logs(probabilities: &[f64]) -> impl Iterator<Item = f64> + '_ {
    let log = |p: &f64| p.max(LEAST).ln();
    let mean = probabilities.iter().map(log).sum::<f64>() / probabilities.len() as f64;
    probabilities.iter().map(move |p| log(p) - mean)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 600 rows in 5 folds: right with probability .6, else the next class; `sure` is what is claimed.
    fn example(sure: f64) -> (Vec<f64>, Vec<usize>, Vec<usize>) {
        let labels: Vec<usize> = (0..600).map(|i| i % 3).collect();
        let predicted = (0..600).map(|i| if i * 7 % 10 < 6 { i % 3 } else { (i + 1) % 3 });
        let rest = (1.0 - sure) / 2.0;
        let row = |class| (0..3).map(move |c| if c == class { sure } else { rest });
        let folds = (0..600).map(|i| i / 3 % 5).collect();
        (predicted.flat_map(row).collect(), labels, folds)
    }

    #[test]
    fn softens_what_is_too_sure() {
        let (probabilities, labels, folds) = example(0.98);
        let calibration = calibrate(&probabilities, &labels, &folds).unwrap().unwrap();
        let after = calibration.apply_all(&probabilities);
        assert!(log_loss(&after, &labels) < 0.8 * log_loss(&probabilities, &labels));
        let mended = calibration.apply(&[0.98, 0.01, 0.01]);
        assert!((mended[0] - 0.6).abs() < 0.05, "{mended:?}");
        assert!((mended.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn leaves_noise_alone() {
        let labels: Vec<usize> = (0..30).map(|i| i * 7 / 3 % 3).collect();
        let folds: Vec<usize> = (0..30).map(|i| i / 10).collect();
        let probabilities = vec![1.0 / 3.0; 90];
        assert_eq!(calibrate(&probabilities, &labels, &folds).unwrap(), None);
    }

    #[test]
    fn needs_folds_and_every_class_in_them() {
        let (probabilities, labels, _) = example(0.9);
        let one = vec![0; 600];
        assert_eq!(calibrate(&probabilities, &labels, &one).unwrap(), None);
        let by_label = labels.clone();
        assert_eq!(calibrate(&probabilities, &labels, &by_label).unwrap(), None);
        assert_eq!(calibrate(&[], &[], &[]).unwrap(), None);
        assert!(calibrate(&probabilities, &labels, &[0]).is_err());
        assert!(calibrate(&[f64::NAN, 1.0], &[0], &[0]).is_err());
    }

    #[test]
    fn takes_probabilities_of_zero() {
        let (probabilities, labels, folds) = example(1.0);
        let calibration = calibrate(&probabilities, &labels, &folds).unwrap().unwrap();
        assert!(calibration.apply(&[1.0, 0.0, 0.0]).iter().all(|p| *p > 0.0));
    }

    #[test]
    fn refuses_what_is_not_a_calibration() {
        assert!(Calibration::new(vec![1.0; 4], vec![0.0; 2]).is_ok());
        assert!(Calibration::new(vec![1.0; 3], vec![0.0; 2]).is_err());
        assert!(Calibration::new(vec![f64::NAN; 4], vec![0.0; 2]).is_err());
    }
}
