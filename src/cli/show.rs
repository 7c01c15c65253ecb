//! `stance show`: what a model is and what weighs in it.

use std::path::PathBuf;

use stance::model::Model;
use stance::{Result, report};

use super::{MODEL, Outcome, print, to_json};

/// Show a model's card and the terms that weigh most for each class
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  stance show
  stance show models/tweets.stance --terms 20 --json")]
pub(super) struct Show {
    /// The model
    #[arg(default_value = MODEL)]
    model: PathBuf,
    /// How many terms of each kind for each class
    #[arg(long, default_value_t = 8, value_name = "N")]
    terms: usize,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Show {
    pub(super) fn run(self) -> Result<Outcome> {
        let model = Model::load(&self.model)?;
        let strongest = report::strongest_terms(&model, self.terms);
        if self.json {
            print(&to_json(
                &serde_json::json!({ "card": report::Card::of(&model), "terms": strongest }),
            ))?;
        } else {
            print(&report::card(&model))?;
            print(&report::term_table(&strongest))?;
        }
        Ok(Outcome::Done)
    }
}
