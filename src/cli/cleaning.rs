//! The arguments that say what is removed, the same in every command that cleans.

use stance::Result;
use stance::clean::{CleanParams, Reason};

/// What of the furniture stays.
#[derive(Debug, clap::Args)]
pub(super) struct Cleaning {
    /// Keep furniture removed for this reason; may be repeated
    #[arg(long, value_name = "REASON")]
    keep: Vec<String>,
    /// Keep all furniture
    #[arg(long)]
    keep_all: bool,
    /// Of a page with several articles: all, or the first alone
    #[arg(long, default_value = "all", value_name = "PARTS", value_parser = ["all", "first"])]
    parts: String,
}

impl Cleaning {
    /// As the library takes them.
    pub(super) fn params(&self) -> Result<CleanParams> {
        let keep = self.keep.iter().map(|name| Reason::by_name(name));
        Ok(CleanParams {
            keep: keep.collect::<Result<_>>()?,
            keep_all: self.keep_all,
            all_parts: self.parts == "all",
            ..CleanParams::default()
        })
    }
}
