//! The rows of the files that `classify` wrote.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Lines};
use std::path::{Path, PathBuf};

use crate::estimate::Answer;
use crate::task::{Head, Task};
use crate::{Error, Result};

/// A row by column.
pub(super) type Row = BTreeMap<String, String>;

/// The rows of a CSV file or of JSON lines.
pub(super) struct Rows {
    path: PathBuf,
    line: u64,
    source: Source,
}

enum Source {
    Csv(Vec<String>, Box<csv::StringRecordsIntoIter<File>>),
    Jsonl(Lines<BufReader<File>>),
}

/// What an estimate needs of a sentence's row.
pub(super) struct SentenceRow {
    pub document: String,
    pub source: String,
    pub text: String,
    pub heading: bool,
    pub foreign: bool,
    pub answers: Vec<Answer>,
}

impl Rows {
    /// Opens a file by its extension.
    pub fn open(path: &Path) -> Result<Rows> {
        let file = File::open(path).map_err(Error::read(path))?;
        let source = if path
            .extension()
            .is_some_and(|extension| extension == "jsonl")
        {
            Source::Jsonl(BufReader::new(file).lines())
        } else {
            let mut reader = csv::Reader::from_reader(file);
            let header = reader
                .headers()
                .map_err(|cause| Error::malformed(path, 1, cause.to_string()))?;
            let names = header.iter().map(str::to_owned).collect();
            Source::Csv(names, Box::new(reader.into_records()))
        };
        let path = path.to_owned();
        Ok(Rows {
            path,
            line: 0,
            source,
        })
    }

    fn malformed(&self, problem: String) -> Error {
        Error::malformed(&self.path, self.line, problem)
    }
}

impl Iterator for Rows {
    type Item = Result<Row>;

    fn next(&mut self) -> Option<Result<Row>> {
        let found = match &mut self.source {
            Source::Csv(names, records) => {
                self.line = records.reader().position().line();
                let record = records.next()?.map_err(|cause| cause.to_string());
                record.map(|record| {
                    let fields = record.iter().map(str::to_owned);
                    names.iter().cloned().zip(fields).collect()
                })
            }
            Source::Jsonl(lines) => {
                self.line += 1;
                let line = lines.next()?.map_err(|cause| cause.to_string());
                line.and_then(|line| object(&line))
            }
        };
        Some(found.map_err(|problem| self.malformed(problem)))
    }
}

fn object(line: &str) -> std::result::Result<Row, String> {
    let row: BTreeMap<String, serde_json::Value> =
        serde_json::from_str(line).map_err(|cause| cause.to_string())?;
    let text = |value: serde_json::Value| match value {
        serde_json::Value::String(text) => text,
        serde_json::Value::Null => String::new(),
        other => other.to_string(),
    };
    Ok(row
        .into_iter()
        .map(|(name, value)| (name, text(value)))
        .collect())
}

/// The rows of a sentences file, in its order.
pub(super) fn sentence_rows(
    path: &Path,
    task: &Task,
) -> Result<impl Iterator<Item = Result<SentenceRow>>> {
    let mut rows = Rows::open(path)?;
    let task = task.clone();
    Ok(std::iter::from_fn(move || {
        let row = rows.next()?;
        Some(row.and_then(|row| parse(&row, &task).map_err(|problem| rows.malformed(problem))))
    }))
}

fn parse(row: &Row, task: &Task) -> std::result::Result<SentenceRow, String> {
    let field = |name: &str| {
        let found = row.get(name).map(String::as_str);
        found.ok_or_else(|| format!("no column `{name}`: run `stance classify` again"))
    };
    let answers = task.heads.iter().map(|head| answer(head, &field));
    Ok(SentenceRow {
        document: field("document")?.to_owned(),
        source: field("source")?.to_owned(),
        text: field("text")?.to_owned(),
        heading: field("kind")? == "heading",
        foreign: field("foreign")? == "true",
        answers: answers.collect::<std::result::Result<_, String>>()?,
    })
}

fn answer<'a>(
    head: &Head,
    field: &impl Fn(&str) -> std::result::Result<&'a str, String>,
) -> std::result::Result<Answer, String> {
    let class = |name: &str| {
        let found = head.class(name);
        found.ok_or_else(|| format!("`{name}` is no class of head `{}`", head.name))
    };
    let label = field(&format!("{}_label", head.name))?;
    let probability = |name: &str| {
        let text = field(&format!("{}_{name}", head.name))?;
        let number = text.parse::<f64>().ok().filter(|p| (0.0..=1.0).contains(p));
        number.ok_or_else(|| format!("`{text}` is no probability"))
    };
    Ok(Answer {
        class: class(field(&head.name)?)?,
        label: (!label.is_empty()).then(|| class(label)).transpose()?,
        probabilities: head
            .class_names()
            .into_iter()
            .map(probability)
            .collect::<std::result::Result<_, _>>()?,
    })
}
