//! The rows of a sentences file that `classify` wrote.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Lines};
use std::path::{Path, PathBuf};

use crate::estimate::{Answer, Traits};
use crate::evaluate::most_probable;
use crate::task::{Head, Task};
use crate::{Error, Result};

/// The columns beside those of the heads.
const COLUMNS: [&str; 7] = [
    "document", "source", "text", "kind", "copy_of", "foreign", "holder",
];

/// A sentences file, a row at a time as it stands.
pub(super) struct Rows {
    path: PathBuf,
    line: u64,
    source: Source,
}

enum Source {
    Csv(Box<csv::StringRecordsIntoIter<File>>),
    Jsonl(Lines<BufReader<File>>),
}

/// A row that is not yet looked into.
pub(super) enum Row {
    Csv(csv::StringRecord),
    Jsonl(String),
}

/// Finds in a row what an estimate needs.
pub(super) struct Parser {
    path: PathBuf,
    task: Task,
    names: Vec<String>,
    /// Of a CSV file, where the columns stand.
    places: Vec<usize>,
}

/// What an estimate needs of a sentence's row.
pub(super) struct SentenceRow {
    pub document: String,
    pub source: String,
    pub text: String,
    pub traits: Traits,
    pub foreign: bool,
    pub holder: Option<String>,
    pub answers: Vec<Answer>,
}

/// Opens a file by its extension.
pub(super) fn open(path: &Path, task: &Task) -> Result<(Rows, Parser)> {
    let file = File::open(path).map_err(Error::read(path))?;
    let names = names(task);
    let is_jsonl = path.extension().is_some_and(|name| name == "jsonl");
    let (source, places) = if is_jsonl {
        (Source::Jsonl(BufReader::new(file).lines()), Vec::new())
    } else {
        let mut reader = csv::Reader::from_reader(file);
        let places = places(&mut reader, &names);
        let places = places.map_err(|problem| Error::malformed(path, 1, problem))?;
        (Source::Csv(Box::new(reader.into_records())), places)
    };
    let rows = Rows {
        path: path.to_owned(),
        line: 0,
        source,
    };
    let parser = Parser {
        path: path.to_owned(),
        task: task.clone(),
        names,
        places,
    };
    Ok((rows, parser))
}

/// The columns that are needed, in the order in which they are parsed.
fn names(task: &Task) -> Vec<String> {
    let mut names: Vec<String> = COLUMNS.map(str::to_owned).to_vec();
    for head in &task.heads {
        names.push(head.name.clone());
        names.push(format!("{}_label", head.name));
        let classes = head.class_names().into_iter();
        names.extend(classes.map(|class| format!("{}_{class}", head.name)));
    }
    names
}

fn places(
    reader: &mut csv::Reader<File>,
    names: &[String],
) -> std::result::Result<Vec<usize>, String> {
    let header = reader.headers().map_err(|cause| cause.to_string())?;
    let place = |name: &String| {
        let place = header.iter().position(|column| column == name);
        place.ok_or_else(|| missing(name))
    };
    names.iter().map(place).collect()
}

fn missing(name: &str) -> String {
    format!("no column `{name}`: run `stance classify` again")
}

impl Iterator for Rows {
    type Item = Result<(u64, Row)>;

    fn next(&mut self) -> Option<Result<(u64, Row)>> {
        let row = match &mut self.source {
            Source::Csv(records) => {
                self.line = records.reader().position().line();
                records.next()?.map(Row::Csv).map_err(|e| e.to_string())
            }
            Source::Jsonl(lines) => {
                self.line += 1;
                lines.next()?.map(Row::Jsonl).map_err(|e| e.to_string())
            }
        };
        let line = self.line;
        let malformed = |problem| Error::malformed(&self.path, line, problem);
        Some(row.map(|row| (line, row)).map_err(malformed))
    }
}

impl Parser {
    /// Parses the row of a line.
    pub fn parse(&self, (line, row): &(u64, Row)) -> Result<SentenceRow> {
        let parsed = self.cells(row).and_then(|cells| self.sentence(&cells));
        parsed.map_err(|problem| Error::malformed(&self.path, *line, problem))
    }

    /// The cells of the columns, in their order.
    fn cells<'a>(&self, row: &'a Row) -> std::result::Result<Vec<Cow<'a, str>>, String> {
        match row {
            Row::Csv(record) => {
                let cells = self.places.iter().map(|&place| Cow::from(&record[place]));
                Ok(cells.collect())
            }
            Row::Jsonl(line) => {
                let mut row: BTreeMap<&str, serde_json::Value> =
                    serde_json::from_str(line).map_err(|cause| cause.to_string())?;
                let cell = |name: &String| {
                    let value = row.remove(name.as_str()).ok_or_else(|| missing(name))?;
                    Ok(Cow::from(match value {
                        serde_json::Value::String(text) => text,
                        serde_json::Value::Null => String::new(),
                        other => other.to_string(),
                    }))
                };
                self.names.iter().map(cell).collect()
            }
        }
    }

    fn sentence(&self, cells: &[Cow<'_, str>]) -> std::result::Result<SentenceRow, String> {
        let (fixed, mut of_heads) = cells.split_at(COLUMNS.len());
        let mut answers = Vec::with_capacity(self.task.heads.len());
        for head in &self.task.heads {
            let (cells, rest) = of_heads.split_at(2 + head.classes.len());
            answers.push(answer(head, cells)?);
            of_heads = rest;
        }
        Ok(SentenceRow {
            document: fixed[0].clone().into_owned(),
            source: fixed[1].clone().into_owned(),
            text: fixed[2].clone().into_owned(),
            traits: Traits {
                heading: fixed[3] == "heading",
                copy: !fixed[4].is_empty(),
            },
            foreign: fixed[5] == "true",
            holder: Some(fixed[6].clone().into_owned()).filter(|name| !name.is_empty()),
            answers,
        })
    }
}

/// From the class, the label and the probabilities.
fn answer(head: &Head, cells: &[Cow<'_, str>]) -> std::result::Result<Answer, String> {
    let class = |name: &str| {
        let found = head.class(name);
        found.ok_or_else(|| format!("`{name}` is no class of head `{}`", head.name))
    };
    let probability = |text: &Cow<'_, str>| {
        let number = text.parse::<f64>().ok().filter(|p| (0.0..=1.0).contains(p));
        number.ok_or_else(|| format!("`{text}` is no probability"))
    };
    let probabilities: Vec<f64> = cells[2..]
        .iter()
        .map(probability)
        .collect::<std::result::Result<_, _>>()?;
    let (predicted, label) = (&cells[0], &cells[1]);
    Ok(Answer {
        // Empty below `--abstain`.
        class: match predicted.as_ref() {
            "" => most_probable(&probabilities),
            name => class(name)?,
        },
        label: (!label.is_empty()).then(|| class(label)).transpose()?,
        probabilities,
    })
}
