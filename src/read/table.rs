//! A table with a document a row.

use std::collections::BTreeMap;
use std::io::{self, BufRead, Read};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::folder::File;
use super::metadata::{self, Metadata};
use super::{Item, ReadParams, Unreadable, counted};
use crate::document::Document;
use crate::{Error, Result};

/// The rows of a table, as they are asked for.
pub(super) struct Rows {
    reader: csv::Reader<Guarded>,
    path: PathBuf,
    names: Vec<String>,
    text: usize,
    row: u64,
    limit: u64,
    budget: Arc<AtomicU64>,
    metadata: Metadata,
    ended: bool,
}

/// Opens a table; an error if it has no text column.
pub(super) fn rows(
    file: &File,
    params: &ReadParams,
    counter: Arc<AtomicU64>,
    metadata: Metadata,
) -> Result<Rows> {
    let inner =
        counted::open(&file.path, file.format.packing, counter).map_err(Error::read(&file.path))?;
    let budget = Arc::new(AtomicU64::new(params.limit));
    let guarded = Guarded {
        inner,
        budget: Arc::clone(&budget),
        limit: params.limit,
    };
    let tabs = file.name.to_lowercase().contains(".tsv");
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(if tabs { b'\t' } else { b',' })
        .flexible(true)
        .buffer_capacity(1 << 16)
        .from_reader(guarded);
    let header = reader
        .byte_headers()
        .map_err(|cause| Error::malformed(&file.path, 1, format!("not a table: {cause}")))?;
    let names: Vec<String> = header
        .iter()
        .map(|name| metadata::column(&String::from_utf8_lossy(name)))
        .collect();
    let wanted = params.text_column.to_lowercase();
    let text = names
        .iter()
        .position(|name| *name == wanted)
        .ok_or_else(|| Error::unknown("column", &params.text_column, &names))?;
    Ok(Rows {
        reader,
        path: file.path.clone(),
        names,
        text,
        row: 0,
        limit: params.limit,
        budget,
        metadata,
        ended: false,
    })
}

impl Iterator for Rows {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        if self.ended {
            return None;
        }
        self.budget.store(self.limit, Ordering::Relaxed);
        let mut record = csv::ByteRecord::new();
        match self.reader.read_byte_record(&mut record) {
            Ok(false) => None,
            Ok(true) => {
                self.row += 1;
                Some(self.document(&record))
            }
            Err(cause) => {
                // The reader has lost its place: what follows cannot be told apart into rows.
                self.ended = true;
                let line = cause.position().map(csv::Position::line);
                Some(Err(self.unreadable(
                    line,
                    format!("{cause}; the rest of the file was not read"),
                )))
            }
        }
    }
}

impl Rows {
    fn document(&self, record: &csv::ByteRecord) -> Item {
        let line = record.position().map(csv::Position::line);
        let fail = |reason: String| self.unreadable(line, reason);
        if record.len() != self.names.len() {
            return Err(fail(format!(
                "{} fields, the header names {}",
                record.len(),
                self.names.len()
            )));
        }
        let mut row = BTreeMap::new();
        for (at, (name, field)) in self.names.iter().zip(record).enumerate() {
            let field = std::str::from_utf8(field)
                .map_err(|_| fail(format!("column `{name}` is not UTF-8")))?;
            if at != self.text {
                row.insert(name.clone(), field.trim().to_owned());
            }
        }
        let text = std::str::from_utf8(&record[self.text]).unwrap_or_default();
        let mut document = Document {
            name: row
                .get("document")
                .filter(|name| !name.is_empty())
                .cloned()
                .unwrap_or_else(|| self.row.to_string()),
            encoding: "UTF-8",
            text: text.to_owned(),
            ..Document::default()
        };
        if document.text.trim().is_empty() {
            return Err(fail("empty text".to_owned()));
        }
        self.metadata.complete(&mut document);
        metadata::apply(&row, &mut document);
        Ok(document)
    }

    fn unreadable(&self, line: Option<u64>, reason: String) -> Unreadable {
        Unreadable {
            path: self.path.clone(),
            line,
            reason,
        }
    }
}

/// Ends with an error when one row takes more than its budget: a quote that is never closed would
/// otherwise take the whole file into memory.
struct Guarded {
    inner: Box<dyn BufRead + Send>,
    budget: Arc<AtomicU64>,
    limit: u64,
}

impl Read for Guarded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.budget.load(Ordering::Relaxed);
        if left == 0 {
            let problem = format!("one row is {}", counted::too_large(self.limit));
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, problem));
        }
        let most = buffer
            .len()
            .min(usize::try_from(left).unwrap_or(usize::MAX));
        let read = self.inner.read(&mut buffer[..most])?;
        self.budget
            .store(left.saturating_sub(read as u64), Ordering::Relaxed);
        Ok(read)
    }
}
