//! Proposed entries of a cue lexicon, as a table to edit.

use std::path::Path;

use crate::suggest::{Accepted, Suggestion};

/// The suggestions as CSV, a row each; the header alone if there are none.
pub fn suggestions(suggestions: &[Suggestion]) -> String {
    let mut table = csv::Writer::from_writer(Vec::new());
    if suggestions.is_empty() {
        let columns = ["class", "language", "entry"];
        table.write_record(columns).expect("memory can be written");
    }
    for suggestion in suggestions {
        table.serialize(suggestion).expect("memory can be written");
    }
    let bytes = table.into_inner().expect("memory can be written");
    String::from_utf8(bytes).expect("made of strings")
}

/// What accepting a table came to.
pub fn accepted(accepted: &Accepted, file: &Path) -> String {
    let known = match accepted.known {
        0 => String::new(),
        known => format!(" ({known} stood there already)"),
    };
    let added = match accepted.added {
        1 => "1 entry".to_owned(),
        added => format!("{added} entries"),
    };
    format!("{added} added to {}{known}", file.display())
}
