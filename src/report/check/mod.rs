//! `stance check`: what a corpus is like before any model sees it.

mod source;

use std::collections::BTreeMap;

use serde::Serialize;

use super::text::{count, isolate, render, table};
use crate::document::Document;
use crate::read::Unreadable;
use crate::segment::Segmented;
pub use source::SourceCheck;

/// What was read, removed and repeated.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Check {
    /// Documents read.
    pub documents: usize,
    /// Files and rows that could not be read, with the reason.
    pub unreadable: Vec<String>,
    /// Files of formats that are not read.
    pub passed_over: Vec<String>,
    /// Documents whose source nothing names: their file's stem stands for it.
    pub without_source: usize,
    /// By source.
    pub sources: BTreeMap<String, SourceCheck>,
    /// Documents by encoding.
    pub encodings: BTreeMap<String, usize>,
    /// Byte sequences replaced because the encoding does not have them.
    pub broken_bytes: usize,
    /// Sentences by language; `?` where it cannot be told.
    pub languages: BTreeMap<String, usize>,
    /// Sentences in another language than most of their document.
    pub foreign: usize,
    /// Units kept.
    pub kept: usize,
    /// Units removed, by reason.
    pub removed: BTreeMap<String, usize>,
    /// Documents that hold further articles, with the number of articles.
    pub parts: BTreeMap<String, usize>,
    /// Documents that repeat an earlier one: name, then the name of the first.
    pub copies: BTreeMap<String, String>,
    /// Lines found to repeat across a source's articles.
    pub repeated_lines: usize,
}

impl Check {
    /// Counts one document.
    pub fn add(&mut self, document: &Document, segmented: &Segmented, copy_of: Option<String>) {
        self.documents += 1;
        self.broken_bytes += document.broken_bytes;
        *self
            .encodings
            .entry(document.encoding.to_owned())
            .or_default() += 1;
        self.kept += segmented.sentences.len();
        for sentence in &segmented.sentences {
            let language = sentence.language.unwrap_or("?").to_owned();
            *self.languages.entry(language).or_default() += 1;
            self.foreign += usize::from(sentence.foreign);
        }
        for removed in &segmented.removed {
            *self.removed.entry(removed.reason.to_owned()).or_default() += 1;
        }
        if segmented.parts > 1 {
            self.parts.insert(document.name.clone(), segmented.parts);
        }
        let source = self.sources.entry(document.source.clone()).or_default();
        source.add(document, segmented, copy_of.is_some());
        if let Some(original) = copy_of {
            self.copies.insert(document.name.clone(), original);
        }
    }

    /// Notes what could not be read.
    pub fn add_unreadable(&mut self, unreadable: &Unreadable) {
        self.unreadable.push(unreadable.to_string());
    }

    /// Ranks the words and lines; call it once, at the end.
    pub fn finish(&mut self) {
        for source in self.sources.values_mut() {
            source.finish();
        }
    }

    /// What deserves a look before the corpus is used.
    pub fn warnings(&self) -> Vec<String> {
        let mut warnings = Vec::new();
        if !self.unreadable.is_empty() {
            warnings.push(format!(
                "{} could not be read, for example {}",
                count(self.unreadable.len()),
                self.unreadable[0]
            ));
        }
        if !self.passed_over.is_empty() {
            warnings.push(format!(
                "{} files of other formats were passed over, for example {}",
                count(self.passed_over.len()),
                self.passed_over[0]
            ));
        }
        if self.without_source > 0 {
            warnings.push(format!(
                "{} documents have no named source: their file's name stands for it",
                count(self.without_source)
            ));
        }
        if self.broken_bytes > 0 {
            warnings.push(format!(
                "{} broken byte sequences were replaced",
                count(self.broken_bytes)
            ));
        }
        if self.foreign > 0 {
            warnings.push(format!(
                "{} sentences are in another language than their document",
                count(self.foreign)
            ));
        }
        for (name, parts) in &self.parts {
            warnings.push(format!("{name} holds {parts} articles"));
        }
        for (name, source) in &self.sources {
            warnings.extend(source.warnings(name));
        }
        warnings
    }

    /// One screen of text.
    pub fn to_text(&self) -> String {
        let removed: usize = self.removed.values().sum();
        let mut text = format!(
            "{} documents from {} sources: {} sentences kept, {} units removed\n\n",
            count(self.documents),
            count(self.sources.len()),
            count(self.kept),
            count(removed)
        );
        text.push_str(&self.source_table());
        text.push_str(&format!("\nremoved    {}\n", list(&self.removed)));
        text.push_str(&format!("encodings  {}\n", list(&self.encodings)));
        text.push_str(&format!("languages  {}\n", list(&self.languages)));
        text.push_str(&format!("copies     {} documents repeat an earlier one; {} lines repeat across a source's articles\n", count(self.copies.len()), count(self.repeated_lines)));
        text.push_str("\nmost frequent words, as they stand → as kept; lines removed most often\n");
        for (name, source) in &self.sources {
            text.push_str(&source.to_text(name));
        }
        let warnings = self.warnings();
        if !warnings.is_empty() {
            text.push_str("\nworth a look\n");
        }
        for warning in warnings {
            text.push_str(&format!("  {warning}\n"));
        }
        text
    }

    fn source_table(&self) -> String {
        let header = [
            "source",
            "documents",
            "first date",
            "last date",
            "kept",
            "removed",
            "copies",
        ];
        let mut rows = table(&header, 1);
        for (name, source) in &self.sources {
            let (first, last) = source.dates.clone().unwrap_or_default();
            let counts = [source.kept, source.removed, source.copies].map(count);
            let [kept, removed, copies] = counts;
            rows.add_row([
                isolate(name),
                count(source.documents),
                first,
                last,
                kept,
                removed,
                copies,
            ]);
        }
        render(&rows)
    }
}

fn list(counts: &BTreeMap<String, usize>) -> String {
    let mut ranked: Vec<_> = counts.iter().collect();
    ranked.sort_by_key(|(name, number)| (std::cmp::Reverse(**number), *name));
    let items: Vec<_> = ranked
        .iter()
        .map(|(name, number)| format!("{name} {}", count(**number)))
        .collect();
    if items.is_empty() {
        "none".to_owned()
    } else {
        items.join(", ")
    }
}
