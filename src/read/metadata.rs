//! What is known about documents apart from their text.

use std::borrow::Cow;
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
            apply(
                row.iter()
                    .map(|(name, value)| (name.as_str(), value.into())),
                document,
            );
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

/// Copies what a row says into a document, column by column; an empty value says nothing.
pub(super) fn apply<'a>(
    row: impl IntoIterator<Item = (&'a str, Cow<'a, str>)>,
    document: &mut Document,
) {
    for (name, value) in row {
        let value = value.trim();
        if value.is_empty() {
            continue;
        }
        match name {
            "document" => {}
            "source" => document.source = value.to_owned(),
            "title" => document.title = Some(value.to_owned()),
            "author" => document.author = Some(value.to_owned()),
            "date" => document.date = Some(value.to_owned()),
            "url" => document.url = Some(value.to_owned()),
            "language" => document.language = Some(value.to_owned()),
            _ if value.len() <= LONGEST_VALUE => {
                document.other.insert(name.to_owned(), value.to_owned());
            }
            _ => {}
        }
    }
}

/// Bytes of a value that may name a group; longer ones are text.
const LONGEST_VALUE: usize = 200;
