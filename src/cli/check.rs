//! `stance check`: what a corpus is like, before any model.

use std::path::PathBuf;

use stance::Result;
use stance::read::ReadParams;
use stance::run::{self, CheckParams};
use stance::segment::Unit;

use super::cleaning::Cleaning;
use super::{DOCS, Outcome, print, progress, to_json};

/// Show what was read, removed and repeated, before any model
///
/// Documents, sources, dates, encodings, languages; units kept and removed by reason; copies; frequent
/// words and lines; and what deserves a look.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  stance check seeds/
  stance check articles/ --ledger removed.csv
  stance check articles/ --keep caption --keep byline --parts first")]
pub(super) struct Check {
    /// A folder (.txt, .html), a table (.csv, .tsv), .jsonl, each also as .gz or .zst; `-` is standard input
    #[arg(default_value = DOCS)]
    docs: PathBuf,
    /// Write every removed unit to this file, with its place and reason
    #[arg(long, value_name = "FILE")]
    ledger: Option<PathBuf>,
    /// `sentence` splits each text; `document` takes it whole (tweets, headlines, label files)
    #[arg(long, default_value = "sentence", value_name = "UNIT")]
    unit: String,
    #[command(flatten)]
    cleaning: Cleaning,
    /// The column that holds the text, in tables
    #[arg(long, default_value = "text", value_name = "NAME")]
    text_column: String,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Check {
    pub(super) fn run(self, quiet: bool) -> Result<Outcome> {
        let params = CheckParams {
            read: ReadParams {
                text_column: self.text_column,
                ..ReadParams::default()
            },
            clean: self.cleaning.params()?,
            unit: Unit::by_name(&self.unit)?,
        };
        let bar = progress::bar("checking", quiet);
        let ledger = self.ledger.as_deref();
        let check = run::check(&self.docs, &params, ledger, &|documents| {
            bar.set_length(documents.bytes_total().unwrap_or(0));
            bar.set_position(documents.bytes_read());
        })?;
        bar.finish_and_clear();
        print(&if self.json {
            to_json(&check)
        } else {
            check.to_text()
        })?;
        Ok(if check.unreadable.is_empty() {
            Outcome::Done
        } else {
            Outcome::Short
        })
    }
}
