//! The options that say how a model is trained, for every command that trains.

use std::path::PathBuf;

use stance::Result;
use stance::features::{FeatureKind, FeatureParams};
use stance::labels::LabelParams;
use stance::train::{ClassWeight, FoldChoice, Solver, TrainParams};

#[derive(Debug, clap::Args)]
pub(super) struct Training {
    /// The task file [default: task.toml beside the labels]
    #[arg(long, value_name = "FILE")]
    task: Option<PathBuf>,
    /// The heads, by comma [default: all of the task]
    #[arg(long, value_delimiter = ',', value_name = "NAMES")]
    pub heads: Vec<String>,
    /// The kinds of features, by comma
    #[arg(
        long,
        value_delimiter = ',',
        default_value = "word,char,cue",
        value_name = "KINDS"
    )]
    features: Vec<String>,
    /// Leave out terms in fewer training sentences than this
    #[arg(long, default_value_t = FeatureParams::default().min_df, value_name = "N")]
    min_df: u32,
    /// How much a real sentence counts where there are authored ones, which count 1
    #[arg(long, default_value_t = TrainParams::default().real_weight, value_name = "X")]
    real_weight: f64,
    /// How much the sentences of a label file count besides: `--weight authored_hard.csv=0.5`
    #[arg(long, value_name = "FILE=X", value_parser = file_weight)]
    weight: Vec<(String, f64)>,
    /// The L2 penalty, scikit-learn's 1/C [default: chosen by cross-validation]
    #[arg(long, value_name = "X")]
    l2: Option<f64>,
    /// Folds, grouped by document; 0 measures nothing [default: each document alone up to 10, else 5]
    #[arg(long, value_name = "K")]
    folds: Option<usize>,
    /// How rare classes count
    #[arg(long, default_value = "balanced", value_name = "HOW", value_parser = ["balanced", "none"])]
    class_weight: String,
    /// newton: sparse, any size; linfa: linfa-logistic, up to 2,000 sentences, unweighted
    #[arg(long, default_value = "newton", value_name = "NAME", value_parser = ["newton", "linfa"])]
    solver: String,
    /// Seed of folds and intervals
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub seed: u64,
}

impl Training {
    /// How to read the labels.
    pub fn label_params(&self) -> LabelParams {
        LabelParams {
            task: self.task.clone(),
            heads: self.heads.clone(),
        }
    }

    /// How to train on them.
    pub fn train_params(&self) -> Result<TrainParams> {
        let kinds = self
            .features
            .iter()
            .map(|name| FeatureKind::by_name(name))
            .collect::<Result<Vec<_>>>()?;
        let features = FeatureParams {
            min_df: self.min_df,
            ..FeatureParams::default()
        }
        .only(&kinds);
        Ok(TrainParams {
            features,
            solver: if self.solver == "linfa" {
                Solver::Linfa
            } else {
                Solver::Newton
            },
            class_weight: if self.class_weight == "none" {
                ClassWeight::None
            } else {
                ClassWeight::Balanced
            },
            l2: self.l2,
            real_weight: self.real_weight,
            file_weights: self.weight.iter().cloned().collect(),
            folds: match self.folds {
                None => FoldChoice::Auto,
                Some(0) => FoldChoice::None,
                Some(count) => FoldChoice::Count(count),
            },
            seed: self.seed,
        })
    }
}

/// A file's name and a number, which training checks.
fn file_weight(text: &str) -> std::result::Result<(String, f64), String> {
    let parts = text.rsplit_once('=');
    let weight = parts.and_then(|(name, number)| Some((name.to_owned(), number.parse().ok()?)));
    weight.ok_or_else(|| "use a label file's name and a number: authored.csv=0.5".to_owned())
}
