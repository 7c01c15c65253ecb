//! Files into documents, one at a time.
//!
//! A file or a row that cannot be read becomes an [`Unreadable`] and the rest goes on; only an
//! input that holds nothing to read at all is an error.

mod counted;
mod decode;
mod encoding;
mod folder;
mod format;
mod html;
mod jsonl;
mod metadata;
mod notes;
mod table;
mod text;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::document::Document;
use crate::language::iso_date;
use crate::{Error, Result};
use format::Kind;
use metadata::Metadata;

/// How to read documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadParams {
    /// The column of a table that holds the text.
    pub text_column: String,
    /// A longer document, in bytes, is not read but reported.
    pub limit: u64,
}

impl Default for ReadParams {
    fn default() -> Self {
        ReadParams {
            text_column: "text".to_owned(),
            limit: 16 << 20,
        }
    }
}

/// A file, or one row of a table, that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Unreadable {
    /// The file.
    pub path: PathBuf,
    /// The line of a table where the row starts, from 1.
    pub line: Option<u64>,
    /// What is wrong with it.
    pub reason: String,
}

impl std::fmt::Display for Unreadable {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.path.display(), self.reason),
            None => write!(f, "{}: {}", self.path.display(), self.reason),
        }
    }
}

/// A document, or what could not be read in its place.
pub type Item = std::result::Result<Document, Unreadable>;

/// Documents in a fixed order (files by path, rows as they stand), read as they are asked for.
pub struct Documents {
    files: std::vec::IntoIter<folder::File>,
    rows: Option<Box<dyn Iterator<Item = Item> + Send>>,
    /// Stem of the file that `rows` come from.
    table: String,
    metadata: Metadata,
    params: ReadParams,
    passed_over: Vec<PathBuf>,
    /// Folders that cannot be read, still to be given.
    closed: std::vec::IntoIter<Unreadable>,
    problems: Vec<String>,
    without_source: usize,
    odd_dates: BTreeMap<String, usize>,
    pass: (u64, u64),
    known: Option<usize>,
    bytes_total: Option<u64>,
    bytes_read: Arc<AtomicU64>,
}

/// The documents of a folder, a `.txt`, `.html`, `.csv`, `.tsv` or `.jsonl` file, each also as
/// `.gz` or `.zst`, or of standard input (`-`, as text or JSON lines).
pub fn documents(path: &Path, params: &ReadParams) -> Result<Documents> {
    let listing = folder::list(path)?;
    let metadata = Metadata::beside(path)?;
    let tables = listing.files.iter().any(|file| file.format.kind.is_table());
    let mut documents = Documents {
        known: (!tables).then_some(listing.files.len()),
        bytes_total: listing.bytes,
        files: Vec::new().into_iter(),
        rows: None,
        table: String::new(),
        metadata,
        params: params.clone(),
        passed_over: listing.passed_over,
        closed: listing.closed.into_iter(),
        problems: Vec::new(),
        without_source: 0,
        odd_dates: BTreeMap::new(),
        pass: (0, 1),
        bytes_read: Arc::new(AtomicU64::new(0)),
    };
    documents.check_alone(path, &listing.files)?;
    let names = listing.files.iter().map(|file| file.name.as_str());
    let names = (!tables).then(|| names.collect());
    documents.problems = documents.metadata.problems(names);
    documents.files = listing.files.into_iter();
    Ok(documents)
}

impl Documents {
    /// Files below the folder that are of no format that is read.
    pub fn passed_over(&self) -> &[PathBuf] {
        &self.passed_over
    }

    /// How many documents so far had no named source and got their file's stem instead.
    pub fn without_source(&self) -> usize {
        self.without_source
    }

    /// What is odd about the `sources.csv` beside the documents.
    pub fn problems(&self) -> &[String] {
        &self.problems
    }

    /// How many documents so far have a date that could not be read, by what stands there; it stays as
    /// it is. At most 1,000 different ones are told apart.
    pub fn odd_dates(&self) -> &BTreeMap<String, usize> {
        &self.odd_dates
    }

    /// For the progress of work that reads the documents several times: this is reading number `pass`
    /// of so many, from 0.
    pub fn in_pass(mut self, pass: u64, of: u64) -> Documents {
        self.pass = (pass, of);
        self
    }

