//! `terms.csv` and `robustness.csv`, where the run wrote them.

use std::path::Path;

use super::table::{Cells, Rows};
use crate::Result;

/// A term that one source uses more than the others.
#[derive(Debug, Clone, PartialEq)]
pub struct TermRead {
    /// `source`, or the head whose classes are set against each other.
    pub of: String,
    /// The source or class.
    pub group: String,
    /// The word, spelling variants folded.
    pub term: String,
    /// How often it stands there.
    pub count: u64,
    /// In how many documents.
    pub documents: u64,
    /// Log-odds against the others, with its 95 % interval.
    pub log_odds: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// A share computed in another way.
#[derive(Debug, Clone, PartialEq)]
pub struct RobustnessRead {
    /// What is done otherwise.
    pub variant: String,
    /// The source.
    pub source: String,
    /// The head.
    pub head: String,
    /// The class or measure.
    pub class: String,
    /// As counted.
    pub share: Option<f64>,
    /// With the model's errors undone.
    pub corrected: Option<f64>,
    /// Lower end of its 95 % interval.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
}

/// The rows of a file that may be missing.
fn rows(path: &Path) -> Result<Option<Rows>> {
    path.exists().then(|| Rows::read(path)).transpose()
}

/// Reads the distinctive terms.
pub(super) fn read_terms(path: &Path) -> Result<Vec<TermRead>> {
    let Some(rows) = rows(path)? else {
        return Ok(Vec::new());
    };
    let term = |(n, row)| {
        let cells = Cells {
            rows: &rows,
            n,
            row,
        };
        Ok(TermRead {
            of: cells.text("of")?,
            group: cells.text("group")?,
            term: cells.text("term")?,
            count: cells.number("count")?,
            documents: cells.number("documents")?,
            log_odds: cells.number("log_odds")?,
            low: cells.number("low")?,
            high: cells.number("high")?,
        })
    };
    rows.iter().map(term).collect()
}

/// Reads the robustness panel; `by` is the column of what is compared.
pub(super) fn read_robustness(path: &Path, by: &str) -> Result<Vec<RobustnessRead>> {
    let Some(rows) = rows(path)? else {
        return Ok(Vec::new());
    };
    let row = |(n, row)| {
        let cells = Cells {
            rows: &rows,
            n,
            row,
        };
        Ok(RobustnessRead {
            variant: cells.text("variant")?,
            source: cells.text(by)?,
            head: cells.text("head")?,
            class: cells.text("class")?,
            share: cells.share("share")?,
            corrected: cells.share("corrected")?,
            low: cells.share("low")?,
            high: cells.share("high")?,
        })
    };
    rows.iter().map(row).collect()
}
