//! `documents.csv` and `removed.csv`.

use std::collections::hash_map::Entry;
use std::path::Path;

use rustc_hash::FxHashMap;

use super::table::{Cells, Rows, number};
use crate::Result;
use crate::estimate::By;

/// One article, or the rows of a table that share a name and a source, and where its rows stand.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DocumentRow {
    /// Its name.
    pub name: String,
    /// Who published it.
    pub source: String,
    /// What it is compared as: its source, month, author, ...
    pub group: String,
    /// The title; empty if unknown, like the next four.
    pub title: String,
    /// The author.
    pub author: String,
    /// The date as given.
    pub date: String,
    /// The address as given: anything.
    pub url: String,
    /// The earlier document that it repeats.
    pub copy_of: String,
    /// Its sentences in [`super::Results::sentences`].
    pub sentences: Vec<usize>,
    /// Its removed units in [`super::Results::removed`].
    pub removed: Vec<usize>,
}

/// One removed unit.
#[derive(Debug, Clone, PartialEq)]
pub struct RemovedRow {
    /// Byte offset in its document.
    pub start: usize,
    /// Why it was removed.
    pub reason: String,
    /// Its text.
    pub text: String,
}

/// The documents by name and source.
pub(super) struct Index(FxHashMap<(String, String), usize>);

impl Index {
    /// The document that a row belongs to.
    pub fn find(&self, rows: &Rows, n: u64, name: &str, source: &str) -> Result<usize> {
        let key = (name.to_owned(), source.to_owned());
        let found = self.0.get(&key).copied();
        found.ok_or_else(|| rows.problem(n, "documents.csv beside it does not name its document"))
    }
}

/// Reads the documents, each in its group.
pub(super) fn read(path: &Path, by: &By) -> Result<(Vec<DocumentRow>, Index)> {
    let rows = Rows::read(path)?;
    let (mut documents, mut index) = (Vec::with_capacity(rows.len()), FxHashMap::default());
    for (n, row) in rows.iter() {
        let cells = Cells {
            rows: &rows,
            n,
            row,
        };
        let (name, source) = (cells.text("document")?, cells.text("source")?);
        if let Entry::Vacant(entry) = index.entry((name.clone(), source.clone())) {
            entry.insert(documents.len());
            documents.push(DocumentRow {
                group: by.group_of(&source, |fact| cells.cell(fact)),
                name,
                source,
                title: cells.known("title"),
                author: cells.known("author"),
                date: cells.known("date"),
                url: cells.known("url"),
                copy_of: cells.known("copy_of"),
                ..DocumentRow::default()
            });
        }
    }
    Ok((documents, Index(index)))
}

/// Reads the ledger and notes its rows with their documents.
pub(super) fn read_removed(
    path: &Path,
    index: &Index,
    documents: &mut [DocumentRow],
) -> Result<Vec<RemovedRow>> {
    let rows = Rows::read(path)?;
    let [name, source] = [rows.column("document")?, rows.column("source")?];
    let [start, reason, text] = ["start", "reason", "text"].map(|column| rows.column(column));
    let (start, reason, text) = (start?, reason?, text?);
    let mut removed = Vec::with_capacity(rows.len());
    for (n, row) in rows.iter() {
        let document = index.find(&rows, n, &row[name], &row[source])?;
        documents[document].removed.push(removed.len());
        removed.push(RemovedRow {
            start: number(&rows, n, &row[start])?,
            reason: row[reason].to_owned(),
            text: row[text].to_owned(),
        });
    }
    Ok(removed)
}
