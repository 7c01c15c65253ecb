//! What is known about documents apart from their text.

use std::collections::{BTreeMap, BTreeSet};
use std::io::BufRead;
use std::path::Path;
use std::sync::Arc;

use super::format::Packing;
use super::{counted, decode, table};
use crate::document::Document;
use crate::{Error, Result};

/// The columns that say something about a document.
const COLUMNS: &[&str] = &[
    "document", "source", "title", "author", "date", "url", "language",
];

/// The rows of `sources.csv` by document.
#[derive(Debug, Clone, Default)]
pub(super) struct Metadata {
    rows: Arc<BTreeMap<String, Row>>,
    problems: Vec<String>,
}

#[derive(Debug)]
struct Row {
    line: u64,
    fields: BTreeMap<String, String>,
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
        let file = file_name(&document.name);
        let row = self
            .rows
            .get(&document.name)
            .or_else(|| self.rows.get(file));
        if let Some(row) = row {
            apply(&row.fields, document);
        }
        if let (true, Some((folder, _))) =
            (document.source.is_empty(), document.name.split_once('/'))
        {
            document.source = folder.to_owned();
        }
    }

    /// What is odd about `sources.csv`: unknown columns, documents named twice, and those that are not
    /// among `names`, where all names are known.
    pub fn problems(&self, names: Option<Vec<&str>>) -> Vec<String> {
        let mut problems = self.problems.clone();
        let Some(names) = names else { return problems };
        let names: BTreeSet<&str> = names
            .into_iter()
            .flat_map(|name| [name, file_name(name)])
            .collect();
        let missing = self
            .rows
            .iter()
            .filter(|(name, _)| !names.contains(name.as_str()));
        problems.extend(
            missing.map(|(name, row)| {
                format!("sources.csv:{}: there is no document `{name}`", row.line)
            }),
        );
        problems
    }
}

fn file_name(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or_default()
}

fn read(path: &Path) -> Result<Metadata> {
    let malformed = |line: Option<u64>, cause: &dyn std::fmt::Display| {
        Error::malformed(path, line, format!("not a table of documents: {cause}"))
    };
    let (mut file, _) = counted::open(path, Packing::Plain, Arc::default())
        .and_then(decode::recode)
        .map_err(Error::read(path))?;
    let delimiter = table::delimiter(file.fill_buf().map_err(Error::read(path))?);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .from_reader(file);
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
    let mut metadata = Metadata {
        problems: names.iter().filter_map(|name| unknown(name)).collect(),
        ..Metadata::default()
    };
    let mut rows = BTreeMap::new();
    for record in reader.records() {
        let record = record.map_err(|cause| {
            let line = cause.position().map(csv::Position::line);
            malformed(line, &cause)
        })?;
        let line = record.position().map_or(0, csv::Position::line);
        let fields = record.iter().map(|field| field.trim().to_owned());
        let row = Row {
            line,
            fields: names.iter().cloned().zip(fields).collect(),
        };
        let name = record[key].trim().to_owned();
        if let Some(before) = rows.insert(name.clone(), row) {
            metadata.problems.push(format!(
                "sources.csv:{line}: `{name}` stands in line {} already; the later line counts",
                before.line
            ));
        }
    }
    metadata.rows = Arc::new(rows);
    Ok(metadata)
}

/// What is wrong with the name of a column that is not read.
fn unknown(name: &str) -> Option<String> {
    if COLUMNS.contains(&name) {
        return None;
    }
    let near = |known: &&&str| strsim::damerau_levenshtein(name, known) * 3 <= known.len();
    let problem = format!("sources.csv:1: the column `{name}` is not read");
    Some(match COLUMNS.iter().find(near) {
        Some(known) => format!("{problem}: did you mean `{known}`?"),
        None => problem,
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
}
