//! The shares of every source: counted, corrected, with their intervals.

use serde::Serialize;

use super::bootstrap::{Resampled, Series};
use super::measures::{NET_ON_TARGET, range, values};
use super::observe::Observations;
use super::spread::Spread;
use super::units::Design;
use super::{EstimateParams, Voice};
use crate::evaluate::Interval;

/// One row of `sources.csv`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ShareRow {
    /// The source, or what else documents are grouped by.
    pub source: String,
    /// `all`, `own` or `quoted`.
    pub voice: &'static str,
    /// The head.
    pub head: String,
    /// The class, or `net`, `on_target`, `net_on_target`.
    pub class: String,
    /// Documents of the source.
    pub documents: u64,
    /// Sentences of this voice; for `net_on_target`, those that take a side.
    pub sentences: u64,
    /// Of those, how many are in the class; for `net` and `net_on_target`, the difference of the sides.
    pub count: i64,
    /// `count / sentences`; none without a sentence.
    pub share: Option<f64>,
    /// Of the sentences, those that a person labelled.
    pub labelled: u64,
    /// The share with the model's errors undone; none where it cannot be estimated, see `note`.
    pub corrected: Option<f64>,
    /// Lower end of its 95 % interval.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// What was resampled: `articles`, or the `sentences` within too few articles, which says nothing
    /// of other articles of the source.
    pub interval_of: &'static str,
    /// How it was corrected.
    pub estimator: &'static str,
    /// How many more labelled sentences, at random, would halve the interval; none: no number would.
    pub labels_to_halve: Option<u64>,
    /// How many more articles would.
    pub articles_to_halve: Option<u64>,
    /// Why there is no corrected share, or what was done to the interval.
    pub note: String,
}

/// The counts of one source, head and voice.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Counts {
    pub classes: Vec<u64>,
    pub labelled: u64,
}

/// Counts the sentences of some documents, a person's label before the model's prediction.
pub(super) fn count(
    observations: &Observations,
    design: &Design,
    documents: &[usize],
    head: usize,
    voice: Voice,
) -> Counts {
    let mut counts = Counts {
        classes: vec![0; design.heads[head].classes],
        labelled: 0,
    };
    for &document in documents {
        let sentences = observations.sentences(&observations.documents()[document]);
        for answers in sentences.filter(|answers| design.counts(answers)) {
            let of_voice = match (voice, design.voice) {
                (Voice::Own, Some((head, own, _))) => answers.answer(head) == own,
                (Voice::Quoted, Some((head, _, quoted))) => answers.answer(head) == quoted,
                _ => true,
            };
            if of_voice && design.decided(&answers, head) {
                counts.classes[answers.answer(head)] += 1;
                counts.labelled += u64::from(answers.label(head).is_some());
            }
        }
    }
    counts
}

/// What stands behind a row.
pub(super) struct Behind<'a> {
    pub observations: &'a Observations,
    pub params: &'a EstimateParams,
    pub source: &'a str,
    pub documents: u64,
    pub counts: &'a Counts,
    pub resampled: &'a Resampled,
    pub of_articles: bool,
    pub labelled_sentences: usize,
    /// By how much the source's error check widens the interval, a standard deviation.
    pub widened: f64,
    /// Why the head or the voice cannot be estimated, where it cannot.
    pub reason: Option<&'a str>,
}

impl Behind<'_> {
    /// The row of one series, the `at`-th.
    pub fn row(&self, at: usize, series: &Series) -> ShareRow {
        let head = &self.observations.task.heads[series.head];
        let counts: Vec<f64> = self
            .counts
            .classes
            .iter()
            .map(|&count| count as f64)
            .collect();
        let of_counts = values(head, &counts);
        let sentences = match series.measure.as_str() {
            NET_ON_TARGET => of_counts[series.at - 1] as u64,
            _ => self.counts.classes.iter().sum(),
        };
        let count = match series.measure.as_str() {
            NET_ON_TARGET => of_counts[series.at - 2],
            _ => of_counts[series.at],
        };
        let mut row = ShareRow {
            source: self.source.to_owned(),
            voice: series.voice.name(),
            head: head.name.clone(),
            class: series.measure.clone(),
            documents: self.documents,
            sentences,
            count: count as i64,
            share: (sentences > 0).then(|| count / sentences as f64),
            labelled: self.counts.labelled,
            corrected: None,
            low: None,
            high: None,
            interval_of: if self.of_articles {
                "articles"
            } else {
                "sentences"
            },
            estimator: self.params.estimator.name(),
            labels_to_halve: None,
            articles_to_halve: None,
            note: String::new(),
        };
        self.correct(at, series, &mut row);
        row
    }

    fn correct(&self, at: usize, series: &Series, row: &mut ShareRow) {
        let value = match (self.reason, self.resampled.exact[at]) {
            (Some(reason), _) => {
                row.note = reason.to_owned();
                return;
            }
            (None, None) => {
                row.note = match series.measure.as_str() {
                    NET_ON_TARGET => "no sentence takes a side".to_owned(),
                    _ => "no sentence of this voice is left once its errors are undone".to_owned(),
                };
                return;
            }
            (None, Some(value)) => value,
        };
        let Some(spread) = self.resampled.spread(at) else {
            row.note = match series.measure.as_str() {
                NET_ON_TARGET => "too few sentences take a side".to_owned(),
                _ => "the labels are too few to tell: in more than 5 % of the resamples a class is missing or cannot \
                      be told from the others"
                    .to_owned(),
            };
            return;
        };
        let predicted = row.sentences > row.labelled;
        let spread = if predicted {
            spread.widened(self.widened)
        } else {
            spread
        };
        let interval = self.interval(&spread, value, row);
        row.corrected = Some(value);
        (row.low, row.high) = (Some(interval.low), Some(interval.high));
        let (labels, articles) = spread.factors_to_halve();
        let more = |factor: f64, of: usize| ((factor - 1.0) * of as f64).ceil() as u64;
        row.labels_to_halve = labels.map(|factor| more(factor, self.labelled_sentences));
        if self.of_articles {
            row.articles_to_halve = articles.map(|factor| more(factor, self.documents as usize));
        } else {
            row.note = format!(
                "the interval is of the sentences within {}: it says nothing of the source's other articles",
                match self.documents {
                    1 => "one article".to_owned(),
                    few => format!("{few} articles, too few to resample"),
                }
            );
        }
    }

    /// The interval of a share. Where resampling shows no variation at all it is widened to what as
    /// many articles, or sentences, can leave unseen: 1 − 0.025^(1/n) (Clopper and Pearson 1934).
    fn interval(&self, spread: &Spread, value: f64, row: &ShareRow) -> Interval {
        let range = range(&row.class);
        let mut interval = spread.interval(value, range);
        if interval.high - interval.low < 1e-9 {
            let units = if self.of_articles {
                row.sentences.min(row.documents)
            } else {
                row.sentences
            };
            let unseen = 1.0 - 0.025f64.powf(1.0 / units.max(1) as f64);
            interval.low = (value - unseen).max(range.0);
            interval.high = (value + unseen).min(range.1);
        }
        interval
    }
}

/// As files give it: the sixth decimal of a share is no news.
pub(super) fn rounded(value: f64) -> f64 {
    // Adding zero makes −0 positive.
    (value * 1e6).round() / 1e6 + 0.0
}
