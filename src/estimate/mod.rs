//! Annotated sentences → what each source says: shares with intervals that own up to the model's
//! errors, and verdicts on every pair.
//!
//! Start at [`estimate`]; it works on [`Observations`] (the answers for every sentence) and a
//! [`Calibration`] (what is known of the model's errors).

mod bootstrap;
mod calibration;
mod check;
mod compare;
mod correct;
pub mod distribution;
pub mod emq;
mod group;
pub mod measures;
mod observe;
mod params;
mod robustness;
mod shares;
pub mod simplex;
mod speakers;
mod spread;
mod status;
mod terms;
mod units;
mod voice;

pub use calibration::{Calibration, Labelled};
pub use check::{CheckedSource, ErrorCheck};
pub use compare::{Comparison, FEWEST_ARTICLES, LEVEL, Verdict};
pub use group::By;
pub use observe::{Answer, Answers, Observations, Observed, Traits};
pub use params::{ESTIMATORS, EstimateParams, Estimator, Filter};
pub use robustness::{Other, RobustnessRow, robustness};
pub use shares::ShareRow;
pub use speakers::{SpeakerRow, Speakers};
pub use status::HeadStatus;
pub use terms::{TermCounts, TermRow};
pub use voice::{VOICES, Voice};

use std::collections::{BTreeMap, HashSet};

use serde::Serialize;

use self::bootstrap::{Learned, Resampled, Series, series};
use self::compare::{Side, compare};
use self::shares::{Behind, count};
use self::units::Design;
use crate::Result;

/// More sources than this are not compared pair by pair; those with most articles are.
const MOST_COMPARED: usize = 40;

/// Of more sources than this only those with most articles are estimated; the others are counted.
const MOST_ESTIMATED: usize = 200;

/// Everything that is said of the sources.
#[derive(Debug, Clone, Serialize)]
pub struct Estimate {
    /// How well the model is known, head by head.
    pub heads: Vec<HeadStatus>,
    /// Whether the model errs alike on every source, head by head.
    pub checks: Vec<ErrorCheck>,
    /// The sources, sorted by name.
    pub sources: Vec<SourceCounts>,
    /// Every share, by source, voice, head and class.
    pub shares: Vec<ShareRow>,
    /// Every pair.
    pub comparisons: Vec<Comparison>,
    /// Sources that are in no pair, because there are more than can be compared.
    pub not_compared: usize,
}

/// What a source has.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SourceCounts {
    /// Its name.
    pub source: String,
    /// Its documents.
    pub documents: u64,
    /// Their sentences.
    pub sentences: u64,
}

/// One source on its way.
struct Source {
    name: String,
    documents: Vec<usize>,
    of_articles: bool,
    resampled: Resampled,
    /// Why each series cannot be estimated.
    reasons: Vec<Option<String>>,
}

/// Estimates the shares of every source and compares the sources.
///
/// # Errors
/// Parameters out of range, a column that no document has.
pub fn estimate(
    observations: &Observations,
    calibration: &Calibration,
    params: &EstimateParams,
) -> Result<Estimate> {
    estimate_most(observations, calibration, params, MOST_COMPARED)
}

/// The same, comparing the `most` sources with most documents.
fn estimate_most(
    observations: &Observations,
    calibration: &Calibration,
    params: &EstimateParams,
    most: usize,
) -> Result<Estimate> {
    params.check(&observations.task)?;
    let mut run = Run::new(observations, calibration, params);
    let groups = params.by.groups(observations.documents())?;
    let compared = most_articles(&groups, most);
    let estimated = most_articles(&groups, MOST_ESTIMATED);
    run.check(&groups);
    let (mut sources, mut shares, mut counts) = (Vec::new(), Vec::new(), Vec::new());
    for (number, (name, documents)) in groups.into_iter().enumerate() {
        let mut source = match estimated.contains(&number) {
            true => run.source(number, name, documents),
            false => run.counted(name, documents),
        };
        let rows = run.rows(&source);
        counts.push(SourceCounts {
            source: source.name.clone(),
            documents: source.documents.len() as u64,
            sentences: rows.first().map_or(0, |row| row.sentences),
        });
        shares.extend(rows);
        if compared.contains(&number) {
            sources.push(source);
        } else {
            source.resampled.forget();
        }
    }
    Ok(Estimate {
        comparisons: run.compare(&sources),
        heads: run.status,
        checks: run.checks,
        not_compared: counts.len() - compared.len(),
        sources: counts,
        shares,
    })
}

/// The numbers of the `most` groups with most documents.
fn most_articles(groups: &BTreeMap<String, Vec<usize>>, most: usize) -> HashSet<usize> {
    let mut order: Vec<(usize, usize)> = groups.values().map(Vec::len).enumerate().collect();
    order.sort_by_key(|&(number, documents)| (std::cmp::Reverse(documents), number));
    order
        .into_iter()
        .map(|(number, _)| number)
        .take(most)
        .collect()
}

