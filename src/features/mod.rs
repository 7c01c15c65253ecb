//! To be written.

pub mod product;
pub mod sparse;
