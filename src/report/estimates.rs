//! What was estimated, as CSV files.

use std::collections::BTreeSet;
use std::io::{self, Write};

use serde::Serialize;

use crate::estimate::{Comparison, Observations, RobustnessRow, ShareRow, SpeakerRow, TermRow};

/// Writes every share, one row a source, voice, head and class. `column` heads the first column: what
/// the documents are grouped by.
pub fn write_sources(writer: impl Write, column: &str, shares: &[ShareRow]) -> io::Result<()> {
    const REST: [&str; 16] = [
        "voice",
        "head",
        "class",
        "documents",
        "sentences",
        "count",
        "share",
        "labelled",
        "corrected",
        "low",
        "high",
        "interval_of",
        "estimator",
        "labels_to_halve",
        "articles_to_halve",
        "note",
    ];
    let mut rows = csv::WriterBuilder::new()
        .has_headers(false)
        .from_writer(writer);
    rows.write_record([column].iter().chain(&REST))?;
    for share in shares {
        rows.serialize(share)?;
    }
    rows.flush()
}

/// Writes every pair, one row a pair, voice, head and class.
pub fn write_comparisons(writer: impl Write, comparisons: &[Comparison]) -> io::Result<()> {
    rows(writer, comparisons, COMPARISON)
}

const COMPARISON: &[&str] = &[
    "a",
    "b",
    "voice",
    "head",
    "class",
    "verdict",
    "share_a",
    "share_b",
    "difference",
    "low",
    "high",
    "p",
    "p_holm",
    "detectable",
    "labels_to_halve",
    "articles_to_halve",
];

/// Writes the headline shares under other choices; `column` is what documents are grouped by.
pub fn write_robustness(writer: impl Write, column: &str, all: &[RobustnessRow]) -> io::Result<()> {
    let rest = [
        "head",
        "class",
        "sentences",
        "share",
        "corrected",
        "low",
        "high",
        "note",
    ];
    let header: Vec<&str> = ["variant", column].into_iter().chain(rest).collect();
    rows(writer, all, &header)
}

/// Writes the terms that set sources and classes apart.
pub fn write_terms(writer: impl Write, all: &[TermRow]) -> io::Result<()> {
    let header = [
        "of",
        "group",
        "term",
        "count",
        "documents",
        "count_others",
        "log_odds",
        "low",
        "high",
        "q",
    ];
    rows(writer, all, &header)
}

/// Writes who may be quoted for which side; `column` is what documents are grouped by.
pub fn write_speakers(writer: impl Write, column: &str, all: &[SpeakerRow]) -> io::Result<()> {
    rows(
        writer,
        all,
        &[
            column,
            "candidate",
            "found_by",
            "head",
            "class",
            "sentences",
        ],
    )
}

/// Writes rows under a header, which stands there without a row too.
fn rows<T: Serialize>(writer: impl Write, all: &[T], header: &[&str]) -> io::Result<()> {
    let mut rows = csv::WriterBuilder::new()
        .has_headers(false)
        .from_writer(writer);
    rows.write_record(header)?;
    for row in all {
        rows.serialize(row)?;
    }
    rows.flush()
}

/// Writes what is known of every document: one row each, in the order of reading.
pub fn write_documents(writer: impl Write, observations: &Observations) -> io::Result<()> {
    let documents = observations.documents();
    let names: BTreeSet<&String> = documents
        .iter()
        .flat_map(|document| document.facts.keys())
        .collect();
    let mut rows = csv::Writer::from_writer(writer);
    let fixed = ["document", "source", "copy_of"];
    rows.write_record(
        fixed
            .into_iter()
            .chain(names.iter().map(|name| name.as_str())),
    )?;
    for document in documents {
        let fact = |name: &&String| document.facts.get(*name).map_or("", String::as_str);
        let copy_of = document.copy_of.as_deref().unwrap_or_default();
        let fixed = [document.name.as_str(), &document.source, copy_of];
        rows.write_record(fixed.into_iter().chain(names.iter().map(fact)))?;
    }
    rows.flush()
}
