//! `run.json`: what went into a run, what was left out, and what repeats it.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::{ClassifyParams, Drift};
use crate::annotate::Annotated;
use crate::clean::CleanParams;
use crate::document::{Document, Removed};
use crate::model::Model;
use crate::output::hex;
use crate::read::{Documents, Unreadable};
use crate::report::{count, isolate};
use crate::task::Head;

/// The record of a run. It holds no time and no machine: the same run gives the same bytes.
#[derive(Debug, Clone, Serialize)]
pub struct Record {
    /// Version of this program.
    pub version: &'static str,
    /// The documents as named on the command line.
    pub documents: String,
    /// SHA-256 of the names, sources, dates and texts of all documents, in order.
    pub documents_sha256: String,
    /// The task of the model.
    pub task: String,
    /// What the stance is toward.
    pub target: String,
    /// The heads with their classes.
    pub heads: Vec<Head>,
    /// The SHA-256 that the model file states of its contents.
    pub model_sha256: String,
    /// SHA-256 of the labels that the model was trained on.
    pub labels_sha256: String,
    /// `sentence` or `document`.
    pub unit: &'static str,
    /// How the documents were cleaned.
    pub clean: CleanParams,
    /// Whether copied sentences were left out of the shares.
    pub without_copies: bool,
    /// The probability below which no class was given.
    pub abstain: Option<f64>,
    /// What was read, kept and left out.
    pub counts: Counts,
    /// How far the documents are from the labels.
    pub drift: Drift,
    #[serde(skip)]
    digest: Sha256,
}

/// Counts of everything, of what was left out above all.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Counts {
    /// Documents read.
    pub documents: u64,
    /// Documents whose source is not named anywhere: their file's stem stands for it.
    pub without_source: u64,
    /// Documents whose date could not be read; it stays as it is given.
    pub odd_dates: u64,
    /// What is odd about the `sources.csv` beside the documents.
    pub sources_problems: Vec<String>,
    /// Documents that could not be read, and why.
    pub unreadable: Vec<Unreadable>,
    /// Files of formats that are not read.
    pub passed_over: Vec<String>,
    /// Sentences kept.
    pub sentences: u64,
    /// Units removed, by reason.
    pub removed: BTreeMap<&'static str, u64>,
    /// Different lines that repeat across the articles of their source.
    pub repeated_lines: u64,
    /// Documents that repeat an earlier one, whole or nearly so.
    pub copies: u64,
    /// Sentences that stand in an earlier document, those of copied documents among them.
    pub copied_sentences: u64,
    /// Sentences and documents that later ones were not compared with, because there was no room.
    pub copies_forgotten: u64,
    /// Sentences in another language than their document: left out of the shares.
    pub foreign: u64,
    /// Sentences that trained the model: they have out-of-fold probabilities.
    pub in_training: u64,
    /// Sentences that a person labelled: in shares, that label counts.
    pub labelled: u64,
    /// Sentences that trained the model and have no out-of-fold probabilities.
    pub memorised: u64,
    /// Sentences none of whose words the model knows.
    pub unknown: u64,
}

impl Record {
    pub(super) fn new(docs: &Path, params: &ClassifyParams) -> Record {
        Record {
            version: env!("CARGO_PKG_VERSION"),
            documents: docs.display().to_string(),
            documents_sha256: String::new(),
            task: String::new(),
            target: String::new(),
            heads: Vec::new(),
            model_sha256: String::new(),
            labels_sha256: String::new(),
            unit: params.unit.name(),
            clean: params.clean.clone(),
            without_copies: params.estimate.filter.no_copies,
            abstain: params.estimate.threshold,
            counts: Counts {
                repeated_lines: params.clean.repeated.len() as u64,
                ..Counts::default()
            },
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
        let counts = &mut self.counts;
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
            *counts.removed.entry(unit.reason).or_default() += 1;
        }
        let date = document.date.as_deref().unwrap_or_default();
        for part in [&document.name, &document.source, date, &document.text] {
            self.digest.update((part.len() as u64).to_le_bytes());
            self.digest.update(part);
        }
    }

    /// Completes the record at the end of a run.
    pub(super) fn finish(&mut self, documents: &Documents, model: &Model) {
        self.counts.without_source = documents.without_source() as u64;
        self.counts.odd_dates = documents.odd_dates().values().sum::<usize>() as u64;
        self.counts.sources_problems = documents.problems().to_vec();
        self.counts.passed_over = documents
            .passed_over()
            .iter()
            .map(|path| path.display().to_string())
            .collect();
        self.documents_sha256 = hex(&self.digest.clone().finalize());
        self.drift.finish(model);
        self.task = model.header.task.name.clone();
        self.target = model.header.task.target.clone();
        self.heads = model.header.task.heads.clone();
        self.model_sha256 = model.digest().to_owned();
        self.labels_sha256 = model.header.training.labels.clone();
    }

    /// What was read, kept and left out, for standard error: nothing goes unsaid.
    pub fn summary(&self) -> String {
        let counts = &self.counts;
        let removed: u64 = counts.removed.values().sum();
        let mut lines = vec![format!(
            "{} documents: {} sentences kept, {} units removed as furniture",
            count(counts.documents),
            count(counts.sentences),
            count(removed)
        )];
        if removed > 0 {
            let reasons = counts
                .removed
                .iter()
                .map(|(reason, n)| format!("{reason} {}", count(*n)));
            lines.push(format!(
                "  removed: {}",
                reasons.collect::<Vec<_>>().join(", ")
            ));
        }
        let mut say = |number: u64, what: &str| {
            if number > 0 {
                lines.push(format!("  {} {what}", count(number)));
            }
        };
        say(
            counts.copied_sentences,
            match self.without_copies {
                true => {
                    "sentences stand in an earlier document (`copy_of`): left out of the shares"
                }
                false => {
                    "sentences stand in an earlier document (`copy_of`); they count in the shares, unless --without copies"
                }
            },
        );
        say(
            counts.copies_forgotten,
            "sentences and documents were too many to compare later ones with: their copies are not marked",
        );
        say(
            counts.foreign,
            "sentences are in another language than their document: left out of the shares",
        );
        say(
            counts.in_training - counts.memorised,
            "sentences trained the model: their probabilities are out-of-fold",
        );
        say(
            counts.labelled,
            "sentences carry a person's label: it counts in the shares, not the prediction",
        );
        say(
            counts.memorised,
            "sentences trained the model, which holds no out-of-fold probabilities: its answers are memorised",
        );
        say(
            counts.unknown,
            "sentences share no word with the training set: their classes are guesses",
        );
        say(
            counts.without_source,
            "documents name no source: the file's stem stands for it",
        );
        say(
            counts.odd_dates,
            "documents have a date that could not be read: it stays as it is given",
        );
        say(
            counts.sources_problems.len() as u64,
            "rows or columns of sources.csv are odd (`stance check` lists them)",
        );
        say(
            counts.passed_over.len() as u64,
            "files are of a format that is not read",
        );
        say(
            counts.unreadable.len() as u64,
            "documents could not be read:",
        );
        lines.extend(
            counts
                .unreadable
                .iter()
                .take(SHOWN)
                .map(|problem| format!("    {}", isolate(&problem.to_string()))),
        );
        if counts.unreadable.len() > SHOWN {
            lines.push("    … (all in run.json)".to_owned());
        }
        lines.extend(self.drift.notes());
        lines.join("\n")
    }
}

/// Unreadable documents listed on the terminal.
const SHOWN: usize = 10;
