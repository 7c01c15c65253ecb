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
    /// The field that is being written.
    field: Vec<u8>,
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
            field: Vec::new(),
        })
    }

    /// Writes one sentence of a document.
    pub fn write(&mut self, document: &Document, annotated: &Annotated) -> io::Result<()> {
        let values = values(&self.task, document, annotated);
        match &mut self.rows {
            Rows::Csv(rows) => {
                for value in &values {
                    value.add_to(&mut self.field)?;
                    rows.write_field(&self.field).map_err(cause)?;
                    self.field.clear();
                }
                rows.write_record(None::<&[u8]>).map_err(cause)
            }
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
    columns.extend(["part", "language", "copy_of", "foreign", "holder"].map(str::to_owned));
    columns
}

/// The values of a row, in the order of [`columns`].
fn values<'a>(task: &'a Task, document: &'a Document, annotated: &'a Annotated) -> Vec<Value<'a>> {
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
        values.push(match annotation.abstains {
            true => Value::Missing,
            false => Value::Text(&head.classes[annotation.class].name),
        });
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
    values.push(text_or_missing(sentence.copy_of.as_deref()));
    values.push(Value::Truth(sentence.foreign));
    values.push(text_or_missing(annotated.holder.as_deref()));
    values
}

impl Value<'_> {
    /// Appends the value as a field of CSV.
    fn add_to(&self, field: &mut Vec<u8>) -> io::Result<()> {
        match self {
            Value::Text(text) => field.extend_from_slice(text.as_bytes()),
            Value::Number(number) => write!(field, "{number}")?,
            Value::Probability(p) => add_probability(*p, field)?,
            Value::Truth(truth) => write!(field, "{truth}")?,
            Value::Missing => {}
        }
        Ok(())
    }
}

/// Appends `{p:.4}`; nearly always without the long division that settles what is close to a tie.
fn add_probability(p: f64, field: &mut Vec<u8>) -> io::Result<()> {
    let scaled = p * 1e4;
    let is_close_to_tie = (scaled.fract() - 0.5).abs() < 1e-6;
    if !(0.0..=1e4).contains(&scaled) || p.is_sign_negative() || is_close_to_tie {
        return write!(field, "{p:.4}");
    }
    let rounded = (scaled + 0.5) as u32;
    let digit = |unit: u32| b'0' + (rounded / unit % 10) as u8;
    field.extend([
        digit(10_000),
        b'.',
        digit(1000),
        digit(100),
        digit(10),
        digit(1),
    ]);
    Ok(())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_are_written_as_the_formatter_writes_them() {
        let near_ties = (0..=10_000).map(|n| (f64::from(n) + 0.5) / 1e4);
        let spread = (0..=100_003).map(|n| f64::from(n) / 100_003.0);
        for p in near_ties.chain(spread).chain([-0.0, 1e-300, 1.5, f64::NAN]) {
            let mut field = Vec::new();
            add_probability(p, &mut field).unwrap();
            assert_eq!(String::from_utf8(field).unwrap(), format!("{p:.4}"));
        }
    }
}
