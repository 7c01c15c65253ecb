//! `sentences.csv` or `sentences.jsonl`.

use std::path::Path;

use super::documents::{DocumentRow, Index};
use super::table::{Rows, number};
use crate::Result;
use crate::evaluate::most_probable;
use crate::task::Head;

/// One sentence with its answers.
#[derive(Debug, Clone, PartialEq)]
pub struct SentenceRow {
    /// Index into [`super::Results::documents`].
    pub document: usize,
    /// Byte offset in its document.
    pub start: usize,
    /// Whether it is a title or sub-heading.
    pub heading: bool,
    /// The sentence.
    pub text: String,
    /// How many of its words the model knows.
    pub known_terms: u64,
    /// Whether it trained the model.
    pub in_training: bool,
    /// Whether it is in another language than its document, and thus in no share.
    pub foreign: bool,
    /// Whether it stands in an earlier document.
    pub copy: bool,
    /// BCP 47 code of its language; empty if unknown.
    pub language: String,
    /// One a head.
    pub answers: Vec<Answer>,
}

/// One head's answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The most probable class.
    pub class: usize,
    /// The probability of each class.
    pub probabilities: Vec<f64>,
    /// The class a person gave.
    pub label: Option<usize>,
}

impl Answer {
    /// The class that counts: a person's label before a prediction.
    pub fn counted(&self) -> usize {
        self.label.unwrap_or(self.class)
    }
}

/// Where a head's columns are.
struct HeadColumns {
    class: usize,
    probabilities: Vec<usize>,
    label: usize,
}

/// Reads the sentences of a folder and notes them with their documents.
pub(super) fn read(
    folder: &Path,
    heads: &[Head],
    index: &Index,
    documents: &mut [DocumentRow],
) -> Result<Vec<SentenceRow>> {
    let jsonl = folder.join("sentences.jsonl");
    let path = match jsonl.exists() {
        true => jsonl,
        false => folder.join("sentences.csv"),
    };
    let rows = Rows::read(&path)?;
    if rows.len() == 0 {
        return Ok(Vec::new());
    }
    let [name, source] = [rows.column("document")?, rows.column("source")?];
    let columns = heads
        .iter()
        .map(|head| head_columns(&rows, head))
        .collect::<Result<Vec<_>>>()?;
    let mut fixed = [0; COLUMNS.len()];
    for (column, name) in fixed.iter_mut().zip(COLUMNS) {
        *column = rows.column(name)?;
    }
    let mut sentences = Vec::with_capacity(rows.len());
    for (n, row) in rows.iter() {
        let document = index.find(&rows, n, &row[name], &row[source])?;
        documents[document].sentences.push(sentences.len());
        sentences.push(sentence(&rows, n, row, document, heads, &fixed, &columns)?);
    }
    Ok(sentences)
}

/// The columns beside those of the heads.
const COLUMNS: [&str; 8] = [
    "start",
    "kind",
    "text",
    "known_terms",
    "in_training",
    "foreign",
    "language",
    "copy_of",
];

fn head_columns(rows: &Rows, head: &Head) -> Result<HeadColumns> {
    let probability = |class: &str| rows.column(&format!("{}_{class}", head.name));
    Ok(HeadColumns {
        class: rows.column(&head.name)?,
        probabilities: head
            .class_names()
            .into_iter()
            .map(probability)
            .collect::<Result<_>>()?,
        label: rows.column(&format!("{}_label", head.name))?,
    })
}

fn sentence(
    rows: &Rows,
    n: u64,
    row: &[String],
    document: usize,
    heads: &[Head],
    fixed: &[usize; COLUMNS.len()],
    columns: &[HeadColumns],
) -> Result<SentenceRow> {
    let [
        start,
        kind,
        text,
        known,
        trained,
        foreign,
        language,
        copy_of,
    ] = fixed.map(|at| row[at].as_str());
    let answers = heads
        .iter()
        .zip(columns)
        .map(|(head, columns)| answer(rows, n, row, head, columns))
        .collect::<Result<_>>()?;
    Ok(SentenceRow {
        document,
        start: number(rows, n, start)?,
        heading: kind == "heading",
        text: text.to_owned(),
        known_terms: number(rows, n, known)?,
        in_training: trained == "true",
        foreign: foreign == "true",
        copy: !copy_of.is_empty(),
        language: language.to_owned(),
        answers,
    })
}

fn answer(
    rows: &Rows,
    n: u64,
    row: &[String],
    head: &Head,
    columns: &HeadColumns,
) -> Result<Answer> {
    let class = |name: &str| {
        head.class(name)
            .ok_or_else(|| rows.problem(n, format_args!("`{name}` is no class of {}", head.name)))
    };
    let label = &row[columns.label];
    let probabilities: Vec<f64> = columns
        .probabilities
        .iter()
        .map(|&at| number(rows, n, &row[at]))
        .collect::<Result<_>>()?;
    Ok(Answer {
        // Empty below `--abstain`.
        class: match row[columns.class].as_str() {
            "" => most_probable(&probabilities),
            name => class(name)?,
        },
        probabilities,
        label: match label.is_empty() {
            true => None,
            false => Some(class(label)?),
        },
    })
}
