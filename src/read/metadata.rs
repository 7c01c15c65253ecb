//! What is known about documents apart from their text.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crate::document::Document;
use crate::{Error, Result};

/// The rows of `sources.csv` by document.
#[derive(Debug, Clone, Default)]
pub(super) struct Metadata {
    rows: Arc<BTreeMap<String, BTreeMap<String, String>>>,
}

impl Metadata {
    /// Reads the `sources.csv` beside the documents, if there is one.
    pub fn beside(path: &Path) -> Result<Metadata> {
        let folder = if path.is_dir() {
            path
        } else {
            path.parent().unwrap_or(path)
        };
        let file = folder.join("sources.csv");
        if path == Path::new("-") || file == path || !file.is_file() {
            return Ok(Metadata::default());
        }
        read(&file)
    }

    /// Fills what the document does not say itself: from `sources.csv`, then from the sub-folder.
    pub fn complete(&self, document: &mut Document) {
        let file = document.name.rsplit('/').next().unwrap_or_default();
        if let Some(row) = self
            .rows
            .get(&document.name)
            .or_else(|| self.rows.get(file))
        {
            apply(row, document);
        }
        if let (true, Some((folder, _))) =
            (document.source.is_empty(), document.name.split_once('/'))
        {
            document.source = folder.to_owned();
        }
    }
}

fn read(path: &Path) -> Result<Metadata> {
    let malformed = |line: Option<u64>, cause: &dyn std::fmt::Display| {
        Error::malformed(path, line, format!("not a table of documents: {cause}"))
    };
    let mut reader = csv::Reader::from_path(path).map_err(|cause| malformed(None, &cause))?;
    let names = reader
        .headers()
        .map_err(|cause| malformed(Some(1), &cause))?
        .clone();
    let names: Vec<String> = names.iter().map(column).collect();
    let Some(key) = names.iter().position(|name| name == "document") else {
        let problem = format!(
            "expected a column `document` with the file names, found: {}",
            names.join(", ")
        );
        return Err(Error::malformed(path, 1, problem));
    };
    let mut rows = BTreeMap::new();
    for record in reader.records() {
        let record = record.map_err(|cause| {
            let line = cause.position().map(csv::Position::line);
            malformed(line, &cause)
        })?;
        let row = names
            .iter()
            .cloned()
            .zip(record.iter().map(|field| field.trim().to_owned()));
        rows.insert(record[key].trim().to_owned(), row.collect());
    }
    Ok(Metadata {
        rows: Arc::new(rows),
    })
}

/// A column's name as it is looked up.
pub(super) fn column(name: &str) -> String {
    name.trim().trim_start_matches('\u{FEFF}').to_lowercase()
}

/// Copies a row's known columns into a document.
pub(super) fn apply(row: &BTreeMap<String, String>, document: &mut Document) {
    let value = |name: &str| row.get(name).filter(|value| !value.is_empty()).cloned();
    if let Some(source) = value("source") {
        document.source = source;
    }
    let fields = [
        (&mut document.title, "title"),
        (&mut document.author, "author"),
        (&mut document.date, "date"),
        (&mut document.url, "url"),
        (&mut document.language, "language"),
    ];
    for (field, name) in fields {
        if let Some(value) = value(name) {
            *field = Some(value);
        }
    }
    let further = row.iter().filter(|(name, value)| {
        !KNOWN.contains(&name.as_str()) && !value.is_empty() && value.len() <= LONGEST_VALUE
    });
    let further = further.map(|(name, value)| (name.clone(), value.clone()));
    document.other.extend(further);
}

/// Columns that have a place of their own in a document.
const KNOWN: &[&str] = &[
    "document", "source", "title", "author", "date", "url", "language",
];

/// Bytes of a value that may name a group; longer ones are text.
const LONGEST_VALUE: usize = 200;
