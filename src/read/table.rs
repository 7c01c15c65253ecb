//! A table with a document a row.

use std::io::{self, BufRead, Read};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::folder::File;
use super::metadata::{self, Metadata};
use super::{Item, ReadParams, Unreadable, counted, decode};
use crate::document::Document;
use crate::language::bytes::find_byte;
use crate::{Error, Result};

/// The rows of a table, as they are asked for.
pub(super) struct Rows {
    reader: csv::Reader<Guarded>,
    path: PathBuf,
    names: Vec<String>,
    text: usize,
    /// The column that names the document.
    name: Option<usize>,
    encoding: &'static str,
    row: u64,
    limit: u64,
    budget: Arc<AtomicU64>,
    metadata: Metadata,
    /// The row that is read, in the same memory each time.
    record: csv::ByteRecord,
    ended: bool,
}

/// Opens a table; an error if it has no text column.
pub(super) fn rows(
    file: &File,
    params: &ReadParams,
    counter: Arc<AtomicU64>,
    metadata: Metadata,
) -> Result<Rows> {
    let (mut inner, encoding) = counted::open(&file.path, file.format.packing, counter)
        .and_then(decode::recode)
        .map_err(Error::read(&file.path))?;
    let delimiter = delimiter(inner.fill_buf().map_err(Error::read(&file.path))?);

    let budget = Arc::new(AtomicU64::new(params.limit));
    let guarded = Guarded {
        inner,
        budget: Arc::clone(&budget),
        limit: params.limit,
    };
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
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
        name: names.iter().rposition(|name| name == "document"),
        names,
        text,
        encoding,
        row: 0,
        limit: params.limit,
        budget,
        metadata,
        record: csv::ByteRecord::new(),
        ended: false,
    })
}

/// The mark between the columns: the one that the header has most of.
pub(super) fn delimiter(start: &[u8]) -> u8 {
    let header = start
        .split(|&byte| byte == b'\n')
        .next()
        .unwrap_or_default();
    let count = |mark: u8| header.iter().filter(|&&byte| byte == mark).count();
    let most = [b';', b'\t'].into_iter().max_by_key(|&mark| count(mark));
    most.filter(|&mark| count(mark) > count(b','))
        .unwrap_or(b',')
}

impl Iterator for Rows {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        if self.ended {
            return None;
        }
        self.budget.store(self.limit, Ordering::Relaxed);
        let start = self.reader.position().line();
        let mut record = std::mem::take(&mut self.record);
        let read = self.reader.read_byte_record(&mut record);
        let item = self.item(read, start, &record);
        self.record = record;
        item
    }
}

impl Rows {
    /// What reading a record that starts on line `start` came to.
    fn item(
        &mut self,
        read: csv::Result<bool>,
        start: u64,
        record: &csv::ByteRecord,
    ) -> Option<Item> {
        match read {
            Ok(false) => None,
            Ok(true) => {
                self.row += 1;
                Some(self.document(record))
            }
            Err(cause) => {
                // The reader has lost its place: what follows cannot be told apart into rows.
                self.ended = true;
                let line = cause.position().map_or(start, csv::Position::line);
                Some(Err(self.unreadable(
                    Some(line),
                    format!("{cause}; the rest of the file was not read"),
                )))
            }
        }
    }

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
        let name = self.name.filter(|&name| name != self.text);
        let name = name.map(|name| String::from_utf8_lossy(&record[name]));
        let text = &record[self.text];
        let text = match std::str::from_utf8(text) {
            Ok(text) => text.to_owned(),
            Err(_) => String::from_utf8_lossy(text).into_owned(),
        };
        let mut document = Document {
            name: name
                .map(|name| name.trim().to_owned())
                .filter(|name| !name.is_empty())
                .unwrap_or_else(|| self.row.to_string()),
            encoding: self.encoding,
            broken_bytes: replaced(&text),
            text,
            ..Document::default()
        };
        if document.text.trim().is_empty() {
            return Err(fail("empty text".to_owned()));
        }
        self.metadata.complete(&mut document);
        let columns = self.names.iter().zip(record).enumerate();
        let others = columns.filter(|(at, _)| *at != self.text && Some(*at) != self.name);
        let others =
            others.map(|(_, (name, value))| (name.as_str(), String::from_utf8_lossy(value)));
        metadata::apply(others, &mut document);
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

/// How many characters stand for bytes that could not be read.
fn replaced(text: &str) -> usize {
    match find_byte(text.as_bytes(), |byte| byte == 0xEF) {
        Some(at) => text.as_bytes()[at..]
            .windows(3)
            .filter(|bytes| *bytes == "\u{FFFD}".as_bytes())
            .count(),
        None => 0,
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
            let problem = format!(
                "one row is {} (is a quote left open?)",
                counted::too_large(self.limit)
            );
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
