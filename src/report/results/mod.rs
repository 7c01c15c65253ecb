//! What `classify` left in its folder, read back whole: all that a report is made from.

mod documents;
mod estimated;
mod extras;
mod readers;
mod record;
mod sentences;
mod shares;
mod table;

use std::fs;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;

use super::Card;
use crate::evaluate::LearningCurve;
use crate::task::{Head, Task};
use crate::{Error, Result};

pub use documents::{DocumentRow, RemovedRow};
pub use estimated::Estimated;
pub use extras::{RobustnessRead, TermRead};
pub use readers::readers_agreement;
pub use record::{Counts, Recorded};
pub use sentences::{Answer, SentenceRow};
pub use shares::{ComparisonRead, ShareRead};

/// The contents of a results folder.
#[derive(Debug, Clone)]
pub struct Results {
    /// `run.json`.
    pub record: Recorded,
    /// `estimate.json`: what is compared, and what is left out.
    pub estimated: Estimated,
    /// `model.json`.
    pub model: Card,
    /// `documents.csv`, in the order of the run.
    pub documents: Vec<DocumentRow>,
    /// `sentences.csv` or `.jsonl`, document by document.
    pub sentences: Vec<SentenceRow>,
    /// `removed.csv`, document by document.
    pub removed: Vec<RemovedRow>,
    /// `sources.csv`.
    pub shares: Vec<ShareRead>,
    /// `comparisons.csv`; empty where the run compared nothing.
    pub comparisons: Vec<ComparisonRead>,
    /// `terms.csv`; may be empty.
    pub terms: Vec<TermRead>,
    /// `methods.md`; may be empty.
    pub methods: String,
    /// `robustness.csv`; may be empty.
    pub robustness: Vec<RobustnessRead>,
    /// `learning_curve.json`, where somebody put what `stance evaluate --learning-curve --json` prints.
    pub learning_curve: Option<LearningCurve>,
}

impl Results {
    /// Reads a results folder.
    ///
    /// # Errors
    /// A file that is missing, damaged, or does not fit the others, with the file, the line and the remedy.
    pub fn read(folder: &Path) -> Result<Results> {
        let file = |name: &str| folder.join(name);
        let record: Recorded = json(&file("run.json"))?;
        check_heads(&file("run.json"), &record.heads)?;
        let estimated = Estimated::read(folder)?;
        let by = estimated.by.column();
        let (mut documents, index) = documents::read(&file("documents.csv"), &estimated.by)?;
        let sentences = sentences::read(folder, &record.heads, &index, &mut documents)?;
        check_count(&file("run.json"), record.counts.sentences, sentences.len())?;
        let removed = documents::read_removed(&file("removed.csv"), &index, &mut documents)?;
        let curve = existing(file("learning_curve.json"));
        Ok(Results {
            record,
            model: json(&file("model.json"))?,
            documents,
            sentences,
            removed,
            shares: shares::read(&file("sources.csv"), by)?,
            comparisons: shares::read_comparisons(&file("comparisons.csv"))?,
            methods: fs::read_to_string(file("methods.md")).unwrap_or_default(),
            terms: extras::read_terms(&file("terms.csv"))?,
            robustness: extras::read_robustness(&file("robustness.csv"), by)?,
            learning_curve: curve.map(|path| learning_curve(&path)).transpose()?,
            estimated,
        })
    }

    /// The sources, or whatever is compared, sorted, each once.
    pub fn groups(&self) -> Vec<&str> {
        let mut groups: Vec<&str> = self
            .documents
            .iter()
            .map(|document| document.group.as_str())
            .collect();
        groups.sort_unstable();
        groups.dedup();
        groups
    }

    /// The head that tells whose words a sentence holds, with the classes of the outlet's own voice
    /// and of quoted ones.
    pub fn voice_head(&self) -> Option<(usize, usize, usize)> {
        let task = Task {
            name: String::new(),
            target: String::new(),
            heads: self.record.heads.clone(),
            cues: Default::default(),
        };
        task.voice_head()
    }
}

fn existing(path: PathBuf) -> Option<PathBuf> {
    path.exists().then_some(path)
}

/// Reads what `stance evaluate --learning-curve --json` printed.
///
/// # Errors
/// A file that is missing or holds something else.
pub fn learning_curve(path: &Path) -> Result<LearningCurve> {
    let text = fs::read_to_string(path).map_err(Error::read(path))?;
    serde_json::from_str(&text).map_err(|error| {
        let problem =
            format!("{error}: give the output of `stance evaluate --learning-curve --json`");
        Error::malformed(path, error.line() as u64, problem)
    })
}

fn check_count(path: &Path, counted: u64, found: usize) -> Result<()> {
    if counted != found as u64 {
        let problem =
            format!("it counts {counted} sentences and the folder holds {found}: {REMEDY}");
        return Err(Error::malformed(path, None, problem));
    }
    Ok(())
}

fn check_heads(path: &Path, heads: &[Head]) -> Result<()> {
    if heads.is_empty() || heads.iter().any(|head| head.classes.len() < 2) {
        let problem = format!("no heads with their classes: {REMEDY}");
        return Err(Error::malformed(path, None, problem));
    }
    Ok(())
}

/// What helps against a folder that is not whole.
pub(super) const REMEDY: &str = "run `stance classify` again with this version";

fn json<T: DeserializeOwned>(path: &Path) -> Result<T> {
    let text = fs::read_to_string(path).map_err(|cause| absent(path, cause))?;
    serde_json::from_str(&text).map_err(|error| {
        let problem = format!("{error}: {REMEDY}");
        Error::malformed(path, error.line() as u64, problem)
    })
}

/// A file of the folder that cannot be opened: most often there was no run yet.
fn absent(path: &Path, cause: std::io::Error) -> Error {
    if cause.kind() != std::io::ErrorKind::NotFound {
        return Error::read(path)(cause);
    }
    Error::Insufficient(format!(
        "no `{}`: a report is made from the folder that `stance classify` writes: run that first",
        path.display()
    ))
}
