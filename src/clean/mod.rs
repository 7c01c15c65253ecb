//! Which lines of a page are its article and which are furniture.
//!
//! A line is judged by its words (`phrases`, from the language tables), by its shape (`shapes`)
//! and by where it stands (`page`). What is not clearly furniture is kept: a lost sentence of the
//! article is worse than a line too many.

mod copies;
mod dateline;
mod head;
mod names;
mod page;
mod phrases;
mod repeats;
mod seen;
mod shapes;
mod tail;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

pub use crate::language::furniture::{REASONS, Reason};
pub use copies::{Copies, Copy, Signature};
pub use dateline::dateline;
pub(crate) use page::{Verdict, is_running, judge, read};
pub use repeats::{LineCounts, Repeated};

use crate::language::line::Line;

/// What to keep of what would be removed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CleanParams {
    /// Furniture of these kinds stays.
    pub keep: BTreeSet<Reason>,
    /// All furniture stays.
    pub keep_all: bool,
    /// Where a page holds several articles: all of them, or the first alone (the others go to the
    /// ledger).
    pub all_parts: bool,
    /// Lines that a first pass over the corpus found to repeat; none unless learnt with
    /// [`LineCounts`].
    #[serde(skip)]
    pub repeated: Repeated,
}

impl Default for CleanParams {
    fn default() -> Self {
        CleanParams {
            keep: BTreeSet::new(),
            keep_all: false,
            all_parts: true,
            repeated: Repeated::default(),
        }
    }
}

impl CleanParams {
    /// Whether furniture of this kind stays in the text.
    pub fn keeps(&self, reason: Reason) -> bool {
        self.keep_all || self.keep.contains(&reason)
    }
}

/// The furniture in the middle of a line: one sentence among others, judged by itself.
pub(crate) fn judge_sentence(text: &str, line: &Line) -> Option<Reason> {
    if is_running(text) {
        return None;
    }
    shapes::find_markup(text, line)
        .or_else(|| phrases::find(line).map(|found| found.reason))
        .or_else(|| shapes::find(text, line))
}
