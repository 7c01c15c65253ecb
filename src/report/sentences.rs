//! Annotated sentences as rows of a file.

use std::io::{self, Write};

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use crate::annotate::Annotated;
use crate::document::Document;
use crate::language::bytes::find_byte;
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
    writer: W,
    format: Format,
    columns: Vec<String>,
    task: Task,
    /// The row that is being written.
    row: Vec<u8>,
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
        let mut sentences = SentenceWriter {
            writer,
            format,
            columns: columns(task),
            task: task.clone(),
            row: Vec::new(),
        };
        if format == Format::Csv {
            for column in &sentences.columns {
                add_text(column, &mut sentences.row);
                sentences.row.push(b',');
            }
            sentences.write_row()?;
        }
        Ok(sentences)
    }

    /// Writes one sentence of a document.
    pub fn write(&mut self, document: &Document, annotated: &Annotated) -> io::Result<()> {
        let SentenceWriter {
            writer,
            format,
            columns,
            task,
            row,
        } = self;
        match format {
            Format::Csv => {
                values(task, document, annotated, |value| {
                    value.add_to(row)?;
                    row.push(b',');
                    Ok(())
                })?;
                self.write_row()
            }
            Format::Jsonl => {
                let mut row = Vec::with_capacity(columns.len());
                values(task, document, annotated, |value| {
                    row.push(value);
                    Ok(())
                })?;
                let values = row.as_slice();
                serde_json::to_writer(&mut *writer, &Object { columns, values })?;
                writer.write_all(b"\n")
            }
        }
    }

    /// Writes the fields of `row`, each with a comma behind it, and empties it.
    fn write_row(&mut self) -> io::Result<()> {
        self.row.pop();
        self.row.push(b'\n');
        self.writer.write_all(&self.row)?;
        self.row.clear();
        Ok(())
    }

    /// Ends the file and gives the writer back.
    pub fn finish(self) -> io::Result<W> {
        Ok(self.writer)
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

/// Gives the values of a row, in the order of [`columns`].
fn values<'a>(
    task: &'a Task,
    document: &'a Document,
    annotated: &'a Annotated,
    mut give: impl FnMut(Value<'a>) -> io::Result<()>,
) -> io::Result<()> {
    let sentence = &annotated.sentence;
    let text_or_missing = |text: Option<&'a str>| text.map_or(Value::Missing, Value::Text);
    give(Value::Text(&document.name))?;
    give(Value::Text(&document.source))?;
    give(text_or_missing(document.date.as_deref()))?;
    give(Value::Number(sentence.n as u64))?;
    give(Value::Number(sentence.start as u64))?;
    give(Value::Number(sentence.end as u64))?;
    give(Value::Text(sentence.kind.name()))?;
    give(Value::Text(&sentence.text))?;
    give(Value::Number(annotated.known_terms as u64))?;
    give(Value::Truth(annotated.in_training))?;
    for (head, annotation) in task.heads.iter().zip(&annotated.heads) {
        let name = |class: usize| Value::Text(&head.classes[class].name);
        give(match annotation.abstains {
            true => Value::Missing,
            false => name(annotation.class),
        })?;
        for &probability in &annotation.probabilities {
            give(Value::Probability(probability))?;
        }
        give(annotation.label.map_or(Value::Missing, name))?;
    }
    give(Value::Number(sentence.part as u64))?;
    give(text_or_missing(sentence.language))?;
    give(text_or_missing(sentence.copy_of.as_deref()))?;
    give(Value::Truth(sentence.foreign))?;
    give(text_or_missing(annotated.holder.as_deref()))
}

impl Value<'_> {
    /// Appends the value as a field of CSV.
    fn add_to(&self, field: &mut Vec<u8>) -> io::Result<()> {
        match self {
            Value::Text(text) => add_text(text, field),
            Value::Number(number) => add_number(*number, field),
            Value::Probability(p) => add_probability(*p, field)?,
            Value::Truth(true) => field.extend_from_slice(b"true"),
            Value::Truth(false) => field.extend_from_slice(b"false"),
            Value::Missing => {}
        }
        Ok(())
    }
}

/// Appends a field of CSV, in quotes where it needs them (RFC 4180).
fn add_text(text: &str, field: &mut Vec<u8>) {
    let needs_quotes = |byte: u8| matches!(byte, b',' | b'"' | b'\n' | b'\r');
    if find_byte(text.as_bytes(), needs_quotes).is_none() {
        return field.extend_from_slice(text.as_bytes());
    }
    field.push(b'"');
    for (number, part) in text.split('"').enumerate() {
        if number > 0 {
            field.extend_from_slice(b"\"\"");
        }
        field.extend_from_slice(part.as_bytes());
    }
    field.push(b'"');
}

/// Appends `{number}`.
fn add_number(number: u64, field: &mut Vec<u8>) {
    let start = field.len();
    let mut rest = number;
    loop {
        field.push(b'0' + (rest % 10) as u8);
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    field[start..].reverse();
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

    #[test]
    fn fields_are_quoted_as_csv_quotes_them() {
        for text in [
            "",
            "قال",
            "a,b",
            "\"",
            "say \"no\"",
            "two\nlines",
            "\r",
            ";",
            "'",
            " a ",
            "#",
            "\"\"",
            "a\tb",
            ",",
            "1,000",
        ] {
            let mut field = Vec::new();
            add_text(text, &mut field);
            field.extend(b",end\n");
            let mut expected = csv::Writer::from_writer(Vec::new());
            expected.write_record([text, "end"]).unwrap();
            assert_eq!(field, expected.into_inner().unwrap(), "{text:?}");
        }
    }

    #[test]
    fn numbers_are_written_as_the_formatter_writes_them() {
        for number in [0, 7, 10, 99, 100, 12_345, u64::MAX] {
            let mut field = b"x".to_vec();
            add_number(number, &mut field);
            assert_eq!(String::from_utf8(field).unwrap(), format!("x{number}"));
        }
    }
}
