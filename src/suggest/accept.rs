//! Accepted suggestions → the task file, its comments and order left as they are.

use std::fs;
use std::path::Path;

use serde::Deserialize;
use toml_edit::{DocumentMut, Item, Table, value};

use crate::language::Affixes;
use crate::task::{Entry, Task};
use crate::{Error, Result, output};

/// What became of a file of suggestions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Accepted {
    /// Entries that were added.
    pub added: usize,
    /// Entries that stood in their class already.
    pub known: usize,
}

/// The columns that matter; the others of a suggestion are for the reader.
#[derive(Debug, Deserialize)]
struct Row {
    class: String,
    language: String,
    entry: String,
}

/// Adds the entries of `suggestions`, a table with the columns class, language and entry, to the
/// lexicon in `file`. What the table's reader deleted from it is not added. A task that has no file
/// yet gets one.
///
/// # Errors
/// A table without these columns, an entry that nothing could match, a file that is no task or
/// cannot be written; the file is then as it was.
pub fn accept(suggestions: &Path, task: &Task, file: &Path) -> Result<Accepted> {
    let rows = read(suggestions)?;
    let text = match file.is_file() {
        true => fs::read_to_string(file).map_err(Error::read(file))?,
        false => toml::to_string(task).expect("a task is plain data"),
    };
    let mut document: DocumentMut = text
        .parse()
        .map_err(|error| Error::malformed(file, None, format!("not a task: {error}")))?;
    let mut accepted = Accepted::default();
    for row in &rows {
        match add(&mut document, row) {
            Some(true) => accepted.added += 1,
            Some(false) => accepted.known += 1,
            None => {
                let problem = format!("cues.{} is no table of classes", row.language);
                return Err(Error::malformed(file, None, problem));
            }
        }
    }
    let text = document.to_string();
    Task::parse(&text, file)?;
    output::write(file, text.as_bytes())?;
    Ok(accepted)
}

fn read(path: &Path) -> Result<Vec<Row>> {
    let bytes = fs::read(path).map_err(Error::read(path))?;
    let mut table = csv::Reader::from_reader(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes));
    let mut rows = Vec::new();
    for row in table.deserialize() {
        let row: Row = row.map_err(|error| {
            let line = error.position().map(|position| position.line());
            let problem = format!("columns class, language and entry are needed: {error}");
            Error::malformed(path, line, problem)
        })?;
        check(&row).map_err(|problem| {
            let problem = format!("entry `{}` of class {}: {problem}", row.entry, row.class);
            Error::malformed(path, None, problem)
        })?;
        rows.push(row);
    }
    Ok(rows)
}

fn check(row: &Row) -> std::result::Result<(), String> {
    if row.class.is_empty() || row.language.is_empty() {
        return Err("class and language must be given".to_owned());
    }
    if row.entry.split_whitespace().count() != 1 {
        return Err("one entry a row; two words in a row are written a_b".to_owned());
    }
    Entry::parse(row.entry.trim(), Affixes::of(&row.language)).map(|_| ())
}

/// Adds an entry to its class; false if it stands there already, none if that is no place for it.
fn add(document: &mut DocumentMut, row: &Row) -> Option<bool> {
    let cues = document.entry("cues").or_insert(Item::Table(Table::new()));
    let cues = cues.as_table_mut()?;
    for (key, default) in [("window", 8), ("near", 3)] {
        cues.entry(key).or_insert(value(default));
    }
    let language = cues
        .entry(&row.language)
        .or_insert(Item::Table(Table::new()));
    let class = language
        .as_table_mut()?
        .entry(&row.class)
        .or_insert(value(""));
    let entries = class.as_str()?;
    let entry = row.entry.trim();
    if entries.split_whitespace().any(|known| known == entry) {
        return Some(false);
    }
    let joined = format!("{} {entry}", entries.trim_end());
    // The comment behind the line stays.
    let decor = class.as_value()?.decor().clone();
    *class = value(joined.trim_start());
    *class.as_value_mut()?.decor_mut() = decor;
    Some(true)
}
