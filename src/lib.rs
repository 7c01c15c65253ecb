//! Compare how news outlets frame a question.
//!
//! The pipeline is the map: `read → clean → segment → features → model → annotate → estimate →
//! report`, and `evaluate`, `train` beside it. A module uses only modules declared above it here.

pub mod annotate;
pub mod clean;
pub mod document;
pub mod error;
pub mod estimate;
pub mod evaluate;
pub mod features;
pub mod language;
pub mod model;
pub mod output;
pub mod random;
pub mod read;
pub mod report;
// pub mod run;
pub mod segment;
pub mod task;
pub mod train;

pub use error::{Error, Result};
