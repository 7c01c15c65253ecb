//! `stance train`: labelled sentences → a model.

use std::path::PathBuf;

use stance::{Result, labels, report, train};

use super::training::Training;
use super::{LABELS, Outcome, note, print, progress};

/// Fit a model on labelled sentences and say how good it is
///
/// Reads every CSV file directly in LABELS (columns `text`, `document` and one a head), fits TF-IDF and
/// one logistic regression a head, and scores them by cross-validation that holds whole documents out.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  stance train labels/
  stance train tweets.csv --heads stance --output models/tweets.stance
  stance train labels/ --features word,char --l2 1 --folds 0")]
pub(super) struct Train {
    /// A label file, or a folder of them
    #[arg(default_value = LABELS)]
    labels: PathBuf,
    /// Where the model goes [default: models/<task>.stance]
    #[arg(long, short, visible_alias = "model", value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    training: Training,
}

impl Train {
    pub(super) fn run(self, quiet: bool) -> Result<Outcome> {
        let labels = labels::read(&self.labels, &self.training.label_params())?;
        if !quiet {
            note(quiet, &report::labels_summary(&labels));
        }
        let bar = progress::bar("cross-validating", quiet);
        let model = train::train(
            &labels,
            &self.training.train_params()?,
            &progress::steps(&bar),
        )?;
        bar.finish_and_clear();
        let output = self
            .output
            .unwrap_or_else(|| format!("models/{}.stance", labels.task.name).into());
        for file in &labels.files {
            stance::output::check_apart(file, &output)?;
        }
        model.save(&output)?;
        print(&report::card(&model))?;
        note(quiet, &format!("saved {}", output.display()));
        Ok(Outcome::Done)
    }
}
