//! Rows of a CSV or JSON-lines file by the names of their columns.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use super::{REMEDY, absent};
use csv::StringRecord;

use crate::{Error, Result};

/// A table of strings whose header is known.
#[derive(Debug, Clone)]
pub struct Rows {
    path: PathBuf,
    header: Vec<String>,
    rows: Vec<StringRecord>,
}

impl Rows {
    /// Reads a table; `.jsonl` by its extension, else CSV.
    pub(super) fn read(path: &Path) -> Result<Rows> {
        let file = BufReader::new(File::open(path).map_err(|cause| absent(path, cause))?);
        let (header, rows) = match path.extension().is_some_and(|name| name == "jsonl") {
            true => jsonl(path, file)?,
            false => csv_rows(path, file)?,
        };
        Ok(Rows {
            path: path.to_owned(),
            header,
            rows,
        })
    }

    /// Position of a column.
    pub(super) fn column(&self, name: &str) -> Result<usize> {
        self.header
            .iter()
            .position(|column| column == name)
            .ok_or_else(|| {
                let problem = format!("no column `{name}`: {REMEDY}");
                Error::malformed(&self.path, 1, problem)
            })
    }

    /// The rows, each with its number from 1.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u64, &StringRecord)> {
        (1..).zip(&self.rows)
    }

    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Something wrong in a row.
    pub(super) fn problem(&self, row: u64, problem: impl std::fmt::Display) -> Error {
        let problem = format!("row {row}: {problem}: {REMEDY}");
        Error::malformed(&self.path, None, problem)
    }
}

/// A number in a cell.
pub(super) fn number<T: std::str::FromStr>(rows: &Rows, row: u64, cell: &str) -> Result<T> {
    let shown: String = cell.chars().take(40).collect();
    cell.parse()
        .map_err(|_| rows.problem(row, format_args!("`{shown}` is not a number")))
}

/// The cells of a row by the names of the columns.
pub(super) struct Cells<'a> {
    pub rows: &'a Rows,
    pub n: u64,
    pub row: &'a StringRecord,
}

impl Cells<'_> {
    /// The text of a cell.
    pub fn text(&self, name: &str) -> Result<String> {
        Ok(self.row[self.rows.column(name)?].to_owned())
    }

    /// A cell of a column that may be missing.
    pub fn cell(&self, name: &str) -> Option<&str> {
        let at = self.rows.header.iter().position(|column| column == name)?;
        Some(&self.row[at])
    }

    /// Empty where the column is not there.
    pub fn known(&self, name: &str) -> String {
        self.cell(name).unwrap_or_default().to_owned()
    }

    /// A number that must be there.
    pub fn number<T: std::str::FromStr>(&self, name: &str) -> Result<T> {
        number(self.rows, self.n, &self.text(name)?)
    }

    /// A number that may be missing, or the whole column.
    pub fn share(&self, name: &str) -> Result<Option<f64>> {
        match self.known(name) {
            empty if empty.is_empty() => Ok(None),
            cell => {
                let share: f64 = number(self.rows, self.n, &cell)?;
                Ok(Some(share).filter(|share| share.is_finite()))
            }
        }
    }
}

type Table = (Vec<String>, Vec<StringRecord>);

fn csv_rows(path: &Path, file: impl BufRead) -> Result<Table> {
    let mut reader = csv::Reader::from_reader(file);
    let broken = |error: csv::Error| {
        let line = error.position().map(csv::Position::line);
        Error::malformed(path, line, format!("not a CSV row ({error}): {REMEDY}"))
    };
    let header = reader.headers().map_err(broken)?;
    let header = header.iter().map(str::to_owned).collect();
    let rows = reader.records().map(|record| record.map_err(broken));
    Ok((header, rows.collect::<Result<_>>()?))
}

/// Every line is an object with the same keys, as `classify` writes them.
fn jsonl(path: &Path, file: impl BufRead) -> Result<Table> {
    let (mut header, mut rows) = (Vec::new(), Vec::new());
    for (at, line) in file.lines().enumerate() {
        let line = line.map_err(Error::read(path))?;
        let object: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&line)
            .map_err(|error| {
                let problem = format!("not a JSON object ({error}): {REMEDY}");
                Error::malformed(path, at as u64 + 1, problem)
            })?;
        if at == 0 {
            header = object.keys().cloned().collect();
        }
        let cell = |name: &String| match object.get(name) {
            None | Some(serde_json::Value::Null) => String::new(),
            Some(serde_json::Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
        };
        rows.push(header.iter().map(cell).collect());
    }
    Ok((header, rows))
}
