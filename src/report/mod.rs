//! Results in words and tables.

mod audit;
mod card;
mod check;
mod explanation;
mod learning_curve;
mod scores;
mod sentences;
mod sources;
mod terms;
mod text;

pub use audit::{audit_summary, write_audit};
pub use card::{Card, card, labels_summary};
pub use check::{Check, SourceCheck};
pub use explanation::Explanation;
pub use learning_curve::learning_curve;
pub use scores::scores;
pub use sentences::{Format, SentenceWriter};
pub use sources::{source_table, write_sources};
pub use terms::{ClassTerms, WeightedTerm, strongest_terms, term_table};
pub use text::{count, isolate, percent};
