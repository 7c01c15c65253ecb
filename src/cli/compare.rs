//! `stance compare`: what was classified, compared in another way.

use std::path::PathBuf;

use stance::{Result, run};

use super::estimating::Estimating;
use super::{OUT, Outcome, note, print};

/// Compare what was classified in another way, without classifying again
///
/// OUT is a folder that `stance classify` wrote. Its sources.csv, comparisons.csv and estimate.json are
/// replaced; the sentences stay. With the options of `classify` they come out the same, byte for byte.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  stance compare out/ --by date:month
  stance compare out/ --estimator pacc --without quotes,headings
  stance compare out/ --methods latex > methods.tex")]
pub(super) struct Compare {
    /// The folder
    #[arg(default_value = OUT)]
    out: PathBuf,
    /// The same documents classified by another model (trained on another reader's labels, or without
    /// authored ones), for rows in robustness.csv; may be repeated
    #[arg(long, value_name = "OUT")]
    also: Vec<PathBuf>,
    #[command(flatten)]
    estimating: Estimating,
}

impl Compare {
    pub(super) fn run(self, quiet: bool) -> Result<Outcome> {
        let results = run::compare(&self.out, &self.estimating.params()?, &self.also)?;
        print(&self.estimating.said(&results)?)?;
        note(quiet, &format!("wrote {}", self.out.display()));
        Ok(Outcome::Done)
    }
}
