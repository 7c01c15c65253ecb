//! Scores against the number of labels: whether more of them would pay.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::scores::{RESAMPLES, by_document};
use super::{Confusion, Interval, Scored};
use crate::random::Random;

/// The learning curves of all heads.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LearningCurve {
    /// How the predictions came about, in words.
    pub how: String,
    /// One a head that has sentences to score.
    pub heads: Vec<HeadCurve>,
}

/// One head's learning curve.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HeadCurve {
    /// Name of the head.
    pub head: String,
    /// From few labels to all.
    pub points: Vec<CurvePoint>,
    /// What macro-F1 gained from the last point but one to the last, over the same documents.
    pub last_gain: f64,
    /// Its 95 % interval; none for fewer than two documents.
    pub last_gain_interval: Option<Interval>,
}

/// The score of models that learnt from some of the real documents.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CurvePoint {
    /// Real documents that trained, at most: the folds differ by a few.
    pub documents: usize,
    /// Labelled real sentences that trained, the mean of folds and draws.
    pub sentences: f64,
    /// Macro-F1 on held-out documents, the mean over draws.
    pub macro_f1: f64,
    /// Its 95 % interval, the scored documents resampled; none for fewer than two.
    pub macro_f1_interval: Option<Interval>,
}

/// What trained, and what each draw of training documents predicted for the same held-out rows.
#[derive(Debug, Clone)]
pub struct Draws {
    /// As in [`CurvePoint`].
    pub documents: usize,
    /// As in [`CurvePoint`].
    pub sentences: f64,
    /// One a draw.
    pub predictions: Vec<Vec<Scored>>,
}

impl HeadCurve {
    /// The curve of these points, from few labels to all; each scores the same rows.
    pub fn of(head: &str, classes: usize, points: &[Draws], seed: u64) -> HeadCurve {
        let rows = &points[0].predictions[0];
        let documents = by_document(rows);
        let everything: Vec<usize> = (0..rows.len()).collect();
        let occurring: Vec<Vec<Vec<usize>>> = points
            .iter()
            .map(|point| {
                point
                    .predictions
                    .iter()
                    .map(|run| Confusion::of(classes, run).occurring())
                    .collect()
            })
            .collect();
        // Macro-F1 of every point on these rows.
        let scores = |rows: &[usize]| -> Vec<f64> {
            let points = points.iter().zip(&occurring);
            points
                .map(|(point, occurring)| mean_f1(classes, point, occurring, rows))
                .collect()
        };
        let resample = |stream: u64| {
            let mut random = Random::new(seed, stream);
            let drawn = (0..documents.len()).map(|_| &documents[random.below(documents.len())]);
            scores(&drawn.flatten().copied().collect::<Vec<_>>())
        };
        let resamples = if documents.len() < 2 { 0 } else { RESAMPLES };
        let samples: Vec<Vec<f64>> = (0..resamples).into_par_iter().map(resample).collect();
        let interval = |value: &dyn Fn(&[f64]) -> f64| {
            let values = samples
                .iter()
                .map(|sample| value(sample))
                .collect::<Vec<_>>();
            (!values.is_empty()).then(|| Interval::percentile(values))
        };
        let gain = |scores: &[f64]| scores[scores.len() - 1] - scores[scores.len().max(2) - 2];
        let scored = scores(&everything);
        let point = |(at, point): (usize, &Draws)| CurvePoint {
            documents: point.documents,
            sentences: point.sentences,
            macro_f1: scored[at],
            macro_f1_interval: interval(&|sample| sample[at]),
        };
        HeadCurve {
            head: head.to_owned(),
            points: points.iter().enumerate().map(point).collect(),
            last_gain: gain(&scored),
            last_gain_interval: interval(&gain),
        }
    }
}

/// The mean macro-F1 of a point's draws on these rows, over the classes that occur in each draw.
fn mean_f1(classes: usize, point: &Draws, occurring: &[Vec<usize>], rows: &[usize]) -> f64 {
    let of_run = |(run, occurring): (&Vec<Scored>, &Vec<usize>)| {
        Confusion::of(classes, rows.iter().map(|&row| &run[row])).mean_f1(occurring)
    };
    let runs = point.predictions.iter().zip(occurring);
    runs.map(of_run).sum::<f64>() / point.predictions.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(right: usize) -> Vec<Scored> {
        let row = |i: usize| {
            let predicted = if i < right { i % 2 } else { (i + 1) % 2 };
            Scored {
                document: i / 2,
                label: i % 2,
                probabilities: if predicted == 0 {
                    vec![0.8, 0.2]
                } else {
                    vec![0.2, 0.8]
                },
            }
        };
        (0..20).map(row).collect()
    }

    fn draws(documents: usize, right: &[usize]) -> Draws {
        Draws {
            documents,
            sentences: 2.0 * documents as f64,
            predictions: right.iter().map(|&right| run(right)).collect(),
        }
    }

    #[test]
    fn a_point_is_the_mean_of_its_draws() {
        // By hand: 10 or 14 of 20 right, half of each class: macro-F1 .5 and .7, then 18: .9.
        let points = [draws(4, &[10, 14]), draws(8, &[18])];
        let curve = HeadCurve::of("h", 2, &points, 1);
        assert!((curve.points[0].macro_f1 - 0.6).abs() < 1e-12, "{curve:?}");
        assert!((curve.last_gain - 0.3).abs() < 1e-12);
        let interval = curve.last_gain_interval.unwrap();
        assert!(interval.low < 0.3 && 0.3 < interval.high, "{interval:?}");
        assert_eq!(curve, HeadCurve::of("h", 2, &points, 1));
    }
}
