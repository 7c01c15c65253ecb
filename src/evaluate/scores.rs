//! The scores of one head, with intervals.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Calibration, Confusion, Reliability, Selection};
use crate::random::Random;

/// Resamples behind an interval.
pub(super) const RESAMPLES: u64 = 1000;

/// A real labelled sentence and what a model that had not seen it said.
#[derive(Debug, Clone, PartialEq)]
pub struct Scored {
    /// Number of the document, for resampling.
    pub document: usize,
    /// The class a person gave.
    pub label: usize,
    /// Probability of each class.
    pub probabilities: Vec<f64>,
}

impl Scored {
    /// The class with the highest probability, the first of equals.
    pub fn predicted(&self) -> usize {
        most_probable(&self.probabilities)
    }
}

/// A 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// The scores of one class.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClassScores {
    /// Name of the class.
    pub class: String,
    /// Of those predicted, the share that are.
    pub precision: f64,
    /// Of those labelled, the share found.
    pub recall: f64,
    /// Harmonic mean of the two.
    pub f1: f64,
    /// Labelled sentences.
    pub support: u64,
}

/// Everything said about one head's predictions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HeadScores {
    /// Name of the head.
    pub head: String,
    /// Sentences scored.
    pub sentences: usize,
    /// Documents they come from.
    pub documents: usize,
    /// Mean F1 of the classes.
    pub macro_f1: f64,
    /// Share predicted as labelled.
    pub accuracy: f64,
    /// Matthews correlation coefficient.
    pub mcc: f64,
    /// Mean of −ln of the probability given to the label.
    pub log_loss: f64,
    /// 95 % interval of macro-F1, documents resampled; none for fewer than two documents.
    pub macro_f1_interval: Option<Interval>,
    /// 95 % interval of accuracy.
    pub accuracy_interval: Option<Interval>,
    /// Macro-F1 of always answering the most frequent label.
    pub majority_macro_f1: f64,
    /// Accuracy of always answering the most frequent label.
    pub majority_accuracy: f64,
    /// Each class.
    pub classes: Vec<ClassScores>,
    /// Labels by predictions.
    pub confusion: Confusion,
    /// Macro-F1 when sentences instead of documents are split: what leaks between the sentences of
    /// one document makes it look better. Only cross-validation has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sentence_split_macro_f1: Option<f64>,
    /// How far the probabilities can be believed.
    pub reliability: Reliability,
    /// How they were mended; only cross-validation has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calibration: Option<Calibration>,
    /// How the penalty was chosen; only cross-validation has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub selection: Option<Selection>,
}

/// The scores of every head, and what they were computed on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Evaluation {
    /// How the predictions came about, in words.
    pub how: String,
    /// One a head that has sentences to score.
    pub heads: Vec<HeadScores>,
    /// Rows that are not in the scores.
    pub left_out: LeftOut,
}

/// Labelled rows that are in no score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// Written for training.
    pub authored: usize,
    /// Site furniture.
    pub boilerplate: usize,
    /// Trained the model, and no out-of-fold prediction is known.
    pub memorised: usize,
}

impl HeadScores {
    /// Scores predictions. `classes` are the head's class names.
    pub fn of(head: &str, classes: &[&str], scored: &[Scored], seed: u64) -> HeadScores {
        let confusion = Confusion::of(classes.len(), scored);
        let class = |(index, name): (usize, &&str)| ClassScores {
            class: (*name).to_owned(),
            precision: confusion.precision(index),
            recall: confusion.recall(index),
            f1: confusion.f1(index),
            support: confusion.support(index),
        };
        let majority = majority(&confusion);
        let documents = by_document(scored);
        let intervals = intervals(classes.len(), scored, &documents, seed);
        HeadScores {
            head: head.to_owned(),
            sentences: scored.len(),
            documents: documents.len(),
            macro_f1: confusion.macro_f1(),
            accuracy: confusion.accuracy(),
            mcc: confusion.mcc(),
            log_loss: log_loss(scored),
            macro_f1_interval: intervals.map(|[macro_f1, _]| macro_f1),
            accuracy_interval: intervals.map(|[_, accuracy]| accuracy),
            majority_macro_f1: majority.macro_f1(),
            majority_accuracy: majority.accuracy(),
            classes: classes.iter().enumerate().map(class).collect(),
            confusion,
            sentence_split_macro_f1: None,
            reliability: Reliability::of(scored),
            calibration: None,
            selection: None,
        }
    }
}

/// Position of the highest probability (or score), the first of equals.
pub fn most_probable(probabilities: &[f64]) -> usize {
    (0..probabilities.len())
        .rev()
        .max_by(|&a, &b| probabilities[a].total_cmp(&probabilities[b]))
        .unwrap_or(0)
}

