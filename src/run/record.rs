//! `run.json`: what went into a run, what was left out, and what repeats it.

use std::path::Path;

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::{ClassifyParams, Drift};
use crate::annotate::Annotated;
use crate::document::{Document, Removed};
use crate::model::Model;
use crate::output::hex;
use crate::read::{Documents, Unreadable};
use crate::report::results::{Counts, Recorded};
use crate::report::{count, isolate};

/// The record of a run. It holds no time and no machine: the same run gives the same bytes.
#[derive(Debug, Clone, Serialize)]
pub struct Record {
    /// What a report reads again.
    #[serde(flatten)]
    pub facts: Recorded,
    /// Whether copied sentences were left out of the shares.
    pub without_copies: bool,
    /// The probability below which no class was given.
    pub abstain: Option<f64>,
    /// How far the documents are from the labels.
    pub drift: Drift,
    #[serde(skip)]
    digest: Sha256,
}

impl Record {
    pub(super) fn new(docs: &Path, params: &ClassifyParams) -> Record {
        Record {
            facts: Recorded {
                version: env!("CARGO_PKG_VERSION").to_owned(),
                documents: docs.display().to_string(),
                documents_sha256: String::new(),
                task: String::new(),
                target: String::new(),
                heads: Vec::new(),
                model_sha256: String::new(),
                labels_sha256: String::new(),
                unit: params.unit.name().to_owned(),
                clean: params.clean.clone(),
                counts: Counts {
                    repeated_lines: params.clean.repeated.len() as u64,
                    ..Counts::default()
                },
            },
            without_copies: params.estimate.filter.no_copies,
            abstain: params.estimate.threshold,
            drift: Drift::default(),
            digest: Sha256::new(),
        }
    }

    /// Counts one document.
    pub(super) fn add(
        &mut self,
        document: &Document,
        sentences: &[Annotated],
        removed: &[Removed],
        is_copy: bool,
    ) {
        self.drift.add(sentences);
        let counts = &mut self.facts.counts;
        counts.documents += 1;
        counts.sentences += sentences.len() as u64;
        counts.copies += u64::from(is_copy);
        let copied = |row: &&Annotated| row.sentence.copy_of.is_some();
        counts.copied_sentences += sentences.iter().filter(copied).count() as u64;
        counts.foreign += sentences
            .iter()
            .filter(|sentence| sentence.sentence.foreign)
            .count() as u64;
        let labelled =
            |sentence: &&Annotated| sentence.heads.iter().any(|head| head.label.is_some());
        counts.labelled += sentences.iter().filter(labelled).count() as u64;
        counts.in_training += sentences
            .iter()
            .filter(|sentence| sentence.in_training)
            .count() as u64;
        counts.memorised += sentences
            .iter()
            .filter(|sentence| sentence.memorised)
            .count() as u64;
        counts.unknown += sentences
            .iter()
            .filter(|sentence| sentence.known_terms == 0)
            .count() as u64;
        for unit in removed {
            *counts.removed.entry(unit.reason.to_owned()).or_default() += 1;
        }
        let date = document.date.as_deref().unwrap_or_default();
        for part in [&document.name, &document.source, date, &document.text] {
            self.digest.update((part.len() as u64).to_le_bytes());
            self.digest.update(part);
        }
    }

    /// Completes the record at the end of a run.
    pub(super) fn finish(&mut self, documents: &Documents, model: &Model) {
        self.facts.counts.without_source = documents.without_source() as u64;
        self.facts.counts.odd_dates = documents.odd_dates().values().sum::<usize>() as u64;
        self.facts.counts.sources_problems = documents.problems().to_vec();
        self.facts.counts.passed_over = documents
            .passed_over()
            .iter()
            .map(|path| path.display().to_string())
            .collect();
        self.facts.documents_sha256 = hex(&self.digest.clone().finalize());
        self.drift.finish(model);
        self.facts.task = model.header.task.name.clone();
        self.facts.target = model.header.task.target.clone();
        self.facts.heads = model.header.task.heads.clone();
        self.facts.model_sha256 = model.digest().to_owned();
        self.facts.labels_sha256 = model.header.training.labels.clone();
    }

    /// What was read, kept and left out, for standard error: nothing goes unsaid.
    pub fn summary(&self) -> String {
        let counts = &self.facts.counts;
        let removed: u64 = counts.removed.values().sum();
        let mut lines = vec![format!(
            "{} documents: {} sentences kept, {} units removed as furniture",
            count(counts.documents),
            count(counts.sentences),
            count(removed)
        )];
        if removed > 0 {
            let reasons = counts.removed.iter();
            let reasons = reasons.map(|(reason, n)| format!("{reason} {}", count(*n)));
            let reasons: Vec<String> = reasons.collect();
            lines.push(format!("  removed: {}", reasons.join(", ")));
        }
        let said = self.remarks().into_iter().filter(|(number, _)| *number > 0);
        lines.extend(said.map(|(number, what)| format!("  {} {what}", count(number))));
        lines.extend(unreadable(&counts.unreadable));
        lines.extend(self.drift.notes());
        lines.join("\n")
    }

    /// What a reader has to know of some of the sentences and documents, and of how many.
    fn remarks(&self) -> [(u64, &'static str); 11] {
        let counts = &self.facts.counts;
        let copied = match self.without_copies {
            true => "sentences stand in an earlier document (`copy_of`): left out of the shares",
            false => {
                "sentences stand in an earlier document (`copy_of`); they count in the shares, unless --without copies"
            }
        };
        [
            (counts.copied_sentences, copied),
            (
                counts.copies_forgotten,
                "sentences and documents were too many to compare later ones with: their copies are not marked",
            ),
            (
                counts.foreign,
                "sentences are in another language than their document: left out of the shares",
            ),
            (
                counts.in_training - counts.memorised,
                "sentences trained the model: their probabilities are out-of-fold",
            ),
            (
                counts.labelled,
                "sentences carry a person's label: it counts in the shares, not the prediction",
            ),
            (
                counts.memorised,
                "sentences trained the model, which holds no out-of-fold probabilities: its answers are memorised",
            ),
            (
                counts.unknown,
                "sentences share no word with the training set: their classes are guesses",
            ),
            (
                counts.without_source,
                "documents name no source: the file's stem stands for it",
            ),
            (
                counts.odd_dates,
                "documents have a date that could not be read: it stays as it is given",
            ),
            (
                counts.sources_problems.len() as u64,
                "rows or columns of sources.csv are odd (`stance check` lists them)",
            ),
            (
                counts.passed_over.len() as u64,
                "files are of a format that is not read",
            ),
        ]
    }
}

/// The documents that could not be read, as far as the terminal lists them.
fn unreadable(problems: &[Unreadable]) -> Vec<String> {
    if problems.is_empty() {
        return Vec::new();
    }
    let number = count(problems.len() as u64);
    let mut lines = vec![format!("  {number} documents could not be read:")];
    let shown = problems.iter().take(SHOWN);
    lines.extend(shown.map(|problem| format!("    {}", isolate(&problem.to_string()))));
    if problems.len() > SHOWN {
        lines.push("    … (all in run.json)".to_owned());
    }
    lines
}

/// Unreadable documents listed on the terminal.
const SHOWN: usize = 10;