impl Source {
    fn side<'a>(&'a self, widened: &'a [f64]) -> Side<'a> {
        Side {
            name: &self.name,
            documents: self.documents.len() as u64,
            resampled: &self.resampled,
            estimated: self.reasons.iter().map(Option::is_none).collect(),
            widened,
        }
    }
}

/// What all sources share.
struct Run<'a> {
    observations: &'a Observations,
    params: &'a EstimateParams,
    design: Design,
    series: Vec<Series>,
    learned: Learned,
    status: Vec<HeadStatus>,
    labelled_sentences: Vec<usize>,
    calibration: &'a Calibration,
    checks: Vec<ErrorCheck>,
    /// For each series, by how much the check widens it.
    widened: Vec<f64>,
}

impl<'a> Run<'a> {
    fn new(
        observations: &'a Observations,
        calibration: &'a Calibration,
        params: &'a EstimateParams,
    ) -> Run<'a> {
        let design = Design::new(
            observations,
            params.estimator,
            params.threshold,
            &params.filter,
        );
        let learned = Learned::of(&design, calibration, params.resamples, params.seed);
        Run {
            series: series(&observations.task, &design),
            status: status::status(&observations.task, &design, calibration, &learned.labelled),
            labelled_sentences: calibration.heads.iter().map(Vec::len).collect(),
            checks: Vec::new(),
            widened: Vec::new(),
            observations,
            params,
            design,
            learned,
            calibration,
        }
    }

    /// Checks whether the model errs alike on every source. It is the confusion matrix that is checked,
    /// whatever the estimator.
    fn check(&mut self, groups: &BTreeMap<String, Vec<usize>>) {
        let (acc, seed) = (Estimator::Acc, self.params.seed);
        let design = Design::new(self.observations, acc, None, &self.params.filter);
        self.checks = check::check(self.observations, self.calibration, &design, groups, seed);
        let widened = |series: &Series| self.checks[series.head].widened[series.at];
        self.widened = self.series.iter().map(widened).collect();
    }

    fn source(&self, number: usize, name: String, documents: Vec<usize>) -> Source {
        let of_articles = documents.len() as u64 >= FEWEST_ARTICLES;
        let units = self
            .design
            .units(self.observations, &documents, !of_articles);
        let mut resampled = Resampled::of(
            &self.observations.task,
            &self.design,
            &self.series,
            &self.learned,
            (&units, number, self.params.seed),
        );
        resampled.plain = self.params.plain;
        let cells = units.total(0..units.len(), self.design.cells);
        let reason = |(at, series): (usize, &Series)| {
            let status = &self.status[series.head];
            let of_model = status.reason(&self.design, &cells, series.head, series.voice);
            of_model.or_else(|| resampled.reason(at, series, self.widened[at]))
        };
        Source {
            reasons: self.series.iter().enumerate().map(reason).collect(),
            name,
            documents,
            of_articles,
            resampled,
        }
    }

    /// A source among too many: its sentences are counted and no more.
    fn counted(&self, name: String, documents: Vec<usize>) -> Source {
        let reason = format!("only the {MOST_ESTIMATED} with most documents are estimated");
        Source {
            reasons: vec![Some(reason); self.series.len()],
            of_articles: documents.len() as u64 >= FEWEST_ARTICLES,
            name,
            documents,
            resampled: Resampled::none(self.series.len()),
        }
    }

    fn rows(&self, source: &Source) -> Vec<ShareRow> {
        let mut rows = Vec::new();
        let mut at = 0;
        for alike in self
            .series
            .chunk_by(|a, b| (a.head, a.voice) == (b.head, b.voice))
        {
            let Series { head, voice, .. } = alike[0];
            let counts = count(
                self.observations,
                &self.design,
                &source.documents,
                head,
                voice,
            );
            for series in alike {
                let behind = Behind {
                    observations: self.observations,
                    params: self.params,
                    source: &source.name,
                    documents: source.documents.len() as u64,
                    counts: &counts,
                    resampled: &source.resampled,
                    of_articles: source.of_articles,
                    labelled_sentences: self.labelled_sentences[head],
                    widened: self.widened[at],
                    reason: source.reasons[at].as_deref(),
                };
                rows.push(behind.row(at, series));
                at += 1;
            }
        }
        rows
    }

    fn compare(&self, sources: &[Source]) -> Vec<Comparison> {
        let sides: Vec<Side<'_>> = sources
            .iter()
            .map(|source| source.side(&self.widened))
            .collect();
        let heads: Vec<String> = self
            .observations
            .task
            .heads
            .iter()
            .map(|head| head.name.clone())
            .collect();
        compare(&sides, &self.series, &heads, &self.labelled_sentences)
    }
}
