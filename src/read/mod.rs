//! Files → labelled sentences and documents.

mod labels;

pub use labels::{Conflict, Example, LabelParams, Labels, Place, labels, labels_for};
