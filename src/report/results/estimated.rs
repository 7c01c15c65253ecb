//! The parts of `estimate.json` that say what the shares are of.

use std::path::Path;

use serde::Deserialize;

use super::{REMEDY, SentenceRow, json};
use crate::estimate::{By, Filter};
use crate::{Error, Result};

/// What is compared, and which sentences count.
#[derive(Debug, Clone, Default)]
pub struct Estimated {
    /// By what documents are grouped.
    pub by: By,
    /// What is left out.
    pub filter: Filter,
    /// Below this probability an answer is no answer.
    pub abstain: Option<f64>,
}

/// The same as it is written.
#[derive(Deserialize)]
struct File {
    by: String,
    #[serde(default)]
    without: Vec<String>,
    abstain: Option<f64>,
}

impl Estimated {
    /// Reads it; a folder without the file is compared by source and whole.
    pub(super) fn read(folder: &Path) -> Result<Estimated> {
        let path = folder.join("estimate.json");
        if !path.exists() {
            return Ok(Estimated::default());
        }
        let file: File = json(&path)?;
        let broken = |error: Error| Error::malformed(&path, None, format!("{error}: {REMEDY}"));
        Ok(Estimated {
            by: By::parse(&file.by).map_err(broken)?,
            filter: Filter::without(&file.without).map_err(broken)?,
            abstain: file.abstain,
        })
    }

    /// Whether a sentence is in the shares; `quoted` is the class of quoted ones in the head of voices.
    pub fn counts(&self, sentence: &SentenceRow, quoted: Option<(usize, usize)>) -> bool {
        let is_quoted =
            quoted.is_some_and(|(head, class)| sentence.answers[head].counted() == class);
        !(sentence.foreign
            || self.filter.no_copies && sentence.copy
            || self.filter.no_headings && sentence.heading
            || self.filter.no_quotes && is_quoted)
    }

    /// Whether a sentence counts for a class of this head, or is undecided.
    pub fn decided(&self, sentence: &SentenceRow, head: usize) -> bool {
        let answer = &sentence.answers[head];
        let reaches = |least| answer.probabilities[answer.class] >= least;
        answer.label.is_some() || self.abstain.is_none_or(reaches)
    }
}
