//! Annotated sentences as rows of a file.

use std::io::{self, Write};

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use crate::annotate::Annotated;
use crate::document::Document;
use crate::task::Task;
use crate::{Error, Result};

/// Formats of annotated sentences.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated values with a header.
    Csv,
    /// One JSON object a line.
    Jsonl,
}

/// Every format.
const FORMATS: &[Format] = &[Format::Csv, Format::Jsonl];

impl Format {
    /// The name of the command line and the extension of files.
    pub fn name(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Jsonl => "jsonl",
        }
    }

    /// The format with this name.
    pub fn by_name(name: &str) -> Result<Format> {
        let names: Vec<_> = FORMATS.iter().map(|format| format.name()).collect();
        FORMATS
            .iter()
            .copied()
            .find(|format| format.name() == name)
            .ok_or_else(|| Error::unknown("format", name, &names))
    }
}

/// Writes annotated sentences, one row each, in the order given.
pub struct SentenceWriter<W: Write> {
    rows: Rows<W>,
    columns: Vec<String>,
    task: Task,
}

enum Rows<W: Write> {
    Csv(Box<csv::Writer<W>>),
    Jsonl(W),
}

/// One value of a row.
enum Value<'a> {
    Text(&'a str),
    Number(u64),
    Probability(f64),
    Truth(bool),
    Missing,
}

impl<W: Write> SentenceWriter<W> {
    /// Starts a file; CSV gets its header at once, so that a file without a sentence has one too.
    pub fn new(writer: W, format: Format, task: &Task) -> io::Result<SentenceWriter<W>> {
        let columns = columns(task);
        let rows = match format {
            Format::Csv => {
                let mut rows = csv::Writer::from_writer(writer);
                rows.write_record(&columns).map_err(cause)?;
                Rows::Csv(Box::new(rows))
            }
            Format::Jsonl => Rows::Jsonl(writer),
        };
        Ok(SentenceWriter {
            rows,
            columns,
            task: task.clone(),
        })
    }

    /// Writes one sentence of a document; `copy_of` names the earlier document whose text it repeats.
    pub fn write(
        &mut self,
        document: &Document,
        annotated: &Annotated,
        copy_of: Option<&str>,
    ) -> io::Result<()> {
        let values = values(&self.task, document, annotated, copy_of);
        match &mut self.rows {
            Rows::Csv(rows) => rows
                .write_record(values.iter().map(Value::to_field))
                .map_err(cause),
            Rows::Jsonl(writer) => {
                serde_json::to_writer(
                    &mut *writer,
                    &Object {
                        columns: &self.columns,
                        values: &values,
                    },
                )?;
                writer.write_all(b"\n")
            }
        }
    }

    /// Ends the file and gives the writer back.
    pub fn finish(self) -> io::Result<W> {
        match self.rows {
            Rows::Csv(rows) => rows.into_inner().map_err(csv::IntoInnerError::into_error),
            Rows::Jsonl(writer) => Ok(writer),
        }
    }
}

/// What the operating system said: csv's own conversion hides that a pipe was closed.
fn cause(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(cause) => cause,
        other => io::Error::other(format!("{other:?}")),
    }
}

fn columns(task: &Task) -> Vec<String> {
    let fixed = [
        "document",
        "source",
        "date",
        "n",
        "start",
        "end",
        "kind",
        "text",
        "known_terms",
        "in_training",
    ];
    let mut columns: Vec<String> = fixed.map(str::to_owned).into();
    for head in &task.heads {
        columns.push(head.name.clone());
        columns.extend(
            head.classes
                .iter()
                .map(|class| format!("{}_{}", head.name, class.name)),
        );
        columns.push(format!("{}_label", head.name));
    }
    columns.extend(["part", "language", "copy_of", "foreign"].map(str::to_owned));
    columns
}

/// The values of a row, in the order of [`columns`].
fn values<'a>(
    task: &'a Task,
    document: &'a Document,
    annotated: &'a Annotated,
    copy_of: Option<&'a str>,
) -> Vec<Value<'a>> {
    let sentence = &annotated.sentence;
    let text_or_missing = |text: Option<&'a str>| text.map_or(Value::Missing, Value::Text);
    let mut values = vec![
        Value::Text(&document.name),
        Value::Text(&document.source),
        text_or_missing(document.date.as_deref()),
        Value::Number(sentence.n as u64),
        Value::Number(sentence.start as u64),
        Value::Number(sentence.end as u64),
        Value::Text(sentence.kind.name()),
        Value::Text(&sentence.text),
        Value::Number(annotated.known_terms as u64),
        Value::Truth(annotated.in_training),
    ];
    for (head, annotation) in task.heads.iter().zip(&annotated.heads) {
        values.push(Value::Text(&head.classes[annotation.class].name));
        values.extend(
            annotation
                .probabilities
                .iter()
                .map(|&p| Value::Probability(p)),
        );
        values.push(annotation.label.map_or(Value::Missing, |label| {
            Value::Text(&head.classes[label].name)
        }));
    }
    values.push(Value::Number(sentence.part as u64));
    values.push(text_or_missing(sentence.language));
    values.push(text_or_missing(copy_of));
    values.push(Value::Truth(sentence.foreign));
    values
}

impl Value<'_> {
    fn to_field(&self) -> String {
        match self {
            Value::Text(text) => (*text).to_owned(),
            Value::Number(number) => number.to_string(),
            // Rounded as in JSON, and as the estimate keeps it.
            Value::Probability(p) => format!("{:.4}", (p * 1e4).round() / 1e4),
            Value::Truth(truth) => truth.to_string(),
            Value::Missing => String::new(),
        }
    }
}

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        match self {
            Value::Text(text) => serializer.serialize_str(text),
            Value::Number(number) => serializer.serialize_u64(*number),
            Value::Probability(p) => serializer.serialize_f64((p * 1e4).round() / 1e4),
            Value::Truth(truth) => serializer.serialize_bool(*truth),
            Value::Missing => serializer.serialize_none(),
        }
    }
}

/// A row as a JSON object whose keys stand in the order of the columns.
struct Object<'a> {
    columns: &'a [String],
    values: &'a [Value<'a>],
}

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.columns.len()))?;
        for (column, value) in self.columns.iter().zip(self.values) {
            map.serialize_entry(column, value)?;
        }
        map.end()
    }
}
