//! `sentences.csv` or `sentences.jsonl`.

use std::path::Path;

use super::documents::{DocumentRow, Index};
use super::table::{Cells, Rows, number};
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

/// Where everything stands in a row.
struct Columns {
    name: usize,
    source: usize,
    fixed: [usize; FIXED.len()],
    heads: Vec<HeadColumns>,
}

/// The columns beside those of the heads.
const FIXED: [&str; 8] = [
    "start",
    "kind",
    "text",
    "known_terms",
    "in_training",
    "foreign",
    "language",
    "copy_of",
];

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
    let columns = Columns::of(&rows, heads)?;
    let mut sentences = Vec::with_capacity(rows.len());
    for (n, row) in rows.iter() {
        let document = index.find(&rows, n, &row[columns.name], &row[columns.source])?;
        documents[document].sentences.push(sentences.len());
        let cells = Cells {
            rows: &rows,
            n,
            row,
        };
        sentences.push(sentence(&cells, document, heads, &columns)?);
    }
    Ok(sentences)
}

impl Columns {
    fn of(rows: &Rows, heads: &[Head]) -> Result<Columns> {
        let mut fixed = [0; FIXED.len()];
        for (column, name) in fixed.iter_mut().zip(FIXED) {
            *column = rows.column(name)?;
        }
        let heads = heads.iter().map(|head| head_columns(rows, head));
        Ok(Columns {
            name: rows.column("document")?,
            source: rows.column("source")?,
            fixed,
            heads: heads.collect::<Result<_>>()?,
        })
    }
}

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
    cells: &Cells<'_>,
    document: usize,
    heads: &[Head],
    columns: &Columns,
) -> Result<SentenceRow> {
    let fixed = columns.fixed.map(|at| &cells.row[at]);
    let [start, kind, text, known, trained, foreign, language, copy] = fixed;
    let answers = heads.iter().zip(&columns.heads);
    Ok(SentenceRow {
        document,
        start: number(cells.rows, cells.n, start)?,
        heading: kind == "heading",
        text: text.to_owned(),
        known_terms: number(cells.rows, cells.n, known)?,
        in_training: trained == "true",
        foreign: foreign == "true",
        copy: !copy.is_empty(),
        language: language.to_owned(),
        answers: answers
            .map(|(head, columns)| answer(cells, head, columns))
            .collect::<Result<_>>()?,
    })
}

fn answer(cells: &Cells<'_>, head: &Head, columns: &HeadColumns) -> Result<Answer> {
    let (rows, n, row) = (cells.rows, cells.n, cells.row);
    let class = |name: &str| {
        head.class(name)
            .ok_or_else(|| rows.problem(n, format_args!("`{name}` is no class of {}", head.name)))
    };
    let probabilities = columns.probabilities.iter();
    let probabilities: Vec<f64> = probabilities
        .map(|&at| number(rows, n, &row[at]))
        .collect::<Result<_>>()?;
    let label = Some(&row[columns.label]).filter(|label| !label.is_empty());
    Ok(Answer {
        // Empty below `--abstain`.
        class: match &row[columns.class] {
            "" => most_probable(&probabilities),
            name => class(name)?,
        },
        probabilities,
        label: label.map(class).transpose()?,
    })
}
