//! Results in words and tables.

mod card;
mod check;
mod explanation;
mod scores;
mod sentences;
mod sources;
mod terms;
mod suggestions;
mod text;

pub use card::{Card, card, labels_summary};
pub use check::{Check, SourceCheck};
pub use explanation::Explanation;
pub use scores::scores;
pub use sentences::{Format, SentenceWriter};
pub use sources::{source_table, write_sources};
pub use suggestions::{accepted, suggestions};
pub use terms::{ClassTerms, WeightedTerm, strongest_terms, term_table};
pub use text::{count, isolate, percent};
