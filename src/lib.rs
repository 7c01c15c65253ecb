//! Compare how news outlets frame a question.
//!
//! The pipeline is the map: `read → clean → segment → features → model → annotate → estimate →
//! report`, and `labels → train → evaluate` beside it. A module uses only modules declared above
//! it here; `tests/layers.rs` checks this.

pub mod error;
pub mod random;
pub mod output;
pub mod language;
pub mod task;
pub mod document;
pub mod read;
pub mod clean;
pub mod segment;
pub mod labels;
pub mod features;
pub mod evaluate;
pub mod model;
pub mod train;
pub mod suggest;
pub mod annotate;
pub mod estimate;
pub mod report;
pub mod run;

pub use error::{Error, Result};
