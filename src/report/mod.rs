//! Results in words and tables.

mod card;
mod check;
mod explanation;
pub mod figure;
pub mod html;
pub mod results;
mod scores;
mod sentences;
mod sources;
mod terms;
mod text;

pub use card::{Card, card, labels_summary};
pub use check::{Check, SourceCheck};
pub use explanation::Explanation;
pub use scores::scores;
pub use sentences::{Format, SentenceWriter};
pub use sources::{source_table, write_sources};
pub use terms::{ClassTerms, WeightedTerm, strongest_terms, term_table};
pub use text::{count, isolate, percent};
