//! `stance evaluate`: how good predictions are on sentences that people labelled.

use std::path::{Path, PathBuf};

use stance::evaluate::HeadScores;
use stance::model::Model;
use stance::{Result, annotate, labels, report, train};

use super::training::Training;
use super::{LABELS, Outcome, note, print, progress, to_json};

/// Score predictions against labels
///
/// Without --model: cross-validation that holds whole documents out, with the score by plain sentence
/// split beside it. With --model: that model on these labels; a sentence that trained it is scored by
/// its out-of-fold prediction or not at all. Authored sentences are never scored.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  stance evaluate labels/
  stance evaluate test.csv --model models/tweets.stance --json
  stance evaluate labels/ --learning-curve
  stance evaluate labels/ --audit doubtful.csv
  stance evaluate labels/ --heads stance --min-macro-f1 0.6   (exit status 1 below)")]
pub(super) struct Evaluate {
    /// A label file, or a folder of them
    #[arg(default_value = LABELS)]
    labels: PathBuf,
    /// Score this model instead of cross-validating
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
    /// Exit with status 1 if a head's macro-F1 is below
    #[arg(long, value_name = "F1", value_parser = bar)]
    min_macro_f1: Option<f64>,
    /// Write the labels that deserve a second look to this CSV file, instead of scores
    #[arg(long, value_name = "FILE", conflicts_with_all = ["model", "learning_curve", "min_macro_f1", "json"])]
    audit: Option<PathBuf>,
    /// Score with an eighth, a quarter, a half and all of the documents: do more labels pay?
    #[arg(long, conflicts_with_all = ["model", "min_macro_f1"])]
    learning_curve: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    training: Training,
}

impl Evaluate {
    pub(super) fn run(self, quiet: bool) -> Result<Outcome> {
        if let Some(output) = &self.audit {
            return self.audit(output, quiet);
        }
        if self.learning_curve {
            return self.learning_curve(quiet);
        }
        let evaluation = match &self.model {
            Some(path) => {
                let model = Model::load(path)?;
                let labels = labels::read_for(&self.labels, &model.header.task)?;
                annotate::score(&model, &labels, &self.training.heads, self.training.seed)?
            }
            None => {
                let labels = labels::read(&self.labels, &self.training.label_params())?;
                note(quiet, &report::labels_summary(&labels));
                let bar = progress::bar("cross-validating", quiet);
                let params = self.training.train_params()?;
                let evaluation =
                    train::cross_validated_scores(&labels, &params, true, &progress::steps(&bar))?;
                bar.finish_and_clear();
                evaluation
            }
        };
        print(&if self.json {
            to_json(&evaluation)
        } else {
            report::scores(&evaluation)
        })?;
        let bar = self.min_macro_f1.unwrap_or(f64::NEG_INFINITY);
        let below = |head: &&HeadScores| head.macro_f1 < bar;
        let below: Vec<&HeadScores> = evaluation.heads.iter().filter(below).collect();
        for head in &below {
            eprintln!(
                "{}: macro-F1 {:.3} is below {bar}",
                head.head, head.macro_f1
            );
        }
        Ok(if below.is_empty() {
            Outcome::Done
        } else {
            Outcome::Short
        })
    }

    fn audit(&self, output: &Path, quiet: bool) -> Result<Outcome> {
        let labels = labels::read(&self.labels, &self.training.label_params())?;
        for file in &labels.files {
            stance::output::check_apart(file, output)?;
        }
        let bar = progress::bar("auditing", quiet);
        let params = self.training.train_params()?;
        let audit = train::audit(&labels, &params, &progress::steps(&bar))?;
        bar.finish_and_clear();
        report::write_audit(output, &labels, &audit)?;
        print(&report::audit_summary(&labels, &audit))?;
        note(quiet, &format!("wrote {}", output.display()));
        Ok(Outcome::Done)
    }

    fn learning_curve(&self, quiet: bool) -> Result<Outcome> {
        let labels = labels::read(&self.labels, &self.training.label_params())?;
        let bar = progress::bar("learning", quiet);
        let params = self.training.train_params()?;
        let curve = train::learning_curve(&labels, &params, &progress::steps(&bar))?;
        bar.finish_and_clear();
        print(&match self.json {
            true => to_json(&curve),
            false => report::learning_curve(&curve),
        })?;
        Ok(Outcome::Done)
    }
}

/// A finite number from 0; above 1 no model reaches it.
fn bar(text: &str) -> std::result::Result<f64, String> {
    let number = text
        .parse::<f64>()
        .ok()
        .filter(|number| number.is_finite() && *number >= 0.0);
    number.ok_or_else(|| "use a number from 0 to 1".to_owned())
}
