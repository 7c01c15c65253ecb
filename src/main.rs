//! The `stance` program.

fn main() {}
