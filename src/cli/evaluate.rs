//! `stance evaluate`: how good predictions are on sentences that people labelled.

use std::path::PathBuf;

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
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    training: Training,
}

impl Evaluate {
    pub(super) fn run(self, quiet: bool) -> Result<Outcome> {
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
}

/// A finite number from 0; above 1 no model reaches it.
fn bar(text: &str) -> std::result::Result<f64, String> {
    let number = text
        .parse::<f64>()
        .ok()
        .filter(|number| number.is_finite() && *number >= 0.0);
    number.ok_or_else(|| "use a number from 0 to 1".to_owned())
}
