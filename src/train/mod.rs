//! To be written.

pub mod calibrate;
pub mod certificate;
mod cholesky;
mod curvature;
mod dense;
pub mod estimator;
mod linfa;
mod newton;
pub mod objective;
mod order;
pub mod problem;
pub mod reliability;
