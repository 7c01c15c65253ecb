//! `stance classify`: annotate every sentence of every document, and compare the sources.

use std::path::PathBuf;

use stance::model::Model;
use stance::report::Format;
use stance::run::{self, ClassifyParams, Output};
use stance::segment::Unit;
use stance::{Result, read::ReadParams};

use super::cleaning::Cleaning;
use super::estimating::Estimating;
use super::{DOCS, MODEL, OUT, Outcome, note, print, progress};

/// Annotate every sentence of every document and compare the sources
///
/// DOCS is a folder of articles or a table with a text column. A sentence that trained the model keeps
/// its human label and gets the probabilities of models that had not seen it.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  stance classify seeds/
  stance classify tweets.csv --unit document --model models/tweets.stance --output tweets.jsonl
  stance classify articles/ --output - | head")]
pub(super) struct Classify {
    /// A folder (.txt, .html), a table (.csv, .tsv), .jsonl, each also as .gz or .zst; `-` is standard input
    #[arg(default_value = DOCS)]
    docs: PathBuf,
    /// The model
    #[arg(long, default_value = MODEL, value_name = "FILE")]
    model: PathBuf,
    /// A folder, a file for the sentences alone, or `-` for standard output
    #[arg(long, short, default_value = OUT, value_name = "PLACE")]
    output: PathBuf,
    /// Format of the sentences: csv or jsonl [default: by the output's extension, else csv]
    #[arg(long, value_name = "NAME")]
    format: Option<String>,
    /// `sentence` splits each text; `document` takes it whole (tweets, headlines, label files)
    #[arg(long, default_value = "sentence", value_name = "UNIT")]
    unit: String,
    #[command(flatten)]
    cleaning: Cleaning,
    #[command(flatten)]
    estimating: Estimating,
    /// The column that holds the text, in tables
    #[arg(long, default_value = "text", value_name = "NAME")]
    text_column: String,
    /// Take over what an earlier run into the same folder finished with the same model and options
    #[arg(long)]
    resume: bool,
}

impl Classify {
    pub(super) fn run(self, quiet: bool) -> Result<Outcome> {
        let format = self.format.as_deref().map(Format::by_name).transpose()?;
        let output = Output::parse(&self.output, format)?;
        stance::output::check_apart(&self.docs, &self.output)?;
        let model = Model::load(&self.model)?;
        let params = ClassifyParams {
            read: ReadParams {
                text_column: self.text_column,
                ..ReadParams::default()
            },
            clean: self.cleaning.params()?,
            unit: Unit::by_name(&self.unit)?,
            estimate: self.estimating.params()?,
            resume: self.resume,
        };
        let bar = progress::bar("classifying", quiet);
        let run = run::classify(&self.docs, &model, &params, &output, &|documents| {
            bar.set_length(documents.bytes_total().unwrap_or(0));
            bar.set_position(documents.bytes_read());
        })?;
        bar.finish_and_clear();
        if let Some(results) = &run.results {
            print(&self.estimating.said(results)?)?;
        }
        note(quiet, &run.record.summary());
        if run.taken_over > 0 {
            let taken = stance::report::count(run.taken_over);
            note(
                quiet,
                &format!("  {taken} documents were taken over from an earlier run"),
            );
        }
        if !matches!(output, Output::Standard(_)) {
            note(quiet, &format!("wrote {}", self.output.display()));
        }
        Ok(if run.record.facts.counts.unreadable.is_empty() {
            Outcome::Done
        } else {
            Outcome::Short
        })
    }
}
