//! Annotated sentences → what each source says.

mod shares;

pub use shares::{ShareRow, Tallies, Voice};
