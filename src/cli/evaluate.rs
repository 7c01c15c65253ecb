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
    #[arg(long, value_name = "F1")]
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
        let below = |head: &HeadScores| self.min_macro_f1.is_some_and(|bar| head.macro_f1 < bar);
        Ok(if evaluation.heads.iter().any(below) {
            Outcome::Short
        } else {
            Outcome::Done
        })
    }
}
