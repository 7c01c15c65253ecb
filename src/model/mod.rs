//! To be written.

pub mod logistic;
