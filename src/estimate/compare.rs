//! Every pair of sources: do they differ, can it be told, and what would it take.

use rayon::prelude::*;
use serde::Serialize;

use super::bootstrap::{Resampled, Series};
use super::distribution::holm;
use super::measures::range;
use super::shares::rounded;

/// Fewer articles of a source are no sample of it.
pub const FEWEST_ARTICLES: u64 = 5;

/// The level of the verdicts, after Holm's adjustment.
pub const LEVEL: f64 = 0.05;

/// What can be said of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Verdict {
    /// They differ, at the 5 % level after Holm's adjustment.
    #[serde(rename = "differ")]
    Differ,
    /// The articles and labels at hand cannot tell them apart, which does not mean that they are alike.
    #[serde(rename = "cannot be told apart")]
    NotTold,
    /// One of them has too few articles to say anything of it.
    #[serde(rename = "too few articles")]
    TooFew,
    /// The model is too weak to estimate one of them.
    #[serde(rename = "cannot be estimated")]
    NotEstimated,
}

/// One row of `comparisons.csv`: `a` minus `b`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// One source.
    pub a: String,
    /// The other.
    pub b: String,
    /// `all`, `own` or `quoted`.
    pub voice: &'static str,
    /// The head.
    pub head: String,
    /// The class, or `net`, `on_target`, `net_on_target`.
    pub class: String,
    /// What can be said.
    pub verdict: Verdict,
    /// Corrected share of `a`.
    pub share_a: Option<f64>,
    /// Corrected share of `b`.
    pub share_b: Option<f64>,
    /// `share_a − share_b`.
    pub difference: Option<f64>,
    /// Lower end of its 95 % interval.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// Two-sided p against no difference.
    pub p: Option<f64>,
    /// The same after Holm's adjustment over the pairs of this head, voice and class.
    pub p_holm: Option<f64>,
    /// The smallest difference that would have been found with a chance of 80 % (level 5 %, one pair).
    pub detectable: Option<f64>,
    /// How many more labelled sentences, at random, would halve the interval; none: no number would.
    pub labels_to_halve: Option<u64>,
    /// How many more articles of the pair together would.
    pub articles_to_halve: Option<u64>,
}

/// One of the sources that are compared.
pub(super) struct Side<'a> {
    pub name: &'a str,
    pub documents: u64,
    pub resampled: &'a Resampled,
    /// For each series, whether it can be estimated.
    pub estimated: Vec<bool>,
    /// For each series, by how much the source's error check widens it (a standard deviation).
    pub widened: &'a [f64],
}

/// Compares all pairs, series by series.
pub(super) fn compare(
    sides: &[Side<'_>],
    series: &[Series],
    heads: &[String],
    labelled_sentences: &[usize],
) -> Vec<Comparison> {
    let of_series = |(at, of): (usize, &Series)| {
        let mut found = Vec::new();
        for (index, a) in sides.iter().enumerate() {
            found.extend(sides[index + 1..].iter().map(|b| {
                let labels = labelled_sentences[of.head];
                pair(a, b, at, of, &heads[of.head], labels)
            }));
        }
        judge(&mut found);
        found
    };
    let all: Vec<Vec<Comparison>> = series.par_iter().enumerate().map(of_series).collect();
    all.concat()
}

fn pair(
    a: &Side<'_>,
    b: &Side<'_>,
    at: usize,
    series: &Series,
    head: &str,
    labels: usize,
) -> Comparison {
    let share = |side: &Side<'_>| side.resampled.exact[at].filter(|_| side.estimated[at]);
    let (share_a, share_b) = (share(a), share(b));
    let mut found = Comparison {
        a: a.name.to_owned(),
        b: b.name.to_owned(),
        voice: series.voice.name(),
        head: head.to_owned(),
        class: series.measure.clone(),
        verdict: Verdict::NotEstimated,
        share_a: share_a.map(rounded),
        share_b: share_b.map(rounded),
        difference: share_a.zip(share_b).map(|(a, b)| rounded(a - b)),
        low: None,
        high: None,
        p: None,
        p_holm: None,
        detectable: None,
        labels_to_halve: None,
        articles_to_halve: None,
    };
    if a.documents.min(b.documents) < FEWEST_ARTICLES {
        found.verdict = Verdict::TooFew;
    } else if let Some(difference) = found.difference {
        measure(a, b, at, difference, labels, &mut found);
    }
    found
}

/// Fills in what the resamples say of a difference.
fn measure(
    a: &Side<'_>,
    b: &Side<'_>,
    at: usize,
    difference: f64,
    labels: usize,
    found: &mut Comparison,
) {
    let Some(spread) = a.resampled.spread_of_difference(b.resampled, at) else {
        return;
    };
    let spread = spread.widened(a.widened[at].hypot(b.widened[at]));
    let (least, most) = range(&found.class);
    let interval = spread.interval(difference, (least - most, most - least));
    found.verdict = Verdict::NotTold;
    found.low = Some(rounded(interval.low));
    found.high = Some(rounded(interval.high));
    found.p = Some(spread.p(difference).max(fewest_p(a.documents, b.documents)));
    found.detectable = Some(rounded(spread.detectable()));
    let (labels_factor, articles_factor) = spread.factors_to_halve();
    let more = |factor: f64, of: u64| ((factor - 1.0) * of as f64).ceil() as u64;
    found.labels_to_halve = labels_factor.map(|factor| more(factor, labels as u64));
    found.articles_to_halve = articles_factor.map(|factor| more(factor, a.documents + b.documents));
}

/// No test of so many articles can give a lower p: 2 of all the ways to deal them into two piles.
fn fewest_p(a: u64, b: u64) -> f64 {
    let ways = (1..=a.min(b)).map(|i| (a.max(b) + i) as f64 / i as f64);
    (2.0 / ways.product::<f64>()).min(1.0)
}

/// Adjusts the p-values of the pairs of one series and gives the verdicts.
fn judge(pairs: &mut [Comparison]) {
    let tested: Vec<usize> = (0..pairs.len())
        .filter(|&at| pairs[at].p.is_some())
        .collect();
    let p: Vec<f64> = tested.iter().filter_map(|&at| pairs[at].p).collect();
    for (&at, adjusted) in tested.iter().zip(holm(&p)) {
        pairs[at].p_holm = Some(adjusted);
        if adjusted < LEVEL {
            pairs[at].verdict = Verdict::Differ;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_articles_against_five_have_252_deals() {
        assert!((fewest_p(5, 5) - 2.0 / 252.0).abs() < 1e-12);
        assert_eq!(fewest_p(1, 1), 1.0);
    }
}
