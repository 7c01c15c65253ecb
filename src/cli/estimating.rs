//! The arguments that say how shares are estimated, the same in `classify` and `compare`.

use stance::Result;
use stance::estimate::{By, EstimateParams, Estimator, Filter};
use stance::report::Markup;
use stance::run::Results;

/// How shares are estimated.
#[derive(Debug, clap::Args)]
pub(super) struct Estimating {
    /// What is compared: source, date:month, date:year, author or another column of the documents
    #[arg(long, default_value = "source", value_name = "WHAT")]
    by: String,
    /// How the model's errors are undone: acc (confusion matrix), pacc (probabilities), emq, or counted (not at all)
    #[arg(long, default_value = "acc", value_name = "NAME")]
    estimator: String,
    /// Resamples of articles and labels behind the intervals
    #[arg(long, default_value_t = 2000, value_name = "N")]
    resamples: usize,
    /// Seed of the resamples
    #[arg(long, default_value_t = 0, value_name = "N")]
    seed: u64,
    /// Leave out of the shares: copies, headings, quotes; several with commas
    #[arg(long, value_name = "WHAT", value_delimiter = ',')]
    without: Vec<String>,
    /// Print a paragraph for a paper instead of the tables: markdown or latex
    #[arg(long, value_name = "MARKUP", num_args = 0..=1, default_missing_value = "markdown")]
    methods: Option<String>,
}

impl Estimating {
    /// What is printed: the tables, or the paragraph that was asked for.
    pub(super) fn said(&self, results: &Results) -> Result<String> {
        let markup = self.methods.as_deref().map(Markup::by_name).transpose()?;
        Ok(markup.map_or_else(|| results.summary(), |markup| results.methods(markup)))
    }

    /// As the library takes them.
    pub(super) fn params(&self) -> Result<EstimateParams> {
        // Refused before the work rather than after it.
        self.methods.as_deref().map(Markup::by_name).transpose()?;
        Ok(EstimateParams {
            by: By::parse(&self.by)?,
            estimator: Estimator::by_name(&self.estimator)?,
            resamples: self.resamples,
            seed: self.seed,
            filter: Filter::without(&self.without)?,
            ..EstimateParams::default()
        })
    }
}
