//! `stance report`: the results as one page that opens in any browser.

use std::path::{Path, PathBuf};

use stance::evaluate::Agreement;
use stance::model::Model;
use stance::report::html::{Form, ReportParams, report};
use stance::report::results::readers_agreement;
use stance::{Error, Result};

use super::{LABELS, MODEL, OUT, Outcome, note, print};

/// Make a report of what `classify` wrote: one offline page where every number opens its sentences
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  stance report                                  out/ -> out/report.html
  stance report out/ -o report.html --lang ar
  stance report --format text                    the findings, on the terminal
  stance report --figure stance.svg              a picture for a slide")]
pub(super) struct Report {
    /// The folder that `classify` wrote
    #[arg(default_value = OUT)]
    out: PathBuf,
    /// Where to write; `-` is standard output [default: report.html in that folder; text, md, csv: standard output]
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Language of the report's words: ar or en
    #[arg(long, default_value = "en", value_name = "CODE")]
    lang: String,
    /// html, md, csv or text
    #[arg(long, default_value = "html", value_name = "NAME")]
    format: String,
    /// Write the first figure alone, as SVG
    #[arg(long, value_name = "FILE", conflicts_with_all = ["output", "format"])]
    figure: Option<PathBuf>,
    /// The model that classified: with it, the words that drove each sentence are marked [default: models/withdrawal.stance, if it is that one]
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
    /// Sentences that can be opened; the numbers always count all
    #[arg(long, default_value_t = ReportParams::default().max_sentences, value_name = "N")]
    max_sentences: usize,
    /// What `stance evaluate --learning-curve --json` printed, to be drawn [default: learning_curve.json in the folder, if it is there]
    #[arg(long, value_name = "FILE")]
    learning_curve: Option<PathBuf>,
    /// The labels that the model learnt from, with other readers' passes in their folder readers/: how far the readers agree is told
    /// [default: labels/, if they are those]
    #[arg(long, value_name = "FOLDER")]
    labels: Option<PathBuf>,
}

impl Report {
    pub(super) fn run(self, quiet: bool) -> Result<Outcome> {
        let form = match self.figure {
            Some(_) => Form::Svg,
            None => Form::by_name(&self.format)?,
        };
        let params = ReportParams {
            language: self.lang.clone(),
            max_sentences: self.max_sentences,
            learning_curve: self.learning_curve.clone(),
            agreement: self.agreement(quiet)?,
        };
        let model = match form {
            Form::Html => self.model()?,
            _ => None,
        };
        let text = report(&self.out, model.as_ref(), form, &params)?;
        let page = (form == Form::Html).then(|| self.out.join("report.html"));
        match self.figure.or(self.output).or(page) {
            Some(path) if path != Path::new("-") => {
                stance::output::write(&path, text.as_bytes())?;
                let open = match form {
                    Form::Html => ": open it in a browser",
                    _ => "",
                };
                note(quiet, &format!("wrote {}{open}", path.display()));
            }
            _ => print(&text)?,
        }
        Ok(Outcome::Done)
    }

    /// How far the readers agree whose labels these are; what is amiss with labels that were not named stops no report.
    fn agreement(&self, quiet: bool) -> Result<Vec<Agreement>> {
        if let Some(labels) = &self.labels {
            return readers_agreement(&self.out, labels)?.ok_or_else(|| {
                Error::Usage(format!(
                    "`{}` does not hold the labels of the model that made `{}`: give those, or leave --labels out",
                    labels.display(),
                    self.out.display()
                ))
            });
        }
        let labels = Path::new(LABELS);
        if !labels.is_dir() || !self.out.join("run.json").exists() {
            return Ok(Vec::new());
        }
        let found = readers_agreement(&self.out, labels).unwrap_or_else(|error| {
            note(
                quiet,
                &format!("note: how far readers agree is not told: {error}"),
            );
            None
        });
        Ok(found.unwrap_or_default())
    }

    /// The model named, which must be the one that classified; else the usual one if it is there.
    fn model(&self) -> Result<Option<Model>> {
        let Some(path) = &self.model else {
            return Ok(Model::load(Path::new(MODEL)).ok());
        };
        let model = Model::load(path)?;
        let record = self.out.join("run.json");
        let text = std::fs::read_to_string(&record).unwrap_or_default();
        if !text.is_empty() && !text.contains(model.digest()) {
            return Err(Error::Usage(format!(
                "`{}` is not the model that made `{}`: give that one, or leave --model out",
                path.display(),
                self.out.display()
            )));
        }
        Ok(Some(model))
    }
}