    /// Bytes read so far, before decompression, those of earlier passes among them.
    pub fn bytes_read(&self) -> u64 {
        let before = self.pass.0 * self.bytes_total.unwrap_or(0);
        before + self.bytes_read.load(Ordering::Relaxed)
    }

    /// Size of all inputs in bytes, once a pass; `None` for standard input.
    pub fn bytes_total(&self) -> Option<u64> {
        self.bytes_total.map(|total| total * self.pass.1)
    }

    /// A table given by itself must hold the text column: without it nothing can be read.
    fn check_alone(&mut self, path: &Path, files: &[folder::File]) -> Result<()> {
        match files {
            [file] if file.path == path && file.format.kind == Kind::Table => {
                let counter = Arc::new(AtomicU64::new(0));
                table::rows(file, &self.params, counter, Default::default()).map(drop)
            }
            _ => Ok(()),
        }
    }

    fn open(&mut self, file: folder::File) -> Option<Item> {
        let counter = Arc::clone(&self.bytes_read);
        self.table = stem(&file.name);
        match file.format.kind {
            Kind::Table => match table::rows(&file, &self.params, counter, self.metadata.clone()) {
                Ok(rows) => {
                    self.rows = Some(Box::new(rows));
                    None
                }
                Err(error) => Some(Err(unreadable(&file.path, &error))),
            },
            Kind::Lines => match jsonl::rows(&file, &self.params, counter) {
                Ok(rows) => {
                    self.rows = Some(Box::new(rows));
                    None
                }
                Err(error) => Some(Err(unreadable(&file.path, &error))),
            },
            Kind::Text | Kind::Html => Some(text::document(
                &file,
                &self.params,
                &counter,
                &self.metadata,
            )),
        }
    }

    /// Completes what is known about a document from its own lines, reads its date, and names it after
    /// its file, or its table's file, where nothing names a source.
    fn finish(&mut self, item: Item) -> Item {
        item.map(|mut document| {
            notes::complete(&mut document);
            self.read_date(&mut document);
            if document.source.trim().is_empty() {
                self.without_source += 1;
                document.source = match &self.rows {
                    Some(_) => self.table.clone(),
                    None => stem(&document.name),
                };
            }
            document
        })
    }

    fn read_date(&mut self, document: &mut Document) {
        let Some(date) = &mut document.date else {
            return;
        };
        // American pages alone write the month first.
        let start = document.text.chars().take(200);
        let arabic = start
            .filter(|letter| matches!(letter, '\u{0600}'..='\u{06FF}'))
            .count();
        let french = document
            .language
            .as_deref()
            .is_some_and(|code| code.starts_with("fr"));
        match iso_date(date, arabic > 20 || french) {
            Some(read) => *date = read,
            None if self.odd_dates.len() < MOST_ODD_DATES || self.odd_dates.contains_key(date) => {
                *self.odd_dates.entry(date.clone()).or_default() += 1;
            }
            None => *self.odd_dates.entry("…".to_owned()).or_default() += 1,
        }
    }
}

/// Different dates that could not be read are told apart up to this number.
const MOST_ODD_DATES: usize = 1000;

impl Iterator for Documents {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        if let Some(closed) = self.closed.next() {
            return Some(Err(closed));
        }
        loop {
            if let Some(rows) = &mut self.rows {
                if let Some(item) = rows.next() {
                    return Some(self.finish(item));
                }
                self.rows = None;
            }
            let file = self.files.next()?;
            if let Some(item) = self.open(file) {
                return Some(self.finish(item));
            }
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        match self.known {
            Some(_) => self.files.size_hint(),
            None => (0, None),
        }
    }
}

fn unreadable(path: &Path, error: &Error) -> Unreadable {
    let cause = std::error::Error::source(error).map(|cause| format!(": {cause}"));
    Unreadable {
        path: path.to_owned(),
        line: None,
        reason: format!("{error}{}", cause.unwrap_or_default()),
    }
}

/// `a/b.html.gz` → `b`.
fn stem(name: &str) -> String {
    let file = name.rsplit('/').next().unwrap_or(name);
    format::without_extension(file).to_owned()
}
