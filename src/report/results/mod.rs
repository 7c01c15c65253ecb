//! What `classify` left in its folder, read back whole: all that a report is made from.

mod card;
mod documents;
mod estimated;
mod extras;
mod readers;
mod sentences;
mod shares;
mod table;

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::clean::CleanParams;
use crate::evaluate::LearningCurve;
use crate::task::{Head, Task};
use crate::{Error, Result};

pub use card::{HeadCardRead, ModelRead, ScoresRead};
pub use documents::{DocumentRow, RemovedRow};
pub use estimated::Estimated;
pub use extras::{RobustnessRead, TermRead};
pub use readers::readers_agreement;
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
    pub model: ModelRead,
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

/// The parts of `run.json` that a report tells.
#[derive(Debug, Clone, Deserialize)]
pub struct Recorded {
    /// Version of the program that classified.
    pub version: String,
    /// The documents as named on the command line.
    pub documents: String,
    /// SHA-256 of the documents.
    pub documents_sha256: String,
    /// Name of the task.
    pub task: String,
    /// What the stance is toward.
    pub target: String,
    /// The heads with their classes.
    pub heads: Vec<Head>,
    /// SHA-256 that the model file states.
    pub model_sha256: String,
    /// SHA-256 of the labels.
    pub labels_sha256: String,
    /// `sentence` or `document`.
    pub unit: String,
    /// How the documents were cleaned.
    pub clean: CleanParams,
    /// What was read and left out.
    pub counts: RecordedCounts,
}

/// The counts of `run.json` that the sentences themselves do not show.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct RecordedCounts {
    /// Sentences kept.
    pub sentences: u64,
    /// Documents whose source is named nowhere.
    #[serde(default)]
    pub without_source: u64,
    /// Documents that could not be read, with their reasons.
    #[serde(default)]
    pub unreadable: Vec<serde_json::Value>,
    /// Files of formats that are not read.
    #[serde(default)]
    pub passed_over: Vec<String>,
    /// Documents that repeat an earlier one.
    #[serde(default)]
    pub copies: u64,
    /// Sentences that trained the model and have no out-of-fold probabilities.
    #[serde(default)]
    pub memorised: u64,
}

impl Results {
    /// Reads a results folder.
    ///
    /// # Errors
    /// A file that is missing, damaged, or does not fit the others, with the file, the line and the remedy.
    pub fn read(folder: &Path) -> Result<Results> {
        let record: Recorded = json(&folder.join("run.json"))?;
        let model = json(&folder.join("model.json"))?;
        check_heads(&folder.join("run.json"), &record.heads)?;
        let estimated = Estimated::read(folder)?;
        let by = estimated.by.column();
        let (mut documents, index) = documents::read(&folder.join("documents.csv"), &estimated.by)?;
        let sentences = sentences::read(folder, &record.heads, &index, &mut documents)?;
        if sentences.len() as u64 != record.counts.sentences {
            let problem = format!(
                "it counts {} sentences and the folder holds {}: {REMEDY}",
                record.counts.sentences,
                sentences.len()
            );
            return Err(Error::malformed(&folder.join("run.json"), None, problem));
        }
        let ledger = folder.join("removed.csv");
        let removed = documents::read_removed(&ledger, &index, &mut documents)?;
        let shares = shares::read(&folder.join("sources.csv"), by)?;
        let comparisons = shares::read_comparisons(&folder.join("comparisons.csv"))?;
        Ok(Results {
            record,
            model,
            documents,
            sentences,
            removed,
            shares,
            comparisons,
            methods: fs::read_to_string(folder.join("methods.md")).unwrap_or_default(),
            terms: extras::read_terms(&folder.join("terms.csv"))?,
            robustness: extras::read_robustness(&folder.join("robustness.csv"), by)?,
            learning_curve: existing(folder.join("learning_curve.json"))
                .map(|path| learning_curve(&path))
                .transpose()?,
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
        "no `{}`: a report is made from the folder that `stance classify` writes; {REMEDY}",
        path.display()
    ))
}
