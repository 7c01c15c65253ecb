//! What is known about documents apart from their text.

use std::borrow::Cow;
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
            apply(columns(&row.fields), document);
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
        problems: names.iter().filter_map(|name| misspelt(name)).collect(),
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

/// The warning that a column may be misspelt: any other name is a further column, to compare by.
fn misspelt(name: &str) -> Option<String> {
    let near = |known: &&&str| strsim::damerau_levenshtein(name, known) * 3 <= known.len();
    let known = COLUMNS.iter().find(near)?;
    let is_known = COLUMNS.contains(&name);
    (!is_known).then(|| {
        format!("sources.csv:1: the column `{name}` is a further one: did you mean `{known}`?")
    })
}

/// A column's name as it is looked up.
pub(super) fn column(name: &str) -> String {
    name.trim().trim_start_matches('\u{FEFF}').to_lowercase()
}

/// The columns of a row.
pub(super) fn columns(
    row: &BTreeMap<String, String>,
) -> impl Iterator<Item = (&str, Cow<'_, str>)> {
    row.iter()
        .map(|(name, value)| (name.as_str(), value.into()))
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
            // Names of columns in the results.
            "document" | "copy_of" => {}
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
