//! `run.json`: what went into a run and what was left out. A run writes it, a report reads it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::clean::CleanParams;
use crate::read::Unreadable;
use crate::task::Head;

/// The facts of a run.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Recorded {
    /// Version of this program.
    pub version: String,
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
    pub unit: String,
    /// How the documents were cleaned.
    pub clean: CleanParams,
    /// What was read, kept and left out.
    pub counts: Counts,
}

/// Counts of everything, of what was left out above all.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
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
    pub removed: BTreeMap<String, u64>,
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
