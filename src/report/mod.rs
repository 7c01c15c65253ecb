//! Results in words and tables.

mod audit;
mod card;
mod check;
mod estimates;
mod explanation;
pub mod figure;
pub mod html;
mod learning_curve;
mod methods;
pub mod results;
mod scores;
mod sentences;
mod sources;
mod terms;
mod suggestions;
mod text;
mod verdicts;

pub use audit::{audit_summary, write_audit};
pub use card::{Card, HeadCard, card, labels_summary};
pub use check::{Check, SourceCheck};
pub use estimates::{
    write_comparisons, write_documents, write_robustness, write_sources, write_speakers,
    write_terms,
};
pub use explanation::Explanation;
pub use learning_curve::learning_curve;
pub use methods::{Markup, methods};
pub use scores::scores;
pub use sentences::{Format, SentenceWriter};
pub use sources::source_table;
pub use suggestions::{accepted, suggestions};
pub use terms::{ClassTerms, WeightedTerm, strongest_terms, term_table};
pub use text::{count, isolate, percent};
pub use verdicts::verdicts;
