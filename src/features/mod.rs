//! Text into numbers.

pub mod normalise;

pub use normalise::{NormaliseParams, Normaliser, normalise};
