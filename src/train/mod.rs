//! To be written.

pub mod certificate;
mod dense;
pub mod estimator;
mod newton;
pub mod objective;
pub mod problem;
