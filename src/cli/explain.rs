//! `stance explain`: why a sentence gets its classes.

use std::io::Read;
use std::path::{Path, PathBuf};

use stance::model::Model;
use stance::{Error, Result, report};

use super::{MODEL, Outcome, print, to_json};

/// Show a sentence's classes, probabilities and the terms that decided, in both directions
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  stance explain 'ترفض بغداد بقاء القوات الأجنبية'")]
pub(super) struct Explain {
    /// The sentence; `-` reads it from standard input
    text: String,
    /// The model
    #[arg(long, default_value = MODEL, value_name = "FILE")]
    model: PathBuf,
    /// How many terms in each direction
    #[arg(long, default_value_t = 8, value_name = "N")]
    terms: usize,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Explain {
    pub(super) fn run(self) -> Result<Outcome> {
        let model = Model::load(&self.model)?;
        let mut text = self.text;
        if text == "-" {
            text.clear();
            std::io::stdin()
                .read_to_string(&mut text)
                .map_err(Error::read(Path::new("standard input")))?;
        }
        let explanation = report::Explanation::of(&model, text.trim(), self.terms)?;
        print(&if self.json {
            to_json(&explanation)
        } else {
            explanation.to_text()
        })?;
        Ok(Outcome::Done)
    }
}
