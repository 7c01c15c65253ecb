//! `stance check`: what a corpus is like before any model sees it.

mod source;

use std::collections::BTreeMap;

use serde::Serialize;

use super::text::{count, isolate, render, table};
use crate::document::{Document, Sentence};
use crate::read::{Documents, Unreadable};
use crate::segment::Segmented;
pub use source::SourceCheck;

/// What was read, removed and repeated.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Check {
    /// Documents read.
    pub documents: usize,
    /// How many files, folders and rows could not be read.
    pub not_read: usize,
    /// The first thousand of them, with the reason.
    pub unreadable: Vec<String>,
    /// Files of formats that are not read.
    pub passed_over: Vec<String>,
    /// Documents whose source nothing names: their file's stem stands for it.
    pub without_source: usize,
    /// Dates that could not be read and stay as they are, with the number of documents.
    pub odd_dates: BTreeMap<String, usize>,
    /// What is odd about the `sources.csv` beside the documents.
    pub sources_problems: Vec<String>,
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
    /// How many documents hold further articles.
    pub with_parts: usize,
    /// The first thousand of them, with the number of articles.
    pub parts: BTreeMap<String, usize>,
    /// How many documents repeat an earlier one as a whole.
    pub copied: usize,
    /// The first thousand of them: name, then the name of the first with that text.
    pub copies: BTreeMap<String, String>,
    /// Sentences that stand in an earlier document.
    pub copied_sentences: usize,
    /// Sentences and documents that later ones were not compared with, because there was no room.
    pub copies_forgotten: usize,
    /// Lines found to repeat across a source's articles.
    pub repeated_lines: usize,
    /// What deserves a look before the corpus is used.
    pub warnings: Vec<String>,
    /// Words and lines held of all sources.
    #[serde(skip)]
    held: usize,
}

/// Documents that are listed by name, of each kind.
const MOST_LISTED: usize = 1000;

/// Words and lines held at a time; the rarest go first when there are more.
const MOST_HELD: usize = 300_000;

/// Sources and warnings on the terminal; the JSON has all.
const SHOWN: usize = 20;

impl Check {
    /// Nothing read yet, but so many lines found to repeat.
    pub fn new(repeated_lines: usize) -> Check {
        Check {
            repeated_lines,
            ..Check::default()
        }
    }

    /// Counts one document.
    pub fn add(&mut self, document: &Document, segmented: &Segmented, copy_of: Option<String>) {
        self.documents += 1;
        self.broken_bytes += document.broken_bytes;
        *self
            .encodings
            .entry(document.encoding.to_owned())
            .or_default() += 1;
        self.kept += segmented.sentences.len();
        let copied = |row: &&Sentence| row.copy_of.is_some();
        self.copied_sentences += segmented.sentences.iter().filter(copied).count();
        for sentence in &segmented.sentences {
            let language = sentence.language.unwrap_or("?").to_owned();
            *self.languages.entry(language).or_default() += 1;
            self.foreign += usize::from(sentence.foreign);
        }
        for removed in &segmented.removed {
            *self.removed.entry(removed.reason.to_owned()).or_default() += 1;
        }
        if segmented.parts > 1 {
            self.with_parts += 1;
            if self.parts.len() < MOST_LISTED {
                self.parts.insert(document.name.clone(), segmented.parts);
            }
        }
        let source = self.sources.entry(document.source.clone()).or_default();
        self.held += source.add(document, segmented, copy_of.is_some());
        if let Some(original) = copy_of {
            self.copied += 1;
            if self.copies.len() < MOST_LISTED {
                self.copies.insert(document.name.clone(), original);
            }
        }
        if self.held > MOST_HELD {
            self.forget_rare();
        }
    }

    fn forget_rare(&mut self) {
        let mut below = 1;
        while self.held > MOST_HELD / 2 {
            let sources = self.sources.values_mut();
            self.held = sources.map(|source| source.forget_rare(below)).sum();
            below += 1;
        }
    }

    /// Notes what could not be read.
    pub fn add_unreadable(&mut self, unreadable: &Unreadable) {
        self.not_read += 1;
        if self.unreadable.len() < MOST_LISTED {
            self.unreadable.push(unreadable.to_string());
        }
    }

    /// Takes over what reading found, ranks the words and lines, and warns; call it once, at the end.
    pub fn finish(&mut self, documents: &Documents) {
        let passed_over = documents.passed_over().iter();
        self.passed_over = passed_over.map(|path| path.display().to_string()).collect();
        self.without_source = documents.without_source();
        self.odd_dates = documents.odd_dates().clone();
        self.sources_problems = documents.problems().to_vec();
        for source in self.sources.values_mut() {
            source.finish();
        }
        self.warnings = self.find_warnings();
    }

    fn find_warnings(&self) -> Vec<String> {
        let mut warnings = self.sources_problems.clone();
        warnings.extend(self.reading_warnings());
        let parts = self.parts.iter();
        warnings.extend(parts.map(|(name, parts)| format!("{name} holds {parts} articles")));
        for (name, source) in &self.sources {
            warnings.extend(source.warnings(name));
        }
        warnings
    }

    /// What was left out, replaced or could not be made out, each counted where there is any.
    fn reading_warnings(&self) -> Vec<String> {
        let odd_dates = self.odd_dates.values().sum();
        let first = |names: &[String]| names.first().cloned().unwrap_or_default();
        let date = self.odd_dates.keys().next().cloned().unwrap_or_default();
        let all = [
            (self.not_read, format!("could not be read, for example {}", first(&self.unreadable))),
            (self.passed_over.len(), format!("files of other formats were passed over, for example {}", first(&self.passed_over))),
            (self.without_source, "documents have no named source: their file's name stands for it".to_owned()),
            (self.broken_bytes, "broken byte sequences were replaced".to_owned()),
            (self.foreign, "sentences are in another language than their document".to_owned()),
            (odd_dates, format!("documents have a date that could not be read, for example `{date}`")),
            (self.copies_forgotten, "sentences and documents were too many to compare later ones with: copies of them are not marked".to_owned()),
        ];
        let some = all.into_iter().filter(|(number, _)| *number > 0);
        some.map(|(number, what)| format!("{} {what}", count(number)))
            .collect()
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
        text.push_str(&format!(
            "copies     {} documents and {} sentences stand in an earlier document; {} lines repeat across a source's articles\n",
            count(self.copied),
            count(self.copied_sentences),
            count(self.repeated_lines)
        ));
        text.push_str("\nmost frequent words, as they stand → as kept; lines removed (−) and kept (+) most often\n");
        for (name, source) in self.sources.iter().take(SHOWN) {
            text.push_str(&source.to_text(name));
        }
        text.push_str(&more(self.sources.len(), "sources"));
        if !self.warnings.is_empty() {
            text.push_str("\nworth a look\n");
        }
        for warning in self.warnings.iter().take(SHOWN) {
            text.push_str(&format!("  {}\n", isolate(warning)));
        }
        text.push_str(&more(self.warnings.len(), "warnings"));
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
        for (name, source) in self.sources.iter().take(SHOWN) {
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
        render(&rows) + &more(self.sources.len(), "sources")
    }
}

/// Says how many of a list are not shown.
fn more(number: usize, what: &str) -> String {
    match number.saturating_sub(SHOWN) {
        0 => String::new(),
        left => format!("  … and {} more {what} (--json has all)\n", count(left)),
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
