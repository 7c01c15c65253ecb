//! To be written.

pub mod certificate;
mod curvature;
mod dense;
pub mod estimator;
mod newton;
pub mod objective;
mod order;
pub mod problem;