/// Mean of `−ln p(label)`; probabilities are taken as at least 1e-15. Zero for no sentence.
pub fn log_loss<'a>(scored: impl IntoIterator<Item = &'a Scored>) -> f64 {
    let (mut sum, mut sentences) = (0.0, 0.0);
    for row in scored {
        sum -= row.probabilities[row.label].max(1e-15).ln();
        sentences += 1.0;
    }
    if sentences == 0.0 {
        0.0
    } else {
        sum / sentences
    }
}

/// The confusion matrix of always answering the most frequent label, the first of equals.
fn majority(confusion: &Confusion) -> Confusion {
    let classes = confusion.classes();
    let most = (0..classes)
        .rev()
        .max_by_key(|&class| confusion.support(class))
        .unwrap_or(0);
    let mut constant = Confusion::new(classes);
    for class in 0..classes {
        for _ in 0..confusion.support(class) {
            constant.add(class, most);
        }
    }
    constant
}

/// Positions of each document's sentences.
pub(super) fn by_document(scored: &[Scored]) -> Vec<Vec<usize>> {
    let mut documents = std::collections::BTreeMap::<usize, Vec<usize>>::new();
    for (index, row) in scored.iter().enumerate() {
        documents.entry(row.document).or_default().push(index);
    }
    documents.into_values().collect()
}

/// Percentile intervals of macro-F1 and accuracy from resampling whole documents (Efron and
/// Tibshirani 1993), because the sentences of one article are not independent.
fn intervals(
    classes: usize,
    scored: &[Scored],
    documents: &[Vec<usize>],
    seed: u64,
) -> Option<[Interval; 2]> {
    if documents.len() < 2 {
        return None;
    }
    let occurring = Confusion::of(classes, scored).occurring();
    let cells: Vec<(usize, usize)> = scored
        .iter()
        .map(|row| (row.label, row.predicted()))
        .collect();
    let resample = |stream| {
        let mut random = Random::new(seed, stream);
        let drawn = (0..documents.len()).flat_map(|_| &documents[random.below(documents.len())]);
        let mut confusion = Confusion::new(classes);
        for &row in drawn {
            let (label, predicted) = cells[row];
            confusion.add(label, predicted);
        }
        [confusion.mean_f1(&occurring), confusion.accuracy()]
    };
    let samples: Vec<[f64; 2]> = (0..RESAMPLES).into_par_iter().map(resample).collect();
    Some(
        [0, 1].map(|which| {
            Interval::percentile(samples.iter().map(|sample| sample[which]).collect())
        }),
    )
}

impl Interval {
    /// The middle 95 % of the samples, of which there must be at least one.
    pub fn percentile(mut samples: Vec<f64>) -> Interval {
        samples.sort_by(f64::total_cmp);
        let at = |share: f64| samples[((samples.len() - 1) as f64 * share).round() as usize];
        Interval {
            low: at(0.025),
            high: at(0.975),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scored(document: usize, label: usize, p: f64) -> Scored {
        Scored {
            document,
            label,
            probabilities: vec![p, 1.0 - p],
        }
    }

    #[test]
    fn log_loss_stays_finite_at_probability_zero() {
        assert!((log_loss(&[scored(0, 0, 0.0)]) - 15.0 * 10f64.ln()).abs() < 1e-9);
    }

    #[test]
    fn one_document_has_no_interval() {
        let scores = HeadScores::of("h", &["a", "b"], &[scored(0, 0, 0.9), scored(0, 1, 0.2)], 0);
        assert_eq!(scores.macro_f1_interval, None);
        assert_eq!(scores.macro_f1, 1.0);
    }

    #[test]
    fn the_interval_holds_the_score_and_repeats() {
        let rows: Vec<_> = (0..40)
            .map(|i| {
                scored(
                    i / 4,
                    i % 2,
                    if i % 5 == 0 {
                        0.7
                    } else {
                        (i % 2) as f64 * -0.6 + 0.8
                    },
                )
            })
            .collect();
        let scores = HeadScores::of("h", &["a", "b"], &rows, 3);
        let interval = scores.macro_f1_interval.unwrap();
        assert!(
            interval.low < scores.macro_f1 && scores.macro_f1 < interval.high,
            "{interval:?}"
        );
        assert_eq!(scores, HeadScores::of("h", &["a", "b"], &rows, 3));
    }

    #[test]
    fn the_majority_answers_the_most_frequent_label() {
        let scores = HeadScores::of(
            "h",
            &["a", "b"],
            &[scored(0, 0, 0.1), scored(1, 1, 0.1), scored(1, 1, 0.1)],
            0,
        );
        assert!((scores.majority_accuracy - 2.0 / 3.0).abs() < 1e-12);
        assert!((scores.majority_macro_f1 - 0.4).abs() < 1e-12); // F1 of b is 0.8, of a 0.
    }
}
