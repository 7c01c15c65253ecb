//! The report: one content in sentences, figures and tables, and the page that shows it.
//!
//! `content` says everything once; `page` is its form as one offline file, `plain` its forms as Markdown,
//! CSV and text for a terminal.

mod content;
#[cfg(test)]
mod contrast;
mod data;
mod driving;
mod findings;
mod learning;
mod nets;
mod others;
mod page;
mod plain;
mod quality;
mod robustness;
mod sample;
mod source_line;
mod source_tables;
mod sources;
mod stands_on;
mod terms;
mod time;
mod verdicts;
mod view;
mod words;

use std::path::{Path, PathBuf};

use super::results::{Results, learning_curve};
use crate::evaluate::Agreement;
use crate::model::Model;
use crate::{Error, Result};

pub use content::{Content, Figure, Table};
pub use words::{Line, Part, Words};

use view::View;

/// How a report is made.
#[derive(Debug, Clone)]
pub struct ReportParams {
    /// Language of its words.
    pub language: String,
    /// Sentences that a page carries at most.
    pub max_sentences: usize,
    /// What `stance evaluate --learning-curve --json` printed; else `learning_curve.json` of the folder,
    /// if it is there.
    pub learning_curve: Option<PathBuf>,
    /// How far the readers of the labels agree ([`super::results::readers_agreement`]); empty if unknown.
    pub agreement: Vec<Agreement>,
}

impl Default for ReportParams {
    fn default() -> Self {
        ReportParams {
            language: "en".to_owned(),
            max_sentences: 12_000,
            learning_curve: None,
            agreement: Vec::new(),
        }
    }
}

/// The forms of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// One offline page.
    Html,
    /// Markdown.
    Markdown,
    /// Every number of every table, one a row.
    Csv,
    /// The sentences and the main table, for a terminal.
    Text,
    /// The first figure, alone.
    Svg,
}

/// Every form with its name.
const FORMS: &[(Form, &str)] = &[
    (Form::Html, "html"),
    (Form::Markdown, "md"),
    (Form::Csv, "csv"),
    (Form::Text, "text"),
    (Form::Svg, "svg"),
];

impl Form {
    /// The form with this name.
    ///
    /// # Errors
    /// [`Error::Unknown`] with the names that there are.
    pub fn by_name(name: &str) -> Result<Form> {
        let names: Vec<&str> = FORMS.iter().map(|(_, name)| *name).collect();
        let found = FORMS.iter().find(|(_, known)| *known == name);
        found
            .map(|(form, _)| *form)
            .ok_or_else(|| Error::unknown("form of a report", name, &names))
    }
}

/// The report of a results folder in one form. With the model that classified, the words that drove
/// each sentence are marked; another model is not used.
///
/// # Errors
/// A folder that is not whole, a language that has no words.
pub fn report(
    folder: &Path,
    model: Option<&Model>,
    form: Form,
    params: &ReportParams,
) -> Result<String> {
    let words = Words::of(&params.language)?;
    let mut results = Results::read(folder)?;
    if let Some(path) = &params.learning_curve {
        results.learning_curve = Some(learning_curve(path)?);
    }
    let words = words.compared(&results.estimated.by);
    let view = View::new(&results, &words, &params.agreement);
    let content = Content::of(&view);
    Ok(match form {
        Form::Html => {
            let model = model.filter(|model| model.digest() == results.record.model_sha256);
            page::page(&view, &content, model, folder, params.max_sentences)?
        }
        Form::Markdown => plain::markdown(&view, &content),
        Form::Csv => plain::csv(&content)?,
        Form::Text => plain::text(&view, &content),
        Form::Svg => page::picture(&content)?,
    })
}
