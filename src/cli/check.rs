//! `stance check`: what a corpus is like, before any model.

use std::path::PathBuf;

use stance::read::ReadParams;
use stance::{Result, run};

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
    /// A folder of articles (.txt, .html), or a .csv or .jsonl file; each also as .gz or .zst
    #[arg(default_value = DOCS)]
    docs: PathBuf,
    /// Write every removed unit to this file, with its place and reason
    #[arg(long, value_name = "FILE")]
    ledger: Option<PathBuf>,
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
        let clean = self.cleaning.params()?;
        let read = ReadParams {
            text_column: self.text_column,
            ..ReadParams::default()
        };
        let bar = progress::bar("checking", quiet);
        let check = run::check(
            &self.docs,
            &read,
            &clean,
            self.ledger.as_deref(),
            &|documents| {
                bar.set_length(documents.bytes_total().unwrap_or(0));
                bar.set_position(documents.bytes_read());
            },
        )?;
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
