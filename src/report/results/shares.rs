//! `sources.csv` and `comparisons.csv`.

use std::path::Path;

use super::table::{Cells, Rows};
use crate::Result;

/// One share of one source.
#[derive(Debug, Clone, PartialEq)]
pub struct ShareRead {
    /// The source, or whatever is compared.
    pub source: String,
    /// `all`, `own` or `quoted`.
    pub voice: String,
    /// The head.
    pub head: String,
    /// The class, or a measure such as `net`.
    pub class: String,
    /// Documents of the source.
    pub documents: u64,
    /// Sentences of this voice.
    pub sentences: u64,
    /// Of those, how many are in the class.
    pub count: i64,
    /// `count / sentences`.
    pub share: Option<f64>,
    /// The share with the model's errors undone.
    pub corrected: Option<f64>,
    /// Lower end of its 95 % interval.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// What was resampled for it: `articles` or `sentences`; empty without an interval.
    pub interval_of: String,
    /// Why there is no corrected share, or what was done to the interval.
    pub note: String,
}

/// What can be said of a pair of sources.
#[derive(Debug, Clone, PartialEq)]
pub struct ComparisonRead {
    /// One source.
    pub a: String,
    /// The other.
    pub b: String,
    /// `all`, `own` or `quoted`.
    pub voice: String,
    /// The head.
    pub head: String,
    /// The class or measure.
    pub class: String,
    /// `differ`, `cannot be told apart`, `too few articles` or `cannot be estimated`.
    pub verdict: String,
    /// Share of `a` minus share of `b`.
    pub difference: Option<f64>,
    /// Lower end of its 95 % interval.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// Two-sided p after Holm's adjustment.
    pub p_holm: Option<f64>,
    /// The smallest difference that would have been found with a chance of 80 %.
    pub detectable: Option<f64>,
}

impl ShareRead {
    /// The best statement of the share: corrected where that could be done, else counted.
    pub fn best(&self) -> Option<f64> {
        self.corrected.or(self.share)
    }
}

/// Reads the shares; `by` is the column of what is compared.
pub(super) fn read(path: &Path, by: &str) -> Result<Vec<ShareRead>> {
    let rows = Rows::read(path)?;
    let mut shares = Vec::with_capacity(rows.len());
    for (n, row) in rows.iter() {
        let cells = Cells {
            rows: &rows,
            n,
            row,
        };
        shares.push(ShareRead {
            source: cells.text(by)?,
            voice: cells.text("voice")?,
            head: cells.text("head")?,
            class: cells.text("class")?,
            documents: cells.number("documents")?,
            sentences: cells.number("sentences")?,
            count: cells.number("count")?,
            share: cells.share("share")?,
            corrected: cells.share("corrected")?,
            low: cells.share("low")?,
            high: cells.share("high")?,
            interval_of: cells.known("interval_of"),
            note: cells.known("note"),
        });
    }
    Ok(shares)
}

/// Reads the verdicts; a folder may have none.
pub(super) fn read_comparisons(path: &Path) -> Result<Vec<ComparisonRead>> {
    if !path.exists() {
        return Ok(Vec::new());
    }
    let rows = Rows::read(path)?;
    let mut comparisons = Vec::with_capacity(rows.len());
    for (n, row) in rows.iter() {
        let cells = Cells {
            rows: &rows,
            n,
            row,
        };
        comparisons.push(ComparisonRead {
            a: cells.text("a")?,
            b: cells.text("b")?,
            voice: cells.text("voice")?,
            head: cells.text("head")?,
            class: cells.text("class")?,
            verdict: cells.text("verdict")?,
            difference: cells.share("difference")?,
            low: cells.share("low")?,
            high: cells.share("high")?,
            p_holm: cells.share("p_holm")?,
            detectable: cells.share("detectable")?,
        });
    }
    Ok(comparisons)
}
