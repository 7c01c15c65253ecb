//! One label file: its columns, and its rows as examples.

use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::{Example, Place};
use crate::output::hex;
use crate::task::Task;
use crate::{Error, Result};

/// A larger label file, in bytes, is not read: it is something else.
const LARGEST_FILE: u64 = 256 << 20;

/// A longer text, in bytes, is no sentence and not even an article: a quote was not closed.
const LONGEST_TEXT: usize = 1 << 20;

/// One CSV file in memory.
pub(super) struct Table {
    path: PathBuf,
    pub header: Vec<String>,
    pub rows: Vec<Row>,
}

pub(super) struct Row {
    line: u64,
    pub fields: csv::StringRecord,
}

impl Table {
    pub fn read(path: &Path) -> Result<Table> {
        let size = fs::metadata(path).map_err(Error::read(path))?.len();
        if size > LARGEST_FILE {
            let problem = format!(
                "larger than {} MB, the most for one label file: give the labelled sentences alone",
                LARGEST_FILE >> 20
            );
            return Err(Error::malformed(path, None, problem));
        }
        let bytes = fs::read(path).map_err(Error::read(path))?;
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter(bytes))
            .from_reader(bytes);
        let header = reader.headers().map_err(|error| csv_error(path, &error))?;
        let header: Vec<String> = header.iter().map(|name| name.trim().to_owned()).collect();
        if let Some(twice) = (1..header.len())
            .find(|&at| !header[at].is_empty() && header[..at].contains(&header[at]))
        {
            let problem = format!("column `{}` stands twice: delete one", header[twice]);
            return Err(Error::malformed(path, 1, problem));
        }
        let mut rows = Vec::new();
        for record in reader.records() {
            let fields = record.map_err(|error| csv_error(path, &error))?;
            let line = fields.position().map_or(0, csv::Position::line);
            rows.push(Row { line, fields });
        }
        Ok(Table {
            path: path.to_owned(),
            header,
            rows,
        })
    }

    pub fn columns(&self, task: &Task) -> Result<Columns> {
        let find = |name: &str| self.header.iter().position(|column| column == name);
        let text = find("text").ok_or_else(|| {
            let has = self.header.join(", ");
            Error::malformed(
                &self.path,
                1,
                format!("no `text` column (columns: {has}): rename the one that holds the text"),
            )
        })?;
        let heads: Vec<_> = task.heads.iter().map(|head| find(&head.name)).collect();
        if heads.iter().all(Option::is_none) {
            let wanted: Vec<_> = task
                .heads
                .iter()
                .map(|head| format!("`{}`", head.name))
                .collect();
            let problem = format!(
                "no label column: expected at least one of {}",
                wanted.join(", ")
            );
            return Err(Error::malformed(&self.path, 1, problem));
        }
        Ok(Columns {
            text,
            heads,
            document: find("document"),
            n: find("n"),
            kind: find("kind"),
            origin: find("origin"),
            holder: find("holder"),
        })
    }
}

/// A semicolon or a tab, where the header line has one and no comma: spreadsheets export so.
fn delimiter(bytes: &[u8]) -> u8 {
    let header = bytes
        .split(|&byte| byte == b'\n')
        .next()
        .unwrap_or_default();
    if header.contains(&b',') {
        return b',';
    }
    *[b';', b'\t']
        .iter()
        .find(|delimiter| header.contains(delimiter))
        .unwrap_or(&b',')
}

fn csv_error(path: &Path, error: &csv::Error) -> Error {
    let line = error.position().map(csv::Position::line);
    let problem = match error.kind() {
        csv::ErrorKind::UnequalLengths {
            expected_len, len, ..
        } => format!(
            "the row has {len} fields, its header {expected_len}: quote a field that holds a comma or a line break"
        ),
        csv::ErrorKind::Utf8 { .. } => {
            "not UTF-8: save the file as UTF-8 (\"CSV UTF-8\" in a spreadsheet)".to_owned()
        }
        _ => format!("not a CSV file: {error}"),
    };
    Error::malformed(path, line, problem)
}

/// Where a table keeps what an example needs.
pub(super) struct Columns {
    text: usize,
    heads: Vec<Option<usize>>,
    pub document: Option<usize>,
    n: Option<usize>,
    kind: Option<usize>,
    origin: Option<usize>,
    holder: Option<usize>,
}

impl Columns {
    pub fn example(&self, row: &Row, table: &Table, task: &Task) -> Result<Example> {
        let place = Place {
            path: table.path.clone(),
            line: row.line,
        };
        self.read(row, task, &place)
            .map_err(|error| Error::malformed(&place.path, place.line, error.to_string()))
    }

    fn read(&self, row: &Row, task: &Task, place: &Place) -> Result<Example> {
        let cell = |column: Option<usize>| column.map_or("", |column| row.fields[column].trim());
        let text = checked_text(row.fields[self.text].trim())?;
        let kind = one_of("kind", cell(self.kind), &["body", "heading", "boilerplate"])?;
        // A misspelt `authored` taken for a real sentence would be scored.
        let origin = one_of("origin", cell(self.origin), &["seed", "authored"])?;
        let heads = task.heads.iter().zip(&self.heads);
        let classes = heads.map(|(head, &column)| match cell(column) {
            "" => Ok(None),
            name => head
                .class(name)
                .map(Some)
                .ok_or_else(|| Error::unknown("class", name, &head.class_names())),
        });
        Ok(Example {
            document: match cell(self.document) {
                "" => format!("sha256:{}", hex(&Sha256::digest(text))),
                name => name.to_owned(),
            },
            text: text.to_owned(),
            n: position(cell(self.n))?,
            heading: kind == "heading",
            boilerplate: kind == "boilerplate",
            authored: origin == "authored",
            holder: Some(cell(self.holder).to_owned()).filter(|name| !name.is_empty()),
            classes: classes.collect::<Result<_>>()?,
            place: place.clone(),
        })
    }
}

fn checked_text(text: &str) -> Result<&str> {
    if text.is_empty() {
        let problem = "the text is empty: fill it in or delete the row";
        return Err(Error::Usage(problem.to_owned()));
    }
    if text.len() > LONGEST_TEXT {
        return Err(Error::Usage(format!(
            "the text is longer than {} MB: a label belongs to one sentence or article; is a quote left open?",
            LONGEST_TEXT >> 20
        )));
    }
    Ok(text)
}

/// A cell that is empty or one of these.
fn one_of<'a>(what: &'static str, cell: &'a str, known: &[&str]) -> Result<&'a str> {
    match cell.is_empty() || known.contains(&cell) {
        true => Ok(cell),
        false => Err(Error::unknown(what, cell, known)),
    }
}

/// A position in a document; empty where it is not known.
fn position(cell: &str) -> Result<Option<u64>> {
    let wrong = || {
        Error::Usage(format!(
            "`n` is `{cell}`: give the position as a whole number, or leave it empty"
        ))
    };
    match cell {
        "" => Ok(None),
        number => number.parse().map(Some).map_err(|_| wrong()),
    }
}
